"""Each rule of one value: the values that it accepts, and its complaints about others."""

from collections.abc import Iterator
from inspect import Parameter, signature
from typing import Annotated, cast

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.test_faces import FAMILIES

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidRecord, Problem
from alliancekit.models import Record
from alliancekit.models.source import Region, Source
from alliancekit.models.words import Name
from alliancekit.rules import AtLeast, Distinct, FieldRule, Id, Interval, Minimum, NotBlank, Pattern, Ref, Rule
from alliancekit.rules.rule import Complaint
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import dates

SLUG = "such as 'actor:a-name'"
ID = Id(code="AK101", demand="", kind="actor")
REF = Ref(code="AK102", demand="", kinds=("actor", "state"))
TEXT = NotBlank(code="AK104", demand="")
TWO = AtLeast(code="AK501", demand="", count=2)
ONE = AtLeast(code="AK503", demand="", count=1)
ONCE = Distinct(code="AK103", demand="")
NUMBER = Minimum(code="AK120", demand="", bound=0)
PERIOD = Interval(code="AK107", demand="", wanted=True)
MOMENT = Interval(code="AK108", demand="", wanted=False)
(LANGUAGE,) = spec_of(Name)["language"].shape.rules
(URL,) = spec_of(Source)["url"].shape.rules
(DIGEST,) = spec_of(Source)["digest"].shape.rules


@frozen
class Pair:
    """An item with two fields."""

    a: int
    b: int


BY_A = Distinct(code="AK602", demand="", by=("a",))
ITEMS = (Pair(1, 1), Pair(1, 2), Pair(2, 1), Pair(1, 1))


def complaints(rule: Rule, *values: object) -> list[str]:
    """Return the messages about the values; `holds` must agree, also about values that it has met before."""
    found = [problem.message for problem in rule.problems(values, ("x",))]
    assert rule.holds(*values) is rule.holds(*values) is not bool(found)
    return found


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (ID, "actor:takaichi-sanae"),
        (ID, "actor:a"),
        (ID, "actor:9.1-b"),
        (REF, "actor:a"),
        (REF, "state:jpn"),
        (TEXT, "x"),
        (TEXT, " x\n"),
        (TEXT, "賴清德"),
        (TEXT, "\U0001f600"),
        (ONE, (1,)),
        (TWO, (1, 1)),
        (ONCE, ()),
        (ONCE, (1,)),
        (ONCE, (1, 2)),
        (ONCE, (1, 2, 3)),
        (BY_A, ()),
        (BY_A, ITEMS[1:3]),
        (NUMBER, 0),
        (NUMBER, 1),
        (PERIOD, PartialDate("2022/2024")),
        (PERIOD, PartialDate("/2024")),
        (PERIOD, PartialDate("2024/..")),
        (MOMENT, PartialDate("2024")),
        *((LANGUAGE, tag) for tag in ("en", "ja", "zh-Hant-TW", "es-419", "sl-rozaj-biske", "de-CH-1996", "en-x-seed")),
        *((URL, url) for url in ("https://example.org", "http://example.org:80/a?b#c", "https://ja.example.org/日本")),
        (DIGEST, f"ni:///sha-256;{'_-' * 21}A"),
    ],
)
def test_what_passes(rule: Rule, value: object) -> None:
    assert complaints(rule, value) == []


@pytest.mark.parametrize(
    ("rule", "value", "message"),
    [
        *(
            (ID, text, f"x must be 'actor:' and lower-case letters, digits, hyphens and dots, {SLUG}, got {text!r}")
            for text in (
                "state:a",
                "actor:",
                "actor:A",
                "actor:a b",
                "actor:-a",
                "actor:a-",
                "actor:a\n",
                "",
            )
        ),
        (REF, "state:\u0430", "x must be the id of an actor or a state, got 'state:\u0430', which has U+0430"),
        (REF, "treaty:a", "x must be the id of an actor or a state, got 'treaty:a'"),
        (REF, "actor:a\n", "x must be the id of an actor or a state, got 'actor:a\\n'"),
        (TEXT, "", "x must not be blank"),
        (TEXT, "\t\u3000", "x must not be blank"),
        (TEXT, "a\0", "x must be text that can be written as UTF-8 without NUL, got 'a\\x00'"),
        (TEXT, "\ud800", "x must be text that can be written as UTF-8 without NUL, got '\\ud800'"),
        (ONE, (), "x must list 1 or more, lists none"),
        (TWO, (), "x must list 2 or more, lists none"),
        (TWO, (1,), "x must list 2 or more, lists 1"),
        (NUMBER, -1, "x must be 0 or more, got -1"),
        (PERIOD, PartialDate("2022"), "x must be an interval such as '2022/2024', got the date 2022"),
        (MOMENT, PartialDate("2022/2024"), "x must be one date, got the interval 2022/2024"),
        *(
            (LANGUAGE, text, f"x must be a language tag, got {text!r}")
            for text in ("english", "EN", "en-us", "en_US", "zh-hant", "x-seed", "en-", "en\n", "", "a" * 40)
        ),
        *(
            (URL, text, f"x must be a web address, got {text!r}")
            for text in ("example.org", "ftp://example.org", "https://", "https://a b", "https://a/b c", "https://a\n")
        ),
        *(
            (DIGEST, text, f"x must be 'ni:///sha-256;' and 43 characters of base64url, got {text!r}")
            for text in ("ni:///sha-256;", f"ni:///sha-256;{'A' * 42}B", f"ni:///sha-256;{'A' * 42}=")
        ),
        (
            ID,
            "a" * 100,
            f"x must be 'actor:' and lower-case letters, digits, hyphens and dots, {SLUG}, got '{'a' * 59}…'",
        ),
    ],
)
def test_what_is_refused(rule: Rule, value: object, message: str) -> None:
    assert complaints(rule, value) == [message]


