"""One fault in the packaged corpus causes one problem in every format; consequences are not reported."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias, cast

import pytest
from attrs import frozen
from tests.columns.tables import table, write_table

from alliancekit import convert
from alliancekit.corpus import Corpus, check, load, read
from alliancekit.corpus.causes import note
from alliancekit.corpus.check_tables import checked
from alliancekit.errors import InvalidCorpus
from alliancekit.formats import LIMITS, Limits, Tree, write_json, write_lines, write_yaml
from alliancekit.loaders.seeds import FOLDER
from alliancekit.models import KINDS, MODELS
from alliancekit.models.document import HEADER, VERSION

Lists: TypeAlias = dict[str, list[dict[str, Tree]]]
"""The records of a corpus as plain trees, by the name of their list."""

Steps: TypeAlias = tuple[str | int, ...]
Change: TypeAlias = Callable[[Lists], object]

SPEAKER: Final = "actor:takaichi-sanae"
BLOC: Final = "actor:nato"
TREATY: Final = "treaty:us-japan-1960"
LEAGUE: Final = "proposal:quasi-security-alliance"
TALK: Final = "statement:takaichi-taipei-quasi-security-alliance"
OTHER_TALK: Final = "statement:takaichi-taipei-economic-security"
DAILY: Final = "source:seed-001"
REPORT: Final = "source:seed-000"
GAP: Final = "candidate:australia-on-attack-on-ukraine"
JAPAN: Final = "state:jpn"
FRANCE: Final = "state:fra"


# --- Ways to change a corpus ----------------------------------------------------------------------------------------


def record(lists: Lists, id_: str) -> dict[str, Tree]:
    return next(tree for trees in lists.values() for tree in trees if tree.get("id") == id_)


def list_of(lists: Lists, id_: str) -> list[dict[str, Tree]]:
    return next(trees for trees in lists.values() if any(tree.get("id") == id_ for tree in trees))


def holder(lists: Lists, id_: str, steps: Steps) -> tuple[dict[str | int, Tree], str | int]:
    """Return the object or list with the value at a path, and the last step of the path."""
    container: Tree = record(lists, id_)
    for step in steps[:-1]:
        container = cast("dict[str | int, Tree]", container)[step]
    return cast("dict[str | int, Tree]", container), steps[-1]


def put(id_: str, *steps: str | int, value: Tree) -> Change:
    """Set a field to another value."""

    def change(lists: Lists) -> None:
        container, last = holder(lists, id_, steps)
        container[last] = value

    return change


def append(id_: str, *steps: str | int, value: Tree) -> Change:
    """Add an item to a list."""

    def change(lists: Lists) -> None:
        container, last = holder(lists, id_, steps)
        cast("list[Tree]", container[last]).append(value)

    return change


def drop(id_: str, *steps: str | int) -> Change:
    """Remove a field or an item of a list."""

    def change(lists: Lists) -> None:
        container, last = holder(lists, id_, steps)
        del container[last]

    return change


def rename(id_: str, *steps: str | int, to: str) -> Change:
    """Rename a field."""

    def change(lists: Lists) -> None:
        container, last = holder(lists, id_, steps)
        items = [(to if name == last else name, value) for name, value in container.items()]
        container.clear()
        container.update(items)

    return change


def again(id_: str, *steps: str | int) -> Change:
    """Repeat an item of a list."""

    def change(lists: Lists) -> None:
        container, last = holder(lists, id_, steps)
        items = cast("list[Tree]", cast("object", container))
        items.append(deepcopy(container[last]))

    return change


def remove(id_: str) -> Change:
    """Remove a record."""
    return lambda lists: list_of(lists, id_).remove(record(lists, id_))


def copy(id_: str) -> Change:
    """Add a record a second time."""
    return lambda lists: list_of(lists, id_).append(deepcopy(record(lists, id_)))


def move(id_: str, to: str) -> Change:
    """Move a record to the list of another type."""

    def change(lists: Lists) -> None:
        tree = record(lists, id_)
        list_of(lists, id_).remove(tree)
        lists[to].append(tree)

    return change


def swap(id_: str, steps: Steps, name: str, other: str) -> Change:
    """Exchange the values of two fields of an object."""

    def change(lists: Lists) -> None:
        container, last = holder(lists, id_, steps)
        inner = cast("dict[str, Tree]", container[last])
        inner[name], inner[other] = inner[other], inner[name]

    return change


def twice_with_a_wrong_date(lists: Lists) -> None:
    """Add a source a second time, before the first and with another date."""
    list_of(lists, DAILY).insert(0, {**record(lists, DAILY), "published": "1925-04-29"})


# --- The mutants ----------------------------------------------------------------------------------------------------

TABLES: Final = "parquet"
TREES: Final = ("yaml", "json", "jsonl")
SLOW: Final = ("yaml", TABLES)
"""Slow formats, which the quick tests skip."""


@frozen
class Mutant:
    """The packaged corpus with one fault.

    Attributes:
        name: What the fault is.
        change: Makes it.
        code: The code of the one problem that is reported.
        not_in: Formats that can't hold it.
    """

    name: str
    change: Change
    code: str
    not_in: Sequence[str] = ()

    def lists(self) -> Lists:
        lists = deepcopy(packaged())
        self.change(lists)
        return lists


@cache
def packaged() -> Lists:
    whole = load(FOLDER)
    actors = ("actor:abe-shinzo", "actor:diet-japan", "actor:lai-ching-te", "actor:cna")
    chosen = (*actors, BLOC, GAP, TREATY, FRANCE, "state:deu", LEAGUE, *(talk.id for talk in whole.statements()))
    corpus = tuple(whole.subset(*chosen))
    return {name: [convert.tree(entry) for entry in corpus if type(entry) is model] for name, model in MODELS.items()}


NO_TABLE: Final = (TABLES,)
"""The reason for values that a table can't contain."""

