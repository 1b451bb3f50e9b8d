"""Update the sources of a corpus from items of CSL-JSON: what CSL has no place for stays."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

from attrs import define, evolve, field

from alliancekit.errors import path_text
from alliancekit.exchange._csl_reading import ItemReader
from alliancekit.exchange._csl_variables import CITATION_KEY, ITEM_SCHEME
from alliancekit.exchange._csl_writing import item_of
from alliancekit.exchange._names_of_items import SlugMaker
from alliancekit.exchange.results import ExportLog, ImportLog
from alliancekit.exchange.rules import CHANGED
from alliancekit.formats import Document
from alliancekit.messages import quote
from alliancekit.models import Source
from alliancekit.models.identifier import Identifier
from alliancekit.rules.rule import has_value
from alliancekit.rules.shape import spec_of

_VARIABLES: Final[Mapping[str, str]] = {
    "kind": "type",
    "creators": "author",
    "published": "issued",
    "url": "URL",
}
"""The variables of fields with another name."""


@define
class KnownSources:
    """The sources of a corpus, which items of CSL-JSON may update.

    Attributes:
        by_id: The sources.
        by_key: The ids of sources by the identifiers that other programs know them by.
    """

    by_id: dict[str, Source] = field(factory=dict)
    by_key: dict[Identifier, str] = field(factory=dict)

    @classmethod
    def of(cls, sources: Iterable[Source]) -> "KnownSources":
        """Return those of some sources."""
        by_id = {str(source.id): source for source in sources}
        keys = {
            each: id_
            for id_, source in by_id.items()
            for each in source.identifiers
            if each.scheme in (ITEM_SCHEME, CITATION_KEY)
        }
        return cls(by_id, keys)

    def updated(self, new: Source, reader: ItemReader) -> Source:
        """Return the source of an item with what only the corpus knows, and report what the item changes.

        A field keeps its value in the corpus if the item states what an export of that value would state.
        """
        known = self.by_id.get(new.id)
        if known is None:
            return new
        back = _returned(known)
        values: dict[str, object] = {}
        for name in spec_of(Source).names:
            own, stated = getattr(known, name), getattr(new, name)
            values[name] = own if stated == getattr(back, name) else stated
        values["identifiers"] = tuple(_identifiers(known, back, new))
        if new.published != back.published:
            values["dated_by"] = new.dated_by
        updated = evolve(known, **values)  # type: ignore[arg-type]
        for name in sorted(spec_of(Source).names):
            own, value = getattr(known, name), getattr(updated, name)
            if value != own:
                _report(reader, known, name, own, value)
        return updated


def _returned(known: Source) -> Source:
    """Return a source as it returns from an export."""
    item = item_of(known, ExportLog())
    reader = ItemReader(item, (), ImportLog(Document("", None, ())), {})
    return reader.source(str(item["id"]), SlugMaker())


def _identifiers(known: Source, back: Source, new: Source) -> Iterator[Identifier]:
    """Yield the identifiers of the corpus, unless the item leaves them out, and those that only the item has."""
    for each in known.identifiers:
        if each in new.identifiers or each not in back.identifiers:
            yield each
    for each in new.identifiers:
        if each not in known.identifiers:
            yield each


def _report(reader: ItemReader, known: Source, name: str, own: object, value: object) -> None:
    """Report a field whose value the item changes."""
    message = f"{path_text(reader.base)} changes {name} of {known.id} from {_shown(own)} to {_shown(value)}"
    place = reader.log.document.locate((*reader.base, _VARIABLES.get(name, name)))
    reader.log.problems.append(CHANGED.problem(message, path=(*reader.base, name), location=place, record=known.id))


def _shown(value: object) -> str:
    """Return a value in a message."""
    if not has_value(value):
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, cast("tuple[object, ...]", value)))
    if isinstance(value, Identifier):
        return f"{value.scheme} {quote(value.value)}"
    return quote(value if isinstance(value, str) else str(value))
