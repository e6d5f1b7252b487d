from __future__ import annotations

import pytest


@pytest.mark.parametrize("path", ["/", "/login", "/static/live.js", "/api/v1/people", "/nothing", "/health"])
def test_every_answer_forbids_outside_resources_and_frames(admin, path):
    headers = admin.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_refusals_have_them_too(stranger):
    assert "default-src 'none'" in stranger.get("/api/v1/people").headers["content-security-policy"]


def test_faces_and_names_stay_in_no_cache(admin):
    assert admin.get("/api/v1/people").headers["cache-control"] == "no-store"


def test_server_does_not_tell_what_it_is(admin):
    assert "server" not in admin.get("/health").headers


def test_no_page_of_ours_names_another_host(admin):
    for page in ("/", "/login"):
        assert "http://" not in admin.get(page).text
        assert "https://" not in admin.get(page).text
