"""Options that several commands share."""

from collections.abc import Callable
from typing import Literal, TypeAlias, TypeVar, get_args

import click

from alliancekit.cli._paths import output_path

WithOptions = TypeVar("WithOptions", bound="Callable[..., None] | click.Command")

TextOrJson: TypeAlias = Literal["text", "json"]
"""A format of results: text for people, or JSON for programs."""

text_or_json_option = click.option(
    "--format",
    "output_format",
    type=click.Choice(get_args(TextOrJson)),
    default="text",
    show_default=True,
    help="The output format.",
)
"""Decorator that adds the option --format with text and JSON."""


def output_option(
    description: str, *, metavar: str = "FILE", required: bool = False
) -> Callable[[WithOptions], WithOptions]:
    """Return a decorator that adds the option -o/--output.

    Args:
        description: What is written there, for the help of the command.
        metavar: The name of the value in the help.
        required: Whether the command needs the option.
    """
    return click.option("-o", "--output", metavar=metavar, callback=output_path, required=required, help=description)
