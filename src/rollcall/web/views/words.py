"""Words of the program beside their code, for whoever shows them in another language."""

from __future__ import annotations

from pydantic import computed_field

from rollcall.web.views.phrases import Phrase, find_phrase
from rollcall.web.views.view import View

__all__ = ["PhraseView", "ReasonView", "WordsView", "phrase_view"]


class PhraseView(View):
    """What English words say, by a code that stays when the words are bettered."""

    code: str
    """As the keys `phrase.<code>` of `/static/en.json` list them."""
    values: dict[str, str | PhraseView]
    """What stands in its `{places}`; `why` may be a phrase itself."""


def phrase_view(words: str | None) -> PhraseView | None:
    """Return the code of ``words`` as the API shows it, or None where there is none."""
    phrase = find_phrase(words) if words else None
    return None if phrase is None else _view(phrase)


def _view(phrase: Phrase) -> PhraseView:
    values = {name: _view(value) if isinstance(value, Phrase) else value for name, value in phrase.values.items()}
    return PhraseView(code=phrase.code, values=values)


class ReasonView(View):
    """Something with a reason."""

    reason: str
    """Why it is so, in words; empty while there is nothing to tell."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def reason_phrase(self) -> PhraseView | None:
        """The reason by its code; null where it has none."""
        return phrase_view(self.reason)


class WordsView(View):
    """Something that is told in words."""

    words: str
    """What came of it, or how it is, in plain words."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def words_phrase(self) -> PhraseView | None:
        """The same by its code; null where it has none."""
        return phrase_view(self.words)
