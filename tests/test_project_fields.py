"""The fields of projects: kept by value everywhere, and checked against the class that a project declares."""

import copy
import json
import pickle
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Annotated, Protocol, cast

import pytest
from attrs import evolve, frozen
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty
from jsonschema import Draft202012Validator
from jsonschema import ValidationError as SchemaError
from tests.coded import ANY_FIELDS, MORE, VALUES, WAR, Passage, SpeechCoding, Weight
from tests.mistakes import CORPUS, STATEMENT
from tests.profiles import examples
from tests.projects import NO_X

from alliancekit import (
    Candidate,
    Corpus,
    InvalidCorpus,
    InvalidRecord,
    Name,
    Proposal,
    Source,
    Statement,
    UnusableProject,
    check,
    check_parquet,
    convert,
    from_parquet,
    from_polars,
    load,
    loads,
    rulebook,
    scan,
    strategies,
)
from alliancekit.cli import main
from alliancekit.columns.layout import layout
from alliancekit.corpus import merge_changes
from alliancekit.errors import InvalidProjectFields, Path, Problem
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Entry, Record
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.projects import ANY_PROJECT, Project, checked_projects
from alliancekit.rules import Minimum
from alliancekit.schema import Schema, document_schema, line_schema, schema_of

CODED = WAR.with_fields(STATEMENT, SpeechCoding(salience=3, tone="hostile"))
OTHERS = [record for record in CORPUS if record.id != STATEMENT.id]


def with_fields(values: Mapping[str, object], record: Entry = STATEMENT) -> Entry:
    return cast("Callable[..., Entry]", evolve)(record, project_fields=ProjectFields({"cold_war": values}))


def keys(problems: Iterable[Problem]) -> list[tuple[str, Path]]:
    return [(problem.code, problem.path) for problem in problems]


def below(problems: Iterable[Problem]) -> list[tuple[str, Path]]:
    """Return the same for problems of the class of the project, as they are for the record."""
    return [(problem.code, ("x_cold_war", *problem.path)) for problem in problems]


# --- Values -----------------------------------------------------------------------------------------------------------


@given(ANY_FIELDS)
def test_fields_never_change_and_are_compared_by_value(fields: ProjectFields) -> None:
    again = ProjectFields.from_json(fields.json) if fields.json else ProjectFields()
    assert again == fields == ProjectFields({name: fields[name] for name in reversed([*fields])})
    assert hash(again) == hash(fields)
    assert cast("object", eval(repr(fields), {"ProjectFields": ProjectFields})) == fields  # noqa: S307 - our own text
    assert cast("object", pickle.loads(pickle.dumps(fields))) == copy.deepcopy(fields) == fields
    assert len(fields) == len([*fields]) == len(fields.tree())
    assert all(name in fields and fields.get(name) == fields[name] for name in fields)
    for values in fields.tree().values():
        values["changed"] = 1
    assert fields == again


def test_a_flag_a_whole_number_and_a_decimal_are_different_values() -> None:
    assert len({ProjectFields({"a": {"b": value}}) for value in (True, 1, 1.0)}) == 3
    assert ProjectFields({"a": {"b": (1, 2)}}) == ProjectFields({"a": {"b": [1, 2]}})


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (5, "this must be a mapping with the names of projects, got the number 5"),
        ({"a": 5}, "a must be an object with fields, got the number 5"),
        (
            {"A": {}},
            "a project with fields must have a name of a-z, 0-9 and _, a letter first, at most 60 characters, got 'A'",
        ),
        (
            {5: {}},
            "a project with fields must have a name of a-z, 0-9 and _, a letter first, at most 60 characters, got '5'",
        ),
        (
            {"x_a": {}},
            "the name of a project must not begin with x_, which its key in a document has (leave it out), got 'x_a'",
        ),
        ({"a": {"b": [1, {2}]}}, "a.b[1] must be a plain value, as JSON has it, got a value of type set"),
        ({"a": {"b": 1 << 63}}, "a.b must fit into 64 bits, got the number 9223372036854775808"),
        ({"a": {"b": float("inf")}}, "a.b must be finite, got the number inf"),
        ({"a": {"b": "\ud800"}}, "a.b must have no half of a character (a lone surrogate)"),
        ({"a": {5: 1}}, "a must have texts as names, got the number 5"),
    ],
)
def test_other_values_are_refused(fields: object, message: str) -> None:
    with pytest.raises(InvalidProjectFields) as caught:
        ProjectFields(cast("Mapping[str, Mapping[str, object]]", fields))
    assert str(caught.value) == message
    again = cast("InvalidProjectFields", pickle.loads(pickle.dumps(caught.value)))
    assert (str(again), again.path) == (message, caught.value.path)


