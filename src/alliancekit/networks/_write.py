"""Write networks to GraphML and GEXF files."""

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

_Attribute: TypeAlias = str | int | float

_MODIFICATION_DATE: Final = re.compile(rb' lastmodifieddate="[^"]*"')
"""The date that networkx writes to GEXF; it is removed so that the same network gives the same bytes on any day."""

_NOT_IN_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML does not allow, and the carriage return, which XML parsers convert to a line feed."""

_LARGEST_INTEGER: Final = 2**63 - 1

# networkx passes attributes as keyword arguments of its methods, so the names of their parameters can't be read back.
_RESERVED_IN_GRAPHML: Final = {
    "graph": frozenset({"node_default", "edge_default"}),
    "node": frozenset({"self", "node_for_adding"}),
    "edge": frozenset({"self", "u_of_edge", "v_of_edge", "u_for_edge", "v_for_edge", "key"}),
}
_RESERVED_IN_GEXF: Final = {
    "graph": _RESERVED_IN_GRAPHML["graph"],
    "node": _RESERVED_IN_GRAPHML["node"] | {"id", "pid", "start", "end", "parents", "spells", "viz"},
    "edge": _RESERVED_IN_GRAPHML["edge"] | {"type", "start", "end", "spells", "viz"},
}
"""Names that the format or networkx reserves, so that no attribute may have them."""


def write(graph: "nx.Graph[str]", path: str | PathLike[str]) -> None:
    """Write a network to a file atomically: ``.graphml``, or ``.gexf`` (1.2) for Gephi.

    The formats support text and numbers only. Items of a list, such as ``treaty_ids``, are joined by a space, and None
    is left out. An attribute has one type for all nodes or all edges: text, whole number, decimal or flag; if it has
    whole numbers and decimals, all become decimals. The name of a state is also written as its ``label``, which
    programs display. The same network always gives the same bytes.

    Args:
        graph: The network.
        path: The file; its suffix selects the format.

    Raises:
        UnusableFile: If the file can't be written, or it has another suffix.
        UnusableInput: If an attribute is not text, a number or a list of texts; if it is text at one node and a number
            at another; or if the format does not allow a name, a text or a number. The message names the location.
    """
    file, data = path_of(path), BytesIO()
    match file.suffix.lower():
        case ".graphml":
            # write_graphml would write other bytes if lxml is installed.
            nx.write_graphml_xml(_encodable(graph, _RESERVED_IN_GRAPHML), data)
            content = data.getvalue()
        case ".gexf":
            nx.write_gexf(_encodable(graph, _RESERVED_IN_GEXF), data)
            content = _MODIFICATION_DATE.sub(b"", data.getvalue(), count=1)
        case _:
            message = f"{shown_path(file)} must end in .graphml or .gexf"
            raise UnusableFile(message)
    write_atomic({file: content})


def _encodable(graph: "nx.Graph[str]", reserved: Mapping[str, frozenset[str]]) -> "nx.Graph[str]":
    """Return a copy of a network whose names and attributes the format supports."""
    nodes = [_node(node, attributes, reserved["node"]) for node, attributes in graph.nodes(data=True)]
    edges = [
        (location, _attributes(location, attributes, reserved["edge"]))
        for location, attributes in ((f"edge {quote(a)} to {quote(b)}", tie) for a, b, tie in graph.edges(data=True))
    ]
    _unify_types(nodes)
    _unify_types(edges)
    copy = graph.__class__()
    copy.graph.update(_attributes("the graph", graph.graph, reserved["graph"]))
    # Not add_node and add_edge: attributes may have the names of their parameters.
    copy.add_nodes_from((node, attributes) for node, (_, attributes) in zip(graph, nodes, strict=True))
    copy.add_edges_from((a, b, attributes) for (a, b), (_, attributes) in zip(graph.edges(), edges, strict=True))
    return copy


def _node(node: str, attributes: Mapping[str, object], reserved: frozenset[str]) -> tuple[str, dict[str, _Attribute]]:
    """Return the name of a node in messages, and its attributes; its label is its name, if it has one."""
    location = f"node {quote(node)}"
    _require_encodable(f"the id of {location}", str(node))
    name = attributes.get("name")
    label = name if isinstance(name, str) else str(node)
    return location, _attributes(location, {"label": label, **attributes}, reserved)


def _attributes(location: str, attributes: Mapping[str, object], reserved: frozenset[str]) -> dict[str, _Attribute]:
    """Return the attributes of a node, an edge or the graph, without those that are None."""
    values: dict[str, _Attribute] = {}
    for name, value in attributes.items():
        title = f"the attribute {quote(name)} of {location}"
        _require_encodable(f"the name of {title}", str(name))
        if name in reserved:
            message = f"{title} has a name that this format reserves (rename it)"
            raise UnusableInput(message)
        if value is not None:
            values[name] = _attribute(title, value)
    return values


def _attribute(title: str, value: object) -> _Attribute:
    """Return a value in a type that the formats support."""
    shown = quote(value)
    match value:
        case str():
            _require_encodable(title, value)
            return str(value)
        case bool():
            return value
        case int():
            if not -_LARGEST_INTEGER - 1 <= value <= _LARGEST_INTEGER:
                message = f"{title} must fit into 64 bits, got {shown}"
                raise UnusableInput(message)
            return int(value)
        case float():
            if not math.isfinite(value):
                message = f"{title} must be a finite number, got {value} (leave it out if it is unknown)"
                raise UnusableInput(message)
            return float(value)
        case list() | tuple():
            items = cast("Sequence[object]", value)
            texts = [item for item in items if isinstance(item, str)]
            if len(texts) == len(items):
                return _attribute(title, " ".join(texts))
        case _:
            pass
    message = f"{title} must be text, a number or a list of texts, got {shown}"
    raise UnusableInput(message)


def _require_encodable(title: str, text: str) -> None:
    """Raise `UnusableInput` if XML does not allow a character of the text, or would change it."""
    invalid = _NOT_IN_XML.search(text)
    if invalid:
        message = f"{title} has the character U+{ord(invalid[0]):04X}, which these formats do not support (remove it)"
        raise UnusableInput(message)


def _unify_types(elements: Sequence[tuple[str, dict[str, _Attribute]]]) -> None:
    """Give the values of each attribute one type, since GEXF readers and programs with typed columns need one."""
    types: dict[str, tuple[str, str]] = {}
    decimals: set[str] = set()
    for location, attributes in elements:
        for name, value in attributes.items():
            type_ = "text" if isinstance(value, str) else "a flag" if isinstance(value, bool) else "a number"
            first_type, first_location = types.setdefault(name, (type_, location))
            if first_type != type_:
                message = (
                    f"the attribute {quote(name)} must have one type, "
                    f"is {first_type} at {first_location} and {type_} at {location}"
                )
                raise UnusableInput(message)
            if isinstance(value, float):
                decimals.add(name)
    for _, attributes in elements:
        for name in decimals & attributes.keys():
            attributes[name] = float(attributes[name])
