"""What runs a graph: ONNX Runtime or OpenVINO, on one device each. Neither tells its maker of it."""

from rollcall.vision.engines.telemetry import refuse_telemetry

# Before any module of this room imports one of them: both look only once.
refuse_telemetry()
