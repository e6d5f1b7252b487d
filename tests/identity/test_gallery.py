from __future__ import annotations

import threading

import numpy as np
import pytest

from identity.faces import direction, person, photo
from rollcall.identity import Gallery, Metric
from rollcall.model import Person


def test_the_nearest_person_comes_first() -> None:
    gallery = Gallery([person(1), person(2), person(3)])
    assert [match.person.id for match in gallery.match(photo(2), limit=1)] == ["p2"]


def test_a_person_of_many_photos_is_one_answer() -> None:
    gallery = Gallery([person(1, photos=5), person(2)])
    assert [match.person.id for match in gallery.match(photo(1))] == ["p1", "p2"]


@pytest.mark.parametrize("metric", list(Metric))
def test_answers_are_ordered_from_near_to_far_in_every_metric(metric: Metric) -> None:
    gallery = Gallery([person(seed) for seed in range(20)], metric)
    closeness = [match.closeness for match in gallery.match(photo(4), limit=20)]
    assert closeness == sorted(closeness, reverse=True)
    assert gallery.match(photo(4))[0].person.id == "p4"


def test_the_score_is_a_distance_where_the_metric_is_one() -> None:
    gallery = Gallery([Person("a", "a", np.array([[3.0, 4.0]], np.float32))], "euclidean")
    assert gallery.match(np.zeros(2, np.float32))[0].score == pytest.approx(5.0)


def test_an_empty_gallery_knows_nobody() -> None:
    assert Gallery().match(direction(1)) == ()


def test_somebody_known_by_name_only_is_never_matched_and_never_in_the_way() -> None:
    nameless = Person("n", "no photo", np.zeros((0, 128), np.float32))
    gallery = Gallery([nameless, person(1)])
    assert [match.person.id for match in gallery.match(photo(1))] == ["p1"]
    assert len(gallery) == 2


def test_people_are_enrolled_replaced_and_removed_without_a_restart() -> None:
    gallery = Gallery([person(1)])
    gallery.put(person(2))
    assert gallery.match(photo(2))[0].person.id == "p2"
    gallery.put(person(2, name="renamed"))
    assert gallery.match(photo(2))[0].person.name == "renamed"
    gallery.remove("p2")
    assert [match.person.id for match in gallery.match(photo(2))] == ["p1"]
    assert gallery.person("p2") is None


def test_every_change_can_be_noticed() -> None:
    gallery = Gallery()
    before = gallery.revision
    gallery.put(person(1))
    after_put = gallery.revision
    gallery.remove("p1")
    assert before < after_put < gallery.revision


def test_one_bad_photo_does_not_make_a_person_unknown() -> None:
    rows = np.stack([photo(1, shot=shot, noise=0.5) for shot in range(4)] + [direction(99)])
    gallery = Gallery([Person("p1", "A", rows), person(2)])
    assert gallery.match(photo(1, shot=50))[0].person.id == "p1"


def test_not_this_person_holds_for_that_face_and_leaves_the_person_known() -> None:
    gallery = Gallery([person(1, "Ada"), person(2, "Grace")])
    double = direction(1) + direction(7) * np.float32(0.8)
    assert gallery.match(double)[0].person.name == "Ada"
    gallery.reject("p1", double[np.newaxis])
    assert [match.person.name for match in gallery.match(double + direction(8) * np.float32(0.1))] == ["Grace"]
    assert gallery.match(photo(1))[0].person.name == "Ada"


def test_what_was_said_of_a_person_can_be_taken_back_and_goes_with_the_person() -> None:
    gallery = Gallery([person(1, "Ada"), person(2)])
    gallery.reject("p1", photo(1)[np.newaxis])
    gallery.reject("p1", np.zeros((0, 128), np.float32))
    assert gallery.match(photo(1))[0].person.name == "Ada"
    gallery.reject("p1", photo(1)[np.newaxis])
    gallery.remove("p1")
    gallery.put(person(1, "Ada"))
    assert gallery.match(photo(1))[0].person.name == "Ada"


def test_somebody_with_very_many_photos_leaves_room_for_the_others() -> None:
    gallery = Gallery([person(1, photos=200), *(person(seed) for seed in range(2, 30))])
    assert gallery.match(photo(5))[0].person.id == "p5"
    assert [len(gallery.match(photo(1), limit)) for limit in (1, 2, 29)] == [1, 2, 29]


def test_a_person_is_found_at_every_moment_of_being_replaced() -> None:
    gallery = Gallery([person(1), person(2)])
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            gallery.put(person(1, photos=3))

    writer = threading.Thread(target=change)
    writer.start()
    try:
        for _ in range(300):
            assert gallery.match(photo(1))[0].person.id == "p1"
    finally:
        stop.set()
        writer.join()


def test_a_reader_never_sees_half_a_change() -> None:
    gallery = Gallery([person(1), person(2)])
    stop = threading.Event()

    def change() -> None:
        while not stop.is_set():
            gallery.replace([person(seed, photos=3) for seed in range(5)])
            gallery.replace([person(1), person(2)])

    writer = threading.Thread(target=change)
    writer.start()
    try:
        for _ in range(300):
            assert gallery.match(photo(1))[0].person.id == "p1"
    finally:
        stop.set()
        writer.join()
