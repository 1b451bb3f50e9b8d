"""Plain trees of records with one change, for tests of the schema."""

from collections.abc import Iterator
from typing import cast

from hypothesis import strategies as st
from tests.mistakes import CORPUS, VALID, put

from alliancekit import convert
from alliancekit.errors import Path
from alliancekit.formats import Tree
from alliancekit.models import Record
from alliancekit.schema import own_fields, types


def leaves(tree: Tree, path: Path = ()) -> Iterator[Path]:
    """Yield the way to every value in a tree, itself included."""
    yield path
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, part in parts:
        yield from leaves(part, (*path, step))


def at(tree: Tree, path: Path) -> Tree:
    for step in path:
        tree = cast("dict[str | int, Tree]", tree)[step]
    return tree


ODD_TEXTS = (
    "|   |x|NO|\0|2025-04-28|2025-02-29|2022/2024|2024/2022|../..|199X|actor:a|state:jpn|source:daily|statement:talk|"
    "proposal:league|en|https://example.org|person|bloc|statement|proposal|cow|defense|members|venue.kind|a\n|actor:a\n"
)
ODD_VALUES: list[Tree] = [None, True, 0, -1, 7, 1 << 63, 1.5, [], {}, [None], [[]], ["x"], {"x": 1}, {"edtf": "2025"}]
ODD_DATES: list[Tree] = [
    {"edtf": "2025", "as_printed": "2025"},
    {"edtf": "2022/..", "as_printed": " "},
    {"edtf": "2025-13", "as_printed": "x"},
]
ODDITIES: list[Tree] = [*ODD_VALUES, *ODD_DATES, *ODD_TEXTS.split("|")]


@st.composite
def changed(draw: st.DrawFn, model: type[Record]) -> Tree:
    """Draw a valid tree with one thing changed: a value replaced, left out, repeated or added."""
    tree: Tree = convert.tree(
        draw(st.sampled_from([VALID[model], *(entry for entry in CORPUS if type(entry) is model)]))
    )
    path = draw(st.sampled_from([*leaves(tree)]))
    value = at(tree, path)
    others = st.sampled_from([at(tree, other) for other in leaves(tree)])
    how = draw(st.sampled_from(["replace", "leave out", "repeat", "add"]))
    if how == "repeat" and isinstance(value, list) and value:
        return put(tree, path, [*value, draw(st.sampled_from(value))])
    if how == "add" and isinstance(value, dict):
        names = [field.name for type_ in types().values() for field in own_fields(type_)]
        return put(
            tree, path, {**value, draw(st.sampled_from([*names, "x"])): draw(st.sampled_from(ODDITIES) | others)}
        )
    if how == "leave out" and path:
        parent = at(tree, path[:-1])
        if isinstance(parent, dict):
            return put(tree, path[:-1], {name: part for name, part in parent.items() if name != path[-1]})
        return put(tree, path[:-1], [part for n, part in enumerate(cast("list[Tree]", parent)) if n != path[-1]])
    return put(tree, path, draw(st.sampled_from(ODDITIES) | others))
