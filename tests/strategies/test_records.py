"""What is generated is valid, whatever rules a model declares."""

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from operator import attrgetter
from random import Random
from typing import Annotated, ClassVar, Literal, assert_type, cast

import attrs
import pytest
from attrs import frozen
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample, Unsatisfiable, UnsatisfiedAssumption
from tests.mistakes import VALID
from tests.own_rules import Ship
from tests.profiles import examples

from alliancekit import strategies
from alliancekit.dates import PartialDate
from alliancekit.errors import MissingExtra
from alliancekit.models import MODELS, Actor, Candidate, Entry, Proposal, Record, Source, State, Statement, Treaty
from alliancekit.models.actor import Office
from alliancekit.models.attestation import Anchor, Attestation, Offset, Reading
from alliancekit.models.ids import ActorId, ProposalId, SourceId, StateId, StatementId, TreatyId
from alliancekit.models.party import Party
from alliancekit.models.source import Region
from alliancekit.models.state import Code, Spell
from alliancekit.models.statement import Venue
from alliancekit.models.treaty import Commitment
from alliancekit.models.words import Name, Text
from alliancekit.projects import Project
from alliancekit.rules import (
    AnyOf,
    AtLeast,
    Complaint,
    Distinct,
    ExactlyOne,
    FieldRule,
    Forbids,
    Interval,
    Minimum,
    Needs,
    NotAmong,
    Ordered,
    Pattern,
    RecordRule,
)
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import (
    actors,
    candidates,
    dates,
    proposals,
    records,
    sources,
    statements,
    states,
    texts_for_people,
    treaties,
)
from alliancekit.strategies._records import of_shape
from alliancekit.strategies.drafts import Draft
from alliancekit.strategies.values import _interval

SEARCH = settings(max_examples=2_000, database=None, phases=[Phase.generate])
SHRINK = settings(SEARCH, phases=[Phase.generate, Phase.shrink])

each_model = pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])


@frozen(kw_only=True)
class Part(Record):
    """An item."""

    name: Text
    number: int


@frozen(kw_only=True)
class Odd(Record):
    """A model of a user's own, with rules that the models of the field don't have together."""

    kind: Literal["a", "b"]
    flag: bool
    low: Offset | None = None
    high: Offset | None = None
    least: Annotated[int, Minimum(code="AK990", demand="From 5.", bound=5)]
    when: PartialDate | None = None
    since: Annotated[PartialDate, Interval(code="AK991", demand="A period.", wanted=True)] | None = None
    parts: Annotated[
        tuple[Part, ...],
        AtLeast(code="AK992", demand="Two.", count=2),
        Distinct(code="AK993", demand="Named once.", by=("name",)),
    ]
    others: tuple[Text, ...] = ()
    one: Text | None = None
    other: tuple[Text, ...] = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Ordered(code="AK994", demand="In order.", names=("low", "high")),
        ExactlyOne(code="AK995", demand="One of the two.", names=("one", "when")),
        Needs(code="AK996", demand="Both.", name="flag", others=("other",)),
        Forbids(code="AK997", demand="Not for a.", name="kind", values=("a",), others=("others", "since")),
        NotAmong(code="AK998", demand="Not itself.", name="one", others="others"),
        AnyOf(code="AK999", demand="Something.", names=("low", "high")),
    )


PUBLIC: dict[str, Callable[[], st.SearchStrategy[Entry]]] = {
    "actors": actors,
    "states": states,
    "sources": sources,
    "statements": statements,
    "proposals": proposals,
    "treaties": treaties,
    "candidates": candidates,
}


def test_each_model_has_its_strategy_under_the_name_of_its_list() -> None:
    assert list(PUBLIC) == list(MODELS)
    for name, model in MODELS.items():
        assert getattr(strategies, name) is PUBLIC[name]
        assert type(find(PUBLIC[name](), lambda _: True, settings=SEARCH)) is model


def test_type_checkers_know_what_is_drawn() -> None:
    assert_type(actors(), st.SearchStrategy[Actor])
    assert_type(states(), st.SearchStrategy[State])
    assert_type(sources(), st.SearchStrategy[Source])
    assert_type(statements(), st.SearchStrategy[Statement])
    assert_type(proposals(), st.SearchStrategy[Proposal])
    assert_type(treaties(), st.SearchStrategy[Treaty])
    assert_type(candidates(), st.SearchStrategy[Candidate])
    assert_type(records(Name), st.SearchStrategy[Name])


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLIC)
def test_no_health_check_fires(name: str) -> None:
    drawn: list[object] = []

    @settings(settings.get_profile("default"), database=None, deadline=None)
    @given(PUBLIC[name]())
    def draw(record: Entry) -> None:
        drawn.append(record)

    draw()
    assert len(drawn) >= 100


