"""Converting plain trees to records and back: types are exact, and all independent problems are reported."""

import datetime as dt
import pickle
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from typing import Annotated, NewType, cast

import pytest
from attrs import frozen
from cattrs import ClassValidationError, Converter, transform_error
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import ACTOR, CANDIDATE, CORPUS, PROPOSAL, SOURCE, STATEMENT, VENUE, plain, put

from alliancekit import convert
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidRecord, Path, Problem, Severity
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Actor, Entry, Proposal, Record, Source, State, Statement, Treaty, ids
from alliancekit.models.ids import ActorId, PartyRef, StateId, StatementId
from alliancekit.project_fields import FIELD
from alliancekit.rulebook import rules
from alliancekit.rules import Complaint, FieldRule, NotBlank
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import records

each_entry = pytest.mark.parametrize("record", CORPUS, ids=[record.id for record in CORPUS])

LINES = convert.tree(STATEMENT)


def problems(model: type[Record], tree: object, *unread: Path) -> list[tuple[str, str]]:
    """Return the code and the message of each problem."""
    record, problems = convert.read(model, tree, unread)
    assert record is None
    return [(problem.code, problem.message) for problem in problems]


def changed(record: Record, path: Path, value: Tree) -> Tree:
    return put(convert.tree(record), path, value)


@each_entry
def test_a_tree_has_the_values_of_the_record(record: Entry) -> None:
    assert convert.record(type(record), convert.tree(record)) == record


def test_a_tree_has_the_fields_in_order_without_defaults() -> None:
    assert convert.tree(ACTOR) == {
        "id": "actor:minister",
        "kind": "person",
        "names": [{"text": "Umi Ō", "order": "given-family"}],
        "offices": [{"title": "Minister of the Sea", "of": "state:jpn", "period": "2022/2024"}],
        "identifiers": [{"scheme": "viaf", "value": "9"}],
        "note": "a minister 𠮷",
    }
    assert list(convert.tree(ACTOR)) == ["id", "kind", "names", "offices", "identifiers", "note"]


def test_a_printed_date_keeps_its_printed_form() -> None:
    date = PartialDate("2025-04", as_printed="late April")
    assert convert.tree(Source(id=SOURCE.id, kind="webpage", title="T", published=date, dated_by="printed")) == {
        "id": "source:daily",
        "kind": "webpage",
        "title": "T",
        "published": {"edtf": "2025-04", "as_printed": "late April"},
        "dated_by": "printed",
    }


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("content",), 5, "content must be text, got the number 5"),
        (("content",), True, "content must be text, got true"),
        (("content",), ["a"], "content must be text, got a list"),
        (("venue",), "Taipei", "venue must be an object, got the text 'Taipei'"),
        (("venue",), [], "venue must be an object, got a list"),
        (("addressees",), "state:jpn", "addressees must be a list, got the text 'state:jpn'"),
        (("addressees",), {}, "addressees must be a list, got an object"),
        (("addressees",), None, "addressees must be a list, got nothing"),
        (("addressees", 0), None, "addressees[0] must be text, got nothing"),
        (("attestations", 0), None, "attestations[0] must be an object, got nothing"),
        (("attestations", 0, "anchors", 0, "start"), 1.0, None),
        (("attestations", 0, "anchors", 0, "start"), "1", None),
        (("attestations", 0, "anchors", 0, "start"), False, None),
        (("attestations", 0, "wording"), 1, None),
        (("date",), 2025, "date must be a date, got the number 2025"),
        (("date",), ["2025"], "date must be a date, got a list"),
    ],
)
def test_nothing_is_converted(path: Path, value: Tree, message: str | None) -> None:
    _, problems = convert.read(Statement, changed(STATEMENT, path, value))
    (problem,) = problems
    assert (problem.code, problem.path, problem.record) == ("AK010", path, STATEMENT.id)
    assert message in (None, problem.message)


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        (("content",), 5, 'put it in quotes: "5"'),
        (("content",), True, 'put it in quotes: "true"'),
        (("content",), 0.5, 'put it in quotes: "0.5"'),
        (("date",), 2025, 'put it in quotes: "2025"'),
        (("date",), dt.date(2025, 4, 28), 'write it as text: "2025-04-28"'),
        (("content",), 1 << 80, "write a value of that type"),
        (("content",), [], "write a value of that type"),
        (("venue",), "Taipei", "write an object that has kind"),
        (("venue",), b"{}", "parse the JSON first; a web request needs the header Content-Type: application/json"),
        (("addressees",), "x", "write a list: each item on a line of its own after '- ', or all of them in [ ]"),
        (("attestations", 0, "anchors", 0, "start"), "1", "write a value of that type"),
    ],
)
def test_the_hint_for_a_wrong_type_is_what_to_write(path: Path, value: Tree, hint: str) -> None:
    _, problems = convert.read(Statement, changed(STATEMENT, path, value))
    assert [problem.hint for problem in problems] == [hint]


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (None, "this must be an object, got nothing"),
        ([], "this must be an object, got a list"),
        ("actor:x", "this must be an object, got the text 'actor:x'"),
    ],
)
def test_a_record_is_an_object(tree: object, message: str) -> None:
    assert problems(Actor, tree) == [("AK010", message)]


