"""Give records to which others refer new ids: in all references, and in the names of fields that an id is a key of."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from alliancekit import convert
from alliancekit.corpus.references import attestations, references
from alliancekit.errors import Path
from alliancekit.models import Entry
from alliancekit.projects import ANY_PROJECT

if TYPE_CHECKING:
    from alliancekit.formats import Tree

E = TypeVar("E", bound=Entry)


def renamed(record: E, names: Mapping[str, str]) -> E:
    """Return a record with new ids of the records to which it refers.

    Args:
        record: The record.
        names: The new ids by the old ones.

    Raises:
        InvalidRecord: If a field may not refer to a record of the new kind.
    """
    new = {path: names[target] for path, target in references(record) if target in names}
    if not new:
        return record
    for n, attestation in enumerate(attestations(record)):
        for m, field in enumerate(attestation.fields):
            new["attestations", n, "fields", m] = _with_new_keys(field, names)
        for m, reading in enumerate(attestation.as_printed):
            new["attestations", n, "as_printed", m, "field"] = _with_new_keys(reading.field, names)
    return convert.record(type(record), _with_values(convert.tree(record), new), [ANY_PROJECT])


def _with_new_keys(field: str, names: Mapping[str, str]) -> str:
    """Return the name of a field with new ids in its keys, such as ``about[proposal:x]``."""
    return re.sub(r"(?<=[\[@,])[^\[\]@,]+", lambda match: names.get(match[0], match[0]), field)


def _with_values(tree: "Tree", values: Mapping[Path, str], path: Path = ()) -> "Tree":
    """Return a tree with new values at some paths."""
    if isinstance(tree, dict):
        return {key: _with_values(value, values, (*path, key)) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_with_values(value, values, (*path, n)) for n, value in enumerate(tree)]
    return values.get(path, tree)
