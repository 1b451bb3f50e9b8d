import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import cast
from xml.etree import ElementTree as ET

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.networks.frames import CODES, frame, frames, row, treaty, year_of
from tests.profiles import examples
from tests.shared import data

from alliancekit import networks, panel
from alliancekit.errors import BeyondCoverage, MissingExtra, UnusableFile, UnusableInput
from alliancekit.loaders.atop import atop_members
from alliancekit.panel import OBLIGATIONS

KINDS = st.lists(st.sampled_from(OBLIGATIONS), min_size=1, unique=True)


def ties(graph: "nx.Graph[str]") -> set[tuple[str, str]]:
    """Return the edges, in an undirected network in both directions."""
    result = set(graph.edges())
    return result if graph.is_directed() else result | {(b, a) for a, b in result}


def rows_of(dyads: pl.DataFrame, pairs: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """Return the rows of some pairs."""
    pair = pl.concat_str("state_a", "state_b", separator=" ")
    return dyads.filter(pair.is_in([f"{a} {b}" for a, b in pairs]))


# --- The network of a frame ----------------------------------------------------------------------------------------


@examples(40)
@given(dyads=frames(directed=True), kinds=st.none() | KINDS, directed=st.booleans())
def test_a_network_has_the_states_and_ties_of_its_frame(
    *, dyads: pl.DataFrame, kinds: Sequence[str] | None, directed: bool
) -> None:
    graph = networks.of_year(dyads, 1914, obligation=kinds, directed=directed)
    due = {
        (each["state_a"], each["state_b"])
        for each in dyads.iter_rows(named=True)
        if (any(each[kind] for kind in kinds) if kinds else each["treaty_ids"])
    }
    assert graph.is_directed() == directed
    assert set(graph) == {*dyads["state_a"], *dyads["state_b"]}
    assert ties(graph) == (due if directed else due | {(b, a) for a, b in due})


@examples(40)
@given(frames())
def test_a_tie_has_its_obligations_and_treaties(dyads: pl.DataFrame) -> None:
    graph = networks.of_year(dyads, 1914)
    for each in dyads.filter(pl.col("treaties") > 0).iter_rows(named=True):
        expected: dict[str, object] = {name: each[name] for name in ("treaties", *OBLIGATIONS)}
        expected["treaty_ids"] = tuple(sorted(each["treaty_ids"]))
        assert graph.edges[each["state_a"], each["state_b"]] == expected


@examples(40)
@given(frames(directed=True), KINDS)
def test_an_undirected_tie_unites_both_directions(dyads: pl.DataFrame, kinds: Sequence[str]) -> None:
    graph = networks.of_year(dyads, 1914, obligation=kinds)
    assert {frozenset(edge) for edge in graph.edges()} == {
        frozenset(edge) for edge in networks.of_year(dyads, 1914, obligation=kinds, directed=True).edges()
    }
    for a, b, tie in graph.edges(data=True):
        both = list(rows_of(dyads, {(a, b), (b, a)}).iter_rows(named=True))
        assert tie["treaty_ids"] == tuple(sorted({id_ for each in both for id_ in each["treaty_ids"]}))
        assert {name: tie[name] for name in OBLIGATIONS} == {
            name: max(each[name] for each in both) for name in OBLIGATIONS
        }


@st.composite
def frames_with_nulls(draw: st.DrawFn) -> pl.DataFrame:
    """Draw directed dyad-years in which some obligations and some treaties are unknown."""
    dyads = draw(frames(directed=True))
    for names in (["treaties", "treaty_ids"], ["defense"], ["consultation"]):
        nulls = draw(st.lists(st.booleans(), min_size=dyads.height, max_size=dyads.height))
        known = ~pl.lit(pl.Series(nulls, dtype=pl.Boolean))
        dyads = dyads.with_columns(pl.when(known).then(pl.col(name)).alias(name) for name in names)
    return dyads


@examples(40)
@given(dyads=frames_with_nulls(), kind=st.sampled_from([None, "defense", "consultation"]), directed=st.booleans())
def test_unknown_ties_are_left_out_and_counted(dyads: pl.DataFrame, kind: str | None, *, directed: bool) -> None:
    known, doubtful = set[tuple[str, str]](), set[tuple[str, str]]()
    for each in dyads.iter_rows(named=True):
        a, b = each["state_a"], each["state_b"]
        pair = (a, b) if directed else (min(a, b), max(a, b))
        tie = each[kind or "treaties"]
        if tie or (kind is None and tie is None and any(each[name] for name in OBLIGATIONS)):
            known.add(pair)
        elif tie is None:
            doubtful.add(pair)
    make = partial(networks.of_year, dyads, 1914, obligation=kind, directed=directed, unknown="omit")
    if dyads[kind or "treaties"].null_count() == dyads.height and not known:
        with pytest.raises(UnusableInput, match=r"^all ties of 1914 are unknown; "):
            make()
        return
    graph = make()
    assert {pair if directed else (min(pair), max(pair)) for pair in graph.edges()} == known
    assert networks.unknown_pairs(dyads, 1914, obligation=kind, directed=directed) == sorted(doubtful - known)
    assert graph.graph == {"year": 1914, "unknown_pairs": len(doubtful - known)}
    for a, b, edge in graph.edges(data=True):
        both = list(rows_of(dyads, {(a, b)} if directed else {(a, b), (b, a)}).iter_rows(named=True))
        for name in OBLIGATIONS:
            values = {each[name] for each in both}
            assert edge[name] == (1 if 1 in values else None if None in values else 0)
        ids = [each["treaty_ids"] for each in both]
        assert edge["treaty_ids"] == tuple(sorted({id_ for each in ids for id_ in each or ()}))
        assert edge["treaties"] == (None if None in ids else len(edge["treaty_ids"]))


def test_unknown_pairs_need_a_year_of_the_frame_and_a_known_option() -> None:
    dyads = frame(row(1914, "fra", "rus", {}, ["1"]))
    with pytest.raises(UnusableInput, match=r"^the frame has no rows for 1913: its years are 1914 to 1914$"):
        networks.unknown_pairs(dyads, 1913)
    with pytest.raises(UnusableInput, match=r"^unknown must be refuse or omit, got 'ommit'$"):
        networks.of_year(dyads, 1914, unknown=cast("networks.Unknown", cast("object", "ommit")))


def test_a_frame_without_obligations_has_unknown_ties() -> None:
    dyads = frame(row(1914, "fra", "rus", {}, ["1"]), row(1914, "fra", "gbr", {}, ["1"])).drop(OBLIGATIONS)
    unknown = pl.when(pl.col("state_b") == "state:rus").then("treaties").alias("treaties")
    assert networks.unknown_pairs(dyads.with_columns(unknown), 1914) == [("state:fra", "state:gbr")]


@examples(40)
@given(dyads=frames(), ending=st.sampled_from([".graphml", ".gexf"]))
def test_the_order_of_the_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, dyads: pl.DataFrame, ending: str
) -> None:
    folder = tmp_path_factory.mktemp("networks")
    for name, rows in (("one", dyads), ("two", dyads.reverse())):
        networks.write(networks.of_year(rows, 1914), folder / f"{name}{ending}")
    assert (folder / f"one{ending}").read_bytes() == (folder / f"two{ending}").read_bytes()


