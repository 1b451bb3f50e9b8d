"""Generate the reference of the command line from the click commands."""

import inspect
import re
from collections.abc import Iterator
from textwrap import dedent

import click

from alliancekit import cli

PROGRAM = "alliancekit"


def commands() -> str:
    """Return a section for the program and each of its commands, in the order of the module."""
    main = click.Context(cli.main, info_name=PROGRAM, help_option_names=["-h", "--help"])
    return "\n".join(map(_section, _contexts(main)))


def _contexts(context: click.Context) -> Iterator[click.Context]:
    """Yield a command and the commands in it, in their order."""
    yield context
    if isinstance(context.command, click.Group):
        for name, command in context.command.commands.items():
            yield from _contexts(click.Context(command, info_name=name, parent=context))


def _section(context: click.Context) -> str:
    command, name = context.command, context.command_path
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    records = [option.get_help_record(context) for option in command.get_params(context)]
    options = [f"`{record[0]}`\n: {record[1]}\n" for record in records if record and record[1]]
    parts = [f"## {name}", f"```text\n{usage}\n```", _text(command.help), *options, _text(command.epilog)]
    return "\n\n".join(parts) + "\n"


def _text(text: str | None) -> str:
    return "\n\n".join(map(_block, inspect.cleandoc(text or "").split("\n\n")))


def _block(block: str) -> str:
    r"""Return a paragraph as Markdown; a block that click prints literally (after ``\b``) becomes a code block."""
    if not block.startswith("\b\n"):
        return re.sub(r"(?<!\w)--[a-z]+", r"`\g<0>`", block)
    _, title, *lines = block.split("\n")
    body = dedent("\n".join(lines))
    return f"{title}\n\n```text\n{body}\n```"
