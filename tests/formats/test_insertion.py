"""Values are inserted into YAML and JSON, and no other character changes."""

import json
from collections.abc import Callable
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.formats import Document, Tree, insert_json, insert_yaml, read_json, read_yaml, write_json, write_yaml

NEW: list[Tree] = [{"start": 3, "fold": "1:ab"}, {"start": 4}]

words = st.sampled_from(["a", "b: c", "é # no comment", "1", "", "- x", "[", '"', "two\nlines", " "])
anchors = st.lists(st.fixed_dictionaries({"start": st.integers(0, 9), "fold": words}), max_size=3)
items = st.fixed_dictionaries(
    {"source": words, "wording": words},
    optional={"anchors": anchors, "note": words, "fields": st.lists(words, max_size=2)},
)
records = st.fixed_dictionaries({"id": words, "items": st.lists(items, min_size=1, max_size=3)})
trees = st.lists(records, min_size=1, max_size=3)


NEW_MEMBERS: list[tuple[str, Tree]] = [("anchors", NEW), ("digest", "ni: #x")]


def _items(record: Tree) -> list[dict[str, Tree]]:
    return cast("dict[str, list[dict[str, Tree]]]", record)["items"]


def _compact(tree: Tree) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode()


def _windows(tree: Tree) -> bytes:
    return write_json(tree).replace(b"\n", b"\r\n")


def _commented(tree: Tree) -> bytes:
    """Return YAML with a comment below each line and behind each line that ends a value in quotes."""
    lines = write_yaml(tree).decode().splitlines()
    return "\n".join(f"{line}  # {n}\n# below {n}\n" for n, line in enumerate(lines)).encode()


def _remains(before: str, after: str) -> bool:
    """Return whether a text is another one with characters inserted, in at most one place, or an empty list filled."""
    start = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(before))
    return after.endswith((before[start:], before[start:].removeprefix("]")))


@pytest.mark.parametrize(
    ("write", "read", "insert"),
    [
        (write_yaml, read_yaml, insert_yaml),
        (_commented, read_yaml, insert_yaml),
        (_compact, read_yaml, insert_yaml),
        (write_json, read_json, insert_json),
        (_windows, read_json, insert_json),
        (_compact, read_json, insert_json),
    ],
    ids=["yaml", "commented yaml", "flow yaml", "json", "json with CRLF", "compact json"],
)
@given(tree=trees, data=st.data())
def test_only_the_value_is_inserted(
    write: Callable[[Tree], bytes],
    read: Callable[[bytes, str], Document],
    insert: Callable[..., str],
    tree: list[Tree],
    data: st.DataObject,
) -> None:
    number = data.draw(st.integers(0, len(tree) - 1))
    parts = _items(tree[number])
    item = data.draw(st.integers(0, len(parts) - 1))
    key, value = data.draw(st.sampled_from(NEW_MEMBERS))
    text = write(tree).decode()
    result = insert(text, (number, "items", item), key, value, ("missing", "wording"))
    known = parts[item].get(key)
    parts[item][key] = [*known, *value] if isinstance(known, list) and isinstance(value, list) else value
    assert read(result.encode(), "file").tree == tree
    assert _remains(text, result)


def test_comments_and_layout_of_yaml_remain() -> None:
    text = "a: [1]  # one\nitems:\n    -   wording: mention  # why\n\n        note: x\n# end\n"
    assert insert_yaml(text, ("items", 0), "anchors", NEW, ("wording",)) == (
        "a: [1]  # one\nitems:\n    -   wording: mention  # why\n        anchors:\n"
        '        - {start: 3, fold: "1:ab"}\n        - {start: 4}\n\n        note: x\n# end\n'
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a: [ {start: 1} ]  # c\n", 'a: [ {start: 1}, {start: 3, fold: "1:ab"}, {start: 4} ]  # c\n'),
        ("a: []\n", 'a: [{start: 3, fold: "1:ab"}, {start: 4}]\n'),
        ("a:\n- start: 1\n\n# c\n", 'a:\n- start: 1\n- {start: 3, fold: "1:ab"}\n- {start: 4}\n\n# c\n'),
    ],
)
def test_items_of_yaml_are_written_like_the_list(text: str, result: str) -> None:
    assert insert_yaml(text, (), "a", NEW, ()) == result


def test_a_text_without_a_last_line_end() -> None:
    assert insert_yaml("a: 1", (), "b", "x", ("a",)) == 'a: 1\nb: "x"\n'


def test_an_empty_list_is_filled_and_another_one_goes_on() -> None:
    assert insert_json('{"a": [ ]}', (), "a", [{"b": 1}], ()) == '{"a": [{"b": 1}]}'
    assert insert_json('{"a": [1 ]}', (), "a", [{"b": 1}], ()) == '{"a": [1, {"b": 1} ]}'


def test_several_lines_remain_several_lines() -> None:
    text = '{\n  "a": [\n    {\n      "start": 1\n    }\n  ]\n}\n'
    result = insert_json(text, (), "a", [{"start": 2}], ())
    assert result == json.dumps({"a": [{"start": 1}, {"start": 2}]}, indent=2) + "\n"


@pytest.mark.parametrize("insert", [insert_yaml, insert_json])
@pytest.mark.parametrize("path", [("b",), ("a", 7), ("a", 0, "c"), ()])
def test_a_place_that_is_not_there(insert: Callable[..., str], path: tuple[str | int, ...]) -> None:
    with pytest.raises(ValueError, match="no part"):
        insert('{"a": [1]}', path, "x", "y", ("z",))


def test_a_comment_in_an_empty_list_remains() -> None:
    text = "items:\n- wording: mention\n  anchors: [ # none yet\n  ]\n"
    changed = insert_yaml(text, ("items", 0), "anchors", NEW, ("wording",))
    assert "# none yet" in changed
    assert read_yaml(changed.encode(), "x.yaml").tree == {"items": [{"wording": "mention", "anchors": NEW}]}


def test_an_empty_value_is_replaced() -> None:
    text = "items:\n- wording: mention\n  anchors: null\n"
    changed = insert_yaml(text, ("items", 0), "anchors", NEW, ("wording",))
    assert read_yaml(changed.encode(), "x.yaml").tree == {"items": [{"wording": "mention", "anchors": NEW}]}
