"""Who did what."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from rollcall.web.parts import StorePart, for_admins
from rollcall.web.views.records import After, Limit, PageView, page_view
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/audit", tags=["audit"], dependencies=[for_admins])


class AuditView(View):
    """One line of the audit log."""

    id: int
    time: float
    actor: str
    """A user, `key <name>` for a program, or an address for somebody unknown."""
    action: str
    """What was done, such as `person.erase`."""
    subject: str
    """To whom or what, by id."""
    name: str | None
    """What the person with that id is called now; null where it is none, or one who is gone."""
    detail: str


@router.get("")
def audit(store: StorePart, limit: Limit = 100, after: After = None) -> PageView[AuditView]:
    """Page through the audit log, the newest line first."""
    page = store.audit.page(limit=limit, after=after)
    names = store.people.names({line.subject for line in page.items})
    return page_view(page, lambda line: AuditView(**asdict(line), name=names.get(line.subject)))
