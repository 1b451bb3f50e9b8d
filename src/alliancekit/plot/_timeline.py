"""Draw the treaties of a state over time."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from alliancekit._arguments import When
from alliancekit.corpus.party_names import party_ids
from alliancekit.dates import Day, PartialDate
from alliancekit.errors import AmbiguousState, UnusableInput
from alliancekit.messages import listed
from alliancekit.models import Entry, State, Treaty
from alliancekit.networks.labels import abbreviation, name_of
from alliancekit.panel import Covered, Treaties
from alliancekit.plot._figures import (
    CENTIMETRE,
    PAGE,
    Caption,
    Size,
    axes_of,
    describe,
    escape_label,
    figure_of,
    finish,
    source_of,
)
from alliancekit.plot._styles import FAINT, INK, SMALL, STYLES, label_of, strongest, style_of
from alliancekit.states.placing import Placement, placements
from alliancekit.text import quote

_Placements: TypeAlias = Mapping[str, tuple[Placement, ...]]
"""For the id of each record of a state: the states of the registry that it represents, and when."""

_WIDTH = 7
"""The width of a figure, in inches."""

_ROW_HEIGHT = 0.15
"""The height of a row, in inches."""

_AXIS = 0.4
"""The height of the axis of years, above and below the rows, in inches."""

_NARROW = 10 * CENTIMETRE
"""The greatest width of a figure with smaller labels, in inches."""

_LABEL_WIDTH = 0.48
"""The greatest width of labels, as a part of the width of the figure."""

_MANY_ROWS = 30
"""With more rows than this, the axis of years is above the rows too."""

_MOST_PARTNERS = 3
"""The number of partners that a label names if there are many. It gives the number of the others."""

_LEAST_LENGTH = 0.004
"""The least length of a bar, as a part of the whole time axis. So a bar of a few days is visible."""

_ARROW_SIZE = 7.0
"""The greatest size of the arrow at an open end, in points."""

_BAR_HEIGHT = 0.7
"""The height of a bar, as a part of the height of its row."""


@frozen
class _Bar:
    """A spell of the state in a treaty.

    Attributes:
        start: Its start, as a decimal year.
        end: Its end, as a decimal year.
        open: Whether the spell has no known end.
        lasting: Whether it is known to last at its end here, the end of the data.
    """

    start: float
    end: float
    open: bool
    lasting: bool = False


@frozen
class _TreatyRow:
    """A treaty of the state.

    Attributes:
        names: The possible labels, the longest first: the name of the treaty and the partners.
        obligation: The strongest obligation that the state owes or is owed.
        bars: The spells of the state.
    """

    names: tuple[str, ...]
    obligation: str | None
    bars: tuple[_Bar, ...]


def timeline(  # noqa: PLR0913 - one parameter per option of the figure
    treaties: Treaties,
    state: State | str,
    *,
    on: When | None = None,
    title: str | None = None,
    source: str | None = None,
    size: Size | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a bar for each spell of a state in each of its treaties. Each treaty has a row; rows are sorted by start.

    The style of the bar shows the strongest obligation that the state owes another party of the treaty, or that another
    party owes it. From strong to weak: defense, offense, neutrality, nonaggression, consultation, entente, bases,
    other. The bar goes from the first to the last day on which the treaty may have been in force. If no end is known,
    the bar goes to the last known day and ends in an arrow: a full one if the treaty is in force on that day
    (``as_of``), the end of the data. The label of a row has the name of the treaty and the partners; it is shortened if
    there is little room.

    A treaty without a date of entry into force or signature has no bar; the `alt_text` has the number of such treaties.

    Args:
        treaties: The treaties, or a corpus or data set with treaties.
        state: The state: its record or id; a name, such as ``France``; or a code, such as ``cow:220`` or ``FRA``, as
            for `alliancekit.Corpus.treaties`.
        on: A date on which the state has the name or code, such as ``1960``; None: any time. The figure shows all
            treaties of this state, not only those of that date.
        title: The title; None: one with the state and the years; empty: none.
        source: The source of the data, for a note below the figure; None: the title of a loaded data set.
        size: The width of the figure, or its width and height, in centimetres; None: 17.8, and a height that fits the
            treaties, at most 24.
        ax: The axes to draw on, with smaller labels if there is little room; None: those of a new figure.

    Raises:
        UnusableInput: If the state is party to no treaty, or `treaties` is a panel or frame; or if the size is not
            positive, or there are axes too.
        UnknownState: If the registry has no state with this name or code, and no treaty has this party.
        AmbiguousState: If several states have the name or code, or several records represent that state.
        OutOfPeriod: If the state does not have the name or code on the date.
        InvalidDate: If `on` is no date.
        TypeError: If the state is neither a record nor text.
    """
    if hasattr(treaties, "frame") or hasattr(treaties, "columns"):
        message = "treaties must be treaties or a corpus with treaties, got a panel or frame"
        raise UnusableInput(message)
    # A loaded data set yields its treaties only, without the states.
    if isinstance(treaties, Covered):
        records: tuple[Entry, ...] = (*treaties.records, *getattr(treaties, "parties", ()))
    else:
        records = tuple(treaties)
    all_treaties = [record for record in records if isinstance(record, Treaty)]
    all_states = [record for record in records if isinstance(record, State)]
    placements_of = placements(all_states)
    own_names: dict[str, str] = {record.id: record.names[0].text for record in all_states}
    id_ = _party_id(all_treaties, state, all_states, on)
    own = [treaty for treaty in all_treaties if any(party.party == id_ for party in treaty.parties)]
    if not own:
        message = f"{id_} is party to none of the treaties ({len(all_treaties)})"
        raise UnusableInput(message)
    rows = [row for treaty in own for row in _rows_of(treaty, id_, placements_of, own_names)]
    if not rows:
        message = f"no treaty of {id_} has a start date, so there is nothing to draw (add 'in_force')"
        raise UnusableInput(message)
    rows.sort(key=lambda row: (row.bars[0].start, row.bars[-1].end, row.names))
    whole_figure = ax is None
    height = _AXIS + _ROW_HEIGHT * len(rows)
    ax = axes_of(ax, size, _WIDTH, lambda _: min(PAGE, height))
    first, last = int(min(row.bars[0].start for row in rows)), int(max(row.bars[-1].end for row in rows))
    name = name_of(_registered_state(id_, last, placements_of), last)
    _draw(ax, rows)
    _label_rows(ax, rows)
    finish(
        ax,
        f"{name}: treaties, {first}\N{EN DASH}{last}",
        Caption(title, source_of(treaties, source)),
        list(_legend_handles(rows)),
        whole_figure=whole_figure,
        axes_height=None if isinstance(size, tuple) else height,
    )
    describe(ax, _description(_registered_state(id_, int(rows[-1].bars[-1].end), placements_of), rows, len(own)))
    return ax


