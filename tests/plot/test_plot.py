# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from typing import TypeVar, cast

import matplotlib as mpl
import networkx as nx
import numpy as np
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.image import AxesImage, imread
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox
from tests.networks.frames import CODES, frame, frames, row, treaty, year_of
from tests.profiles import examples
from tests.shared import data

from alliancekit import Code, Name, PartialDate, StateId, networks, panel, plot, states
from alliancekit.errors import AmbiguousState, UnknownState, UnusableFile, UnusableInput
from alliancekit.loaders.atop import atop_members
from alliancekit.models import State
from alliancekit.models.identifier import Identifier
from alliancekit.panel import OBLIGATIONS
from alliancekit.plot import _fonts
from alliancekit.plot._figures import CENTIMETRE, add_below, figure_of, new_figure
from alliancekit.plot._heatmap_labels import apart
from alliancekit.plot._labels import LabelAnchor, crosses, draw_labels
from alliancekit.plot._regions import REGIONS, region_of, region_positions
from alliancekit.plot._styles import TIE_KINDS

ENTENTE = year_of(1914, {"fra rus": "defense consultation", "gbr fra": "consultation", "deu usa": ""})
PACT = treaty("pact", {"fra": None, "rus": None}, {"fra": "defense"}, in_force="1892-08-17", ended="1917-03-03")
MANY = pl.concat([year_of(year, {"fra rus": "defense", "gbr fra": "entente"}) for year in range(1898, 1912)])

Drawn = TypeVar("Drawn")

FIGURES: dict[str, Callable[[Axes | None], Axes]] = {
    "network": lambda ax: plot.network(ENTENTE, 1914, ax=ax),
    "heatmap": lambda ax: plot.heatmap(ENTENTE, 1914, ax=ax),
    "communities": lambda ax: plot.heatmap(ENTENTE, 1914, order="communities", ax=ax),
    "obligations": lambda ax: plot.obligations(MANY, ax=ax),
    "timeline": lambda ax: plot.timeline([PACT], "France", ax=ax),
}


def colours_of(drawn: Collection) -> list[str]:
    """Return the colours of dots or lines."""
    colours = drawn.get_edgecolor() if isinstance(drawn, LineCollection) else drawn.get_facecolor()
    return [to_hex((red, green, blue)).upper() for red, green, blue, _ in np.asarray(colours).tolist()]


def artists_of(ax: Axes, kind: type[Drawn]) -> list[Drawn]:
    """Return the artists of a type in the axes, in order."""
    return [each for each in ax.get_children() if isinstance(each, kind)]


def labels_in(ax: Axes) -> list[str]:
    """Return the labels in axes."""
    return [each.get_text() for each in ax.texts if isinstance(each, Annotation)]


def legend_of(ax: Axes) -> list[str]:
    """Return the labels in the legend of axes."""
    figure = ax.get_figure(root=True)
    assert figure
    legends = [*figure.legends, ax.get_legend()]
    return [text.get_text() for legend in legends if legend for text in legend.get_texts()]


# --- All figures -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_figure_changes_no_setting_of_matplotlib(draw: Callable[[Axes | None], Axes], tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    ax = draw(None)
    for ending in ("png", "svg", "pdf"):
        plot.save(ax, tmp_path / f"figure.{ending}")
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_figure_is_drawn_on_the_axes_of_the_caller(draw: Callable[[Axes | None], Axes]) -> None:
    mine = Figure().add_subplot()
    assert draw(mine) is mine
    assert plot.alt_text(mine) == plot.alt_text(draw(None)) != ""


@pytest.mark.slow
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_all_text_is_within_the_figure(draw: Callable[[Axes | None], Axes]) -> None:
    figure = draw(None).get_figure(root=True)
    assert figure
    figure.draw_without_rendering()
    tight = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert min(tight.x0, tight.y0, width - tight.x1, height - tight.y1) >= -0.02


@pytest.mark.slow
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_the_same_figure_gives_the_same_bytes_with_its_description(
    draw: Callable[[Axes | None], Axes], tmp_path: Path
) -> None:
    for ending in ("png", "svg", "pdf"):
        one, two = (tmp_path / f"{number}.{ending.upper()}" for number in "12")
        plot.save(draw(None), one, dpi=50)
        plot.save(draw(None), two, dpi=50)
        assert one.read_bytes() == two.read_bytes()
    words = plot.alt_text(draw(None))
    root = ET.parse(tmp_path / "1.SVG").getroot()  # noqa: S314 - our own file
    assert (root[0].tag, root[0].text) == ("{http://www.w3.org/2000/svg}desc", words)
    assert root.get("role") == "img"
    assert words.encode() in (tmp_path / "1.PNG").read_bytes()
    assert b"/Subject" in (tmp_path / "1.PDF").read_bytes()


def test_a_figure_with_several_axes_has_all_their_descriptions() -> None:
    figure = Figure()
    one, two, _ = (figure.add_subplot(1, 3, number) for number in (1, 2, 3))
    plot.network(ENTENTE, 1914, ax=one)
    plot.heatmap(ENTENTE, 1914, ax=two)
    assert plot.alt_text(figure) == f"{plot.alt_text(one)} {plot.alt_text(two)}"


def test_another_suffix_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    place = tmp_path / "figure.jpg"
    words = f"{place} must end in .png, .svg or .pdf"
    with pytest.raises(UnusableFile, match=f"^{re.escape(words)}$"):
        plot.save(FIGURES["network"](None), place)
    assert list(tmp_path.iterdir()) == []


def test_each_obligation_has_its_own_colour_that_is_visible_on_white() -> None:
    assert set(plot.COLOURS) == set(OBLIGATIONS)
    assert len(set(plot.COLOURS.values())) == len(OBLIGATIONS)
    for colour in plot.COLOURS.values():
        red, green, blue = to_rgb(colour)
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.75


@pytest.mark.slow
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_figure_has_a_title_with_its_year_unless_it_is_on_other_axes(draw: Callable[[Axes | None], Axes]) -> None:
    assert re.search("1[89][0-9]{2}", draw(None).get_title())


