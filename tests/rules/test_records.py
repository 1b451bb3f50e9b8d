"""Each rule of several fields: the values that it accepts, and its complaints about others."""

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import PROPOSAL, STATEMENT, VENUE
from tests.rules.test_fields import complaints

from alliancekit.dates import PartialDate
from alliancekit.models import Candidate, Proposal, Statement
from alliancekit.rules import (
    Among,
    AnyOf,
    AtLeastTogether,
    DependentPattern,
    DisjointPeriods,
    DisjointSpans,
    DistinctAcross,
    ExactlyOne,
    Forbids,
    InOrder,
    ListsMissingFields,
    NamesField,
    Needs,
    NoFieldsOfOtherTypes,
    NotAmong,
    NotBefore,
    Ordered,
    RecordRule,
    Rule,
    Within,
)
from alliancekit.rules.candidates import missing_fields
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import dates


@frozen
class Item:
    """An item of a list, with whatever a rule may read."""

    period: PartialDate | None = None
    group: str = ""
    start: int = 0
    end: int = 1
    one: str = "a"
    several: tuple[str, ...] = ()


DATES = Ordered(code="AK603", demand="", names=("first", "second", "third"))
NUMBERS = Ordered(code="AK121", demand="", names=("first", "second"))
STRICT = Ordered(code="AK121", demand="", names=("first", "second"), strict=True)
ANY = AnyOf(code="AK401", demand="", names=("name", "place"))
ONE = ExactlyOne(code="AK301", demand="", names=("title", "untitled"))
NEEDS = Needs(code="AK304", demand="", name="published", others=("dated_by",))
FORBIDS = Forbids(code="AK201", demand="", name="kind", values=("bloc",), others=("offices", "rank"))
FORM = DependentPattern(
    code="AK212", demand="", name="value", by="system", forms={"n": ("[0-9]", "a digit"), "l": ("[a-z]", "a letter")}
)
PERIODS = DisjointPeriods(code="AK202", demand="", name="spells")
IN_ORDER = DisjointPeriods(code="AK214", demand="", name="spells", in_order=True)
GROUPS = DisjointPeriods(code="AK213", demand="", name="codes", period="period", per=("group",))
SPANS = DisjointSpans(code="AK305", demand="", name="regions", length="length")
LIFE = Within(code="AK609", demand="", path=("items", "period"), starts=("signed", "in_force"), end="ended")
AMONG = Among(code="AK606", demand="", name="items", fields=("one", "several"), of=(("parties", "one"),))
NOT_AMONG = NotAmong(code="AK607", demand="", name="by", others="toward")
UNKNOWN = DisjointPeriods(code="AK202", demand="", name="offices", period="period", per=("group",), missing="unknown")
EITHER = Needs(code="AK610", demand="", name="as_of", others=("in_force", "never_in_force"))
NEVER = Forbids(code="AK615", demand="", name="never_in_force", values=(True,), others=("ended", "final"))
TOGETHER = AtLeastTogether(code="AK601", demand="", names=("parties", "signatories"), count=2)
ALONE = AtLeastTogether(code="AK601", demand="", names=("parties",), count=2)
ACROSS = DistinctAcross(code="AK613", demand="", names=("parties", "signatories"), by="one")
OF_BOTH = Among(code="AK606", demand="", name="items", fields=("one",), of=(("parties", "one"), ("names", "")))
OUTCOMES = InOrder(code="AK509", demand="", name="items", date="period", after="date")
SIGNED_FIRST = NotBefore(
    code="AK624", demand="", name="items", by="group", values=("approval", "exit"), others=("a_vote",), date="period"
)
LISTS_MISSING_FIELDS = next(rule for rule in spec_of(Candidate).rules if isinstance(rule, ListsMissingFields))
NO_FIELDS_OF_OTHER_TYPES = next(rule for rule in spec_of(Candidate).rules if isinstance(rule, NoFieldsOfOtherTypes))


def day(edtf: str) -> PartialDate:
    return PartialDate(edtf)


