"""One message to one receiver by HTTP, once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from rollcall import __version__
from rollcall.config import WebhookSettings, trusted_by_webhook
from rollcall.outputs.webhook.limit import Limit
from rollcall.outputs.webhook.signature import signed_headers
from rollcall.outputs.webhook.verdict import Fate, Verdict, judge

__all__ = ["Poster"]

_SHOWN = 120
_ERROR_NUMBER = re.compile(r"^\[Errno -?\d+\] ")


class Poster:
    """Posts to the address of one webhook; serves one thread, but ``close`` may be called from any."""

    def __init__(self, settings: WebhookSettings, clock: Callable[[], float] = time.time) -> None:
        """Raise ConfigError where the file of certificates cannot be used."""
        self._url = settings.url.reveal()
        self._secret = settings.secret.get_secret_value() if settings.secret else None
        self._headers = {name: value.get_secret_value() for name, value in settings.headers.items()}
        self._clock = clock
        self._limit = Limit(settings.timeout_seconds)
        self._client = httpx.Client(
            timeout=settings.timeout_seconds,
            follow_redirects=False,
            verify=trusted_by_webhook(settings) or True,
            # Neither a proxy nor a .netrc of this user's: what the settings say is all that is sent.
            trust_env=False,
            headers={"User-Agent": f"Rollcall/{__version__}", "Content-Type": "application/json"},
        )

    def post(self, message: str, body: bytes) -> Verdict:
        """Send ``body`` as the message of that id, and return what becomes of it; an error is a verdict, too."""
        now = self._clock()
        headers = self._headers | dict(signed_headers(self._secret, message, now, body))
        try:
            with self._limit.exchange() as extensions:
                return judge(*self._send(body, headers, extensions), now)
        except (httpx.TimeoutException, TimeoutError):
            return Verdict(Fate.RETRIED, "does not answer in time")
        except httpx.ConnectError as error:
            return Verdict(Fate.RETRIED, f"cannot be reached: {_ERROR_NUMBER.sub('', str(error))[:_SHOWN]}")
        except (httpx.HTTPError, httpx.InvalidURL, RuntimeError, UnicodeError) as error:
            # Its text may quote a header, which may be a secret.
            return Verdict(Fate.RETRIED, f"breaks the connection off ({type(error).__name__})")

    def _send(
        self, body: bytes, headers: Mapping[str, str], extensions: Mapping[str, Any]
    ) -> tuple[int, Mapping[str, str]]:
        """Return the status and the headers of the answer, with names in lower case."""
        # The answer's body is nobody's concern, however long it is: only its head is read.
        with self._client.stream("POST", self._url, content=body, headers=headers, extensions=extensions) as answer:
            return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}

    def close(self) -> None:
        """Close the connection."""
        self._client.close()
