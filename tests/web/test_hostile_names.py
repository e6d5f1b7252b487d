"""Names that want to be paths, markup or commands: of people, of files, of addresses."""

from __future__ import annotations

import re
from http import HTTPStatus
from importlib.resources import files

import pytest

from web.portraits import portraits  # noqa: F401 - a fixture

_NAMES = [
    "../../../../tmp/evil",
    "..\\..\\evil",
    "/etc/passwd",
    "C:\\Windows\\System32",
    "CON",
    "<img src=x onerror=alert(1)>",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "'; DROP TABLE people; --",
    "$(touch evil) `touch evil` | touch evil",
    "\u202egnp.eman",
    "👩‍👩‍👧‍👦",
    "한" * 300,
    "a" * 300,
    ".",
    "..",
    "%2e%2e%2f",
]
_REFUSED = ["", "   ", "a\x00b", "a\nb", "a" * 301, "\x1b[2J"]
_KEPT = re.compile(r"rollcall\.(db(-wal|-shm)?|lock|pid)|index|images|[0-9a-f]{2}|[0-9a-f]{64}\.jpg|certificate.*")


@pytest.mark.parametrize("name", _NAMES, ids=range(len(_NAMES)))
def test_any_text_is_a_name_that_comes_back_as_it_is(admin, name):
    added = admin.post("/api/v1/people", json={"name": name})
    assert added.status_code == HTTPStatus.CREATED
    assert admin.get(f"/api/v1/people/{added.json()['id']}").json()["name"] == name


@pytest.mark.parametrize("name", _REFUSED, ids=range(len(_REFUSED)))
def test_what_is_no_name_is_refused_in_one_line(admin, name):
    answer = admin.post("/api/v1/people", json={"name": name})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "\n" not in answer.json()["detail"]


@pytest.mark.parametrize("name", ["../../evil.jpg", "/evil.jpg", "a\x00b.jpg", "x" * 300, "\u202egpj.exe", ".."])
def test_the_name_of_an_uploaded_file_leads_nowhere(admin, module_served, portraits, name):  # noqa: F811
    person = admin.post("/api/v1/people", json={"name": "Ada"}).json()["id"]
    photo = portraits.obama[0]
    admin.post(f"/api/v1/people/{person}/photos", files={"photos": (name, photo, "image/jpeg")})
    data = module_served.system.settings.store.data
    assert [path for path in data.rglob("*") if not _KEPT.fullmatch(path.name)] == []
    assert not (data.parent / "evil.jpg").exists()


@pytest.mark.parametrize(
    "address",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/static//etc/passwd",
        "/static/..\\app.py",
        "/static/live.js%00.html",
        "/cameras/..%2f..%2fetc%2fpasswd/snapshot.jpg",
        "/api/v1/photos/..%2f..%2frollcall.db/image",
        "/api/v1/sightings/..%2f1/snapshot",
        "/api/v1/people/..%2fusers",
    ],
)
def test_no_address_leads_out_of_its_folder(admin, address):
    answer = admin.get(address)
    assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_no_page_makes_markup_of_text():
    scripts = [file for file in (files("rollcall.web") / "static").iterdir() if file.name.endswith(".js")]
    markup = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    assert len(scripts) > 10
    assert [
        script.name for script in scripts if script.name.endswith(".js") and markup.search(script.read_text())
    ] == []
