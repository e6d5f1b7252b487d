"""What the engines' makers would like to be told, and are not."""

from __future__ import annotations

import os
import sys

__all__ = ["refuse_telemetry"]


def refuse_telemetry() -> None:
    """Keep ONNX Runtime and OpenVINO from reporting their use; call it before either is imported.

    From 1.29 on ONNX Runtime writes an identifier of the machine into the user's cache and sends sessions, models and
    counts of inferences to mobile.events.data.microsoft.com, unless a variable says otherwise when it is loaded.
    OpenVINO's package reports each import to Google Analytics, unless the package that does so cannot be imported.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
