"""Write sources as items of CSL-JSON."""

from collections.abc import Iterator
from typing import Final

from alliancekit.exchange._csl_dates import write_date
from alliancekit.exchange._csl_variables import (
    CITATION_KEY,
    CSL_FIELDS,
    DATED_BY,
    FORMATTING_TAGS,
    IN_CONTAINERS,
    ITEM_SCHEME,
    KINDS_OF_PARTS,
    SCHEMES,
    SHORT_DOI,
    SHORT_DOI_SCHEME,
    UNTITLED,
    citation_key,
    is_source_id,
)
from alliancekit.exchange._names_of_items import slug_of
from alliancekit.exchange.mappings import field_has_value
from alliancekit.exchange.results import ExportLog
from alliancekit.formats import Tree
from alliancekit.messages import quote
from alliancekit.models import Source
from alliancekit.models.identifier import Identifier

_VARIABLES: Final = {scheme: variable for variable, scheme in SCHEMES.items()} | {
    CITATION_KEY: CITATION_KEY,
    SHORT_DOI_SCHEME: "DOI",
}
"""The variables for identifiers, by scheme."""


def item_of(source: Source, log: ExportLog) -> dict[str, Tree]:
    """Return a source as an item, and report what it does not express."""
    lost = log.within(source.id)
    item: dict[str, Tree] = {"id": source.id, "type": source.kind}
    if source.title is not None:
        item["title"] = source.title
        if FORMATTING_TAGS.search(source.title):
            lost(("title",), "its tags mean formatting in CSL")
    if source.creators:
        item["author"] = [{"literal": name} for name in source.creators]
    if source.publisher is not None:
        item["container-title" if source.kind in IN_CONTAINERS else "publisher"] = source.publisher
    dates = (("published", "issued", source.published), ("accessed", "accessed", source.accessed))
    for name, variable, date in dates:
        if date is not None:
            item[variable] = write_date(date)
            if date.as_printed is not None:
                lost((name, "as_printed"), "a date in CSL has no printed form")
    texts = {"URL": source.url, "language": source.language, "note": source.note}
    item |= {variable: text for variable, text in texts.items() if text is not None}
    _write_identifiers(source, item, log)
    for name in _lost_fields(source):
        lost((name,), "CSL has no variable for it")
    return item


def _lost_fields(source: Source) -> Iterator[str]:
    """Yield the fields of a source that CSL has no variable for, unless an import writes the same values."""
    implied = {"dated_by": DATED_BY, "untitled": UNTITLED}
    for each in CSL_FIELDS:
        if each.exported == "lost" and field_has_value(source, each.ours):
            value: object = getattr(source, each.ours)
            if value != implied.get(each.ours):
                yield each.ours


def _write_identifiers(source: Source, item: dict[str, Tree], log: ExportLog) -> None:
    """Write the identifiers of a source into its item; the id of the item is one of them if it leads back to ours."""
    lost = log.within(source.id)
    key = citation_key(source.identifiers)
    for n, each in enumerate(source.identifiers):
        path, variable = ("identifiers", n), _variable(each, source)
        if each.scheme == ITEM_SCHEME and item["id"] == source.id and _leads_back(source, each.value, key):
            item["id"] = each.value
        elif variable is None:
            lost(path, f"CSL has no variable for {quote(each.value)} of the scheme {quote(each.scheme)} in this type")
        elif variable in item:
            lost(path, f"an item has one {variable}")
        else:
            item[variable] = each.value
    if item["id"] == source.id and key is not None and _leads_back(source, key, key):
        item["id"] = key


def _variable(identifier: Identifier, source: Source) -> str | None:
    """Return the variable for an identifier of a source; None if there is none."""
    if identifier.scheme == SHORT_DOI_SCHEME and not SHORT_DOI.fullmatch(identifier.value):
        return None
    if identifier.scheme == "isbn" and source.kind in KINDS_OF_PARTS:
        return None
    return _VARIABLES.get(identifier.scheme)


def _leads_back(source: Source, id_: str, key: str | None) -> bool:
    """Return whether an item with this id and citation key makes a source with the id of this one."""
    return not is_source_id(id_) and f"source:{slug_of(key or id_)}" == source.id
