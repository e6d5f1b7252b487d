from __future__ import annotations

from rollcall.outputs.mqtt.table import Table


def test_only_what_changed_is_published_and_what_is_gone_is_removed():
    table = Table()
    assert list(table.change_to({"a": b"1", "b": b"1"})) == [("a", b"1"), ("b", b"1")]
    assert list(table.change_to({"a": b"1", "b": b"2"})) == [("b", b"2")]
    assert list(table.change_to({"a": b"1"})) == [("b", b"")]
    assert list(table.change_to({"a": b"1"})) == []


def test_what_the_broker_keeps_from_before_is_removed():
    table = Table()
    list(table.change_to({"a": b"1"}))
    table.find("a")
    table.find("old")
    assert list(table.change_to({"a": b"1"})) == [("old", b"")]


def test_after_a_break_everything_is_published_anew():
    table = Table()
    list(table.change_to({"a": b"1"}))
    table.clear()
    assert list(table.change_to({"a": b"1"})) == [("a", b"1")]