FAULTS: Final = (
    # ids
    Mutant("an id with a blank", put(SPEAKER, "id", value="actor:takaichi sanae"), "AK101"),
    Mutant("an id in capitals", put(FRANCE, "id", value="state:FRA"), "AK101"),
    Mutant("an id without kind", put(DAILY, "id", value="seed-001"), "AK101"),
    Mutant("an id of another kind", put(BLOC, "id", value="state:nato"), "AK101"),
    Mutant("an id that is a number", put(JAPAN, "id", value=740), "AK010", NO_TABLE),
    Mutant("an id that is null", put(JAPAN, "id", value=None), "AK011"),
    Mutant("no id", drop(TREATY, "id"), "AK011"),
    Mutant("an id that is another record's", put(BLOC, "id", value=SPEAKER), "AK901"),
    Mutant("a speaker with an id that is another record's", put(SPEAKER, "id", value=BLOC), "AK901"),
    Mutant("a source twice, once with a wrong date", twice_with_a_wrong_date, "AK901"),
    Mutant("an id that is misspelt", put(SPEAKER, "id", value="actor:takaichi-sanea"), "AK902"),
    Mutant("a record that stands twice", copy(LEAGUE), "AK901"),
    Mutant("a record in the wrong list", move(BLOC, "states"), "AK101", (TABLES,)),
    # references
    Mutant("a reference to nothing", put(TALK, "speaker", value="actor:takaichi-sana"), "AK902"),
    Mutant("a reference with a blank", put(TALK, "speaker", value="actor:takaichi sanae"), "AK102"),
    Mutant("a reference of another kind", put(TALK, "venue", "state", value=BLOC), "AK102"),
    Mutant("an actor that is gone", remove(SPEAKER), "AK902"),
    Mutant("a state that is gone", remove(JAPAN), "AK902"),
    Mutant("a source that is gone", remove(DAILY), "AK902"),
    Mutant("a statement that is gone", remove(TALK), "AK902"),
    # names of fields, and words
    Mutant("a misspelt field", rename(TALK, "speaker", to="speeker"), "AK012", NO_TABLE),
    Mutant("a misspelt field of an object", rename(TALK, "venue", "place", to="plaec"), "AK012", NO_TABLE),
    Mutant("a field under another name", rename(TALK, "content", to="summary"), "AK012", NO_TABLE),
    Mutant("a title under another name", rename(REPORT, "title", to="headline"), "AK012", NO_TABLE),
    Mutant("a field that there is not", put(TALK, "mood", value="calm"), "AK012", NO_TABLE),
    Mutant("a misspelt word", put(TALK, "venue", "kind", value="seminer"), "AK013"),
    Mutant("another kind of actor", put(SPEAKER, "kind", value="bloc"), "AK201"),
    Mutant("a member that is a person", put("actor:europe", "kind", value="person"), "AK903"),
    Mutant("another type of candidate", put(GAP, "of", value="proposal"), "AK703"),
    Mutant("a wrong gap", put(GAP, "missing", value=["venue", "content"]), "AK702"),
    Mutant("a gap too few", put(GAP, "missing", value=["venue"]), "AK702"),
    Mutant("no gap", put(GAP, "missing", value=[]), "AK702"),
    Mutant("a language as a word", put(SPEAKER, "names", 0, "language", value="English"), "AK105"),
    Mutant("an address without scheme", put(DAILY, "url", value="www.example.org"), "AK106"),
    Mutant("a code without its form", put(JAPAN, "codes", 0, "value", value="JPN"), "AK212"),
    Mutant("an office by another title", put(TALK, "office", value="Member of the Diet"), "AK905"),
    Mutant("an office that has another title", put(SPEAKER, "offices", 0, "title", value="Member of the Diet"),
        "AK905"),
    # types of values
    Mutant("a number for a text", put(TALK, "content", value=12), "AK010", NO_TABLE),
    Mutant("a text for a number", put(DAILY, "length", value="5656"), "AK010", NO_TABLE),
    Mutant("a text for a flag", put(DAILY, "machine_author", value="yes"), "AK010", NO_TABLE),
    Mutant("a text for a list", put(LEAGUE, "members", value=JAPAN), "AK010", NO_TABLE),
    Mutant("a text for an object", put(TALK, "venue", value="Taipei"), "AK010", NO_TABLE),
    Mutant("a list for a text", put(TALK, "speaker", value=[SPEAKER]), "AK010", NO_TABLE),
    Mutant("null for a text", put(TALK, "content", value=None), "AK011"),
    Mutant("null in a list", put(LEAGUE, "members", 1, value=None), "AK010", NO_TABLE),
    # missing values
    Mutant("no speaker", drop(TALK, "speaker"), "AK011"),
    Mutant("no names", drop(SPEAKER, "names"), "AK011"),
    Mutant("an empty list of names", put(SPEAKER, "names", value=[]), "AK110"),
    Mutant("no codes", put(JAPAN, "codes", value=[]), "AK211"),
    Mutant("a blank text", put(TALK, "content", value="  "), "AK104"),
    Mutant("no attestation", put(TALK, "attestations", value=[]), "AK124"),
    Mutant("no member", put(LEAGUE, "members", value=[]), "AK501"),
    Mutant("no title", drop(REPORT, "title"), "AK301"),
    Mutant("a title and a reason for none", put(DAILY, "title", value="A title"), "AK301"),
    Mutant("a date without its reason", drop(DAILY, "dated_by"), "AK304"),
    Mutant("a venue without place", drop(TALK, "venue", "place"), "AK401"),
    Mutant("one party", drop(TREATY, "parties", 1), "AK601"),
    # lists
    Mutant("a member twice", again(LEAGUE, "members", 0), "AK502"),
    Mutant("a party twice", again(TREATY, "parties", 0), "AK602"),
    Mutant("a reason twice", again(LEAGUE, "rationale", 0), "AK507"),
    # dates
    Mutant("a day that there is not", put(TALK, "date", value="2025-02-30"), "AK014"),
    Mutant("a date in words", put(TALK, "date", value="April 2025"), "AK014"),
    Mutant("a date that was turned round", put(TREATY, "signed", value="19-01-1960"), "AK014"),
    Mutant("a period that was turned round", put(SPEAKER, "offices", 0, "period", value="2024/2005"), "AK014"),
    Mutant("a date for a period", put(SPEAKER, "offices", 0, "period", value="2005-09-11"), "AK107"),
    Mutant("a period for a date", put(TREATY, "signed", value="1960/1961"), "AK108"),
    Mutant("a statement before the time of its office", put(TALK, "date", value="1925-04-28"), "AK906"),
    Mutant("a statement after its report", put(TALK, "date", value="2025-06-28"), "AK904"),
    Mutant("a statement in another century", put(TALK, "date", value="2125-04-28"), "AK904"),
    Mutant("a report before its statements", put(DAILY, "published", value="2024-04-29"), "AK904"),
    Mutant("a report after it was read", put(DAILY, "accessed", value="2025-01-22"), "AK302"),
    Mutant("an office that ended before", put(SPEAKER, "offices", 0, "period", value="2005-09-11/2009"), "AK906"),
    Mutant("an office twice at a time", again(SPEAKER, "offices", 0), "AK103"),
    Mutant("offices that overlap", put("actor:abe-shinzo", "offices", 0, "period", value="2006/2016"), "AK202"),
    Mutant("codes that overlap", drop("state:deu", "codes", 0, "period"), "AK213"),
    Mutant("spells that overlap", put(FRANCE, "spells", 0, "period", value="1816/1950"), "AK214"),
    Mutant("a treaty that ends before it begins", put(TREATY, "ended", value="1900-01-01"), "AK603"),
    Mutant("a treaty in force before it is signed", put(TREATY, "in_force", value="1955-06-23"), "AK924"),
    Mutant("a treaty that is signed too late", put(TREATY, "signed", value="2060-01-19"), "AK603"),
    Mutant("a treaty known before it begins", put(TREATY, "as_of", value="1925-12-31"), "AK603"),
    Mutant("a treaty that ends before its commitments", put(TREATY, "ended", value="1970-01-01"), "AK609"),
    Mutant("a day for which it is known, without a start", drop(TREATY, "in_force"), "AK610"),
    Mutant("a commitment before the treaty", put(TREATY, "commitments", 1, "period", value="1950/.."), "AK609"),
    Mutant("a spell before the signature", put(TREATY, "parties", 0, "spells", value=["1950/.."]), "AK626"),
    Mutant("spells that overlap in time", put(TREATY, "parties", 0, "spells", value=["1961/..", "1970/.."]), "AK604"),
    # who owes what to whom
    Mutant("another party", put(TREATY, "parties", 1, "party", value=FRANCE), "AK606"),
    Mutant("a commitment of a third", put(TREATY, "commitments", 2, "by", value=FRANCE), "AK606"),
    Mutant("a commitment to nobody known", put(TREATY, "commitments", 2, "toward", value=["state:x"]), "AK902"),
    Mutant("a commitment to itself", put(TREATY, "commitments", 0, "by", value=JAPAN), "AK607"),
    Mutant("a commitment to nobody", put(TREATY, "commitments", 0, "toward", value=[]), "AK608"),
    # places in texts
    Mutant("an anchor that was turned round", swap(TALK, ("attestations", 0, "anchors", 0), "start", "end"), "AK121"),
    Mutant("an anchor without start", drop(TALK, "attestations", 0, "anchors", 0, "start"), "AK011"),
    Mutant("an anchor that begins below 0", put(TALK, "attestations", 0, "anchors", 0, "start", value=-5), "AK120"),
    Mutant("an anchor beyond the text", put(TALK, "attestations", 0, "anchors", 0, "end", value=99_999), "AK908"),
    Mutant("a hash in capitals", put(TALK, "attestations", 0, "anchors", 0, "sha256", value="AB" * 32), "AK122"),
    Mutant("a fold without length", put(TALK, "attestations", 0, "anchors", 0, "fold", value="ab" * 8), "AK123"),
    Mutant("a reading of no field", put(TALK, "attestations", 0, "as_printed", 0, "field", value="venu"), "AK125"),
    Mutant("a text that is too short", put(DAILY, "length", value=100), "AK305"),
    Mutant("a text a little too short", put(DAILY, "length", value=5000), "AK305"),
    Mutant("a text without regions too short", lambda lists: (
        put(REPORT, "regions", value=[])(lists), put(REPORT, "length", value=100)(lists)), "AK908"),
    Mutant("a region that is too long", put(DAILY, "regions", 0, "end", value=99_999), "AK305"),
    Mutant("a region over all others", put(DAILY, "regions", 0, "end", value=5_600), "AK305"),
    Mutant("a source of its own", put(DAILY, "derived_from", value=DAILY), "AK909"),
    Mutant("two sources of each other", lambda lists: (
        put(REPORT, "derived_from", value=DAILY)(lists), put(DAILY, "derived_from", value=REPORT)(lists)), "AK909"),
    # future dates, and ends that mean no end
    Mutant("a source of the future", put(REPORT, "accessed", value="2962-11-22"), "AK921"),
    Mutant("a treaty known up to the future", put(TREATY, "as_of", value="2205-12-31"), "AK921"),
    Mutant("an office of the future", put("actor:lai-ching-te", "offices", 1, "period", value="2204-05-20/.."),
        "AK921"),
    Mutant("a treaty that ends with the calendar", lambda lists: (
        put(TREATY, "ended", value="9999-12-31")(lists), drop(TREATY, "as_of")(lists),
        drop(TREATY, "commitments")(lists), drop(TREATY, "attestations")(lists)), "AK922"),
    Mutant("a treaty known up to the end of the calendar", put(TREATY, "as_of", value="9999-12-31"), "AK922"),
    Mutant("a treaty known beyond its end", put(TREATY, "ended", value="9999-12-31"), "AK603"),
    Mutant("a commitment up to the end of the calendar",
        put(TREATY, "commitments", 0, "period", value="1960-06-23/9999-12-31"), "AK922"),
    Mutant("a treaty without last day", drop(TREATY, "as_of"), "AK923"),
)  # fmt: skip


