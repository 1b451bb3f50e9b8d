"""Plain YAML scalars are values, text, or ambiguous."""

import re
from collections.abc import Callable
from typing import TypeAlias, cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.formats._yaml import read
from alliancekit.formats._yaml_scalars import SHARED_NUMBER, SHARED_WORDS, ambiguity

Resolve: TypeAlias = Callable[[type[yaml.Node], str, tuple[bool, bool]], str]
LOADERS = (yaml.SafeLoader, yaml.CSafeLoader)
ALIKE: dict[str, object] = {
    "true": True,
    "false": False,
    "null": None,
    "0": 0,
    "-0": 0,
    "2025": 2025,
    "-17": -17,
    "0.5": 0.5,
    "-1.50": -1.5,
    "1.5e+3": 1500.0,
    "1.0E-2": 0.01,
    "9223372036854775807": 2**63 - 1,
}
TEXTS = re.findall(
    r"\S+",
    """2025-04-28 2025-04 199X 19XX 2022/2024 2022/.. /2024 1952-04-28/.. 2025-04-28~ 2025? Y-17E7 2025-4-8 2001-21
2025-04-28T10:00:00Z 1.2.3 1.5e 1-2 +a a+1 .5.5 . .. 0o8 08x 12:60 1:2:3:a nano info Yes! none nope onto yesterday
a:b https://example.org/?a=b&c#d U.S. -a --- 0xg 1,a actor:takaichi-sanae 高市早苗 é NOT""",
)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "value"), ALIKE.items())
def test_unambiguous_values_are_read(text: str, value: object) -> None:
    document = read(f"a: {text}\nb: '{text}'\nc: |-\n  {text}\nd: >-\n  {text}".encode(), "a.yaml")
    assert document.problems == ()
    assert repr(document.tree) == repr({"a": value, "b": text, "c": text, "d": text})
    for loader in LOADERS:
        assert repr(yaml.load(text, Loader=loader)) == repr(value)  # noqa: S506 - both are safe


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", TEXTS)
def test_dates_and_other_plain_text_are_text(text: str) -> None:
    inside = "b" if set("?,#") & set(text) else text  # the parsers differ on these inside braces
    document = read(f"- {text}\n- {{a: {inside}}}\n- {text}: {text}".encode(), "a.yaml")
    assert (document.tree, document.problems) == ([text, {"a": inside}, {text: text}], ())


@pytest.mark.usefixtures("parser")
def test_plain_text_may_have_spaces_and_lines() -> None:
    text = "a: Issue no. 5, and 'so' on # a comment\nb: one\n  two\n\n  three\n"
    assert read(text.encode(), "a.yaml").tree == {"a": "Issue no. 5, and 'so' on", "b": "one two\nthree"}


_NUMBER = ", or a number as in JSON, such as 10, -0.5 or 1.5e+3"
DOUBTED = [
    *((word, "true", ", or true") for word in ("yes", "Yes", "YES", "on", "On", "y", "Y", "True", "TRUE", "tRUE")),
    *((word, "false", ", or false") for word in ("no", "No", "NO", "off", "OFF", "n", "N", "False", "FALSE")),
    *((word, "null", ", or null") for word in ("~", "Null", "NULL")),
    *((word, "an octal number", _NUMBER) for word in ("010", "0o7", "0O7", "-0044", "+07", "0_7", "00")),
    *((word, "a hexadecimal number", _NUMBER) for word in ("0x1F", "-0Xff", "0x_1")),
    *((word, "a binary number", _NUMBER) for word in ("0b1", "+0B1_0")),
    *((word, "a number in base 60", _NUMBER) for word in ("1:30", "08:30", "-190:20:30", "12:30:45.6", "1_0:5")),
    *((word, "a number", _NUMBER) for word in ("08", "1_000", "1,000", "1,000.5", "+1", "1.", ".5", "-.5", "+.5e3")),
    *((word, "a number", _NUMBER) for word in ("1e3", "1E+3", "1.5e3", "0e1234", "01.5", "1_0.5", "1.5_0")),
    *((word, "infinity", "") for word in (".inf", "-.Inf", "+.INF")),
    *((word, "not a number", "") for word in (".nan", ".NaN")),
    ("=", "a default value", ""),
    ("<<", "a merge key", ""),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "meaning", "remedy"), DOUBTED)
