"""Find the references and attestations of a record, according to the declarations of its fields."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import cast

from alliancekit.corpus.search import suggestion
from alliancekit.engine import Record
from alliancekit.errors import Path, UnknownRecord
from alliancekit.messages import Effort, described, listed, near
from alliancekit.models import Entry, Source
from alliancekit.models.attestation import Attestation
from alliancekit.rules.field_paths import Finder
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of
from alliancekit.text import quote


def references(record: Entry) -> Iterator[tuple[Path, str]]:
    """Yield each reference of a record: its path in the record, and the id to which it refers."""
    return _of_object(record, ())


def attestations(record: Entry) -> tuple[Attestation, ...]:
    """Return the attestations of a record; a source has none."""
    return () if isinstance(record, Source) else record.attestations


def finder_of(record: Entry) -> Finder:
    """Return the finder of the parts of a record by the names of fields."""
    model: type = type(record)
    return Finder(model, {field.name: getattr(record, field.name) for field in spec_of(model).fields})


def value_at(record: object, path: Path) -> object:
    """Return the value at a path of a record."""
    value = record
    for step in path:
        value = cast("tuple[object, ...]", value)[step] if isinstance(step, int) else getattr(value, step)
    return value


def kind_of(id_: str) -> str:
    """Return the kind of an id, such as ``treaty``."""
    return id_.partition(":")[0]


def near_ids(id_: str, ids: Iterable[str], effort: Effort | None = None) -> tuple[str, ...]:
    """Return at most three ids similar to an unknown id: of the same kind, or of any kind if the id has none."""
    kind, colon, slug = id_.partition(":")
    slugs = {other.partition(":")[2]: other for other in ids if not colon or other.startswith(f"{kind}:")}
    return tuple(slugs[similar] for similar in near(slug or kind, slugs, 3, effort))


def unknown_record(id_: object, records: Mapping[str, Entry]) -> UnknownRecord | TypeError:
    """Return the exception for an id that no record has, or that is not text.

    Similar ids, or else records with similar names, are searched when it is printed.
    """
    if not isinstance(id_, str):
        return TypeError(f"an id must be text, got {described(id_)}; for a record, pass record.id")

    def hint() -> str:
        near = near_ids(id_, records)
        return f"did you mean {listed(near)}?" if near else suggestion(records.values(), id_)

    return UnknownRecord(f"unknown id {quote(id_)}", hint)


def _of_object(value: Record, path: Path) -> Iterator[tuple[Path, str]]:
    model: type = type(value)
    for field in _referring(model):
        part = getattr(value, field.name)
        if part is not None:
            yield from _of(field.shape, part, (*path, field.name))


def _of(shape: Shape, value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if shape.kind is Kind.TEXT:
        yield path, str(value)
    elif isinstance(value, Record):
        yield from _of_object(value, path)
    else:
        for position, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _of(cast("Shape", shape.item), item, (*path, position))


@cache
def _referring(model: type) -> tuple[FieldSpec, ...]:
    """Return the fields of a model that can contain references."""
    return tuple(field for field in spec_of(model).fields if refers(field.shape))


def refers(shape: Shape) -> bool:
    """Return whether the value of a field or an item can contain references."""
    if shape.kind is Kind.OBJECT:
        return bool(_referring(shape.type))
    return bool(shape.refers_to) or bool(shape.item and refers(shape.item))
