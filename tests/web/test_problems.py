from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/nothing", 404, "There is nothing at /nothing."),
        ("GET", "/api/v1/people/nobody", 404, "There is no person 'nobody' in the store (any more)."),
        ("PUT", "/api/v1/people", 405, "PUT is not possible at /api/v1/people."),
        ("GET", "/api/v1/people?after=rubbish", 422, "This is no place in the list. Begin at its first page."),
        ("GET", "/api/v1/cameras/roof", 404, "There is no camera 'roof'; there are: none."),
        ("GET", "/static/secret", 404, "There is nothing at /static/secret."),
    ],
)
def test_error_says_what_happened_and_what_to_do(admin, method, path, status, detail):
    answer = admin.request(method, path)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["type"]) == (status, status, "about:blank")
    assert problem["detail"] == detail


def test_error_has_a_code_for_other_languages(admin):
    problem = admin.get("/api/v1/cameras/roof").json()
    assert problem["phrase"] == {"code": "camera.unknown", "values": {"camera": "roof", "cameras": "none"}}
    assert "phrase" not in admin.get("/nothing").json()


def test_each_value_that_does_not_fit_is_named(admin):
    problem = admin.post("/api/v1/people", json={"name": "", "tags": "x"}).json()
    assert problem["status"] == 422
    assert {fault["where"] for fault in problem["errors"]} == {"body.name", "body.tags"}


def test_broken_json_is_a_problem(admin):
    answer = admin.post("/api/v1/people", content=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_deep_json_is_a_problem(admin):
    answer = admin.post("/api/v1/people", content=b"[" * 200_000, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}


def test_large_json_is_refused_unread(admin):
    answer = admin.post("/api/v1/people", json={"name": "Ada", "notes": "x" * 1_100_000})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


def test_half_a_surrogate_is_refused(admin):
    answer = admin.post("/api/v1/people", content=rb'{"name": "\ud800"}', headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_place_beyond_every_number_is_refused(admin):
    import base64

    place = base64.urlsafe_b64encode(b"[%d]" % 10**30).decode().rstrip("=")
    assert admin.get("/api/v1/audit", params={"after": place}).status_code == 422
