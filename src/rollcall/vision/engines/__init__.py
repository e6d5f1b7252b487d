"""What runs a graph: ONNX Runtime or OpenVINO, on one device each."""