def days(*edtf: str) -> tuple[PartialDate, ...]:
    return tuple(map(PartialDate, edtf))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (DATES, (None, None, None)),
        (DATES, (day("1960"), None, None)),
        (DATES, days("1960", "1960", "1960")),
        (DATES, days("1960-06", "1960", "1960-07")),
        (DATES, (day("1960"), None, day("1961"))),
        (NUMBERS, (1, 1)),
        (NUMBERS, (1, None)),
        (STRICT, (1, 2)),
        (ANY, ("a", None)),
        (ANY, (None, "a")),
        (ANY, ("a", "b")),
        (ONE, ("a", None)),
        (ONE, (None, "a")),
        (NEEDS, (None, None)),
        (NEEDS, (None, "a")),
        (NEEDS, (day("1960"), "a")),
        (FORBIDS, ("bloc", (), None)),
        (FORBIDS, ("person", ("a",), "b")),
        (FORM, ("1", "n")),
        (FORM, ("a", "l")),
        (PERIODS, ((),)),
        (PERIODS, (days("1960/1961"),)),
        (PERIODS, (days("1965/1970", "1960/1961"),)),
        (PERIODS, (days("1960/1965", "1965/1970"),)),
        (PERIODS, (days("1960/", "1965/1970"),)),
        (IN_ORDER, (days("1960/1961", "1965/1970", "1971/.."),)),
        (IN_ORDER, (days("1965/1970", "1960~/1961~"),)),
        (GROUPS, ((Item(), Item(group="b")),)),
        (GROUPS, ((Item(day("1960/1961")), Item(day("1962/1963"))),)),
        (SPANS, ((), None)),
        (SPANS, ((Item(start=0, end=5), Item(start=5, end=9)), 9)),
        (SPANS, ((Item(start=3, end=5), Item(start=7, end=99)), None)),
        (LIFE, ((Item(day("1961/1970")), Item()), day("1960"), None, day("1980"))),
        (LIFE, ((Item(day("1900/..")),), None, None, None)),
        (AMONG, ((Item(one="a", several=("b",)),), (Item(one="a"), Item(one="b")))),
        (LIFE, ((Item(day("1960/1970")),), *days("1962", "1960", "1980"))),
        (LIFE, ((Item(day("1960/1970")),), *days("1960", "1962", "1980"))),
        (NOT_AMONG, ("a", ("b", "c"))),
        (FORM, ("anything", "another scheme")),
        (UNKNOWN, ((Item(), Item(), Item(day("1960/1961"))),)),
        (EITHER, (None, None, False)),
        (EITHER, (day("1960"), day("1950"), False)),
        (EITHER, (day("1960"), None, True)),
        (NEVER, (False, day("1960"), True)),
        (NEVER, (True, None, False)),
        (TOGETHER, (("a", "b"), ())),
        (TOGETHER, (("a",), ("b",))),
        (TOGETHER, ((), ("a", "b", "c"))),
        (ALONE, (("a", "b"),)),
        (ACROSS, ((Item(one="a"), Item(one="a")), (Item(one="b"),))),
        (ACROSS, ((), ())),
        (OF_BOTH, ((Item(one="a"), Item(one="b")), (Item(one="a"),), ("b", "c"))),
        (OF_BOTH, ((), (), ())),
        (OUTCOMES, ((), day("1960"))),
        (OUTCOMES, ((Item(), Item(day("1961")), Item(), Item(day("1961-05")), Item(day("1961"))), day("1961"))),
        (OUTCOMES, ((Item(day("1961~")), Item(day("1960"))), None)),
        (SIGNED_FIRST, ((Item(day("1960"), "approval"), Item(group="exit")),)),
        (SIGNED_FIRST, ((Item(day("1960"), "approval"), Item(day("1961"), "a_vote"), Item(group="a_vote")),)),
        (SIGNED_FIRST, ((Item(day("1960"), "exit"), Item(day("1961"), "a_vote"), Item(day("1959"), "a_vote")),)),
        (SIGNED_FIRST, ((Item(day("1960"), "other"), Item(day("1961"), "a_vote"), Item(group="approval")),)),
    ],
)
def test_what_passes(rule: Rule, values: tuple[object, ...]) -> None:
    assert complaints(rule, *values) == []


