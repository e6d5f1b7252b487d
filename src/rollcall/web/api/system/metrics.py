"""Figures for Prometheus."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Response

from rollcall.web.parts import SystemPart, for_monitors

__all__ = ["router"]

router = APIRouter(tags=["health"], dependencies=[for_monitors])

_AS_TEXT: dict[int | str, Any] = {200: {"content": {"text/plain": {}, "application/openmetrics-text": {}}}}


@router.get("/metrics", response_class=Response, responses=_AS_TEXT)
def metrics(system: SystemPart, accept: Annotated[str, Header()] = "") -> Response:
    """Tell every metric, for Prometheus; give it an API key with the role monitor as its bearer token."""
    text, media_type = system.metrics.text(accept)
    return Response(text, headers={"Content-Type": media_type})