def test_states_without_ties_are_nodes_in_the_order_of_their_codes() -> None:
    graph = networks.of_year(year_of(1914, {"fra rus": "defense"}, ("rus", "deu", "usa", "fra")), 1914)
    assert [(state, dyads["code"]) for state, dyads in graph.nodes(data=True)] == [
        ("state:usa", "2"),
        ("state:fra", "220"),
        ("state:deu", "255"),
        ("state:rus", "365"),
    ]
    assert list(graph.edges()) == [("state:fra", "state:rus")]
    assert graph.graph == {"year": 1914}


def test_states_have_the_names_of_the_year() -> None:
    named = {
        year: dict(networks.of_year(year_of(year, {}, ("usa", "rus")), year).nodes["state:rus"])
        for year in (1914, 1960)
    }
    assert named == {
        1914: {"code": "365", "name": "Russia", "abbreviation": "RUS"},
        1960: {"code": "365", "name": "Soviet Union", "abbreviation": "RUS"},
    }


@pytest.mark.parametrize(("year", "label"), [(1877, "SRB"), (1914, "SER"), (1918, "YUG"), (1960, "YUG"), (2010, "SRB")])
def test_serbia_has_the_abbreviation_of_its_name(year: int, label: str) -> None:
    graph = networks.of_year(year_of(year, {}, ("usa", "srb")), year)
    assert graph.nodes["state:srb"]["abbreviation"] == label


