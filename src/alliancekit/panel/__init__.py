"""Panels: who is bound to whom, a row a state and year or a row a dyad and year, with an account of every row.

The units are the states of a system, Correlates of War or Gleditsch and Ward, as the registry `alliancekit.states` has
them; without a system they are the parties of the treaties. What counts in a year is said by a rule: what holds on any
of its days, on its 1 January, or on most of its days.

The columns of every panel are ``year`` (or ``day``); the unit; ``treaties``, how many there are, and ``treaty_ids``;
and a column for each obligation: 1 if it is owed, 0 if it is not. In a year of which not all treaties are known, there
is null where none that is known says otherwise: absence is 0 only where it is known. A treaty without any commitment
says nothing of what is owed: an obligation is null there, not 0, unless another treaty has it.

A party of a treaty is placed by the codes of its state record, day by day, whatever its id: a code of any system leads
to the state of the registry that has it. Of a party without a record, the id is that of the registry. A party that
cannot be placed has no row, and where it may be a state of the system, cells are null: the account says why.

There is a column for each obligation that any of the treaties names. What none names is not coded in them, as ATOP
codes no bases, and has no column: nothing is known of it.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol, TypeAlias, get_args, runtime_checkable

from alliancekit._arguments import Number, When
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidPanel
from alliancekit.models import Entry, Treaty
from alliancekit.panel._account import PanelAccount, PanelStep
from alliancekit.panel._build import ApartDyads, JointMembership, PanelInputs, dyads, ground, memberships_of, states_of
from alliancekit.panel._panel import Formulas, Panel, obligations_of, write
from alliancekit.panel._times import DateRange, PanelTimes, PartYearRule
from alliancekit.panel._treaty_tables import OBLIGATIONS, ties
from alliancekit.panel._units import StateSystem
from alliancekit.panel.arguments import chosen, coverage_of, days_of, entries_of, years_of
from alliancekit.states.placing import Trust

__all__ = [
    "OBLIGATIONS",
    "ApartDyads",
    "Covered",
    "Formulas",
    "JointMembership",
    "Panel",
    "PanelAccount",
    "PanelStep",
    "PartYearRule",
    "StateSystem",
    "Treaties",
    "Trust",
    "dyad_days",
    "dyad_years",
    "membership_days",
    "memberships",
    "obligations_of",
    "state_days",
    "state_years",
    "write",
]  # fmt: skip


@runtime_checkable
class Covered(Protocol):
    """Treaties that say for which time they are all there are, as a loader returns them."""

    @property
    def records(self) -> tuple[Treaty, ...]:
        """The treaties."""
        ...

    @property
    def coverage(self) -> PartialDate:
        """The time, an interval."""
        ...


Treaties: TypeAlias = Iterable[Entry] | Covered
"""Treaties with the records of their states, such as a corpus, or what a loader of `alliancekit.loaders` returns."""


def dyad_years(  # noqa: PLR0913 - each says one thing about the rows
    treaties: Treaties,
    *,
    directed: bool,
    years: tuple[Number, Number] | None = None,
    system: StateSystem | None = "cow",
    part_years: PartYearRule = "any",
    together: JointMembership = "year",
    apart: ApartDyads = "drop",
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of dyads and years.

    Its columns are ``year, state_a, code_a, state_b, code_b, treaties, treaty_ids`` and the obligations. Directed, an
    obligation is 1 if a owes it to b, and each pair has two rows. Not directed, each pair has one row, with a before b
    in the order of their codes, and an obligation is 1 if either owes it. A treaty counts where both are party to it,
    whatever they owe.

    Args:
        treaties: The treaties.
        directed: Whether the dyads are directed.
        years: The first and the last year, both included; whole numbers of Python, numpy or pandas. None: those that
            the list of the system covers; without a system, those of the treaties.
        system: The system whose states make the dyads: ``cow``, ``gw`` or ``gw_and_microstates``. None: only
            dyads with a treaty, of whatever parties; who else was there is not known.
        part_years: What counts in a year: what holds on any of its days (``any``), on 1 January (``january``), or on
            more than half of its days (``majority``); membership in the system, in a treaty, and what is owed alike.
        together: Whether two parties of a treaty are in it together when both are in it in the same year (``year``: so
            the field counts), or on the same day only (``day``).
        apart: What becomes of a dyad of two states that are both in the system in a year, but never on the same day,
            such as West Germany and Germany in 1990: it is left out and counted (``drop``), or has a row (``keep``,
            which does not go with ``together="day"``).
        coverage: For which time a treaty that is not there is known not to have been, an interval such as
            ``1815/2016``. None: that of the loader; else from the first day of any of the treaties to the last.
        trust: Who is right where the code of a state record contradicts the registry's entry for the id of the record,
            or is the code of another record at the same time: with ``registry``, such a record is not placed; with
            ``record``, it is placed by its codes.

    Raises:
        BeyondCoverage: If the list of the system, or without a system the coverage, doesn't have all the years.
        InvalidPanel: If an argument is none of those allowed, or the years or the coverage are no interval of time.
        MissingExtra: If polars is not installed.
    """
    chosen("directed", directed, (True, False))
    chosen("apart", apart, get_args(ApartDyads))
    if apart == "keep" and together == "day":
        message = (
            'apart="keep" keeps dyads of states that share no day, which together="day" rules out; say one of them'
        )
        raise InvalidPanel(message)
    base = _ground(treaties, system, coverage, partial(years_of, years, part_years), trust, together, apart)
    return dyads(base, directed=directed)