ATTESTATION = Attestation(source=SourceId("source:a"), wording="verbatim")
MINIMAL: dict[str, Entry] = {
    "actors": Actor(id=ActorId("actor:a"), kind="person", names=(Name(text="0"),)),
    "states": State(id=StateId("state:a"), names=(Name(text="0"),), codes=(Code(system="cow", value="1"),)),
    "sources": Source(id=SourceId("source:a"), kind="article-journal", title="0"),
    "statements": Statement(
        id=StatementId("statement:a"),
        speaker=ActorId("actor:a"),
        venue=Venue(kind="seminar", name="0"),
        date=PartialDate("1800"),
        content="0",
        attestations=(ATTESTATION,),
    ),
    "proposals": Proposal(
        id=ProposalId("proposal:a"),
        names=(Name(text="0"),),
        proposers=(ActorId("actor:a"),),
        members=(ActorId("actor:a"), StateId("state:a")),
        rationale=("0",),
        statements=(StatementId("statement:a"),),
    ),
    "treaties": Treaty(
        id=TreatyId("treaty:a"),
        names=(Name(text="0"),),
        parties=(Party(party=ActorId("actor:a")), Party(party=StateId("state:a"))),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MINIMAL)
def test_the_smallest_record_is_short_and_plain(name: str) -> None:
    seeds = map(Random, range(12))  # as in the next test
    assert MINIMAL[name] in (find(PUBLIC[name](), lambda _: True, settings=SHRINK, random=seed) for seed in seeds)


def test_examples_shrink_to_what_matters() -> None:
    """Hypothesis stops to shrink after a while, for some of what it begins with too early; so it begins anew."""
    found = (find(treaties(), _has_ended, settings=SHRINK, random=Random(seed)) for seed in range(12))  # noqa: S311
    assert attrs.evolve(cast("Treaty", MINIMAL["treaties"]), ended=PartialDate("1800")) in found


def _has_ended(treaty: Treaty) -> bool:
    return treaty.ended is not None


@pytest.mark.slow
def test_odd_values_are_reached() -> None:
    assert not find(statements(), lambda record: not record.content.isascii(), settings=SEARCH).content.isascii()
    assert len(find(statements(), lambda record: len(record.id) > 30, settings=SEARCH).id) > 30
    assert find(statements(), lambda record: record.date.edtf.startswith("0"), settings=SEARCH).date.edtf[0] == "0"
    assert find(statements(), lambda record: record.date.edtf.startswith("-"), settings=SEARCH).date.edtf[0] == "-"
    assert len(find(states(), lambda record: len(language(record)) > 8, settings=SEARCH).names[0].language or "") > 8
    assert find(treaties(), lambda record: any(own.period for own in record.commitments), settings=SEARCH).commitments


def language(state: State) -> str:
    return state.names[0].language or ""


def test_an_interval_without_a_date_is_not_drawn() -> None:
    with pytest.raises((NoSuchExample, Unsatisfiable)):
        find(st.builds(_interval, st.just(".."), st.just("")), lambda _: True, settings=SEARCH)


# --- Fields given ---------------------------------------------------------------------------------------------------

JPN, USA = StateId("state:jpn"), StateId("state:usa")
OFFICE = Office(title="Minister", period=PartialDate("2022/2024"))
PARTIES = (Party(party=JPN, spells=(PartialDate("1960/1970"),)), Party(party=USA))
TWICE = (OFFICE, attrs.evolve(OFFICE, period=PartialDate("2023/..")))
OWED = Commitment(by=JPN, toward=(USA,), obligation="bases", period=PartialDate("1960/1970"))
REGIONS = (Region(kind="article", start=0, end=60),)
VENUE = Venue(kind="seminar", place="Taipei")
READ = (Attestation(source=SourceId("source:a"), wording="mention", as_printed=(Reading(field="members"),)),)
GIVEN: list[tuple[type[Record], dict[str, object]]] = [
    (Statement, {"speaker": JPN, "note": None}),
    (Actor, {"offices": (OFFICE,)}),
    (Actor, {"kind": "bloc"}),
    (Source, {"title": None}),
    (Source, {"title": "A title"}),
    (Source, {"untitled": "None is printed"}),
    (Source, {"dated_by": None}),
    (Source, {"published": PartialDate("1990"), "dated_by": "printed"}),
    (Source, {"accessed": PartialDate("1000")}),
    (Source, {"regions": REGIONS}),
    (Source, {"length": 7}),
    (Treaty, {"parties": PARTIES}),
    (Treaty, {"commitments": (OWED,)}),
    (Treaty, {"in_force": None}),
    (Treaty, {"signed": PartialDate("1960"), "ended": PartialDate("1970")}),
    (Code, {"value": "ABC"}),
    (Code, {"system": "cow"}),
    (Code, {"system": "cow", "value": "740"}),
    (Commitment, {"by": JPN}),
    (Proposal, {"statements": ()}),
    (Proposal, {"attestations": READ}),
    (Anchor, {"start": 5}),
    (Candidate, {"venue": VENUE}),
    (Candidate, {"of": "proposal"}),
    (Candidate, {"missing": ("venue", "date")}),
    (Candidate, {"members": (JPN, USA)}),
    (Candidate, {"names": (), "proposers": (), "members": (), "rationale": ()}),
    (Venue, {"name": None}),
    (Venue, {"name": None, "place": "Taipei"}),
]


@pytest.mark.parametrize(("model", "fields"), GIVEN, ids=str)
@examples(15)
@given(data=st.data())
def test_a_strategy_for_a_field_replaces_the_default(
    model: type[Record], fields: dict[str, object], data: st.DataObject
) -> None:
    record = data.draw(records(model, projects=(), **{name: st.just(value) for name, value in fields.items()}))
    assert {name: getattr(record, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Actor, {"kind": "bloc", "offices": (OFFICE,)}),
        (Actor, {"offices": TWICE}),
        (Venue, {"name": None, "place": None}),
        (Source, {"title": "A title", "untitled": "None"}),
        (Code, {"value": "740", "system": "iso3166_1_alpha2"}),
        (Code, {"value": "no code"}),
        (Candidate, {"venue": VENUE, "members": (JPN,)}),
        (Candidate, {"of": "proposal", "venue": VENUE}),
        (Statement, {"content": " "}),
        (Statement, {"attestations": READ}),
    ],
    ids=str,
)
@examples(5)
@given(data=st.data())
def test_what_can_not_be_fitted_is_not_drawn(
    model: type[Record], fields: dict[str, object], data: st.DataObject
) -> None:
    strategy = records(model, projects=(), **{name: st.just(value) for name, value in fields.items()})
    with pytest.raises(UnsatisfiedAssumption):
        data.draw(strategy)


