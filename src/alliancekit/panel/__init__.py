"""Panels of treaties: dyad-years, state-years, memberships and their daily versions, with an account of all rows.

The units are the members of a state system, Correlates of War or Gleditsch and Ward, as in the registry
`alliancekit.states`; without a system they are the parties of the treaties. A rule decides what counts in a year: what
is in force on any of its days, on 1 January, or on more than half of its days.

The columns of every panel are ``year`` (or ``day``); the unit; ``treaties``, the number of treaties, and
``treaty_ids``; and a column for each obligation: 1 if it is owed, 0 if it is not. A cell is 0 only if absence is known.
In a year outside the coverage of the treaties it is null, unless a treaty is known. A treaty without any commitment has
unknown obligations: they are null, not 0, unless another treaty has them.

Only parties count. A signatory of a treaty has no row and no obligation from it, and a treaty that never came into
force counts nothing; with ``as_of``, the cells of its signatories are null after that day. An obligation toward a state
that is no party, such as a guarantee, is no tie of an alliance: it does not count, and the account lists it.

A party of a treaty is placed by the codes of its state record, day by day, not by its id: each code belongs to a state
of the registry. A party without a record is placed by its id. A party that can't be placed has no row, and the cells of
the states that it may be are null; the account gives the reason.

There is a column for each obligation in any commitment of the treaties. Other obligations are not coded in the data (as
ATOP does not code bases) and have no column: they are unknown.
"""

from functools import partial
from typing import get_args

from alliancekit._arguments import Number, When
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidPanel
from alliancekit.panel._account import PanelAccount, PanelStep
from alliancekit.panel._asymmetry import AsymmetricRule
from alliancekit.panel._build import dyads, memberships_of, states_of
from alliancekit.panel._checked_inputs import Covered, PanelOptions, Treaties, checked_inputs
from alliancekit.panel._directions import Directions
from alliancekit.panel._join import On
from alliancekit.panel._panel import Panel, obligations_of
from alliancekit.panel._panel_inputs import ApartDyads, JointMembership
from alliancekit.panel._times import PartYearRule
from alliancekit.panel._treaty_tables import OBLIGATIONS
from alliancekit.panel._units import StateSystem
from alliancekit.panel._write import ColumnChange, Formulas, WrittenFile, write
from alliancekit.panel.arguments import check_choice, days_of, years_of
from alliancekit.states.placing import Trust

__all__ = [
    "OBLIGATIONS",
    "ApartDyads",
    "AsymmetricRule",
    "ColumnChange",
    "Covered",
    "Directions",
    "Formulas",
    "JointMembership",
    "On",
    "Panel",
    "PanelAccount",
    "PanelStep",
    "PartYearRule",
    "StateSystem",
    "Treaties",
    "Trust",
    "WrittenFile",
    "dyad_days",
    "dyad_years",
    "membership_days",
    "memberships",
    "obligations_of",
    "state_days",
    "state_years",
    "write",
]  # fmt: skip