def write(lists: Lists, folder: Path, form: str) -> None:
    if form == TABLES:
        for name, trees in lists.items():
            write_table(table(MODELS[name], trees), folder / f"{name}.parquet", name)
        return
    file = folder / f"corpus.{form}"
    kinds = dict(zip(MODELS, KINDS, strict=True))
    lines: list[Tree] = [{"type": HEADER, "schema_version": VERSION}]
    lines += [{"type": kinds[name], **tree} for name, trees in lists.items() for tree in trees]
    whole: Tree = {"schema_version": VERSION, **cast("dict[str, Tree]", lists)}
    file.write_bytes(write_lines(lines) if form == "jsonl" else (write_yaml if form == "yaml" else write_json)(whole))


def cases() -> Iterator[object]:
    for mutant in FAULTS:
        for form in (*TREES, TABLES):
            if form not in mutant.not_in:
                slow = [pytest.mark.slow] if form in SLOW else []
                yield pytest.param(mutant, form, id=f"{mutant.name}-{form}", marks=slow)


@pytest.mark.parametrize(("mutant", "form"), list(cases()))
def test_one_fault_makes_one_problem(mutant: Mutant, form: str, tmp_path: Path) -> None:
    write(mutant.lists(), tmp_path, form)
    contents = read(tmp_path)
    assert [problem.code for problem in contents.problems] == [mutant.code], "\n".join(map(str, contents.problems))
    if form == TABLES:
        result = checked([tmp_path])
        assert (result.problems, result.records, result.unchecked, result.note) == (
            contents.problems, len(contents.records), contents.unchecked, contents.note,
        )  # fmt: skip