@pytest.mark.parametrize(
    ("state", "name", "abbreviation"),
    [
        ("austria-hungary", "Austrian Empire", "AUH"),  # not yet on the list in 1815
        ("atlantis", "state:atlantis", "atlantis"),  # on none
    ],
)
def test_a_state_outside_the_lists_of_the_year_has_a_name_too(state: str, name: str, abbreviation: str) -> None:
    graph = networks.of_year(frame(row(1815, "usa", state, {})), 1815)
    assert graph.nodes[f"state:{state}"] == {"code": None, "name": name, "abbreviation": abbreviation}


def test_treaties_make_the_network_of_their_panel() -> None:
    pact = treaty("1", {"fra": None, "rus": None}, {"fra": "defense"}, in_force="1890", ended="1917")
    one = networks.of_year([pact], 1914, directed=True)
    two = networks.of_year(panel.dyad_years([pact], directed=True).frame, 1914, directed=True)
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(data=True)) == list(two.edges(data=True))
    assert {(a, b): owed["defense"] for a, b, owed in one.edges(data=True)} == {
        ("state:fra", "state:rus"): 1,
        ("state:rus", "state:fra"): 0,
    }


# --- What is not known, and what is wrong ----------------------------------------------------------------------------

PAIR = frame(row(1914, "usa", "gbr", {}))


@pytest.mark.parametrize("year", ["1914", 1914.0, True, None], ids=str)
def test_a_year_is_a_whole_number(year: object) -> None:
    for ask in (networks.of_year, networks.of_frame):
        with pytest.raises(TypeError, match=r"^year must be a whole number, such as 1914, got "):
            ask(PAIR, cast("int", year))


def test_a_year_of_numpy_becomes_a_python_int() -> None:
    graph = networks.of_year(PAIR, np.int64(1914))
    assert networks.of_year(PAIR, 1914).edges == graph.edges
    assert type(graph.graph["year"]) is int


@pytest.mark.parametrize(
    ("dyads", "year", "words"),
    [
        (PAIR, 1915, "the frame has no rows for 1915: its years are 1914 to 1914"),
        (PAIR, np.int64(1915), "the frame has no rows for 1915: its years are 1914 to 1914"),
        (PAIR.clear(), 1914, "the frame has no rows for 1914: it is empty"),
        (
            frame(row(1914, "usa", "gbr", {"defense": None}), row(1914, "usa", "fra", {})),
            1914,
            (
                "the ties of 1914 are unknown: 'defense' is null for 1 of 2 pairs of states; the treaties do not "
                "cover the year, a party of a treaty has no state, or a direction is unknown "
                "(print panel.dyad_years(...).account for the reason; unknown='omit' leaves such ties out, "
                "asymmetric='none' assumes all directions)"
            ),
        ),
        (
            PAIR.drop("treaty_ids"),
            1914,
            "the frame must have the column 'treaty_ids' (make it with panel.dyad_years)",
        ),
        (
            pl.concat([PAIR, PAIR]),
            1914,
            "a pair of states has two rows in 1914, expected one (a frame of dyad-years has one per pair)",
        ),
    ],
)
def test_an_unusable_frame_is_refused(dyads: pl.DataFrame, year: int, words: str) -> None:
    with pytest.raises(UnusableInput, match=f"^{re.escape(words)}$"):
        networks.of_year(dyads, year)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ("defence", "unknown obligation 'defence' (did you mean 'defense'?)"),
        (
            ("defense", "qqq"),
            (
                "unknown obligation 'qqq' (expected defense, offense, neutrality, nonaggression, consultation, "
                "entente, bases or other)"
            ),
        ),
        ((), "obligation must not be empty (leave it out for any treaty)"),
    ],
)
def test_an_unknown_obligation_is_refused(kinds: str | tuple[str, ...], words: str) -> None:
    with pytest.raises(UnusableInput, match=f"^{re.escape(words)}$"):
        networks.of_year(PAIR, 1914, obligation=kinds)


