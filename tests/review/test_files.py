"""Files of decisions: what can be read and written, and where a mistake is reported."""

import json
from pathlib import Path

import pytest
from tests.review.drafts import AT

from alliancekit.errors import InvalidCorpus, UnusableFile
from alliancekit.review import Decision, EditedField, add_decision, decision_of, decisions_path, read_decisions

CALL = "candidate:call"
ACCEPT = Decision(record=CALL, verdict="accept", by="AB", at=AT)
EDIT = Decision(
    record=CALL,
    verdict="edit",
    by="AB",
    at="2026-12-01",
    reason="a better date",
    changes=(EditedField("date", "2025", None, old_known=True), EditedField("note", None)),
    draft="0123456789abcdef",
)


def problems(path: Path) -> list[str]:
    with pytest.raises(InvalidCorpus) as caught:
        read_decisions(path, None, AT)
    return [f"{each.location and str(each.location).rpartition('/')[2]} {each.code}" for each in caught.value.problems]


def test_decisions_are_added_to_a_file_line_by_line(tmp_path: Path) -> None:
    path = decisions_path(tmp_path / "drafts.yaml")
    assert path == tmp_path / "drafts.yaml.decisions.ndjson"
    add_decision(path, ACCEPT)
    add_decision(path, EDIT)
    assert [json.loads(line)["decision"] for line in path.read_text(encoding="utf-8").splitlines()] == [
        "accept",
        "edit",
    ]
    assert read_decisions(path, None, AT) == (ACCEPT, EDIT)


def test_a_part_of_a_line_is_no_decision(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    add_decision(path, ACCEPT)
    with path.open("ab") as stream:
        stream.write(b'{"record": "candid')
    assert read_decisions(path, None, AT) == (ACCEPT,)
    add_decision(path, EDIT)
    assert read_decisions(path, None, AT) == (ACCEPT, EDIT)


def test_a_damaged_line_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(b'{"record": "candid\n')
    add_decision(path, ACCEPT)
    assert problems(path) == ["log.ndjson:1:12 AK002"]


def test_a_last_line_without_its_end_is_a_decision(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    add_decision(path, ACCEPT)
    path.write_bytes(path.read_bytes().rstrip())
    assert read_decisions(path, None, AT) == (ACCEPT,)
    add_decision(path, EDIT)
    assert read_decisions(path, None, AT) == (ACCEPT, EDIT)


def test_the_decisions_about_the_current_folder_are_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert decisions_path(".") == tmp_path.with_name(f"{tmp_path.name}.decisions.ndjson")


def test_the_same_decisions_can_be_written_by_hand(tmp_path: Path) -> None:
    yaml = tmp_path / "decisions.yaml"
    yaml.write_text(
        "- {record: candidate:call, decision: accept}\n"
        "- record: candidate:call\n"
        "  decision: edit\n"
        "  by: CD\n"
        "  at: 2026-12-02\n"
        "  changes:\n"
        "  - {field: venue, new: {kind: speech, place: Oslo}}\n",
        encoding="utf-8",
    )
    place: dict[str, object] = {"kind": "speech", "place": "Oslo"}
    first, second = read_decisions(yaml, "AB", AT)
    assert first == ACCEPT
    assert (second.by, second.at, second.changes[0].new) == ("CD", "2026-12-02", place)
    as_json = tmp_path / "decisions.json"
    as_json.write_text(json.dumps([first.tree(), second.tree()]), encoding="utf-8")
    assert read_decisions(as_json, None, AT) == (first, second)
    lines = tmp_path / "decisions.jsonl"
    lines.write_text("\n".join(json.dumps(each.tree()) for each in (first, second)) + "\n\n", encoding="utf-8")
    assert read_decisions(lines, None, AT) == (first, second)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {record: candidate:a, decision: acept, by: x}\n", ["d.yaml:1:35 AK013"]),
        ("- {record: candidate:a, decision: accept}\n", ["d.yaml:1:35 AK971"]),
        ("- {record: candidate:a, by: x}\n- 3\n", ["d.yaml:1:3 AK011", "d.yaml:2:3 AK010"]),
        ("- {record: candidate:a, decision: reject, by: x}\n", ["d.yaml:1:35 AK971"]),
        ("- {record: candidate:a, decision: edit, by: x}\n", ["d.yaml:1:35 AK971"]),
        ("- {record: candidate:a, decision: skip, by: x, changes: [{field: a}]}\n", ["d.yaml:1:57 AK971"]),
        ("- {record: candidate:a, decision: edit, by: x, changes: 3}\n", ["d.yaml:1:57 AK010"]),
        ("- {record: candidate:a, decision: edit, by: x, changes: [3]}\n", ["d.yaml:1:58 AK010"]),
        ("- {record: candidate:a, decision: skip, by: x, at: soon}\n", ["d.yaml:1:52 AK971"]),
        ("- {record: candidate:a, decision: skip, by: x, at: '20261201'}\n", ["d.yaml:1:52 AK971"]),
        ("- {record: candidate:a, decision: skip, by: x, at: 2026-W01-1}\n", ["d.yaml:1:52 AK971"]),
        ("- {record: candidate:a, decision: skip, by: x, who: me}\n", ["d.yaml:1:48 AK012"]),
        ("a: b\n", ["d.yaml:1:1 AK010"]),
        ("- {\n", ["d.yaml:2:1 AK002"]),
    ],
    ids=[
        "verdict",
        "nobody",
        "no verdict",
        "no reason",
        "no changes",
        "changes of a skip",
        "no list",
        "no change",
        "no moment",
        "no day",
        "a week",
        "unknown field",
        "no list of decisions",
        "no YAML",
    ],
)
def test_each_mistake_is_reported_where_it_stands(tmp_path: Path, text: str, expected: list[str]) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(text, encoding="utf-8")
    assert problems(path) == expected


def test_files_that_can_not_be_used_are_refused(tmp_path: Path) -> None:
    for name in ("missing.yaml", "missing.ndjson", "decisions.txt"):
        with pytest.raises(UnusableFile):
            read_decisions(tmp_path / name, None, AT)
    with pytest.raises(UnusableFile):
        add_decision(tmp_path / "no folder" / "log.ndjson", ACCEPT)
    with pytest.raises(InvalidCorpus):
        decision_of({"record": CALL, "decision": "accept"}, None, AT)
