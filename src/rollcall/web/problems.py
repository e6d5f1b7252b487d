"""Errors as RFC 9457 has them: ``application/problem+json`` with a title, a status and one line of what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from rollcall.errors import RollcallError, StoreError
from rollcall.redaction import redact
from rollcall.service.adjustments import SettingFixedError
from rollcall.service.cameras.cameras import CameraFixedError, CameraTakenError, UnknownCameraError
from rollcall.service.people.calibrating import CalibrationUnderWayError
from rollcall.service.people.picture_questions import PictureSizeError
from rollcall.web.access import UnknownKeyError, UnknownUserError
from rollcall.web.compreface.errors import ComprefaceError, ErrorCode, error_response, speaks_compreface
from rollcall.web.views.view import View
from rollcall.web.views.words import PhraseView, phrase_view

__all__ = ["PROBLEMS", "ProblemView", "handle_problems", "problem", "problem_at"]

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)


class FaultView(View):
    """One value of a request that does not fit."""

    where: str
    """Such as ``query.limit`` or ``body.name``."""
    message: str


class ProblemView(View):
    """An error, as RFC 9457 defines it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    """What happened and what to do, in one line."""
    phrase: PhraseView | None = None
    """The detail by its code, where it has one."""
    errors: list[FaultView] | None = None
    """For a request that does not fit: each value that is wrong."""


_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemView"}}}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "The request cannot be done as it is.", "content": _CONTENT},
    "5XX": {"description": "The server cannot do it now.", "content": _CONTENT},
}
"""What every address may answer besides its own, for the OpenAPI document."""


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, errors: Sequence[FaultView] | None = None
) -> Response:
    """Return an error; ``detail`` says what happened and what to do."""
    detail = redact(detail)
    view = ProblemView(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        phrase=phrase_view(detail),
        errors=list(errors) if errors else None,
    )
    return JSONResponse(view.model_dump(exclude_none=True), status_code=status, headers=headers, media_type=MEDIA_TYPE)


def problem_at(
    path: str,
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[FaultView] | None = None,
    code: ErrorCode = ErrorCode.UNDEFINED,
) -> Response:
    """Return an error as clients of the address ``path`` expect it."""
    if speaks_compreface(path):
        return error_response(status, redact(detail), code=code, headers=headers)
    return problem(status, detail, headers=headers, errors=errors)


def handle_problems(app: FastAPI) -> None:
    """Make every error of ``app`` a problem: refused requests, unknown addresses, our own errors, and surprises."""
    app.add_exception_handler(HTTPException, _from_http)
    app.add_exception_handler(RequestValidationError, _from_validation)
    app.add_exception_handler(RollcallError, _from_ours)
    app.add_exception_handler(Exception, _from_surprise)


def status_of(error: RollcallError) -> int:
    """Return the status for one of our errors."""
    if isinstance(error, StoreError) and error.__cause__ is not None:
        # The store names the driver's or the disk's error as the cause where it was not the caller's fault.
        return HTTPStatus.SERVICE_UNAVAILABLE
    for kind, status in _STATUSES:
        if isinstance(error, kind):
            return status
    return HTTPStatus.UNPROCESSABLE_ENTITY


_STATUSES: tuple[tuple[type[RollcallError], int], ...] = (
    (UnknownUserError, HTTPStatus.NOT_FOUND),
    (UnknownKeyError, HTTPStatus.NOT_FOUND),
    (UnknownCameraError, HTTPStatus.NOT_FOUND),
    (CameraTakenError, HTTPStatus.CONFLICT),
    (CameraFixedError, HTTPStatus.CONFLICT),
    (SettingFixedError, HTTPStatus.CONFLICT),
    (CalibrationUnderWayError, HTTPStatus.CONFLICT),
    (PictureSizeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
)


def faults_of(error: RequestValidationError) -> list[FaultView]:
    """Return what is wrong with a request, value by value."""
    return [
        FaultView(
            where=".".join(str(part) for part in fault["loc"]), message=fault["msg"].removeprefix("Value error, ")
        )
        for fault in error.errors()
    ]


async def _from_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - for the type checker
    detail = error.detail
    if error.status_code == HTTPStatus.NOT_FOUND and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = f"There is nothing at {request.url.path}."
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"{request.method} is not possible at {request.url.path}."
    code = error.code if isinstance(error, ComprefaceError) else ErrorCode.UNDEFINED
    return problem_at(request.url.path, error.status_code, detail, headers=error.headers, code=code)


async def _from_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - for the type checker
    faults = faults_of(error)
    detail = "; ".join(f"{fault.where}: {fault.message}" for fault in faults[:3])
    return problem_at(
        request.url.path,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        f"The request does not fit: {detail}.",
        errors=faults,
        code=ErrorCode.VALIDATION,
    )


async def _from_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, RollcallError)  # noqa: S101 - for the type checker
    return problem_at(request.url.path, status_of(error), str(error))


async def _from_surprise(request: Request, _: Exception) -> Response:
    # The error itself goes to the log, by the server; it may hold what no client should see.
    _log.error("%s %s failed", request.method, request.url.path)
    detail = "An error of the program itself; its log tells more."
    return problem_at(request.url.path, HTTPStatus.INTERNAL_SERVER_ERROR, detail)
