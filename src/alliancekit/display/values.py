"""Values of a record as text: names, dates and nested objects, on one line each."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, cast

from rich.style import Style
from rich.text import Text

from alliancekit.corpus import Corpus
from alliancekit.dates import PartialDate
from alliancekit.display.names import name_during
from alliancekit.display.terminal import styled
from alliancekit.engine import Record
from alliancekit.models import Treaty
from alliancekit.models.actor import Member, Office
from alliancekit.models.coding import Coding
from alliancekit.models.ids import SourceId
from alliancekit.models.party import Party, Signatory
from alliancekit.models.source import Region
from alliancekit.models.statement import Stance, Venue
from alliancekit.models.treaty import Commitment, Provision
from alliancekit.models.words import Name
from alliancekit.rules.rule import has_value
from alliancekit.rules.shape import Shape, spec_of
from alliancekit.text import escape_controls

_RECORD: Final = "record"
"""The key of the id of a record in the style of its name; a terminal does not show it."""

_MOST_ACTS = 2
"""The most acts of a party that are on the line of the party."""

_TWO_SIDES = 2
"""The number of parties of a treaty between two sides, whose commitments are listed for each side."""


def name_and_id(corpus: Corpus, id_: str, time: PartialDate | None = None) -> Text:
    """Return the name of a record of the corpus, if it has one, in a time as for `name_during`, and its id."""
    text = linked_name(corpus, id_, time)
    return text if text.plain == id_ else text.append(escape_controls(f" ({id_})"), "dim")


def linked_name(corpus: Corpus, id_: str, time: PartialDate | None = None) -> Text:
    """Return the name of a record in a time as for `name_during`; `links` finds it in the text."""
    return styled((name_during(corpus, id_, time), _style_of_link(id_)))


@lru_cache(4096)
def _style_of_link(id_: str) -> Style:
    """Return the style of the name of a record; to make one takes as long as to make the text."""
    return Style(meta={_RECORD: id_})


def links(text: Text) -> Iterator[tuple[int, int, str]]:
    """Yield the names of records in a text, in their order: the first position, the last one, and the id."""
    for start, end, style in text.spans:
        id_ = style.meta.get(_RECORD) if isinstance(style, Style) else None
        if id_:
            yield start, end, str(id_)


def date_text(date: PartialDate | None) -> str:
    """Return a date or a period as text, as `time_text` does, and the text that a source prints for it."""
    text = time_text(date)
    return f"{text} (printed: {date.as_printed})" if date and date.as_printed else text


def time_text(date: PartialDate | None) -> str:
    """Return a date or a period as text; days, months and years are in EDTF. Empty without a date."""
    if date is None:
        return ""
    if date.is_interval:
        start, end = date.start, date.end
        begins = f"from {start}" if start else "no beginning" if date.open_start else "beginning unknown"
        ends = f"to {end}" if end else "ongoing" if date.open_end else "end unknown"
        return f"{begins}{' ' if start and end else ', '}{ends}"
    return date.edtf


def source_line(corpus: Corpus, id_: SourceId) -> Text:
    """Return the publisher, date and id of a source on one line; only the id if the source is not in the corpus."""
    if id_ not in corpus:
        return styled(id_)
    source = corpus[id_]
    facts = (source.publisher or source.title, date_text(source.published) or "undated")
    return styled((", ".join(fact for fact in facts if fact), "bold"), (f" ({source.id})", "dim"))


def object_text(corpus: Corpus, value: Record) -> Text:
    """Return a nested object on one line; attestations are printed separately."""
    match value:
        case Name():
            about = ", ".join(
                word for word in (value.language, value.order, value.kind, date_text(value.period)) if word
            )
            return styled(value.text, (f" ({about})" if about else "", "dim"))
        case Office():
            return _joined(styled(value.title), value.of and name_and_id(corpus, value.of), date_text(value.period))
        case Venue():
            where = value.state and name_and_id(corpus, value.state)
            return _joined(value.kind.replace("_", " "), value.name, value.place, where)
        case Party() | Signatory() | Member():
            return styled("; ").join((_membership(corpus, value), *_acts(corpus, value)))
        case Coding():
            program = f"with {value.program} {value.version}" if value.program else None
            return _joined(f"{value.role} by {value.by}", date_text(value.date), program)
        case Stance():
            return styled(name_and_id(corpus, value.subject), f": {value.stance}")
        case Commitment() | Provision():
            return _terms(corpus, value)
        case Region():
            return styled(f"{value.kind} {value.start}-{value.end}")
        case _:
            return _joined(*_facts(corpus, value))


def object_lines(corpus: Corpus, value: Record) -> tuple[Text, ...]:
    """Return a nested object on one line; if it is a party with many acts, each act has a line of its own below it."""
    acts = _acts(corpus, value)
    if isinstance(value, Party | Signatory) and len(acts) > _MOST_ACTS:
        return (_membership(corpus, value), *acts)
    return (object_text(corpus, value),)


def _membership(corpus: Corpus, value: Party | Signatory | Member) -> Text:
    """Return the name and the spells of a party, a signatory or a member."""
    spells = () if isinstance(value, Signatory) else value.spells
    return _joined(name_and_id(corpus, value.party, spells[-1] if spells else None), *map(date_text, spells))


def _acts(corpus: Corpus, value: Record) -> tuple[Text, ...]:
    acts = value.acts if isinstance(value, Party | Signatory) else ()
    return tuple(object_text(corpus, act) for act in acts)


def _facts(corpus: Corpus, value: Record) -> Iterator[Text]:
    """Yield the values of the fields of an object that are not empty, each with its label.

    The first field has no label, and a value or date follows it: ``cow 255``, ``ratification 1949-07-25``. A period has
    no label either.
    """
    texts: dict[str, Text] = {}
    for field in spec_of(type(value)).fields:
        content: object = getattr(value, field.name)
        if has_value(content):
            items = cast("tuple[object, ...]", content if isinstance(content, tuple) else (content,))
            texts[field.name] = styled(" and ").join(_value_text(corpus, item, field.shape) for item in items)
    first = next(iter(texts))
    yield styled(" ").join([texts.pop(name) for name in (first, "value", "date") if name in texts])
    for name, text in texts.items():
        yield text if name == "period" else styled(f"{field_label(name)} ", text)


def _value_text(corpus: Corpus, value: object, shape: Shape) -> Text:
    if isinstance(value, PartialDate):
        return styled(date_text(value))
    if (shape.item or shape).refers_to:
        return name_and_id(corpus, str(value))
    return styled(str(value).replace("_", " ") if (shape.item or shape).choices else str(value))


def commitment_lines(corpus: Corpus, treaty: Treaty) -> Iterator[tuple[tuple[int, ...], Text]]:
    """Yield each commitment of a treaty as its position and a line.

    A commitment that each of many parties owes all others is one line with several positions.
    """
    parties = {own.party for own in treaty.parties}
    debtors: dict[object, set[str]] = {}
    for commitment in treaty.commitments:
        if {commitment.by, *commitment.toward} == parties:
            debtors.setdefault(_duty(commitment), set()).add(commitment.by)
    mutual = {duty for duty, by in debtors.items() if by == parties and len(parties) > _TWO_SIDES}
    positions: dict[object, list[int]] = {}
    for position, commitment in enumerate(treaty.commitments):
        joint = _duty(commitment) in mutual and {commitment.by, *commitment.toward} == parties
        positions.setdefault(_duty(commitment) if joint else position, []).append(position)
    for key, own in positions.items():
        first = treaty.commitments[own[0]]
        line = _owed(styled("each party owes all others"), first) if key in mutual else object_text(corpus, first)
        yield tuple(own), line


def _duty(commitment: Commitment) -> tuple[str, str | None, PartialDate | None]:
    return commitment.obligation, commitment.condition, commitment.period


def _owed(sides: Text, commitment: Commitment) -> Text:
    """Return a commitment as text: who owes it to whom, the obligation, the condition and the time."""
    facts = (commitment.condition, date_text(commitment.period))
    return _parts(styled(sides, f": {commitment.obligation}"), *facts)


def _terms(corpus: Corpus, value: Commitment | Provision) -> Text:
    """Return a commitment or provision as text."""
    if isinstance(value, Commitment):
        by, *toward = (linked_name(corpus, id_, value.period) for id_ in (value.by, *value.toward))
        *others, last = toward
        owed = styled(Text(", ").join(others), " and ", last) if others else last
        return _owed(styled(by, " owes ", owed), value)
    parties = Text(" and ").join(linked_name(corpus, id_, value.period) for id_ in value.parties)
    return _parts(f"{value.variable}: {value.value}", parties, date_text(value.period))


def _parts(*facts: str | Text | None) -> Text:
    """Return facts that are not empty, with semicolons between them."""
    return _separated("; ", facts)


def _joined(*facts: str | Text | None) -> Text:
    """Return facts that are not empty, with commas between them."""
    return _separated(", ", facts)


def _separated(separator: str, facts: Iterable[str | Text | None]) -> Text:
    """Return facts that are not empty, with a separator between them."""
    text = Text()
    for fact in facts:
        if fact:
            if text:
                text.append(separator)
            text.append_text(styled(fact))
    return text


def without_kind(id_: str) -> str:
    """Return an id without its kind, such as ``deu`` for ``state:deu``."""
    return id_.partition(":")[2]


def field_label(field: str) -> str:
    """Return the name of a field for readers, such as ``open tail`` for ``open_tail``; a name with keys as it is."""
    return field if "[" in field else field.replace("_", " ")
