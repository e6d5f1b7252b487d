"""The packs that InsightFace publishes, with the hashes of what is used of them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "COSINE_THRESHOLD",
    "COSINE_THRESHOLD_SOURCE",
    "RELEASE",
    "PackFile",
    "PublishedPack",
    "published_pack",
    "published_packs",
]

RELEASE = "https://github.com/deepinsight/insightface/releases/download/v0.7"
"""Where the archives lie, each as ``<name>.zip``."""

COSINE_THRESHOLD = 0.44
"""Similarity from which two ArcFace embeddings are one person's."""

COSINE_THRESHOLD_SOURCE = (
    "open set on LFW with arcface_mobilefacenet_128d, 50 people enrolled by one photo each: one stranger in a thousand "
    "gets a name, 2.9 % of the enrolled go unnamed; a careful beginning for other embedders, which "
    "'rollcall bench openset' measures"
)
"""Where that number comes from."""


@dataclass(frozen=True)
class PackFile:
    """A file of a pack."""

    name: str
    sha256: str


@dataclass(frozen=True)
class PublishedPack:
    """A pack of InsightFace's release."""

    name: str
    summary: str
    detector: PackFile
    embedder: PackFile
    archive_sha256: str | None
    """None where it is not known; the files are checked by themselves in any case."""

    embedding_size: int = 512
    """Numbers in an embedding."""

    @property
    def files(self) -> tuple[PackFile, PackFile]:
        """The files that are used; archives hold others too, which are left out."""
        return self.detector, self.embedder


_DET_10G = "5838f7fe053675b1c7a08b633df49e7af5495cee0493c7dcf6697200b85b5b91"
_DET_2_5G = PackFile("det_2.5g.onnx", "041f73f47371333d1d17a6fee6c8ab4e6aecabefe398ff32cca4e2d5eaee0af9")
_DET_500M = PackFile("det_500m.onnx", "5e4447f50245bbd7966bd6c0fa52938c61474a04ec7def48753668a9d8b4ea3a")
_R50 = PackFile("w600k_r50.onnx", "4c06341c33c2ca1f86781dab0e829f88ad5b64be9fba56e56bc9ebdefc619e43")
_MBF = PackFile("w600k_mbf.onnx", "9cc6e4a75f0e2bf0b1aed94578f144d15175f357bdc05e815e5c4a02b319eb4f")
_GLINT = PackFile("glintr100.onnx", "4ab1d6435d639628a6f3e5008dd4f929edf4c4124b1a7169e1048f9fef534cdf")

_PACKS = (
    PublishedPack(
        "buffalo_l",
        "SCRFD-10G and ResNet-50 (WebFace600K): the best of the buffalos",
        PackFile("det_10g.onnx", _DET_10G),
        _R50,
        "80ffe37d8a5940d59a7384c201a2a38d4741f2f3c51eef46ebb28218a7b0ca2f",
    ),
    PublishedPack(
        "antelopev2",
        "SCRFD-10G and ResNet-100 (Glint360K): the largest",
        PackFile("scrfd_10g_bnkps.onnx", _DET_10G),
        _GLINT,
        "8e182f14fc6e80b3bfa375b33eb6cff7ee05d8ef7633e738d1c89021dcf0c5c5",
    ),
    PublishedPack(
        "buffalo_m",
        "SCRFD-2.5G and ResNet-50 (WebFace600K): the embeddings of buffalo_l, detection at a quarter of the work",
        _DET_2_5G,
        _R50,
        "d98264bd8f2dc75cbc2ddce2a14e636e02bb857b3051c234b737bf3b614edca9",
    ),
    PublishedPack(
        "buffalo_s",
        "SCRFD-500M and MobileFaceNet (WebFace600K): for small machines; weak on East Asian faces",
        _DET_500M,
        _MBF,
        None,
    ),
    PublishedPack(
        "buffalo_sc",
        "the detector and embedder of buffalo_s in a smaller archive",
        _DET_500M,
        _MBF,
        "57d31b56b6ffa911c8a73cfc1707c73cab76efe7f13b675a05223bf42de47c72",
    ),
)


def published_packs() -> tuple[PublishedPack, ...]:
    """Return all packs, in the order in which ``auto`` prefers them."""
    return _PACKS


def published_pack(name: str) -> PublishedPack | None:
    """Return the pack of this name, or None where InsightFace publishes none."""
    return next((pack for pack in _PACKS if pack.name == name), None)