def test_the_depth_of_values_is_limited() -> None:
    assert ProjectFields({"a": {"b": nested(19)}})
    with pytest.raises(InvalidProjectFields, match="must not be nested deeper than 20 levels"):
        ProjectFields({"a": {"b": nested(20)}})


@pytest.mark.parametrize("text", ["", "{", '{"a": {"b": 1, "b": 2}}', "[1]", '{"a": NaN}'])
def test_json_of_other_values_is_refused(text: str) -> None:
    with pytest.raises(InvalidProjectFields):
        ProjectFields.from_json(text)


# --- Records ----------------------------------------------------------------------------------------------------------


def test_a_record_without_fields_looks_as_before() -> None:
    assert STATEMENT.project_fields is NO_PROJECT_FIELDS
    assert "project_fields" not in repr(STATEMENT)
    assert not any(name.startswith("x_") or name == "project_fields" for name in convert.tree(STATEMENT))
    assert repr(CODED).endswith(", project_fields=ProjectFields({'cold_war': {'salience': 3, 'tone': 'hostile'}}))")
    assert CODED != STATEMENT
    assert "project_fields=ProjectFields({'cold_war': {'salience': 3, 'tone': 'hostile'}})" in pretty(CODED)


def test_typed_fields_are_written_and_read() -> None:
    coding = SpeechCoding(salience=3, tone="hostile", passages=(Passage(page=4),))
    coded = WAR.with_fields(evolve(STATEMENT, project_fields=ProjectFields({"other": {"a": 1}})), coding)
    assert WAR.fields_of(coded, SpeechCoding) == coding
    assert coded.project_fields["other"] == {"a": 1}
    assert WAR.with_fields(coded, None).project_fields == ProjectFields({"other": {"a": 1}})
    assert WAR.with_fields(CODED, None) == WAR.with_fields(STATEMENT, None) == STATEMENT
    assert WAR.problems(evolve(coded, project_fields=ProjectFields({"other": {"a": 1}}))) == ()
    assert WAR.fields_of(STATEMENT, SpeechCoding) is None
    with pytest.raises(InvalidRecord, match="CW1"):
        WAR.fields_of(with_fields({"salience": 0, "tone": "hostile"}), SpeechCoding)
    with pytest.raises(UnusableProject) as caught:
        WAR.with_fields(STATEMENT, Weight())
    assert str(caught.value) == "cold_war declares SpeechCoding for the fields of Statement, not Weight"
    with pytest.raises(UnusableProject, match=r"^more declares no class for the fields of Statement, not Weight$"):
        MORE.fields_of(STATEMENT, Weight)


def test_from_values_accepts_mappings_and_objects_of_the_project() -> None:
    values = {name: getattr(STATEMENT, name) for name in ("id", "speaker", "venue", "date", "content", "attestations")}
    make = cast("Callable[..., Statement]", Statement.from_values)
    coding = SpeechCoding(salience=3, tone="hostile")
    whole = [make(**values, project_fields={"cold_war": own}) for own in (coding, convert.tree(coding))]
    assert whole[0] == whole[1]
    assert whole[0].project_fields == CODED.project_fields
    assert make(**values, project_fields=CODED.project_fields) == whole[0]
    for wrong, hint in (
        ({"cold_war": {"a": {1}}}, "cold_war.a must be a plain value, as JSON has it, got a value of type set"),
        ("text", "pass a mapping, such as {'study': {'field': 1}}"),
    ):
        with pytest.raises(InvalidRecord) as caught:
            make(**values, project_fields=wrong)
        assert [(problem.code, problem.hint) for problem in caught.value.problems] == [("AK010", hint)]
    with pytest.raises(InvalidRecord, match="AK010"):
        evolve(STATEMENT, project_fields=cast("ProjectFields", cast("object", {"cold_war": {}})))


def test_a_candidate_keeps_its_fields_when_it_becomes_a_statement() -> None:
    fields = ProjectFields({"cold_war": {"salience": 3, "tone": "hostile"}})
    candidate = next(record for record in CORPUS if isinstance(record, Candidate) and record.of == "statement")
    values = {name: getattr(STATEMENT, name) for name in candidate.missing}
    promote = cast("Callable[..., Entry]", evolve(candidate, project_fields=fields).promote)
    assert promote(**values).project_fields == fields


