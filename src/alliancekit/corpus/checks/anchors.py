"""The check that no anchor ends after the recorded length of its source."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve

from alliancekit import engine
from alliancekit.corpus.checks.check import EXACT, Cause, Check, CorpusIndex, RowFinder, TargetTables
from alliancekit.corpus.references import attestations, value_at
from alliancekit.errors import Problem, path_text
from alliancekit.models import MODELS, Entry, Source, Statement
from alliancekit.models.attestation import Anchor
from alliancekit.rules import Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects
    from alliancekit.strategies.corpus_drafts import CorpusDraft

INSIDE: Final = Rule(
    code="AK908",
    demand="An anchor lies inside the text of its source.",
    advice="correct the anchor, or the length of the source",
)

_MODELS: Final = tuple(model for model in MODELS.values() if model is not Source)
_ANCHORS: Final = engine.Bounded("attestations", "source", "anchors", "end")

# --- Meaning --------------------------------------------------------------------------------------------------------


def problems(index: CorpusIndex) -> Iterator[Problem]:
    """Yield the problem of each anchor that ends after the recorded `length` of its source, if there is one."""
    lengths = {source.id: source.length for source in index.of(Source) if source.length is not None}
    bounds: dict[str, tuple[int, int]] = {id_: (0, length) for id_, length in lengths.items()}
    doubtful = {record.id for model in _MODELS for record in index.doubtful(model, _ANCHORS, bounds)}
    for record in index.records.values() if doubtful else ():
        if record.id in doubtful:
            for n, attestation in enumerate(attestations(record)):
                length = lengths.get(attestation.source)
                for m, anchor in enumerate(attestation.anchors):
                    if length is not None and anchor.end > length:
                        path = ("attestations", n, "anchors", m, "end")
                        most = f"{length} or less, the length of {attestation.source}"
                        message = f"{path_text(path)} must be {most}, got {anchor.end}"
                        yield INSIDE.problem(message, path=path, record=record.id)


def _cause(problem: Problem, record: Entry, index: CorpusIndex) -> Cause:
    """Return the id of the source: the problems of all anchors in a source have the same cause."""
    del index
    return attestations(record)[cast("int", problem.path[1])].source


# --- Columns --------------------------------------------------------------------------------------------------------


def _columns(tables: TargetTables) -> RowFinder:
    """Return the function that finds rows with such an anchor; of a repeated source, the smallest length counts."""
    from alliancekit._polars import pl

    return partial(_doubtful_rows, tables[Source].group_by("id").agg(pl.col("length").min()))


def _doubtful_rows(sources: "pl.DataFrame", objects: "Objects") -> "Iterator[tuple[str, pl.Series]]":
    """Yield the numbers of the rows with an anchor that ends after the length of its source."""
    reports = objects["attestations"].items
    anchors = reports["anchors"].items
    rows = anchors.rows_above(anchors.rows)
    named = reports["source"].series.gather(rows).alias("id").to_frame()
    lengths = named.join(sources, on="id", how="left", maintain_order="left").get_column("length")
    yield INSIDE.code, reports.rows_above(rows.filter(anchors["end"].series > lengths))


# --- Generation -----------------------------------------------------------------------------------------------------


def _break(draft: "CorpusDraft") -> Sequence[Entry]:
    """Give a statement a new anchor, and its source a length that is one too short for it."""
    statement = draft.one(Statement)
    anchor = draft.new(Anchor)
    first, *rest = statement.attestations
    source = evolve(draft.source_of(statement), length=anchor.end - 1, regions=())
    return draft.with_changed(source, evolve(statement, attestations=(evolve(first, anchors=(anchor,)), *rest)))


def _mend(problem: Problem, record: Entry, records: Mapping[str, Entry]) -> Entry:
    """Return the source with the end of the anchor as its length."""
    source = records[str(value_at(record, (*problem.path[:2], "source")))]
    return evolve(cast("Source", source), length=cast("int", value_at(record, problem.path)))


CHECK: Final = Check(
    rules=(INSIDE,),
    problems=problems,
    cause=_cause,
    models=_MODELS,
    bounded=_ANCHORS,
    scope="linked",
    columns=_columns,
    target_columns={Source: ("id", "length")},
    extents={INSIDE: EXACT},
    breaking={INSIDE: _break},
    mending={INSIDE: _mend},
)
