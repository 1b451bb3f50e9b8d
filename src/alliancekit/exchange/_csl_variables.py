"""The variables of CSL-JSON, and how the fields of a source correspond to them."""

import re
from collections.abc import Iterable
from typing import Final, get_args

from alliancekit.exchange.mappings import Correspondence, lost_fields
from alliancekit.formats import Tree
from alliancekit.models.identifier import Identifier
from alliancekit.models.source import SourceKind
from alliancekit.rules.ids import is_id

CSL_FIELDS: Final = (
    Correspondence("id", "id", "same", "same", "an id that is none of ours makes a new one, and stays an identifier"),
    Correspondence("kind", "type", "same", "partly", "a type that is no kind of source becomes `document`"),
    Correspondence("title", "title", "same", "partly", "tags of formatting are removed"),
    Correspondence("untitled", "", "lost", "none", "an item without a title states so"),
    Correspondence("publisher", "container-title", "same", "same", "of articles, posts and web pages"),
    Correspondence("publisher", "publisher", "same", "same", "of other kinds"),
    Correspondence("creators", "author", "same", "partly", "the division of a name into its parts is lost"),
    Correspondence("published", "issued", "partly", "partly", "`as_printed` is lost; EDTF is in `literal` if needed"),
    Correspondence("dated_by", "", "lost", "none", "an imported date is known from the bibliographic record"),
    Correspondence("url", "URL", "same", "same"),
    Correspondence("accessed", "accessed", "partly", "partly", "as `published`"),
    Correspondence("language", "language", "same", "same", "if it is a BCP 47 tag"),
    *lost_fields("digest", "file", "length", "regions", "derived_from", "machine_author"),
    Correspondence(
        "identifiers",
        "DOI, ISBN, PMID, PMCID, citation-key, id",
        "partly",
        "partly",
        "one of each; an ISBN only of a whole book",
    ),
    Correspondence("note", "note", "same", "same", "the field Extra of Zotero"),
    *lost_fields("codings", "project_fields"),
    Correspondence("", "ISSN", "none", "lost", "it identifies the periodical, not the source"),
    Correspondence("", "page, volume, abstract, editor, publisher-place, …", "none", "lost", "all other variables"),
)
"""How the fields of a source correspond to the variables of CSL-JSON."""

DATED_BY: Final = "bibliographic record"
"""How the date of an imported source is known."""

UNTITLED: Final = "the bibliographic record has no title"
"""Why an imported source has no title."""

SOURCE_KINDS: Final[tuple[SourceKind, ...]] = get_args(SourceKind)
FALLBACK_KIND: Final[SourceKind] = "document"
IN_CONTAINERS: Final = ("article-journal", "article-magazine", "article-newspaper", "post", "post-weblog", "webpage")
"""The kinds whose publisher is the periodical or the site in `container-title`."""

KINDS_OF_PARTS: Final = (*IN_CONTAINERS, "chapter", "paper-conference")
"""The kinds whose ISBN is that of the book or the periodical."""

SCHEMES: Final = {"DOI": "doi", "ISBN": "isbn", "PMID": "pmid", "PMCID": "pmcid"}
CITATION_KEY: Final = "citation-key"
ITEM_SCHEME: Final = "csl"
"""The scheme of ids of items that are no ids of sources."""

FORMATTING_TAGS: Final = re.compile(r"</?(?:i|b|sc|sup|sub)>|<span(?: [^<>]*)?>|</span>")
DOI: Final = re.compile(r"\s*(?:https?://(?:dx\.)?doi\.org/|doi: ?)?(10\.?[0-9.]*/\S+)\s*", re.IGNORECASE)
SHORT_DOI_SCHEME: Final = "shortdoi"
SHORT_DOI: Final = re.compile(r"10/[!-@\[-~]+")
EMPTY_VALUES: Final[tuple[Tree, ...]] = (None, "", [], {})


def is_source_id(text: str) -> bool:
    """Return whether a text is an id of a source."""
    return is_id(text, "source")


def citation_key(identifiers: Iterable[Identifier]) -> str | None:
    """Return the citation key among identifiers."""
    return next((each.value for each in identifiers if each.scheme == CITATION_KEY), None)
