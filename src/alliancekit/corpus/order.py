"""The order of the records of a corpus."""

from collections.abc import Iterable

from alliancekit.models import MODELS, Entry


def in_order(records: Iterable[Entry]) -> dict[str, Entry]:
    """Return a mapping from ids to records, sorted by type in the order of `MODELS`, then by id."""
    of_type: dict[type[Entry], dict[str, Entry]] = {model: {} for model in MODELS.values()}
    for record in records:
        of_type[type(record)][record.id] = record
    return {id_: by_id[id_] for by_id in of_type.values() for id_ in sorted(by_id)}