@pytest.mark.parametrize(
    ("rule", "value", "hint"),
    [
        (ID, "actor:AUS", "ids are lower case; write 'actor:aus'"),
        (ID, "Actor:a", "ids are lower case; write 'actor:a'"),
        (ID, "Berg", "write an id such as 'actor:a-name'"),
        (REF, "state:AUS", "ids are lower case; write 'state:aus'"),
        (REF, "Australia", "look"),
        (REF, "treaty:AUS", "look"),
    ],
)
def test_the_hint_suggests_an_id(rule: Rule, value: str, hint: str) -> None:
    (problem,) = evolve(rule, advice="look").problems((value,), ("x",))
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("rule", "value", "messages"),
    [
        (ONCE, ("a", "a"), ["x[1] repeats item [0]"]),
        (ONCE, ("a", "b", "a", "b", "a"), ["x[2] repeats item [0]", "x[3] repeats item [1]", "x[4] repeats item [0]"]),
        (BY_A, ITEMS, ["x[1] repeats item [0]", "x[3] repeats item [0]"]),
        (BY_A, ITEMS[:2], ["x[1] repeats item [0]"]),
    ],
)
def test_every_repeated_item_is_reported(rule: Rule, value: object, messages: list[str]) -> None:
    assert complaints(rule, value) == messages


@given(text=st.text() | st.text(alphabet=" \n\0aé\ud800"))
def test_accepted_text_can_be_encoded_and_is_not_blank(text: str) -> None:
    writable = "\0" not in text and text.encode(errors="ignore").decode() == text
    assert (complaints(TEXT, text) == []) is (bool(text.strip()) and writable)


@given(slug=st.text(alphabet="aZ9.-_: \n\0é"))
def test_a_slug_begins_and_ends_with_a_letter_or_digit(slug: str) -> None:
    sound = slug.strip(".-") == slug != "" and set(slug) <= set("a9.-")
    assert (complaints(ID, f"actor:{slug}") == []) is sound
    assert (complaints(REF, f"state:{slug}") == []) is sound


@given(items=st.lists(st.integers(0, 3)).map(tuple))
def test_distinct_items_are_as_many_as_their_set(items: tuple[int, ...]) -> None:
    assert len(complaints(ONCE, items)) == len(items) - len(set(items))


def test_remembered_references_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alliancekit.rules.ids._CACHE_SIZE", 1)
    ships = Ref(code="OWN1", demand="", kinds=("ship",))
    assert [ships.holds(f"ship:{name}") for name in "abab"] == [True] * 4


@given(date=dates())
def test_a_date_is_a_period_or_a_moment(date: PartialDate) -> None:
    assert (complaints(PERIOD, date) == []) is not (complaints(MOMENT, date) == [])


@pytest.mark.parametrize("cls", [Rule, *FAMILIES])
def test_a_rule_has_keyword_arguments_and_is_immutable(cls: type[Rule]) -> None:
    assert {parameter.kind for parameter in signature(cls).parameters.values()} == {Parameter.KEYWORD_ONLY}
    assert "__slots__" in vars(cls)
    assert cls.__setattr__ is not object.__setattr__


def test_a_rule_makes_a_problem() -> None:
    rule = Minimum(code="AK120", demand="From 0.", advice="count from 0", bound=0)
    assert list(rule.problems((-1,), ("regions", 0, "start"))) == [
        Problem("AK120", "regions[0].start must be 0 or more, got -1", "count from 0", ("regions", 0, "start"))
    ]


def test_the_base_rule_has_no_complaints_of_its_own() -> None:
    with pytest.raises(NotImplementedError):
        FieldRule(code="AK999", demand="").holds(1)


def test_a_rule_is_public_data() -> None:
    (offset,) = spec_of(Region)["start"].shape.rules
    assert offset == Minimum(
        code="AK120",
        demand="A position in a text is a number of code points, from 0.",
        advice="count code points, not bytes or UTF-16 units, from 0",
        bound=0,
    )
    assert isinstance(LANGUAGE, Pattern)
    assert repr((offset, LANGUAGE)) == "(<AK120>, <AK105>)"


def test_a_rule_of_a_list_is_checked_for_a_list_of_one() -> None:
    # A list of one item once passed unasked where a rule holds for a list of one None.
    @frozen(kw_only=True)
    class NoneBad(FieldRule):
        """No item is "bad"."""

        def complaints(self, *values: object) -> Iterator[Complaint]:
            (items,) = cast("tuple[tuple[str, ...]]", values)
            yield from (((n,), "must not be bad") for n, item in enumerate(items) if item == "bad")

    @frozen(kw_only=True)
    class Basket(Record):
        items: Annotated[tuple[str, ...], NoneBad(code="XX1", demand="No item is bad.")] = ()
        names: Annotated[tuple[Name, ...], Distinct(code="XX2", demand="", by=("text",))] = ()

    assert Basket(items=("good",), names=(Name(text="x"),)) == Basket(items=("good",), names=(Name(text="x"),))
    for items in (("bad",), ("good", "bad")):
        with pytest.raises(InvalidRecord, match=r"must not be bad"):
            Basket(items=items)