def test_null_is_an_optional_field_without_a_value() -> None:
    assert convert.record(Actor, {**convert.tree(ACTOR), "note": None}).note is None
    assert problems(Statement, {**LINES, "date": None}) == [("AK011", "date is missing")]


def test_all_problems_come_at_once() -> None:
    tree = plain(
        STATEMENT, {"content": 5, "colour": "red", "venue": {"kind": "seminer"}, "date": "2025-13"}, ["speaker"]
    )
    assert problems(Statement, tree) == [
        ("AK012", "unknown field 'colour'"),
        (
            "AK013",
            (
                "venue.kind must be one of seminar, meeting, visit, press_conference, interview, speech, debate, "
                "article, social_media, parliament, summit, broadcast, correspondence or other, got 'seminer'"
            ),
        ),
        ("AK401", "venue: name or place must be given"),
        (
            "AK014",
            (
                "date: '2025-13' is not an EDTF date: 13 is neither a month (01 to 12) nor a season (21 spring, 22 "
                "summer, 23 autumn, 24 winter); quarters and other parts of a year are not supported, write months"
            ),
        ),
        ("AK010", "content must be text, got the number 5"),
        ("AK011", "speaker is missing"),
    ]


def test_no_problem_is_reported_twice_below_the_limit() -> None:
    about: Tree = ["state:a", "state:b", "state:a"]
    _, problems = convert.read(Statement, changed(STATEMENT, ("about",), about), (), 1)
    assert [problem.message for problem in problems] == ["about[2] repeats item [0]"]


@frozen(kw_only=True)
class Odd(FieldRule):
    """A rule that only warns: of each odd number of a list."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield the odd ones."""
        for n, number in enumerate(cast("tuple[int, ...]", values[0])):
            if number % 2:
                yield (n,), f"is odd, being {number}"


@frozen(kw_only=True)
class Counted(Record):
    """A record with a field that may be warned of, and one after it."""

    counts: Annotated[tuple[int, ...], Odd(code="X1", demand="They are even.", severity=Severity.WARNING)]
    unit: Annotated[str, NotBlank(code="X2", demand="It says something.")] = "day"


@frozen(kw_only=True)
class Counting(Record):
    """A record that holds another."""

    count: Counted


@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize(
    ("tree", "most", "codes"),
    [
        ({"counts": [1, 2, 3]}, 9, None),
        ({"counts": [1, 2, 3], "unit": ""}, 9, ["X1", "X1", "X2"]),
        ({"counts": [1, 2, 3], "unit": ""}, 1, ["X1", "X1"]),
        ({"counts": [1, 3, 5]}, 1, ["X1", "X1"]),
    ],
)
def test_a_record_with_too_many_problems_is_not_built(
    tree: dict[str, Tree], most: int, codes: list[str] | None, *, wrap: bool
) -> None:
    model = Counting if wrap else Counted
    record, problems = convert.read(model, {"count": tree} if wrap else tree, (), most)
    assert (record is None) is (codes is not None)
    assert [problem.code for problem in problems] == (codes or [])


def ordered(tree: dict[str, Tree]) -> dict[str, Tree]:
    return OrderedDict(tree)


def defaulting(tree: dict[str, Tree]) -> dict[str, Tree]:
    return defaultdict(lambda: None, tree)


@pytest.mark.parametrize("kind", [ordered, defaulting])
def test_an_object_may_be_any_dict(kind: Callable[[dict[str, Tree]], dict[str, Tree]]) -> None:
    tree = convert.tree(STATEMENT)
    venue = kind(convert.tree(STATEMENT.venue))
    assert convert.record(Statement, kind(tree)) == convert.record(Statement, {**tree, "venue": venue}) == STATEMENT
    assert problems(Statement, kind({**tree, "speaker": "x"})) == problems(Statement, {**tree, "speaker": "x"})


