"""The treaties of a state through time."""

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
from alliancekit.plot._ground import axes_of, describe, figure_of, legend_below
from alliancekit.plot._look import FAINT, INK, LOOKS, SMALL, called, look_of, strongest
from alliancekit.states.placing import Placement, placements
from alliancekit.text import quote

_Placed: TypeAlias = Mapping[str, tuple[Placement, ...]]
"""Where the records of states are placed."""

_NAMED = 3
"""How many partners a label names."""

_SHORTEST = 0.004
"""How long a bar is at least, of all years, so that one of a few days is seen."""

_ARROW = 7.0
"""How large the arrow at an open end is at most, in points."""

_THICK = 0.7
"""How high a bar is, of the room that it has."""


@frozen
class _Bar:
    """A spell of the state in a treaty.

    Attributes:
        start: From when, in years.
        end: Until when.
        open: Whether it is not known to have ended then.
    """

    start: float
    end: float
    open: bool


@frozen
class _Row:
    """A treaty of the state.

    Attributes:
        name: What it is called, with the partners.
        obligation: The strongest that the state owes or is owed.
        bars: The spells of the state.
    """

    name: str
    obligation: str | None
    bars: tuple[_Bar, ...]


def timeline(treaties: Treaties, state: State | str, *, ax: Axes | None = None) -> Axes:
    """Draw a bar for each spell of a state in each of its treaties, which stand below each other as they began.

    The bar has the look of the strongest obligation that the state ever owes the others under the treaty or is owed by
    them, in the order defense, offense, neutrality, nonaggression, consultation, entente, bases, other. It goes from
    the first to the last day on which the treaty may have been in force; where no end is known, up to the last day of
    which it is known (``as_of``), with an arrow there. Beside it stand the id and the partners.

    A treaty without any day on which it began or was signed has no bar; the `alt_text` says how many there are.

    Args:
        treaties: The treaties, or what has them.
        state: The state: its record, its id, or a name that only it has, such as ``France``.
        ax: Where to draw; where there is little room, labels become smaller. None: in a new figure, as high as it
            takes.

    Raises:
        UnusableInput: If the state is party to no treaty, or a panel or frame is given.
        UnknownState: If the registry has no such name, nor any treaty such a party.
        AmbiguousState: If the name is that of more than one state, or several records stand for that state.
        TypeError: If the state is neither a record nor text.
    """
    if hasattr(treaties, "frame") or hasattr(treaties, "columns"):
        message = "a timeline is drawn of treaties, or of a corpus that has them, not of a panel or frame"
        raise UnusableInput(message)
    given = (
        tuple(treaties) if isinstance(treaties, Iterable) else (*treaties.records, *getattr(treaties, "parties", ()))
    )
    records = [record for record in given if isinstance(record, Treaty)]
    placed = placements(record for record in given if isinstance(record, State))
    id_ = _id(records, state, placed)
    mine = [record for record in records if any(party.party == id_ for party in record.parties)]
    if not mine:
        message = f"{id_} is party to none of the treaties ({len(records)})"
        raise UnusableInput(message)
    rows = [row for treaty in mine for row in _rows(treaty, id_, placed)]
    if not rows:
        message = f"it is not known when any treaty of {id_} began, so there is nothing to draw (give 'in_force')"
        raise UnusableInput(message)
    rows.sort(key=lambda row: (row.bars[0].start, row.bars[-1].end, row.name))
    ax = axes_of(ax, 7, 1.1 + 0.17 * len(rows))
    _draw(ax, rows)
    describe(ax, _told(_registered(id_, int(rows[-1].bars[-1].end), placed), rows, len(mine)))
    return ax


def _id(treaties: Iterable[Treaty], state: State | str, placed: _Placed) -> str:
    """Return the id that a state has as a party of the treaties."""
    given = id_of(state, "a state, its id or its name")
    if isinstance(state, State) or any(party.party == given for treaty in treaties for party in treaty.parties):
        return given
    try:
        found = states.get(given).id
    except AmbiguousState as error:
        message = f"the name {quote(given)} is that of more than one state; write its id: {listed(error.states)}"
        raise AmbiguousState(message, error.states) from None
    except UnknownState as error:
        if not error.states:
            raise
        message = f"no state is called {quote(given)}, but it is a code: write the id, {listed(error.states)}"
        raise UnknownState(message, error.states) from None
    # A record of that state may have an id of its own.
    own = [id_ for id_, places in placed.items() if any(each.states == (found,) and not each.reason for each in places)]
    if len(own) > 1:
        message = f"more than one record stands for {found}; write the id of one: {listed(tuple(own))}"
        raise AmbiguousState(message, own)
    return own[0] if own else found


