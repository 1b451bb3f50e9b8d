"""Networks as files that other programs read."""

import math
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from os import PathLike
from typing import Final, TypeAlias, cast

import networkx as nx

from alliancekit.errors import UnusableFile, UnusableInput
from alliancekit.formats import path_of, write_atomic
from alliancekit.text import quote, shown_path

_Value: TypeAlias = str | int | float

_TODAY: Final = re.compile(rb' lastmodifieddate="[^"]*"')
"""What networkx writes into GEXF, and what would make the same network another file tomorrow."""

_LOST: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML can't hold, and the carriage return, of which its readers make a line feed."""

_MOST: Final = 2**63 - 1

# networkx reads attributes as arguments of its methods, so that names of those can't be read back.
_OF_GRAPHML: Final = {
    "graph": frozenset({"node_default", "edge_default"}),
    "node": frozenset({"self", "node_for_adding"}),
    "edge": frozenset({"self", "u_of_edge", "v_of_edge", "u_for_edge", "v_for_edge", "key"}),
}
_OF_GEXF: Final = {
    "graph": _OF_GRAPHML["graph"],
    "node": _OF_GRAPHML["node"] | {"id", "pid", "start", "end", "parents", "spells", "viz"},
    "edge": _OF_GRAPHML["edge"] | {"type", "start", "end", "spells", "viz"},
}
"""Names that have another meaning than that of an attribute, in a format or for networkx."""


def write(graph: "nx.Graph[str]", path: str | PathLike[str]) -> None:
    """Write a network to a file, at once or not at all: ``.graphml``, or ``.gexf`` (1.2) for Gephi.

    The formats hold text and numbers: items of a list, such as ``treaty_ids``, are joined by a space, and what is None
    is left out. An attribute is text, a whole number, a decimal or a flag, the same for all nodes or all edges; whole
    numbers beside decimals become decimals. The name of a state becomes its ``label`` too, which programs show. The
    same network always gives the same bytes.

    Args:
        graph: The network.
        path: The file; its ending names the format.

    Raises:
        UnusableFile: If it can't be written there, or its ending is another.
        UnusableInput: If an attribute is neither text nor a number, nor a list of texts; if it is text at one node and
            a number at another; or if the format can't hold a name, a text or a number. The message says where.
    """
    place, data = path_of(path), BytesIO()
    match place.suffix.lower():
        case ".graphml":
            # Not write_graphml, which writes other bytes where lxml is installed.
            nx.write_graphml_xml(_plain(graph, _OF_GRAPHML), data)
            written = data.getvalue()
        case ".gexf":
            nx.write_gexf(_plain(graph, _OF_GEXF), data)
            written = _TODAY.sub(b"", data.getvalue(), count=1)
        case _:
            message = f"{shown_path(place)} has no ending that says what to write: .graphml or .gexf"
            raise UnusableFile(message)
    write_atomic({place: written})


def _plain(graph: "nx.Graph[str]", reserved: Mapping[str, frozenset[str]]) -> "nx.Graph[str]":
    """Return a network whose names and attributes a format can hold."""
    nodes = [_node(node, held, reserved["node"]) for node, held in graph.nodes(data=True)]
    edges = [
        (where, _values(where, held, reserved["edge"]))
        for where, held in ((f"edge {quote(a)} to {quote(b)}", held) for a, b, held in graph.edges(data=True))
    ]
    _unify(nodes)
    _unify(edges)
    plain = graph.__class__()
    plain.graph.update(_values("the graph", graph.graph, reserved["graph"]))
    # Names of attributes may be those of arguments of add_node and add_edge.
    plain.add_nodes_from((node, held) for node, (_, held) in zip(graph, nodes, strict=True))
    plain.add_edges_from((a, b, held) for (a, b), (_, held) in zip(graph.edges(), edges, strict=True))
    return plain


def _node(node: str, attributes: Mapping[str, object], reserved: frozenset[str]) -> tuple[str, dict[str, _Value]]:
    """Return what a node is called in messages, and its attributes; its label is its name, if it has one."""
    where = f"node {quote(node)}"
    _demand_readable(f"the id of {where}", str(node))
    name = attributes.get("name")
    label = name if isinstance(name, str) else str(node)
    return where, _values(where, {"label": label, **attributes}, reserved)


def _values(where: str, attributes: Mapping[str, object], reserved: frozenset[str]) -> dict[str, _Value]:
    """Return the attributes of a node, of an edge or of the graph, but those that are None."""
    values: dict[str, _Value] = {}
    for name, value in attributes.items():
        what = f"the attribute {quote(name)} of {where}"
        _demand_readable(f"the name of {what}", str(name))
        if name in reserved:
            message = f"{what} has a name with a meaning of its own in this format; give it another name"
            raise UnusableInput(message)
        if value is not None:
            values[name] = _value(what, value)
    return values


def _value(what: str, value: object) -> _Value:
    """Return a value in a type that a file can hold."""
    shown = quote(value)
    match value:
        case str():
            _demand_readable(what, value)
            return str(value)
        case bool():
            return value
        case int():
            if not -_MOST - 1 <= value <= _MOST:
                message = f"{what} must fit into 64 bits, is {shown}"
                raise UnusableInput(message)
            return int(value)
        case float():
            if not math.isfinite(value):
                message = f"{what} must be a finite number, is {value} (leave it out where it is not known)"
                raise UnusableInput(message)
            return float(value)
        case list() | tuple():
            items = cast("Sequence[object]", value)
            texts = [item for item in items if isinstance(item, str)]
            if len(texts) == len(items):
                return _value(what, " ".join(texts))
        case _:
            pass
    message = f"{what} must be text, a number or a list of texts, is {shown}"
    raise UnusableInput(message)


def _demand_readable(what: str, text: str) -> None:
    """Refuse text that no reader of XML gives back."""
    lost = _LOST.search(text)
    if lost:
        message = f"{what} has the character U+{ord(lost[0]):04X}, which these formats can't hold; take it out"
        raise UnusableInput(message)


def _unify(held: Sequence[tuple[str, dict[str, _Value]]]) -> None:
    """Give the values of each attribute one type: readers of GEXF, and programs that make columns, refuse several."""
    first: dict[str, tuple[str, str]] = {}
    decimals: set[str] = set()
    for where, attributes in held:
        for name, value in attributes.items():
            type_ = "text" if isinstance(value, str) else "a flag" if isinstance(value, bool) else "a number"
            known, there = first.setdefault(name, (type_, where))
            if known != type_:
                message = (
                    f"the attribute {quote(name)} must be of one type, is {known} at {there} and {type_} at {where}"
                )
                raise UnusableInput(message)
            if isinstance(value, float):
                decimals.add(name)
    for _, attributes in held:
        for name in decimals & attributes.keys():
            attributes[name] = float(attributes[name])
