"""The help of every command as one page."""

from __future__ import annotations

from collections.abc import Iterator

import click

__all__ = ["command", "document_commands"]

_HEAD = """# Commands

<!-- Written by `rollcall reference`; a test holds it to the code. -->

What `--help` says, of every command. What is set most can be set in `rollcall.yaml` and in the environment as well:
[settings](settings.md).
"""
_WIDTH = 118


@click.command("reference")
@click.pass_context
def command(context: click.Context) -> None:
    """Print the help of every command, as it stands in docs/commands.md."""
    root = context.find_root().command
    click.echo(document_commands(root), nl=False)


def document_commands(root: click.Command) -> str:
    """Return Markdown with the help of ``root`` and all below it, in the order of their lists."""
    return "\n".join([_HEAD, *_sections(root, None)])


def _sections(command: click.Command, parent: click.Context | None) -> Iterator[str]:
    name = command.name or "rollcall"
    with click.Context(
        command, parent=parent, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH
    ) as context:
        yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
        if isinstance(command, click.Group):
            for each in command.list_commands(context):
                below = command.get_command(context, each)
                if below is not None and not below.hidden:
                    yield from _sections(below, context)
