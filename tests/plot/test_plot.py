# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import TypeVar, cast

import matplotlib as mpl
import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox
from tests.networks.frames import CODES, frame, frames, row, treaty, year_of
from tests.profiles import examples
from tests.shared import data

import alliancekit
from alliancekit import Code, Name, PartialDate, StateId, networks, panel, plot, states
from alliancekit.errors import AmbiguousState, UnknownState, UnusableFile, UnusableInput
from alliancekit.loaders.atop import atop_members
from alliancekit.models import State
from alliancekit.panel import OBLIGATIONS

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
    legend = ax.get_legend()
    return [text.get_text() for text in legend.get_texts()] if legend else []


# --- All figures -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_figure_changes_no_setting_of_matplotlib(draw: Callable[[Axes | None], Axes], tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    ax = draw(None)
    for ending in ("png", "svg", "pdf"):
        plot.save(ax, tmp_path / f"figure.{ending}")
    assert dict(mpl.rcParams) == before
    assert ax.get_title() == ""


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_a_figure_is_drawn_on_the_axes_of_the_caller(draw: Callable[[Axes | None], Axes]) -> None:
    mine = Figure().add_subplot()
    assert draw(mine) is mine
    assert plot.alt_text(mine) == plot.alt_text(draw(None)) != ""


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


# --- A network -------------------------------------------------------------------------------------------------------


@examples(15)
@given(frames())
def test_a_network_has_a_dot_a_state_and_a_line_a_tie(dyads: pl.DataFrame) -> None:
    graph = networks.of_year(dyads, 1914)
    ax = plot.network(dyads, 1914)
    (dots,) = artists_of(ax, PathCollection)
    places = {state: tuple(place) for state, place in zip(graph, np.asarray(dots.get_offsets()).tolist(), strict=True)}
    assert len(set(places.values())) == len(graph)
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
        for a, b, tie in graph.edges(data=True)
    }


def test_the_dot_of_a_state_with_more_ties_is_larger() -> None:
    ax = plot.network(ENTENTE, 1914)
    dots = artists_of(ax, PathCollection)[0]
    sizes = dict(zip(networks.of_year(ENTENTE, 1914), np.asarray(dots.get_sizes()).tolist(), strict=True))
    assert sizes["state:fra"] > sizes["state:rus"] == sizes["state:gbr"] > sizes["state:jpn"]
    grey, dark = "#BBBBBB", "#333333"
    assert colours_of(dots) == [grey, dark, dark, grey, dark, grey]


def test_the_legend_of_a_network_has_its_obligations_and_sizes() -> None:
    assert legend_of(plot.network(ENTENTE, 1914)) == ["defense", "consultation", "1 tie", "2 ties"]
    assert legend_of(plot.network(year_of(1914, {}), 1914)) == []


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("abbreviation", {"USA", "UKG", "FRN", "GMY", "RUS", "JPN"}),
        ("code", set(CODES.values())),
        ("name", {"United States", "United Kingdom", "France", "Germany", "Russia", "Japan"}),
    ],
)
def test_labels_are_abbreviations_codes_or_names(labels: str, expected: set[str]) -> None:
    ax = plot.network(ENTENTE, 1914, labels=labels)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert set(labels_in(ax)) == expected


@pytest.mark.slow
def test_labels_do_not_overlap_and_those_of_large_states_have_priority() -> None:
    names = [f"state-{number}" for number in range(120)]
    hub = frame(*(row(1914, a, b, {"defense": 1} if "state-0" in (a, b) else {}) for a, b in combinations(names, 2)))
    ax = plot.network(hub, 1914, ax=Figure(figsize=(3, 3)).add_subplot())
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


