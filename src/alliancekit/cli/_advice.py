"""Advice in messages of the package: on the command line, options instead of arguments of Python."""

from collections.abc import Iterable
from typing import Final

from attrs import evolve

from alliancekit.errors import Problem

_OPTIONS: Final = (
    ("carry_forward=True", "--carry-forward"),
    ("early=True", "--early"),
    ("pass format='json', or a name", "use a name"),
    ("make the panel with a state system, such as system='cow'", "add --system cow"),
    ("; add a date, or write an id", "; add a date with --on, or write an id"),
    ("print panel.dyad_years(...).account for the reason", '"alliancekit panel" prints the reason'),
    ("choose one with source:", "choose one with --source:"),
    ("choose one with attestation:", "choose one with --attestation:"),
    ("choose one with nth, from 1,", "choose one with --nth, from 1,"),
    ("nth must be from 1 to", "--nth must be from 1 to"),
    ("nth must be None for a quotation", "--nth must be left out for a quotation"),
    ("pass texts='DIR'", "add --texts DIR"),
    ("pass new_digest=True", "add --new-digest"),
    ("pass by_name=True", "add --tables-by-name"),
    ("pass wording='indirect' or another wording", "add --wording indirect or another wording"),
    ("read it with verify=False", "read it with --ignore-checksums"),
    ("pass reopen_changed=True", "review it again in a dialogue, without --decisions"),
    ("pass with_waiting=True", "add --with-waiting"),
)
"""Arguments and calls of Python in messages, with what they are on the command line."""


def with_options(message: str) -> str:
    """Return a message of the package with the options of the command line instead of the arguments of Python."""
    for argument, option in _OPTIONS:
        message = message.replace(argument, option)
    return message


def problem_with_options(problem: Problem) -> Problem:
    """Return a problem whose message and hint name the options of the command line."""
    hint = with_options(problem.hint) if problem.hint else problem.hint
    return evolve(problem, message=with_options(problem.message), hint=hint)


def hints_with_options(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems whose hints name the options of the command line."""
    return tuple(evolve(each, hint=with_options(each.hint)) if each.hint else each for each in problems)
