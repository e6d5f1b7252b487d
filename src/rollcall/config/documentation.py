"""The description of every setting, made of the settings themselves."""

from __future__ import annotations

from pydantic.fields import FieldInfo

from rollcall.config.loading import ENVIRONMENT_NAMES
from rollcall.config.page import PAGE_SETTINGS, Effect
from rollcall.config.section import Section
from rollcall.config.settings import LISTS, SECTIONS, Settings

__all__ = ["document_settings"]

_HEAD = """# Settings

<!-- Written by `rollcall config document`; a test holds it to the code. -->

Every setting has a default. `rollcall.yaml` in the working directory (or `--config FILE`) changes it, the environment
goes over the file, and the command line over both:

    web:
      port: 8100
    cameras:
      - name: door
        url: rtsp://user:password@192.168.0.20:554/profile2/media.smp

In the environment a setting is called `ROLLCALL_<SECTION>_<NAME>`, such as `ROLLCALL_WEB_PORT`; what is set most has a
short name as well. `RTSP_URL` holds the cameras, with a blank between several: `door=rtsp://... yard=rtsp://...`.
`rollcall config show` prints what is in force, with what was changed on the page, `rollcall config check` says whether
it can be used. Editors complete
and check `rollcall.yaml` after `rollcall config schema > rollcall.schema.json`, by this first line:

    # yaml-language-server: $schema=rollcall.schema.json

## On the page

Some settings can also be changed on the page Settings, or by `PATCH /api/v1/settings`, while the program runs; they are
kept in the database. The order is: default < `rollcall.yaml` < page < environment < command line. What the environment
or the command line has is shown on the page and cannot be changed there. The tables below say *page* where a change
acts at once and *page, after a restart* where it waits. Thresholds are of one model: with another they are left out.
"""


def document_settings() -> str:
    """Return Markdown that names every setting with its default, its names in the environment and its meaning."""
    sections = [
        _section(name, {**SECTIONS, **LISTS}[name], field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join([_HEAD, *sections])


def _section(name: str, section: type[Section], description: str) -> str:
    lines = [
        f"## {name}",
        "",
        " ".join(description.split()) + (" A list." if name in LISTS else ""),
        "",
        "| setting | default | meaning |",
        "| --- | --- | --- |",
    ]
    lines += [_row(name, field_name, field) for field_name, field in section.model_fields.items()]
    return "\n".join([*lines, ""])


def _row(section: str, name: str, field: FieldInfo) -> str:
    short = [variable for variable, place in ENVIRONMENT_NAMES.items() if place == (section, name)]
    meaning = " ".join((field.description or "").split()).replace("``", "`").replace("|", "\\|")
    also = f" Also `{short[0]}` in the environment." if short else ""
    return f"| `{name}` | {_default(field)} | {meaning}{also}{_on_page(f'{section}.{name}')} |"


def _on_page(name: str) -> str:
    return {None: "", Effect.NOW: " *Page.*", Effect.RESTART: " *Page, after a restart.*"}[PAGE_SETTINGS.get(name)]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default_factory is dict:
        return "none"
    if field.default_factory is not None:
        # Such as the user's own data folder: another one on every machine.
        return "by system"
    return "-" if field.default is None else f"`{_plain(field.default)}`"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        sign = "x" if all(isinstance(part, int) for part in value) else " "
        return sign.join(str(part) for part in value) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
