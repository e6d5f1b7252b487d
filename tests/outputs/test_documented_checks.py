"""The checks of signatures that docs/outputs.md offers, run as they stand there."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from rollcall.outputs.webhook.signature import signed_headers

_PAGE = (Path(__file__).resolve().parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"name": "김철수"}'.encode()


def _example(language: str) -> str:
    return _PAGE.partition(f"```{language}\n")[2].partition("```")[0]


def _python(headers, body):
    names: dict = {}
    exec(_example("python"), names)  # noqa: S102 - the text of our own page
    return names["verified"](SECRET, headers, body)


def _javascript(headers, body):
    call = f"verified({json.dumps(SECRET)}, {json.dumps(dict(headers))}, Buffer.from({body.hex()!r}, 'hex'))"
    said = subprocess.run(
        [_node(), "-e", f"{_example('js')}\nconsole.log({call})"], capture_output=True, text=True, check=True
    )
    return said.stdout == "true\n"


def _node() -> str:
    playwright = pytest.importorskip("playwright")
    found = shutil.which("node") or next(Path(playwright.__file__).parent.glob("driver/node*"), None)
    return str(found or pytest.skip("needs Node.js, which is not installed here"))


@pytest.mark.parametrize("verified", [_python, _javascript])
def test_the_documented_check_takes_ours_and_nothing_else(verified):
    now = time.time()
    headers = dict(signed_headers(SECRET, "m", now, BODY))
    assert verified(headers, BODY)
    assert not verified(headers, BODY + b" ")
    assert not verified(headers | {"webhook-id": "other"}, BODY)
    assert not verified(dict(signed_headers("whsec_AAAA", "m", now, BODY)), BODY)
    assert not verified(dict(signed_headers(SECRET, "m", now - 600, BODY)), BODY)