def test_evidence_does_not_name_fields_of_projects() -> None:
    attestation = evolve(STATEMENT.attestations[0], fields=("project_fields",))
    with pytest.raises(InvalidRecord, match="AK126"):
        evolve(STATEMENT, attestations=(attestation,))


# --- Trees ------------------------------------------------------------------------------------------------------------


@given(st.sampled_from(CORPUS), ANY_FIELDS)
def test_trees_keep_all_values_on_request(record: Entry, fields: ProjectFields) -> None:
    coded = cast("Callable[..., Entry]", evolve)(record, project_fields=fields)
    tree = convert.tree(coded)
    assert {name.removeprefix("x_"): own for name, own in tree.items() if name.startswith("x_")} == fields.tree()
    assert convert.record(type(record), tree, [ANY_PROJECT]) == coded
    assert convert.read(type(record), tree, keep=True) == (coded, ())
    codes = [problem.code for problem in convert.read(type(record), tree)[1]]
    assert codes == ["AK019"] * len(fields)


def read(**changes: object) -> tuple[Record | None, list[tuple[str, Path]]]:
    record, problems = convert.read(Statement, {**convert.tree(STATEMENT), **changes}, keep=True)
    return record, keys(problems)


def test_wrong_keys_and_values_are_problems_at_their_paths() -> None:
    assert read(x_a={"b": nested(20)})[1][0][0] == "AK010"
    assert read(x_a=5, x_b={}) == (None, [("AK010", ("x_a",))])
    assert read(x_A={}) == (None, [("AK012", ("x_A",))])
    assert read(x_a={}, content=" ", speaker=5) == (None, [("AK010", ("speaker",)), ("AK104", ("content",))])
    values: tuple[object, ...] = (None, {"a": {}})
    for value in values:
        assert read(project_fields=value) == (None, [("AK010", ("project_fields",))])
        assert read(project_fields=value, x_a={}) == (None, [("AK010", ("project_fields",))])
    _, (unknown,) = convert.read(Passage, {"page": 1, "x_a": {}}, keep=True)
    assert (unknown.code, unknown.path) == ("AK012", ("x_a",))
    tree = {**convert.tree(STATEMENT), "x_a": {"b": None}, "x_c": {}}
    assert convert.read(Statement, tree, [("x_a", "b")], keep=True) == (None, ())
    assert convert.read(Statement, {**tree, "id": 5}, keep=False)[1][-1].record is None


@given(st.dictionaries(st.sampled_from(["salience", "tone", "remark", "other"]), VALUES))
def test_a_project_finds_the_problems_of_its_class(values: Mapping[str, object]) -> None:
    record = with_fields(values)
    expected, problems = convert.read(SpeechCoding, values)
    assert keys(WAR.problems(record)) == below(problems)
    assert all(problem.record == record.id for problem in WAR.problems(record))
    tree = convert.tree(record)
    if expected is None:
        with pytest.raises(InvalidRecord) as caught:
            convert.record(Statement, tree, [WAR])
        assert keys(caught.value.problems) == keys(WAR.problems(record))
    else:
        assert convert.record(Statement, tree, [WAR]) == WAR.with_fields(STATEMENT, expected)


@pytest.mark.parametrize(
    "values",
    [{"salience": 1, "remark": "r"}, {"salience": 1, "remark": "r", "tone": None, "passages": []}],
)
def test_null_and_an_empty_list_are_no_values_where_the_project_is_known(values: Mapping[str, object]) -> None:
    record = evolve(STATEMENT, project_fields=ProjectFields({"cold_war": values, "other": {"a": None}}))
    plain = evolve(record, project_fields=ProjectFields({"other": {"a": None}}))
    expected = WAR.with_fields(plain, SpeechCoding(salience=1, remark="r"))
    assert convert.record(Statement, convert.tree(record), [WAR, ANY_PROJECT]) == expected
    text = Corpus([*OTHERS, record]).dumps("yaml")
    read = loads(text, "yaml", projects=[WAR, ANY_PROJECT])
    assert not Corpus([*OTHERS, expected]).diff(read)
    assert loads(text, "yaml", projects=[ANY_PROJECT])[STATEMENT.id] == record