@examples(2)
@given(data=st.data())
def test_an_item_that_no_change_makes_valid_is_not_drawn(data: st.DataObject) -> None:
    draft = Draft({}, spec_of(Actor), cast("st.DrawFn", data.draw), frozenset(), None, of_shape)
    with pytest.raises(UnsatisfiedAssumption):
        draft.draw_item("names", {"text": " "})


def test_impossible_fields_are_unsatisfiable() -> None:
    with pytest.raises(Unsatisfiable):
        find(records(Venue, name=st.none(), place=st.none()), lambda _: True, settings=SEARCH)


def test_the_error_of_an_unknown_field_suggests_a_field() -> None:
    with pytest.raises(TypeError, match=r"^Statement has no field 'speeker' \(did you mean 'speaker'\?\)$"):
        statements(speeker=st.just("state:jpn"))
    message = "Spell has no field 'wholly_else' (the fields are period, system)"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        records(Spell, wholly_else=st.none())


def test_a_field_must_be_a_strategy() -> None:
    message = "speaker must be a strategy, got 'state:jpn'; for one value write st.just('state:jpn')"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        statements(speaker="state:jpn")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@given(record=records(Odd))
def test_a_model_of_ones_own_is_generated(record: Odd) -> None:
    assert attrs.evolve(record) == record
    assert record.kind == "b" or not record.others


