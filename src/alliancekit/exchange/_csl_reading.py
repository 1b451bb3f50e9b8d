"""Read items of CSL-JSON as sources."""

from collections.abc import Callable, Mapping
from typing import Final

from attrs import define, field

from alliancekit.errors import InvalidDate, InvalidRecord, Path, path_text
from alliancekit.exchange._csl_dates import read_date
from alliancekit.exchange._csl_names import is_divided, printed_name
from alliancekit.exchange._csl_variables import (
    CITATION_KEY,
    DATED_BY,
    DOI,
    EMPTY_VALUES,
    FALLBACK_KIND,
    FORMATTING_TAGS,
    IN_CONTAINERS,
    ITEM_SCHEME,
    KINDS_OF_PARTS,
    SCHEMES,
    SHORT_DOI,
    SHORT_DOI_SCHEME,
    SOURCE_KINDS,
    UNTITLED,
    citation_key,
    is_source_id,
)
from alliancekit.exchange._names_of_items import SlugMaker
from alliancekit.exchange.results import ImportLog
from alliancekit.formats import Tree
from alliancekit.messages import quote
from alliancekit.models import Source
from alliancekit.models.identifier import Identifier
from alliancekit.models.ids import SourceId
from alliancekit.rules.shape import spec_of


@define
class ItemReader:
    """Converts an item to a source.

    Attributes:
        item: The item.
        base: Its path.
        log: The problems.
        owners: The path of the item that has an identifier.
        values: The values of the source that are known so far.
        identifiers: Its identifiers.
    """

    item: dict[str, Tree]
    base: Path
    log: ImportLog
    owners: dict[Identifier, Path]
    values: dict[str, object] = field(factory=dict)
    identifiers: list[Identifier] = field(factory=list)

    def text_of_id(self) -> str | None:
        """Return the id of the item as text; None if it has none, or no type."""
        id_, type_ = self.item.get("id"), self.item.get("type")
        text = str(id_) if isinstance(id_, str | int) and not isinstance(id_, bool) else ""
        return text if text.strip() and isinstance(type_, str) else None

    def source(self, id_: str, slugs: SlugMaker, known: Mapping[Identifier, str] | None = None) -> Source:
        """Return the source.

        Args:
            id_: The id of the item.
            slugs: Makes the id of the source, if that of the item is none.
            known: The ids of known sources, by the identifiers of items.
        """
        kind = self.item["type"]
        self.values["kind"] = kind if kind in SOURCE_KINDS else FALLBACK_KIND
        if kind not in SOURCE_KINDS:
            self.log.lost(
                (*self.base, "type"), f"{quote(kind)} is no kind of source, so the source is a {FALLBACK_KIND}"
            )
        for key, value in self.item.items():
            if value not in EMPTY_VALUES and key not in ("id", "type"):
                _READERS.get(key, ItemReader.unknown)(self, key, value)
        if not is_source_id(id_) and not any(it.value == id_ for it in self.identifiers if it.scheme == CITATION_KEY):
            self.add(ITEM_SCHEME, id_, "id")
        if is_source_id(id_):
            self.values["id"] = SourceId(id_)
        else:
            found = [known[each] for each in self.identifiers if each in known] if known else []
            made = found[0] if found else f"source:{slugs.make(citation_key(self.identifiers) or id_)}"
            self.values["id"] = SourceId(made)
        if "title" not in self.values:
            self.values["untitled"] = UNTITLED
        if "published" in self.values:
            self.values["dated_by"] = DATED_BY
        try:
            return self.built()
        except InvalidRecord as error:  # each value is valid, so only the order of the two dates can be wrong
            self.log.lost((*self.base, "accessed"), error.problems[0].message)
            del self.values["accessed"]
            return self.built()

    def built(self) -> Source:
        """Return the source of the values."""
        return Source(**self.values, identifiers=tuple(self.identifiers))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    def unknown(self, key: str, value: Tree) -> None:
        """Report a variable without a counterpart."""
        del value
        self.log.lost((*self.base, key), "a source has no field for it")

    def set(self, name: str, key: str, value: object) -> None:
        """Set a field of the source, if the value is valid there."""
        problem = next(spec_of(Source)[name].shape.problems(value, ()), None)
        if problem is None:
            self.values[name] = value
        else:
            self.log.lost((*self.base, key), f"it {problem.message.strip()}")

    def add(self, scheme: str, value: str, key: str) -> None:
        """Add an identifier, if its form is valid."""
        try:
            identifier = Identifier(scheme=scheme, value=value)
        except InvalidRecord as error:
            self.log.lost((*self.base, key), f"it {error.problems[0].message}")
            return
        owner = self.owners.setdefault(identifier, self.base)
        if owner != self.base:
            reason = f"the identifier is that of {path_text(owner)} too, and identifies one source"
            self.log.lost((*self.base, key), reason)
        elif identifier not in self.identifiers:
            self.identifiers.append(identifier)

    def read_title(self, key: str, value: Tree) -> None:
        """Read the title, without tags of formatting."""
        plain = FORMATTING_TAGS.sub("", value) if isinstance(value, str) else value
        if plain != value:
            self.log.lost((*self.base, key), "the formatting of a title is left out")
        self.set("title", key, plain)

    def read_container(self, key: str, value: Tree) -> None:
        """Read the periodical or site, which is the publisher of some kinds."""
        if self.values["kind"] in IN_CONTAINERS:
            self.set("publisher", key, value)
        else:
            self.unknown(key, value)

    def read_publisher(self, key: str, value: Tree) -> None:
        """Read the publisher, unless the periodical or site takes its place."""
        in_container = self.values["kind"] in IN_CONTAINERS
        if in_container and self.item.get("container-title") not in EMPTY_VALUES:
            self.log.lost((*self.base, key), "the publisher of the source is its container-title")
        else:
            self.set("publisher", key, value)

    def read_authors(self, key: str, value: Tree) -> None:
        """Read the authors, as printed."""
        names: list[str] = []
        for n, each in enumerate(value if isinstance(value, list) else [value]):
            name = printed_name(each)
            if name is None:
                reason = f"it must be a name in parts, or one in 'literal', got {quote(each)}"
                self.log.lost((*self.base, key, n), reason)
            elif name not in names:
                names.append(name)
        if any(map(is_divided, value if isinstance(value, list) else ())):
            self.log.lost((*self.base, key), "the division of names into their parts is left out")
        self.set("creators", key, tuple(names))

    def read_date(self, key: str, value: Tree) -> None:
        """Read a date."""
        try:
            date = read_date(value)
        except InvalidDate as error:
            self.log.lost((*self.base, key), str(error))
        else:
            self.set("published" if key == "issued" else key, key, date)

    def read_language(self, key: str, value: Tree) -> None:
        """Read the language, in the usual letter case."""
        self.set(key, key, usual_case(value) if isinstance(value, str) else value)

    def read_text(self, key: str, value: Tree) -> None:
        """Read a text with a field of the same name, in lower case."""
        self.set(key.lower(), key, value)

    def read_identifier(self, key: str, value: Tree) -> None:
        """Read an identifier, or a list of them."""
        if key == "ISBN" and self.values["kind"] in KINDS_OF_PARTS:
            self.log.lost((*self.base, key), "it identifies the book, not this part of it")
            return
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, bool) or not isinstance(each, str | int):
                self.log.lost((*self.base, key), f"it must be text or a whole number, got {quote(each)}")
                continue
            text = str(each)
            scheme = SCHEMES.get(key, key)
            if key == "DOI" and (match := DOI.fullmatch(text)):
                text = match[1].lower()
                scheme = SHORT_DOI_SCHEME if SHORT_DOI.fullmatch(text) else scheme
            self.add(scheme, text, key)


_READERS: Final[dict[str, Callable[[ItemReader, str, Tree], None]]] = {
    "title": ItemReader.read_title,
    "container-title": ItemReader.read_container,
    "publisher": ItemReader.read_publisher,
    "author": ItemReader.read_authors,
    "issued": ItemReader.read_date,
    "accessed": ItemReader.read_date,
    "language": ItemReader.read_language,
    "URL": ItemReader.read_text,
    "note": ItemReader.read_text,
    CITATION_KEY: ItemReader.read_identifier,
    **dict.fromkeys(SCHEMES, ItemReader.read_identifier),
}
"""The methods that read the variables of an item."""


def usual_case(tag: str) -> str:
    """Return a language tag in the usual letter case of BCP 47; case has no meaning there."""
    first, *rest = tag.split("-")
    parts = [first.lower()]
    for part in rest:
        single = any(len(other) == 1 for other in parts)  # what follows a single letter is in lower case
        region, script = len(part) == 2 and not single, len(part) == 4 and part.isalpha() and not single  # noqa: PLR2004
        parts.append(part.upper() if region else part.title() if script else part.lower())
    return "-".join(parts)
