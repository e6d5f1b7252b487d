"""Nobody enters who may not, by any address."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from rollcall.web.access import OPEN_PATHS, Role
from web import asking
from web.serving import Served

VIEWERS_MAY = {
    ("POST", "/api/v1/recognize"),
    ("POST", "/api/v1/detect"),
    ("POST", "/api/v1/compare"),
    ("POST", "/api/v1/recognition/recognize"),
    ("POST", "/api/v1/recognition/faces/x/verify"),
    ("POST", "/api/v1/detection/detect"),
    ("POST", "/api/v1/verification/verify"),
    ("POST", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
    ("PUT", "/api/v1/session/password"),
}
ENDLESS = {"/video_feed", "/cameras/x/video_feed", "/api/v1/events/stream"}


def addresses(served: Served) -> Iterator[tuple[str, str]]:
    """Yield method and path of every address, its parameters filled in."""
    for route in iter_route_contexts(served.app.routes):
        path = (route.path or "").replace("{subject:path}", "x").replace("{name}", "login.js")
        for part in ("person", "camera", "key", "image_id"):
            path = path.replace(f"{{{part}}}", "x")
        for part in ("photo", "sighting", "stranger", "duplicate", "track"):
            path = path.replace(f"{{{part}}}", "1")
        assert "{" not in path, f"fill in the parameters of {path}"
        for method in sorted(route.methods or {"WEBSOCKET"}):
            yield method, path


def test_every_address_is_closed_without_login(module_served, stranger):
    opened = set()
    for method, path in addresses(module_served):
        if method == "WEBSOCKET":
            continue
        answer = stranger.request(method, path, follow_redirects=False)
        if answer.status_code != 401:
            opened.add(path)
    assert opened == {"/health", "/login", "/welcome", "/static/login.js", "/api/v1/session"}


def test_unknown_addresses_are_closed_as_well(stranger):
    for path in ("/nothing", "/api/v1/nothing", "/static", "/healthy", "/login/x", "//health", "/health/"):
        assert stranger.get(path).status_code == 401, path
    # What leaves the open folder is not in it.
    assert stranger.get("/static/..%2Fapi%2Fv1%2Fpeople").status_code == 404


@pytest.mark.parametrize("host", ["127.0.0.1/static/?", "127.0.0.1/login#", "127.0.0.1/health?x="])
def test_a_forged_host_opens_no_address(stranger, host):
    assert stranger.get("/api/v1/people", headers={"Host": host}).status_code == 401


def test_open_addresses_tell_and_change_nothing(stranger):
    assert stranger.get("/health").json() == {"status": "ok"}
    assert stranger.get("/api/v1/session").status_code == 401
    assert stranger.delete("/api/v1/session").status_code == 401
    assert stranger.get("/welcome").status_code == 403
    assert stranger.get("/welcome", params={"token": "guessed"}).status_code == 403


def test_monitors_see_nobody(module_served):
    with module_served.client(Role.MONITOR) as monitor:
        shown = {path for method, path in addresses(module_served) if method == "GET" and path not in ENDLESS}
        shown = {path for path in shown if monitor.get(path, follow_redirects=False).status_code == 200}
        refused = [monitor.get(path).status_code for path in ENDLESS]
        assert monitor.get("/health").json()["cameras"] == []
    # Pages are the same for everybody and hold nothing until they ask.
    assert {path for path in shown if path.startswith("/api") or path in {"/health", "/metrics"}} == {
        "/api/v1/openapi.json",
        "/health",
        "/metrics",
    }
    assert refused == [403] * len(ENDLESS)


def test_viewers_may_change_nothing(module_served, viewer):
    for method, path in addresses(module_served):
        if method in {"GET", "HEAD", "WEBSOCKET"} or (method, path) in VIEWERS_MAY:
            continue
        answer = viewer.request(method, path, json={})
        # A body that does not fit may be told before the role is; nothing is changed either way.
        assert answer.status_code in {403, 422, 400}, (method, path, answer.text)
        assert answer.status_code == 403 or "fit" in answer.text, (method, path, answer.text)


def test_only_administrators_see_users_keys_audit_and_settings(module_served):
    for role in (Role.VIEWER, Role.OPERATOR):
        with module_served.client(role) as client:
            for path in ("users", "keys", "audit", "settings", "settings/schema"):
                assert client.get(f"/api/v1/{path}").status_code == 403, (role, path)


def test_refusal_says_how_to_enter(stranger):
    answer = stranger.get("/api/v1/people")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "API key" in answer.json()["detail"]


def test_pages_lead_to_the_login_page(stranger):
    answer = stranger.get("/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/")


def test_websocket_is_closed_without_login(module_served):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"{module_served.socket_url}/api/v1/events/ws")
    assert refused.value.response.status_code == 401


def test_wrong_key_is_refused(module_served):
    for headers in ({"X-API-Key": "rollcall_guess"}, {"Authorization": "Bearer x"}, {"Authorization": "Basic YTpi"}):
        assert asking.get(f"{module_served.url}/api/v1/people", headers=headers).status_code == 401


@pytest.fixture
def browser(serve):
    served = serve()
    with served.browser() as client:
        yield served, client


def test_session_needs_the_token_to_change_something(browser):
    _, client = browser
    assert client.post("/api/v1/people", json={"name": "Ada"}).status_code == 201
    del client.headers["X-CSRF-Token"]
    answer = client.post("/api/v1/people", json={"name": "Eve"})
    assert (answer.status_code, "X-CSRF-Token" in answer.text) == (403, True)
    assert client.get("/api/v1/people").status_code == 200


def test_token_of_another_session_is_refused(browser):
    served, client = browser
    other = served.parts.access.sessions.open("admin")
    with httpx.Client(timeout=60, base_url=served.url, cookies={"rollcall_session": other}) as second:
        second.headers["X-CSRF-Token"] = client.headers["X-CSRF-Token"]
        assert second.post("/api/v1/people", json={"name": "Eve"}).status_code == 403


def test_page_of_another_site_may_not_use_the_session(browser):
    served, client = browser
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/api/v1/people", json={"name": "Eve"}, headers=headers).status_code == 403
        cookie = f"rollcall_session={client.cookies['rollcall_session']}"
        with pytest.raises(InvalidStatus) as refused:
            connect(f"{served.socket_url}/api/v1/events/ws", additional_headers={"Cookie": cookie} | headers)
        assert refused.value.response.status_code == 403


def test_page_of_another_site_may_not_sign_in(browser):
    served, _ = browser
    login = {"name": "admin", "password": "x"}
    answer = asking.post(f"{served.url}/api/v1/session", json=login, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_without_login_only_this_machine_is_answered(serve):
    served = serve(auth=False)
    with served.client(None) as client:
        assert client.get("/api/v1/people").status_code == 200
        assert client.post("/api/v1/people", json={"name": "Ada"}).status_code == 201
        # DNS rebinding: the name of another site that leads to 127.0.0.1.
        assert client.get("/api/v1/people", headers={"Host": "evil.example"}).status_code == 403
        assert client.get("/api/v1/people", headers={"Host": "["}).status_code == 403
        assert (
            client.post("/api/v1/people", json={"name": "Eve"}, headers={"Origin": "http://evil.example"}).status_code
            == 403
        )


def test_the_list_of_open_addresses_is_short():
    assert {"/login", "/welcome", "/health", "/api/v1/session"} == OPEN_PATHS
