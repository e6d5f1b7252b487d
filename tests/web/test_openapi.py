"""The OpenAPI document against the running program, by schemathesis."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import schemathesis
from fastapi.routing import iter_route_contexts
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from rollcall.web.access import Role

ENDLESS = r"/(video_feed|stream)$"
OWN_ACCOUNT = r"/session"
"""Requests that would sign the tests themselves out, or wait for a throttle."""
NETWORK = r"/discover$"
"""Asks every device of the network."""
EXAMPLES = 10
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.mark.slow
def test_no_request_breaks_the_server_and_every_answer_is_as_described(module_served):
    headers = {"X-API-Key": module_served.key(Role.ADMIN)}
    # The key is given with every request; schemathesis would make up another one beside it.
    document = {key: value for key, value in module_served.app.openapi().items() if key != "security"}
    schema = schemathesis.openapi.from_dict(document)
    tried = 0
    for result in (
        schema.exclude(path_regex=ENDLESS)
        .exclude(path_regex=OWN_ACCOUNT)
        .exclude(path_regex=NETWORK)
        .get_all_operations()
    ):
        assert isinstance(result, Ok)

        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=result.ok().as_strategy())
        def try_it(case):
            case.call_and_validate(base_url=module_served.url, headers=headers, checks=CHECKS, timeout=30)

        try_it()
        tried += 1
    assert tried > 30


def test_every_address_of_the_api_is_described(module_served):
    described = module_served.app.openapi()["paths"]
    for route in iter_route_contexts(module_served.app.routes):
        path = (route.path or "").replace(":path}", "}")
        if path.startswith("/api/") and route.methods and not path.endswith(("/", "openapi.json")):
            assert {method.lower() for method in route.methods} <= described[path].keys(), path


def test_every_address_says_what_it_does(module_served):
    for path, operations in module_served.app.openapi()["paths"].items():
        for method, operation in operations.items():
            assert operation.get("description"), f"{method} {path}"
            assert "4XX" in operation["responses"], f"{method} {path}"


def test_errors_are_described_as_problems(module_served):
    document = module_served.app.openapi()
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert document["components"]["schemas"]["ProblemView"]["properties"]["detail"]["description"]


def test_names_of_values_tell_nothing_of_our_files(module_served):
    # Two values of one name would be told apart by their modules, and be called otherwise once a file moves.
    names = module_served.app.openapi()["components"]["schemas"]
    assert [name for name in names if "rollcall" in name] == []


def test_open_addresses_say_so(module_served):
    document = module_served.app.openapi()
    assert document["security"]
    opened = {
        path
        for path, operations in document["paths"].items()
        for one in operations.values()
        if one.get("security") == []
    }
    assert opened == {"/health", "/api/v1/session"}


def _routes(served):
    return {(route.path or "").replace(":path}", "}") for route in iter_route_contexts(served.app.routes)}


def _with_and_without_brackets(address):
    return {re.sub(r"\[.*?\]", "", address), address.replace("[", "").replace("]", "")}


def test_every_address_stands_on_the_page_of_the_api(module_served):
    last_words = {re.findall(r"/([\w.]+)(?:/\{\w+\})*$", path)[0] for path in module_served.app.openapi()["paths"]}
    assert [word for word in last_words if not re.search(rf"/{re.escape(word)}\b", PAGE)] == []


def test_every_address_on_the_page_of_the_api_is_there(module_served):
    routes = _routes(module_served)
    named = re.findall(r"`(?:[A-Z]+ )?(/[^`\s?<]*)(?:\?[^`]*)?`", PAGE)
    addresses = set().union(*(_with_and_without_brackets(address) for address in named))
    assert len(addresses) > 50
    assert [address for address in addresses if not any(route.endswith(address) for route in routes)] == []
