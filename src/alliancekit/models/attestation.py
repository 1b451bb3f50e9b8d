"""Attestations: which passage of which source is the evidence of a record."""

from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from attrs import frozen

from alliancekit.engine import Record
from alliancekit.models.coding import REVIEWED_AFTER_CODING, Codings
from alliancekit.models.ids import ONCE, SourceRef
from alliancekit.models.words import Text, Texts
from alliancekit.rules.counts import AtLeast, Minimum
from alliancekit.rules.field_names import KeysMatch, NamesField
from alliancekit.rules.ordered import Ordered
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.text import Pattern

Offset: TypeAlias = Annotated[
    int,
    Minimum(
        code="AK120",
        demand="A position in a text is a number of code points, from 0.",
        advice="count code points, not bytes or UTF-16 units, from 0",
        bound=0,
    ),
]
"""A position in a text, in code points from 0; an end is exclusive."""

START_BEFORE_END = Ordered(
    code="AK121",
    demand="A span of text ends after it starts.",
    advice="give the end as the position after the last code point",
    names=("start", "end"),
    strict=True,
)

Fold: TypeAlias = Annotated[
    str,
    Pattern(
        code="AK123",
        demand="A fold is a number of folded characters, a colon and 16 hexadecimal digits.",
        advice="let `alliancekit.evidence.anchor` compute it",
        regex="(?:0|[1-9][0-9]{0,8}):[0-9a-f]{16}",
        form="a length, ':' and 16 hexadecimal digits in lower case",
    ),
]
"""Length and hash of folded text: ``57:0123456789abcdef``; `alliancekit.evidence` describes the folding."""


@frozen(kw_only=True)
class Anchor(Record):
    """A span of a source's text. Hashes find it again, so that its words are not stored.

    Attributes:
        start: Its first code point, from 0.
        end: The code point after its last.
        sha256: SHA-256 of the exact span in UTF-8, hexadecimal in lower case.
        fold: Length and hash of the span, folded.
        prefix: Length and hash of the folded characters before it: 32, fewer at the edge of the text, 40 or more where
            the same words occur elsewhere in the text.
        suffix: The same for the characters after it.
    """

    start: Offset
    end: Offset
    sha256: Annotated[
        str,
        Pattern(
            code="AK122",
            demand="A SHA-256 is 64 hexadecimal digits in lower case.",
            advice="let `alliancekit.evidence.anchor` compute it",
            regex="[0-9a-f]{64}",
            form="64 hexadecimal digits in lower case",
        ),
    ]
    fold: Fold
    prefix: Fold
    suffix: Fold

    RULES: ClassVar[tuple[RecordRule, ...]] = (START_BEFORE_END,)


@frozen(kw_only=True)
class Reading(Record):
    """The text that a source prints for a field of a record.

    Attributes:
        field: The field, such as ``members``, ``venue.kind`` or ``parties[state:usa]``, as in `Attestation.fields`.
        text: The printed text; None: the source gives nothing for this field.
    """

    field: Text
    text: Text | None = None


Wording: TypeAlias = Literal["verbatim", "indirect", "paraphrase", "mention"]
"""How the words of a source relate to those of the speaker."""


@frozen(kw_only=True)
class Attestation(Record):
    """A source's report of a record.

    Attributes:
        source: The source.
        wording: Whether its words are those of the speaker (verbatim), reported speech (indirect), a summary
            (paraphrase), or whether it only names the subject (mention).
        anchors: The spans of the text that report it.
        fields: The fields of the record for which it is the evidence, such as ``date`` or
            ``parties[state:usa].acts[ratification].date``; `alliancekit.rules.field_paths` describes the keys in
            brackets. Empty: the whole record.
        as_printed: The printed text of fields for which sources differ.
        codings: Who coded and reviewed this attestation; empty: as the record.
    """

    source: SourceRef
    wording: Wording
    anchors: Annotated[tuple[Anchor, ...], ONCE] = ()
    fields: Texts = ()
    as_printed: Annotated[tuple[Reading, ...], ONCE] = ()
    codings: Codings = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (REVIEWED_AFTER_CODING,)


Attestations: TypeAlias = Annotated[tuple[Attestation, ...], ONCE]
"""Reports of a record by sources."""

Attested: TypeAlias = Annotated[
    tuple[Attestation, ...],
    AtLeast(
        code="AK124",
        demand="A statement or a candidate is attested by at least one source.",
        advice="add the attestation of the source that reports it",
        count=1,
    ),
    ONCE,
]
"""Reports of a record that needs at least one."""

_KEYS = "The keys in the name of a field match one item each."
_KEYS_ADVICE = "write the key of the item, such as the id in 'parties[state:usa]'"

EVIDENCE_RULES: Final[tuple[RecordRule, ...]] = (
    NamesField(
        code="AK125",
        demand="A reading names a field that the record has.",
        advice="name a field of the record, such as 'members' or 'venue.kind'",
        path=("attestations", "as_printed", "field"),
    ),
    NamesField(
        code="AK126",
        demand="An attestation names fields that the record has.",
        advice="name a field of the record, such as 'members' or 'venue.kind'",
        path=("attestations", "fields"),
    ),
    KeysMatch(code="AK127", demand=_KEYS, advice=_KEYS_ADVICE, path=("attestations", "as_printed", "field")),
    KeysMatch(code="AK127", demand=_KEYS, advice=_KEYS_ADVICE, path=("attestations", "fields")),
    REVIEWED_AFTER_CODING,
)
"""The rules of every record with attestations and codings."""