def test_an_undirected_frame_is_refused_for_a_directed_network() -> None:
    words = (
        "the frame is not directed: in 1914 it has a row for state:usa to state:gbr, but none for state:gbr to "
        "state:usa (make it with panel.dyad_years(..., directed=True))"
    )
    with pytest.raises(UnusableInput, match=f"^{re.escape(words)}$"):
        networks.of_year(year_of(1914, {"usa gbr": "defense"}), 1914, directed=True)


def test_a_year_outside_the_coverage_is_an_error() -> None:
    pact = treaty("1", {"fra": None, "rus": None}, {"fra": "defense"}, in_force="1890", as_of="1910-12-31")
    words = (
        "the ties of 1911 are unknown: 'treaties' is null for 990 of 990 pairs of states; the treaties do not "
        "cover the year, a party of a treaty has no state, or a direction is unknown "
        "(print panel.dyad_years(...).account for the reason; unknown='omit' leaves such ties out, "
        "asymmetric='none' assumes all directions)"
    )
    with pytest.raises(UnusableInput, match=f"^{re.escape(words)}$"):
        networks.of_year([pact], 1911)
    with pytest.raises(
        BeyondCoverage,
        match=r"^the cow list covers 1816-01-01/2024-12-31, got 2025; "
        r"panel\.dyad_years\(\.\.\., carry_forward=True\) uses its last entries for later dates$",
    ):
        networks.of_year([pact], 2025)


# --- Files -----------------------------------------------------------------------------------------------------------


def _as_text(value: object) -> object:
    return " ".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else value


@examples(40)
@given(dyads=frames(directed=True), directed=st.booleans(), ending=st.sampled_from([".graphml", ".GEXF"]))
def test_a_file_reads_back_as_the_same_network(
    tmp_path_factory: pytest.TempPathFactory, dyads: pl.DataFrame, *, directed: bool, ending: str
) -> None:
    file = tmp_path_factory.mktemp("networks") / f"network{ending}"
    graph = networks.of_year(dyads, 1914, directed=directed)
    networks.write(graph, file)
    back = nx.read_graphml(file) if ending == ".graphml" else nx.read_gexf(file)
    assert back.is_directed() == directed
    assert {node: dict(result) for node, result in back.nodes(data=True)} == {
        node: {"label": result["name"], **result} for node, result in graph.nodes(data=True)
    }
    assert ties(back) == ties(graph)
    for a, b, result in graph.edges(data=True):
        read = {name: value for name, value in back.edges[a, b].items() if name != "id"}
        assert read == {name: _as_text(value) for name, value in result.items()}


def test_attributes_that_are_none_are_not_written(tmp_path: Path) -> None:
    networks.write(networks.of_year(frame(row(1914, "usa", "atlantis", {})), 1914), tmp_path / "n.graphml")
    assert dict(nx.read_graphml(tmp_path / "n.graphml").nodes(data=True)) == {
        "state:atlantis": {"label": "state:atlantis", "name": "state:atlantis", "abbreviation": "atlantis"},
        "state:usa": {"label": "United States", "name": "United States", "abbreviation": "USA", "code": "2"},
    }


def test_a_gexf_file_has_no_modification_date(tmp_path: Path) -> None:
    networks.write(networks.of_year(PAIR, 1914), tmp_path / "n.gexf")
    assert "lastmodified" not in (tmp_path / "n.gexf").read_text("utf-8")


TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("a \n\t\x7f\x85\u2028\u202e<>&\"'=\U000e0041"))
).filter(lambda text: not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", text))
VALUES: st.SearchStrategy[st.SearchStrategy[object]] = st.sampled_from(
    [TEXTS,  st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
     st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)]
)  # fmt: skip
RESERVED = {
    "id", "pid", "start", "end", "parents", "spells", "viz", "type", "key", "weight", "label", "name", "networkx_key",
    "self", "node_for_adding", "u_of_edge", "v_of_edge", "u_for_edge", "v_for_edge",
}  # fmt: skip


