"""The models that made embeddings, a row for each."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, and_, insert, select

from rollcall.store.database.schema import models
from rollcall.store.records import ModelMark

__all__ = ["made_by", "model_number"]


def model_number(connection: Connection, model: ModelMark) -> int:
    """Return the row of ``model``, made where there is none."""
    number = connection.execute(select(models.c.id).where(made_by(model))).scalar()
    if number is None:
        number = connection.execute(insert(models).values(asdict(model)).returning(models.c.id)).scalar_one()
    return int(number)


def made_by(model: ModelMark) -> ColumnElement[bool]:
    """Return the test for rows of ``models`` that are ``model``."""
    return and_(models.c.model_hash == model.model_hash, models.c.alignment == model.alignment)
