"""Records become entities of followthemoney: complete, connected, and with every loss reported."""

import json
import re
from collections.abc import Iterable
from typing import TypedDict

import pytest
from attrs import evolve
from hypothesis import given
from tests.profiles import examples

from alliancekit import PartialDate, seeds
from alliancekit.corpus import Corpus
from alliancekit.exchange import FTM_FIELDS, to_followthemoney
from alliancekit.exchange._ftm_entities import SCHEMATA, date_of
from alliancekit.exchange._ftm_losses import is_whole
from alliancekit.exchange.mappings import field_has_value
from alliancekit.models import KINDS, MODELS, Actor, Entry, Source, State, Treaty
from alliancekit.models.values import CodeValues
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import corpora

REQUIRED = {
    "Person": ("name",),
    "PublicBody": ("name",),
    "Organization": ("name",),
    "LegalEntity": ("name",),
    "Event": ("name",),
    "Position": ("name",),
    "Article": (),
    "Document": ("fileName",),
    "Occupancy": ("holder", "post"),
    "Membership": ("member", "organization"),
    "Succession": ("predecessor", "successor"),
    "UnknownLink": ("subject", "object"),
}
"""The properties that followthemoney 4.11 requires of the schemata that are used."""

ENTITIES = (
    "holder",
    "post",
    "member",
    "organization",
    "predecessor",
    "successor",
    "subject",
    "object",
    "involved",
    "proof",
)
DATES = ("date", "startDate", "endDate", "publishedAt", "retrievedAt")


class Entity(TypedDict):
    """An entity of followthemoney."""

    id: str
    schema: str
    properties: dict[str, list[str]]


def entities(records: Iterable[Entry]) -> list[Entity]:
    return [json.loads(line) for line in to_followthemoney(records).data.splitlines()]


def first(record: Entry) -> Entity:
    return entities([record])[0]


def test_the_table_has_each_field_of_each_model() -> None:
    of_models = {
        f"{kind}.{name}"
        for kind, model in zip(KINDS, MODELS.values(), strict=True)
        for name in spec_of(model).names
        if kind != "candidate"
    }
    rows = {each.ours for each in FTM_FIELDS}
    assert of_models - rows == set(), "add a line for each to exchange/_ftm_fields.py"
    assert rows - of_models == {"candidate"}


@examples(30)
@given(corpora())
def test_entities_are_complete_and_connected(corpus: Corpus) -> None:
    made = entities(corpus)
    ids = [entity["id"] for entity in made]
    assert len({*ids}) == len(ids)
    for entity in made:
        properties = entity["properties"]
        assert properties.keys() >= {*REQUIRED[entity["schema"]]}
        assert all(properties.values())
        for name in ENTITIES:
            assert {*properties.get(name, ())} <= {*ids}
        for name in DATES:
            assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date) for date in properties.get(name, ()))


@examples(30)
@given(corpora())
def test_each_loss_is_reported(corpus: Corpus) -> None:
    reported = {(problem.record, problem.path) for problem in to_followthemoney(corpus).problems}
    for record in corpus:
        kind = record.id.partition(":")[0]
        rows = [each for each in FTM_FIELDS if each.exported != "same" and each.ours.startswith(f"{kind}.")]
        names = [each.ours.partition(".")[2] for each in rows]
        exported = {each.ours.partition(".")[2]: each.exported for each in rows}
        expected: set[tuple[str, ...]] = {
            (name,)
            for name in names
            if field_has_value(record, name) and (exported[name] == "lost" or not is_whole(record, name))
        }
        expected |= {()} if kind == "candidate" else set()
        assert {path for id_, path in reported if id_ == record.id} == expected


def lost(record: Entry) -> set[str]:
    return {str(problem.path[0]) for problem in to_followthemoney([record]).problems}


@pytest.mark.parametrize(
    ("date", "whole"),
    [("2024", True), ("2024-06-03", True), ("2024~", False), ("2020-01/2021", True), ("2020/..", False)],
)
def test_a_date_is_lost_only_if_it_is_not_whole(date: str, whole: bool) -> None:  # noqa: FBT001
    proposal = next(iter(seeds().proposals()))
    assert ("date" not in lost(evolve(proposal, date=PartialDate(date)))) is whole
    if "/" in date:
        person = Actor.from_values(
            id="actor:a", kind="person", names=["A"], offices=[{"title": "Minister", "period": date}]
        )
        assert ("offices" not in lost(person)) is whole


