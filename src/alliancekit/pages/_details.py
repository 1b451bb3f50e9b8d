"""The details of a record on a page: its facts, its evidence, its disagreements, and where it is mentioned."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, cast

from attrs import field, frozen

from alliancekit.corpus import Disagreement, Evidence
from alliancekit.corpus.disagreements import supports
from alliancekit.corpus.references import finder_of, references
from alliancekit.dates import PartialDate
from alliancekit.display.records import INVERSE, FieldItem, own_items, project_items
from alliancekit.display.values import field_label, object_text
from alliancekit.engine import Record
from alliancekit.errors import Path
from alliancekit.evidence import SourceTexts
from alliancekit.models import Entry, Source
from alliancekit.models.attestation import Attestation, Reading
from alliancekit.pages._json import Json
from alliancekit.pages._numbering import Numbering, year_span
from alliancekit.pages._texts import text_parts
from alliancekit.report.passages import found_passages
from alliancekit.rules.field_paths import Finder
from alliancekit.text import escape_controls

_CONTEXT: Final = 240
"""How many characters before and after a passage are shown."""

_PARTS: Final = 4
"""The number of parts of a passage that is shown: its position, the text before it, its words, the text after it."""

_ATTESTATIONS: Final = "attestations"
_NO_TEXT: Final = "no copy of this text was there when the page was made"
"""Why a page has no passage of a text; the reason for the author has paths of the author's computer."""

_STANCES: Final = "stances"
"""The field and the label of reactions, which the page lists first, with their stances."""

_EVIDENCE: Final = "evidence of"
"""The label of the records that a source attests."""