def notes_of(ax: Axes) -> list[str]:
    """Return the texts of the figure of axes, besides its axes and legends."""
    figure = ax.get_figure(root=True)
    assert figure
    return [text.get_text() for text in figure.texts]


@pytest.mark.slow
def test_title_source_and_size() -> None:
    draws: tuple[Callable[[str, str, plot.Size], Axes], ...] = (
        lambda title, source, size: plot.network(ENTENTE, 1914, title=title, source=source, size=size),
        lambda title, source, size: plot.heatmap(ENTENTE, 1914, title=title, source=source, size=size),
        lambda title, source, size: plot.obligations(MANY, title=title, source=source, size=size),
        lambda title, source, size: plot.timeline([PACT], "France", title=title, source=source, size=size),
    )
    for draw in draws:
        ax = draw("Mine $x$", "A List", (9, 7))
        figure = ax.get_figure(root=True)
        assert figure
        assert (ax.get_title(), notes_of(ax)) == (r"Mine \$x\$", ["Source: A List"])
        assert np.allclose(figure.get_size_inches() * 2.54, (9, 7))
        plain = draw("", "", 8)
        figure = plain.get_figure(root=True)
        assert figure
        assert (plain.get_title(), notes_of(plain)) == ("", [])
        assert round(float(figure.get_size_inches()[0]) * 2.54, 6) == 8


def test_the_source_of_a_data_set_is_below_the_figure() -> None:
    sample = atop_members(Path(__file__).parents[2] / "examples" / "sample-atop-member.csv")
    (note,) = notes_of(plot.timeline(sample, "FRA"))
    assert note.startswith("Source: Alliance Treaty Obligations and Provisions (ATOP)")
    assert notes_of(plot.timeline(sample, "FRA", source="Leeds et al. 2002")) == ["Source: Leeds et al. 2002"]


@pytest.mark.parametrize("size", [0, -1, (8, 0), (8, 7, 6), (), (1700, 1000), "8", float("inf"), float("nan")])
def test_a_size_must_be_in_centimetres(size: plot.Size) -> None:
    with pytest.raises(UnusableInput, match=r"^size must be a width, or a width and a height, in centimetres from 1 "):
        plot.network(ENTENTE, 1914, size=size)
    with pytest.raises(UnusableInput, match=r"^size must be a width"):
        plot.decades(MANY, size=size)


def test_axes_have_the_size_of_their_own_figure() -> None:
    with pytest.raises(UnusableInput, match=r"^size is for a new figure; .* \(leave out ax or size\)$"):
        plot.network(ENTENTE, 1914, size=8, ax=Figure().add_subplot())
    with pytest.raises(UnusableInput, match=r"^size is for a new figure; .* \(leave out axes or size\)$"):
        plot.decades(MANY, [1900], size=8, axes=[Figure().add_subplot()])


@pytest.mark.slow
def test_long_titles_and_legends_fit_into_the_width() -> None:
    for size in (6, 8, 17):
        ax = plot.network(ENTENTE, 1914, title="A long title " * 14, source="a long source " * 8, size=size)
        figure = ax.get_figure(root=True)
        assert figure
        boxes = [ax.title.get_window_extent(), *(text.get_window_extent() for text in figure.texts)]
        boxes += [legend.get_window_extent() for legend in figure.legends]
        assert all(box.x0 >= -1 and box.x1 <= figure.bbox.width + 1 for box in boxes)
        assert "\n" in ax.get_title()


# --- Fonts ------------------------------------------------------------------------------------------------------------


def test_characters_that_no_font_has_cause_one_warning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_fonts, "FALLBACKS", ("No Such Font",))
    with pytest.warns(UserWarning, match=r"^no installed font has the characters '同盟'; ") as caught:
        ax = plot.network(ENTENTE, 1914, title="同盟 1914 \N{EN DASH} 同盟")
    assert len(caught) == 1
    plot.save(ax, tmp_path / "figure.png", dpi=30)  # pytest makes an error of a second warning


def test_a_fallback_font_is_used_for_characters_that_the_font_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_fonts, "FALLBACKS", ("cmr10", "DejaVu Sans", "No Such Font"))
    figure = Figure()
    lacking = figure.text(0, 0, "Варшава", family="STIXNonUnicode")
    plain = figure.text(0, 0, "Warsaw", family="STIXNonUnicode")
    _fonts.add_fallbacks(figure)
    assert lacking.get_fontfamily() == ["STIXNonUnicode", "DejaVu Sans"]
    assert plain.get_fontfamily() == ["STIXNonUnicode"]


# --- A network -------------------------------------------------------------------------------------------------------


@examples(15)
@given(frames())
def test_a_network_has_a_dot_a_state_and_a_line_a_tie(dyads: pl.DataFrame) -> None:
    whole = networks.of_year(dyads, 1914)
    ax = plot.network(dyads, 1914)
    (dots,) = artists_of(ax, PathCollection)
    tied = [state for state in whole if whole.degree[state]]
    places = {state: tuple(place) for state, place in zip(tied, np.asarray(dots.get_offsets()).tolist(), strict=True)}
    assert len(set(places.values())) == len(tied)
    lines = {
        (colours_of(each)[0], *sorted((x, y) for x, y in np.asarray(line).tolist()))
        for each in artists_of(ax, LineCollection)
        for line in each.get_segments()
    }
    assert lines == {
        (
            next((plot.COLOURS[name] for name in OBLIGATIONS if tie[name]), "#BBBBBB"),
            *sorted((places[a], places[b])),
        )
        for a, b, tie in whole.edges(data=True)
    }


def test_the_dot_of_a_state_with_more_ties_is_larger() -> None:
    ax = plot.network(ENTENTE, 1914)
    dots = artists_of(ax, PathCollection)[0]
    sizes = dict(zip(("gbr", "fra", "rus"), np.asarray(dots.get_sizes()).tolist(), strict=True))
    assert sizes["fra"] > sizes["rus"] == sizes["gbr"]
    assert set(colours_of(dots)) == {"#333333"}


def test_a_year_without_ties_says_so() -> None:
    for draw in (plot.network, plot.heatmap):
        ax = draw(year_of(1914, {}), 1914)
        assert [text.get_text() for text in ax.texts] == ["no ties"]
        assert legend_of(ax) == ["6 states without a tie"]


