"""Mentions: passages of a text that name a state, a known record or a date, or that are quotations."""

from typing import Final, Literal, TypeAlias, get_args

from attrs import frozen

from alliancekit.dates import PartialDate

MentionKind: TypeAlias = Literal["state", "demonym", "actor", "treaty", "proposal", "date", "quotation"]
"""What a passage is: the name of a state, a word for its people, the name of a record of the corpus, a date, or words
between quotation marks."""

MENTION_KINDS: Final[tuple[MentionKind, ...]] = get_args(MentionKind)


@frozen
class Mention:
    """A passage of a text, and what it refers to.

    Attributes:
        start: Its first code point, from 0.
        end: The code point after its last.
        line: Its line, from 1.
        column: The column in that line, from 1, in code points.
        kind: What it is.
        text: The passage, as it stands in the text.
        id: The id of the record that it names, if that is certain; None otherwise. For a quotation, its speaker.
        candidates: The ids of all records that it can name.
        date: The date, if it is certain; None otherwise.
        dates: The dates that it can be, if they are few and none is certain.
        within: The time in which the date lies, if that is certain and the date is not.
        reason: Why there is no certain record or date; None if there is one.
    """

    start: int
    end: int
    line: int
    column: int
    kind: MentionKind
    text: str
    id: str | None = None
    candidates: tuple[str, ...] = ()
    date: PartialDate | None = None
    dates: tuple[PartialDate, ...] = ()
    within: PartialDate | None = None
    reason: str | None = None
