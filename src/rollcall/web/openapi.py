"""The OpenAPI document: errors as they are, and the ways in."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from rollcall.web.access import COOKIE, OPEN_PATHS
from rollcall.web.compreface.errors import COMPREFACE_ERRORS, ErrorView, speaks_compreface
from rollcall.web.problems import ProblemView

__all__ = ["describe"]

_SECURITY_SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "What changes something also needs the header X-CSRF-Token.",
    },
}
_REFERENCES = "#/components/schemas/{model}"
_FASTAPIS_OWN = ("HTTPValidationError", "ValidationError")


def describe(app: FastAPI) -> None:
    """Make ``app`` describe its errors as problems and its addresses as closed, but for the open ones."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    problem = ProblemView.model_json_schema(ref_template=_REFERENCES)
    schemas |= problem.pop("$defs", {}) | {"ProblemView": problem, "ErrorView": ErrorView.model_json_schema()}
    for name in _FASTAPIS_OWN:
        schemas.pop(name, None)
    components["securitySchemes"] = _SECURITY_SCHEMES
    document["security"] = [{name: []} for name in _SECURITY_SCHEMES]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            # FastAPI's own form of a refused request, which never leaves this program.
            operation["responses"].pop("422", None)
            if path in OPEN_PATHS:
                operation["security"] = []
            if speaks_compreface(path):
                operation["responses"] |= COMPREFACE_ERRORS
    return document
