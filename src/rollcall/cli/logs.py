"""Log lines: one a fact, with its values by name, and never a password."""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime
from typing import Literal

from rollcall.redaction import redact

__all__ = ["LogForm", "set_up_logs"]

LogForm = Literal["text", "json"]

_TALKATIVE = ("uvicorn", "alembic", "watchfiles", "httpx", "faiss")
"""Libraries that log each of their steps; one line of ours says what a user wants to know."""
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "color_message"}


def set_up_logs(form: LogForm, level: int = logging.INFO) -> None:
    """Write every log line of this process to standard error in ``form``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonFormatter() if form == "json" else _TextFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for talkative in _TALKATIVE:
        logging.getLogger(talkative).setLevel(logging.WARNING)


def _values(record: logging.LogRecord) -> dict[str, object]:
    """Return what the caller gave as ``extra``."""
    return {name: value for name, value in record.__dict__.items() if name not in _STANDARD}


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")


class _TextFormatter(logging.Formatter):
    """``2026-11-21T08:00:00.000+09:00 INFO  named  camera=door track=3 name="김철수" score=0.62``."""

    def format(self, record: logging.LogRecord) -> str:
        values = "".join(f" {name}={_quoted(value)}" for name, value in _values(record).items())
        line = f"{_time(record)} {record.levelname:<7} {record.getMessage()}{values}"
        if record.exc_info:
            line = f"{line}\n{self.formatException(record.exc_info)}"
        return redact(line)


class _JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, source, message, then the values by name."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "source": record.name,
            "message": record.getMessage(),
            **_values(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return redact(json.dumps(line, ensure_ascii=False, default=str))


def _quoted(value: object) -> str:
    """Return a value so that a line break or a blank in it cannot look like another value."""
    if isinstance(value, float):
        return f"{value:.3f}"
    text = str(value)
    return (
        text
        if text and all(sign.isalnum() or sign in "_-.:/#" for sign in text)
        else json.dumps(text, ensure_ascii=False)
    )