@st.composite
def attributed(draw: st.DrawFn) -> "nx.Graph[str]":
    """Generate a network with any nodes and edges and any supported attributes."""
    graph: nx.Graph[str] = nx.DiGraph() if draw(st.booleans()) else nx.Graph()
    nodes = draw(st.lists(TEXTS.filter(bool), min_size=1, max_size=4, unique=True))
    names = TEXTS.filter(lambda name: name.strip() and name not in RESERVED)
    columns = draw(st.dictionaries(names | st.sampled_from(["attr", "graph"]), VALUES, max_size=3))
    dyads = st.fixed_dictionaries({}, optional=columns)
    for node in nodes:
        graph.add_nodes_from([(node, draw(dyads))])
    for a, b in draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)))):
        graph.add_edges_from([(a, b, draw(dyads))])
    return graph


def as_read(result: Mapping[str, object]) -> dict[str, object]:
    """Return attributes in the form in which they read back: numbers as decimals, and without empty text."""
    return {
        name: float(value) if type(value) is int else value
        for name, value in result.items()
        if value != "" and name not in {"id", "label"}
    }


@examples(100)
@given(graph=attributed(), ending=st.sampled_from([".graphml", ".gexf"]))
def test_attributes_of_one_type_read_back(
    tmp_path_factory: pytest.TempPathFactory, graph: "nx.Graph[str]", ending: str
) -> None:
    file = tmp_path_factory.mktemp("networks") / f"network{ending}"
    networks.write(graph, file)
    ET.parse(file)  # noqa: S314 - written here
    back = nx.read_graphml(file) if ending == ".graphml" else nx.read_gexf(file)
    assert {node: as_read(result) for node, result in back.nodes(data=True)} == {
        node: as_read(result) for node, result in graph.nodes(data=True)
    }
    assert {frozenset((a, b)): as_read(back.edges[a, b]) for a, b in back.edges()} == {
        frozenset((a, b)): as_read(graph.edges[a, b]) for a, b in back.edges()
    }
    assert len(back.edges()) == len(graph.edges())


@pytest.mark.parametrize("ending", [".graphml", ".gexf"])
def test_whole_numbers_mixed_with_decimals_become_decimals(tmp_path: Path, ending: str) -> None:
    graph = networks.of_year(PAIR, 1914)
    one, other = graph.nodes
    graph.nodes[one]["share"], graph.nodes[other]["share"] = 1, 1.5
    file = tmp_path / f"network{ending}"
    networks.write(graph, file)
    back = nx.read_graphml(file) if ending == ".graphml" else nx.read_gexf(file)
    assert [type(back.nodes[node]["share"]) for node in (one, other)] == [float, float]