def test_a_record_is_read_with_its_project_alone() -> None:
    with pytest.raises(InvalidRecord, match="AK019"):
        convert.record(Statement, convert.tree(CODED), [MORE])
    with pytest.raises(InvalidRecord, match="AK010"):
        convert.record(Statement, {**convert.tree(CODED), "speaker": 5}, [WAR])
    assert convert.record(Passage, {"page": 1}, [WAR]) == Passage(page=1)


def test_other_libraries_read_a_record_with_its_project() -> None:
    from pydantic import TypeAdapter, ValidationError

    converter = convert.converter([WAR])
    assert converter.structure(converter.unstructure(CODED), Statement) == CODED
    for other, values, code in ((converter, {"salience": 0, "remark": "r"}, "CW1"), (convert.converter(), {}, "AK019")):
        with pytest.raises(InvalidRecord) as refused:
            other.structure(convert.tree(with_fields(values)), Statement)
        assert [problem.code for problem in refused.value.problems] == [code]
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Statement).validate_python(convert.tree(CODED))
    (error,) = caught.value.errors()
    assert (error["type"], error["loc"]) == ("AK019", ("x_cold_war",))
    assert "--plugin" not in error["msg"]


# --- Declaration ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Numbered(Record):
    """A class whose rule has a code of the package."""

    number: Annotated[int, Minimum(code="AK999", demand="It is 1 or more.", bound=1)]


@frozen(kw_only=True)
class Other(Record):
    """A class whose rule has a code of another rule."""

    number: Annotated[int, Minimum(code="CW1", demand="It is 2 or more.", bound=2)]


@frozen(kw_only=True)
class Odd(Record):
    """A class with a field of a type that fields can't have."""

    number: complex


@frozen(kw_only=True)
class Nested(Record):
    """A class with fields of projects of its own."""

    inner: ProjectFields = NO_PROJECT_FIELDS


@frozen(kw_only=True)
class Borrowed(Record):
    """A class whose rule has the code of a rule of the package that is used."""

    number: Annotated[int, Minimum(code="AK402", demand="It is 1 or more.", bound=1)]


@frozen(kw_only=True)
class Renamed(Record):
    """A class with the name of a field of records."""

    project_fields: str


@frozen(kw_only=True)
class Named(Record):
    """A class with objects of the package."""

    name: Name


WEIGHT = frozen(kw_only=True)(type("Weight", (Record,), {"__annotations__": {"a": int}}))

VENUE = frozen(kw_only=True)(
    type("Venue", (Record,), {"__doc__": "A name of the package.", "__annotations__": {"a": int}})
)


@pytest.mark.parametrize(
    ("name", "fields", "message"),
    [
        (
            "Cold War",
            {Statement: Weight},
            "a project with fields must have a name of a-z, 0-9 and _, a letter first, at most 60 characters",
        ),
        (
            "p",
            {Statement: dict},
            "p: fields must have classes that derive from alliancekit.models.Record, got <class 'dict'>",
        ),
        ("p", {Weight: Weight}, "p: a project has rules and fields for Actor, "),
        ("p", {Statement: Numbered}, "p: a code must have capital letters, digits and hyphens, with a letter first"),
        (
            "p",
            {Statement: SpeechCoding, Source: Other},
            "p: two rules have the code CW1; give one of them another code",
        ),
        ("p", {Statement: Odd}, "p: Odd.number: <class 'complex'> is no type of a field"),
        ("p", {Statement: Nested}, "p: Nested.inner: a class of a project can't have fields of projects"),
        ("p", {Statement: Borrowed}, "p: a code must have capital letters, digits and hyphens, with a letter first"),
        ("p", {Statement: Renamed}, "p: Renamed.project_fields: records have a field of this name; rename it"),
        ("p", {Statement: Weight, Source: WEIGHT}, "p: two classes of fields have the name Weight; rename one of them"),
        ("x_p", {Statement: Weight}, "the name of a project must not begin with x_"),
        ("p", {Statement: VENUE}, "p: Venue is the name of a type of the package; rename the class"),
        ("p", {Statement: Source}, "p: Source is a type of the package; write a class of your own"),
    ],
)
def test_a_wrong_declaration_is_an_error(name: str, fields: object, message: str) -> None:
    with pytest.raises(UnusableProject) as caught:
        Project(name=name, fields=cast("Mapping[type[Entry], type[Record]]", fields))
    assert str(caught.value).startswith(message)


