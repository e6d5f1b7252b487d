"""Messages that wait until their receiver has taken them; they outlive the process."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from rollcall.store.database import Database
from rollcall.store.database.delivery_table import deliveries
from rollcall.store.database.schema import people
from rollcall.store.sealing.encryption import Cipher
from rollcall.store.sightings.reasons import renamed

__all__ = ["Deliveries", "Delivery"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to one receiver."""

    id: int
    message: str
    """What the receiver tells repeats by."""
    created: float
    """Unix seconds."""
    attempts: int
    """How often it was tried in vain."""
    body: bytes


class Deliveries:
    """The messages of every receiver; each call is one short transaction."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    def add(
        self, receiver: str, message: str, created: float, body: bytes, *, person: str | None, sighting: int | None
    ) -> None:
        """Keep a message for ``receiver``, unless the ``person`` it is about is not in the store any more."""
        sealed = self._cipher.seal(body, "delivery")
        with self._database.write() as transaction:
            here = select(people.c.id).where(people.c.id == person)
            if person is None or transaction.connection.execute(here).first() is not None:
                transaction.connection.execute(
                    insert(deliveries).values(
                        receiver=receiver,
                        message=message,
                        created=created,
                        attempts=0,
                        person=person,
                        sighting=sighting,
                        body=sealed,
                    )
                )

    def next(self, receiver: str) -> Delivery | None:
        """Return the message to try: the oldest of those that failed least, so that one bad message stops none."""
        column = deliveries.c
        query = select(column.id, column.message, column.created, column.attempts, column.body)
        query = query.where(column.receiver == receiver).order_by(column.attempts, column.id).limit(1)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        values = row._mapping
        return Delivery(**{**values, "body": self._cipher.open(values["body"], "delivery")})

    def fail(self, delivery: int) -> None:
        """Remember that a message was tried in vain."""
        with self._database.write() as transaction:
            transaction.connection.execute(
                update(deliveries).where(deliveries.c.id == delivery).values(attempts=deliveries.c.attempts + 1)
            )

    def remove(self, delivery: int) -> None:
        """Forget a message: it was taken, or will never be; one that is not there is no error."""
        self._remove(deliveries.c.id == delivery)

    def count(self, receiver: str) -> int:
        """Return how many messages wait for ``receiver``."""
        with self._database.read() as connection:
            query = select(func.count()).select_from(deliveries).where(deliveries.c.receiver == receiver)
            return int(connection.execute(query).scalar_one())

    def replace_name(self, name: str, by: str) -> None:
        """Let messages about others, who looked a little like ``name``, say ``by`` in the reason that they give."""
        with self._database.write() as transaction:
            connection = transaction.connection
            for number in connection.execute(select(deliveries.c.id)).scalars().all():
                same = deliveries.c.id == number
                sealed = connection.execute(select(deliveries.c.body).where(same)).scalar_one()
                before = self._cipher.open(sealed, "delivery")
                after = _renamed(before, name, by)
                if after != before:
                    connection.execute(update(deliveries).where(same).values(body=self._cipher.seal(after, "delivery")))

    def trim(self, receiver: str, *, most: int, since: float) -> int:
        """Drop what was made before ``since``, and the oldest above ``most``; return how many these were."""
        ours = deliveries.c.receiver == receiver
        kept = select(deliveries.c.id).where(ours).order_by(deliveries.c.id.desc()).limit(most)
        outdated = ours & ((deliveries.c.created < since) | deliveries.c.id.not_in(kept))
        with self._database.read() as connection:
            found = connection.execute(select(deliveries.c.id).where(outdated).limit(1)).first()
        return 0 if found is None else self._remove(outdated)

    def keep_only(self, receivers: Iterable[str]) -> int:
        """Drop messages for anybody else, who is not in the settings any more; return how many these were."""
        return self._remove(deliveries.c.receiver.not_in(list(receivers)))

    def _remove(self, which: ColumnElement[bool]) -> int:
        with self._database.write() as transaction:
            return int(transaction.connection.execute(delete(deliveries).where(which)).rowcount)


def _renamed(body: bytes, name: str, by: str) -> bytes:
    try:
        said = json.loads(body)
    except ValueError:
        return body
    if not isinstance(said, dict) or not isinstance(said.get("reason"), str):
        return body
    return json.dumps(said | {"reason": renamed(said["reason"], name, by)}, ensure_ascii=False).encode()
