"""The check that a state is a member of its state systems while it is party to a treaty."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, cast, get_args

from attrs import evolve

from alliancekit import engine
from alliancekit.corpus.checks.check import Check, CorpusIndex, RowFinder, TargetTables, day_number
from alliancekit.corpus.checks.dates import is_ahead
from alliancekit.corpus.references import value_at
from alliancekit.dates import Day, PartialDate
from alliancekit.dates.edtf import ENDLESS
from alliancekit.dates.partial import SPANS
from alliancekit.dates.periods import Periods
from alliancekit.errors import InvalidDate, Path, Problem, Severity, path_text
from alliancekit.models import Entry, State, Treaty
from alliancekit.models.party import Party
from alliancekit.models.state import Membership, Spell
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

EXISTS: Final = Rule(
    code="AK907",
    demand="A state is party to a treaty while it is a member of its state system.",
    advice="check the spell and the code; the lists of states differ",
    severity=Severity.WARNING,
)

MAJORS: Final = "cow_majors"
"""A system that a state need not be a member of to be party to a treaty."""

_SPELLS: Final = engine.Bounded("parties", "party", "spells", starts=("in_force", "signed"), ends=("ended", "as_of"))

_NEVER: Final = (1, 0)
"""Bounds in which no day lies."""

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each spell in which a party is certainly no member of a state system."""
    if not index.of(Treaty):
        return
    memberships: dict[str, tuple[_TimeInSystem, ...]]
    memberships = {state.id: tuple(_times_in_systems(state)) for state in index.of(State)}
    bounds = {id_: _sure(times) for id_, times in memberships.items() if times}
    for treaty in index.doubtful(Treaty, _SPELLS, bounds):
        life = _life(treaty, index.today)
        for position, party in enumerate(treaty.parties):
            times = memberships.get(party.party)
            if not times:
                continue
            path: Path = ("parties", position)
            spells = [((*path, "spells", n), spell) for n, spell in enumerate(party.spells)]
            # Without spells a state is party all the time.
            for place, spell in spells or ([(path, life)] if life else []):
                for system in _systems_without(times, spell):
                    member = f"a member of the {system} system throughout {spell.edtf}"
                    message = f"{path_text(place)}: {party.party} is not {member}"
                    yield EXISTS.problem(message, path=place, record=treaty.id)


def _life(treaty: Treaty, today: Day) -> PartialDate | None:
    """Return the life of a treaty as far as it is known; a day in the future is reported by itself."""
    first, last = treaty.in_force or treaty.signed, treaty.ended or treaty.as_of
    if last and is_ahead(last, today):
        last = None
    if first and not is_ahead(first, today):
        with suppress(InvalidDate):  # a qualified start may lie after the end at face value
            return PartialDate.parse(f"{first.edtf}/{last.edtf if last else ''}")
    return None


class _TimeInSystem(NamedTuple):
    """When a state is a member of a system of states.

    Attributes:
        system: The system.
        last: The last spell of membership.
        periods: The spells.
        gaps: The times that certainly lie between the periods; None if there are none.
        is_over: Whether all of them have an end.
    """

    system: str
    last: PartialDate
    periods: Periods
    gaps: Periods | None
    is_over: bool


def _times_in_systems(state: State) -> Iterator[_TimeInSystem]:
    """Yield when a state is a member of each system, but for `MAJORS`."""
    for system in dict.fromkeys(own.system for own in state.spells if own.system != MAJORS):
        periods = tuple(own.period for own in state.spells if own.system == system)
        gaps = [gap for gap in map(_gap, periods, periods[1:]) if gap]
        is_over = not any(period.edtf.endswith(("/", "..")) for period in periods)
        yield _TimeInSystem(system, periods[-1], Periods(periods), Periods(gaps) if gaps else None, is_over)


def _sure(times: Sequence[_TimeInSystem]) -> tuple[int, int]:
    """Return days, as numbers, between which a state is certainly a member of all its systems.

    They are those of the last spells; for other days, `_systems_without` knows more.
    """
    spans = [SPANS[own.last.edtf] for own in times]
    first, last = max(span.first_to for span in spans), min(span.last_from for span in spans)
    if not (MINYEAR <= first.year <= MAXYEAR and first <= last):
        return _NEVER
    common = PartialDate(f"{date(*first)}/{'..' if last == ENDLESS else date(*last)}")
    return (day_number(first), day_number(last)) if next(_systems_without(times, common), None) is None else _NEVER