def test_classes_of_the_package_may_be_in_fields() -> None:
    assert not Project(name="p", fields={Statement: Named, Source: Named}).by_code


def test_projects_with_fields_have_different_names_and_classes() -> None:
    assert checked_projects([WAR, MORE, WAR]) == (WAR, MORE)
    again = cast("Project", pickle.loads(pickle.dumps(WAR)))
    assert (again.fields, again.keeps_others) == (WAR.fields, False)
    assert [*WAR.by_code] == ["CW1", "CW2", "CW3"]
    assert set(rulebook.rules([WAR])) > {"CW1", "CW2", "CW3"}
    same = Project(name="cold_war", fields={Source: Weight})
    with pytest.raises(UnusableProject) as caught:
        checked_projects([WAR, same])
    assert str(caught.value) == "two projects with fields have the name 'cold_war'; give one of them another name"
    with pytest.raises(UnusableProject) as caught:
        checked_projects([WAR, Project(name="third", fields={Source: WEIGHT})])
    assert str(caught.value) == "cold_war and third have different classes with the name Weight"


# --- Files ------------------------------------------------------------------------------------------------------------

FORMATS = ("c.yaml", "c.json", "c.jsonl", "c.parquet")


@pytest.mark.slow
@examples(30)
@given(ANY_FIELDS, ANY_FIELDS)
def test_every_format_keeps_all_values_on_request(one: ProjectFields, other: ProjectFields) -> None:
    statement = evolve(STATEMENT, project_fields=one)
    others = [cast("Callable[..., Entry]", evolve)(record, project_fields=other) for record in OTHERS]
    corpus = Corpus([*others, statement])
    with TemporaryDirectory() as folder:
        for name in FORMATS:
            path = FilePath(folder, name)
            corpus.write(path)
            assert load(path, projects=[ANY_PROJECT]) == corpus
            assert set(scan(path, projects=[ANY_PROJECT])) == set(corpus)
            found = check(path)
            assert {(problem.code, problem.record, problem.path) for problem in found} == {
                ("AK019", record.id, (f"x_{project}",)) for record in corpus for project in record.project_fields
            }


CODINGS: st.SearchStrategy[Mapping[str, object]] = strategies.records(SpeechCoding).map(convert.tree) | st.dictionaries(
    st.sampled_from(["salience", "tone", "remark", "other"]), VALUES
)


@pytest.mark.slow
@examples(30)
@given(CODINGS)
def test_every_format_reports_the_same_problems(values: Mapping[str, object]) -> None:
    corpus = Corpus([*OTHERS, with_fields(values)])
    coding, found = convert.read(SpeechCoding, values)
    expected = below(found)
    with TemporaryDirectory() as folder:
        for name in FORMATS:
            path = FilePath(folder, name)
            corpus.write(path)
            problems = check(path, projects=[WAR, MORE])
            assert sorted(keys(problems), key=str) == sorted(expected, key=str)
            assert all(problem.record == STATEMENT.id and problem.location for problem in problems)
            if coding:
                assert load(path, projects=[WAR]) == Corpus([*OTHERS, WAR.with_fields(STATEMENT, coding)])
        assert sorted(keys(check_parquet(FilePath(folder), projects=[WAR])), key=str) == sorted(expected, key=str)


MISTAKES = """schema_version: 3
sources:
- {id: source:daily, kind: article-newspaper, title: Daily, x_cold_war: {a: 1}}
actors:
- {id: actor:minister, kind: person, names: [{text: Minister}], x_cold_wra: {}}
statements:
- id: statement:talk
  speaker: actor:minister
  date: '2024'
  venue: {kind: seminar, place: Taipei}
  content: The alliance should cover the sea.
  attestations:
  - {source: source:daily, wording: indirect}
  x_cold_wra: {}
  x_cold_war:
    salience: 0
    tone: hostil
    passages: [{page: one}]
"""


def test_mistakes_are_found_at_their_lines_with_a_hint() -> None:
    with pytest.raises(InvalidCorpus) as caught:
        loads(MISTAKES, "yaml", projects=[WAR])
    found = [
        (problem.code, problem.location and (problem.location.line, problem.location.column), problem.hint)
        for problem in caught.value.problems
    ]
    advice = rulebook.explain("AK019").advice
    assert found == [
        ("AK019", (3, 61), "the project 'cold_war' declares fields only for Statement and Proposal"),
        ("AK019", (5, 65), advice),
        ("AK019", (14, 3), "did you mean 'x_cold_war'?"),
        ("CW1", (16, 15), ""),
        ("AK013", (17, 11), "did you mean 'hostile'?"),
        ("AK010", (18, 23), "write a value of that type"),
    ]


