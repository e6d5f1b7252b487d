"""What an RTSP camera answers, put right before rtspsrc reads it: by what GStreamer has for odd servers, extensions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from rollcall.capture.challenge import answerable
from rollcall.capture.gstreamer import Gst, GstRtsp

__all__ = ["mend_answers"]

_OPENING = frozenset({"options", "describe", "setup", "play"})
_REFUSED = frozenset({401, 404})
"""After which rtspsrc looks for challenges."""
_MOVED = frozenset({301, 302})
_Code = GstRtsp.RTSPStatusCode
_Header = GstRtsp.RTSPHeaderField
_EVERY = -1
"""What GStreamer calls all headers of a kind."""


def _with_channels(asked: str, answered: str) -> str:
    """Return the transport that a camera answered, with the channels of TCP that it was asked for if it numbers none.

    rtspsrc would listen to no channel at all. What was asked for or answered is no TCP: nothing is added.
    """
    profile, *parameters = (part.strip() for part in (answered or asked).split(";"))
    numbered = any(part.startswith("interleaved=") for part in parameters)
    if "/TCP" not in asked or not (numbered or "/TCP" in profile.upper()):
        return answered
    channels = [part for part in asked.split(";") if part.startswith("interleaved=") and not numbered]
    # Some name channels, and leave out that they are those of TCP.
    return ";".join([asked.partition(";")[0], *parameters, *channels])


class _Answers(Gst.Element, GstRtsp.RTSPExtension):  # type: ignore[misc]
    """Reads each answer before rtspsrc does, which makes one of these for each connection."""

    __gtype_name__ = "RollcallAnswers"

    def __init__(self) -> None:
        super().__init__()
        self._refused: tuple[str, ...] = ()
        self._refusals = 0
        self._garbled = 0

    def do_after_send(self, request: Any, answer: Any) -> GstRtsp.RTSPResult:
        """Put one answer right."""
        try:
            self._mend(request, answer)
        except ValueError:
            # What is no text or no URL is left to rtspsrc, as long as the password is not sent again and again.
            self._garbled += 1
            if self._garbled > 1:
                _replace(answer, _Header.WWW_AUTHENTICATE)
        return GstRtsp.RTSPResult.OK

    def _mend(self, request: Any, answer: Any) -> None:
        method, uri = request.parse_request()[1].first_value_nick, request.parse_request()[2]
        asked, code = "".join(_headers(request, _Header.TRANSPORT)), int(answer.parse_response()[1])
        if code in _REFUSED:
            self._refuse((method, uri, asked), answer)
            return
        self._refused = ()
        if code in _MOVED and method in ("options", "describe"):
            _name_place(uri, answer)
        elif code == _Code.OK and method == "setup":
            _name_channels(asked, answer)

    def _refuse(self, request: tuple[str, ...], answer: Any) -> None:
        """Leave one challenge to be answered: each realm once.

        rtspsrc answers each refusal with the same password, eight times over, and cameras lock a user out for five.
        """
        self._refusals = self._refusals + 1 if request == self._refused else 0
        self._refused = request if request[0] in _OPENING else ()
        challenges = answerable(_headers(answer, _Header.WWW_AUTHENTICATE))
        _replace(answer, _Header.WWW_AUTHENTICATE, *challenges[self._refusals :][:1])


def _name_place(uri: str, answer: Any) -> None:
    # One that is not whole, or missing, counts from where it was asked.
    places = _headers(answer, _Header.LOCATION) or [""]
    _replace(answer, _Header.LOCATION, urljoin(uri, places[0]))


def _name_channels(asked: str, answer: Any) -> None:
    transport = _with_channels(asked, "".join(_headers(answer, _Header.TRANSPORT)[:1]))
    # Without a transport rtspsrc says so at once; by UDP, where TCP was asked for, nothing would ever come.
    kept = [] if "/TCP" in asked and "/TCP" not in transport else [transport]
    _replace(answer, _Header.TRANSPORT, *filter(None, kept))


def _headers(message: Any, kind: GstRtsp.RTSPHeaderField) -> list[str]:
    found: list[str] = []
    while (value := message.get_header(kind, len(found))[1]) is not None:
        found.append(value)
    return found


def _replace(message: Any, kind: GstRtsp.RTSPHeaderField, *values: str) -> None:
    message.remove_header(kind, _EVERY)
    for value in values:
        message.add_header(kind, value)


def mend_answers() -> None:
    """Let every rtspsrc have its answers put right; to be called before the first is made."""
    _Answers.set_metadata("Answers of RTSP cameras", "Network/Extension/Protocol", "Puts them right", "Rollcall")
    # rtspsrc takes extensions of any rank but none.
    Gst.Element.register(None, "rollcallanswers", Gst.Rank.MARGINAL, _Answers)
