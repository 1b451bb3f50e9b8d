"""What became of the rows on the way to a panel: how many each step added or dropped, and which."""

from attrs import frozen

from alliancekit._polars import pl
from alliancekit.messages import counted


@frozen(eq=False)
class PanelStep:
    """What a step did.

    Attributes:
        what: What it did, in a few words.
        rows: How many rows there are after it.
        added: How many rows it added.
        dropped: How many it dropped.
        lines: What it dropped or has to say something of, a row each, with the reason; empty where rows were added
            only, which the panel itself has.
    """

    what: str
    rows: int
    added: int
    dropped: int
    lines: pl.DataFrame


@frozen(eq=False)
class PanelAccount:
    """The steps to a panel, in their order; ``str()`` lists them.

    Attributes:
        steps: The steps.
    """

    steps: tuple[PanelStep, ...]

    def __str__(self) -> str:
        """Return a line for each step, and a line for each reason below it."""
        return "\n".join(line for step in self.steps for line in _told(step))

    def dropped(self) -> pl.DataFrame:
        """Return the lines that the steps dropped, each with the step that it belongs to, and with its reason."""
        told = [step.lines.with_columns(step=pl.lit(step.what)) for step in self.steps if step.dropped]
        return pl.concat(told, how="diagonal") if told else pl.DataFrame({"step": []}, schema={"step": pl.String})


def _told(step: PanelStep) -> list[str]:
    change = ", ".join(
        f"{count:,} {done}" for count, done in ((step.added, "added"), (step.dropped, "dropped")) if count
    )
    lines = [f"{step.rows:>11,}  {step.what}{f' ({change})' if change else ''}"]
    if not step.lines.is_empty():
        reasons = step.lines.group_by("reason").len().sort("len", "reason", descending=[True, False])
        lines += [f"{'':>13}{counted(count, 'row')}: {reason}" for reason, count in reasons.iter_rows()]
    return lines
