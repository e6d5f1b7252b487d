from __future__ import annotations

from rollcall.outputs.mqtt.broker_topics import BrokerTopics


def test_only_what_changed_is_published_and_what_is_gone_is_removed():
    topics = BrokerTopics()
    assert list(topics.change_to({"a": b"1", "b": b"1"})) == [("a", b"1"), ("b", b"1")]
    assert list(topics.change_to({"a": b"1", "b": b"2"})) == [("b", b"2")]
    assert list(topics.change_to({"a": b"1"})) == [("b", b"")]
    assert list(topics.change_to({"a": b"1"})) == []


def test_what_the_broker_keeps_from_before_is_removed():
    topics = BrokerTopics()
    list(topics.change_to({"a": b"1"}))
    topics.find("a")
    topics.find("old")
    assert list(topics.change_to({"a": b"1"})) == [("old", b"")]


def test_after_a_break_everything_is_published_anew():
    topics = BrokerTopics()
    list(topics.change_to({"a": b"1"}))
    topics.clear()
    assert list(topics.change_to({"a": b"1"})) == [("a", b"1")]
