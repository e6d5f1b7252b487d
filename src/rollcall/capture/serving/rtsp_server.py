"""A local RTSP server: what the demo and the tests connect to as to any camera."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal
from urllib.parse import quote

from rollcall.capture.gstreamer.mainloop import call_in_loop
from rollcall.capture.serving.encoding import Codec, Encoding, payload_launch
from rollcall.capture.serving.playing import DrawnFrames, FileSamples, Player, Samples
from rollcall.capture.serving.recording import Recording
from rollcall.errors import CaptureError
from rollcall.model import Image

try:
    import gi

    gi.require_version("GstRtsp", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import Gio, GLib, GstRtsp, GstRtspServer
except (ImportError, ValueError) as error:
    raise CaptureError(
        f"GStreamer's RTSP server is missing ({error}). On Debian './run' installs it (gir1.2-gst-rtsp-server-1.0)."
    ) from None

__all__ = ["Account", "RtspServer"]

_ROLE = "viewer"
_HOST = "127.0.0.1"
_NEWEST = "max-buffers=2 max-bytes=0 leaky-type=downstream"
"""Pictures that the encoder has no time for are left out, as by a camera: kept, they would be ever older when sent."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who may watch."""

    user: str
    password: str
    method: Literal["digest", "basic"] = "digest"


class RtspServer:
    """Serves video at ``rtsp://127.0.0.1:PORT/PATH``, to this machine only; a context manager.

    Each path plays while at least one client watches it, from its beginning for the first of them.
    """

    def __init__(self, port: int = 0, account: Account | None = None, certificate: Path | None = None) -> None:
        """Listen on ``port``, 0 for any free one.

        ``certificate``: PEM file with a certificate and its key, which makes the URLs ``rtsps://``. Raises CaptureError
        where the port is taken.
        """
        self._account = account
        self._scheme = "rtsp" if certificate is None else "rtsps"
        self._players: list[Player] = []
        self._server = GstRtspServer.RTSPServer()
        self._server.set_address(_HOST)
        self._server.set_service(str(port))
        # A thread a client: a video that is slow to begin holds up nobody else.
        self._server.get_thread_pool().set_max_threads(-1)
        if account is not None or certificate is not None:
            self._server.set_auth(_authentication(account, certificate))
        self._attachment = call_in_loop(lambda: self._server.attach(None))
        if self._attachment == 0:
            raise CaptureError(f"Port {port} of {_HOST} is taken. Choose another, or 0 for any free one.")

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.get_bound_port())

    def publish_frames(
        self,
        path: str,
        draw: Callable[[int], Image],
        size: tuple[int, int],
        frames_per_second: float = 25,
        encoding: Encoding = Encoding(),  # noqa: B008 - frozen
    ) -> str:
        """Play what ``draw`` returns for frame 0, 1, 2, ... under ``path``, and return its URL.

        ``draw`` returns (H, W, 3) uint8, BGR, for a ``size`` of (W, H), and runs in a thread of the server.
        """
        return self.publish_samples(path, DrawnFrames(draw, size, frames_per_second), encoding)

    def publish_file(
        self,
        path: str,
        file: Path,
        encoding: Encoding = Encoding(),  # noqa: B008 - frozen
        *,
        loop: bool = True,
    ) -> str:
        """Play a video file, encoded anew, at its own speed under ``path``, and return its URL."""
        return self.publish_samples(path, FileSamples(_existing(file), decoded=True, loop=loop), encoding)

    def publish_encoded(self, path: str, file: Path, codec: Codec, *, loop: bool = True) -> str:
        """Play a video file as it was encoded, in ``codec``, under ``path``, and return its URL."""
        return self._play(path, FileSamples(_existing(file), decoded=False, loop=loop), payload_launch(codec))

    def publish_samples(self, path: str, samples: Samples, encoding: Encoding = Encoding()) -> str:  # noqa: B008
        """Play raw samples, of any sizes, under ``path``, and return its URL."""
        return self._play(path, samples, encoding.launch(), _NEWEST)

    def publish_recording(self, path: str, recording: Recording, *, ahead: int = 0) -> str:
        """Play a recording by the clock on the wall, ``ahead`` frames before it, under ``path``; return its URL."""
        return self._play(path, recording.by_the_clock(ahead), payload_launch("h264"))

    def publish_launch(self, path: str, launch: str) -> str:
        """Play what a line of gst-launch with a payloader named ``pay0`` makes under ``path``, and return its URL."""
        return self._publish(path, launch, lambda _factory, _media: None)

    def close(self) -> None:
        """End every connection and free the port."""
        call_in_loop(self._close)
        for player in self._players:
            player.stop()
            player.join()

    def _close(self) -> None:
        GLib.source_remove(self._attachment)
        self._server.client_filter(lambda _server, _client: GstRtspServer.RTSPFilterResult.REMOVE)

    def _play(self, path: str, samples: Samples, launch: str, queue: str = "") -> str:
        def configure(_factory: GstRtspServer.RTSPMediaFactory, media: GstRtspServer.RTSPMedia) -> None:
            player = Player(samples, media.get_element().get_by_name_recurse_up("frames"))
            self._players.append(player)
            media.connect("unprepared", lambda _media: player.stop())

        return self._publish(path, f"appsrc name=frames is-live=true format=time {queue} ! {launch}", configure)

    def _publish(
        self,
        path: str,
        launch: str,
        configure: Callable[[GstRtspServer.RTSPMediaFactory, GstRtspServer.RTSPMedia], None],
    ) -> str:
        factory = _Factory()
        factory.set_launch(f"( {launch} )")
        factory.set_shared(True)
        factory.set_permissions(_permissions())
        factory.connect("media-configure", configure)
        path = f"/{path.lstrip('/')}"
        call_in_loop(lambda: self._server.get_mount_points().add_factory(path, factory))
        return f"{self._scheme}://{self._credentials()}{_HOST}:{self.port}{path}"

    def _credentials(self) -> str:
        account = self._account
        return "" if account is None else f"{quote(account.user, safe='')}:{quote(account.password, safe='')}@"

    def __enter__(self) -> RtspServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Factory(GstRtspServer.RTSPMediaFactory):  # type: ignore[misc]
    """Plays one video a path, for all clients, through whichever port they came."""

    def do_gen_key(self, url: GstRtsp.RTSPUrl) -> str:
        """Return what tells apart the videos of this path."""
        return str(url.abspath)


def _existing(file: Path) -> Path:
    if not file.is_file():
        raise CaptureError(f"There is no video file '{file}'.")
    return file


def _authentication(account: Account | None, certificate: Path | None) -> GstRtspServer.RTSPAuth:
    authentication = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", _ROLE)
    if account is None:
        authentication.set_default_token(token)
    elif account.method == "digest":
        authentication.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        authentication.add_digest(account.user, account.password, token)
    else:
        authentication.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        authentication.add_basic(GstRtspServer.RTSPAuth.make_basic(account.user, account.password), token)
    if certificate is not None:
        authentication.set_tls_certificate(Gio.TlsCertificate.new_from_file(str(certificate)))
    return authentication


def _permissions() -> GstRtspServer.RTSPPermissions:
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role(_ROLE, "media.factory.access", True)
    permissions.add_permission_for_role(_ROLE, "media.factory.construct", True)
    return permissions
