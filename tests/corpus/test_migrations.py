"""Older documents are read with a warning, and their problems have the original locations."""

import re
from pathlib import Path

import pytest

from alliancekit.corpus import VERSION, check, load, scan
from alliancekit.corpus.migrations import MIGRATIONS, changes, upgrade_record
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Treaty
from alliancekit.rulebook import rules

VERSIONS = Path(__file__).parent / "versions"
COMMITMENT = """\
schema_version: 1
states:
- {id: "state:a", names: [{text: A}], codes: [{system: cow, value: "385"}]}
- {id: "state:b", names: [{text: B}], codes: [{system: cow, value: "380"}]}
treaties:
- id: treaty:t
  names: [{text: T}]
  parties: [{party: "state:a"}, {party: "state:b"}]
  commitments:
  - {by: "state:a", toward: ["state:b"], kind: defense}
  - {by: "state:b", toward: ["state:a"], %s}
"""


def reported(folder: Path, text: str, ending: str = "yaml") -> list[str]:
    file = folder / f"corpus.{ending}"
    file.write_text(text, encoding="utf-8")
    return [str(problem).replace(f"{folder}/", "") for problem in check(file)]


def test_each_older_version_has_a_migration_and_a_document() -> None:
    older = list(range(1, VERSION))
    assert list(MIGRATIONS) == older
    assert sorted(int(file.stem) for file in VERSIONS.iterdir()) == older


@pytest.mark.parametrize("file", sorted(VERSIONS.iterdir()), ids=lambda file: file.stem)
def test_an_older_document_is_loaded_with_a_warning_and_written_as_a_current_one(file: Path, tmp_path: Path) -> None:
    corpus = load(file)
    (warning,) = corpus.warnings
    assert (warning.code, warning.severity, warning.location and warning.location.line) == ("AK018", "warning", 1)
    corpus.write(tmp_path / "new.yaml")
    assert load(tmp_path / "new.yaml") == corpus
    assert check(tmp_path / "new.yaml") == ()


def test_every_type_of_version_2_has_the_same_meaning_in_version_3(tmp_path: Path) -> None:
    older = load(VERSIONS / "2.yaml")
    assert {type(record) for record in older} == {*MODELS.values()}
    text = (VERSIONS / "2.yaml").read_text("utf-8")
    (tmp_path / "3.yaml").write_text(text.replace("schema_version: 2", "schema_version: 3"), encoding="utf-8")
    newer = load(tmp_path / "3.yaml")
    assert newer.warnings == ()
    assert newer == older


def test_every_type_of_version_1_has_the_same_meaning_in_version_2(tmp_path: Path) -> None:
    text = (VERSIONS / "2.yaml").read_text("utf-8").replace("schema_version: 2", "schema_version: 1")
    (tmp_path / "1.yaml").write_text(text.replace("obligation:", "kind:"), encoding="utf-8")
    assert load(tmp_path / "1.yaml") == load(VERSIONS / "2.yaml")


@pytest.mark.parametrize("ending", ["json", "jsonl", "yaml"])
def test_an_older_document_of_each_format_is_migrated(ending: str, tmp_path: Path) -> None:
    corpus, file = load(VERSIONS / "2.yaml"), tmp_path / f"corpus.{ending}"
    corpus.write(file)
    text = file.read_text("utf-8")
    assert text.count("schema_version") == 1
    file.write_text(re.sub(r'(schema_version"?: ?)3', r"\g<1>2", text), encoding="utf-8")
    older = load(file)
    assert [problem.code for problem in older.warnings] == ["AK018"]
    assert older == corpus


def test_the_message_of_the_warning(tmp_path: Path) -> None:
    assert reported(tmp_path, "schema_version: 1\n") == [
        (
            "corpus.yaml:1:17: AK018 schema_version 1 is older than 3, in which the field 'kind' of a commitment is "
            "called 'obligation' and records may have more fields, and the scheme of an identifier is in lower case "
            "(write it in the current version: alliancekit convert OLD NEW)"
        )
    ]
    assert (
        rules()["AK018"].demand
        == "A document has the current schema version, 3; an older document is migrated while it is read."
    )


def test_version_1_has_the_kind_of_a_commitment_where_version_2_has_its_obligation() -> None:
    corpus = load(VERSIONS / "1.yaml")
    (treaty,) = (record for record in corpus if isinstance(record, Treaty))
    assert [commitment.obligation for commitment in treaty.commitments] == ["defense", "defense"]


