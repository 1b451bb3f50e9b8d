"""Drafts of corpora: the records of a corpus to be, which checks change until they break one rule."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from attrs import frozen
from hypothesis import strategies as st

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.models import Actor, Entry, Source, State, Statement, Treaty
from alliancekit.models.party import Party
from alliancekit.models.state import Code
from alliancekit.models.words import Name
from alliancekit.strategies._records import records
from alliancekit.strategies.drafts import draw_with
from alliancekit.strategies.values import texts_for_people

E = TypeVar("E", bound=Entry)
R = TypeVar("R", bound=Record)
T = TypeVar("T")

_NAMES: Final = (Name(text="A name"),)
_UNLISTED: Final = (Code(system="atop", value="1"),)
"""A code that no list of states has."""


_PLAIN: Final[Mapping[str, object]] = {"names": _NAMES, "identifiers": (), "codings": (), "attestations": ()}
"""The fields of actors, states and treaties without dates and references."""


@frozen
class CorpusDraft:
    """The records of a corpus to be.

    Attributes:
        records: The records, with a proposal, a statement, and all records to which they refer.
        draw: Draws from a strategy.
    """

    records: tuple[Entry, ...]
    draw: st.DrawFn

    # --- Records ----------------------------------------------------------------------------------------------------

    def one(self, model: type[E]) -> E:
        """Draw one of the records of a type."""
        return self.choose([record for record in self.records if isinstance(record, model)])

    def source_of(self, statement: Statement) -> Source:
        """Return the first source of a statement."""
        id_ = statement.attestations[0].source
        return next(record for record in self.records if isinstance(record, Source) and record.id == id_)

    def with_changed(self, *changed: Entry) -> tuple[Entry, ...]:
        """Return the records, with some of them replaced by those of the same id, and with new ones."""
        return tuple({record.id: record for record in (*self.records, *changed)}.values())

    # --- Drawing ----------------------------------------------------------------------------------------------------

    def choose(self, values: Sequence[T]) -> T:
        """Draw one of some values."""
        return self.draw(st.sampled_from(values))

    def text(self, wanted: Callable[[str], bool]) -> str:
        """Draw a text that is as wanted."""
        return draw_with(self.draw, texts_for_people(), wanted)

    def year(self, first: int, last: int) -> PartialDate:
        """Draw a year."""
        return PartialDate(str(self.draw(st.integers(first, last))))

    def years(self) -> tuple[PartialDate, PartialDate]:
        """Draw two years of the past, in ascending order."""
        later = self.draw(st.integers(1801, 2025))
        return self.year(1800, later - 1), PartialDate(str(later))

    def new(self, model: type[R], **values: object) -> R:
        """Draw a record with some values given."""
        return self.draw(records(model, projects=(), **{name: st.just(value) for name, value in values.items()}))

    def person(self, **values: object) -> Actor:
        """Draw a person that no source attests, by default without offices."""
        plain = {**_PLAIN, "kind": "person", "offices": ()}
        return self.new(Actor, **{"id": "actor:a-person", **plain, **values})

    def state(self, id_: str, **values: object) -> State:
        """Draw a state that no source attests, by default without spells, predecessors and listed codes."""
        plain = {**_PLAIN, "codes": _UNLISTED, "spells": (), "predecessors": ()}
        return self.new(State, **{"id": id_, **plain, **values})

    def treaty(self, id_: str, parties: tuple[Party, ...], **values: object) -> Treaty:
        """Draw a treaty that no source attests, by default without dates, and without references but to its parties."""
        undated = dict.fromkeys(("adopted", "signed", "in_force", "ended", "as_of"))
        empty = dict.fromkeys(
            ("signatories", "commitments", "provisions", "depositaries", "replaces", "amends", "groupings"), ()
        )
        plain = {**_PLAIN, **undated, **empty, "never_in_force": False}
        return self.new(Treaty, **{"id": id_, "parties": parties, **plain, **values})

    def with_treaty(self, id_: str, **values: object) -> tuple[Entry, ...]:
        """Return the records, with a drawn treaty between two new states."""
        states = [self.state(f"state:party-{n}") for n in (1, 2)]
        parties = tuple(Party(party=state.id) for state in states)
        return self.with_changed(*states, self.treaty(id_, parties, **values))