def dyad_years(  # noqa: PLR0913 - options of the rows
    treaties: Treaties,
    *,
    directed: bool,
    years: Number | tuple[Number, Number] | None = None,
    system: StateSystem | None = "cow",
    part_years: PartYearRule = "any",
    together: JointMembership = "year",
    apart: ApartDyads = "drop",
    carry_forward: bool = False,
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
    directions: Directions | None = None,
    asymmetric: AsymmetricRule = "by_obligation",
    counts: bool = False,
) -> Panel:
    """Return the panel of dyad-years.

    Its columns are ``year, state_a, code_a, state_b, code_b, treaties, treaty_ids`` and the obligations. In a directed
    panel each pair has two rows, and an obligation is 1 if a owes it to b. In an undirected panel each pair has one
    row, with a before b in the order of their codes, and an obligation is 1 if either state owes it to the other. A
    treaty counts if both states are party to it, even without an obligation between them. Obligations count only from
    these treaties.

    Args:
        treaties: The treaties.
        directed: Whether the dyads are directed.
        years: One year, such as ``1955``, or the first and the last year, both included, such as ``(1816, 2016)``;
            whole numbers of Python, numpy or pandas. None: the years of the coverage that the list of the system covers
            too; the account counts the others.
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
        carry_forward: Whether years after the end of the system's list are allowed: its last members are assumed to
            remain. The account says so.
        coverage: The time for which the treaties are complete, so that absence is known: an interval such as
            ``1815/2016``. None: the coverage of the loader; otherwise from the first to the last day of any treaty.
        trust: Which source is right if a code of a state record contradicts the registry's entry for the id of the
            record, or is the code of another record at the same time: with ``registry``, such a record is not placed;
            with ``record``, it is placed by its codes.
        directions: The directed dyad-years of ATOP, from `alliancekit.loaders.atop_ddyr`: they say toward whom the
            members of ATOP's alliances have their obligations. In the years that they cover, they replace the
            obligations of these alliances. If there are no other treaties and no `coverage`, they do so also after the
            last year of the treaties. They know years only. So if `part_years` is not ``any``, or with
            ``together="day"``, they replace nothing: an obligation of one of these alliances counts only toward the
            states toward which they have it in that year.
        asymmetric: Which obligations have an unknown direction, so that their cells are null, in years without
            `directions`. The member level of ATOP does not say toward which of the other members an obligation is. In
            an asymmetric alliance (``asymm`` is 1) of three or more members, it may be toward some of them only. With
            ``all``, this is so for all obligations of such an alliance; with ``differing``, only if another member does
            not have the same obligation; with ``by_obligation``, ``all`` for defense and ``differing`` for the others;
            with ``none``, every obligation counts toward all other members. A cell is never null if another treaty
            makes it 1, if the state has no such obligation, or in an undirected panel if the other state certainly owes
            it.
        counts: Whether to add for each obligation the number of treaties in which it is owed, such as
            ``defense_treaties``. It is null if it is unknown, and outside the coverage. With `directions`,
            a treaty counts if it has the obligation in the direction that they have. If they have an obligation that no
            treaty certainly has, the number is unknown.

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
    times = partial(years_of, years, part_years, carry_forward=carry_forward)
    common = PanelOptions(system, coverage, trust, carry_forward)
    base = checked_inputs(treaties, times, common, together, apart, directions, asymmetric, counts=counts)
    return dyads(base, directed=directed)


def state_years(  # noqa: PLR0913
    treaties: Treaties,
    *,
    years: Number | tuple[Number, Number] | None = None,
    system: StateSystem | None = "cow",
    part_years: PartYearRule = "any",
    together: JointMembership = "year",
    carry_forward: bool = False,
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
    directions: Directions | None = None,
    asymmetric: AsymmetricRule = "by_obligation",
    counts: bool = False,
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
        carry_forward: Whether years after the end of the system's list are allowed.
        coverage: The time for which absence is known.
        trust: Which source is right if a record contradicts the registry or another record.
        directions: The directed dyad-years of ATOP, as for `dyad_years`: they say toward whom a state has its
            obligations. An obligation toward a party without a code in the system is that of the treaties, because
            these dyad-years do not have such parties. ``treaties`` and ``allies`` count only the given treaties; the
            dyad-years may have others, which they do not name.
        asymmetric: Which obligations have an unknown direction, as for `dyad_years`. Only the number of partners
            depends on it.
        counts: Whether to add for each obligation the number of treaties in which the state owes it, such as
            ``defense_treaties``, and the number of other parties to which it owes it, such as ``defense_partners``, in
            the system or not. They are null if they are unknown, and outside the coverage.

    Raises:
        BeyondCoverage: As for `dyad_years`.
        InvalidPanel: As for `dyad_years`.
        MissingExtra: If polars is not installed.
    """
    times = partial(years_of, years, part_years, carry_forward=carry_forward)
    common = PanelOptions(system, coverage, trust, carry_forward)
    # Only the number of partners depends on the direction.
    return states_of(
        checked_inputs(
            treaties, times, common, together, "drop", directions, asymmetric, counts=counts, directions_matter=counts
        )
    )