def test_the_legend_of_a_network_has_its_obligations_and_sizes() -> None:
    assert legend_of(plot.network(ENTENTE, 1914)) == [
        "defense", "consultation", "1 tie", "2 ties", "3 states without a tie",
    ]  # fmt: skip
    assert legend_of(plot.network(year_of(1914, {"fra rus": "defense"}, ("fra", "rus")), 1914)) == ["defense", "1 tie"]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("abbreviation", {"UKG", "FRN", "RUS"}),
        ("code", {"200", "220", "365"}),
        ("name", {"United Kingdom", "France", "Russia"}),
    ],
)
def test_labels_are_abbreviations_codes_or_names(labels: str, expected: set[str]) -> None:
    ax = plot.network(ENTENTE, 1914, labels=labels)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert set(labels_in(ax)) == expected


@pytest.mark.slow
def test_labels_do_not_overlap_and_those_of_large_states_have_priority() -> None:
    names = [f"state-{number}" for number in range(120)]
    hub = frame(*(row(1914, a, b, {"defense": 1} if "state-0" in (a, b) else {}) for a, b in combinations(names, 2)))
    ax = plot.network(hub, 1914, ax=Figure(figsize=(6, 2.5)).add_subplot())
    boxes = [text.get_window_extent() for text in ax.texts]
    assert 1 < len(boxes) < len(names)
    assert not any(one.overlaps(two) for one, two in combinations(boxes, 2))
    assert labels_in(ax)[0] == "state-0"


def test_the_description_of_a_network() -> None:
    assert plot.alt_text(plot.network(ENTENTE, 1914)) == (
        "Network of alliances in 1914: 6 states, 3 of them without a tie; 2 ties, by their strongest obligation "
        "1 defense and 1 consultation. Most ties: France (2), United Kingdom (1), Russia (1)."
    )
    assert plot.alt_text(plot.network(year_of(1914, {}), 1914)) == (
        "Network of alliances in 1914: 6 states, 6 of them without a tie; 0 ties."
    )


DOUBTS = frame(
    row(1914, "fra", "rus", {"defense": None, "consultation": 1}),
    row(1914, "fra", "gbr", {"defense": None}, ["1"]),
    row(1914, "deu", "rus", {"defense": 1}),
    row(1914, "usa", "rus", {}),
    row(1914, "usa", "fra", {}),
)
"""Two ties with an unknown obligation, one with a known one, and one state without a tie."""


@pytest.mark.parametrize("draw", [plot.network, plot.heatmap])
def test_ties_with_an_unknown_obligation_are_drawn_by_what_is_known(draw: Callable[..., Axes]) -> None:
    shown = legend_of(draw(DOUBTS, 1914))
    for label in ("defense", "consultation", "obligation unknown", "1 tie: a stronger obligation is unknown"):
        assert label in shown
    assert "1 state without a tie" in shown


def test_unknown_ties_are_not_drawn_but_counted() -> None:
    ax = plot.network(DOUBTS, 1914, obligation="defense")
    assert sum(len(lines.get_segments()) for lines in artists_of(ax, LineCollection)) == 1
    shown = ("3 states without a known tie", "2 pairs of states: tie unknown, not drawn")
    assert legend_of(ax)[-2:] == [*shown]
    assert plot.alt_text(ax) == (
        "Network of alliances in 1914: 5 states, 3 of them without a known tie; 1 known tie, by their strongest "
        "obligation 1 defense. Most ties: Germany (1), Russia (1). Unknown ties, not drawn: 2 pairs of states."
    )
    assert plot.alt_text(plot.network(DOUBTS, 1914)).endswith(" A stronger obligation is unknown for 1 tie.")
    own = Figure().add_subplot()
    assert legend_of(plot.network(DOUBTS, 1914, obligation="defense", ax=own))[-2:] == [*shown]
    nothing = frame(row(1914, "fra", "rus", {"defense": None}), row(1914, "fra", "gbr", {}))
    for draw in (plot.network, plot.heatmap):
        assert [text.get_text() for text in draw(nothing, 1914, obligation="defense").texts] == ["no known ties"]


def unknown_cells(ax: Axes) -> int:
    """Return the number of grey cells in a heat map."""
    (image,) = artists_of(ax, AxesImage)
    return int(np.count_nonzero(np.asarray(image.get_array()) == len(TIE_KINDS)))


def test_a_heat_map_has_grey_cells_for_unknown_ties() -> None:
    dyads = pl.concat([DOUBTS, frame(row(1914, "gbr", "ita", {"defense": 1}))])
    ax = plot.heatmap(dyads, 1914, obligation="defense")
    # France has only unknown ties, so it is not drawn.
    assert unknown_cells(ax) == 0
    dyads = pl.concat([dyads, frame(row(1914, "fra", "ita", {"defense": 1}))])
    assert unknown_cells(plot.heatmap(dyads, 1914, obligation="defense")) == 2 * 2
    assert legend_of(ax)[-1] == "2 pairs of states: tie unknown"
    assert plot.alt_text(ax).endswith(" Unknown ties: 2 pairs of states.")


SEGMENTS = st.lists(st.tuples(*[st.integers(-6, 6)] * 4), max_size=4)


@given(SEGMENTS)
def test_a_line_crosses_a_box_if_a_point_of_it_is_inside(lines: list[tuple[int, int, int, int]]) -> None:
    box = Bbox.from_extents(-2.5, -1.5, 2.5, 1.5)
    steps = np.linspace(0, 1, 2 * 12 * 5 + 1)  # fine enough for whole numbers up to 6
    inside = any(
        abs(x0 + part * (x1 - x0)) <= 2.5 and abs(y0 + part * (y1 - y0)) <= 1.5
        for x0, y0, x1, y1 in lines
        for part in steps
    )
    segments = np.array(lines, dtype=float).reshape(-1, 2, 2)
    assert crosses(segments, box) >= inside
    # A slightly smaller box tolerates the steps.
    assert crosses(segments, Bbox.from_extents(-2.4, -1.4, 2.4, 1.4)) <= inside or not lines


