from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
import yaml

from rollcall.config import Settings, document_settings

_ROOT = Path(__file__).resolve().parents[2]
_PAGE = _ROOT / "docs" / "settings.md"
_PAGES = [page for page in (*_ROOT.glob("*.md"), *(_ROOT / "docs").glob("*.md")) if page != _PAGE]
_CODE = "architecture.md"
"""There `store.trouble` is an attribute."""
_SECTIONS = "|".join(Settings.model_fields)
_EXAMPLE = re.compile(
    rf"^(?P<indent> *)(?:{_SECTIONS}):(?: .*)?\n(?:(?P=indent) +.*\n|\n(?=(?P=indent) +\S))+", re.MULTILINE
)


def test_the_page_of_settings_is_that_of_the_code():
    assert _PAGE.read_text(encoding="utf-8") == document_settings(), "run: rollcall config document > docs/settings.md"


def test_every_setting_says_what_it_means():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        section = field.annotation
        if hasattr(section, "model_fields"):
            for setting, inner in section.model_fields.items():
                assert inner.description, f"{name}.{setting}"


@pytest.mark.parametrize("page", [page for page in _PAGES if page.name != _CODE], ids=lambda page: page.name)
def test_every_setting_that_a_page_names_is_there(page):
    named = re.findall(rf"`({_SECTIONS})\.([a-z_]+)`", page.read_text(encoding="utf-8"))
    assert [f"{section}.{name}" for section, name in named if name not in _names(section)] == []


def _names(section):
    return getattr(Settings.model_fields[section].annotation, "model_fields", {})


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.name)
def test_the_examples_of_settings_are_valid_together(page):
    examples = _EXAMPLE.finditer(page.read_text(encoding="utf-8"))
    Settings.model_validate({k: v for each in examples for k, v in yaml.safe_load(textwrap.dedent(each[0])).items()})