@pytest.mark.parametrize(
    ("rule", "values", "messages"),
    [
        (DATES, days("1960", "1959", "1961"), ["x.second must not be before first (1960), got 1959"]),
        (DATES, days("1960", "1961", "1959"), ["x.third must not be before second (1961), got 1959"]),
        (DATES, (day("1960"), None, day("1959")), ["x.third must not be before first (1960), got 1959"]),
        (DATES, days("1960-05", "1960", "1960-01"), ["x.third must not be before first (1960-05), got 1960-01"]),
        (
            DATES,
            days("1962", "1961", "1960"),
            [
                "x.second must not be before first (1962), got 1961",
                "x.third must not be before second (1961), got 1960",
            ],
        ),
        (NUMBERS, (2, 1), ["x.second must be at least first (2), got 1"]),
        (STRICT, (2, 1), ["x.second must be greater than first (2), got 1"]),
        (STRICT, (2, 2), ["x.second must be greater than first (2), got 2"]),
        (ANY, (None, None), ["x name or place must be given"]),
        (ANY, ((), ()), ["x name or place must be given"]),
        (ONE, (None, None), ["x title or untitled must be given"]),
        (ONE, ("a", "b"), ["x.untitled must be left out where title is given"]),
        (NEEDS, (day("1960"), None), ["x.published needs dated_by, which is not given"]),
        (
            FORBIDS,
            ("bloc", ("a",), "b"),
            ["x.offices must be left out where kind is 'bloc'", "x.rank must be left out where kind is 'bloc'"],
        ),
        (FORBIDS, ("bloc", ("a",), None), ["x.offices must be left out where kind is 'bloc'"]),
        (FORBIDS, ("bloc", (), "b"), ["x.rank must be left out where kind is 'bloc'"]),
        (FORM, ("a", "n"), ["x.value must be a digit where system is 'n', got 'a'"]),
        (FORM, ("1\n", "n"), ["x.value must be a digit where system is 'n', got '1\\n'"]),
        (
            PERIODS,
            (days("1960/1965", "1964/1970"),),
            ["x.spells[1] must not overlap item [0] (1960/1965), got 1964/1970"],
        ),
        (
            PERIODS,
            (days("1960/..", "1961/1962", "1970/1971"),),
            [
                "x.spells[1] must not overlap item [0] (1960/..), got 1961/1962",
                "x.spells[2] must not overlap item [0] (1960/..), got 1970/1971",
            ],
        ),
        (
            PERIODS,
            (days("1960/1970", "1980/1990", "1965/1985"),),
            ["x.spells[2] must not overlap item [0] (1960/1970), got 1965/1985"],
        ),
        (
            IN_ORDER,
            (days("1965/1970", "1975/1980", "1960/1961"),),
            ["x.spells[2] must come after item [0] (1965/1970), got 1960/1961"],
        ),
        (
            IN_ORDER,
            (days("1965/1970", "1960/1961"),),
            ["x.spells[1] must come after item [0] (1965/1970), got 1960/1961"],
        ),
        (
            IN_ORDER,
            (days("1965/1970", "1968/1969"),),
            ["x.spells[1] must not overlap item [0] (1965/1970), got 1968/1969"],
        ),
        (GROUPS, ((Item(), Item()),), ["x.codes[1] must not overlap item [0] (all time), got all time"]),
        (
            GROUPS,
            ((Item(), Item(day("1960/1961"))),),
            ["x.codes[1].period must not overlap item [0] (all time), got 1960/1961"],
        ),
        (
            GROUPS,
            ((Item(day("1960/1961")), Item(group="b"), Item()),),
            ["x.codes[2] must not overlap item [0] (1960/1961), got all time"],
        ),
        (
            SPANS,
            ((Item(start=0, end=5), Item(start=4, end=9)), 8),
            [
                "x.regions[1].start must be 5 or more, where item [0] ends, got 4",
                "x.regions[1].end must be 8 or less, the length of the text, got 9",
            ],
        ),
        (
            SPANS,
            ((Item(start=0, end=50), Item(start=10, end=20), Item(start=30, end=60)), None),
            ["x.regions[1].start must be 50 or more, where item [0] ends, got 10 (also: regions[2].start)"],
        ),
        (
            SPANS,
            ((Item(start=0, end=9), Item(start=9, end=9), Item(start=8, end=12)), None),
            ["x.regions[2].start must be 9 or more, where item [0] ends, got 8"],
        ),
        (
            LIFE,
            ((Item(), Item(day("1959/1961"))), None, day("1960"), None),
            ["x.items[1].period must not start before in_force (1960), got 1959/1961"],
        ),
        (
            AMONG,
            ((Item(one="c", several=("a", "d")),), (Item(one="a"),)),
            [
                "x.items[0].one must be one of the parties, got 'c'",
                "x.items[0].several[1] must be one of the parties, got 'd'",
            ],
        ),
        (NOT_AMONG, ("a", ("b", "a")), ["x.toward[1] must not be the same as by (a)"]),
        (
            LIFE,
            ((Item(day("1960/1970")),), *days("1962", "1961", "1980")),
            ["x.items[0].period must not start before in_force (1961), got 1960/1970"],
        ),
        (
            UNKNOWN,
            ((Item(day("1960/1962")), Item(), Item(day("1961/1963"))),),
            ["x.offices[2].period must not overlap item [0] (1960/1962), got 1961/1963"],
        ),
        (EITHER, (day("1960"), None, False), ["x.as_of needs in_force or never_in_force, which is not given"]),
        (
            NEVER,
            (True, day("1960"), True),
            [
                "x.ended must be left out where never_in_force is true",
                "x.final must be left out where never_in_force is true",
            ],
        ),
        (TOGETHER, ((), ()), ["x.parties must list 2 or more together with signatories, lists none"]),
        (TOGETHER, ((), ("a",)), ["x.parties must list 2 or more together with signatories, lists 1"]),
        (ALONE, (("a",),), ["x.parties must list 2 or more, lists 1"]),
        (
            ACROSS,
            ((Item(one="a"), Item(one="b")), (Item(one="c"), Item(one="b"))),
            ["x.signatories[1].one is in parties[1] too, got 'b'"],
        ),
        (
            OF_BOTH,
            ((Item(one="d"),), (Item(one="a"),), ("b",)),
            ["x.items[0].one must be one of the parties or names, got 'd'"],
        ),
        (
            OUTCOMES,
            ((Item(day("1959")), Item(day("1962")), Item(), Item(day("1961"))), day("1960")),
            [
                "x.items[0].period must not be before date (1960), got 1959",
                "x.items[3].period must not be before item [1] (1962), got 1961",
            ],
        ),
        (
            SIGNED_FIRST,
            ((Item(day("1960"), "approval"), Item(day("1962"), "a_vote"), Item(day("1961"), "exit")),),
            ["x.items[0].period must not be before item [1] (a vote 1962), got 1960 (also: items[2].period)"],
        ),
    ],
)
def test_what_is_refused(rule: Rule, values: tuple[object, ...], messages: list[str]) -> None:
    assert complaints(rule, *values) == messages