def _party_id(treaties: Iterable[Treaty], state: State | str, records: Sequence[State], on: When | None) -> str:
    """Return the id that a state has as a party of the treaties; its name or code is looked up on a date."""
    known = {party.party for treaty in treaties for party in treaty.parties}
    ids = party_ids(state, records, known, on)
    parties = tuple(id_ for id_ in ids if id_ in known) or ids
    if len(parties) > 1:
        message = f"{quote(str(state))} stands for more than one state (write the id of one: {listed(parties)})"
        raise AmbiguousState(message, parties)
    return next(iter(parties))


def _registered_state(party: str, year: int, placements_of: _Placements) -> str:
    """Return the state of the registry that a party represents at the end of a year; otherwise the party."""
    day = dt.date(year, 12, 31).toordinal()
    placement = next((each for each in placements_of.get(party, ()) if each.first <= day <= each.last), None)
    return placement.states[0] if placement and not placement.reason else party


def _rows_of(
    treaty: Treaty, state: str, placements_of: _Placements, own_names: Mapping[str, str]
) -> Iterator[_TreatyRow]:
    """Yield the row of a treaty, if it has any bar."""
    date = treaty.in_force or treaty.signed
    start = date.earliest if date else None
    spells = next(party.spells for party in treaty.parties if party.party == state)
    bars = tuple(bar for spell in spells or (None,) for bar in _bars(treaty, spell, start))
    if bars:
        names = _labels(treaty, state, int(bars[0].start), placements_of, own_names)
        yield _TreatyRow(tuple(names), _obligation(treaty, state), bars)


def _bars(treaty: Treaty, spell: PartialDate | None, treaty_start: Day | None) -> Iterator[_Bar]:
    """Yield the bar of a spell; if it is None, the bar of a whole treaty. Without a start, yield nothing."""
    start = spell.start.earliest if spell and spell.start else treaty_start
    if start is None:
        return
    end = spell.end if spell and spell.end else treaty.ended
    if end and end.latest:
        yield _Bar(_years(start), _years(end.latest), open=False)
    else:
        last_known = treaty.as_of.latest if treaty.as_of and treaty.as_of.latest else start
        lasting = bool(treaty.as_of) and (spell is None or spell.open_end)
        yield _Bar(_years(start), _years(last_known), open=True, lasting=lasting)


def _obligation(treaty: Treaty, state: str) -> str | None:
    commitments = (each for each in treaty.commitments if state in (each.by, *each.toward))
    return strongest(each.obligation for each in commitments)


def _labels(
    treaty: Treaty, state: str, year: int, placements_of: _Placements, own_names: Mapping[str, str]
) -> Iterator[str]:
    """Yield labels of a treaty, the longest first: its name with the names of the partners, and shorter ones.

    A loader may call a treaty by a number, which is no name. A partner outside of the registry has the name of its
    record.
    """
    others = [_registered_state(own.party, year, placements_of) for own in treaty.parties if own.party != state]
    numbers = {f"ATOP alliance {own.value}" for own in treaty.identifiers if own.scheme == "atop"}
    name = next((own.text for own in treaty.names if own.text not in numbers), None)
    partners = [own_names.get(name, name) for name in (name_of(other, year) for other in others)]
    names = _joined(partners)
    abbreviations = _joined([abbreviation(other, year) for other in others])
    if name is None:
        yield f"with {names}"
        yield f"with {abbreviations}"
        return
    if not all(partner in name for partner in partners):
        yield f"{name} ({names})"
        yield f"{name} ({abbreviations})"
    first = treaty.names[0]
    same = {own.text for own in treaty.names if own.language == first.language} - numbers
    yield from sorted(same, key=lambda text: (text != name, -len(text), text))