@pytest.mark.parametrize("strict", [False, True])
def test_a_label_without_room_covers_a_later_point_or_is_left_out(*, strict: bool) -> None:
    ax = Figure(figsize=(1, 1)).add_axes((0, 0, 1, 1))
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
    covering = LabelAnchor(0, 0, "", radius=100)
    labels = draw_labels(ax, [LabelAnchor(0, 0, "A", radius=2), covering], 7, strict=strict)
    assert [label.get_text() for label in labels] == ([] if strict else ["A"])


def test_labels_of_a_small_network_have_the_usual_size_and_cross_no_line_if_there_is_room() -> None:
    ax = plot.network(ENTENTE, 1914, size=8)
    texts = [each for each in ax.texts if isinstance(each, Annotation)]
    assert {text.get_fontsize() for text in texts} == {7}
    lines = np.concatenate(
        [ax.transData.transform(each) for lines in artists_of(ax, LineCollection) for each in lines.get_segments()]
    )
    assert not any(crosses(lines.reshape(-1, 2, 2), text.get_window_extent()) for text in texts)


def test_groups_of_tied_states_are_side_by_side() -> None:
    pairs = [f"{a}{number}" for number in range(4) for a in "xy"]
    clique = [f"c{number}" for number in range(12)]
    names = [*clique, *pairs, "alone"]
    tied = {f"{a} {b}": "defense" for a, b in [*combinations(clique, 2), *zip(pairs[::2], pairs[1::2], strict=True)]}
    ax = plot.network(year_of(1914, tied, names), 1914)
    graph = networks.of_year(year_of(1914, tied, names), 1914)
    (dots,) = artists_of(ax, PathCollection)
    tied_states = [state for state in graph if graph.degree[state]]
    places = dict(zip(tied_states, np.asarray(dots.get_offsets()).tolist(), strict=True))
    groups = [[places[state] for state in group] for group in nx.connected_components(graph) if len(group) > 1]
    boxes = [Bbox([np.min(group, axis=0), np.max(group, axis=0)]).padded(0.1) for group in groups]
    assert len(boxes) == 5
    assert not any(one.overlaps(two) for one, two in combinations(boxes, 2))
    assert legend_of(ax)[-1] == "1 state without a tie"


# --- A heat map ------------------------------------------------------------------------------------------------------


def cells(ax: Axes) -> list[list[float]]:
    """Return the cells of a heat map; -1 for none."""
    (image,) = artists_of(ax, AxesImage)
    return np.ma.filled(np.ma.masked_invalid(np.asarray(image.get_array(), dtype=float)), -1).tolist()  # type: ignore[no-any-return]


def ticks(ax: Axes) -> list[str]:
    """Return the labels of the axes of a heat map, which are equal."""
    names = [text.get_text() for text in ax.get_xticklabels()]
    assert names == [text.get_text() for text in ax.get_yticklabels()]
    return names


@examples(15)
@given(frames(), st.sampled_from(["code", "communities"]))
def test_a_heat_map_has_a_cell_for_each_tie(dyads: pl.DataFrame, order: plot.Order) -> None:
    graph = networks.of_year(dyads, 1914)
    ax = plot.heatmap(dyads, 1914, order=order)
    states = {str(name): state for state, name in graph.nodes(data="abbreviation") if graph.degree[state]}
    if not states:
        assert artists_of(ax, AxesImage) == []
        return
    result = np.array(cells(ax))
    names = ticks(ax)
    assert sorted(names) == sorted(states)
    assert (result == result.T).all()
    for (x, a), (y, b) in combinations(enumerate(states[name] for name in names), 2):
        tie = graph.edges[a, b] if graph.has_edge(a, b) else None
        owed = [place for place, name in enumerate(OBLIGATIONS) if tie and tie[name]]
        unknown, none = len(OBLIGATIONS), len(OBLIGATIONS) + 1
        weakest = unknown if tie and None in {tie[name] for name in OBLIGATIONS} else none
        assert result[x, y] == (-1 if tie is None else min(owed, default=weakest))


def test_a_heat_map_is_ordered_by_codes_or_communities() -> None:
    dyads = year_of(1914, {"usa jpn": "entente", "deu fra": "defense", "deu gbr": "defense"})
    assert ticks(plot.heatmap(dyads, 1914)) == ["USA", "UKG", "FRN", "GMY", "JPN"]
    ax = plot.heatmap(dyads, 1914, order="communities")
    assert ticks(ax) == ["GMY", "UKG", "FRN", "USA", "JPN"]
    assert plot.alt_text(ax) == (
        "Matrix of the ties of 1914: 5 states by as many, 3 ties. States in order: around GMY (3), around USA (2). "
        "Not drawn, without a tie: 1 state."
    )
    assert legend_of(ax) == ["defense", "entente", "1 state without a tie"]


def many_states(count: int) -> pl.DataFrame:
    """Return the frame of a year in which each of many states has a tie to the next one."""
    names = [f"s{number}" for number in range(count)]
    ties = {frozenset(pair) for pair in pairwise(names)}
    return frame(
        *(
            row(1914, a, b, {"defense": 1} if frozenset((a, b)) in ties else {})
            | {"code_a": str(100 + 5 * int(a[1:])), "code_b": str(100 + 5 * int(b[1:]))}
            for a, b in combinations(names, 2)
        )
    )


@examples(30)
@given(st.lists(st.floats(0, 100), max_size=8).map(sorted), st.floats(0.1, 30))
def test_places_are_moved_apart(places: list[float], distance: float) -> None:
    moved = apart(places, distance)
    assert all(two - one >= distance * 0.999 for one, two in pairwise(moved))
    if all(two - one > distance for one, two in pairwise(places)):
        assert moved == pytest.approx(places)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "labels"), [(17.0, 0), (9.0, 120), (3.0, 0)])
