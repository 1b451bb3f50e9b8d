"""The short tour fits on one screen, whatever the corpus and the terminal."""

import sys
from collections.abc import Iterable
from io import StringIO

import pytest
from attrs import evolve
from hypothesis import given
from rich.cells import cell_len
from rich.console import Console, RenderableType
from tests.profiles import examples

from alliancekit import seeds
from alliancekit.corpus import Corpus
from alliancekit.models.ids import ProposalId
from alliancekit.report.tour import tour
from alliancekit.strategies import corpora

SCREEN = """\
A corpus of 120 records from 5 sources

Proposal: quasi-security alliance
  by        Takaichi Sanae
  members   Japan, Taiwan, Europe, Australia, India
  stated    2025-04-28, seminar, Taipei, Taiwan (state:twn)
  evidence  40 reports of 4 sources, 49 anchored passages

Its sources differ in 8 fields, such as date:
  seed-000  (nothing)
  seed-001  yesterday
  seed-002  (nothing) | recent
  seed-003  recent | late April

Panel of its treaties: who owes what to whom (1: yes, 0: no, null: not known)
  year  state_a    state_b    defense  consultation  bases
  1960  state:jpn  state:usa  null     1             1
  1960  state:usa  state:jpn  1        1             null
  1961  state:jpn  state:usa  0        1             1
  1961  state:usa  state:jpn  1        1             0

Next: alliancekit tour --full           every field, source and difference
      alliancekit check my-corpus.yaml  every mistake in your own records
"""
LINES = 23
"""The lines of a screen, without the prompt below."""


def printed(renderables: Iterable[RenderableType], width: int = 80) -> list[str]:
    out = StringIO()
    target = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
    for renderable in renderables:
        target.print(renderable)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [80, 120])
def test_packaged_corpus(width: int) -> None:
    pytest.importorskip("polars")
    assert printed(tour(seeds()), width) == SCREEN.splitlines()
    assert len(SCREEN.splitlines()) <= LINES


@pytest.mark.parametrize("width", [5, 20, 30])
def test_lines_are_cut_and_not_wrapped(width: int) -> None:
    lines = printed(tour(seeds()), width)
    assert len(lines) <= LINES
    assert max(map(cell_len, lines)) <= width
    assert lines[2] == f"{'Proposal: quasi-security alliance'[: width - 1]}…"


def test_without_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith(("alliancekit.panel", "alliancekit._polars"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.delattr("alliancekit.panel", raising=False)
    monkeypatch.setitem(sys.modules, "polars", None)
    lines = printed(tour(seeds()))
    assert lines[lines.index(SCREEN.splitlines()[14]) :][:3] == [
        SCREEN.splitlines()[14],
        "  tables need polars; install it with: pip install 'alliancekit[columns]'",
        "",
    ]


@examples(20)
@given(corpora())
def test_any_corpus(corpus: Corpus) -> None:
    assert len(printed(tour(corpus))) <= LINES


def test_empty_corpus() -> None:
    assert printed(tour(Corpus())) == ["A corpus of 0 records from 0 sources", *SCREEN.splitlines()[-3:]]


def test_proposal_whose_sources_agree() -> None:
    call = seeds()[ProposalId("proposal:taiwan-japan-economic-security")]
    attestations = tuple(evolve(attestation, as_printed=()) for attestation in call.attestations)
    alone = evolve(call, attestations=attestations, statements=())
    records = [alone if record.id == call.id else record for record in seeds().subset(call.id)]
    assert printed(tour(Corpus(records))) == [
        "A corpus of 10 records from 5 sources",
        "",
        "Proposal: Taiwan-Japan economic security cooperation",
        "  by        Takaichi Sanae",
        "  members   Taiwan, Japan",
        "  evidence  3 reports of 2 sources, 3 anchored passages",
        *SCREEN.splitlines()[-3:],
    ]
