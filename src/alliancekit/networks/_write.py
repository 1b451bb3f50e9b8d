"""Networks as files that other programs read."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from os import PathLike
from typing import Final, cast

import networkx as nx

from alliancekit.errors import UnusableFile, UnusableInput
from alliancekit.formats import path_of, write_atomic
from alliancekit.text import shown_path

_TODAY: Final = re.compile(rb' lastmodifieddate="[^"]*"')
"""What networkx writes into GEXF, and what would make the same network another file tomorrow."""


def write(graph: "nx.Graph[str]", path: str | PathLike[str]) -> None:
    """Write a network to a file, at once or not at all: ``.graphml``, or ``.gexf`` (1.2) for Gephi.

    The formats hold text and numbers: items of a list, such as ``treaty_ids``, are joined by a space, and what is None
    is left out. The name of a state becomes its ``label`` too, which programs show. The same network always gives the
    same bytes.

    Args:
        graph: The network.
        path: The file; its ending names the format.

    Raises:
        UnusableFile: If it can't be written there, or its ending is another.
        UnusableInput: If an attribute is neither text nor a number, nor a list of texts.
    """
    place, data = path_of(path), BytesIO()
    match place.suffix.lower():
        case ".graphml":
            # Not write_graphml, which writes other bytes where lxml is installed.
            nx.write_graphml_xml(_plain(graph), data)
            written = data.getvalue()
        case ".gexf":
            nx.write_gexf(_plain(graph), data)
            written = _TODAY.sub(b"", data.getvalue(), count=1)
        case _:
            message = f"{shown_path(place)} has no ending that says what to write: .graphml or .gexf"
            raise UnusableFile(message)
    write_atomic({place: written})


def _plain(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    """Return a network whose attributes the formats can hold."""
    plain = graph.__class__()
    plain.graph.update(_texts(graph.graph))
    for node, attributes in graph.nodes(data=True):
        plain.add_node(node, **_texts({"label": attributes.get("name", node), **attributes}))
    for a, b, attributes in graph.edges(data=True):
        plain.add_edge(a, b, **_texts(attributes))
    return plain


def _texts(attributes: Mapping[str, object]) -> dict[str, str | int | float]:
    return {name: _text(name, value) for name, value in attributes.items() if value is not None}


def _text(name: str, value: object) -> str | int | float:
    match value:
        case str() | int() | float():
            return value
        case list() | tuple():
            items = cast("Sequence[object]", value)
            texts = [item for item in items if isinstance(item, str)]
            if len(texts) == len(items):
                return " ".join(texts)
        case _:
            pass
    message = f"the attribute {name!r} must be text, a number or a list of texts, is {value!r}"
    raise UnusableInput(message)