def test_groups_of_tied_states_are_side_by_side() -> None:
    pairs = [f"{a}{number}" for number in range(4) for a in "xy"]
    clique = [f"c{number}" for number in range(12)]
    names = [*clique, *pairs, "alone"]
    tied = {f"{a} {b}": "defense" for a, b in [*combinations(clique, 2), *zip(pairs[::2], pairs[1::2], strict=True)]}
    ax = plot.network(year_of(1914, tied, names), 1914)
    graph = networks.of_year(year_of(1914, tied, names), 1914)
    (dots,) = artists_of(ax, PathCollection)
    places = dict(zip(graph, np.asarray(dots.get_offsets()).tolist(), strict=True))
    groups = [[places[state] for state in group] for group in nx.connected_components(graph) if len(group) > 1]
    boxes = [Bbox([np.min(group, axis=0), np.max(group, axis=0)]).padded(0.1) for group in groups]
    assert len(boxes) == 5
    assert not any(one.overlaps(two) for one, two in combinations(boxes, 2))
    assert places["state:alone"][1] < min(place[1] for state, place in places.items() if state != "state:alone")


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
    result = np.array(cells(ax))
    states = {str(name): state for state, name in graph.nodes(data="abbreviation")}
    names = ticks(ax)
    assert sorted(names) == sorted(states)
    assert (result == result.T).all()
    for (x, a), (y, b) in combinations(enumerate(states[name] for name in names), 2):
        tie = graph.edges[a, b] if graph.has_edge(a, b) else None
        owed = [place for place, name in enumerate(OBLIGATIONS) if tie and tie[name]]
        assert result[x, y] == (-1 if tie is None else min(owed, default=len(OBLIGATIONS)))


def test_a_heat_map_is_ordered_by_codes_or_communities() -> None:
    dyads = year_of(1914, {"usa jpn": "entente", "deu fra": "defense", "deu gbr": "defense"})
    assert ticks(plot.heatmap(dyads, 1914)) == ["USA", "UKG", "FRN", "GMY", "RUS", "JPN"]
    ax = plot.heatmap(dyads, 1914, order="communities")
    assert ticks(ax) == ["GMY", "UKG", "FRN", "USA", "JPN", "RUS"]
    assert plot.alt_text(ax) == (
        "Matrix of the ties of 1914: 6 states by as many, 3 ties. States in order: around GMY (3), around USA (2), "
        "no tie (1)."
    )
    assert legend_of(ax) == ["defense", "entente"]


def test_with_many_states_only_regions_have_labels() -> None:
    seeds = plot.heatmap(alliancekit.seeds(), 1965)
    assert ticks(seeds) == ["Americas", "Europe", "Africa", "Middle East", "Asia, Oceania"]
    assert plot.alt_text(seeds).startswith(
        "Matrix of the ties of 1965: 125 states by as many, 1 tie. States in order: "
    )


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
            frame(row(1911, "fra", "rus", {"defense": 1}), row(1911, "fra", "gbr", {"defense": None})),
            # 1912 is missing
            year_of(1913, {}),
            year_of(1914, {"fra rus": "defense", "fra gbr": "defense"}),
        ]
    )
    ax = plot.obligations(dyads)
    assert counts_of(ax) == {"defense": {1910: 1, 1913: 0, 1914: 2}}
    assert plot.alt_text(ax) == (
        "Number of dyads by obligation, 1910 to 1914: defense at most 2 (1914), 2 in 1914. Unknown in 2 of these years."
    )
    (line,) = ax.get_lines()
    assert line.get_markevery() == [0]  # an isolated year has a marker, because no line shows it


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
    heights = sorted(float(text.xyann[1]) for text in ax.texts if isinstance(text, Annotation))
    assert all(two - one > 7 for one, two in pairwise(heights))
    lines = ax.get_lines()
    assert [to_hex(line.get_color()).upper() for line in lines] == list(plot.COLOURS.values())
    assert len({str(line.get_linestyle()) for line in lines}) > 1


def test_a_figure_without_obligations_says_so() -> None:
    ax = plot.obligations(pl.concat([year_of(year, {}) for year in range(1900, 1911)]))
    assert counts_of(ax) == {}
    assert [text.get_text() for text in ax.texts] == ["no obligations"]
    assert [tick for tick in ax.get_xticks() if not 1900 <= tick <= 1910] == []
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
            frame(row(1914, "fra", "rus", {"defense": None}), row(1914, "fra", "gbr", {"defense": 1})),
            "the frame has no year whose obligations are all known (each year has a null, or there are no rows)",
        ),
        (
            MANY.clear(),
            "the frame has no year whose obligations are all known (each year has a null, or there are no rows)",
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
    assert rows(ax) == ["pact  RUS", "loose  GMY", "again  UKG"]
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
    assert legend_of(ax)[-1] == "no end known"
    assert plot.alt_text(ax).endswith(" No known end: 2.")


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
        f"the name 'Germany' belongs to more than one state (write an id: {ids[0]}, {ids[1]} or {ids[2]})",
        ids,
    )