@given(low=st.integers(-4, 4), high=st.integers(-4, 4))
def test_numbers_do_not_go_down_and_strictly_they_go_up(low: int, high: int) -> None:
    assert (complaints(NUMBERS, low, high) == []) is (low <= high)
    assert (complaints(STRICT, low, high) == []) is (low < high)


@given(periods=st.lists(dates(interval=True), max_size=4).map(tuple))
def test_only_certain_disorder_or_overlap_of_periods_is_reported(periods: tuple[PartialDate, ...]) -> None:
    pairs = [(before, after) for n, after in enumerate(periods) for before in periods[:n]]
    overlap = any(after.overlaps(before) for before, after in pairs)
    assert bool(complaints(PERIODS, periods)) is overlap
    assert bool(complaints(IN_ORDER, periods)) is (overlap or any(after.before(before) for before, after in pairs))


def agrees(rule: Rule, *values: object) -> bool:
    """Return whether `holds` is true exactly where there are no complaints."""
    return rule.holds(*values) is Rule.holds(rule, *values)


moments, periods = st.none() | dates(interval=False), dates(interval=True)
items = st.lists(st.builds(Item, period=st.none() | periods, group=st.sampled_from("xy")), max_size=4).map(tuple)


@given(values=st.tuples(*[moments | periods] * 3))
def test_the_order_of_dates_holds_where_there_are_no_complaints(values: tuple[object, ...]) -> None:
    assert agrees(DATES, *values)


@given(held=items, spells=st.lists(periods, max_size=4).map(tuple))
def test_periods_are_disjoint_where_there_are_no_complaints(held: object, spells: object) -> None:
    for rule, value in ((GROUPS, held), (IN_ORDER, spells), (PERIODS, spells)):
        assert agrees(rule, value)


@given(held=items, first=moments, second=moments, end=moments)
def test_periods_lie_within_a_life_where_there_are_no_complaints(
    held: object, first: PartialDate | None, second: PartialDate | None, end: PartialDate | None
) -> None:
    assert agrees(LIFE, held, first, second, end)


