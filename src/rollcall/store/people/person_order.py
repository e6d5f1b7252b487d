"""Who comes first in a list of people, and where a page of it goes on."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, tuple_

from rollcall.store.database.paging import decode_place, encode_place
from rollcall.store.database.schema import people
from rollcall.store.people.person_rows import LAST_SEEN, PHOTOS

__all__ = ["PersonOrder", "in_order", "place_of"]


class PersonOrder(StrEnum):
    """Who comes first; among equals it is the name that tells."""

    NAME = "name"
    SEEN = "seen"
    """Who was seen last; who never was comes at the end."""
    MOST_PHOTOS = "most_photos"
    FEWEST_PHOTOS = "fewest_photos"


_BY_NAME = (people.c.sort_name, people.c.id)
# The smallest comes first in each, so that one comparison of whole keys finds where a page goes on.
_KEYS: dict[PersonOrder, tuple[ColumnElement[Any], ...]] = {
    PersonOrder.NAME: _BY_NAME,
    PersonOrder.SEEN: (-func.coalesce(LAST_SEEN, 0.0), *_BY_NAME),
    PersonOrder.MOST_PHOTOS: (-PHOTOS, *_BY_NAME),
    PersonOrder.FEWEST_PHOTOS: (PHOTOS, *_BY_NAME),
}


def in_order(query: Select[Any], order: PersonOrder, after: str | None) -> Select[Any]:
    """Return a query for people in that order, behind the place ``after``. Raises StoreError where it is none."""
    key = _KEYS[order]
    query = query.order_by(*key)
    return query if after is None else query.where(tuple_(*key) > tuple_(*decode_place(after, len(key))))


def place_of(row: Row[Any], order: PersonOrder) -> str:
    """Return the place behind which the page after ``row`` begins."""
    ranks = {
        PersonOrder.NAME: (),
        PersonOrder.SEEN: (-(row.last_seen or 0.0),),
        PersonOrder.MOST_PHOTOS: (-row.photos,),
        PersonOrder.FEWEST_PHOTOS: (row.photos,),
    }
    return encode_place(*ranks[order], row.sort_name, row.id)
