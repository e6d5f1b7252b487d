"""Records of the store, asked for by number or page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Generic, TypeVar

from fastapi import HTTPException, Path, Query

from rollcall.errors import StoreError
from rollcall.store import Page
from rollcall.web.views.view import View

__all__ = ["After", "Limit", "Number", "PageView", "found", "page_view"]

Record = TypeVar("Record")
Shown = TypeVar("Shown")

_LARGEST_NUMBER = 2**63 - 1
"""What a database's integer can hold."""

Number = Annotated[int, Path(ge=1, le=_LARGEST_NUMBER)]
Limit = Annotated[int, Query(ge=1, le=1000, description="Items of the page at most.")]
After = Annotated[
    str | None, Query(max_length=1000, description="`next` of the page before; without it the first page.")
]


class PageView(View, Generic[Shown]):
    """A part of a longer list."""

    items: list[Shown]
    next: str | None
    """Give this as `after` for the page that follows; null on the last page."""


def page_view(page: Page[Record], show: Callable[[Record], Shown]) -> PageView[Shown]:
    """Return a page of records as the API shows it."""
    return PageView(items=[show(record) for record in page.items], next=page.next)


@contextmanager
def found() -> Iterator[None]:
    """Answer 404 where the store says that what is asked for is not there."""
    try:
        yield
    except StoreError as error:
        if error.__cause__ is not None:
            raise
        raise HTTPException(HTTPStatus.NOT_FOUND, str(error)) from None
