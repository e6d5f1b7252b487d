from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cli.command import rollcall


@pytest.fixture
def other_program():
    """Return the port of a web server that is not Rollcall."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<h1>welcome</h1>")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_nobody_there_is_one_line_and_a_failure():
    answer = rollcall("health", "--port", "9")
    assert answer.returncode == 1
    assert "127.0.0.1:9" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_another_program_there_is_a_failure(other_program):
    answer = rollcall("health", "--port", str(other_program))
    assert answer.returncode == 1
    assert "not Rollcall" in answer.stderr
