"""The packaged coding of the seed documents as the output of a model: candidates with the same anchors."""

import json
from pathlib import Path
from typing import Final

import pytest
from tests.shared import folder

from alliancekit import Candidate, Proposal, Statement, convert, seeds
from alliancekit.drafts import read
from alliancekit.engine.tree import Tree
from alliancekit.evidence import read_copy
from alliancekit.models.coding import Coding
from alliancekit.models.ids import SourceId

CODING: Final = Coding(by="m", method="program", program="m", version="1")
SOURCES: Final = ("source:seed-000", "source:seed-001", "source:seed-002", "source:seed-003", "source:seed-004")
NOT_DRAFTED: Final = frozenset(("id", "of", "missing", "codings", "attestations"))


def fields(record: Statement | Proposal | Candidate) -> dict[str, Tree]:
    values = convert.tree(record)
    date = values.get("date")
    if isinstance(date, dict):
        values["date"] = date["edtf"]
    return {name: value for name, value in values.items() if name not in NOT_DRAFTED}


@pytest.mark.parametrize("source", SOURCES)
def test_the_packaged_coding_survives_a_round_trip_through_drafts(source: str, tmp_path: Path) -> None:
    corpus = seeds()
    file_of = {each.id: f"{each.file}" for each in corpus.sources()}
    copy, _ = read_copy(folder("ALLIANCEKIT_SEEDS", "seeds") / file_of[SourceId(source)])
    lists: dict[str, list[object]] = {"statements": [], "proposals": []}
    expected: dict[str, set[tuple[int, int]]] = {}
    records: list[Statement | Proposal | Candidate] = [*corpus.statements(), *corpus.proposals(), *corpus.candidates()]
    for record in records:
        of = record.of if isinstance(record, Candidate) else type(record).__name__.lower()
        slug = f"{len(expected)}-{record.id.partition(':')[2]}"
        reports = [report for report in record.attestations if report.source == source and report.anchors]
        if not reports:
            continue
        spans = [(each.start, each.end) for report in reports for each in report.anchors]
        expected[f"candidate:{slug}"] = {*spans}
        attestations = [
            {
                "source": source,
                "wording": report.wording,
                "quotes": [copy.text[each.start : each.end] for each in report.anchors],
            }
            for report in reports
        ]
        lists[f"{of}s"].append({"id": f"{of}:{slug}", **fields(record), "attestations": attestations})
    file = tmp_path / "drafts.json"
    file.write_text(json.dumps(lists), "utf-8")
    drafted = read(file, copy, source, CODING)
    assert {candidate.id for candidate in drafted.candidates} == expected.keys()
    assert all(problem.code == "AK982" for problem in drafted.errors)
    for candidate in drafted.candidates:
        assert {(a.start, a.end) for each in candidate.attestations for a in each.anchors} <= expected[candidate.id]
    assert all(copy.text.count(refused.words) > 1 for refused in drafted.refused)