def test_problems_of_an_inner_record_have_its_path() -> None:
    nameless: Tree = {"id": "treaty:x", "names": [{}], "parties": []}
    _, problems = convert.read(Treaty, nameless)
    assert problems == (
        Problem("AK011", "names[0].text is missing", "add the field", ("names", 0, "text"), "treaty:x"),
        rules()["AK601"].problem(
            "parties must list 2 or more together with signatories, lists none", path=("parties",), record="treaty:x"
        ),
    )


@pytest.mark.parametrize(
    ("misspelt", "field", "hint"),
    [("speeker", "speaker", "did you mean 'speaker'?"), ("contents", "content", "did you mean 'content'?")],
)
def test_a_misspelt_field_is_not_also_missing(misspelt: str, field: str, hint: str) -> None:
    tree = {misspelt if name == field else name: value for name, value in LINES.items()}
    _, problems = convert.read(Statement, tree)
    assert [(problem.code, problem.path, problem.hint) for problem in problems] == [("AK012", (misspelt,), hint)]


def test_the_hint_for_an_unknown_field_lists_the_fields() -> None:
    _, problems = convert.read(State, {"zzz": 1, 5: 6} | cast("dict[object, object]", convert.tree(CORPUS[2])))
    hint = f"the fields are {', '.join(sorted(spec_of(State).names - {FIELD}))}"
    assert [(problem.message, problem.hint) for problem in problems] == [
        ("unknown field 'zzz'", hint),
        ("unknown field '5'", hint),
    ]


def test_the_record_is_named_only_by_an_id_that_is_text() -> None:
    _, problems = convert.read(Actor, {**convert.tree(ACTOR), "id": 5})
    assert [(problem.message, problem.record) for problem in problems] == [("id must be text, got the number 5", None)]


@pytest.mark.parametrize(
    ("value", "path", "code", "message"),
    [
        ({"edtf": "2025", "as_printed": 5}, ("as_printed",), "AK010", "date.as_printed must be text, got the number 5"),
        ({"edtf": 2025, "as_printed": "x"}, ("edtf",), "AK010", "date.edtf must be text, got the number 2025"),
        ({"edtf": "2025"}, ("as_printed",), "AK011", "date.as_printed is missing"),
        ({"as_printed": "x"}, ("edtf",), "AK011", "date.edtf is missing"),
        ({"edtf": "2025", "as_printed": "x", "y": 1}, ("y",), "AK012", "unknown field 'date.y'"),
        (
            {"edtf": "25", "as_printed": "x"},
            ("edtf",),
            "AK014",
            "date.edtf: '25' is not an EDTF date: a year has four digits, such as 0044",
        ),
        (
            {"edtf": "2025", "as_printed": " "},
            ("as_printed",),
            "AK014",
            "date.as_printed: as_printed must not be blank; leave it out if there is no printed form",
        ),
    ],
)
def test_a_printed_date_is_checked_in_its_parts(value: Tree, path: Path, code: str, message: str) -> None:
    _, problems = convert.read(Statement, changed(STATEMENT, ("date",), value))
    assert [(problem.code, problem.path, problem.message) for problem in problems] == [(code, ("date", *path), message)]


def test_every_problem_of_a_printed_date_is_reported() -> None:
    assert problems(Statement, changed(STATEMENT, ("date",), {"printed": "x"})) == [
        ("AK012", "unknown field 'date.printed'"),
        ("AK011", "date.edtf is missing"),
        ("AK011", "date.as_printed is missing"),
    ]


@pytest.mark.parametrize(
    ("record", "unread"),
    [
        (STATEMENT, ()),
        (STATEMENT, ("date",)),
        (STATEMENT, ("venue", "place")),
        (STATEMENT, ("attestations",)),
        (STATEMENT, ("attestations", 0, "anchors", 0, "end")),
        (STATEMENT, ("addressees", 0)),
        (SOURCE, ("title",)),
        (SOURCE, ("dated_by",)),
        (PROPOSAL, ("statements",)),
        (PROPOSAL, ("members", 2)),
        (CANDIDATE, ("content",)),
        (CANDIDATE, ("missing",)),
    ],
)
def test_no_problem_follows_from_an_unread_value(record: Record, unread: Path) -> None:
    tree = changed(record, unread, None)
    assert convert.read(type(record), tree, [unread]) == (None, ())