@pytest.mark.slow
@each_model
def test_each_field_is_generated_with_a_value_and_if_it_may_without(model: type[Record]) -> None:
    projects = [Project(name="study", fields={each: Part}) for each in MODELS.values() if each is model]
    drawn = records(model, projects=projects)
    for field in spec_of(model).fields:
        held = attrgetter(field.name)
        assert held(find(drawn, lambda record, held=held: bool(held(record)), settings=SEARCH))  # type: ignore[misc]
        if field.shape.optional:
            assert held(find(drawn, lambda record, held=held: held(record) is None, settings=SEARCH)) is None  # type: ignore[misc]


@given(date=dates())
def test_dates_come_back_from_their_text(date: PartialDate) -> None:
    assert PartialDate(date.edtf, as_printed=date.as_printed) == date


@given(date=dates(interval=True))
def test_intervals_only(date: PartialDate) -> None:
    assert date.is_interval


@given(date=dates(interval=False))
def test_no_intervals(date: PartialDate) -> None:
    assert not date.is_interval


@pytest.mark.slow
@pytest.mark.parametrize("edtf", ["2004-06~", "199X", "2004-21", "-0044", "2004-06-11", "../2004", "2004/"])
def test_every_kind_of_date_is_generated(edtf: str) -> None:
    kind = PartialDate(edtf)

    def alike(date: PartialDate) -> bool:
        return (date.precision, date.approximate, date.edtf[:1] == "-", date.open_start, date.edtf[-1:] == "/") == (
            kind.precision,
            kind.approximate,
            kind.edtf[:1] == "-",
            kind.open_start,
            kind.edtf[-1:] == "/",
        )

    # Of the rarest kinds there is one in some 700 dates, so that 2,000 are too few now and then.
    thorough = settings(SEARCH, max_examples=20_000, derandomize=True)
    assert alike(find(dates(), alike, settings=thorough))


@given(text=texts_for_people())
def test_text_is_not_blank_and_can_be_encoded(text: str) -> None:
    assert text.strip()
    assert "\0" not in text.encode().decode()


@pytest.mark.slow
def test_text_may_be_of_any_script() -> None:
    assert find(texts_for_people(), lambda text: not text.isascii(), settings=SEARCH)
    with pytest.raises(NoSuchExample):
        find(texts_for_people(), lambda text: len(text) > 20, settings=SEARCH)


@pytest.mark.slow
def test_what_a_rule_of_ones_own_refuses_is_drawn_again() -> None:
    drawn: list[Ship] = []

    @settings(settings.get_profile("default"), database=None, deadline=None)
    @given(records(Ship))
    def draw(ship: Ship) -> None:
        drawn.append(ship)

    draw()
    assert any(ship.ports for ship in drawn)
    assert any(ship.since for ship in drawn)
    assert all(ship.crew >= ship.length for ship in drawn)


@given(ship=records(Ship, name=st.text(), crew=st.integers(-5, 100), length=st.integers(0, 9)))
def test_values_of_a_strategy_for_a_field_that_break_a_rule_are_drawn_again(ship: Ship) -> None:
    assert ship.name[0].isupper()
    assert ship.crew >= ship.length


@frozen(kw_only=True)
class Twice(Record):
    """A text that obeys two rules, of which either alone could be drawn."""

    text: Annotated[
        str,
        Pattern(code="AK990", demand="Few letters.", regex="[ab]{1,3}", form="a or b"),
        Pattern(code="AK991", demand="Begins with b.", regex="b.*", form="b and more"),
    ]


@given(twice=records(Twice))
def test_a_text_obeys_all_its_rules(twice: Twice) -> None:
    assert twice.text[0] == "b"


@frozen(kw_only=True)
class Never(FieldRule):
    """Nothing obeys."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield the one complaint."""
        yield (), f"must not be {values[0]}"


@pytest.mark.slow
def test_a_rule_that_nothing_obeys_is_unsatisfiable() -> None:
    @frozen(kw_only=True)
    class Hopeless(Record):
        text: Annotated[str, Never(code="AK990", demand="Nothing.")]

    with pytest.raises(Unsatisfiable):
        find(records(Hopeless), lambda _: True, settings=settings(SEARCH, max_examples=5))


def test_without_hypothesis_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    spec = importlib.util.find_spec("alliancekit.strategies")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with pytest.raises(
        MissingExtra, match=r"^strategies need Hypothesis; install it with: pip install 'alliancekit\[strategies\]'$"
    ):
        spec.loader.exec_module(module)
