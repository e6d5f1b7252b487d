from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_PAGES = sorted([*_ROOT.glob("*.md"), *(_ROOT / "docs").glob("*.md")])
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)[^)]*\)")


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.relative_to(_ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    missing = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("readme", ["README.md", "README.ko.md"])
def test_a_readme_leads_to_every_page(readme):
    linked = set(_LINK.findall((_ROOT / readme).read_text(encoding="utf-8")))
    assert {f"docs/{page.name}" for page in (_ROOT / "docs").glob("*.md")} - linked == set()


def test_both_readmes_have_the_same_sections():
    english, korean = (
        len(re.findall(r"^## ", (_ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("README.md", "README.ko.md")
    )
    assert english == korean


def test_every_test_that_the_page_of_security_names_is_there():
    page = (_ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", page)
    assert len(named) > 30
    assert [f"{file}::{name}" for file, name in named if not _has_test(file, name)] == []


def _has_test(file: str, name: str) -> bool:
    return f"def {name}(" in (_ROOT / "tests" / file).read_text(encoding="utf-8")


_METRIC = re.compile(r"`(rollcall_[a-z_]+)|[(\[ ](rollcall_[a-z_]+)[{\[]")


def test_every_metric_that_a_page_names_is_documented():
    known = set(re.findall(r"^\| `(\w+)`", (_ROOT / "docs" / "metrics.md").read_text(encoding="utf-8"), re.MULTILINE))
    series = known | {name + end for name in known for end in ("_sum", "_count", "_bucket")}
    for page in _PAGES:
        named = {first or second for first, second in _METRIC.findall(page.read_text(encoding="utf-8"))}
        assert named - series == set(), page.name