def _joined(partners: Sequence[str]) -> str:
    """Return the first partners, and the number of the others."""
    more = len(partners) - _MOST_PARTNERS
    return ", ".join(partners) if more <= 1 else f"{', '.join(partners[:_MOST_PARTNERS])} +{more}"


def _years(day: Day) -> float:
    """Return a day as a decimal year."""
    leap = calendar.isleap(day.year)
    number = dt.date(2000 if leap else 2001, day.month, day.day).timetuple().tm_yday
    return day.year + (number - 1) / (365 + leap)


def _draw(ax: Axes, rows: Sequence[_TreatyRow]) -> None:
    first, last = min(row.bars[0].start for row in rows), max(bar.end for row in rows for bar in row.bars)
    room = _room(ax, rows)
    arrow = min(_ARROW_SIZE, room)
    arrow_offset = ScaledTranslation((arrow / 2 + 0.5) / 72, 0, figure_of(ax).dpi_scale_trans)
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
                transform = ax.transData + arrow_offset
                fill = style.colour if bar.lasting else "white"
                ax.plot(
                    bar.end, index, marker=">", markersize=arrow, color=style.colour, markerfacecolor=fill,
                    clip_on=False, transform=transform,
                )  # fmt: skip
    ax.set_xlim(first - shortest, last + shortest)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    on_top = len(rows) > _MANY_ROWS
    ax.tick_params(axis="x", labelsize=SMALL, colors=INK, top=on_top, labeltop=on_top)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=FAINT, linewidth=0.5)
    ax.set_axisbelow(True)
    ax.spines[:].set_visible(False)


def _room(ax: Axes, rows: Sequence[_TreatyRow]) -> float:
    """Return the height of a row, in points."""
    return ax.get_window_extent().height / figure_of(ax).dpi * 72 / len(rows)


def _label_rows(ax: Axes, rows: Sequence[_TreatyRow]) -> None:
    """Label each row with the longest of its labels that leaves enough room for the bars, or the start of the last."""
    figure = figure_of(ax)
    limit = max(_LABEL_WIDTH * figure.bbox.width, 1)
    full = SMALL if figure.get_size_inches()[0] > _NARROW else SMALL - 1
    size = min(full, max(_room(ax, rows), 1))
    ruler = ax.text(0, 0, "", size=size)

    def fits(text: str) -> bool:
        ruler.set_text(escape_label(text))
        return ruler.get_window_extent().width <= limit

    labels = [next((name for name in row.names if fits(name)), None) or _cut(row.names[0], fits) for row in rows]
    ruler.remove()
    ax.set_yticks(range(len(rows)), [escape_label(label) for label in labels], size=size, color=INK)


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    """Return the longest start of a text that fits with an ellipsis."""
    lengths = range(len(text), 0, -1)
    return next(
        (cut for length in lengths if fits(cut := f"{text[:length].rstrip()}\N{HORIZONTAL ELLIPSIS}")), text[:1]
    )


def _legend_handles(rows: Sequence[_TreatyRow]) -> Iterator[Artist]:
    """Yield the items of the legend."""
    obligations = {row.obligation for row in rows}
    for name in (*STYLES, None):
        if name in obligations:
            style = style_of(name)
            yield Patch(facecolor=style.colour, hatch=style.hatch, edgecolor="white", linewidth=0, label=label_of(name))
    bars = [bar for row in rows for bar in row.bars if bar.open]
    marks = ((True, INK, "in force at the end of the data"), (False, "white", "end not known"))
    for lasting, fill, label in marks:
        if any(bar.lasting is lasting for bar in bars):
            yield Line2D(
                [], [], color=INK, marker=">", linestyle="", markersize=_ARROW_SIZE, markerfacecolor=fill, label=label
            )


def _description(state: str, rows: Sequence[_TreatyRow], count: int) -> str:
    """Return a description of the timeline in words."""
    obligations = [row.obligation for row in rows]
    counts = tuple(f"{obligations.count(name)} {label_of(name)}" for name in (*STYLES, None) if name in obligations)
    first, last = min(row.bars[0].start for row in rows), max(bar.end for row in rows for bar in row.bars)
    number = f"{count} treaties" if count > 1 else "1 treaty"
    text = f"Timeline of {number} of {name_of(state, int(last))}, {int(first)} to {int(last)}, "
    text += f"by their strongest obligation {listed(counts, 'and')}."
    lasting = sum(row.bars[-1].lasting for row in rows)
    open_ended = sum(row.bars[-1].open for row in rows) - lasting
    if lasting:
        text += f" In force at the end of the data: {lasting}."
    if open_ended:
        text += f" End not known: {open_ended}."
    if count > len(rows):
        text += f" Not drawn, without a start date: {count - len(rows)}."
    return text