def allies(name: str, of: Mapping[str, object]) -> "nx.Graph[str]":
    """Return a network of two states with a tie, with an attribute of either, of the tie or of the graph."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("state:usa", "state:fra")
    places: dict[str, dict[str, object]] = {
        "usa": graph.nodes["state:usa"],
        "fra": graph.nodes["state:fra"],
        "tie": graph.edges["state:usa", "state:fra"],
        "graph": graph.graph,
    }
    for place, value in of.items():
        places[place][name] = value
    return graph


UNSUPPORTED = "which these formats do not support (remove it)"
RESERVED_NAME = "has a name that this format reserves (rename it)"


@pytest.mark.parametrize(
    ("ending", "name", "of", "words"),
    [
        (".gexf", "mine", {"usa": "a\x1b"}, f"of node 'state:usa' has the character U+001B, {UNSUPPORTED}"),
        (".graphml", "mine", {"usa": "a\r"}, f"of node 'state:usa' has the character U+000D, {UNSUPPORTED}"),
        (
            ".graphml",
            "mine",
            {"tie": ["a", "\ufffe"]},
            f"of edge 'state:usa' to 'state:fra' has the character U+FFFE, {UNSUPPORTED}",
        ),
        (".graphml", "a\ud800", {"graph": 1}, f"of the graph has the character U+D800, {UNSUPPORTED}"),
        (
            ".graphml",
            "mine",
            {"usa": 1, "fra": "1"},
            "must have one type, is a number at node 'state:usa' and text at node 'state:fra'",
        ),
        (
            ".gexf",
            "mine",
            {"usa": 1, "fra": True},
            "must have one type, is a number at node 'state:usa' and a flag at node 'state:fra'",
        ),
        (
            ".gexf",
            "mine",
            {"usa": float("inf")},
            "of node 'state:usa' must be a finite number, got inf (leave it out if it is unknown)",
        ),
        (".gexf", "mine", {"usa": 2**63}, f"of node 'state:usa' must fit into 64 bits, got {2**63}"),
        (".gexf", "type", {"tie": "pact"}, f"of edge 'state:usa' to 'state:fra' {RESERVED_NAME}"),
        (".graphml", "node_for_adding", {"usa": "x"}, f"of node 'state:usa' {RESERVED_NAME}"),
        (".graphml", "node_default", {"graph": "x"}, f"of the graph {RESERVED_NAME}"),
    ],
)
def test_unsupported_attributes_are_refused_and_nothing_is_written(
    tmp_path: Path, ending: str, name: str, of: Mapping[str, object], words: str
) -> None:
    with pytest.raises(UnusableInput, match=f"the attribute {re.escape(f'{name!r} {words}')}$"):
        networks.write(allies(name, of), tmp_path / f"network{ending}")
    assert list(tmp_path.iterdir()) == []


def test_an_unsupported_id_is_refused(tmp_path: Path) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("state:\r")
    words = rf"the id of node 'state:\r' has the character U+000D, {UNSUPPORTED}"
    with pytest.raises(UnusableInput, match=f"^{re.escape(words)}$"):
        networks.write(graph, tmp_path / "network.gexf")


def test_an_attribute_may_have_a_name_that_only_the_other_format_reserves(tmp_path: Path) -> None:
    networks.write(allies("type", {"tie": "pact"}), tmp_path / "network.graphml")
    back = nx.read_graphml(tmp_path / "network.graphml")
    assert back.edges["state:usa", "state:fra"]["type"] == "pact"


def test_another_suffix_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    place = tmp_path / "network.dot"
    words = f"{place} must end in .graphml or .gexf"
    with pytest.raises(UnusableFile, match=f"^{re.escape(words)}$"):
        networks.write(networks.of_year(PAIR, 1914), place)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [{"x": 1}, ("a", 1)])
def test_an_attribute_of_an_unsupported_type_is_refused(tmp_path: Path, value: object) -> None:
    graph = networks.of_year(PAIR, 1914)
    graph.nodes["state:usa"]["mine"] = value
    words = f"the attribute 'mine' of node 'state:usa' must be text, a number or a list of texts, got {value!r}"
    with pytest.raises(UnusableInput, match=f"^{re.escape(words)}$"):
        networks.write(graph, tmp_path / "network.gexf")


@pytest.mark.parametrize(
    ("module", "package", "words"),
    [
        ("networks", "networkx", "networks need networkx; install it with: pip install 'alliancekit[analysis]'"),
        ("plot", "matplotlib", "figures need matplotlib; install it with: pip install 'alliancekit[plot]'"),
    ],
)
def test_a_missing_package_is_reported_with_the_install_command(
    module: str, package: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = f"alliancekit.{module}._packages"
    import_module(checked)
    monkeypatch.delitem(sys.modules, checked)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=f"^{re.escape(words)}$"):
        import_module(checked)


# --- Real data -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_germany_before_the_first_world_war() -> None:
    atop = atop_members(data("atop", "atop-member-level-4.01.csv"))
    graph = networks.of_year(atop, 1913, obligation="defense")
    assert len(graph) == len(panel.state_years(atop, years=(1913, 1913)).frame)
    assert sorted(graph.nodes[state]["name"] for state in graph["state:deu"]) == [
        "Austria-Hungary",
        "Italy",
        "Romania",
    ]
    assert set(CODES) <= {state.partition(":")[2] for state in graph}


def test_a_tie_has_only_the_obligations_that_the_data_set_codes() -> None:
    dyads = frame(row(1914, "fra", "gbr", {"defense": 1})).drop("bases")
    (tie,) = [tie for _, _, tie in networks.of_year(dyads, 1914).edges(data=True)]
    assert (tie["defense"], "bases" in tie) == (1, False)
    with pytest.raises(UnusableInput) as caught:
        networks.of_year(dyads, 1914, obligation="bases")
    assert str(caught.value) == "the frame must have the column 'bases' (make it with panel.dyad_years)"
