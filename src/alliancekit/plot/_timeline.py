"""Draw the treaties of a state over time."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from alliancekit import states
from alliancekit._arguments import id_of
from alliancekit.dates import Day, PartialDate
from alliancekit.errors import AmbiguousState, UnknownState, UnusableInput
from alliancekit.messages import listed
from alliancekit.models import State, Treaty
from alliancekit.networks.labels import abbreviation, name_of
from alliancekit.panel import Treaties
from alliancekit.plot._figures import axes_of, describe, figure_of, legend_below
from alliancekit.plot._styles import FAINT, INK, SMALL, STYLES, label_of, strongest, style_of
from alliancekit.states.placing import Placement, placements
from alliancekit.text import quote

_Placements: TypeAlias = Mapping[str, tuple[Placement, ...]]
"""The placements of records of states in the registry, by id."""

_NAMES = 3
"""The number of partners that a label names."""

_LEAST_LENGTH = 0.004
"""The least length of a bar, relative to all years, so that a bar of a few days is visible."""

_ARROW_SIZE = 7.0
"""The greatest size of the arrow at an open end, in points."""

_BAR_HEIGHT = 0.7
"""The height of a bar, relative to its row."""


@frozen
class _Bar:
    """A spell of the state in a treaty.

    Attributes:
        start: Its start, in years.
        end: Its end, in years.
        open: Whether the spell has no known end.
    """

    start: float
    end: float
    open: bool


@frozen
class _TreatyRow:
    """A treaty of the state.

    Attributes:
        name: The label: the id of the treaty and the partners.
        obligation: The strongest obligation that the state owes or is owed.
        bars: The spells of the state.
    """

    name: str
    obligation: str | None
    bars: tuple[_Bar, ...]


def timeline(treaties: Treaties, state: State | str, *, ax: Axes | None = None) -> Axes:
    """Draw a bar for each spell of a state in each of its treaties, one row per treaty in the order of their start.

    The bar has the style of the strongest obligation that the state owes another party of the treaty or is owed by one,
    in the order defense, offense, neutrality, nonaggression, consultation, entente, bases, other. It goes from the
    first to the last day on which the treaty may have been in force. If no end is known, it goes to the last known day
    (``as_of``) and ends in an arrow. Its label has the id of the treaty and the partners.

    A treaty without a date of entry into force or signature has no bar; the `alt_text` has the number of such treaties.

    Args:
        treaties: The treaties, or a corpus or data set with treaties.
        state: The state: its record, its id, or an unambiguous name, such as ``France``.
        ax: The axes to draw on, with smaller labels if there is little room; None: those of a new figure with enough
            room.

    Raises:
        UnusableInput: If the state is party to no treaty, or `treaties` is a panel or frame.
        UnknownState: If neither the registry has such a name nor any treaty such a party.
        AmbiguousState: If several states have the name, or several records represent that state.
        TypeError: If the state is neither a record nor text.
    """
    if hasattr(treaties, "frame") or hasattr(treaties, "columns"):
        message = "treaties must be treaties or a corpus with treaties, got a panel or frame"
        raise UnusableInput(message)
    records = (
        tuple(treaties) if isinstance(treaties, Iterable) else (*treaties.records, *getattr(treaties, "parties", ()))
    )
    all_treaties = [record for record in records if isinstance(record, Treaty)]
    placements_of = placements(record for record in records if isinstance(record, State))
    id_ = _id(all_treaties, state, placements_of)
    own = [treaty for treaty in all_treaties if any(party.party == id_ for party in treaty.parties)]
    if not own:
        message = f"{id_} is party to none of the treaties ({len(all_treaties)})"
        raise UnusableInput(message)
    rows = [row for treaty in own for row in _rows(treaty, id_, placements_of)]
    if not rows:
        message = f"no treaty of {id_} has a start date, so there is nothing to draw (add 'in_force')"
        raise UnusableInput(message)
    rows.sort(key=lambda row: (row.bars[0].start, row.bars[-1].end, row.name))
    ax = axes_of(ax, 7, 1.1 + 0.17 * len(rows))
    _draw(ax, rows)
    describe(ax, _description(_registered(id_, int(rows[-1].bars[-1].end), placements_of), rows, len(own)))
    return ax


def _id(treaties: Iterable[Treaty], state: State | str, placements_of: _Placements) -> str:
    """Return the id that a state has as a party of the treaties."""
    text = id_of(state, "a state, its id or its name")
    if isinstance(state, State) or any(party.party == text for treaty in treaties for party in treaty.parties):
        return text
    try:
        registered = states.get(text).id
    except AmbiguousState as error:
        message = f"the name {quote(text)} belongs to more than one state (write an id: {listed(error.states)})"
        raise AmbiguousState(message, error.states) from None
    except UnknownState as error:
        if not error.states:
            raise
        message = f"{quote(text)} is a code, not the name of a state (write the id: {listed(error.states)})"
        raise UnknownState(message, error.states) from None
    # The corpus may have its own record of that state, with another id.
    ids = [
        id_
        for id_, spells in placements_of.items()
        if any(spell.states == (registered,) and not spell.reason for spell in spells)
    ]
    if len(ids) > 1:
        message = f"more than one record represents {registered} (write the id of one: {listed(tuple(ids))})"
        raise AmbiguousState(message, ids)
    return ids[0] if ids else registered


def _registered(party: str, year: int, placements_of: _Placements) -> str:
    """Return the registered state that a party represents at the end of a year; the party itself if there is none."""
    day = dt.date(year, 12, 31).toordinal()
    placement = next((each for each in placements_of.get(party, ()) if each.first <= day <= each.last), None)
    return placement.states[0] if placement and not placement.reason else party


def _rows(treaty: Treaty, state: str, placements_of: _Placements) -> Iterator[_TreatyRow]:
    """Yield the row of a treaty, if it has any bar."""
    date = treaty.in_force or treaty.signed
    start = date.earliest if date else None
    spells = next(party.spells for party in treaty.parties if party.party == state)
    bars = tuple(bar for spell in spells or (None,) for bar in _bars(treaty, spell, start))
    if bars:
        yield _TreatyRow(
            f"{treaty.id.partition(':')[2]}  {_partners(treaty, state, int(bars[0].start), placements_of)}",
            _obligation(treaty, state),
            bars,
        )


def _bars(treaty: Treaty, spell: PartialDate | None, treaty_start: Day | None) -> Iterator[_Bar]:
    """Yield the bar of a spell; if it is None, the bar of the whole life of a treaty."""
    start = spell.start.earliest if spell and spell.start else treaty_start
    if start is None:
        return
    end = spell.end if spell and spell.end else treaty.ended
    if end and end.latest:
        yield _Bar(_years(start), _years(end.latest), open=False)
    else:
        last_known = treaty.as_of.latest if treaty.as_of and treaty.as_of.latest else start
        yield _Bar(_years(start), _years(last_known), open=True)


def _obligation(treaty: Treaty, state: str) -> str | None:
    commitments = (each for each in treaty.commitments if state in (each.by, *each.toward))
    return strongest(each.obligation for each in commitments)


def _partners(treaty: Treaty, state: str, year: int, placements_of: _Placements) -> str:
    """Return the abbreviations of the other parties, shortened to the length of a label."""
    ids = [party.party for party in treaty.parties if party.party != state]
    others = [abbreviation(_registered(id_, year, placements_of), year) for id_ in ids]
    more = len(others) - _NAMES
    return ", ".join(others) if more <= 1 else f"{', '.join(others[:_NAMES])} +{more}"


def _years(day: Day) -> float:
    """Return a day as a decimal year."""
    leap = calendar.isleap(day.year)
    number = dt.date(2000 if leap else 2001, day.month, day.day).timetuple().tm_yday
    return day.year + (number - 1) / (365 + leap)


def _draw(ax: Axes, rows: Sequence[_TreatyRow]) -> None:
    first, last = min(row.bars[0].start for row in rows), max(bar.end for row in rows for bar in row.bars)
    room = ax.get_window_extent().height / figure_of(ax).dpi * 72 / len(rows)
    arrow = min(_ARROW_SIZE, room)
    beside = ScaledTranslation((arrow / 2 + 0.5) / 72, 0, figure_of(ax).dpi_scale_trans)
    shortest = max(last - first, 1) * _LEAST_LENGTH
    for index, row in enumerate(rows):
        style = style_of(row.obligation)
        for bar in row.bars:
            length = bar.end - bar.start
            hatch = style.hatch if length > 2 * shortest else ""  # a hatch would hide a very short bar
            ax.barh(
                index, max(length, shortest), _BAR_HEIGHT, bar.start,
                color=style.colour, hatch=hatch, edgecolor="white", linewidth=0,
            )  # fmt: skip
            if bar.open:
                transform = ax.transData + beside
                ax.plot(
                    bar.end, index, marker=">", markersize=arrow, color=style.colour, clip_on=False, transform=transform
                )
    ax.set_xlim(first - shortest, last + shortest)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks(range(len(rows)), [row.name for row in rows], size=min(SMALL, room), color=INK)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.tick_params(axis="x", labelsize=SMALL, colors=INK, top=True, labeltop=True)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=FAINT, linewidth=0.5)
    ax.set_axisbelow(True)
    ax.spines[:].set_visible(False)
    legend_below(ax, list(_legend_handles(rows)))


def _legend_handles(rows: Sequence[_TreatyRow]) -> Iterator[Artist]:
    """Yield the items of the legend."""
    obligations = {row.obligation for row in rows}
    for name in (*STYLES, None):
        if name in obligations:
            style = style_of(name)
            yield Patch(facecolor=style.colour, hatch=style.hatch, edgecolor="white", linewidth=0, label=label_of(name))
    if any(row.bars[-1].open for row in rows):
        yield Line2D([], [], color=INK, marker=">", linestyle="", markersize=_ARROW_SIZE, label="no end known")


def _description(state: str, rows: Sequence[_TreatyRow], count: int) -> str:
    """Return a description of the timeline in words."""
    obligations = [row.obligation for row in rows]
    counts = tuple(f"{obligations.count(name)} {label_of(name)}" for name in (*STYLES, None) if name in obligations)
    first, last = min(row.bars[0].start for row in rows), max(bar.end for row in rows for bar in row.bars)
    number = f"{count} treaties" if count > 1 else "1 treaty"
    text = f"Timeline of {number} of {name_of(state, int(last))}, {int(first)} to {int(last)}, "
    text += f"by their strongest obligation {listed(counts, 'and')}."
    open_ended = sum(row.bars[-1].open for row in rows)
    if open_ended:
        text += f" No known end: {open_ended}."
    if count > len(rows):
        text += f" Not drawn, without a start date: {count - len(rows)}."
    return text
