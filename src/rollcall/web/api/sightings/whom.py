"""Whom a user means: somebody by id, or by a name that may be new."""

from __future__ import annotations

from pydantic import Field, model_validator

from rollcall.web.views.view import View

__all__ = ["WhomView"]

_NAME = 300


class WhomView(View):
    """Somebody by `person` or by `name`: give one of them."""

    person: str | None = Field(default=None, min_length=1, max_length=100)
    """Id of a person."""
    name: str | None = Field(default=None, min_length=1, max_length=_NAME)
    """Name of a person, letter case aside; a new person where nobody bears it."""

    @model_validator(mode="after")
    def _one_of_them(self) -> WhomView:
        if (self.person is None) == (self.name is None):
            raise ValueError("give either 'person' or 'name'")
        return self