def _systems_without(times: Iterable[_TimeInSystem], spell: PartialDate) -> Iterator[str]:
    """Yield each system of which a state is certainly no member at the start, the end or a time within a spell."""
    for own in times:
        # Most spells lie in one period of membership, so that their ends need no look of their own.
        contained = own.periods.contain(spell)
        if contained and not own.gaps:
            continue
        ends = () if contained else filter(None, (spell.start, spell.end))
        outside = not all(map(own.periods.may_overlap, ends))
        if outside or (own.gaps and own.gaps.overlap(spell)) or (spell.open_end and own.is_over):
            yield own.system


def _gap(earlier: PartialDate, later: PartialDate) -> PartialDate | None:
    """Return the days that lie for certain between two periods, if there are any."""
    if any(period.approximate or period.uncertain for period in (earlier, later)):
        return None
    last, first = earlier.latest, later.earliest
    if last is None or first is None or not MINYEAR < last.year <= first.year < MAXYEAR:
        return None
    start, end = date(*last) + timedelta(days=1), date(*first) - timedelta(days=1)
    return PartialDate(f"{start}/{end}") if start <= end else None


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    from alliancekit._polars import pl

    spells = tables[State].select(pl.col("id").alias("state"), "spells").explode("spells").drop_nulls()
    period = pl.col("spells").struct.field("period").struct
    systems = spells.select(
        "state",
        pl.col("spells").struct.field("system"),
        period.field("earliest").alias("since"),
        period.field("latest").alias("until"),
    ).filter(pl.col("system") != MAJORS)
    # The objects decide on states with several spells in a system, so one row stands for all of them.
    count = pl.len().over("state", "system").alias("count")
    return partial(_doubtful_rows, systems.with_columns(count).unique(["state", "system"], keep="any"))


def _doubtful_rows(systems: "pl.DataFrame", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the rows with a party that may be no member of a system, in a spell or in the life of the treaty."""
    from alliancekit._polars import pl

    first, last = objects.first_present(("in_force", "signed")), objects.first_present(("ended", "as_of"))
    parties = objects["parties"].items
    rows = parties.rows_above(parties.rows)
    party = pl.DataFrame({"row": rows, "state": parties["party"].series})
    spells = parties["spells"].items
    own = party[spells.rows_above(spells.rows)].with_columns(
        spells.part("earliest").alias("first"),
        spells.part("latest").alias("last"),
        spells.part("edtf").str.ends_with("..").alias("open"),
    )
    throughout = party.with_columns(
        first.part("earliest").gather(rows).alias("first"),
        last.part("latest").gather(rows).alias("last"),
        pl.lit(value=False).alias("open"),
    ).filter(~parties["spells"].present & first.present.gather(rows))
    beside = pl.concat([own, throughout]).join(systems, on="state")
    in_time = pl.col("until").is_null() | ((pl.col("last") <= pl.col("until")) & ~pl.col("open"))
    inside = (pl.col("since").is_null() | (pl.col("since") <= pl.col("first"))) & in_time & (pl.col("count") == 1)
    yield EXISTS.code, beside.filter(~inside.fill_null(value=False)).get_column("row")


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Let a state be party to a treaty before it is in its state system."""
    earlier, later = draft.years()
    system = draft.choose([system for system in get_args(Membership) if system != MAJORS])
    spell = draft.new(Spell, system=system, period=PartialDate(f"{later}/.."))
    state, other = draft.state("state:a-member", spells=(spell,)), draft.state("state:another")
    parties = (Party(party=state.id, spells=(PartialDate(f"{earlier}/{earlier}"),)), Party(party=other.id))
    return draft.with_changed(state, other, draft.treaty("treaty:too-early", parties))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Remove the spells of the state."""
    state = records[str(value_at(record, (*problem.path[:2], "party")))]
    return evolve(cast("State", state), spells=())


CHECK: Final = Check(
    rules=(EXISTS,),
    problems=problems,
    models=(Treaty,),
    bounded=_SPELLS,
    scope="linked",
    columns=_columns,
    target_columns={State: ("id", "spells")},
    extents={EXISTS: "not exact for states that have left a system and come back, and for dates that are vague"},
    breaking={EXISTS: _break},
    mending={EXISTS: _mend},
)
