from __future__ import annotations

import pytest

from rollcall.errors import StoreError
from rollcall.store import AuditRecord, Store
from store.samples import NOW, Reopen


def test_line_outlives_the_process(store: Store, reopen: Reopen) -> None:
    store.audit.add("ada", "person.erase", "4f2a", "2 photos")
    assert reopen().audit.page().items == [AuditRecord(1, NOW, "ada", "person.erase", "4f2a", "2 photos")]


def test_pages_go_from_the_newest_line_to_the_oldest(store: Store) -> None:
    for number in range(5):
        store.audit.add("ada", "login", str(number))
    seen, place = [], None
    for _ in range(3):
        page = store.audit.page(limit=2, after=place)
        seen += [line.subject for line in page.items]
        place = page.next
    assert seen == ["4", "3", "2", "1", "0"]
    assert place is None


def test_place_of_another_list_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no place in the list"):
        store.audit.page(after="W10")
