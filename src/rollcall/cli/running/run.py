"""Watch cameras and name the people before them."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import click

from rollcall.cli.running.logs import set_up_logs
from rollcall.cli.settings import config_option, settings_of
from rollcall.config import Settings
from rollcall.errors import RollcallError

__all__ = ["command"]

_log = logging.getLogger(__name__)

_VISION = ("pack", "accept_license", "models", "detector", "detect_size", "runtime", "threads")
_SIGNAL_SECONDS = 0.5
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name))
"""What ends the program; the last is Windows' own, for Ctrl-Break and a console that is closed."""


@click.command("run")
@click.argument("cameras", nargs=-1, metavar="[[NAME=]URL]...")
@click.option("--gallery", type=click.Path(path_type=Path), help="Folder with one folder of photos a person.")
@click.option("--models", type=click.Path(path_type=Path), help="Folder with a detector and an embedder as ONNX files.")
@click.option("--pack", help="auto, buffalo_l, buffalo_s, ..., dlib or custom:DIR; see 'rollcall models list'.")
@click.option("--accept-license", is_flag=True, default=None, help="Accept the licence of a pack that is fetched.")
@click.option("--detector", type=click.Choice(["pack", "hog"]), help="The pack's own detector, or dlib's HOG.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder for the database and its pictures.")
@config_option
@click.option("--host", help="Address to serve pages at; 0.0.0.0 lets other machines in.")
@click.option("--port", type=int, help="Port to serve pages at.")
@click.option("--auth/--no-auth", default=None, help="Whether visitors must sign in; may be off on 127.0.0.1 only.")
@click.option("--https/--no-https", default=None, help="Serve by HTTPS; the certificate is made where none is given.")
@click.option("--metric", type=click.Choice(["cosine", "euclidean"]), help="How embeddings are compared.")
@click.option("--threshold", type=float, help="Least cosine, or greatest distance, of a known person.")
@click.option("--detect-size", help="Pixels into which the picture is scaled for the detector: 640, or 960x544.")
@click.option("--runtime", help="What runs the models: auto, onnxruntime[:DEVICE] or openvino[:DEVICE].")
@click.option("--threads", type=int, help="Threads for inference in the whole process; 0 for all.")
@click.option("--rtsp-transport", type=click.Choice(["tcp", "udp", "http", "auto"]), help="How video travels.")
@click.option("--latency", type=int, help="Jitter buffer in milliseconds.")
@click.option("--tls", type=click.Choice(["verify", "accept"]), help="Whether a camera's certificate must be valid.")
@click.option("--decoder", help="GStreamer element that decodes, such as avdec_h264; else the best that works here.")
@click.option("--loop/--no-loop", default=None, help="Begin a video file again when it ends.")
@click.option("--window", is_flag=True, help="Show the first camera in a window; q closes it.")
@click.option(
    "--log",
    "log_form",
    type=click.Choice(["text", "json"]),
    default="text",
    envvar="ROLLCALL_LOG",
    show_envvar=True,
    help="Form of the log lines.",
)
def command(cameras: tuple[str, ...], file: Path | None, window: bool, log_form: Any, **options: Any) -> None:
    """Watch CAMERAS, name the people before them, and show them in a browser.

    A camera is rtsp://user:password@host:554/path, a video file or test://, with a name of its own as name=URL. Without
    any (and without RTSP_URL in the environment) a demo scene is played on this machine.
    """
    set_up_logs(log_form)
    try:
        settings = settings_of(file, cameras, **_by_section(options))
        _watch(settings, window=window)
    except RollcallError as error:
        if log_form == "text":
            raise
        # Who reads the log as JSON shall not miss why there is none.
        _log.critical("%s", error)
        sys.exit(1)


def _by_section(options: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the options under the sections of the settings that they set."""
    return {
        "store": {"gallery": options["gallery"], "data": options["data"]},
        "vision": {name: options[name] for name in _VISION},
        "identity": {name: options[name] for name in ("metric", "threshold")},
        "capture": {
            "transport": options["rtsp_transport"],
            "latency_milliseconds": options["latency"],
            "loop": options["loop"],
            "tls": options["tls"],
            "decoder": options["decoder"],
        },
        "web": {name: options[name] for name in ("host", "port", "auth", "https")},
    }


def _watch(settings: Settings, *, window: bool) -> None:
    """Run until a signal comes or the window is closed."""
    from rollcall.cli.running.starting import running_system

    ended = threading.Event()
    for number in _ENDING:
        signal.signal(number, lambda *_: ended.set())
    with running_system(settings) as (feeds, url):
        click.echo(f"Rollcall is at {url}  (Ctrl-C ends it)")
        if window:
            from rollcall.outputs.window import show_window

            show_window(lambda: feeds.first, ended)
        else:
            # A wait without an end would not let Python handle the signal on Windows.
            while not ended.wait(_SIGNAL_SECONDS):
                pass