def memberships(  # noqa: PLR0913
    treaties: Treaties,
    *,
    years: Number | tuple[Number, Number] | None = None,
    system: StateSystem | None = None,
    part_years: PartYearRule = "any",
    together: JointMembership = "year",
    carry_forward: bool = False,
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of memberships in treaties: a row for each treaty, party and year.

    Its columns are ``year, state, code, treaty`` and the obligations: 1 if the state owes it under this treaty to
    another party in that year. Without a `system`, ``code`` is null, since a party may have several codes.

    Args:
        treaties: The treaties.
        years: As for `dyad_years`; likewise the other arguments.
        system: The state system of the codes. A party that is not a member in a year has a row without a state; a party
            that never has a code in the system is left out, and the account lists it.
        part_years: What counts in a year.
        together: When two parties are in a treaty together.
        carry_forward: Whether years after the end of the system's list are allowed.
        coverage: The time for which absence is known.
        trust: Which source is right if a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_years`.
        InvalidPanel: As for `dyad_years`.
        MissingExtra: If polars is not installed.
    """
    times = partial(years_of, years, part_years, carry_forward=carry_forward)
    common = PanelOptions(system, coverage, trust, carry_forward)
    return memberships_of(checked_inputs(treaties, times, common, together, directions_matter=False))


def dyad_days(  # noqa: PLR0913
    treaties: Treaties,
    *,
    directed: bool,
    days: When | tuple[When, When],
    system: StateSystem | None = "cow",
    carry_forward: bool = False,
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
    directions: Directions | None = None,
    asymmetric: AsymmetricRule = "by_obligation",
    counts: bool = False,
) -> Panel:
    """Return the panel of dyad-days, with the columns of `dyad_years`, but ``day`` instead of ``year``.

    Args:
        treaties: The treaties.
        directed: Whether the dyads are directed.
        days: A day, such as ``1914-07-01``, or the first and the last day, both included; as EDTF text or as dates of
            datetime, numpy or pandas.
        system: As for `dyad_years`.
        carry_forward: As for `dyad_years`.
        coverage: As for `dyad_years`.
        trust: As for `dyad_years`.
        directions: As for `dyad_years`: on a day, an obligation of ATOP's alliances counts only toward states toward
            which the directed dyad-years have it in that year.
        asymmetric: As for `dyad_years`.
        counts: As for `dyad_years`.

    Raises:
        BeyondCoverage: If the list of the system, or without a system the coverage, does not cover all the days.
        InvalidPanel: If an argument has a value that is not allowed, or the days or the coverage are not an interval.
        MissingExtra: If polars is not installed.
    """
    check_choice("directed", directed, (True, False))
    times = partial(days_of, days, carry_forward=carry_forward)
    common = PanelOptions(system, coverage, trust, carry_forward)
    base = checked_inputs(treaties, times, common, "day", "drop", directions, asymmetric, counts=counts)
    return dyads(base, directed=directed)


def state_days(  # noqa: PLR0913
    treaties: Treaties,
    *,
    days: When | tuple[When, When],
    system: StateSystem | None = "cow",
    carry_forward: bool = False,
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
    directions: Directions | None = None,
    asymmetric: AsymmetricRule = "by_obligation",
    counts: bool = False,
) -> Panel:
    """Return the panel of state-days, with the columns of `state_years`, but ``day`` instead of ``year``.

    Args:
        treaties: The treaties.
        days: As for `dyad_days`; likewise the other arguments.
        system: The state system whose members form the rows.
        carry_forward: Whether days after the end of the system's list are allowed.
        coverage: The time for which absence is known.
        trust: Which source is right if a record contradicts the registry or another record.
        directions: As for `state_years`.
        asymmetric: As for `state_years`.
        counts: As for `state_years`.

    Raises:
        BeyondCoverage: As for `dyad_days`.
        InvalidPanel: As for `dyad_days`.
        MissingExtra: If polars is not installed.
    """
    times = partial(days_of, days, carry_forward=carry_forward)
    common = PanelOptions(system, coverage, trust, carry_forward)
    return states_of(
        checked_inputs(
            treaties, times, common, "day", "drop", directions, asymmetric, counts=counts, directions_matter=counts
        )
    )


def membership_days(  # noqa: PLR0913
    treaties: Treaties,
    *,
    days: When | tuple[When, When],
    system: StateSystem | None = None,
    carry_forward: bool = False,
    coverage: PartialDate | str | None = None,
    trust: Trust = "registry",
) -> Panel:
    """Return the panel of memberships by day, with the columns of `memberships`, but ``day`` instead of ``year``.

    Args:
        treaties: The treaties.
        days: As for `dyad_days`.
        system: The state system of the codes.
        carry_forward: Whether days after the end of the system's list are allowed.
        coverage: The time for which absence is known.
        trust: Which source is right if a record contradicts the registry or another record.

    Raises:
        BeyondCoverage: As for `dyad_days`.
        InvalidPanel: As for `dyad_days`.
        MissingExtra: If polars is not installed.
    """
    times = partial(days_of, days, carry_forward=carry_forward)
    common = PanelOptions(system, coverage, trust, carry_forward)
    return memberships_of(checked_inputs(treaties, times, common, "day", directions_matter=False))
