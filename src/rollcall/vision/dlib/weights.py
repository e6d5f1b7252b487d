"""Where dlib's weights lie: in the PyPI package face-recognition-models, in the public domain (CC0)."""

from __future__ import annotations

import hashlib
import logging
import zipfile
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np

from rollcall.errors import ModelError
from rollcall.vision.cache import written_whole
from rollcall.vision.dlib.shape_predictor import ShapePredictor, read_shape_predictor

__all__ = ["MMOD", "RESNET", "SHAPE_PREDICTORS", "WEIGHTS", "find_weights", "load_shape_predictor", "read_weights"]

_log = logging.getLogger(__name__)

RESNET = "dlib_face_recognition_resnet_model_v1.dat"
MMOD = "mmod_human_face_detector.dat"
SHAPE_PREDICTORS = {5: "shape_predictor_5_face_landmarks.dat", 68: "shape_predictor_68_face_landmarks.dat"}

WEIGHTS = {
    RESNET: "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
    MMOD: "4cb19393e2fbaf2b1609a9319ad5386618c886a6234ec1b971f3e87c85d87fe6",
    SHAPE_PREDICTORS[5]: "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
    SHAPE_PREDICTORS[68]: "fbdc2cb80eb9aa7a758672cbfdda32ba6300efe9b6e6c7a299ff7e736b11b92f",
}
"""The files and their SHA-256, as in face-recognition-models 0.3.0."""


def find_weights(file: str) -> Path:
    """Return where a file of the package lies.

    The package itself is not imported: it asks for ``pkg_resources``, which newer setuptools no longer have.

    Raises:
        ModelError: the package is not installed.

    """
    spec = find_spec("face_recognition_models")
    folders = [] if spec is None else list(spec.submodule_search_locations or ())
    for folder in folders:
        path = Path(folder) / "models" / file
        if path.is_file():
            return path
    raise ModelError(f"dlib's weights ({file}) are not here: pip install face-recognition-models.")


def read_weights(file: str) -> bytes:
    """Return the bytes of a file of the package.

    Raises:
        ModelError: it is not installed, cannot be read, or is not the very file that is known.

    """
    path = find_weights(file)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"Cannot read the model '{path}': {error.strerror}.") from None
    if hashlib.sha256(data).hexdigest() != WEIGHTS[file]:
        raise ModelError(f"The model '{path}' is damaged: pip install --force-reinstall face-recognition-models.")
    return data


def load_shape_predictor(points: Literal[5, 68], cache: Path) -> ShapePredictor:
    """Return the predictor of this many points.

    Its file spells each number out, so that reading takes a second a dozen megabytes; what was read once is kept in
    ``cache`` as arrays, under a name that holds the hash of the file it came from.

    Raises:
        ModelError: the file is not installed or damaged.

    """
    file = SHAPE_PREDICTORS[points]
    arrays = cache / f"{Path(file).stem}-{WEIGHTS[file][:_HASH_DIGITS]}-{_FORM}.npz"
    try:
        with np.load(arrays, allow_pickle=False) as kept:
            return ShapePredictor(**kept)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, TypeError, EOFError, zipfile.BadZipFile):
        _log.warning("'%s' is damaged and is made anew", arrays)
    predictor = read_shape_predictor(read_weights(file), Path(file).stem)
    _keep(predictor, arrays)
    return predictor


_HASH_DIGITS = 12
_FORM = 3
# Grows when the arrays of a predictor change.


def _keep(predictor: ShapePredictor, arrays: Path) -> None:
    try:
        with written_whole(arrays) as file:
            np.savez(file, **{field.name: getattr(predictor, field.name) for field in fields(predictor)})
    except OSError as error:
        # The cache only saves time.
        _log.info("'%s' cannot be kept for the next start: %s", arrays, error.strerror)