@pytest.mark.parametrize("part", ["edtf", "as_printed"])
def test_no_problem_follows_from_an_unread_part_of_a_date(part: str) -> None:
    tree = changed(STATEMENT, ("date",), {"edtf": "2023", "as_printed": "x", part: None})
    assert convert.read(Statement, tree, [("date", part)]) == (None, ())


def test_independent_problems_are_reported_beside_unread_values() -> None:
    assert problems(Statement, {**LINES, "venue": None, "content": ""}, ("venue",)) == [
        ("AK104", "content must not be blank")
    ]


@given(data=st.data())
def test_any_tree_is_a_record_or_breaks_rules(data: st.DataObject) -> None:
    model = data.draw(st.sampled_from(list(MODELS.values())))
    tree: Tree = convert.tree(data.draw(records(model)))
    changes = data.draw(st.integers(0, 3))
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    wrong = st.recursive(
        leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner), max_leaves=4
    )
    for _ in range(changes):
        tree = put(tree, data.draw(st.sampled_from(paths(tree))), data.draw(wrong))
    made, problems = convert.read(model, tree)
    assert (made is None) is bool(problems)
    assert made is None or convert.record(model, convert.tree(made)) == made


def paths(tree: Tree, path: Path = ()) -> list[Path]:
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(deeper for step, part in parts for deeper in paths(part, (*path, step)))]


@frozen
class Dossier:
    """A class of a project's own."""

    title: str
    opened: PartialDate
    about: Statement
    actors: list[Actor]
    closed: PartialDate | None = None


DOSSIER = Dossier("A", PartialDate("2024"), STATEMENT, [ACTOR])


def registered() -> Converter:
    converter = Converter()
    convert.register(converter)
    return converter


@pytest.mark.parametrize("make", [registered, convert.converter])
def test_a_cattrs_converter_supports_records_and_dates(make: Callable[[], Converter]) -> None:
    converter = make()
    plain_dossier = {
        "title": "A",
        "opened": "2024",
        "about": convert.tree(STATEMENT),
        "actors": [convert.tree(ACTOR)],
        "closed": None,
    }
    assert converter.unstructure(DOSSIER) == plain_dossier
    assert converter.structure(plain_dossier, Dossier) == DOSSIER
    assert converter.structure({**plain_dossier, "closed": "2025"}, Dossier).closed == PartialDate("2025")


def test_a_cattrs_converter_raises_our_problems() -> None:
    converter = convert.converter()
    with pytest.raises(InvalidRecord) as caught:
        converter.structure({"kind": "seminar"}, type(VENUE))
    assert [problem.code for problem in caught.value.problems] == ["AK401"]
    with pytest.raises(InvalidRecord) as caught:
        converter.structure(2025, PartialDate)
    assert [problem.message for problem in caught.value.problems] == ["this must be a date, got the number 2025"]
    with pytest.raises(InvalidRecord) as caught:
        converter.structure("25", PartialDate)
    assert [problem.message for problem in caught.value.problems] == [
        "'25' is not an EDTF date: a year has four digits, such as 0044"
    ]


@frozen
class Folder:
    pages: int
    statements: list[Statement]
    closed: PartialDate


def folder_errors(value: object) -> Exception:
    with pytest.raises(Exception, match="structuring") as caught:
        convert.converter().structure(value, Folder)
    return caught.value


def test_transform_error_of_cattrs_has_each_problem_with_its_path() -> None:
    wrong = put(changed(STATEMENT, ("attestations", 0, "wording"), "shouted"), ("content",), 5)
    error = folder_errors({"pages": "many", "statements": [LINES, wrong, 3], "closed": "2025-13"})
    lines = transform_error(error, format_exception=convert.format_exception)
    assert [line.rpartition(" @ ")[2] for line in lines] == [
        "$.pages", "$.statements[1].content", "$.statements[1].attestations[0].wording", "$.statements[2]", "$.closed"
    ]  # fmt: skip
    assert lines[0] == "invalid value for type, expected int @ $.pages"
    assert lines[1] == (
        'AK010 statement:talk: content must be text, got the number 5 (put it in quotes: "5") @ $.statements[1].content'
    )
    by_default = transform_error(error)
    assert all(line.partition(" @ ")[0] in default for line, default in zip(lines, by_default, strict=True))


def test_an_error_of_a_cattrs_converter_is_an_invalid_record_and_can_be_pickled() -> None:
    with pytest.raises(InvalidRecord) as caught:
        convert.converter().structure({"kind": "seminar", "place": 5}, type(VENUE))
    copy = cast("InvalidRecord", pickle.loads(pickle.dumps(caught.value)))
    assert (copy.problems, str(copy)) == (caught.value.problems, str(caught.value))
    assert isinstance(copy, ClassValidationError)
    assert transform_error(copy) == transform_error(caught.value)


