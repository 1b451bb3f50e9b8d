"""Names of fields with keys: each complete key finds its item, and nothing else."""

import pickle
from collections.abc import Iterator, Mapping
from random import Random
from typing import Annotated, cast

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import DAILY, JPN, TREATY_1960, TWN, USA, values

from alliancekit import Actor, ActorId, Name, strategies
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidRecord, Path, UnknownField
from alliancekit.models import MODELS, Record
from alliancekit.models.attestation import EVIDENCE_RULES, Attestation
from alliancekit.models.ids import ONCE
from alliancekit.models.party import Act, Party
from alliancekit.models.treaty import Treaty
from alliancekit.rules import Distinct, KeysMatch
from alliancekit.rules.field_paths import ALL, Finder, covers, keys
from alliancekit.rules.shape import Kind, spec_of

ACTS = (
    Act(kind="ratification", date=PartialDate("1955-05-31"), scope="Article 5"),
    Act(kind="ratification", date=PartialDate("1956")),
    Act(kind="accession", toward=(JPN, TWN)),
)
TREATY = {**values(TREATY_1960), "parties": (Party(party=USA, acts=ACTS), Party(party=JPN))}

KEYS_ADVICE = next(rule.advice for rule in EVIDENCE_RULES if isinstance(rule, KeysMatch))

Item = tuple[str, Path, set[str]]
"""The complete key of an item as a name, its path, and the other names for it."""


def find(model: type, values: Mapping[str, object], name: str) -> Path:
    return Finder(model, values).find(name)


def items(record: Record, name: str = "", path: Path = ()) -> Iterator[Item]:
    """Yield every item of every list in a record."""
    for field in spec_of(type(record)).fields:
        value: object = getattr(record, field.name)
        here = f"{name}.{field.name}".lstrip(".")
        if isinstance(value, tuple) and field.shape.item:
            for position, item in enumerate(cast("tuple[object, ...]", value)):
                complete, *others = (f"{here}[{key}]" for key in keys(field.shape, item))
                yield complete, (*path, field.name, position), set(others)
                if field.shape.item.kind is Kind.OBJECT:
                    yield from items(cast("Record", item), complete, (*path, field.name, position))
        elif field.shape.kind is Kind.OBJECT and value is not None:
            yield from items(cast("Record", value), here, (*path, field.name))


def path_of(record: Record, name: str) -> Path | None:
    """Return the path that a name means; None if it means nothing alone."""
    try:
        return find(type(record), values(record), name)
    except UnknownField:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
@given(data=st.data())
def test_a_complete_key_finds_its_item_and_others_find_it_or_nothing(model: type[Record], data: st.DataObject) -> None:
    record = data.draw(strategies.records(model))
    every = [*items(record)]
    names = [complete for complete, _, _ in every]
    for complete, path, others in every:
        assert path_of(record, complete) == (path if names.count(complete) == 1 else None)
        for name in others:
            same = [other for other_complete, other, its in every if name in {other_complete, *its}]
            assert path_of(record, name) == (path if len(same) == 1 else None)


def test_a_complete_key_is_no_other_key_of_an_item_with_more_parts() -> None:
    names = (Name(text="Ada"), Name(text="Ada", order="family-given"))
    actor = Actor(id=ActorId("actor:ada"), kind="person", names=names)
    assert path_of(actor, "names[Ada@]") == ("names", 0)
    assert path_of(actor, "names[Ada@@family-given]") == ("names", 1)
    assert path_of(actor, "names[Ada]") is None


