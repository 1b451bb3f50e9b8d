"""Trees are written as YAML."""

from typing import TYPE_CHECKING

import pytest

from alliancekit.errors import InvalidCorpus
from alliancekit.formats._yaml_write import WIDTH, write

if TYPE_CHECKING:
    from alliancekit.engine.tree import Tree


def test_yaml_is_written_for_people() -> None:
    anchor: Tree = {
        "start": 100,
        "end": 2000,
        "sha256": "0a" * 32,
        "fold": "8:0123456789abcdef",
        "prefix": "32:0123456789abcdef",
        "suffix": "32:0123456789abcdef",
    }
    tree: Tree = {
        "schema_version": 3,
        "statements": [
            {"id": "statement:a", "venue": {"kind": "seminar", "place": "臺北"}, "date": "2025-04-28"},
            {
                "id": "statement:b",
                "content": "They said: no.",
                "about": ["state:jpn", "state:twn"],
                "attestations": [{"source": "source:a", "anchors": [anchor, {}]}, {"note": "NO", "x": None}],
                "lists": [[], [True, [-0.0, 1e22, 1e-7]]],
            },
        ],
        "treaties": [],
    }
    assert write(tree).decode() == (
        "schema_version: 3\n"
        "statements:\n"
        "- id: statement:a\n"
        "  venue:\n"
        "    kind: seminar\n"
        "    place: 臺北\n"
        '  date: "2025-04-28"\n'
        "- id: statement:b\n"
        '  content: "They said: no."\n'
        "  about:\n"
        "  - state:jpn\n"
        "  - state:twn\n"
        "  attestations:\n"
        "  - source: source:a\n"
        "    anchors:\n"
        f'    - {{start: 100, end: 2000, sha256: "{"0a" * 32}", fold: "8:0123456789abcdef",'
        ' prefix: "32:0123456789abcdef", suffix: "32:0123456789abcdef"}\n'
        "    - {}\n"
        '  - {note: "NO", x: null}\n'
        "  lists:\n"
        "  - []\n"
        "  - - true\n"
        "    - - -0.0\n"
        "      - 1.0e+22\n"
        "      - 1.0e-07\n"
        "treaties: []\n"
    )


def test_a_long_object_is_written_on_several_lines() -> None:
    overhead = len('  - {a: b, c: ""}')
    lines = write([[{"a": "b", "c": "." * (WIDTH - overhead)}, {"a": "b", "c": "." * (WIDTH - overhead + 1)}]])
    first, *others = lines.decode().splitlines()
    assert (len(first), others) == (WIDTH, ["  - a: b", f'    c: "{"." * (WIDTH - overhead + 1)}"'])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Sanae Takaichi's visit", "Sanae Takaichi's visit"),
        ("https://example.org/a/b=c&d=e", "https://example.org/a/b=c&d=e"),
        ("https://example.org/a?b=c", '"https://example.org/a?b=c"'),
        ("", '""'),
        (" a", '" a"'),
        ("a:", '"a:"'),
        ("a #b", '"a #b"'),
        ("a, b", '"a, b"'),
        ("-a", '"-a"'),
        ("2022/2024", '"2022/2024"'),
        ("nO", '"nO"'),
        (
            '\0\t\r\n"\\\x7f\x85\xa0\u200b\u202e\u2028\ufeff\U000e0001',
            r'"\u0000\t\r\n\"\\\u007f\u0085\u00a0\u200b\u202e\u2028\ufeff\U000e0001"',
        ),
        ("高市　早苗", '"高市　早苗"'),
        ("“é” 😀", "“é” 😀"),
    ],
)
def test_unambiguous_text_is_plain(text: str, written: str) -> None:
    assert write(text).decode() == f"{written}\n"


def test_a_long_key_is_written_with_a_question_mark() -> None:
    key = "k" * 1001
    assert write({key: [1], "b": {key: 2}}).decode() == f"? {key}\n:\n- 1\nb:\n  ? {key}\n  : 2\n"


def test_values_outside_yaml_are_not_written() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        write({"a": [1, float("nan")]})
    assert [problem.path for problem in caught.value.problems] == [("a", 1)]
