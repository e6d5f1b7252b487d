"""The web: live video, pages, API. The only room that imports fastapi."""

from rollcall.web.app import create_app
from rollcall.web.certificate import Certificate, find_certificate
from rollcall.web.server import WebServer

__all__ = ["Certificate", "WebServer", "create_app", "find_certificate"]