def test_ambiguous_values_are_reported(text: str, meaning: str, remedy: str) -> None:
    document = read(f"a:\n- b: {text}\n- '{text}'".encode(), "a.yaml")
    assert document.tree == {"a": [{"b": text}, text]}
    assert [(problem.path, str(problem)) for problem in document.problems] == [
        (
            ("a", 0, "b"),
            (
                f"a.yaml:2:6: AK005 some YAML tools read {text} as {meaning}, others as text"
                f' (write "{text}" in quotes{remedy})'
            ),
        )
    ]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "meaning", "_remedy"), [case for case in DOUBTED if case[0] != "<<"])
def test_ambiguous_keys_are_reported(text: str, meaning: str, _remedy: str) -> None:
    document = read(f"a:\n  {text}: {{b: 1}}\n  '{text}b': 1".encode(), "a.yaml")
    assert document.tree == {"a": {text: {"b": 1}, f"{text}b": 1}}
    message = f'a key must be text, but some YAML tools read {text} as {meaning} (write "{text}" in quotes)'
    assert [str(problem) for problem in document.problems] == [f"a.yaml:2:3: AK005 {message}"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["2025", "1.5", "true", "null"])
def test_keys_are_text(text: str) -> None:
    plain, quoted = read(f"{text}: 1".encode(), "a.yaml"), read(f"'{text}': 1".encode(), "a.yaml")
    assert plain.tree == quoted.tree == {text: 1}
    assert [problem.code for problem in plain.problems] == ["AK005"]
    assert quoted.problems == ()


@given(st.from_regex(r"[-+.0-9_:,eExXoObBaAfFiInNyYsStTrRuUlL~]{1,8}", fullmatch=True))
def test_unambiguous_text_is_text_to_pyyaml(text: str) -> None:
    """PyYAML reads YAML 1.1; timestamps are the only exception."""
    resolve = cast("Resolve", yaml.SafeLoader("").resolve)
    if resolve(yaml.ScalarNode, text, (True, False)) not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"):
        assert ambiguity(text)


@given(st.from_regex(SHARED_NUMBER, fullmatch=True) | st.sampled_from([*SHARED_WORDS]))
def test_shared_values_are_ambiguous_as_text(text: str) -> None:
    assert ambiguity(text)


@given(st.from_regex(SHARED_NUMBER, fullmatch=True))
def test_shared_numbers_are_numbers_to_pyyaml(text: str) -> None:
    loaded = yaml.safe_load(text)
    document = read(text.encode(), "a.yaml")
    assert [problem.code for problem in document.problems] in ([], ["AK007"])
    assert document.problems or repr(document.tree) == repr(loaded)


@pytest.mark.usefixtures("parser")
def test_numbers_that_do_not_fit_do_not_affect_the_rest() -> None:
    document = read(b"a: 9223372036854775808\nb: [1.0e+999, 1]\n", "a.yaml")
    fit = "does not fit into 64 bits (write the number in full, or as text)"
    assert document.tree == {"a": None, "b": [None, 1]}
    assert [(problem.path, str(problem)) for problem in document.problems] == [
        (("a",), f"a.yaml:1:4: AK007 9223372036854775808 {fit}"),
        (("b", 0), f"a.yaml:2:5: AK007 1.0e+999 {fit}"),
    ]


@pytest.mark.usefixtures("parser")
def test_an_empty_value_is_reported() -> None:
    document = read(b"a:\nb: ''\n?\n: f\nc:\n  -\n  - {d}\n? g\n", "a.yaml")
    assert document.tree == {"a": None, "b": "", "c": [None, {"d": None}], "g": None}
    nothing = (
        "AK005 a value must not be empty, because some YAML tools read it as null"
        ' (write null, or "" for empty text, or omit the key)'
    )
    assert [(problem.path, str(problem)) for problem in document.problems] == [
        (("a",), f"a.yaml:1:3: {nothing}"),
        ((), 'a.yaml:3:2: AK005 a key must not be empty (write the key, or "")'),
        (("c", 0), f"a.yaml:6:4: {nothing}"),
        (("c", 1, "d"), f"a.yaml:7:7: {nothing}"),
        (("g",), f"a.yaml:9:1: {nothing}"),
    ]