@given(data=st.data(), order=st.randoms(use_true_random=False))
def test_a_name_means_the_same_item_in_any_order(data: st.DataObject, order: Random) -> None:
    treaty = data.draw(strategies.treaties())
    parties = [*treaty.parties]
    order.shuffle(parties)
    for party in treaty.parties:
        path = find(Treaty, {"parties": tuple(parties)}, f"parties[{party.party}]")
        assert path == ("parties", parties.index(party))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("signed", ("signed",)),
        ("parties", ("parties",)),
        ("parties[state:usa]", ("parties", 0)),
        ("parties[state:usa].acts", ("parties", 0, "acts")),
        ("parties[state:usa].acts[ratification@1955-05-31].date", ("parties", 0, "acts", 0, "date")),
        ("parties[state:usa].acts[ratification@1955-05-31@Article 5]", ("parties", 0, "acts", 0)),
        ("parties[state:usa].acts[ratification@1956]", ("parties", 0, "acts", 1)),
        ("parties[state:usa].acts[accession].toward[state:twn]", ("parties", 0, "acts", 2, "toward", 1)),
        ("parties.acts.date", ("parties", ALL, "acts", "date")),
        ("commitments[state:usa@state:jpn@defense]", ("commitments", 0)),
        ("names[Treaty of Two Oceans].language", ("names", 0, "language")),
    ],
)
def test_a_name_has_a_path(name: str, path: Path) -> None:
    assert find(Treaty, TREATY, name) == path


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("party", "'party' is no field of Treaty", "did you mean 'parties'?"),
        ("parties[state:usa].act", "'act' is no field of Party", "did you mean 'acts'?"),
        ("parties[state:usa].act[accession].date", "'act' is no field of Party", "did you mean 'acts'?"),
        ("parties[state:usa].x", "'x' is no field of Party", "the fields are acts, party, spells"),
        ("parties.act", "'act' is no field of Party", "did you mean 'acts'?"),
        ("parties.acts.dat", "'dat' is no field of Act", "did you mean 'date'?"),
        ("parties.act[accession]", "'act' is no field of Party", "did you mean 'acts'?"),
        (
            "parties.acts[signature]",
            "'parties.acts[signature]' has a key after a list without a key",
            "give the key of each list before it, such as 'parties[KEY].acts[signature]'",
        ),
        (
            "parties[state:usa].acts.toward[state:jpn]",
            "'acts.toward[state:jpn]' has a key after a list without a key",
            "give the key of each list before it, such as 'acts[KEY].toward[state:jpn]'",
        ),
        ("parties[state:us]", "'parties[state:us]': the key matches no items", "did you mean 'state:usa'?"),
        (
            "parties[state:usa].acts[acession].date",
            "'acts[acession].date': the key matches no items",
            "did you mean 'accession'?",
        ),
        (  # two acts have the kind alone as their key
            "parties[state:usa].acts[ratificaton]",
            "'acts[ratificaton]': the key matches no items",
            "did you mean 'ratification@1956'?",
        ),
        ("parties[0]", "'parties[0]': the key matches no items (the keys begin with 'state:usa', 'state:jpn')", ""),
        (  # the kinds of ids are not compared
            "parties[state:nzl]",
            "'parties[state:nzl]': the key matches no items (the keys begin with 'state:usa', 'state:jpn')",
            "",
        ),
        ("signatories[x]", "'signatories[x]': the key matches no items (the keys begin with none)", ""),
        (
            "parties[state:usa].acts[ratification]",
            (
                "'acts[ratification]': the key matches 2 items (the keys begin with "
                "'ratification@1955-05-31@Article 5', 'ratification@1956', 'accession@@@state:jpn,state:twn')"
            ),
            "",
        ),
        ("parties[state:usa]x", "'parties[state:usa]x' has 'x' after a field that has no such part", ""),
        ("parties.party.id", "'parties.party.id' has '.id' after a field that has no such part", ""),
        ("signed.edtf", "'signed.edtf' has '.edtf' after a field that has no such part", ""),
        ("signed[1960]", "'signed[1960]' has '[1960]' after a field that has no such part", ""),
    ],
)
def test_what_a_name_does_not_mean(name: str, message: str, hint: str) -> None:
    with pytest.raises(UnknownField) as caught:
        find(Treaty, TREATY, name)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert str(caught.value) == (f"{message} ({hint})" if hint else message)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_problem_has_the_hint_for_its_name() -> None:
    names = ("parties[state:usa].act", "signed", "parties[state:nzl]")
    attestation = Attestation(source=DAILY, wording="mention", fields=names)
    with pytest.raises(InvalidRecord) as caught:
        evolve(TREATY_1960, attestations=(attestation,))
    assert [(problem.path[-1], problem.message[:60], problem.hint) for problem in caught.value.problems] == [
        (0, "attestations[0].fields[0] must name one part of this record:", "did you mean 'acts'?"),
        (2, "attestations[0].fields[2] must name one part of this record:", KEYS_ADVICE),
    ]


@frozen(kw_only=True)
class Lock(Record):
    """An object in an object."""

    label: str
    size: int | None = None


@frozen(kw_only=True)
class Box(Record):
    """An object with a free text as key."""

    label: str
    full: bool = False
    lock: Lock | None = None
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Shelf(Record):
    """A list of objects with free texts as keys, and one of objects without keys."""

    boxes: Annotated[tuple[Box, ...], Distinct(code="X1", demand="", by=("label",))] = ()
    others: Annotated[tuple[Box, ...], ONCE] = ()
    notes: Annotated[tuple[str, ...], ONCE] = ()
    first: Box | None = None


@given(labels=st.lists(st.text("a].@,[", max_size=6), unique=True, max_size=4))
def test_a_key_may_have_any_characters(labels: list[str]) -> None:
    shelf: dict[str, object] = {"boxes": tuple(Box(label=label) for label in labels), "notes": tuple(labels)}
    for position, label in enumerate(labels):
        assert find(Shelf, shelf, f"notes[{label}]") == ("notes", position)
        assert find(Shelf, shelf, f"boxes[{label}]") == ("boxes", position)


def test_the_key_of_an_object_without_distinct_fields_has_all_of_them() -> None:
    one = Box(label="a", full=True, lock=Lock(label="b", size=3))
    others = (one, Box(label="a", full=True))
    shape = spec_of(Shelf)["others"].shape
    assert [*keys(shape, one)] == ["a@true@b,3@", "a@true@b,3", "a@true", "a"]
    assert find(Shelf, {"others": others}, "others[a@true@b,3].lock.size") == ("others", 0, "lock", "size")
    assert find(Shelf, {"others": others}, "others[a@true@]") == ("others", 1)
    with pytest.raises(UnknownField, match="the key matches 2 items"):
        find(Shelf, {"others": others}, "others[a@true]")


def test_the_fields_of_an_object_that_is_missing_have_paths() -> None:
    assert find(Shelf, {"first": None}, "first.lock.size") == ("first", "lock", "size")
    with pytest.raises(UnknownField, match=r"^'size' is no field of Box \(the fields are full, label, lock, notes\)$"):
        find(Shelf, {"first": None}, "first.size")
    with pytest.raises(UnknownField, match=r"^'first.notes\[a\]': the key matches no items$"):
        find(Shelf, {"first": None}, "first.notes[a]")


@pytest.mark.parametrize(
    ("path", "other", "expected"),
    [
        (("parties",), ("parties", 0, "acts"), True),
        (("parties", 0), ("parties", 0), True),
        (("parties", 0), ("parties", 1), False),
        (("parties", 0), ("parties",), False),
        (("parties", ALL, "acts"), ("parties", 1, "acts", 0), True),
        (("parties", 1), ("parties", ALL, "acts"), True),
        (("parties", ALL, "acts"), ("parties", 1, "party"), False),
    ],
)
def test_a_part_covers_what_lies_in_it(path: Path, other: Path, expected: bool) -> None:  # noqa: FBT001 - an answer
    assert covers(path, other) is expected