REFUSED: Final = (
    (put(SPEAKER, "id", value="actor:takaichi sanae"), "actor", SPEAKER),
    (put(DAILY, "id", value="seed-001"), "source", DAILY),
    (put(JAPAN, "id", value=None), "state", JAPAN),
    (drop(TREATY, "id"), "treaty", TREATY),
    (put("actor:cna", "id", value=SPEAKER), "actor", None),
)


@pytest.mark.slow
@pytest.mark.parametrize(("change", "kind", "gone"), REFUSED)
@pytest.mark.parametrize("form", ["jsonl", TABLES])
def test_references_to_a_record_without_id_of_its_own_are_counted(
    change: Change, kind: str, gone: str | None, form: str, tmp_path: Path
) -> None:
    lists = deepcopy(packaged())
    expected = {kind: str(lists).count(f"'{gone}'") - 1} if gone else {}
    change(lists)
    write(lists, tmp_path, form)
    contents = read(tmp_path)
    assert contents.unchecked == expected
    with pytest.raises(InvalidCorpus) as caught:
        contents.corpus()
    assert caught.value.note == contents.note
    assert bool(contents.note) is bool(gone)
    assert str(caught.value).endswith(contents.note)


def test_problems_of_other_kinds_are_still_reported(tmp_path: Path) -> None:
    lists = deepcopy(packaged())
    put(SPEAKER, "id", value="actor:takaichi sanae")(lists)
    put(TALK, "venue", "state", value="state:nowhere")(lists)
    write(lists, tmp_path, "jsonl")
    assert [problem.code for problem in read(tmp_path).problems] == ["AK101", "AK902"]


