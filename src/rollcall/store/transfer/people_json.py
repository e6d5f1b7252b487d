"""The form in which people travel between stores: one JSON file, described in docs/store.md.

Besides that form a file may be a plain table of names and embeddings, ``{"Ada": [[0.1, ...], ...]}``.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from rollcall.errors import StoreError
from rollcall.model import Embedding
from rollcall.store.records import MarkedEmbedding, ModelMark, NewPerson, NewPhoto, PersonRecord, PhotoRecord

__all__ = ["FORM", "person_to_json", "read_people"]

FORM = "rollcall-people/1"


def person_to_json(
    person: PersonRecord,
    photos: Mapping[PhotoRecord, bytes | None],
    embeddings: Sequence[tuple[int | None, MarkedEmbedding]],
) -> dict[str, Any]:
    """Return a person as the form has it.

    ``photos``: each with its file, or None; ``embeddings``: each with the number of the photo that it was made of.
    """
    names = {photo.id: photo.image for photo in photos}
    return {
        "id": person.id,
        "name": person.name,
        "notes": person.notes,
        "consent": person.consent,
        "tags": list(person.tags),
        "active": person.active,
        "photos": [
            {"image": photo.image} | ({} if data is None else {"data": base64.b64encode(data).decode()})
            for photo, data in photos.items()
        ],
        "embeddings": [
            {
                "photo": None if photo is None else names.get(photo),
                "model": asdict(marked.model),
                "vector": _numbers(marked.vector),
            }
            for photo, marked in embeddings
        ],
    }


def _numbers(vector: Embedding) -> list[float]:
    # Nine digits are enough to read a float32 back bit by bit.
    return [float(f"{number:.9g}") for number in vector]


def read_people(text: str, model: ModelMark | None) -> tuple[NewPerson, ...]:
    """Return the people of a JSON file.

    ``model``: what made embeddings that do not say so themselves, as in a plain table; None refuses them.
    Raises StoreError for what is no such file, naming the person where it fails.
    """
    try:
        tree = json.loads(text)
    except ValueError as error:
        raise StoreError(f"This is no JSON: {error}.") from None
    if not isinstance(tree, dict):
        raise StoreError("This is no file of people: it must hold an object; docs/store.md tells its form.")
    if "form" not in tree:
        people = [{"name": name, "embeddings": _rows(value)} for name, value in tree.items()]
    elif tree["form"] == FORM and isinstance(tree.get("people"), list):
        people = tree["people"]
    else:
        raise StoreError(f"This file has the form {tree['form']!r}; {FORM!r} is wanted.")
    return tuple(_read_person(person, model) for person in people)


def _rows(value: Any) -> list[dict[str, Any]]:
    """Return the embeddings of a plain table: one row of numbers, or several."""
    several = isinstance(value, list) and bool(value) and isinstance(value[0], list)
    return [{"vector": row} for row in (value if several else [value])]


def _read_person(person: Any, model: ModelMark | None) -> NewPerson:
    name = str(person.get("name", "")) if isinstance(person, dict) else ""
    try:
        embeddings = [(each.get("photo"), _read_embedding(each, model)) for each in person.get("embeddings", ())]
        held = {photo["image"]: base64.b64decode(photo["data"], validate=True) for photo in _with_data(person)}
        first = {image: marked for image, marked in reversed(embeddings) if image in held}
        return NewPerson(
            name,
            str(person.get("notes", "")),
            str(person.get("consent", "")),
            tuple(str(tag) for tag in person.get("tags", ())),
            bool(person.get("active", True)),
            id=person.get("id"),
            photos=tuple(NewPhoto(data, first.get(image), "import") for image, data in held.items()),
            embeddings=tuple(marked for image, marked in embeddings if image not in held),
        )
    except (AttributeError, KeyError, TypeError, ValueError, binascii.Error) as error:
        raise StoreError(f"Person '{name}' of the file cannot be read: {error}.") from None


def _with_data(person: dict[str, Any]) -> list[dict[str, Any]]:
    return [photo for photo in person.get("photos", ()) if "data" in photo]


def _read_embedding(embedding: dict[str, Any], model: ModelMark | None) -> MarkedEmbedding:
    mark = ModelMark(**embedding["model"]) if "model" in embedding else model
    if mark is None:
        raise ValueError("an embedding does not say what model made it, and none serves in this store yet")
    vector = np.array(embedding["vector"], np.float32)
    if vector.ndim != 1 or not vector.size or not np.isfinite(vector).all():
        raise ValueError("an embedding is no row of finite numbers")
    return MarkedEmbedding(mark, vector)
