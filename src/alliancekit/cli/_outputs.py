"""Refuse to replace files that have content of another origin, and the option to replace them nevertheless."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn

import click

from alliancekit.cli._exit_codes import Failure

OR_REPLACE: Final = " or remove the old one, or add --replace"
"""The advice to add where a command has the option --replace."""

replace_option = click.option(
    "--replace", is_flag=True, help="Replace the output, also where it has other content than this command wrote."
)
"""Decorator that adds the option --replace."""


def refuse_other_content(files: Mapping[Path, bytes], advice: str = OR_REPLACE) -> None:
    """Raise `Failure` if a file exists with another content, such as the corrections of a person.

    Args:
        files: The new content of each file. A path that is no file is left to the code that writes.
        advice: What to do instead of naming a new file; begins with a space, or is empty.

    Raises:
        UnusableFile: If a file can't be read.
    """
    from alliancekit.formats import Limits, read_bytes

    for path, data in files.items():
        if path.is_file() and read_bytes(path, Limits(size=len(data))) != data:
            refuse(str(path), "exists and has another content", advice)


def refuse(output: str, reason: str, advice: str = OR_REPLACE) -> NoReturn:
    """Raise `Failure` for an output that is not replaced; the reason continues its name."""
    message = f"{output} {reason}; name a new file{',' if advice else ''}{advice}"
    raise Failure(message)