def test_labels_of_states_are_in_tiers_as_far_as_there_is_room(size: float, labels: int) -> None:
    ax = plot.heatmap(many_states(60), 1914, size=size)
    states_on_ticks, regions = 17.0, 3.0
    assert sum(text.get_text().startswith("s") for text in ax.texts) == labels
    if size == states_on_ticks:
        assert ticks(ax) == [f"s{number}" for number in range(60)]
    if size == regions:
        assert ticks(ax) == ["Americas", "Europe"]
    else:
        assert [text.get_text() for text in ax.texts][-2:] == ["Americas", "Europe"]


@pytest.mark.parametrize("size", [8.0, 5.0, 3.5])
def test_labels_of_small_groups_do_not_overlap(size: float) -> None:
    codes = {"385": "500", "390": "650", "395": "700"}
    dyads = many_states(60).with_columns(pl.col("code_a", "code_b").replace(codes))
    ax = plot.heatmap(dyads, 1914, size=size, title="")
    figure_of(ax).draw_without_rendering()
    texts = {text.get_text(): text for text in (*ax.get_yticklabels(), *ax.texts)}
    boxes = [texts[name].get_window_extent() for _, name in REGIONS]
    assert all(lower.y1 <= upper.y0 for upper, lower in pairwise(boxes))


NOTE = "Source: Alliance Treaty Obligations and Provisions (ATOP), member level, version 4.01"


@examples(30)
@given(st.permutations(NOTE.split()), st.sampled_from([72, 150, 600]))
def test_a_note_is_within_the_figure_at_every_resolution(words: list[str], dpi: int) -> None:
    figure = new_figure(8 * CENTIMETRE, 5)
    add_below(figure, (), " ".join(words))
    file = BytesIO()
    figure.savefig(file, dpi=dpi)
    file.seek(0)
    edges = imread(file)[:, [0, -1], :3]
    assert np.all(edges == 1)


def test_states_without_a_code_are_in_the_group_elsewhere() -> None:
    dyads = frame(row(1914, "usa", "atlantis", {"defense": 1}))
    assert plot.alt_text(plot.heatmap(dyads, 1914)).endswith("States in order: elsewhere (1), Americas (1).")


# --- Obligations year by year ----------------------------------------------------------------------------------------


def counts_of(ax: Axes) -> dict[str, dict[float, float]]:
    """Return the number of each obligation in the known years."""
    return {
        str(line.get_label()): {
            year: count
            for year, count in zip(
                np.asarray(line.get_xdata()).tolist(), np.asarray(line.get_ydata()).tolist(), strict=True
            )
            if not np.isnan(count)
        }
        for line in ax.get_lines()
    }


def test_directed_dyads_are_counted_once() -> None:
    directed = frame(
        row(1914, "fra", "rus", {"defense": 1}),
        row(1914, "rus", "fra", {"defense": 1}),
        row(1914, "gbr", "fra", {"defense": 1}),
        row(1914, "fra", "gbr", {}),
    )
    ax = plot.obligations(directed)
    assert counts_of(ax) == {"defense": {1914: 2}}
    assert ax.get_ylabel() == "number of dyads"


def test_an_unknown_year_is_a_gap_and_not_zero() -> None:
    dyads = pl.concat(
        [
            year_of(1910, {"fra rus": "defense"}),
            frame(row(1911, "fra", "rus", {"defense": None}), row(1911, "fra", "gbr", {"defense": None})),
            # 1912 is missing
            year_of(1913, {}),
            year_of(1914, {"fra rus": "defense", "fra gbr": "defense"}),
        ]
    )
    ax = plot.obligations(dyads.select(*dyads.columns[:5], "defense"))
    assert counts_of(ax) == {"defense": {1910: 1, 1913: 0, 1914: 2}}
    assert plot.alt_text(ax) == (
        "Number of dyads by obligation, 1910 to 1914: defense at most 2 (1914), 2 in 1914. Unknown in 2 of these years."
    )
    assert legend_of(ax) == []
    (line,) = ax.get_lines()
    assert line.get_markevery() == [0]  # an isolated year has a marker, because no line shows it


def test_unknown_dyads_are_an_area_above_the_line() -> None:
    dyads = frame(
        *(row(1910, "fra", other, {"defense": 1}) for other in ("rus", "gbr")),
        row(1911, "fra", "rus", {"defense": 1}),
        row(1911, "fra", "gbr", {"defense": None}),
        row(1911, "gbr", "fra", {"defense": 1}),  # one direction is enough
        row(1911, "gbr", "rus", {"defense": None}),
        row(1911, "rus", "deu", {"offense": None}),
    )
    ax = plot.obligations(dyads)
    assert counts_of(ax) == {"defense": {1910: 2, 1911: 2}, "offense": {1910: 0, 1911: 0}}
    areas = [each.get_paths()[0].vertices for each in artists_of(ax, PolyCollection)]
    assert [area[:, 1].max() for area in map(np.asarray, areas)] == [3, 1]
    assert legend_of(ax) == ["area: unknown dyads (up to 1 in a year)"]
    assert plot.alt_text(ax).endswith(" Unknown dyads in a year: defense for up to 1, offense for up to 1.")
    states = panel.state_years([PACT], years=(1893, 1894), coverage="1893/1894").frame
    unknown = pl.when(pl.col("state") != "state:gbr").then("defense").alias("defense")
    assert legend_of(plot.obligations(states.with_columns(unknown))) == ["area: unknown states (up to 1 in a year)"]


@pytest.mark.slow
def test_treaties_and_states_are_counted_in_their_panels() -> None:
    pacts = [
        PACT,
        treaty(
            "2",
            {"fra": None, "gbr": None},
            {"fra": "consultation", "gbr": "consultation"},
            in_force="1904",
            ended="1917",
        ),
    ]
    dyads = panel.memberships(pacts, years=(1893, 1905)).frame
    assert counts_of(plot.obligations(dyads)) == {
        "defense": dict.fromkeys(range(1893, 1906), 1),
        "consultation": {year: int(year >= 1904) for year in range(1893, 1906)},
    }
    assert plot.obligations(dyads).get_ylabel() == "number of treaties"
    of_states = panel.state_years(pacts, years=(1893, 1905)).frame
    assert counts_of(plot.obligations(of_states))["consultation"] == {
        year: 2 * (year >= 1904) for year in range(1893, 1906)
    }
    assert plot.obligations(of_states).get_ylabel() == "number of states"


