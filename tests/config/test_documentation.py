from __future__ import annotations

from pathlib import Path

from rollcall.config import Settings, document_settings

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def test_the_page_of_settings_is_that_of_the_code():
    assert _PAGE.read_text(encoding="utf-8") == document_settings(), "run: rollcall config document > docs/settings.md"


def test_every_setting_says_what_it_means():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        section = field.annotation
        if hasattr(section, "model_fields"):
            for setting, inner in section.model_fields.items():
                assert inner.description, f"{name}.{setting}"
