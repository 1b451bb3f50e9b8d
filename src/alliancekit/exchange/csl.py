"""Exchange sources as CSL-JSON, which Zotero, Better BibTeX and pandoc read and write."""

from collections.abc import Iterable, Iterator

from alliancekit.corpus import Corpus
from alliancekit.errors import Path
from alliancekit.exchange._csl_reading import ItemReader
from alliancekit.exchange._csl_updates import KnownSources
from alliancekit.exchange._csl_variables import is_source_id
from alliancekit.exchange._csl_writing import item_of
from alliancekit.exchange._names_of_items import SlugMaker
from alliancekit.exchange.results import Exported, ExportLog, Imported, ImportLog
from alliancekit.exchange.rules import STRUCTURE
from alliancekit.formats import LIMITS, AnyPath, Limits, Tree, path_of, read_bytes, read_json, write_json
from alliancekit.messages import described, quote
from alliancekit.models import Entry, Source
from alliancekit.models.identifier import Identifier


def from_csl(path: AnyPath, corpus: Corpus | None = None, *, limits: Limits = LIMITS) -> Imported:
    """Read sources from a file in CSL-JSON, such as Zotero exports.

    Args:
        path: The file: a list of items, or an object with such a list under `items`.
        corpus: A corpus whose sources the items update: a source with the id of an item, or with its citation key or
            its id as an identifier, keeps every value that CSL has no place for. A value that an item changes is
            reported (AK964).
        limits: The maximum size and depth of the file.

    Returns:
        The sources, and what was not converted. An item whose id is no id of a source gets one that is made from its
        citation key or its id; both stay identifiers.

    Raises:
        UnusableFile: If the file can't be read.
    """
    document = read_json(read_bytes(path_of(path), limits), str(path), limits)
    if document.problems:
        return Imported((), document.problems)
    log = ImportLog(document)
    known = KnownSources.of(() if corpus is None else corpus.sources())
    slugs = SlugMaker({id_.partition(":")[2] for id_ in known.by_id})
    items = [*_items(document.tree, log)]
    ids = {str(item.get("id")) for _, item in items}
    slugs.used.update(id_.partition(":")[2] for id_ in ids if is_source_id(id_))
    seen: set[str] = set()
    owners: dict[Identifier, Path] = {}
    sources: dict[str, Source] = {}
    for base, item in items:
        reader = ItemReader(item, base, log, owners)
        id_ = reader.text_of_id()
        if id_ is None:
            log.report(STRUCTURE, base, "must have an id and a type, both text")
        elif id_ in seen:
            log.report(STRUCTURE, (*base, "id"), f"must differ from the ids of other items, got {quote(id_)} again")
        else:
            seen.add(id_)
            source = reader.source(id_, slugs, known.by_key)
            if source.id in sources:
                log.report(STRUCTURE, (*base, "id"), f"must differ from other items, but is that of {source.id} too")
            else:
                sources[source.id] = known.updated(source, reader)
    return Imported(tuple(sources.values()), tuple(log.problems))


def to_csl(records: Iterable[Entry]) -> Exported:
    """Return the sources among records as a file in CSL-JSON, in the order of the records.

    Args:
        records: The records, such as a corpus; other records than sources are ignored.

    Returns:
        The file, and what was not converted.
    """
    log = ExportLog()
    items: list[Tree] = [item_of(record, log) for record in records if isinstance(record, Source)]
    return Exported(write_json(items), len(items), tuple(log.problems))


def _items(tree: Tree, log: ImportLog) -> Iterator[tuple[Path, dict[str, Tree]]]:
    """Yield each item with its path."""
    base: Path = ()
    if isinstance(tree, dict) and isinstance(tree.get("items"), list):
        tree, base = tree["items"], ("items",)
    if not isinstance(tree, list):
        log.report(STRUCTURE, (), f"CSL-JSON must be a list of items, got {described(tree)}")
        return
    for n, item in enumerate(tree):
        if isinstance(item, dict):
            yield (*base, n), item
        else:
            log.report(STRUCTURE, (*base, n), f"must be an object, got {described(item)}")