def test_lines_have_labels_that_do_not_overlap() -> None:
    ax = plot.obligations(pl.concat([year_of(year, {"fra rus": " ".join(OBLIGATIONS)}) for year in (1913, 1914)]))
    assert sorted(labels_in(ax)) == sorted(OBLIGATIONS)
    boxes = [text.get_window_extent() for text in ax.texts if isinstance(text, Annotation)]
    assert all(one.y0 < two.y0 for one, two in pairwise(sorted(boxes, key=lambda box: box.y0)))
    lines = ax.get_lines()
    assert [to_hex(line.get_color()).upper() for line in lines] == list(plot.COLOURS.values())
    assert len({str(line.get_linestyle()) for line in lines}) > 1


def test_a_figure_without_obligations_says_so() -> None:
    ax = plot.obligations(pl.concat([year_of(year, {}) for year in range(1900, 1911)]))
    assert counts_of(ax) == {}
    assert [text.get_text() for text in ax.texts] == ["no obligations in 1900\N{EN DASH}1910"]
    first, last = ax.get_xlim()
    assert 1899 < first <= 1900
    assert 1910 <= last < 1911
    assert {int(tick) for tick in ax.get_xticks()} >= {1900, 1910}
    assert ax.get_yticks().tolist() == [0]
    assert plot.alt_text(ax) == ("Number of dyads by obligation, 1900 to 1910: no obligations in any known year.")


@pytest.mark.parametrize("draw", [plot.network, plot.heatmap])
def test_ids_of_states_are_drawn_literally(draw: Callable[..., Axes], tmp_path: Path) -> None:
    hostile = {"state:fra": "state:$a_$\x1b\ufffe"}
    frame = year_of(1914, {"fra rus": "defense"}).with_columns(
        pl.col("state_a", "state_b").replace(hostile), code_a=pl.lit(None, pl.String), code_b=pl.lit(None, pl.String)
    )
    ax = draw(frame, 1914)
    labels = [text.get_text() for text in [*ax.texts, *ax.get_yticklabels()]]
    assert r"\$a_\$\x1b\ufffe" in {label.removeprefix("state:") for label in labels}
    plot.save(ax, tmp_path / "figure.svg")
    ET.parse(tmp_path / "figure.svg")  # noqa: S314 - written here


NO_YEAR = (
    "the frame has no known year: it has no rows, or in each year more than half of the dyads have a null for each "
    "obligation"
)


@pytest.mark.parametrize(
    ("dyads", "words"),
    [
        (MANY.drop("year"), "the frame must have the column 'year' (make it with alliancekit.panel)"),
        (
            MANY.drop(OBLIGATIONS),
            "the frame must have a column of an obligation, such as 'defense' (make it with alliancekit.panel)",
        ),
        (
            MANY.drop("state_b"),
            (
                "the frame must have the columns 'state_a' and 'state_b', or 'treaty', or 'state' "
                "(make it with alliancekit.panel)"
            ),
        ),
        (
            frame(row(1914, "fra", "rus", dict.fromkeys(OBLIGATIONS))),
            NO_YEAR,
        ),
        (
            MANY.clear(),
            NO_YEAR,
        ),
    ],
)
def test_an_unusable_frame_is_refused(dyads: pl.DataFrame, words: str) -> None:
    with pytest.raises(UnusableInput, match=f"^{re.escape(words)}$"):
        plot.obligations(dyads)


# --- A timeline ------------------------------------------------------------------------------------------------------


def bars(ax: Axes) -> list[tuple[float, float, str]]:
    """Return the start, end and colour of each bar."""
    return [
        (round(bar.get_x(), 2), round(bar.get_x() + bar.get_width(), 2), to_hex(bar.get_facecolor()).upper())
        for bar in ax.patches
        if isinstance(bar, Rectangle)
    ]


def rows(ax: Axes) -> list[str]:
    """Return the labels of the rows of a timeline, from top to bottom."""
    return [text.get_text() for text in ax.get_yticklabels()]


def test_a_timeline_has_a_bar_for_each_spell_with_the_colour_of_its_obligation() -> None:
    again = treaty(
        "again",
        {"fra": "1900/1904 1907/1909", "gbr": None},
        {"gbr": "consultation bases"},
        in_force="1900",
        ended="1910",
    )
    loose = treaty("loose", {"fra": None, "deu": None}, {}, in_force="1895", ended="1896")
    other = treaty("other", {"gbr": None, "deu": None}, {}, in_force="1895", ended="1896")
    ax = plot.timeline([again, loose, other, PACT], "state:fra")
    assert rows(ax) == ["Treaty pact (Russia)", "Treaty loose (Germany)", "Treaty again (United Kingdom)"]
    assert bars(ax) == [
        (1892.63, 1917.17, plot.COLOURS["defense"]),
        (1895, 1897, "#BBBBBB"),
        (1900, 1905, plot.COLOURS["consultation"]),
        (1907, 1910, plot.COLOURS["consultation"]),
    ]
    assert legend_of(ax) == ["defense", "consultation", "no obligation coded"]
    assert plot.alt_text(ax) == (
        "Timeline of 3 treaties of France, 1892 to 1917, by their strongest obligation 1 defense, 1 consultation and "
        "1 no obligation coded."
    )


def test_a_bar_without_known_end_ends_in_an_arrow_on_the_last_known_day() -> None:
    going = treaty("going", {"fra": "1950/..", "gbr": None}, {"fra": "defense"}, in_force="1950", as_of="2016-12-31")
    unknown = treaty("unknown", {"fra": None, "gbr": None}, {}, signed="1960")
    ax = plot.timeline([going, unknown], "state:fra")
    assert [(start, end) for start, end, _ in bars(ax)] == [(1950, 2017), (1960, 1960.27)]
    assert [tuple(np.asarray(arrow.get_xydata()).round(2).tolist()[0]) for arrow in ax.get_lines()] == [
        (2017, 0),
        (1960, 1),
    ]
    assert legend_of(ax)[-2:] == ["in force at the end of the data", "end not known"]
    assert plot.alt_text(ax).endswith(" In force at the end of the data: 1. End not known: 1.")