def test_the_note_lists_each_kind() -> None:
    assert note({}) == ""
    assert note({"actor": 3}) == (
        "3 references to actors were not checked, because the id of an actor is invalid, missing or repeated"
    )
    assert note({"state": 1}) == (
        "1 reference to states was not checked, because the id of a state is invalid, missing or repeated"
    )
    assert note({"actor": 1, "state": 2}) == (
        "1 reference to actors and 2 references to states were not checked, "
        "because the id of an actor and a state is invalid, missing or repeated"
    )


def test_the_other_locations_of_one_cause_are_listed(tmp_path: Path) -> None:
    lists = deepcopy(packaged())
    remove(DAILY)(lists)
    write(lists, tmp_path, "jsonl")
    (problem,) = check(tmp_path)
    number = str(packaged()).count(f"'{DAILY}'") - 1
    places = re.findall(r"corpus\.jsonl:\d+:\d+", problem.message)
    assert len(places) == 3
    assert problem.message.endswith(f"; and {number - 4} more)")
    with pytest.raises(InvalidCorpus) as caught:
        Corpus(entry for entry in load(FOLDER).subset(TALK) if entry.id != DAILY)
    assert [problem.code for problem in caught.value.problems] == ["AK902"]


@pytest.mark.parametrize("limits", [LIMITS, Limits(problems=0)])
def test_records_that_share_a_cause_are_all_faulty(limits: Limits, tmp_path: Path) -> None:
    lists = deepcopy(packaged())
    put(DAILY, "published", value="2024-04-29")(lists)
    write(lists, tmp_path, "jsonl")
    Corpus(read(tmp_path, limits=limits).unaffected())


