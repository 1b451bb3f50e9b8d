"""Records, dates, ids and rules as types of fields of pydantic."""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Annotated, Final, Protocol, cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError
from tests.mistakes import MINISTER, MISTAKES, STATEMENT, TALK, VALID, VENUE, Mistake
from tests.own_rules import Ship

from alliancekit import convert
from alliancekit.dates import PartialDate
from alliancekit.models import MODELS, Entry, Record, Statement
from alliancekit.models.ids import (
    ActorId,
    CandidateId,
    PartyRef,
    ProposalId,
    SourceId,
    StateId,
    StatementId,
    StatementRefs,
    TreatyId,
)
from alliancekit.models.statement import Venue
from alliancekit.models.words import Text
from alliancekit.rules import Minimum, NotBlank
from alliancekit.schema import Schema
from alliancekit.strategies import dates, records

PLAIN: Final = convert.tree(STATEMENT)


class Checks(Protocol):
    """The methods of a validator, whose types are incomplete in its package."""

    def is_valid(self, instance: object) -> bool: ...


class Note(BaseModel):
    statement: Statement
    seen: PartialDate | None = None
    venue: Venue | None = None
    coder: PartyRef | None = None
    beside: StatementRefs = ()


def adapter(type_: object) -> TypeAdapter[object]:
    return TypeAdapter(cast("type[object]", type_))


def is_valid(schema: object, value: object) -> bool:
    """Return whether a schema of pydantic accepts a value."""
    Draft202012Validator.check_schema(cast("Schema", schema))
    validator = cast("Checks", cast("object", Draft202012Validator(cast("Schema", schema))))
    return validator.is_valid(value)


def errors(type_: object, value: object) -> list[tuple[str, tuple[str | int, ...], str]]:
    """Return the type, the location and the message of each error."""
    with pytest.raises(ValidationError) as caught:
        adapter(type_).validate_python(value)
    return [(error["type"], error["loc"], error["msg"]) for error in caught.value.errors()]


@given(st.sampled_from([*MODELS.values()]).flatmap(records))
def test_a_record_is_validated_and_serialized_as_its_plain_tree(record: Entry) -> None:
    adapter = TypeAdapter[Entry](type(record))
    tree = convert.tree(record)
    assert adapter.validate_python(record) is record
    assert adapter.validate_python(tree) == record
    assert adapter.dump_python(record) == tree
    assert adapter.validate_json(adapter.dump_json(record)) == record


@given(dates())
def test_a_date_is_validated_and_serialized_as_its_plain_value(date: PartialDate) -> None:
    adapter = TypeAdapter(PartialDate)
    assert adapter.validate_python(date) is date
    assert adapter.validate_json(adapter.dump_json(date)) == date
    assert adapter.dump_python(date) == convert.plain(date)


def test_the_fields_of_a_model() -> None:
    note = Note(statement=STATEMENT, seen=PartialDate("2025"), venue=VENUE, coder=MINISTER, beside=(TALK,))
    plain = note.model_dump()
    assert plain == {
        "statement": PLAIN, "seen": "2025", "venue": convert.tree(VENUE), "coder": MINISTER, "beside": (TALK,)
    }  # fmt: skip
    assert Note.model_validate(plain) == note
    assert Note.model_validate_json(note.model_dump_json()) == note


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.code}-{mistake.model.__name__}")
def test_each_problem_is_an_error_with_its_code_path_and_message(mistake: Mistake) -> None:
    _, problems = convert.read(mistake.model, mistake.part)
    expected = [
        (each.code, each.path, f"{each.message} ({each.hint})" if each.hint else each.message) for each in problems
    ]
    assert errors(mistake.model, mistake.part) == expected


def test_the_location_begins_with_the_field() -> None:
    assert errors(Note, {"statement": {**PLAIN, "speaker": "minister"}, "seen": "2025-13"}) == [
        ("AK102", ("statement", "speaker"), errors(Statement, {**PLAIN, "speaker": "minister"})[0][2]),
        ("AK014", ("seen",), errors(PartialDate, "2025-13")[0][2]),
    ]


def test_an_error_has_the_value_at_its_location() -> None:
    tree = {**PLAIN, "content": 5, "attestations": [{"source": "source:daily", "wording": "shouted"}]}
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Statement).validate_python({key: value for key, value in tree.items() if key != "venue"})
    without_venue = {key: value for key, value in tree.items() if key != "venue"}
    assert {error["loc"]: error["input"] for error in caught.value.errors()} == {
        ("content",): 5,
        ("attestations", 0, "wording"): "shouted",
        ("venue",): without_venue,
    }


