"""dlib's face recognition network, read from ``dlib_face_recognition_resnet_model_v1.dat``."""

from __future__ import annotations

from rollcall.vision.dlib.archive import Archive
from rollcall.vision.dlib.network import fold_scalings, group_blocks, read_input_kind, read_layers
from rollcall.vision.dlib.translation import translate
from rollcall.vision.graph import Graph

__all__ = ["EMBEDDING_SIZE", "FACE_SIDE", "read_resnet"]

FACE_SIDE = 150
"""Side of the pictures of faces that the network takes, in pixels."""

EMBEDDING_SIZE = 128
"""Numbers in an embedding."""


def read_resnet(data: bytes, name: str) -> Graph:
    """Return the network as a graph from RGB faces, (N, 3, 150, 150) float32, 0..255, to (N, 128) float32.

    Raises:
        ModelError: the bytes are not of that network.

    """
    archive = Archive(data, name)
    archive.require(archive.integer() == 1)
    archive.require(archive.text() == "loss_metric_2")
    archive.number(), archive.number()  # Margin and threshold of the training.
    kind = read_input_kind(archive)
    archive.require(kind.name == "input_rgb_image_sized")
    archive.require((archive.integer(), archive.integer()) == (FACE_SIDE, FACE_SIDE))
    layers = group_blocks(fold_scalings(read_layers(archive)))
    return translate(name, kind, layers, FACE_SIDE)
