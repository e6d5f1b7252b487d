"""The ways out besides the web: alerts by webhook, command and MQTT, and a local window."""

from rollcall.outputs.outputs import Outputs

__all__ = ["Outputs"]