@pytest.mark.parametrize(
    ("commitment", "problems"),
    [
        (
            "kind: defence",
            [
                (
                    "corpus.yaml:11:48: AK013 treaty:t: commitments[1].obligation must be one of defense, offense, "
                    "neutrality, nonaggression, consultation, entente, bases or other, got 'defence' "
                    "(did you mean 'defense'?)"
                )
            ],
        ),
        (
            "kind: &a bases",
            ["corpus.yaml:11:48: AK004 anchors are not allowed, got &a (remove it)"],
        ),
        (
            "kind: bases, obligation: bases",
            [
                (
                    "corpus.yaml:11:42: AK012 treaty:t: unknown field 'commitments[1].kind' "
                    "(the fields are by, condition, obligation, period, toward)"
                )
            ],
        ),
        (
            "kin: bases",
            ["corpus.yaml:11:42: AK012 treaty:t: unknown field 'commitments[1].kin' (did you mean 'obligation'?)"],
        ),
    ],
)
def test_a_problem_of_an_older_document_has_its_original_location(
    commitment: str, problems: list[str], tmp_path: Path
) -> None:
    assert reported(tmp_path, COMMITMENT % commitment)[1:] == problems


@pytest.mark.parametrize("commitments", ["{}", "x", "[x]", "[[]]"])
def test_commitments_that_are_not_a_list_are_left_to_the_checks(commitments: str, tmp_path: Path) -> None:
    text = COMMITMENT.partition("  commitments:")[0] + f"  commitments: {commitments}\n"
    assert [line.split()[1] for line in reported(tmp_path, text)] == ["AK018", "AK010"]


def test_each_line_has_the_version_of_the_last_header(tmp_path: Path) -> None:
    header = '{{"type": "corpus", "schema_version": {}}}\n'
    state = (
        '{"type": "state", "id": "state:%s", "names": [{"text": "A"}], "codes": [{"system": "cow", "value": "%d"}]}\n'
    )
    treaty = (
        '{"type": "treaty", "id": "treaty:%s", "names": [{"text": "T"}], "parties": [{"party": "state:a"}, '
        '{"party": "state:b"}], "commitments": [{"by": "state:a", "toward": ["state:b"], "%s": "bases"}]}\n'
    )
    states = state % ("a", 385) + state % ("b", 380)
    text = header.format(1) + states + treaty % ("t", "kind") + header.format(VERSION) + treaty % ("u", "obligation")
    assert [line.split()[1] for line in reported(tmp_path, text, "jsonl")] == ["AK018"]
    corpus = load(tmp_path / "corpus.jsonl")
    assert len({treaty.commitments for treaty in corpus if isinstance(treaty, Treaty)}) == 1


def test_the_current_version_is_not_changed() -> None:
    tree: Tree = {"commitments": [{"kind": "bases"}]}
    migrated = upgrade_record("treaty", tree, VERSION)
    assert migrated.tree is tree
    assert tree == {"commitments": [{"kind": "bases"}]}
    assert changes(VERSION) == ()


def test_parts_of_moved_values_move_too() -> None:
    migrated = upgrade_record("treaty", {"commitments": [{"kind": ["bases"]}, {"obligation": "bases"}]}, 1)
    assert migrated.tree == {"commitments": [{"obligation": ["bases"]}, {"obligation": "bases"}]}
    assert migrated.original_path(("commitments", 0, "obligation", 0)) == ("commitments", 0, "kind", 0)
    assert migrated.current_paths([("commitments", 0, "kind", 0)]) == [("commitments", 0, "obligation", 0)]
    assert migrated.original_path(("commitments", 1, "obligation")) == ("commitments", 1, "obligation")
    assert migrated.original_path(()) == ()


@pytest.mark.parametrize("note", ["", "é"])
def test_a_problem_of_an_older_line_has_its_original_location(note: str, tmp_path: Path) -> None:
    line = (
        f'{{"type": "treaty", "id": "treaty:t", "note": "{note}", "parties": [{{"party": "state:a"}}], '
        '"commitments": [{"by": "state:a", "toward": ["state:a"], "kind": "defence"}]}'
    )
    text = f'{{"type": "corpus", "schema_version": 1}}\n{line}\n'
    column = line.index('"defence"') + 1
    place = f"corpus.jsonl:2:{column}: AK013 "
    whole = reported(tmp_path, text, "jsonl")
    streamed = [str(result).replace(f"{tmp_path}/", "") for result in scan(tmp_path / "corpus.jsonl")]
    for result in (whole, streamed):
        assert [message[: len(place)] for message in result if "AK013" in message] == [place]


def test_the_scheme_of_an_identifier_is_migrated_to_lower_case(tmp_path: Path) -> None:
    actor = 'schema_version: 2\nactors: [{id: "actor:a", kind: bloc, names: [{text: A}], identifiers: [%s]}]\n'
    (tmp_path / "a.yaml").write_text(actor % "{scheme: Library of Congress, value: n1}", "utf-8")
    (found,) = load(tmp_path / "a.yaml").actors()
    assert [identifier.scheme for identifier in found.identifiers] == ["library-of-congress"]
    (tmp_path / "a.yaml").write_text(actor % "{scheme: 5, value: n1}", "utf-8")
    assert [problem.code for problem in check(tmp_path / "a.yaml")] == ["AK018", "AK010"]
