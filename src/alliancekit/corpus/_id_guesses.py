"""Guess the ids and kinds of records that can't be read.

A reference to such a record is then not reported as unresolved.
"""

import re
from collections.abc import Collection
from typing import Final, cast

from alliancekit.errors import Problem
from alliancekit.models import KINDS, MODELS
from alliancekit.models.document import SCHEMA
from alliancekit.models.ids import reference_to
from alliancekit.rules.shape import TYPE

_TYPE: Final = re.compile(rf'"type"\s*:\s*"({"|".join(KINDS)})"')
"""The member ``type`` of a record in JSON; the group is the kind."""

_OWN_ID: Final = re.compile(rf'"id"\s*:\s*"(?:{"|".join(KINDS)}):')
"""The start of the member ``id`` of a record in JSON, up to the kind."""

_ID: Final = re.compile(rf"\b{reference_to(*KINDS).regex}")
"""Any id."""


def ids_in(text: str) -> set[str]:
    """Return all substrings of a text that look like ids."""
    return {match[0] for match in _ID.finditer(text)}


def ids_in_bytes(data: bytes) -> set[str]:
    """Return all substrings of a file in UTF-8, UTF-16 or UTF-32 that look like ids."""
    return ids_in(data.decode("ascii", errors="ignore").replace("\0", ""))


def possible_kinds(tree: object, line: str) -> Collection[str]:
    """Return the kinds that a record of unknown type and without a readable id may have.

    They are all kinds if the tree has fields besides ``type`` and ``id``; otherwise the kind that the text names; none
    if it names no kind, or if it has an id.

    Args:
        tree: The tree of the record; None if it can't be parsed.
        line: The text of the line if all of it is unreadable, otherwise empty.
    """
    if isinstance(tree, dict) and not {"type", "id"}.issuperset(cast("dict[object, object]", tree)):
        return tuple(KINDS)
    type_ = _TYPE.search(line)
    return (type_[1],) if type_ and not _OWN_ID.search(line) else ()


def kinds_hidden_by(problem: Problem) -> Collection[str]:
    """Return the kinds of the records that a value of the wrong type (AK010) may hide.

    They are all kinds if the path of the value does not start with the name of a list. Other problems hide no records.
    """
    step = next(iter(problem.path), None)
    if problem.code != TYPE.code or step == SCHEMA:
        return ()
    return (MODELS[step].__name__.lower(),) if isinstance(step, str) else tuple(KINDS)
