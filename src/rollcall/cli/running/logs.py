"""Log lines: one a fact, with its values by name, and never a password."""

from __future__ import annotations

import json
import logging
import math
import sys
import threading
from datetime import datetime
from types import TracebackType
from typing import Literal

from rollcall.redaction import redact

__all__ = ["LogForm", "log_formatter", "set_up_logs"]

LogForm = Literal["text", "json"]

_TALKATIVE = ("uvicorn", "alembic", "watchfiles", "httpx", "httpcore", "faiss")
"""Libraries that log each of their steps; one line of ours says what a user wants to know."""
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "color_message"}

_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""What ends a line, moves a terminal's cursor, or turns the direction of what follows: the text of a camera, or a name
from outside, could pose as a line of ours by them."""
_VISIBLE = {code: f"\\u{code:04x}" for code in _CONTROLS} | {0x09: r"\t", 0x0A: r"\n", 0x0D: r"\r"}

_log = logging.getLogger(__name__)


def set_up_logs(form: LogForm, level: int = logging.INFO) -> None:
    """Write every log line of this process to standard error in ``form``, mistakes that nobody caught among them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(log_formatter(form))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for talkative in _TALKATIVE:
        logging.getLogger(talkative).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    threading.excepthook = _log_end_of_thread
    sys.excepthook = _log_end_of_program


def log_formatter(form: LogForm) -> logging.Formatter:
    """Return what makes one line of a log record."""
    return _JsonFormatter() if form == "json" else _TextFormatter()


def _log_end_of_thread(end: threading.ExceptHookArgs) -> None:
    """Log what ended a thread, which Python would print in a form of its own."""
    if end.exc_value is not None:
        name = end.thread.name if end.thread else "unknown"
        _log.critical("a thread ended by a mistake", exc_info=end.exc_value, extra={"which": name})


def _log_end_of_program(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    _log.critical("the program ended by a mistake", exc_info=error)


def _values(record: logging.LogRecord) -> dict[str, object]:
    """Return what the caller gave as ``extra``."""
    return {name: value for name, value in record.__dict__.items() if name not in _STANDARD}


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")


class _TextFormatter(logging.Formatter):
    """``2026-11-21T08:00:00.000+09:00 INFO  named  camera=door track=3 name="김철수" score=0.62``."""

    def format(self, record: logging.LogRecord) -> str:
        values = "".join(f" {name}={_quoted(value)}" for name, value in _values(record).items())
        line = _on_one_line(f"{_time(record)} {record.levelname:<7} {record.getMessage()}{values}")
        if record.exc_info:
            line += "".join(f"\n    {_on_one_line(part)}" for part in self.formatException(record.exc_info).split("\n"))
        return redact(line)


class _JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, then the values by name, then what was raised."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        line |= {name: _as_json(value) for name, value in _values(record).items() if name not in line}
        if record.exc_info:
            line["traceback"] = redact(self.formatException(record.exc_info))
        return _on_one_line(json.dumps(line, ensure_ascii=False, allow_nan=False))


def _as_json(value: object) -> object:
    """Return a value as JSON has it: numbers as they are, all else as text without secrets."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return redact(str(value))


def _on_one_line(text: str) -> str:
    r"""Return ``text`` with line breaks and other controls made visible, as ``\n`` or ``\u202e``: as JSON has them."""
    return text.translate(_VISIBLE)


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
