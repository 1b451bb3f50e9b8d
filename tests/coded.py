"""A project with fields of its own on three types of records, and values of these fields."""

from typing import Annotated, ClassVar, Literal

from attrs import frozen
from hypothesis import strategies as st

from alliancekit import PartialDate, ProjectFields, Proposal, Source, Statement
from alliancekit.models import Record
from alliancekit.projects import Project
from alliancekit.rules import AnyOf, Minimum, NotBlank, RecordRule


@frozen(kw_only=True)
class Passage(Record):
    """A page of a source.

    Attributes:
        page: Its number.
    """

    page: int


@frozen(kw_only=True)
class SpeechCoding(Record):
    """How the project codes a statement.

    Attributes:
        salience: How important it is, from 1.
        tone: Its tone.
        remark: A remark of the coder.
        coded: When it was coded.
        passages: Where to look.
    """

    salience: Annotated[int, Minimum(code="CW1", demand="The salience is 1 or more.", bound=1)]
    tone: Literal["hostile", "friendly"] | None = None
    remark: Annotated[str, NotBlank(code="CW2", demand="A remark is not blank.")] | None = None
    coded: PartialDate | None = None
    passages: tuple[Passage, ...] = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        AnyOf(code="CW3", demand="A coding has a tone or a remark.", advice="add one", names=("tone", "remark")),
    )


@frozen(kw_only=True)
class Weight(Record):
    """The weight of a proposal; a class without rules.

    Attributes:
        weight: The weight.
    """

    weight: int = 0


WAR = Project(name="cold_war", fields={Statement: SpeechCoding, Proposal: Weight})

MORE = Project(name="more", fields={Source: Weight})

_NUMBERS = st.integers(-(1 << 63), (1 << 63) - 1) | st.floats(allow_nan=False, allow_infinity=False)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)
"""Plain values."""

ANY_FIELDS = st.dictionaries(
    st.from_regex(r"([a-wyz][a-z0-9_]{0,5}|x[a-z0-9]{0,5})", fullmatch=True),
    st.dictionaries(_TEXTS, VALUES, max_size=3),
    max_size=3,
).map(ProjectFields)
"""Fields of any projects."""
