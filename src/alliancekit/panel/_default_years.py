"""The default years of a panel: those of the coverage of the treaties that the list of states covers too."""

from alliancekit._polars import pl
from alliancekit.errors import BeyondCoverage
from alliancekit.panel._account import PanelStep
from alliancekit.panel._times import DateRange, PanelYears, PartYearRule


def default_years(
    rule: PartYearRule, list_name: str | None, listed: DateRange | None, known: DateRange | None
) -> PanelYears:
    """Return the default years of a panel, with a step of the account if the list covers fewer than the treaties.

    Args:
        rule: What counts in a year.
        list_name: The name of the list of states, for messages; None without a system.
        listed: The time that the list covers; without a system, the coverage of the treaties.
        known: The coverage of the treaties; None if no day is covered. Then the years are all years of the list.

    Raises:
        BeyondCoverage: If the list and the treaties cover no common year.
    """
    if listed is None:
        return PanelYears(1, 1, rule)
    start, end = known or listed
    first, last = max(start.year, listed[0].year), min(end.year, listed[1].year)
    if first > last:
        message = (
            f"the treaties cover {start}/{end}, but the {list_name} list covers {listed[0]}/{listed[1]} "
            "(pass years of the list, or system=None)"
        )
        raise BeyondCoverage(message)
    dropped = [(year, f"the {list_name} list begins on {listed[0]}") for year in range(start.year, first)]
    dropped += [(year, f"the {list_name} list ends on {listed[1]}") for year in range(last + 1, end.year + 1)]
    lines = pl.DataFrame(dropped, schema={"year": PanelYears.type, "reason": pl.String}, orient="row")
    step = PanelStep("years that the treaties cover", last - first + 1, 0, len(dropped), lines)
    return PanelYears(first, last, rule, (step,) if dropped else ())