def test_records_with_a_repeated_id_are_affected_though_it_is_not_reported(tmp_path: Path) -> None:
    record = '{"type": "actor", "id": "actor:%s", "kind": "person", "names": [{"text": "A", "language": "en"}]}\n'
    header = json.dumps({"type": HEADER, "schema_version": VERSION}) + "\n"
    (tmp_path / "a.jsonl").write_text(header + "".join(record % name for name in "aabbc"))
    contents = read(tmp_path, limits=Limits(problems=0))
    assert [problem.code for problem in contents.problems] == ["AK006"]
    assert [record.id for record in contents.unaffected()] == ["actor:c"]


BROKEN_TEXT: Final = (
    ("a tab", "  kind: person\n", "\tkind: person\n", "AK002"),
    ("an open quotation mark", "  kind: person\n", '  kind: "person\n', "AK002"),
    ("a key twice", "  kind: person\n", "  kind: person\n  kind: person\n", "AK003"),
    ("an id twice", "- id: actor:abe-shinzo\n", "- id: actor:abe-shinzo\n  id: actor:abe\n", "AK003"),
    ("an anchor", "  kind: person\n", "  kind: &person person\n", "AK004"),
    ("a plain no", "  kind: person\n", "  kind: no\n", "AK005"),
    ("a misspelt list", "actors:\n", "acters:\n", "AK012"),
    ("no version", "schema_version: 3\n", "", "AK015"),
    ("a newer version", "schema_version: 3\n", "schema_version: 9\n", "AK016"),
    ("a text for the version", "schema_version: 3\n", 'schema_version: "2"\n', "AK015"),
)