@frozen
class Details:
    """Makes the details of records.

    Attributes:
        numbering: The records of the page.
        texts: The user's copies of the texts, if the page shows passages.
        labels: The labels of the fields that occur, by the names of the fields.
        disagreements: The disagreements by record.
        mentions: For each record, the numbers of the records that refer to it, by label.
        passages: The number of passages that are on the page, and of those that are not.
    """

    numbering: Numbering
    texts: SourceTexts | None
    labels: dict[str, str] = field(factory=dict)
    disagreements: dict[str, list[Disagreement]] = field(factory=dict)
    mentions: dict[str, dict[str, dict[int, None]]] = field(factory=dict)
    passages: Counter[bool] = field(factory=Counter[bool])

    def __attrs_post_init__(self) -> None:
        """Collect the disagreements, and the references between records."""
        for each in self.numbering.corpus.disagreements():
            self.disagreements.setdefault(each.record, []).append(each)
        for number, record in enumerate(self.numbering.records):
            for path, id_ in references(record):
                self.mentions.setdefault(id_, {}).setdefault(_label_of_reference(str(path[0])), {})[number] = None

    def of(self, record: Entry) -> Json:
        """Return the details of a record; empty parts are left out."""
        evidence = self.numbering.corpus.evidence(record)
        parts: dict[str, Json] = {
            "facts": self._facts(record, evidence),
            "evidence": [self._report(record, each) for each in evidence],
            "differ": [self._difference(each) for each in self.disagreements.get(record.id, ())],
            "mentions": [[label, [*numbers]] for label, numbers in self.mentions.get(record.id, {}).items()],
        }
        return {name: part for name, part in parts.items() if part}

    def _facts(self, record: Entry, evidence: Sequence[Evidence]) -> Json:
        """Return the fields of a record: the name and the items of each."""
        general = all(not each.attestation.fields for each in evidence if each.record == record.id)
        finder = None if general else finder_of(record)
        facts: list[Json] = []
        for name, items in own_items(self.numbering.corpus, record):
            self.labels.setdefault(name, field_label(name))
            value = cast("object", getattr(record, name))
            facts.append(
                [
                    name,
                    [
                        self._item(item, value, _support(name, item, finder, record, evidence) if finder else None)
                        for item in items
                    ],
                ]
            )
        for key, items in project_items(record):
            self.labels.setdefault(key, key)
            facts.append([key, [self._item(item, None, None) for item in items]])
        return facts

    def _item(self, item: FieldItem, value: object, support: list[int] | None) -> Json:
        """Return an item of a field: its text alone, or an object with its further lines, reports and times."""
        text, *below = (text_parts(self.numbering, line) for line in item.lines)
        first = cast("tuple[object, ...]", value)[item.positions[0]] if item.positions else value
        spans = [year_span(time) for time in _times(first)]
        extra: dict[str, Json] = {}
        if below:
            extra["below"] = below
        if support is not None:
            extra["reports"] = support
        if spans:
            extra["times"] = spans
        return {"text": text, **extra} if extra else text

    def _report(self, record: Entry, evidence: Evidence) -> Json:
        """Return the report of a source."""
        attestation, numbers = evidence.attestation, self.numbering.numbers
        passages = [*self._passages(evidence.source, attestation)]
        if evidence.record == record.id:
            number = sum(len(passage) == _PARTS for passage in passages)
            self.passages.update({True: number, False: len(attestation.anchors) - number})
        parts: dict[str, Json] = {
            "source": numbers[evidence.source.id],
            "of": numbers[evidence.record] if evidence.record != record.id else None,
            "wording": attestation.wording,
            "codings": [object_text(self.numbering.corpus, coding).plain for coding in attestation.codings],
            "fields": [*map(field_label, attestation.fields)],
            "printed": [[field_label(reading.field), _shown(reading)] for reading in attestation.as_printed],
            "anchors": [f"{anchor.start}-{anchor.end}" for anchor in attestation.anchors],
            "passages": passages,
        }
        return {name: part for name, part in parts.items() if part not in (None, [])}

    def _passages(self, source: Source, attestation: Attestation) -> Iterator[list[str]]:
        """Yield the passages in the user's copy of the text."""
        if self.texts:
            for each in found_passages(self.texts, source.id, attestation, _CONTEXT):
                reason = _NO_TEXT if each.missing else each.lost
                shown = (each.label, reason) if reason else (each.label, each.before, each.words, each.after)
                yield [*map(escape_controls, shown)]

    def _difference(self, difference: Disagreement) -> Json:
        """Return the field in which sources or coders differ, and each reading: the source, the text, the coders."""
        readings: list[Json] = []
        for (source, reading), coders in zip(difference.readings, difference.coders, strict=True):
            shown = [*map(escape_controls, coders)] if difference.between_coders else []
            row: list[Json] = [self.numbering.numbers[source], _shown(reading), shown]
            if row not in readings:
                readings.append(row)
        return [field_label(difference.field), readings]


def _shown(reading: Reading) -> str | None:
    """Return the text of a reading, with its control characters escaped."""
    return None if reading.text is None else escape_controls(reading.text)


@cache
def _label_of_reference(name: str) -> str:
    """Return how a record is mentioned by another one, according to the field of the reference."""
    if name == _ATTESTATIONS:
        return _EVIDENCE
    return INVERSE.get(name, _STANCES if name == _STANCES else f"in the field “{field_label(name)}”")


def _support(name: str, item: FieldItem, finder: Finder, record: Entry, evidence: Sequence[Evidence]) -> list[int]:
    """Return the positions of the reports that support an item; statements support a proposal as a whole."""
    paths: list[Path] = [(name, position) for position in item.positions] or [(name,)]
    return [
        number
        for number, each in enumerate(evidence)
        if each.record != record.id or any(supports(finder, each.attestation, path) for path in paths)
    ]


def _times(value: object) -> tuple[PartialDate, ...]:
    """Return the times of an object in a list, such as the spells of a party or the period of a commitment."""
    if not isinstance(value, Record):
        return ()
    period = cast("PartialDate | None", getattr(value, "period", None))
    return (period,) if period else cast("tuple[PartialDate, ...]", getattr(value, "spells", ()))