def test_a_treaty_without_a_name_of_its_own_is_called_by_its_partners() -> None:
    identifiers = (Identifier(scheme="atop", value="1385"),)
    unnamed = evolve(PACT, names=(Name(text="ATOP alliance 1385"),), identifiers=identifiers)
    assert rows(plot.timeline([unnamed], "France")) == ["with Russia"]
    speaking = evolve(PACT, names=(Name(text="Pact with Russia"),))
    assert rows(plot.timeline([speaking], "France")) == ["Pact with Russia"]


def test_labels_of_treaties_are_shortened_if_there_is_little_room() -> None:
    names = [Name(text=text, language="en") for text in ("A Very Long Name of a Treaty of Friendship", "Short Pact")]
    many = treaty("1", dict.fromkeys(CODES), {}, in_force="1914", ended="1918")
    long = evolve(many, names=tuple(names))
    assert rows(plot.timeline([long], "France", size=8)) == ["Short Pact"]
    assert rows(plot.timeline([long], "France", size=12)) == [names[0].text]
    (cut,) = rows(plot.timeline([evolve(long, names=(names[0],))], "France", size=6))
    assert cut.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert names[0].text.startswith(cut[:-1])


def test_treaties_without_a_start_date_are_counted_in_the_description() -> None:
    dateless = treaty("dateless", {"fra": None, "gbr": None}, {})
    assert plot.alt_text(plot.timeline([PACT, dateless], "France")) == (
        "Timeline of 2 treaties of France, 1892 to 1917, by their strongest obligation 1 defense. "
        "Not drawn, without a start date: 1."
    )
    words = "no treaty of state:fra has a start date, so there is nothing to draw (add 'in_force')"
    with pytest.raises(UnusableInput, match=f"^{re.escape(words)}$"):
        plot.timeline([dateless], "France")


def test_an_ambiguous_name_is_refused_with_the_ids_of_its_states() -> None:
    ids = ("state:deu", "state:west-germany", "state:east-germany")
    with pytest.raises(AmbiguousState) as caught:
        plot.timeline([PACT], "Germany")
    assert (str(caught.value), caught.value.states) == (
        (
            f"the name 'Germany' belongs to more than one state; add a date, or write an id: {ids[0]} "
            f"(1816-01-01/1945-05-08, 1990-10-03/..), {ids[1]} (1949-09-21/1990-10-02) and {ids[2]} "
            "(1949-10-05/1990-10-02)"
        ),
        ids,
    )


def test_with_many_partners_only_the_first_are_named() -> None:
    pact = treaty("1", dict.fromkeys(CODES), {}, in_force="1914", ended="1918")
    assert rows(plot.timeline([pact], "France")) == ["Treaty 1 (United States, United Kingdom, Germany +2)"]


@pytest.mark.slow
def test_labels_of_treaties_are_smaller_if_there_is_little_room() -> None:
    pacts = [treaty(str(number), {"fra": None, "rus": None}, {}, in_force="1914", ended="1918") for number in range(50)]
    low = plot.timeline(pacts, "France", ax=Figure(figsize=(4, 3)).add_subplot())
    assert 1 < float(low.get_yticklabels()[0].get_fontsize()) < 5
    assert plot.timeline(pacts, "France").get_yticklabels()[0].get_fontsize() == 7


def test_a_state_without_treaties_is_refused() -> None:
    with pytest.raises(UnusableInput, match=r"^state:jpn is party to none of the treaties \(1\)$"):
        plot.timeline([PACT], states.get("Japan"))
    with pytest.raises(UnknownState, match=r"^no state is called 'Frankia'"):
        plot.timeline([PACT], "Frankia")
    with pytest.raises(AmbiguousState, match=r"^the name 'Yemen' belongs to more than one state"):
        plot.timeline([PACT], "Yemen")


@pytest.mark.slow
@pytest.mark.parametrize("code", ["FRA", "fra", "FRN", "cow:220", "gw:220"])
def test_a_state_is_given_by_a_code(code: str) -> None:
    assert rows(plot.timeline([PACT], code)) == rows(plot.timeline([PACT], "state:fra"))


def test_a_code_of_several_parties_is_refused() -> None:
    both = treaty("1", {"deu": None, "west-germany": None}, {}, in_force="1914", ended="1918")
    with pytest.raises(AmbiguousState, match=r"^'DEU' stands for more than one state \(write the id of one: "):
        plot.timeline([both], "DEU")


def test_a_number_needs_its_system() -> None:
    with pytest.raises(UnknownState) as caught:
        plot.timeline([PACT], "250")
    assert str(caught.value) == "'250' is a code: add its system (iso3166_1_numeric:250), or write an id: state:fra"


def test_states_and_years_of_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match=r"^a state, its id, name or code is expected, got the number 220$"):
        plot.timeline([PACT], cast("str", cast("object", 220)))
    with pytest.raises(TypeError, match=r"^years must be a whole number, such as 1914, got the text '1900'$"):
        plot.decades(MANY, cast("list[int]", cast("object", ["1900"])))


def test_a_party_outside_the_registry_has_a_timeline() -> None:
    pact = treaty("1", {"atlantis": None, "usa": None}, {}, in_force="1914", ended="1918")
    own: State = states.get("France")
    assert rows(plot.timeline([pact], "state:atlantis")) == ["Treaty 1 (United States)"]
    assert rows(plot.timeline([PACT], own)) == ["Treaty pact (Russia)"]
    atlantis = State(
        id=StateId("state:atlantis"), names=(Name(text="Atlantis"),), codes=(Code(system="atop", value="8152"),)
    )
    assert rows(plot.timeline([pact, atlantis], "USA")) == ["Treaty 1 (Atlantis)"]


