"""The references of a record, read off the fields that declare them."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from alliancekit.engine import Record
from alliancekit.errors import Path
from alliancekit.messages import Effort, near
from alliancekit.models import Entry, Source
from alliancekit.models.attestation import Attestation
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of


def references(record: Entry) -> Iterator[tuple[Path, str]]:
    """Yield each reference of a record: its path in the record, and the id that it names."""
    return _of_object(record, ())


def attestations(record: Entry) -> tuple[Attestation, ...]:
    """Return the reports of a record by sources; none of a source itself."""
    return () if isinstance(record, Source) else record.attestations


def kind_of(id_: str) -> str:
    """Return the kind of record that an id names, such as ``treaty``."""
    return id_.partition(":")[0]


def near_ids(id_: str, ids: Iterable[str], effort: Effort | None = None) -> tuple[str, ...]:
    """Return the ids, at most three, that look like one that was meant: of its kind, or of any if it names none."""
    kind, colon, slug = id_.partition(":")
    slugs = {other.partition(":")[2]: other for other in ids if not colon or other.startswith(f"{kind}:")}
    return tuple(slugs[meant] for meant in near(slug or kind, slugs, 3, effort))


def _of_object(value: Record, path: Path) -> Iterator[tuple[Path, str]]:
    model: type = type(value)
    for field in _referring(model):
        held = getattr(value, field.name)
        if held is not None:
            yield from _of(field.shape, held, (*path, field.name))


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
    """Return the fields of a model in which a reference can stand."""
    return tuple(field for field in spec_of(model).fields if refers(field.shape))


def refers(shape: Shape) -> bool:
    """Return whether a reference can stand in what a field or an item holds."""
    if shape.kind is Kind.OBJECT:
        return bool(_referring(shape.type))
    return bool(shape.refers_to) or bool(shape.item and refers(shape.item))