def test_a_converter_without_detailed_validation_raises_a_plain_error() -> None:
    converter = Converter(detailed_validation=False)
    convert.register(converter)
    with pytest.raises(InvalidRecord) as caught:
        converter.structure({"kind": "seminar"}, type(VENUE))
    assert type(caught.value) is InvalidRecord
    assert [problem.code for problem in caught.value.problems] == ["AK401"]


def test_an_empty_object_lacks_the_required_fields() -> None:
    assert problems(Proposal, {"id": "proposal:x"}) == [
        ("AK011", "names is missing"),
        ("AK011", "proposers is missing"),
        ("AK011", "members is missing"),
        ("AK011", "rationale is missing"),
        ("AK506", "statements or attestations must be given"),
    ]


def test_unread_values_are_indexed_once() -> None:
    looks = 0

    class Step(str):
        """A step that counts how often it is compared."""

        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal looks
            looks += 1
            return str.__eq__(self, other)

    anchors: list[Tree] = [{"start": n} for n in range(200)]
    unread = [(Step("attestations"), 0, "anchors", n, "start") for n in range(200)]
    convert.read(Statement, {"attestations": [{"anchors": anchors}]}, unread)
    assert looks < 10_000


def without_content(**changes: object) -> dict[object, object]:
    tree: dict[object, object] = {name: value for name, value in convert.tree(STATEMENT).items() if name != "content"}
    tree.update(changes)
    return tree


def test_a_key_that_is_no_text_is_an_unknown_field() -> None:
    _, problems = convert.read(Statement, {**without_content(), 7: "x"})
    assert sorted(problem.code for problem in problems) == ["AK011", "AK012"]


def test_a_field_under_another_name_is_not_also_missing() -> None:
    _, (problem,) = convert.read(Statement, without_content(gist="x"))
    assert (problem.code, problem.hint) == ("AK012", "did you mean 'content'?")
    _, problems = convert.read(Statement, without_content(gist=7))
    assert [each.code for each in problems] == ["AK012", "AK011"]


# --- Ids for cattrs ---------------------------------------------------------------------------------------------------

ID_TYPES = [each for each in vars(ids).values() if isinstance(each, NewType)]


def structured(value: object, hint: object, *, detailed: bool = True) -> object:
    converter = Converter(detailed_validation=detailed)
    convert.register(converter)
    return converter.structure(value, cast("type[object]", hint))


def codes(value: object, hint: object, *, detailed: bool = True) -> list[str]:
    with pytest.raises(InvalidRecord) as caught:
        structured(value, hint, detailed=detailed)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("detailed", [True, False])
@pytest.mark.parametrize("hint", ID_TYPES)
def test_cattrs_checks_the_ids_of_every_model(hint: NewType, *, detailed: bool) -> None:
    kind = hint.__name__.removesuffix("Id").lower()
    assert structured(f"{kind}:a", hint, detailed=detailed) == f"{kind}:a"
    assert codes(5, hint, detailed=detailed) == ["AK010"]
    assert codes("zzz", hint, detailed=detailed) == ["AK101"]


@pytest.mark.parametrize("detailed", [True, False])
@pytest.mark.parametrize(
    "hint", [PartyRef, ActorId | StateId, ActorId | StateId | None], ids=["reference", "union", "optional"]
)
def test_cattrs_checks_references_and_unions_of_ids(hint: object, *, detailed: bool) -> None:
    assert structured("state:jpn", hint, detailed=detailed) == "state:jpn"
    assert codes("treaty:a", hint, detailed=detailed) == ["AK102"]
    assert codes(b"state:jpn", hint, detailed=detailed) == ["AK010"]


def test_an_optional_id_may_be_missing_for_cattrs() -> None:
    assert structured(None, StatementId | None) is None
    assert structured(None, ActorId | StateId | None) is None
    assert structured("x", str | None) == "x"


def test_the_error_of_an_id_has_its_path_for_cattrs() -> None:
    @frozen
    class Dossier:
        statements: list[StatementId]

    with pytest.raises(ClassValidationError) as caught:
        convert.converter().structure({"statements": ["statement:a", "b"]}, Dossier)
    (line,) = transform_error(caught.value, format_exception=convert.format_exception)
    assert line.startswith("AK101 ")
    assert line.endswith("@ $.statements[1]")