def test_a_value_that_entities_have_is_not_lost() -> None:
    source = Source.from_values(
        id="source:a", kind="book", title="A", published="2024", dated_by="imprint", language="en"
    )
    assert lost(source) == {"dated_by"}
    assert lost(evolve(source, language="en-GB")) == {"dated_by", "language"}
    actor = Actor.from_values(
        id="actor:a",
        kind="person",
        names=["A", {"text": "B", "kind": "historical"}],
        identifiers=[{"scheme": "lei", "value": "5493001KJTIIGC8Y1R12"}],
    )
    assert lost(actor) == set()
    assert lost(Actor.from_values(id="actor:a", kind="person", names=[{"text": "A", "language": "en"}])) == {"names"}
    bloc = Actor.from_values(
        id="actor:a", kind="bloc", names=["A"], members=[{"party": "state:jpn", "spells": ["2020/2021"]}]
    )
    assert lost(bloc) == set()


def test_every_kind_of_actor_has_a_schema() -> None:
    kinds = spec_of(Actor)["kind"].shape.choices
    assert {*SCHEMATA} == {*kinds}
    assert {*SCHEMATA.values()} <= {*REQUIRED}


def test_a_person_has_offices() -> None:
    person = Actor.from_values(
        id="actor:a",
        kind="person",
        names=["Anna", {"text": "Ann"}, {"text": "Anne", "kind": "historical"}],
        offices=[{"title": "Minister", "period": "2020-01/2021?"}],
        identifiers=[{"scheme": "wikidata", "value": "Q1"}],
        note="A note.",
    )
    made, post, holder = entities([person])
    assert made == {
        "id": "actor-a",
        "schema": "Person",
        "properties": {
            "name": ["Anna"],
            "alias": ["Ann"],
            "previousName": ["Anne"],
            "legalForm": ["person"],
            "wikidataId": ["Q1"],
            "notes": ["A note."],
        },
    }
    assert (post["schema"], post["properties"]) == ("Position", {"name": ["Minister"]})
    assert holder["properties"] == {"holder": ["actor-a"], "post": [post["id"]], "startDate": ["2020-01"]}


@pytest.mark.parametrize(
    ("code", "period", "country"),
    [
        ("JP", None, ["jp"]),
        ("JP", "1974/..", ["jp"]),
        ("SU", "1974/1992", ["suhh"]),
        ("CS", "1974/1993", ["cshh"]),
        ("CS", "2003/2006", ["csxx"]),
        ("RH", "1974/1980", None),
    ],
)
def test_codes_of_countries(code: str, period: str | None, country: list[str] | None) -> None:
    codes: list[CodeValues] = [
        {"system": "iso3166_1_alpha2", "value": code, "period": period},
        {"system": "gw", "value": "2"},
    ]
    state = State.from_values(id="state:a", names=["A"], codes=codes)
    assert first(state)["properties"].get("country") == country


def test_a_source_is_an_article_or_a_document() -> None:
    article = Source.from_values(
        id="source:a", kind="webpage", title="A", language="zh-Hant", published="2025-04", dated_by="it"
    )
    assert first(article)["properties"] == {
        "title": ["A"],
        "publishedAt": ["2025-04"],
        "language": ["zho"],
        "keywords": ["webpage"],
    }
    book = first(Source.from_values(id="source:b", kind="book", title="B", language="tlh"))
    assert (book["schema"], book["properties"]["fileName"]) == ("Document", ["source-b"])


def test_obligations_are_links() -> None:
    treaty = next(record for record in seeds() if isinstance(record, Treaty))
    links = [each["properties"] for each in entities([treaty]) if each["schema"] == "UnknownLink"]
    assert ["party"] in [link["role"] for link in links]
    owed = {(*link["subject"], *link["role"], *link["object"]) for link in links}
    assert ("state-usa", "defense", "state-jpn") in owed


@pytest.mark.parametrize(
    ("edtf", "date"),
    [
        ("2025-04-28", "2025-04-28"),
        ("2025", "2025"),
        ("2025~", None),
        ("2004-21", None),
        ("199X", None),
        ("-0044", None),
    ],
)
def test_dates(edtf: str, date: str | None) -> None:
    assert date_of(PartialDate(edtf)) == date