def test_with_many_partners_only_the_first_are_named() -> None:
    pact = treaty("1", dict.fromkeys(CODES), {}, in_force="1914", ended="1918")
    assert rows(plot.timeline([pact], "France")) == ["1  USA, UKG, GMY +2"]


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


@pytest.mark.parametrize("code", ["FRA", "fra", "FRN", "220", "250"])
def test_a_code_is_refused_with_the_id_of_its_state(code: str) -> None:
    with pytest.raises(UnknownState) as caught:
        plot.timeline([PACT], code)
    assert str(caught.value) == f"{code!r} is a code, not the name of a state (write the id: state:fra)"


def test_states_and_years_of_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match=r"^a state, its id or its name is expected, got the number 220$"):
        plot.timeline([PACT], cast("str", cast("object", 220)))
    with pytest.raises(TypeError, match=r"^years must be a whole number, such as 1914, got the text '1900'$"):
        plot.decades(MANY, cast("list[int]", cast("object", ["1900"])))


def test_a_party_outside_the_registry_has_a_timeline() -> None:
    pact = treaty("1", {"atlantis": None, "usa": None}, {}, in_force="1914", ended="1918")
    own: State = states.get("France")
    assert rows(plot.timeline([pact], "state:atlantis")) == ["1  USA"]
    assert rows(plot.timeline([PACT], own)) == ["pact  RUS"]


def test_a_name_finds_a_record_with_another_id() -> None:
    own = tuple(
        State(id=StateId(f"state:{slug}"), names=(Name(text=slug),), codes=(Code(system="cow", value=code),))
        for slug, code in (("frenchmen", "220"), ("russians", "365"), ("more-frenchmen", "220"))
    )
    pact = treaty("pact", {"frenchmen": None, "russians": None}, {}, in_force="1892-08-17", ended="1917-03-03")
    ax = plot.timeline([pact, *own[:2]], "France")
    assert rows(ax) == ["pact  RUS"]
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
    dyads = pl.concat([MANY, frame(row(1920, "fra", "rus", {"defense": None}), row(1920, "fra", "gbr", {}))])
    assert [ax.get_title() for ax in plot.decades(dyads).axes] == ["1900", "1910"]
    with pytest.raises(UnusableInput, match=r"^the ties of 1920 are unknown: "):
        plot.decades(dyads, [1910, 1920])
    words = r"there is no year to draw: in no year that ends in 0 are all ties known \(set the years\)"
    with pytest.raises(UnusableInput, match=f"^{words}$"):
        plot.decades(ENTENTE)


def test_decades_are_drawn_on_the_axes_of_the_caller() -> None:
    mine = Figure()
    axes = [mine.add_subplot(1, 2, number) for number in (1, 2)]
    assert plot.decades(MANY, [1899, 1905], obligation="defense", axes=axes) is mine
    assert [ax.get_title() for ax in axes] == ["1899", "1905"]
    assert mine.legends == []
    with pytest.raises(UnusableInput, match=r"^axes must have one item for each of the 3 years, has 2$"):
        plot.decades(MANY, [1899, 1900, 1905], axes=axes)


# --- Real data -------------------------------------------------------------------------------------------------------


def test_figures_of_real_data_are_complete() -> None:
    atop = atop_members(data("atop", "atop-member-level-4.01.csv"))
    ax = plot.network(atop, 2016)
    (dots,) = artists_of(ax, PathCollection)
    assert len(np.asarray(dots.get_offsets())) == len(panel.state_years(atop, years=(2016, 2016)).frame)
    assert len(labels_in(ax)) > 60
    mine = [record for record in atop.records if any(party.party == "state:deu" for party in record.parties)]
    spells = [spell for each in mine for party in each.parties if party.party == "state:deu" for spell in party.spells]
    assert len(bars(plot.timeline(atop, "state:deu"))) == len(spells)
