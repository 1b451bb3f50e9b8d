"""What is to break one rule breaks that one and no other, in every place of every model."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, ClassVar, TypeAlias, cast

import attrs
import pytest
from attrs import frozen
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from tests.mistakes import CORPUS, VALID
from tests.own_rules import Ship
from tests.profiles import examples

from alliancekit import convert
from alliancekit.corpus import Corpus, checks
from alliancekit.corpus.checks import BREAKING
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, InvalidRecord, Severity
from alliancekit.models import MODELS, Entry, Record, Source, Statement, Treaty
from alliancekit.models.attestation import Reading
from alliancekit.models.words import Text
from alliancekit.rules import Ordered, Pattern, RecordRule
from alliancekit.rules.shape import Kind, rules_of, spec_of
from alliancekit.strategies import NearMiss, corpus_near_misses, near_misses, records
from alliancekit.strategies._corpus_near_misses import CorpusNearMiss, _corpus_near_misses, _is_near
from alliancekit.strategies._near_misses import faults_of
from alliancekit.strategies._records import of_shape
from alliancekit.strategies.corpus_drafts import CorpusDraft
from alliancekit.strategies.drafts import Draft

SEARCH = settings(max_examples=2_000, database=None, phases=[Phase.generate, Phase.shrink])
QUICK = settings(max_examples=200, database=None, phases=[Phase.generate])

each_model = pytest.mark.parametrize("model", VALID, ids=[model.__name__ for model in VALID])
each_entry = pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))


def kinds_in(model: type) -> Iterator[Kind]:
    """Yield the kinds of all values in a model, in the depth."""
    for field in spec_of(model).fields:
        for shape in filter(None, (field.shape, field.shape.item)):
            yield shape.kind
            if shape.kind is Kind.OBJECT:
                yield from kinds_in(shape.type)


@each_model
def test_every_rule_of_a_model_can_be_broken(model: type[Record]) -> None:
    kinds = set(kinds_in(model))
    general = {"AK010", "AK011", "AK012"}
    general |= {"AK007"} if Kind.INTEGER in kinds else set()
    general |= {"AK013"} if Kind.CHOICE in kinds else set()
    general |= {"AK014"} if Kind.DATE in kinds else set()
    cls: type = model
    expected = {rule.code for rule in rules_of(cls)} | general
    assert expected - set(faults_of(cls)) == set(), "write break_draft or broken_values for the families of these rules"
    assert set(faults_of(cls)) <= expected


@pytest.mark.slow
@each_model
def test_every_rule_of_a_model_is_broken(model: type[Record]) -> None:
    cls: type = model
    for code in faults_of(cls):
        assert find(near_misses(model, code=code), lambda _: True, settings=QUICK).code == code


@each_entry
@given(data=st.data())
def test_a_near_miss_breaks_one_rule_and_no_other(model: type[Entry], data: st.DataObject) -> None:
    miss = data.draw(near_misses(model))
    assert miss.model is model
    with pytest.raises(InvalidRecord) as read:
        convert.record(model, miss.tree)
    assert {problem.code for problem in read.value.problems} == {miss.code}
    assert miss.path == read.value.problems[0].path
    if miss.values is None:
        message = f"only a document can break {miss.code} here; pass the tree to alliancekit.convert.record"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            miss.make()
        assert miss.code in ("AK012", "AK014")
    else:
        with pytest.raises(InvalidRecord) as made:
            miss.make()
        assert {problem.code for problem in made.value.problems} == {miss.code}


def test_a_small_near_miss_is_readable() -> None:
    miss = find(near_misses(Statement, code="AK124"), lambda _: True, settings=SEARCH)
    assert (miss.model, miss.part, miss.code, miss.path) == (Statement, Statement, "AK124", ("attestations",))
    assert miss.tree == {
        "id": "statement:a",
        "speaker": "actor:a",
        "venue": {"kind": "seminar", "name": "0"},
        "date": "1800",
        "content": "0",
        "attestations": [],
    }


def has(field: str) -> Callable[[NearMiss], bool]:
    return lambda miss: field in miss.tree


def lacks(field: str) -> Callable[[NearMiss], bool]:
    return lambda miss: field not in miss.tree


@pytest.mark.parametrize(
    ("model", "code", "wanted"),
    [
        (Source, "AK301", has("title")),
        (Source, "AK301", lacks("title")),
        (Source, "AK305", has("length")),
        (Source, "AK305", lacks("length")),
        (Treaty, "AK605", has("signed")),
        (Treaty, "AK605", has("ended")),
        (Treaty, "AK603", has("as_of")),
    ],
    ids=["both", "neither", "too long", "overlap", "too early", "too late", "last"],
)
def test_a_rule_is_broken_in_every_way(model: type[Entry], code: str, wanted: Callable[[NearMiss], bool]) -> None:
    assert wanted(find(near_misses(model, code=code), wanted, settings=QUICK))


def test_the_code_of_another_model_is_a_value_error() -> None:
    cls: type = Reading
    codes = ", ".join(faults_of(cls))
    with pytest.raises(ValueError, match=f"^Reading has no rule AK999; it has {codes}$"):
        near_misses(Reading, code="AK999")


@examples(50)
@given(miss=near_misses(Ship))
def test_rules_of_ones_own_are_left_out_and_obeyed(miss: NearMiss) -> None:
    with pytest.raises(InvalidRecord) as read:
        convert.record(Ship, miss.tree)
    assert {problem.code for problem in read.value.problems} == {miss.code}
    assert miss.code in OF_A_SHIP


Ordinal: TypeAlias = type[int] | type[PartialDate]


def in_order(kind: Ordinal, names: str, *, optional: bool, strict: bool) -> type[Record]:
    """Return a model whose fields, all of one kind, are in order."""

    class Own(Record):
        RULES: ClassVar[tuple[RecordRule, ...]] = (
            Ordered(code="OWN9", demand="In order.", names=tuple(names), strict=strict),
        )

    for name in names:
        Own.__annotations__[name] = kind | None if optional else kind
        if optional:
            setattr(Own, name, None)
    return frozen(kw_only=True)(Own)


@pytest.mark.parametrize("kind", [int, PartialDate])
@pytest.mark.parametrize("names", ["ab", "abc"])
@pytest.mark.parametrize("optional", [False, True])
@pytest.mark.parametrize("strict", [False, True])
@examples(20)
@given(data=st.data())
def test_any_fields_can_be_out_of_order(
    kind: Ordinal, names: str, data: st.DataObject, *, optional: bool, strict: bool
) -> None:
    model = in_order(kind, names, optional=optional, strict=strict)
    miss = data.draw(near_misses(model, code="OWN9"))
    with pytest.raises(InvalidRecord) as made:
        miss.make()
    assert {problem.code for problem in made.value.problems} == {"OWN9"}
    assert type(data.draw(records(model))) is model


@given(numbers=st.lists(st.none() | st.integers(0, 2), min_size=3, max_size=3))
def test_equal_numbers_that_must_go_up_move_apart(numbers: list[int | None]) -> None:
    rule = Ordered(code="OWN9", demand="In order.", names=("a", "b", "c"), strict=True)
    spec = spec_of(in_order(int, "abc", optional=True, strict=True))
    draft = Draft(
        dict(zip("abc", numbers, strict=True)), spec, cast("st.DrawFn", object()), frozenset(), None, of_shape
    )
    rule.mend_draft(draft)
    assert rule.holds(*draft.read(rule))
    assert [draft.has(name) for name in "abc"] == [number is not None for number in numbers]


WARNINGS = {rule.code for rule in checks.RULES if rule.severity is Severity.WARNING}
OF_A_SHIP = ("AK007", "AK010", "AK011", "AK012", "AK014", "AK104", "OWN4")


def test_a_rule_that_does_not_define_how_to_break_it_is_a_value_error() -> None:
    message = f"the class of OWN3 does not define how to break it; choose one of {', '.join(OF_A_SHIP)}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        near_misses(Ship, code="OWN3")


@frozen(kw_only=True)
class Loose(Record):
    """A model with fields that may hold nothing, but have to be given; and a rule that no text can break."""

    text: Text | None
    when: PartialDate | None
    any: Annotated[str, Pattern(code="AK999", demand="Anything.", regex=r"[\s\S]*", form="any")] = ""


@pytest.mark.parametrize("code", ["AK010", "AK011", "AK012", "AK014", "AK104"])
def test_a_required_field_that_may_be_null(code: str) -> None:
    miss = find(near_misses(Loose, code=code), lambda _: True, settings=QUICK)
    assert {problem.code for problem in convert.read(Loose, miss.tree)[1]} == {code}
    assert (miss.values is None) == (code in ("AK011", "AK012", "AK014"))


@pytest.mark.slow
def test_a_rule_that_can_not_be_broken_is_rejected() -> None:
    with pytest.raises(Unsatisfiable):
        find(near_misses(Loose, code="AK999"), lambda _: True, settings=QUICK)


# --- Of a corpus ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", BREAKING)
@examples(10)
@given(data=st.data())
def test_a_near_miss_of_a_corpus_breaks_one_rule_and_no_other(code: str, data: st.DataObject) -> None:
    miss = data.draw(corpus_near_misses(code=code))
    assert miss.code == code
    if code in WARNINGS:
        found = Corpus(miss.records).warnings
    else:
        with pytest.raises(InvalidCorpus) as caught:
            Corpus(miss.records)
        found = caught.value.problems
    assert {problem.code for problem in found} == {code}


@pytest.mark.slow
@pytest.mark.parametrize("code", BREAKING)
def test_few_near_misses_of_a_corpus_are_drawn_in_vain(code: str) -> None:
    near: list[bool] = []

    @settings(max_examples=15, database=None)
    @given(miss=_corpus_near_misses((code,)))
    def drawn(miss: CorpusNearMiss) -> None:
        near.append(_is_near(miss))

    drawn()
    assert near.count(True) >= len(near) * 3 // 4


@examples(20)
@given(miss=corpus_near_misses())
def test_near_misses_of_a_corpus_have_every_code(miss: object) -> None:
    assert getattr(miss, "code", "") in BREAKING


def test_if_the_changed_record_breaks_a_rule_of_its_own_the_corpus_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def invalid(draft: CorpusDraft) -> tuple[Entry, ...]:
        broken = attrs.evolve(draft.one(Statement), content="")
        return draft.with_changed(broken)

    def same_entries(*_: object, **__: object) -> st.SearchStrategy[dict[str, Entry]]:
        return st.just({record.id: record for record in CORPUS})

    monkeypatch.setattr("alliancekit.strategies._corpus_near_misses.entries", same_entries)
    monkeypatch.setattr("alliancekit.strategies._corpus_near_misses.BREAKING", {"AK904": invalid})
    with pytest.raises(Unsatisfiable):
        find(_corpus_near_misses(("AK904",)), lambda _: True, settings=QUICK)


def test_a_code_that_no_corpus_breaks_is_a_value_error() -> None:
    message = f"no corpus breaks AK910; it may break {', '.join(BREAKING)}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        corpus_near_misses(code="AK910")
