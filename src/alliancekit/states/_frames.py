"""The registry as tables for panels; with polars."""

from datetime import date
from typing import TYPE_CHECKING

from alliancekit.dates import Day
from alliancekit.models.state import Membership, System
from alliancekit.states._index import ALWAYS, index
from alliancekit.states._lookup import MEMBERSHIPS, SYSTEMS, known

if TYPE_CHECKING:
    from polars import DataFrame


def code_spells(system: System | None = None) -> "DataFrame":
    """Return which state has which code from when to when: columns state, system, code, start and end.

    Start and end are days, taken at face value where the list is not sure of them. A null end is open: the code holds
    at the end of the list's `coverage`, and what becomes of it then is not known. A null start has no limit.

    Args:
        system: The code system; left out, all of them.

    Raises:
        MissingExtra: If polars is not installed.
        UnknownSystem: If there is no such system.
    """
    from alliancekit._polars import pl

    wanted = SYSTEMS if system is None else (known(system, SYSTEMS),)
    rows = [
        (hold.state.id, of, hold.value, *_bounds(hold.days))
        for (of, _), holds in index().of_state.items()
        if of in wanted
        for hold in holds
    ]
    schema = {"state": pl.String, "system": pl.String, "code": pl.String, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def memberships(system: Membership) -> "DataFrame":
    """Return who is a member of a system of states from when to when: columns state, start and end.

    Start and end are days, as `code_spells` has them.

    Args:
        system: ``cow``, ``gw``, ``gw_microstates`` or ``cow_majors``.

    Raises:
        MissingExtra: If polars is not installed.
        UnknownSystem: If there is no such system.
    """
    from alliancekit._polars import pl

    rows = [(hold.state.id, *_bounds(hold.days)) for hold in index().members[known(system, MEMBERSHIPS)]]
    return pl.DataFrame(rows, schema={"state": pl.String, "start": pl.Date, "end": pl.Date}, orient="row")


def _bounds(days: tuple[Day, Day]) -> tuple[date | None, date | None]:
    """Return days as Python's own, None for one without a limit."""
    start, end = (None if day in ALWAYS else date(*day) for day in days)
    return start, end
