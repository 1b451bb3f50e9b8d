"""The registry as polars frames: spells of codes and of memberships."""

from datetime import date
from typing import TYPE_CHECKING

from alliancekit.dates import Day
from alliancekit.models.state import Membership, System
from alliancekit.states._index import ALWAYS, index
from alliancekit.states._lookup import MEMBERSHIPS, SYSTEMS, known

if TYPE_CHECKING:
    from polars import DataFrame


def code_spells(system: System | None = None) -> "DataFrame":
    """Return the spells of state codes as a frame: columns state, system, code, start and end.

    Start and end are days, at face value even if the list marks them as uncertain. A null end is open: the state still
    has the code at the end of the list's `coverage`, and nothing is known after that. A null start has no limit.

    Args:
        system: The code system; None for all of them.

    Raises:
        MissingExtra: If polars is not installed.
        UnknownSystem: If there is no such system.
    """
    from alliancekit._polars import pl

    systems = SYSTEMS if system is None else (known(system, SYSTEMS),)
    rows = [
        (holding.state.id, of, holding.value, *_bounds(holding.days))
        for (of, _), holdings in index().of_state.items()
        if of in systems
        for holding in holdings
    ]
    schema = {"state": pl.String, "system": pl.String, "code": pl.String, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def memberships(system: Membership) -> "DataFrame":
    """Return the spells of membership in a state system as a frame: columns state, start and end.

    Start and end are days, as in `code_spells`.

    Args:
        system: ``cow``, ``gw``, ``gw_microstates`` or ``cow_majors``.

    Raises:
        MissingExtra: If polars is not installed.
        UnknownSystem: If there is no such system.
    """
    from alliancekit._polars import pl

    members = index().members[known(system, MEMBERSHIPS)]
    rows = [(holding.state.id, *_bounds(holding.days)) for holding in members]
    return pl.DataFrame(rows, schema={"state": pl.String, "start": pl.Date, "end": pl.Date}, orient="row")


def _bounds(days: tuple[Day, Day]) -> tuple[date | None, date | None]:
    """Return a range of days as Python dates; None for an end without a limit."""
    start, end = (None if day in ALWAYS else date(*day) for day in days)
    return start, end
