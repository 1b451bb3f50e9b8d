"""Valid YAML is parsed, and problems are reported."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NoReturn, cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.errors import Path
from alliancekit.formats import _yaml
from alliancekit.formats._text import Limits
from alliancekit.formats._yaml import read

if TYPE_CHECKING:
    from alliancekit.engine.tree import Tree
from alliancekit.formats._tree import Document

CHARACTERS = ":-?,[]{}#&*!|>'\"%@`\\ \t\n~<=aé😀\r\x85\ufeff"
TOKENS = [*CHARACTERS, "\n  ", "- ", ": ", "<<: ", "*a ", "&a ", "NO", "1", "---", "...", '"\\U00110000"']


def _problems(text: str) -> list[str]:
    return [str(problem).removeprefix("a.yaml:") for problem in read(text.encode(), "a.yaml").problems]


@pytest.mark.usefixtures("parser")
def test_every_duplicate_key_is_reported_with_its_first_location() -> None:
    document = read("é: 1\nb:\n- {c: 1, 'c': 2}\n\"\\xe9\": {d: 1, d: 2}\nÉ: 0".encode(), "a.yaml")
    again = "first at {} (remove one of the two)"
    assert document.tree == {"é": 1, "b": [{"c": 1}], "É": 0}
    assert [(problem.path, str(problem)) for problem in document.problems] == [
        (("b", 0, "c"), f"a.yaml:3:10: AK003 duplicate key 'c', {again.format('line 3, column 4')}"),
        (("é",), f"a.yaml:4:1: AK003 duplicate key 'é', {again.format('line 1, column 1')}"),
        (("é", "d"), f"a.yaml:4:16: AK003 duplicate key 'd', {again.format('line 4, column 10')}"),
    ]


@pytest.mark.usefixtures("parser")
def test_aliases_anchors_tags_and_merge_keys_are_reported() -> None:
    text = (
        "a: &x {b: &y 1}\nc: *x\nd: !!str 1\ne: !own [!<tag:z> NO]\nf:\n  <<: *x\n  g: 1\n  <<: {h: *y}\n"
        "*y : [*x]\n'<<': i\n? !k &k k\n: ! l\n"
    )
    document = read(text.encode(), "a.yaml")
    assert document.tree == {
        "a": {"b": 1},
        "c": None,
        "d": "1",
        "e": ["NO"],
        "f": {"g": 1},
        "<<": "i",
        "k": "l",
    }
    out, here = "(remove it)", "(write the value itself at this place)"
    assert [(problem.path, str(problem).removeprefix("a.yaml:")) for problem in document.problems] == [
        (("a",), f"1:4: AK004 anchors are not allowed, got &x {out}"),
        (("a", "b"), f"1:11: AK004 anchors are not allowed, got &y {out}"),
        (("c",), f"2:4: AK004 aliases are not allowed, got *x {here}"),
        (("d",), f"3:4: AK004 tags are not allowed, got !!str {out}"),
        (("e",), f"4:4: AK004 tags are not allowed, got !own {out}"),
        (("e", 0), f"4:10: AK004 tags are not allowed, got tag:z {out}"),
        (("f",), f"6:3: AK004 merge keys are not allowed, got << {here}"),
        (("f",), f"8:3: AK004 merge keys are not allowed, got << {here}"),
        (("f", "h"), f"8:11: AK004 aliases are not allowed, got *y {here}"),
        ((), f"9:1: AK004 a key must be text, got the alias *y {here}"),
        ((0,), f"9:7: AK004 aliases are not allowed, got *x {here}"),
        (("k",), f"11:3: AK004 anchors are not allowed, got &k {out}"),
        (("k",), f"11:3: AK004 tags are not allowed, got !k {out}"),
        (("k",), f"12:3: AK004 tags are not allowed, got ! {out}"),
    ]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "got", "rest"),
    [
        ("? [a, {b: NO}]\n: {c: 1}\nd: 1", "a list", {"d": 1}),
        ("{{a: b}: c, d: 1}", "an object", {"d": 1}),
        ("a: {{ b }}", "an object", {"a": {}}),
    ],
)
def test_keys_that_are_not_text_are_reported(text: str, got: str, rest: "Tree") -> None:
    document = read(text.encode(), "a.yaml")
    assert document.tree == rest
    assert f"AK002 a key must be text, got {got} (put text that has brackets or braces in quotes)" in [
        str(problem).partition(" ")[2] for problem in document.problems
    ]


TAKE_OUT = "(remove it, or escape it in double quotes)"
BLOCK = "at line 1, column 1 (check the indentation and the quotes before this location)"
QUOTES = "(put the text in quotes)"
OWN_LINE = "(put the text in quotes, or start a list or an object on a line of its own)"
COMMA = "(add it; text with commas, brackets or braces needs quotes)"
ESCAPE = "an escape must be the hexadecimal number of a character (write the character itself)"
UNKNOWN = r"(write a backslash as \\, or put the text in single quotes)"
REFUSED = {
    "": "1:1: AK002 a YAML file must not be empty (add a value)",
    "# a\n": "1:1: AK002 a YAML file must not be empty (add a value)",
    "a: 1\n---\nb: 2": "2:1: AK002 a file must have one YAML document, a second one starts here"
    " (move it to another file)",
    "a: é\x01": f"1:5: AK002 the character U+0001 is not allowed in YAML {TAKE_OUT}",
    "a: '\x7f'": f"1:5: AK002 the character U+007F is not allowed in YAML {TAKE_OUT}",
    "# \uffff": f"1:3: AK002 the character U+FFFF is not allowed in YAML {TAKE_OUT}",
    "a: 'b\u2028'": f"1:6: AK002 YAML tools disagree on the character U+2028 {TAKE_OUT}",
    "a:\n b\x85": f"2:3: AK002 YAML tools disagree on the character U+0085 {TAKE_OUT}",
    "\ufeff\ufeffa": f"1:1: AK002 YAML tools disagree on the character U+FEFF {TAKE_OUT}",
    "a:\n\tb: c": "2:1: AK002 a tab must not indent a line (use spaces)",
    "a: |\n\tb": "2:1: AK002 a tab must not indent a line (use spaces)",
    "a: @b": f'1:4: AK002 plain text must not start with "@" {QUOTES}',
    "a: `b`": f'1:4: AK002 plain text must not start with "`" {QUOTES}',
    "a: **b**": f'1:4: AK002 plain text must not start with "*" {QUOTES}',
    "a: & b": f'1:4: AK002 plain text must not start with "&" {QUOTES}',
    "é: b: c": f'1:5: AK002 a value must not start here, got ":" {OWN_LINE}',
    "a: b\n c: d": f'2:3: AK002 a value must not start here, got ":" {OWN_LINE}',
    "a: - b": f'1:4: AK002 a value must not start here, got "-" {OWN_LINE}',
    "a: ? b": f'1:4: AK002 a value must not start here, got "?" {OWN_LINE}',
    "a: b\nc\nd: e": '2:1: AK002 expected ":" after the key that starts here, on the same line'
    " (add it; if the line continues the line before, indent it further)",
    'a: "b" c': f"1:8: AK002 expected the next entry or the end of the list or object {BLOCK}",
    "é:\n  b: 1\n c: 2": f"3:2: AK002 expected the next entry or the end of the list or object {BLOCK}",
    "- a\nb: c": f"2:1: AK002 expected the next entry or the end of the list or object {BLOCK}",
    "a:\n- b\nc: d\n- e": f"4:1: AK002 expected the next entry or the end of the list or object {BLOCK}",
    "a: [b": '1:6: AK002 expected "," or the "]" of the list or object at line 1, column 4,'
    f" got the end of the file {COMMA}",
    "a: {b: c]": f'1:9: AK002 expected "," or the "}}" of the list or object at line 1, column 4, got "]" {COMMA}',
    "a: {b: 1, c": '1:12: AK002 expected "," or the "}" of the list or object at line 1, column 4,'
    f" got the end of the file {COMMA}",
    "a: ]": '1:4: AK002 expected a value, got "]" (add the value, or put the text in quotes)',
    "[a,, b]": '1:4: AK002 expected a value, got "," (add the value, or put the text in quotes)',
    "[a]]": '1:4: AK002 expected the end of the file after its value, got "]"'
    " (check the indentation and the quotes before this location)",
    "a: 'b\nc: d": "1:4: AK002 the text that starts here must have a closing quote (add it at the end of the text)",
    'a: "b\n---\n"': "1:4: AK002 the text that starts here must have a closing quote (add it at the end of the text)",
    "a: |b\n c": '1:5: AK002 the text after "|" or ">" must start on the next line (start a new line)',
    "a: > b\n c": '1:6: AK002 the text after "|" or ">" must start on the next line (start a new line)',
    'a: "\\u12"': f"1:7: AK002 {ESCAPE}",
    "%FOO": None,
    "a: !b!c d": "1:4: AK004 tags are not allowed (remove it)",
    "a: !<b c": "1:4: AK004 tags are not allowed (remove it)",
    "%YAML 9.0\n--- a": "1:1: AK004 directives are not allowed (remove the line)",
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "problem"), [case for case in REFUSED.items() if case[1]])
def test_invalid_yaml_is_reported_with_its_location(text: str, problem: str) -> None:
    document = read(text.encode(), "a.yaml")
    assert (document.tree, [str(result) for result in document.problems]) == (None, [f"a.yaml:{problem}"])


def test_unknown_escapes_are_rejected(parser: str) -> None:
    column = 6 if parser == "libyaml" else 7
    message = "unknown escape in double quotes"
    assert _problems(r'a: "b\data"')[0].partition(": ")[2] == f"AK002 {message} {UNKNOWN}"
    assert _problems(r'a: "b\data"')[0].startswith(f"1:{column}: ")


def test_escapes_beyond_unicode_are_rejected(parser: str) -> None:
    half = "the text that starts here must not have half of a surrogate pair (write the character itself)"
    beyond = "an escape must be at most U+10FFFF (correct the syntax at this place)"
    problems = {
        text: _problems(text)
        for text in (r'a: "\ud83d"', r'"\ud83d\ude00": a', r'a: ["\U00110000"]', r'a: "\UFFFFFFFF"')
    }
    assert list(problems.values()) == (
        [[f"1:7: AK002 {ESCAPE}"], [f"1:4: AK002 {ESCAPE}"], [f"1:8: AK002 {ESCAPE}"], [f"1:7: AK002 {ESCAPE}"]]
        if parser == "libyaml"
        else [[f"1:4: AK002 {half}"], [f"1:1: AK002 {half}"], [f"1:6: AK002 {beyond}"], [f"1:5: AK002 {beyond}"]]
    )


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("line", ["%YAML 1.2", "%TAG ! tag:b:", "%TAG !e! tag:b:"])
def test_directives_are_reported(line: str) -> None:
    document = read(f"# b\n{line}\n---\na: 1".encode(), "a.yaml")
    assert document.tree == {"a": 1}
    assert [str(problem) for problem in document.problems] == [
        "a.yaml:2:1: AK004 directives are not allowed (remove the lines that start with %)"
    ]


def test_unknown_directives_are_reported(parser: str) -> None:
    advice = "remove the line" if parser == "libyaml" else "remove the lines that start with %"
    assert _problems("%FOO b\n---\na: 1") == [f"1:1: AK004 directives are not allowed ({advice})"]


def test_problems_before_a_syntax_error_are_reported() -> None:
    document = read(b"a: NO\na: 1\nb: [", "a.yaml")
    assert (document.tree, [problem.code for problem in document.problems]) == (None, ["AK005", "AK003", "AK002"])


def _unsure(_text: str, _limits: Limits) -> NoReturn:
    """Replace the fast parser by one that accepts nothing."""
    raise ValueError


def test_unknown_errors_of_a_library_are_reported_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(_text: str, Loader: object) -> None:  # noqa: ARG001, N803 - as PyYAML names it
        raise yaml.MarkedYAMLError(problem="something new")

    monkeypatch.setattr(yaml, "parse", parse)
    monkeypatch.setattr(_yaml, "parse_values", _unsure)
    assert _problems("a") == ["1:1: AK002 invalid YAML: something new (correct the syntax at this place)"]


@pytest.mark.slow
@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("part", "length"), [("[", 1), ("{a: ", 4), ("- ", 2), ("? ", 2), ("[{a: ", 2.5)])
def test_deep_trees_are_rejected_early(part: str, length: float) -> None:
    repeat = 200_000 if part != "? " else 200
    problems = _problems(part * repeat)
    assert [problem for problem in problems if "AK006" in problem] == [
        (
            f"1:{int(64 * length) + 1}: AK006 lists and objects must be nested at most 64 levels deep, got one more"
            " level (split the file, or raise the limit)"
        )
    ]


def _parse_up_to(depth: int, part: str) -> Callable[[str, type], Iterator[yaml.Event]]:
    """Return a `yaml.parse` that fails for a deeper text after three events, as libyaml 0.2.6 does at 1,001."""
    parse = cast("Callable[[str, type], Iterator[yaml.Event]]", yaml.parse)
    index = depth * len(part)
    error = yaml.MarkedYAMLError(
        context="while increasing flow level",
        problem="exceeded maximum nesting depth",
        problem_mark=yaml.Mark("<unicode string>", index, 0, index, "", 0),
    )

    def refusing(text: str, Loader: type) -> Iterator[yaml.Event]:  # noqa: N803 - as PyYAML names it
        events = parse(text, Loader)
        yield from islice(events, 3)
        if text.count(part) > depth:
            raise error
        yield from events

    return refusing


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("part", ["[", "{", "- ", "{a: "])
def test_the_limit_is_reached_before_that_of_libyaml(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = part * 100
    unlimited = _problems(text)
    monkeypatch.setattr(yaml, "parse", _parse_up_to(90, part))
    assert _problems(text) == unlimited
    assert unlimited[-1].startswith(f"1:{64 * len(part) + 1}: AK006 ")


@pytest.mark.usefixtures("parser")
def test_a_tree_too_deep_for_libyaml_alone_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "parse", _parse_up_to(10, "- "))
    monkeypatch.setattr(_yaml, "parse_values", _unsure)
    document = read(b"- " * 11 + b"1", "a.yaml")
    assert (document.tree, [problem.code for problem in document.problems]) == (None, ["AK005", "AK002"])


@pytest.mark.slow
@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ("- ", "")])
def test_the_highest_limit_of_depth_does_not_depend_on_libyaml(start: str, end: str) -> None:
    limits = Limits(depth=10_000)
    assert read(f"{start * 500}1{end * 500}".encode(), "a.yaml", limits).problems == ()
    (problem,) = read(f"{start * 1200}1{end * 1200}".encode(), "a.yaml", limits).problems
    assert str(problem).startswith(
        f"a.yaml:1:{500 * len(start) + 1}: AK006 lists and objects must be nested at most 500 "
    )


def test_trees_as_deep_as_the_limit_are_read() -> None:
    text = b"a:\n- b: [1]"
    assert read(text, "a.yaml", Limits(depth=4)).tree == {"a": [{"b": [1]}]}
    assert read(text, "a.yaml", Limits(depth=3)).tree is None


def test_a_file_that_is_too_large_is_rejected() -> None:
    (problem,) = read(b"a: 1", "a.yaml", Limits(size=3)).problems
    message = "a.yaml: AK006 a file must have at most 3 bytes, this one has more (split the file, or raise the limit)"
    assert str(problem) == message


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), "2:1", "2:1"),
        (("é😀",), "2:5", "2:1"),
        (("b",), "4:1", "3:1"),
        (("b", 0), "4:3", "4:3"),
        (("b", 0, "c"), "4:6", "4:3"),
        (("b", 0, "d"), "5:6", "5:3"),
        (("b", 0, "d", "é"), "5:12", "5:7"),
        (("b", 0, "d", "😀"), "5:19", "5:16"),
        (("b", 0, "d", "e"), "5:6", "5:6"),
        (("b", 1), "6:3", "6:3"),
        (("b", 1, 0), "6:5", "6:5"),
        (("b", 2), "7:3", "7:3"),
        (("f",), "10:4", "10:1"),
        (("g",), "13:3", "12:1"),
        (("h",), "2:1", "2:1"),
    ],
)
def test_locations_count_code_points_and_any_line_end(path: Path, value: str, key: str) -> None:
    text = (
        "# é\r\né😀: '😀' # ü\r\nb:\n- c: 1\r  d: {'é': '', 😀: 1}\n- - x\n- |\n  y\n  z\nf: [\n  ]\ng:\n  \"i\": 1\n"
    )
    document = read(text.encode("utf-8-sig"), "a.yaml")
    assert document.problems == ()
    assert str(document.locate(path)) == f"a.yaml:{value}"
    assert str(document.locate(path, key=True)) == f"a.yaml:{key}"


@pytest.mark.usefixtures("parser")
@given(st.lists(st.sampled_from(TOKENS)).map("".join))
def test_any_text_gives_a_document(text: str) -> None:
    document = read(text.encode(), "a.yaml")
    assert document.tree is not None or document.problems or text.strip().endswith("null")
    for problem in document.problems:
        assert problem.location
        assert problem.location.line


@given(st.binary())
def test_any_bytes_give_a_document(data: bytes) -> None:
    assert read(data, "a.yaml").file == "a.yaml"


def test_bytes_that_are_not_text_have_no_location() -> None:
    document: Document = read(b"a: \xff", "a.yaml")
    assert (document.tree, str(document.locate(("a",)))) == (None, "a.yaml")


def test_yaml_is_loaded_only_when_it_is_read() -> None:
    program = "import sys, alliancekit.formats; print('yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout.strip() == b"False"
