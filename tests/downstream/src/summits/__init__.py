"""Summits and their hosts: a small project that uses alliancekit."""

from collections import Counter
from typing import Annotated, ClassVar

from attrs import frozen

from alliancekit import Actor, Corpus, PartialDate, Proposal, StateId
from alliancekit.models import Record
from alliancekit.rules import AtLeast, Distinct, Id, NotBlank, Ordered, RecordRule, Ref


@frozen(kw_only=True)
class Summit(Record):
    """A meeting of states, with user-defined rules.

    Attributes:
        id: ``summit:`` and a slug.
        title: The title.
        hosts: The states that host it.
        opened: When it opened.
        closed: When it closed.
    """

    id: Annotated[str, Id(code="SU001", demand="An id is 'summit:' and a slug.", kind="summit")]
    title: Annotated[str, NotBlank(code="SU002", demand="A title is not blank.")]
    hosts: Annotated[
        tuple[Annotated[StateId, Ref(code="SU003", demand="A host is a state.", kinds=("state",))], ...],
        AtLeast(code="SU004", demand="A summit has a host.", advice="add the host", count=1),
        Distinct(code="SU005", demand="A host is listed once."),
    ]
    opened: PartialDate
    closed: PartialDate | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Ordered(
            code="SU006",
            demand="A summit does not close before it opens.",
            advice="correct one of the dates",
            names=("opened", "closed"),
        ),
    )


def calls(corpus: Corpus) -> Counter[str]:
    """Return the number of proposals that list each actor or state as a member."""
    return Counter(member for record in corpus if isinstance(record, Proposal) for member in record.members)


def office_holders(corpus: Corpus) -> list[str]:
    """Return the preferred names of all actors with an office, in the order of the corpus."""
    return [record.names[0].text for record in corpus if isinstance(record, Actor) and record.offices]
