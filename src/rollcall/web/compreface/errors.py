"""Errors as CompreFace words them: a message and a number that its clients know."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from http import HTTPStatus
from typing import Any

from fastapi import HTTPException
from fastapi.responses import JSONResponse

from rollcall.web.views.view import View

__all__ = ["COMPREFACE_ERRORS", "ComprefaceError", "ErrorCode", "ErrorView", "error_response", "speaks_compreface"]

_PREFIXES = ("/api/v1/recognition", "/api/v1/detection", "/api/v1/verification")


class ErrorCode(IntEnum):
    """CompreFace's own numbers (``CommonExceptionCode``)."""

    UNDEFINED = 0
    IMAGE_NOT_FOUND = 11
    VALIDATION = 26
    NO_FACE = 28
    """Double Take takes it for an empty picture, anything else for a failure."""
    TOO_MANY_FACES = 31


class ErrorView(View):
    """An error, as CompreFace tells it."""

    message: str
    code: int
    """One of `CommonExceptionCode`, such as 28 where a picture shows no face."""


_CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorView"}}}
COMPREFACE_ERRORS: dict[str, dict[str, Any]] = {
    "4XX": {"description": "The request cannot be done as it is.", "content": _CONTENT},
    "5XX": {"description": "The server cannot do it now.", "content": _CONTENT},
}
"""What every address of CompreFace's may answer besides its own, for the OpenAPI document."""


class ComprefaceError(HTTPException):
    """A refusal with one of CompreFace's numbers."""

    def __init__(self, code: ErrorCode, message: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(status, message)
        self.code = code


def speaks_compreface(path: str) -> bool:
    """Return whether the client at this address expects CompreFace's errors."""
    return path.startswith(_PREFIXES)


def error_response(
    status: int, message: str, *, code: ErrorCode = ErrorCode.UNDEFINED, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return an error; CompreFace knows no 422, and its clients take a 400 for it."""
    known = HTTPStatus.BAD_REQUEST if status == HTTPStatus.UNPROCESSABLE_ENTITY else status
    return JSONResponse(ErrorView(message=message, code=code).model_dump(), status_code=known, headers=headers)
