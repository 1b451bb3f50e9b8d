"""Panels of treaties: dyad-years, state-years, memberships and their daily versions, with an account of all rows.

The units are the members of a state system, Correlates of War or Gleditsch and Ward, as in the registry
`alliancekit.states`; without a system they are the parties of the treaties. A rule decides what counts in a year: what
is in force on any of its days, on 1 January, or on more than half of its days.

The columns of every panel are ``year`` (or ``day``); the unit; ``treaties``, the number of treaties, and
``treaty_ids``; and a column for each obligation: 1 if it is owed, 0 if it is not. A cell is 0 only if absence is known.
In a year outside the coverage of the treaties it is null, unless a treaty is known. A treaty without any commitment has
unknown obligations: they are null, not 0, unless another treaty has them.

A party of a treaty is placed by the codes of its state record, day by day, not by its id: each code belongs to a state
of the registry. A party without a record is placed by its id. A party that can't be placed has no row, and the cells of
the states that it may be are null; the account gives the reason.

There is a column for each obligation in any commitment of the treaties. Other obligations are not coded in the data (as
ATOP does not code bases) and have no column: they are unknown.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol, TypeAlias, get_args, runtime_checkable

from alliancekit._arguments import Number, When
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidPanel
from alliancekit.models import Entry, Treaty
from alliancekit.panel._account import PanelAccount, PanelStep
from alliancekit.panel._build import (
    ApartDyads,
    JointMembership,
    PanelInputs,
    dyads,
    memberships_of,
    panel_inputs,
    states_of,
)
from alliancekit.panel._panel import Formulas, Panel, obligations_of, write
from alliancekit.panel._times import DateRange, PanelTimes, PartYearRule
from alliancekit.panel._treaty_tables import OBLIGATIONS, treaty_tables
from alliancekit.panel._units import StateSystem
from alliancekit.panel.arguments import check_choice, coverage_of, days_of, entries_of, years_of
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
    """Treaties with the time for which they are complete, such as the result of a loader."""

    @property
    def records(self) -> tuple[Treaty, ...]:
        """The treaties."""
        ...

    @property
    def coverage(self) -> PartialDate:
        """The time, an interval."""
        ...


Treaties: TypeAlias = Iterable[Entry] | Covered
"""Treaties with the records of their states, such as a corpus, or the result of a loader of `alliancekit.loaders`."""


def dyad_years(  # noqa: PLR0913 - options of the rows
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
    """Return the panel of dyad-years.

    Its columns are ``year, state_a, code_a, state_b, code_b, treaties, treaty_ids`` and the obligations. In a directed
    panel each pair has two rows, and an obligation is 1 if a owes it to b. In an undirected panel each pair has one
    row, with a before b in the order of their codes, and an obligation is 1 if either state owes it to the other. A
    treaty counts if both states are party to it, even without an obligation between them.

    Args:
        treaties: The treaties.
        directed: Whether the dyads are directed.
        years: The first and the last year, both included; whole numbers of Python, numpy or pandas. None: the years
            that the list of the system covers; without a system, the years of the treaties.
        system: The state system whose members form the dyads: ``cow``, ``gw`` or ``gw_and_microstates``. None: only
            dyads with a treaty, of all kinds of parties; other dyads are unknown.
        part_years: What counts in a year: what is in force on any of its days (``any``), on 1 January (``january``), or
            on more than half of its days (``majority``). It applies to membership in the system, membership in a
            treaty, and obligations.
        together: When two parties are in a treaty together: if both are in it in the same year (``year``: the usual
            method of the field), or only if they are in it on the same day (``day``).
        apart: The treatment of a dyad of two states that are both in the system in a year, but never on the same day,
            such as West Germany and Germany in 1990: it is left out and counted (``drop``), or has a row (``keep``,
            which can't be combined with ``together="day"``).
        coverage: The time for which the treaties are complete, so that absence is known: an interval such as
            ``1815/2016``. None: the coverage of the loader; otherwise from the first to the last day of any treaty.
        trust: Which source is right if a code of a state record contradicts the registry's entry for the id of the
            record, or is the code of another record at the same time: with ``registry``, such a record is not placed;
            with ``record``, it is placed by its codes.

    Raises:
        BeyondCoverage: If the list of the system, or without a system the coverage, does not cover all the years.
        InvalidPanel: If an argument has a value that is not allowed, or the years or the coverage are not an interval.
        MissingExtra: If polars is not installed.
    """
    check_choice("directed", directed, (True, False))
    check_choice("apart", apart, get_args(ApartDyads))
    if apart == "keep" and together == "day":
        message = (
            'apart="keep" can\'t be combined with together="day", which excludes dyads of states that share no day'
        )
        raise InvalidPanel(message)
    base = _inputs(treaties, system, coverage, partial(years_of, years, part_years), trust, together, apart)
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
    """Return the panel of state-years.

    Its columns are ``year, state, code, treaties, allies, treaty_ids`` and the obligations. A treaty counts if it has
    another party in the year; ``allies`` is the number of these other parties, in the system or not; an obligation is 1
    if the state owes it to any of them.

    Args:
        treaties: The treaties.
        years: As for `dyad_years`; likewise the other arguments.
        system: The state system whose members form the rows.
        part_years: What counts in a year.
        together: When two parties are in a treaty together.
        coverage: The time for which absence is known.
        trust: Which source is right if a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_years`.
        InvalidPanel: As for `dyad_years`.
        MissingExtra: If polars is not installed.
    """
    return states_of(_inputs(treaties, system, coverage, partial(years_of, years, part_years), trust, together))


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
    """Return the panel of memberships in treaties: a row for each treaty, party and year.

    Its columns are ``year, state, code, treaty`` and the obligations: 1 if the state owes it under this treaty to
    another party in that year.

    Args:
        treaties: The treaties.
        years: As for `dyad_years`; likewise the other arguments.
        system: The state system of the codes. A party that is not a member in a year has a row without a state; a party
            that never has a code in the system is left out, and the account lists it.
        part_years: What counts in a year.
        together: When two parties are in a treaty together.
        coverage: The time for which absence is known.
        trust: Which source is right if a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_years`.
        InvalidPanel: As for `dyad_years`.
        MissingExtra: If polars is not installed.
    """
    return memberships_of(_inputs(treaties, system, coverage, partial(years_of, years, part_years), trust, together))


def dyad_days(  # noqa: PLR0913
    treaties: Treaties,
    *,
    directed: bool,
    days: When | tuple[When, When],
    system: StateSystem | None = "cow",
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of dyad-days, with the columns of `dyad_years`, but ``day`` instead of ``year``.

    Args:
        treaties: The treaties.
        directed: Whether the dyads are directed.
        days: A day, such as ``1914-07-01``, or the first and the last day, both included; as EDTF text or as dates of
            datetime, numpy or pandas.
        system: As for `dyad_years`.
        coverage: As for `dyad_years`.
        trust: As for `dyad_years`.

    Raises:
        BeyondCoverage: If the list of the system, or without a system the coverage, does not cover all the days.
        InvalidPanel: If an argument has a value that is not allowed, or the days or the coverage are not an interval.
        MissingExtra: If polars is not installed.
    """
    check_choice("directed", directed, (True, False))
    return dyads(_inputs(treaties, system, coverage, partial(days_of, days), trust), directed=directed)


def state_days(
    treaties: Treaties,
    *,
    days: When | tuple[When, When],
    system: StateSystem | None = "cow",
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of state-days, with the columns of `state_years`, but ``day`` instead of ``year``.

    Args:
        treaties: The treaties.
        days: As for `dyad_days`; likewise the other arguments.
        system: The state system whose members form the rows.
        coverage: The time for which absence is known.
        trust: Which source is right if a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_days`.
        InvalidPanel: As for `dyad_days`.
        MissingExtra: If polars is not installed.
    """
    return states_of(_inputs(treaties, system, coverage, partial(days_of, days), trust))


def membership_days(
    treaties: Treaties,
    *,
    days: When | tuple[When, When],
    system: StateSystem | None = None,
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of memberships by day, with the columns of `memberships`, but ``day`` instead of ``year``.

    Args:
        treaties: The treaties.
        days: As for `dyad_days`.
        system: The state system of the codes.
        coverage: The time for which absence is known.
        trust: Which source is right if a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_days`.
        InvalidPanel: As for `dyad_days`.
        MissingExtra: If polars is not installed.
    """
    return memberships_of(_inputs(treaties, system, coverage, partial(days_of, days), trust))


def _inputs(  # noqa: PLR0913, PLR0917 - options of all panels
    treaties: Treaties,
    system: StateSystem | None,
    coverage: PartialDate | str | None,
    times_of: Callable[[StateSystem | None, DateRange | None], PanelTimes],
    trust: Trust,
    together: JointMembership = "day",
    apart: ApartDyads = "drop",
) -> PanelInputs:
    """Check the arguments and return the inputs of a panel; the default years depend on the coverage."""
    check_choice("together", together, get_args(JointMembership))
    check_choice("system", system, (*get_args(StateSystem), None))
    check_choice("trust", trust, get_args(Trust))
    if isinstance(treaties, Covered):
        coverage = coverage or treaties.coverage
        entries, records = entries_of((*treaties.records, *getattr(treaties, "parties", ())))
    else:
        entries, records = entries_of(treaties)
    tables = treaty_tables(entries)
    known = tables.coverage if coverage is None else coverage_of(coverage)
    return panel_inputs(tables, times_of(system, known), together, system, known, records, trust, apart)
