"""Exit codes of the program, and the conversion of exceptions into exit codes and error messages."""

import os
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager

import click

from alliancekit.cli._advice import with_options
from alliancekit.cli._printing import print_problems
from alliancekit.errors import AllianceKitError, InvalidCorpus, Problem, Severity
from alliancekit.text import in_message

PROBLEMS, FAILED, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141
"""Exit codes besides 0; shells use the last two for a program that Ctrl-C or a closed pipe ends."""


class Failure(click.ClickException):
    """Raised by a command that cannot continue; ends the program with exit code 2."""

    exit_code = FAILED

    def __init__(self, message: str) -> None:
        super().__init__(in_message(message))

    def show(self, file: object = None) -> None:
        """Print the message to standard error."""
        from alliancekit.display.terminal import Paragraph, console, styled

        del file
        console(stderr=True).print(Paragraph(styled(("Error", "bold red"), f": {self.message}"), hang=2))


@contextmanager
def exit_on_error() -> Generator[None]:
    """Convert exceptions raised in a block into an error message and an exit code."""
    try:
        yield
    except InvalidCorpus as error:
        print_problems(error.problems, 0, error.note, stderr=True)
        sys.exit(PROBLEMS)
    except click.ClickException as error:
        # The message may be the help of a command, which has many lines.
        vars(error)["message"] = "\n".join(map(in_message, error.message.split("\n")))
        raise
    except BrokenPipeError:
        # Without this, Python would try to write the rest of the buffer when it exits, and fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)
    except (AllianceKitError, OSError) as error:
        raise Failure(with_options(str(error))) from error
    except KeyboardInterrupt:
        click.echo(err=True)  # the terminal has shown ^C
        sys.exit(INTERRUPTED)


def exit_if_errors(problems: Iterable[Problem]) -> None:
    """End the program with exit code 1 if one of the problems is an error."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        sys.exit(PROBLEMS)


class Commands(click.Group):
    """The group of all commands; it converts exceptions of any command into exit codes."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Parse the arguments; --help and --version already print here."""
        with exit_on_error():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with exit_on_error():
            return super().invoke(ctx)
