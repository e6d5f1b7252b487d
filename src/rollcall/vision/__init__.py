"""Pixels to numbers: models, detectors, alignment, embedders, quality.

The only room that imports onnxruntime or openvino. ``packs`` opens the models of a pack, of the families ``dlib``,
``scrfd`` and ``arcface``; a ``runtime`` runs them on ``engines``.
"""

from rollcall.vision.image import read_image
from rollcall.vision.pack import ModelPack
from rollcall.vision.packs.loading import load_pack
from rollcall.vision.protocols import Detector, Embedder

__all__ = ["Detector", "Embedder", "ModelPack", "load_pack", "read_image"]