@given(
    held=st.lists(
        st.builds(Item, one=st.none() | st.sampled_from("abc"), several=st.lists(st.sampled_from("abc")).map(tuple))
    ),
    others=st.lists(st.builds(Item, one=st.sampled_from("abc"))),
)
def test_names_are_among_others_where_there_are_no_complaints(held: list[Item], others: list[Item]) -> None:
    assert agrees(AMONG, tuple(held), tuple(others))


short_lists = st.lists(st.builds(Item, one=st.sampled_from("abc")), max_size=3).map(tuple)


@given(lists=st.tuples(short_lists, short_lists), names=st.lists(st.sampled_from("abc")).map(tuple))
def test_rules_of_two_lists_hold_where_there_are_no_complaints(
    lists: tuple[tuple[Item, ...], tuple[Item, ...]], names: tuple[str, ...]
) -> None:
    assert agrees(TOGETHER, *lists)
    assert agrees(OF_BOTH, *lists, names)


@given(date=moments, other=moments, flag=st.booleans())
def test_rules_of_presence_hold_where_there_are_no_complaints(
    date: PartialDate | None, other: PartialDate | None, *, flag: bool
) -> None:
    assert agrees(EITHER, date, other, flag)
    assert agrees(NEVER, flag, date, flag)


@given(dated=st.lists(moments, max_size=4), start=moments)
def test_items_are_in_order_where_none_is_certainly_before_an_earlier_one(
    dated: list[PartialDate | None], start: PartialDate | None
) -> None:
    in_order = [date for date in (start, *dated) if date]
    pairs = [(before, after) for n, after in enumerate(in_order) for before in in_order[:n]]
    disorder = any(after.before(before) for before, after in pairs)
    assert bool(complaints(OUTCOMES, tuple(map(Item, dated)), start)) is disorder


def test_the_fields_of_a_record_can_be_named_and_those_of_an_object_in_it() -> None:
    rule = NamesField(code="AK125", demand="", path=("attestations", "as_printed", "field"))
    known = rule.bind(Statement, ("id", "venue", "venue.kind", "attestations", "attestations.source"))
    assert known.fields == ("venue", "venue.kind")
    assert rule.reads == known.reads == ("attestations",)


def test_what_a_candidate_lacks_is_what_its_type_would_refuse() -> None:
    held = {"speaker": "actor:x", "venue": VENUE, "date": None, "content": None, "members": ("state:jpn",)}
    assert missing_fields(Statement, held) == ("date", "content")
    assert missing_fields(Proposal, held) == ("members",)
    assert missing_fields(Proposal, {"members": ("state:jpn", "state:usa", "state:jpn")}) == ("members",)
    assert LISTS_MISSING_FIELDS.reads == ("of", "missing", *LISTS_MISSING_FIELDS.names)


def test_a_candidate_may_have_the_fields_of_both_types_that_are_its_own() -> None:
    shared = {"id", "date", "note", "attestations"}
    statement, proposal = ({field.name for field in spec_of(model).fields} for model in (Statement, Proposal))
    assert shared <= statement & proposal
    assert set(NO_FIELDS_OF_OTHER_TYPES.names) == statement ^ proposal
    assert STATEMENT.note is PROPOSAL.note is None


def test_a_rule_of_no_kind_reads_nothing() -> None:
    rule = RecordRule(code="AK999", demand="")
    assert rule.bind(Statement, ("a", "b")) is rule
    with pytest.raises(NotImplementedError):
        _ = rule.reads


def test_a_rule_ignores_values_that_an_earlier_rule_suspects() -> None:
    start, end = PartialDate("1960"), PartialDate("1980")
    within = Within(code="XX1", demand="x", path=("items", "period"), starts=("signed", "in_force"), end="ended")
    held = ((), start, None, end)
    assert within.settled(held, set()) == held
    assert within.settled(held, {"ended"}) == ((), start, None, None)
    assert within.settled(held, {"signed"}) == ((), None, None, end)
    assert within.settled(held, {"in_force"}) == ((), None, None, end)
    assert within.settled(held, {"items"}) is None
    assert AMONG.suspects() == ("items",)
    order = Ordered(code="XX2", demand="x", names=("signed", "in_force", "ended"))
    assert order.suspects(PartialDate("1990"), start, end) == ("signed", "in_force")
    assert order.settled((start, None, end), {"ended"}) is None
