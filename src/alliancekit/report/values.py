"""Values of a record as text: names, dates and nested objects, on one line each."""

from typing import TypeAlias, assert_never

from rich.text import Text

from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.models import Entry, Source
from alliancekit.models.actor import Identifier, Office
from alliancekit.models.source import Region
from alliancekit.models.state import Code, Spell
from alliancekit.models.statement import Venue
from alliancekit.models.treaty import Commitment, Party, Provision
from alliancekit.models.words import Name
from alliancekit.report.terminal import styled

NestedObject: TypeAlias = Name | Office | Identifier | Code | Spell | Venue | Party | Commitment | Provision | Region
"""An object in a field of a record; attestations are printed separately."""


def name_of(record: Entry) -> str | None:
    """Return the first name of a record; None if it has no name."""
    if isinstance(record, Source):
        return record.title or record.publisher
    names = getattr(record, "names", ())
    return names[0].text if names else None


def name_and_id(corpus: Corpus, id_: str) -> Text:
    """Return the name of a record, if it has one, and its id."""
    name = name_of(corpus[id_])
    return styled(name, (f" ({id_})", "dim")) if name else styled(id_)


def date_text(date: PartialDate | None) -> str:
    """Return a date or a period as text; days, months and years are in EDTF. Empty without a date."""
    if date is None:
        return ""
    text = date.edtf
    if date.is_interval:
        start, end = date.start, date.end
        begins = f"from {start}" if start else "no beginning" if date.open_start else "beginning unknown"
        ends = f"to {end}" if end else "ongoing" if date.open_end else "end unknown"
        text = f"{begins}{' ' if start and end else ', '}{ends}"
    return f"{text} (printed: {date.as_printed})" if date.as_printed else text


def source_line(source: Source) -> Text:
    """Return the publisher, date and id of a source on one line."""
    facts = (source.publisher or source.title, date_text(source.published) or "undated")
    return styled((", ".join(fact for fact in facts if fact), "bold"), (f" ({source.id})", "dim"))


def object_text(corpus: Corpus, value: NestedObject) -> Text:
    """Return a nested object on one line."""
    match value:
        case Name():
            about = ", ".join(
                word for word in (value.language, value.order, value.kind, date_text(value.period)) if word
            )
            return styled(value.text, (f" ({about})" if about else "", "dim"))
        case Office():
            return _joined(styled(value.title), value.of and name_and_id(corpus, value.of), date_text(value.period))
        case Identifier():
            return styled(f"{value.scheme} {value.value}")
        case Code():
            return _joined(f"{value.system} {value.value}", date_text(value.period))
        case Spell():
            return _joined(value.system, date_text(value.period))
        case Venue():
            where = value.state and name_and_id(corpus, value.state)
            return _joined(value.kind.replace("_", " "), value.name, value.place, where)
        case Party():
            return _joined(name_and_id(corpus, value.party), *map(date_text, value.spells))
        case Commitment() | Provision():
            return styled("; ".join(fact for fact in (*_terms(corpus, value), date_text(value.period)) if fact))
        case Region():
            return styled(f"{value.kind} {value.start}-{value.end}")
        case _:
            assert_never(value)


def _terms(corpus: Corpus, value: Commitment | Provision) -> tuple[str | None, ...]:
    """Return the terms of a commitment or provision: parties, obligation and condition, or variable and value."""
    if isinstance(value, Commitment):
        by, *toward = (name_of(corpus[id_]) or id_ for id_ in (value.by, *value.toward))
        return f"{by} owes {' and '.join(toward)}: {value.obligation}", value.condition
    parties = (name_of(corpus[id_]) or id_ for id_ in value.parties)
    return f"{value.variable}: {value.value}", " and ".join(parties)


def _joined(*facts: str | Text | None) -> Text:
    return Text(", ").join(styled(fact) for fact in facts if fact)


def without_kind(id_: str) -> str:
    """Return an id without its kind, such as ``deu`` for ``state:deu``."""
    return id_.partition(":")[2]


def field_label(field: str) -> str:
    """Return the name of a field for readers, such as ``open tail`` for ``open_tail``."""
    return field.replace("_", " ")
