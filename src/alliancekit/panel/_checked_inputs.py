"""Checks the options that several panels have, and makes the inputs of a panel from treaties."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeAlias, get_args, runtime_checkable

from attrs import evolve, frozen

from alliancekit.dates import PartialDate
from alliancekit.models import Entry, Treaty
from alliancekit.panel._asymmetry import AsymmetricRule
from alliancekit.panel._directions import Directions
from alliancekit.panel._first_steps import rule_steps
from alliancekit.panel._panel_inputs import ApartDyads, JointMembership, PanelInputs, panel_inputs
from alliancekit.panel._times import DateRange, PanelTimes
from alliancekit.panel._treaty_tables import treaty_tables
from alliancekit.panel._units import StateSystem
from alliancekit.panel.arguments import (
    check_carry_forward,
    check_choice,
    check_directions,
    coverage_of,
    entries_of,
)
from alliancekit.states.placing import Trust


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


@frozen
class PanelOptions:
    """Options of all panels.

    Attributes:
        system: The state system.
        coverage: The time for which absence is known.
        trust: Which source is right.
        carry_forward: Whether times after the end of the system's list are allowed.
    """

    system: StateSystem | None
    coverage: PartialDate | str | None
    trust: Trust
    carry_forward: bool


def checked_inputs(  # noqa: PLR0913, PLR0917 - options of all panels
    treaties: Treaties,
    times_of: Callable[[StateSystem | None, DateRange | None], PanelTimes],
    options: PanelOptions,
    together: JointMembership,
    apart: ApartDyads = "drop",
    directions: Directions | None = None,
    asymmetric: AsymmetricRule = "none",
    *,
    counts: bool = False,
    directions_matter: bool = True,
) -> PanelInputs:
    """Check the arguments and return the inputs of a panel; the default years depend on the coverage.

    Without `directions_matter`, no cell depends on the direction of obligations, so `asymmetric` has no effect.
    """
    system, coverage = options.system, options.coverage
    extends = coverage is None
    rule: AsymmetricRule = asymmetric if directions_matter else "none"
    check_choice("together", together, get_args(JointMembership))
    check_choice("system", system, (*get_args(StateSystem), None))
    check_choice("trust", options.trust, get_args(Trust))
    check_choice("asymmetric", asymmetric, get_args(AsymmetricRule))
    check_choice("counts", counts, (True, False))
    check_carry_forward(options.carry_forward, system)
    check_directions(directions)
    if isinstance(treaties, Covered):
        coverage = coverage or treaties.coverage
        entries, records = entries_of((*treaties.records, *getattr(treaties, "parties", ())))
    else:
        entries, records = entries_of(treaties)
    tables = treaty_tables(entries, rule)
    known = tables.coverage if coverage is None else coverage_of(coverage)
    times = times_of(system, known)
    base = panel_inputs(
        tables, times, together, system, known, records, options.trust, apart, directions, extends=extends
    )
    rules = rule_steps(tables, rule, directions=directions is not None) if directions_matter else ()
    return evolve(base, steps=(*times.steps, *base.steps, *rules), counts=counts)