def test_messages_name_the_key_and_the_place() -> None:
    (unknown,) = WAR.problems(with_fields({"salience": 1, "remark": "r", "passages": [{"page": 1, "zzz": 2}]}))
    assert unknown.message == "unknown field 'x_cold_war.passages[0].zzz'"
    source = next(record for record in CORPUS if isinstance(record, Source))
    with pytest.raises(InvalidRecord) as caught:
        convert.record(Source, {**convert.tree(source), "x_cold_war": {}}, [WAR])
    assert [problem.message for problem in caught.value.problems] == ["x_cold_war is not a field of a source"]
    (name,) = convert.read(Statement, {**convert.tree(STATEMENT), "x_A": {}}, keep=True)[1]
    venue: Tree = {"kind": "seminar", "place": "Taipei", "x_a": {}}
    (place,) = convert.read(Statement, {**convert.tree(STATEMENT), "venue": venue}, keep=True)[1]
    assert (name.path, place.path) == (("x_A",), ("venue", "x_a"))
    assert "at most 60 characters" in (name.hint or "")
    assert "move the key" in (place.hint or "")


def test_rules_and_fields_are_checked_together() -> None:
    both = Project(name="cold_war", fields=WAR.fields, field_rules={Statement: {"content": [NO_X]}})
    record = evolve(CODED, content="next")
    text = Corpus([*OTHERS, record]).dumps("yaml")
    assert loads(text, "yaml", projects=[WAR])[CODED.id] == record
    with pytest.raises(InvalidCorpus) as caught:
        loads(text.replace("salience: 3", "salience: 0"), "yaml", projects=[both])
    assert {problem.code for problem in caught.value.problems} == {"CW1", "ST2"}
    assert [problem.code for problem in both.problems(evolve(STATEMENT, content="next"))] == ["ST2"]


def test_tables_have_the_fields_as_json(tmp_path: FilePath) -> None:
    corpus = Corpus([*OTHERS, CODED])
    frame = corpus.to_polars("statements")
    assert layout(Statement)["project_fields"] == frame.schema["project_fields"]
    assert CODED.project_fields.json in frame["project_fields"].to_list()
    rows = {name: corpus.to_polars(name) for name in MODELS}
    older = rows["sources"].drop("project_fields")
    assert from_polars({**rows, "sources": older}) == corpus
    corpus.to_parquet(tmp_path)
    assert from_parquet(tmp_path, projects=[WAR]) == corpus
    older.write_parquet(tmp_path / "sources.parquet")
    assert from_parquet(tmp_path, projects=[WAR], by_name=True) == corpus


def test_a_table_with_other_text_than_json_is_an_error(tmp_path: FilePath) -> None:
    import polars as pl

    frame = Corpus([*OTHERS, CODED]).to_polars("sources").with_columns(project_fields=pl.lit("{"))
    frame.write_parquet(tmp_path / "sources.parquet")
    problems = check(tmp_path, by_name=True)
    assert {(problem.code, problem.path) for problem in problems if problem.path} >= {("AK010", ("project_fields",))}
    with pytest.raises(InvalidCorpus):
        from_parquet(tmp_path, by_name=True)


# --- Comparing --------------------------------------------------------------------------------------------------------


def test_diff_and_merge_treat_the_fields_as_one_value() -> None:
    old, new = Corpus([*OTHERS, STATEMENT]), Corpus([*OTHERS, CODED])
    (record,) = old.diff(new)
    assert [change.field for change in record.changes] == ["project_fields"]
    assert "salience" in json.dumps(old.diff(new).tree())
    assert "salience" in str(old.diff(new))
    other = evolve(STATEMENT, note="Another note.")
    merged = merge_changes(old, new, Corpus([*OTHERS, other]))
    assert merged.corpus()[STATEMENT.id] == evolve(CODED, note="Another note.")


# --- Schema -----------------------------------------------------------------------------------------------------------


class Checks(Protocol):
    def iter_errors(self, instance: Tree) -> Iterable[SchemaError]: ...