def _registered(party: str, year: int, placed: _Placed) -> str:
    """Return the state of the registry that a party is at the end of a year; the party itself if it is not placed."""
    day = dt.date(year, 12, 31).toordinal()
    found = next((each for each in placed.get(party, ()) if each.first <= day <= each.last), None)
    return found.states[0] if found and not found.reason else party


def _rows(treaty: Treaty, state: str, placed: _Placed) -> Iterator[_Row]:
    """Yield the row of a treaty, if there is anything to show."""
    begun = treaty.in_force or treaty.signed
    start = begun.earliest if begun else None
    spells = next(party.spells for party in treaty.parties if party.party == state)
    bars = tuple(bar for spell in spells or (None,) for bar in _bars(treaty, spell, start))
    if bars:
        yield _Row(
            f"{treaty.id.partition(':')[2]}  {_partners(treaty, state, int(bars[0].start), placed)}",
            _owed(treaty, state),
            bars,
        )


def _bars(treaty: Treaty, spell: PartialDate | None, begun: Day | None) -> Iterator[_Bar]:
    """Yield the bar of a spell; without one, that of the life of a treaty."""
    start = spell.start.earliest if spell and spell.start else begun
    if start is None:
        return
    ended = spell.end if spell and spell.end else treaty.ended
    if ended and ended.latest:
        yield _Bar(_years(start), _years(ended.latest), open=False)
    else:
        known = treaty.as_of.latest if treaty.as_of and treaty.as_of.latest else start
        yield _Bar(_years(start), _years(known), open=True)


def _owed(treaty: Treaty, state: str) -> str | None:
    return strongest(owed.obligation for owed in treaty.commitments if state in (owed.by, *owed.toward))


def _partners(treaty: Treaty, state: str, year: int, placed: _Placed) -> str:
    """Return the abbreviations of the others, as far as a label has room."""
    ids = [party.party for party in treaty.parties if party.party != state]
    others = [abbreviation(_registered(id_, year, placed), year) for id_ in ids]
    more = len(others) - _NAMED
    return ", ".join(others) if more <= 1 else f"{', '.join(others[:_NAMED])} +{more}"


def _years(day: Day) -> float:
    """Return a day as a number of years."""
    leap = calendar.isleap(day.year)
    number = dt.date(2000 if leap else 2001, day.month, day.day).timetuple().tm_yday
    return day.year + (number - 1) / (365 + leap)


def _draw(ax: Axes, rows: Sequence[_Row]) -> None:
    first, last = min(row.bars[0].start for row in rows), max(bar.end for row in rows for bar in row.bars)
    room = ax.get_window_extent().height / figure_of(ax).dpi * 72 / len(rows)
    arrow = min(_ARROW, room)
    beside = ScaledTranslation((arrow / 2 + 0.5) / 72, 0, figure_of(ax).dpi_scale_trans)
    shortest = max(last - first, 1) * _SHORTEST
    for place, row in enumerate(rows):
        look = look_of(row.obligation)
        for bar in row.bars:
            long = bar.end - bar.start
            hatch = look.hatch if long > 2 * shortest else ""  # which would hide a bar that is hardly wider than it
            ax.barh(
                place, max(long, shortest), _THICK, bar.start,
                color=look.colour, hatch=hatch, edgecolor="white", linewidth=0,
            )  # fmt: skip
            if bar.open:
                transform = ax.transData + beside
                ax.plot(
                    bar.end, place, marker=">", markersize=arrow, color=look.colour, clip_on=False, transform=transform
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
    legend_below(ax, list(_key(rows)))


def _key(rows: Sequence[_Row]) -> Iterator[Artist]:
    """Yield what the legend shows."""
    held = {row.obligation for row in rows}
    for name in (*LOOKS, None):
        if name in held:
            look = look_of(name)
            yield Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white", linewidth=0, label=called(name))
    if any(row.bars[-1].open for row in rows):
        yield Line2D([], [], color=INK, marker=">", linestyle="", markersize=_ARROW, label="no end known")


def _told(state: str, rows: Sequence[_Row], count: int) -> str:
    """Return in words what the timeline shows."""
    held = [row.obligation for row in rows]
    kinds = tuple(f"{held.count(name)} {called(name)}" for name in (*LOOKS, None) if name in held)
    first, last = min(row.bars[0].start for row in rows), max(bar.end for row in rows for bar in row.bars)
    many = f"{count} treaties" if count > 1 else "1 treaty"
    words = f"Timeline of {many} of {name_of(state, int(last))}, {int(first)} to {int(last)}, "
    words += f"by their strongest obligation {listed(kinds, 'and')}."
    going = sum(row.bars[-1].open for row in rows)
    if going:
        words += f" Of {going} no end is known."
    if count > len(rows):
        words += f" Not drawn, since it is not known when they began: {count - len(rows)}."
    return words
