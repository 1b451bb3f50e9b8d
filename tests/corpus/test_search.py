"""Records are found by their ids, names and titles."""

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import CORPUS
from tests.networks.frames import treaty
from tests.profiles import examples

from alliancekit import Corpus, Name, Source, SourceId, states
from alliancekit.corpus.search import find, folded, similar_texts
from alliancekit.errors import UnknownRecord
from alliancekit.models import Treaty
from alliancekit.models.ids import TreatyId

NAMES = ("Treaty of Warsaw", "Warsaw Treaty", "Élysée-Vertrag", "Warsaw", "Prewarsawian Pact", "日英同盟", "がか")


def named(number: int, name: str) -> Treaty:
    parts = treaty("x", {"fra": None, "gbr": None}, {})
    return Treaty(id=TreatyId(f"treaty:t{number}"), names=(Name(text=name),), parties=parts.parties)


RECORDS = [named(number, name) for number, name in enumerate(NAMES)]


def found(text: str) -> list[str]:
    return [NAMES[RECORDS.index(record)] for record in find(RECORDS, text) if isinstance(record, Treaty)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("warsaw", ["Warsaw", "Warsaw Treaty", "Treaty of Warsaw", "Prewarsawian Pact"]),
        ("WARSAW  treaty", ["Warsaw Treaty", "Treaty of Warsaw"]),
        ("treaty warsaw", ["Warsaw Treaty", "Treaty of Warsaw"]),
        ("elysee", ["Élysée-Vertrag"]),
        ("elysee vertrag", ["Élysée-Vertrag"]),
        ("t0", ["Treaty of Warsaw"]),
        ("treaty:t0", ["Treaty of Warsaw"]),
        ("日英", ["日英同盟"]),
        ("が", ["がか"]),
        ("かか", []),
        ("nothing", []),
        ("…", []),
        ("", []),
    ],
)
def test_the_best_matches_come_first(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_titles_and_publishers_of_sources_are_found() -> None:
    source = Source(id=SourceId("source:x"), kind="webpage", title="A Speech", publisher="The Daily")
    corpus = Corpus([source])
    assert corpus.find("speech") == corpus.find("daily") == corpus.find("x") == (source,)


def test_a_record_without_names_is_found_by_its_id() -> None:
    corpus = Corpus(CORPUS)
    for record in corpus:
        assert record in corpus.find(record.id)


def test_the_text_must_be_text() -> None:
    with pytest.raises(TypeError, match=r"^the text to find must be text, got the number 3$"):
        Corpus().find(3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_similar_names_have_a_similar_word() -> None:
    assert similar_texts(RECORDS, "Warsxw") == ("Treaty of Warsaw",)
    assert similar_texts(RECORDS, "Elysee Vertrg") == ("Élysée-Vertrag",)
    assert similar_texts(RECORDS, "qqqq") == ()


@examples(30)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@examples(30)
@given(st.sampled_from(NAMES), st.data())
def test_every_part_of_a_name_finds_it(name: str, choice: st.DataObject) -> None:
    start = choice.draw(st.integers(0, len(name) - 1))
    end = choice.draw(st.integers(start + 1, len(name)))
    part = name[start:end]
    assert not folded(part) or name in found(part)


def pact(slug: str, *names: str) -> Treaty:
    parts = treaty("x", {"fra": None, "gbr": None}, {})
    return Treaty(id=TreatyId(f"treaty:{slug}"), names=tuple(Name(text=name) for name in names), parties=parts.parties)


NAMED = Corpus(
    [
        *map(states.get, ("France", "United Kingdom")),
        pact("atop-1", "Warsaw Treaty", "Warsaw Pact"),
        pact("atop-2", "North Atlantic Treaty", "NATO"),
    ]
)


@pytest.mark.parametrize(
    ("id_", "hint"),
    [
        ("treaty:warsaw-pact", " (did you mean treaty:atop-1 'Warsaw Treaty'?)"),
        ("treaty:pa", ""),
        ("treaty:warsow-pact", " (did you mean treaty:atop-1 'Warsaw Treaty'?)"),
        ("north-atlantic-treaty", " (did you mean treaty:atop-2 'North Atlantic Treaty'?)"),
        ("state:warsaw-pact", ""),
        ("treaty:zzzz", ""),
        ("treaty:", ""),
    ],
)
def test_an_unknown_id_suggests_records_with_such_a_name(id_: str, hint: str) -> None:
    with pytest.raises(UnknownRecord) as caught:
        NAMED[id_]
    assert str(caught.value) == f"unknown id {id_!r}{hint}"


@given(st.sampled_from([name.text for record in NAMED.treaties() for name in record.names]), st.data())
def test_a_name_with_a_wrong_letter_has_similar_names(name: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(1, len(name) - 1))
    wrong = f"{name[:position]}q{name[position:]}"
    assert NAMED.find(wrong) == ()
    assert name in NAMED.similar_names(wrong)
    assert len(NAMED.similar_names(wrong)) <= 3


def test_similar_names_need_text() -> None:
    with pytest.raises(TypeError, match=r"^the text to find must be text, got the number 1$"):
        NAMED.similar_names(cast("str", cast("object", 1)))


@pytest.mark.parametrize(
    ("party", "example", "got"),
    [(2, "'cow:2'", "the number 2"), (2.5, "'cow:220'", "the number 2.5"), ([], "'cow:220'", "a list")],
)
def test_a_party_that_is_no_text_is_refused_with_an_example(party: object, example: str, got: str) -> None:
    with pytest.raises(TypeError) as caught:
        NAMED.treaties(party=cast("str", party))
    message = f"a party must be a record or its id, a name, or a code with its system such as {example}, got {got}"
    assert str(caught.value) == message