def test_braces_in_a_message_stay() -> None:
    ((_, location, message),) = errors(Statement, {**PLAIN, "{hint}": 1})
    assert location == ("{hint}",)
    assert message.startswith("unknown field '{hint}'")


@pytest.mark.parametrize(
    ("type_", "id_"),
    [
        (ActorId, "actor:a"), (StateId, "state:a"), (SourceId, "source:a"), (StatementId, "statement:a"),
        (ProposalId, "proposal:a"), (TreatyId, "treaty:a"), (CandidateId, "candidate:a"),
    ],
)  # fmt: skip
def test_an_id_has_its_kind_and_form(type_: object, id_: str) -> None:
    assert adapter(type_).validate_python(id_) == id_
    assert adapter(type_).json_schema()["pattern"]
    for wrong in ("a", f"{id_} ", f"x{id_}", id_.upper()):
        ((code, location, _),) = errors(type_, wrong)
        assert (code, location) == ("AK101", ())


@pytest.mark.parametrize("value", [5, b"statement:a", None, ["statement:a"]])
def test_an_id_is_text(value: object) -> None:
    ((code, location, message),) = errors(StatementId, value)
    assert (code, location) == ("AK010", ())
    assert message.startswith("must be text, got ")


@pytest.mark.parametrize(
    ("type_", "valid", "wrong", "code", "location"),
    [
        (PartyRef, "state:a", "treaty:a", "AK102", ()),
        (StatementRefs, ("statement:a",), ["statement:a", "statement:a"], "AK103", (1,)),
        (StatementRefs, ("statement:a",), ["statement:a", "actor:b"], "AK102", (1,)),
        (Text, "a", " ", "AK104", ()),
        (Annotated[Text | None, NotBlank(code="X1", demand="Not blank.")], None, "\t", "AK104", ()),
        (Annotated[str | None, NotBlank(code="X1", demand="Not blank.")], None, "\t", "X1", ()),
        (Annotated[int, Minimum(code="X2", demand="At least 3.", bound=3)], 3, 2, "X2", ()),
        (Annotated[int, Minimum(code="X2", demand="At least 3.", bound=3)], 3, "3", "AK010", ()),
    ],
)
def test_rules_in_annotations_apply(
    type_: object, valid: object, wrong: object, code: str, location: Sequence[str | int]
) -> None:
    assert adapter(type_).validate_python(valid) == valid
    assert [error[:2] for error in errors(type_, wrong)] == [(code, location)]


def test_a_rule_with_a_type_that_no_field_has() -> None:
    with pytest.raises(TypeError, match="is no type of a field"):
        TypeAdapter(Annotated[complex, NotBlank(code="X1", demand="Not blank.")])


@pytest.mark.slow
@pytest.mark.parametrize("model", [*VALID, Ship], ids=lambda model: model.__name__)
def test_the_json_schema_accepts_what_is_valid_and_names_the_codes(model: type[Record]) -> None:
    schema = adapter(model).json_schema()
    assert schema == adapter(model).json_schema(mode="serialization")
    if model in VALID:
        assert is_valid(schema, json.loads(json.dumps(convert.tree(VALID[model]))))
    assert not is_valid(schema, {"untold": 1})


def test_a_schema_of_a_model_has_each_definition_once() -> None:
    schema = Note.model_json_schema()
    definitions = cast("dict[str, object]", schema["$defs"])
    assert schema["properties"]["venue"]["anyOf"][0] == {"$ref": "#/$defs/Venue"}
    assert [name for name in definitions if "Venue" in name] == ["Venue"]
    assert schema["properties"]["beside"]["uniqueItems"] is True
    assert schema["properties"]["statement"] == {"$ref": "#/$defs/Statement"}
    assert is_valid(schema, {"statement": PLAIN, "seen": {"edtf": "2025", "as_printed": "last year"}})
    assert not is_valid(schema, {"statement": PLAIN, "seen": "next year"})
    assert not is_valid(schema, {"statement": {**PLAIN, "venue": {"kind": "x"}}})


def test_rules_that_share_a_keyword_are_both_in_the_schema() -> None:
    both = Annotated[Text, NotBlank(code="X1", demand="Not blank.")]
    schema = TypeAdapter(both).json_schema()
    assert "AK104" in schema["$comment"]
    assert ["X1" in each["$comment"] for each in schema["allOf"]] == [True]


def test_an_edited_record_is_checked_again() -> None:
    other = evolve(STATEMENT, content="Something else.")
    assert Note(statement=STATEMENT).model_copy(update={"statement": other}).statement == other


def test_pydantic_is_imported_only_by_its_users() -> None:
    code = (
        "import sys, alliancekit; alliancekit.Statement, alliancekit.PartialDate; assert 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