def test_a_name_finds_a_record_with_another_id() -> None:
    own = tuple(
        State(id=StateId(f"state:{slug}"), names=(Name(text=slug),), codes=(Code(system="cow", value=code),))
        for slug, code in (("frenchmen", "220"), ("russians", "365"), ("more-frenchmen", "220"))
    )
    pact = treaty("pact", {"frenchmen": None, "russians": None}, {}, in_force="1892-08-17", ended="1917-03-03")
    ax = plot.timeline([pact, *own[:2]], "France")
    assert rows(ax) == ["Treaty pact (Russia)"]
    assert plot.alt_text(ax).startswith("Timeline of 1 treaty of France, 1892 to 1917")
    with pytest.raises(UnusableInput, match="state:fra is party to none"):
        plot.timeline([pact, *own], "France")
    parted = [
        State(
            id=StateId(f"state:{slug}"),
            names=(Name(text=slug),),
            codes=(Code(system="cow", value="220", period=PartialDate(period)),),
        )
        for slug, period in (("old-france", "../1870"), ("new-france", "1871/.."))
    ]
    with pytest.raises(AmbiguousState, match="state:old-france or state:new-france"):
        plot.timeline([pact, *parted], "France")
    same = plot.timeline([pact, *own], own[0])
    assert plot.alt_text(same).startswith("Timeline of 1 treaty of state:frenchmen")


# --- Decades ---------------------------------------------------------------------------------------------------------


def test_decades_are_side_by_side_with_equal_positions_of_states() -> None:
    figure = plot.decades(MANY)
    assert [ax.get_title() for ax in figure.axes] == ["1900", "1910"]
    one, two = (artists_of(ax, PathCollection)[0] for ax in figure.axes)
    assert np.asarray(one.get_offsets()).tolist() == np.asarray(two.get_offsets()).tolist()
    assert plot.alt_text(figure) == "Networks of alliances in 2 years, with their numbers of ties. 1900: 2, 1910: 2."
    assert plot.alt_text(figure.axes[0]).startswith("Network of alliances in 1900: 6 states, ")
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["defense", "entente"]


def test_unknown_decades_are_left_out_by_default_and_refused_by_name() -> None:
    dyads = pl.concat([MANY, frame(row(1920, "fra", "rus", {"defense": None}))])
    assert [ax.get_title() for ax in plot.decades(dyads, obligation=["defense"]).axes] == ["1900", "1910"]
    with pytest.raises(UnusableInput, match=r"^all ties of 1920 are unknown; "):
        plot.decades(dyads, [1910, 1920], obligation="defense")
    words = r"there is no year to draw: in no year that ends in 0 are half of the ties known \(set the years\)"
    with pytest.raises(UnusableInput, match=f"^{words}$"):
        plot.decades(ENTENTE)


def test_a_decade_with_some_unknown_ties_is_drawn_with_their_number() -> None:
    dyads = pl.concat([MANY, frame(row(1920, "fra", "rus", {"defense": None}), row(1920, "fra", "gbr", {}))])
    figure = plot.decades(dyads, obligation="defense")
    assert [ax.get_title() for ax in figure.axes] == ["1900", "1910", "1920"]
    assert "3 of 3 without a known tie" in {text.get_text() for text in figure.axes[2].texts}
    assert figure.texts[1].get_text() == "Pairs of states whose tie is unknown, not drawn: 1 in 1920"


def test_decades_are_drawn_on_the_axes_of_the_caller() -> None:
    mine = Figure()
    axes = [mine.add_subplot(1, 2, number) for number in (1, 2)]
    assert plot.decades(MANY, [1899, 1905], obligation="defense", axes=axes) is mine
    assert mine.get_suptitle() == ""
    assert [ax.get_title() for ax in axes] == ["1899", "1905"]
    assert mine.legends == []
    with pytest.raises(UnusableInput, match=r"^axes must have one item for each of the 3 years, has 2$"):
        plot.decades(MANY, [1899, 1900, 1905], axes=axes)


def test_decades_have_a_title_regions_and_the_number_of_isolates() -> None:
    figure = plot.decades(MANY, obligation="defense", source="A List")
    assert figure.get_suptitle() == "Alliances with defense, 1900\N{EN DASH}1910"
    assert [text.get_text() for text in figure.texts[1:]] == ["Source: A List"]
    assert {"4 of 6 without a tie", "Europe"} <= {text.get_text() for text in figure.axes[0].texts}
    assert plot.decades(MANY, title="", source="").get_suptitle() == ""
    small = plot.decades(MANY, range(1898, 1912), size=8)
    assert "Circles: Americas on the left" in small.texts[1].get_text().replace("\n", " ")
    assert "Europe" not in {text.get_text() for text in small.axes[0].texts}


@pytest.mark.slow
def test_decades_fit_on_a_page() -> None:
    years = pl.concat([year_of(year, {"fra rus": "defense"}) for year in range(1900, 1924)])
    for size in (8, 17):
        figure = plot.decades(years, range(1900, 1924), size=size)
        assert figure.get_size_inches()[1] * 2.54 <= 24


def test_states_are_on_the_circle_of_their_region() -> None:
    codes = {"usa": "2", "fra": "220", "nga": "475", "irq": "645", "jpn": "740", "bra": "140", "other": None}
    positions, circles = region_positions(codes)
    assert [*circles] == ["Americas", "Europe", "Africa", "Middle East", "Asia, Oceania", "elsewhere"]
    for state, code in codes.items():
        (x, y), radius = circles[region_of(code)]
        assert np.hypot(positions[state][0] - x, positions[state][1] - y) == pytest.approx(radius)
    assert positions["usa"][0] < positions["fra"][0] < positions["jpn"][0]


# --- Real data -------------------------------------------------------------------------------------------------------


def test_figures_of_real_data_are_complete() -> None:
    atop = atop_members(data("atop", "atop-member-level-4.01.csv"))
    ax = plot.network(atop, 2016)
    (dots,) = artists_of(ax, PathCollection)
    of_states = panel.state_years(atop, years=(2016, 2016)).frame
    assert len(np.asarray(dots.get_offsets())) == len(of_states.filter(pl.col("treaties") > 0))
    assert legend_of(ax)[-1] == "9 states without a tie"
    assert len(labels_in(ax)) > 60
    mine = [record for record in atop.records if any(party.party == "state:deu" for party in record.parties)]
    spells = [spell for each in mine for party in each.parties if party.party == "state:deu" for spell in party.spells]
    assert len(bars(plot.timeline(atop, "state:deu"))) == len(spells)
