"""Guess the ids and kinds of records in text that can't be parsed, so that references to them are not reported."""

import re
from collections.abc import Collection
from typing import Final, cast

from alliancekit.errors import Problem
from alliancekit.models import KINDS, MODELS
from alliancekit.models.document import SCHEMA
from alliancekit.rules.shape import TYPE

_TYPE: Final = re.compile(rf'"type"\s*:\s*"({"|".join(KINDS)})"')
_OWN_ID: Final = re.compile(rf'"id"\s*:\s*"(?:{"|".join(KINDS)}):')
_ID: Final = re.compile(rf"\b(?:{'|'.join(KINDS)}):[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


def ids_in(text: str) -> set[str]:
    """Return all substrings of a text that look like ids."""
    return {match[0] for match in _ID.finditer(text)}


def ids_in_bytes(data: bytes) -> set[str]:
    """Return all substrings of a file that look like ids, in any encoding."""
    return ids_in(data.decode("ascii", errors="ignore").replace("\0", ""))


def kinds_without_id(tree: object, line: str) -> Collection[str]:
    """Return the possible kinds of a record without an id.

    Args:
        tree: The tree of the line; None if it can't be parsed.
        line: The text of the line, if the line as a whole has a problem.
    """
    if isinstance(tree, dict) and not {"type", "id"}.issuperset(cast("dict[object, object]", tree)):
        return tuple(KINDS)
    type_ = _TYPE.search(line)
    return (type_[1],) if type_ and not _OWN_ID.search(line) else ()


def kinds_at(problem: Problem) -> Collection[str]:
    """Return the possible kinds of the records that a value of the wrong type may contain."""
    step = next(iter(problem.path), None)
    if problem.code != TYPE.code or step == SCHEMA:
        return ()
    return (MODELS[step].__name__.lower(),) if isinstance(step, str) else tuple(KINDS)
