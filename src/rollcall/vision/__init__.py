"""Pixels to numbers: models, detectors, alignment, embedders, quality.

The only room that imports onnxruntime or openvino.
"""
