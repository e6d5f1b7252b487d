"""What the system counts while it works, for Prometheus; docs/metrics.md lists it.

No label holds a name of a person, an address or a secret, and each has few values: cameras, stages, states. Nothing is
global: each system counts for itself.
"""

from rollcall.service.metrics.camera_metrics import CameraMetrics
from rollcall.service.metrics.metrics import Metrics
from rollcall.service.metrics.system_reader import SystemReader

__all__ = ["CameraMetrics", "Metrics", "SystemReader"]
