"""Who is here, in the one line over the live page."""

from __future__ import annotations


def _seen(name=None, stranger=None, reason="below_threshold", ignored=False):
    return {"name": name, "stranger": stranger, "reason": reason, "ignored": ignored}


_ADA, _BOB = _seen("Ada", reason="recognised"), _seen("Bob", reason="held")
_CASES = [
    ([], "Nobody is here"),
    ([_seen(reason="no_evidence")], "Nobody known is here"),
    ([_seen()], "Nobody known is here"),
    ([_ADA, _BOB, _ADA], "Here now: Ada, Bob"),
    ([_seen(), _ADA, _seen()], "Here now: Ada · unknown: 2"),
    # One before two cameras, one who has just come, and one of whom nobody wants to hear.
    (
        [_ADA, _seen(stranger=3), _seen(stranger=3), _seen(reason="little_evidence"), _seen(stranger=4, ignored=True)],
        "Here now: Ada · unknown: 1",
    ),
]


def test_line_names_who_is_known_and_counts_who_is_not(visit):
    lines = visit("/login").evaluate(
        """async (cases) => {
            const { present } = await import("/static/who.js");
            return cases.map(present);
        }""",
        [people for people, _ in _CASES],
    )
    assert lines == [line for _, line in _CASES]