def state_years(  # noqa: PLR0913
    treaties: Treaties,
    *,
    years: tuple[Number, Number] | None = None,
    system: StateSystem | None = "cow",
    part_years: PartYearRule = "any",
    together: JointMembership = "year",
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of states and years.

    Its columns are ``year, state, code, treaties, allies, treaty_ids`` and the obligations. A treaty counts if another
    party is in it too; ``allies`` is the number of these parties, in the system or not; an obligation is 1 if the state
    owes it to any of them.

    Args:
        treaties: The treaties.
        years: As for `dyad_years`, and so are the others.
        system: The system whose states make the rows.
        part_years: What counts in a year.
        together: When two parties are in a treaty together.
        coverage: For which time absence is known.
        trust: Who is right where a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_years`.
        InvalidPanel: As for `dyad_years`.
        MissingExtra: If polars is not installed.
    """
    return states_of(_ground(treaties, system, coverage, partial(years_of, years, part_years), trust, together))


def memberships(  # noqa: PLR0913
    treaties: Treaties,
    *,
    years: tuple[Number, Number] | None = None,
    system: StateSystem | None = None,
    part_years: PartYearRule = "any",
    together: JointMembership = "year",
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of memberships: a row a treaty, party and year.

    Its columns are ``year, state, code, treaty`` and the obligations: 1 if the state owes it under this treaty to
    anybody who is in it too.

    Args:
        treaties: The treaties.
        years: As for `dyad_years`, and so are the others.
        system: The system whose codes are shown. A party that is not in it in a year keeps its row, without a state;
            one that never has a code there is left out, which the account says.
        part_years: What counts in a year.
        together: When two parties are in a treaty together.
        coverage: For which time absence is known.
        trust: Who is right where a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_years`.
        InvalidPanel: As for `dyad_years`.
        MissingExtra: If polars is not installed.
    """
    return memberships_of(_ground(treaties, system, coverage, partial(years_of, years, part_years), trust, together))


def dyad_days(  # noqa: PLR0913
    treaties: Treaties,
    *,
    directed: bool,
    days: When | tuple[When, When],
    system: StateSystem | None = "cow",
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of dyads and days, with the columns of `dyad_years`, but ``day`` for ``year``.

    Args:
        treaties: The treaties.
        directed: Whether the dyads are directed.
        days: A day, such as ``1914-07-01``, or the first and the last day, both included; as EDTF text or as dates of
            datetime, numpy or pandas.
        system: As for `dyad_years`.
        coverage: As for `dyad_years`.
        trust: As for `dyad_years`.

    Raises:
        BeyondCoverage: If the list of the system, or without a system the coverage, doesn't have all the days.
        InvalidPanel: If an argument is none of those allowed, or the days or the coverage are no interval of time.
        MissingExtra: If polars is not installed.
    """
    chosen("directed", directed, (True, False))
    return dyads(_ground(treaties, system, coverage, partial(days_of, days), trust), directed=directed)


def state_days(
    treaties: Treaties,
    *,
    days: When | tuple[When, When],
    system: StateSystem | None = "cow",
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of states and days, with the columns of `state_years`, but ``day`` for ``year``.

    Args:
        treaties: The treaties.
        days: As for `dyad_days`, and so are the others.
        system: The system whose states make the rows.
        coverage: For which time absence is known.
        trust: Who is right where a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_days`.
        InvalidPanel: As for `dyad_days`.
        MissingExtra: If polars is not installed.
    """
    return states_of(_ground(treaties, system, coverage, partial(days_of, days), trust))


def membership_days(
    treaties: Treaties,
    *,
    days: When | tuple[When, When],
    system: StateSystem | None = None,
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of memberships and days, with the columns of `memberships`, but ``day`` for ``year``.

    Args:
        treaties: The treaties.
        days: As for `dyad_days`.
        system: The system whose codes are shown.
        coverage: For which time absence is known.
        trust: Who is right where a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_days`.
        InvalidPanel: As for `dyad_days`.
        MissingExtra: If polars is not installed.
    """
    return memberships_of(_ground(treaties, system, coverage, partial(days_of, days), trust))


def _ground(  # noqa: PLR0913, PLR0917 - what the panels have in common
    treaties: Treaties,
    system: StateSystem | None,
    coverage: PartialDate | str | None,
    asked: Callable[[StateSystem | None, DateRange | None], PanelTimes],
    trust: Trust,
    together: JointMembership = "day",
    apart: ApartDyads = "drop",
) -> PanelInputs:
    """Return what the rows of a panel are made of; the times asked for depend on what is known."""
    chosen("together", together, get_args(JointMembership))
    chosen("system", system, (*get_args(StateSystem), None))
    chosen("trust", trust, get_args(Trust))
    if isinstance(treaties, Covered):
        coverage = coverage or treaties.coverage
        given, records = entries_of((*treaties.records, *getattr(treaties, "parties", ())))
    else:
        given, records = entries_of(treaties)
    made = ties(given)
    known = made.coverage if coverage is None else coverage_of(coverage)
    return ground(made, asked(system, known), together, system, known, records, trust, apart)
