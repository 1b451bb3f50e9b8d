"""Sources: the documents that are the evidence of records."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeAlias, Unpack

from attrs import frozen

from alliancekit.engine import Record
from alliancekit.models.attestation import START_BEFORE_END, Offset
from alliancekit.models.coding import REVIEWED_AFTER_CODING, Codings
from alliancekit.models.identifier import Identifiers
from alliancekit.models.ids import SourceId, SourceRef, own
from alliancekit.models.words import Language, Moment, Text, Texts, Url
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.rules.disjoint import DisjointSpans
from alliancekit.rules.ordered import Ordered
from alliancekit.rules.presence import ExactlyOne, Needs
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.text import Pattern

if TYPE_CHECKING:
    from alliancekit.models.values import SourceValues

RegionKind: TypeAlias = Literal[
    "article", "headline", "standfirst", "caption", "byline", "epigraph", "boilerplate", "unrelated"
]
"""The kinds of regions of a text."""


@frozen(kw_only=True)
class Region(Record):
    """A part of a source's text.

    Attributes:
        kind: Its kind; boilerplate is text of the site around the document, unrelated is text of other documents.
        start: Its first code point, from 0.
        end: The code point after its last.
    """

    kind: RegionKind
    start: Offset
    end: Offset

    RULES: ClassVar[tuple[RecordRule, ...]] = (START_BEFORE_END,)


SourceKind: TypeAlias = Literal[
    "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter", "document",
    "hearing", "interview", "legislation", "motion_picture", "pamphlet", "paper-conference",
    "personal_communication", "post", "post-weblog", "report", "speech", "thesis", "treaty", "webpage",
]  # fmt: skip
"""The kinds of sources: types of the Citation Style Language (CSL 1.0.2, appendix III)."""


@frozen(kw_only=True)
class Source(Record):
    """A document with evidence; its text is never stored.

    Attributes:
        id: ``source:`` and a slug.
        kind: Its type, in the words of the Citation Style Language 1.0.2, which Zotero uses.
        title: Its title.
        untitled: Why there is no title; only for a source without one.
        publisher: Its publisher.
        creators: Its authors, as printed.
        published: When it was published, as far as known.
        dated_by: How that date is known.
        url: Its web address.
        accessed: When it was last seen at this address.
        language: The language of its text.
        digest: SHA-256 of the file, as an ``ni:`` URI of RFC 6920.
        file: The name of the file with its text.
        length: The length of the text in code points.
        regions: The parts of its text, in order and without overlap.
        derived_from: The source that it repeats or rewrites.
        machine_author: Whether its author is a program.
        identifiers: Its identifiers in external schemes.
        note: A remark in free text.
        codings: Who coded and reviewed it.
        project_fields: The fields of projects, such as ``x_study`` in a document.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
    """

    id: Annotated[SourceId, own("source")]
    kind: SourceKind
    title: Text | None = None
    untitled: Text | None = None
    publisher: Text | None = None
    creators: Texts = ()
    published: Moment | None = None
    dated_by: Text | None = None
    url: Url | None = None
    accessed: Moment | None = None
    language: Language | None = None
    digest: (
        Annotated[
            str,
            Pattern(
                code="AK303",
                demand="A digest is the SHA-256 of the file as an ni URI (RFC 6920): 43 characters of base64url.",
                advice="write 'ni:///sha-256;' and the digest in base64url without '='",
                # 256 bits fill 42 characters and two thirds of one more, whose last two bits are 0
                regex="ni:///sha-256;[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]",
                form="'ni:///sha-256;' and 43 characters of base64url",
            ),
        ]
        | None
    ) = None
    file: Text | None = None
    length: Offset | None = None
    regions: tuple[Region, ...] = ()
    derived_from: SourceRef | None = None
    machine_author: bool = False
    identifiers: Identifiers = ()
    note: Text | None = None
    codings: Codings = ()
    project_fields: ProjectFields = NO_PROJECT_FIELDS

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        REVIEWED_AFTER_CODING,
        ExactlyOne(
            code="AK301",
            demand="A source has either a title or the reason why it has none.",
            advice="give the title, or write in 'untitled' why there is none",
            names=("title", "untitled"),
        ),
        Ordered(
            code="AK302",
            demand="A source is published no later than it is accessed.",
            advice="correct one of the two dates",
            names=("published", "accessed"),
        ),
        Needs(
            code="AK304",
            demand="A source with a date states how the date is known.",
            advice="write in 'dated_by' how the date is known: printed, from the address, from the content",
            name="published",
            others=("dated_by",),
        ),
        DisjointSpans(
            code="AK305",
            demand="The regions of a source lie inside its text, in order, and do not overlap.",
            advice="correct the positions of the region",
            name="regions",
            length="length",
        ),
    )

    # begin derived signature
    if TYPE_CHECKING:

        @classmethod
        def from_values(cls, **values: Unpack[SourceValues]) -> Self:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
            """Return the record with these values, each converted without loss; see `Record.from_values`."""
            ...
    # end derived signature
