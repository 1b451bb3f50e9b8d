"""How a command ends: the exit codes, and the message of everything that can end the program."""

import os
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager

import click

from alliancekit.cli._printing import print_problems
from alliancekit.errors import AllianceKitError, InvalidCorpus, Problem, Severity
from alliancekit.text import in_message

PROBLEMS, FAILED, INTERRUPTED, UNREAD = 1, 2, 130, 141
"""Exit codes besides 0; the last two are those that shells know for a program that Ctrl-C or a closed pipe ends."""


class Failure(click.ClickException):
    """What ends a command that can't do its work; the message says why."""

    exit_code = FAILED

    def __init__(self, message: str) -> None:
        super().__init__(in_message(message))

    def show(self, file: object = None) -> None:
        """Print the message to standard error."""
        from alliancekit.report.terminal import Paragraph, console, styled

        del file
        console(stderr=True).print(Paragraph(styled(("Error", "bold red"), f": {self.message}"), hang=2))


@contextmanager
def ends() -> Generator[None]:
    """Give everything that can end the program its message and its exit code."""
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
        # What is still in the buffer would be written, in vain, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(UNREAD)
    except (AllianceKitError, OSError) as error:
        raise Failure(str(error)) from error
    except KeyboardInterrupt:
        click.echo(err=True)  # the terminal has shown ^C
        sys.exit(INTERRUPTED)


def exit_for(problems: Iterable[Problem]) -> None:
    """End the program with the code for problems in the data if one of them is an error."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        sys.exit(PROBLEMS)


class Commands(click.Group):
    """The commands, and the exit code of everything that can end one of them."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Read the line; --help and --version print here already."""
        with ends():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command of the line."""
        with ends():
            return super().invoke(ctx)