@pytest.mark.parametrize(
    ("old", "new", "code"), [each[1:] for each in BROKEN_TEXT], ids=[each[0] for each in BROKEN_TEXT]
)
def test_one_fault_of_a_text_makes_one_problem(old: str, new: str, code: str, tmp_path: Path) -> None:
    for file in FOLDER.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if file.stem == "actors":
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    problems = check(tmp_path)
    assert [problem.code for problem in problems] == [code], "\n".join(map(str, problems))


@pytest.mark.parametrize("container", ["{}", "null", "a text", "12"])
def test_a_list_of_records_that_is_something_else_makes_one_problem(container: str, tmp_path: Path) -> None:
    for file in FOLDER.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "actors.yaml").write_text(f"schema_version: 3\nactors: {container}\n", encoding="utf-8")
    contents = read(tmp_path)
    assert [problem.code for problem in contents.problems] == ["AK010"]
    assert list(contents.unchecked) == ["actor"]


BROKEN_LINES: Final = (
    ("no type", '{"type": "actor", "id": ', '{"id": ', "AK017"),
    ("a misspelt type", '{"type": "actor", ', '{"type": "acter", ', "AK017"),
    ("neither type nor id", f'{{"type": "actor", "id": "{SPEAKER}", ', "{", "AK017"),
    ("no id", '{"type": "actor", "id": "actor:abe-shinzo", ', '{"type": "actor", ', "AK011"),
    ("an open brace", '{"type": "actor", "id": ', '{"type": "actor", {"id": ', "AK002"),
    (
        "a text for a line",
        '{"type": "actor", "id": "actor:abe-shinzo"',
        '"actor"\n{"type": "actor", "id": "actor:abe-shinzo"',
        "AK010",
    ),
    ("no header", '{"type": "corpus", "schema_version": 3}\n', "", "AK015"),
)


@pytest.mark.parametrize(
    ("old", "new", "code"), [each[1:] for each in BROKEN_LINES], ids=[each[0] for each in BROKEN_LINES]
)
def test_one_fault_of_a_line_makes_one_problem(old: str, new: str, code: str, tmp_path: Path) -> None:
    write(packaged(), tmp_path, "jsonl")
    file = tmp_path / "corpus.jsonl"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = check(tmp_path)
    assert [problem.code for problem in problems] == [code], "\n".join(map(str, problems))


def test_with_a_line_that_is_not_a_record_no_reference_is_reported(tmp_path: Path) -> None:
    write(packaged(), tmp_path, "jsonl")
    file = tmp_path / "corpus.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line if SPEAKER not in line[:60] else "[]\n" for line in lines), encoding="utf-8")
    contents = read(tmp_path)
    assert [problem.code for problem in contents.problems] == ["AK010"]
    assert list(contents.unchecked) == ["actor"]
