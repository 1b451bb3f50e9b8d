"""Export records as entities of followthemoney, which Aleph, OpenSanctions and other programs read."""

from collections.abc import Iterable

from alliancekit.corpus.references import kind_of
from alliancekit.exchange._ftm_entities import EntityMaker
from alliancekit.exchange._ftm_fields import FTM_FIELDS
from alliancekit.exchange._ftm_losses import is_whole
from alliancekit.exchange.mappings import field_has_value
from alliancekit.exchange.results import Exported, ExportLog
from alliancekit.formats import write_lines
from alliancekit.models import Candidate, Entry


def to_followthemoney(records: Iterable[Entry]) -> Exported:
    """Return records as entities of followthemoney, one in JSON on each line.

    Args:
        records: The records, such as a corpus. Candidates are left out, since they are not finished.

    Returns:
        The file, and what was not converted: a warning for each value that entities do not have, or have in part.
    """
    maker, log = EntityMaker(), ExportLog()
    for record in records:
        maker.add(record)
        if isinstance(record, Candidate):
            log.lost(record.id, (), "a candidate is not finished")
        else:
            _report(record, log)
    return Exported(write_lines(maker.entities), len(maker.entities), tuple(log.problems))


def _report(record: Entry, log: ExportLog) -> None:
    """Report the fields of a record that its entities do not have, or have in part."""
    for each in FTM_FIELDS:
        kind, _, name = each.ours.partition(".")
        if kind != kind_of(record.id) or each.exported == "same" or not field_has_value(record, name):
            continue
        if each.exported == "lost" or not is_whole(record, name):
            part = f"{each.theirs} has only a part: {each.note}" if each.exported == "partly" else each.note
            log.lost(record.id, (name,), part or "followthemoney has no property for it")