def checks(schema: Schema) -> Checks:
    return Draft202012Validator(schema)


def is_valid(schema: Schema, tree: object) -> bool:
    return not [*checks(schema).iter_errors(cast("Tree", tree))]


@examples(30)
@given(CODINGS)
def test_the_schema_expresses_the_fields(values: Mapping[str, object]) -> None:
    tree = convert.tree(with_fields(values))
    is_coding = is_valid(schema_of(SpeechCoding), values)
    assert is_valid(schema_of(Statement, [WAR]), tree) == is_coding
    assert is_valid(line_schema([WAR]), {"type": "statement", **tree}) == is_coding
    assert is_valid(document_schema([WAR]), {"schema_version": 3, "statements": [tree]}) == is_coding
    assert not is_valid(schema_of(Statement), tree)
    assert not is_valid(schema_of(Statement, [MORE]), tree)
    assert is_valid(schema_of(Statement, [ANY_PROJECT]), tree)
    assert is_coding or convert.read(SpeechCoding, values)[0] is None


def test_the_schema_describes_the_fields_for_editors() -> None:
    schema = json.dumps(document_schema([WAR], annotated=True))
    assert "How important it is, from 1." in schema
    assert "CW3: A coding has a tone or a remark." in schema
    assert "x_cold_war" not in json.dumps(document_schema())


# --- Strategies -------------------------------------------------------------------------------------------------------


def test_records_are_drawn_with_and_without_fields() -> None:
    seen: set[bool] = set()

    @examples(50)
    @given(strategies.statements(projects=[WAR, MORE]), strategies.records(Source, projects=[WAR]))
    def draw(statement: Statement, source: Source) -> None:
        assert not WAR.problems(statement)
        assert not source.project_fields
        seen.add("cold_war" in statement.project_fields)

    draw()
    assert seen == {False, True}


@examples(10)
@given(strategies.corpora(most=1, having=[Statement], projects=[WAR]))
def test_corpora_are_drawn_with_fields(corpus: Corpus) -> None:
    assert loads(corpus.dumps("json"), "json", projects=[WAR]) == corpus


@pytest.mark.parametrize("code", ["CW1", "CW2", "CW3", "AK013"])
def test_near_misses_break_the_rules_of_fields(code: str) -> None:
    @examples(10)
    @given(strategies.near_misses(Statement, code=code, projects=[WAR]))
    def breaks_it(miss: strategies.NearMiss) -> None:
        record, problems = convert.read(Statement, miss.tree, keep=True)
        found = WAR.problems(record) if record else problems
        assert {problem.code for problem in found} == {code}
        assert found[0].path == miss.path
        with pytest.raises(InvalidRecord):
            miss.make()

    breaks_it()


@examples(30)
@given(strategies.near_misses(Proposal, projects=[WAR]))
def test_near_misses_break_one_rule_in_all(miss: strategies.NearMiss) -> None:
    record, problems = convert.read(Proposal, miss.tree, keep=True)
    assert {problem.code for problem in (WAR.problems(record) if record else problems)} == {miss.code}


# --- The command line -------------------------------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="alliancekit")
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def test_commands_check_or_keep_the_fields(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Corpus([*OTHERS, CODED]).write("c.yaml")
    plugin = ("--plugin", "tests.coded:WAR")
    assert run("check", "c.yaml").exit_code == 1
    assert run("check", "c.yaml", *plugin).exit_code == 0
    assert run("check", "c.yaml", "--keep-unknown-projects").exit_code == 0
    assert run("convert", "c.yaml", "d.json", *plugin).exit_code == 0
    assert load("d.json", projects=[WAR])[CODED.id] == CODED
    shown = run("show", CODED.id, "--corpus", "c.yaml").stdout
    assert "x_cold_war" in shown
    assert "salience 3" in shown
    assert run("diff", "c.yaml", "d.json").exit_code == 0


def test_explain_lists_the_fields() -> None:
    plugin = ("--plugin", "tests.coded:WAR")
    assert (
        "x_cold_war    SpeechCoding. How the project codes a statement." in run("explain", "Statement", *plugin).stdout
    )
    assert "Statement.x_cold_war.salience in the project cold_war" in run("explain", "CW1", *plugin).stdout
    assert run("explain", "SpeechCoding", *plugin).stdout.startswith("SpeechCoding: How the project codes a statement.")
    assert run("schema", "Statement", *plugin).exit_code == 0
