"""Errors as CompreFace words them: a message and a number that its clients know."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from http import HTTPStatus

from fastapi import HTTPException
from fastapi.responses import JSONResponse

__all__ = ["ComprefaceError", "ErrorCode", "error_response", "speaks_compreface"]

_PREFIXES = ("/api/v1/recognition", "/api/v1/detection", "/api/v1/verification")


class ErrorCode(IntEnum):
    """CompreFace's own numbers (``CommonExceptionCode``)."""

    UNDEFINED = 0
    IMAGE_NOT_FOUND = 11
    VALIDATION = 26
    NO_FACE = 28
    """Double Take takes it for an empty picture, anything else for a failure."""
    TOO_MANY_FACES = 31


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
    return JSONResponse({"message": message, "code": int(code)}, status_code=known, headers=headers)
