"""Text, names and periods: small values of many records."""

from typing import Annotated, Literal, TypeAlias

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.models.ids import ONCE
from alliancekit.rules.counts import AtLeast
from alliancekit.rules.intervals import Interval
from alliancekit.rules.text import NotBlank, Pattern

Text: TypeAlias = Annotated[
    str,
    NotBlank(
        code="AK104",
        demand="A text is not blank, and can be written as UTF-8 without NUL.",
        advice="write the text, or leave the field out if it is optional",
    ),
]
"""Text that is not blank."""

Texts: TypeAlias = Annotated[tuple[Text, ...], ONCE]

Language: TypeAlias = Annotated[
    str,
    Pattern(
        code="AK105",
        demand="A language is a well-formed BCP 47 tag (RFC 5646, section 2.1), in the usual letter case.",
        advice="write a tag such as 'en', 'ja' or 'zh-Hant-TW'",
        # language, script, region, variants, extensions, private use; with more parts than any tag has
        regex=(
            "[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
            "(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,4}(?:-[a-wyz0-9](?:-[a-z0-9]{2,8}){1,4}){0,4}(?:-x(?:-[a-z0-9]{1,8}){1,4})?"
        ),
        form="a language tag",
    ),
]
"""A language, as a BCP 47 tag."""

Url: TypeAlias = Annotated[
    str,
    Pattern(
        code="AK106",
        demand="A web address is absolute, http or https, without spaces.",
        advice="write the whole address, beginning with 'https://'",
        # after the host: no space, control character or half of a character; written without escapes, which differ
        # between the engines that read the JSON Schema
        regex=r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][!-~" + "\xa1-\ud7ff\ue000-\U0010ffff]*)?",
        form="a web address",
    ),
]
"""An absolute web address."""

Period: TypeAlias = Annotated[
    PartialDate,
    Interval(
        code="AK107",
        demand="A period is an EDTF interval: a start and an end, each of which may be open ('..') or unknown (empty).",
        advice="write 'start/end', such as '2022/2024', '2022/..' while it lasts, '2022/' if the end is not known",
        wanted=True,
    ),
]
"""A period of time: an interval whose ends may be open or unknown."""

Moment: TypeAlias = Annotated[
    PartialDate,
    Interval(
        code="AK108",
        demand="The date of an event, such as a signature, is no interval.",
        advice="write the date as far as it is known, such as '1960' or '1960-01'",
        wanted=False,
    ),
]
"""The day of an event, as far as it is known."""


NameKind: TypeAlias = Literal["official", "short", "historical", "variant"]
"""The kinds of names."""


NameOrder: TypeAlias = Literal["family-given", "given-family"]
"""Which part of a person's name comes first."""


@frozen(kw_only=True)
class Name(Record):
    """A name as people write it.

    Attributes:
        text: The name.
        language: Its language, as a BCP 47 tag.
        order: Which part of a person's name comes first.
        kind: Whether it is the official name, a short one, one used only in history, or another variant.
        period: When it is in use; None: no limit is known.
    """

    text: Text
    language: Language | None = None
    order: NameOrder | None = None
    kind: NameKind | None = None
    period: Period | None = None


Names: TypeAlias = Annotated[
    tuple[Name, ...],
    AtLeast(
        code="AK110",
        demand="A named record has at least one name; the first is the preferred one.",
        advice="add the preferred name, first in the list",
        count=1,
    ),
    ONCE,
]
"""Names; the first is the preferred one."""
