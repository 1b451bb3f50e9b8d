"""Benchmarks of many edits of one corpus, relative to the creation of the corpus.

Run ``python -m benchmarks --only edits``.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

from benchmarks.construction import statement
from benchmarks.differences import seconds
from benchmarks.measuring import Job, Settings, ratios, rounded
from benchmarks.page import Table

from alliancekit import Corpus, seeds

NUMBER: Final = 20_000


def update(corpus: Corpus, ids: list[str]) -> Corpus:
    """Return a corpus with another note in some records."""
    editor = corpus.editor()
    for id_ in ids:
        editor.update(id_, note="changed")
    return editor.corpus()


def remove(corpus: Corpus, ids: list[str]) -> Corpus:
    """Return a corpus without some records."""
    editor = corpus.editor()
    for id_ in ids:
        editor.remove(id_)
    return editor.corpus()


def tables(settings: Settings) -> Iterator[Table]:
    """Yield the time of the edits with the check at the end, and its seconds."""
    added = [statement(number) for number in range(NUMBER)]
    corpus = Corpus([*seeds(), *added])
    ids: list[str] = [record.id for record in added]
    jobs = {name: Job(partial(edit, corpus, ids), NUMBER) for name, edit in (("update", update), ("remove", remove))}
    jobs["create"] = Job(partial(Corpus, tuple(corpus)), NUMBER)
    found = ratios(jobs, "create", settings.rounds)
    rows = ((f"`{name}`", str(found[name]), rounded(seconds(jobs[name].run))) for name in ("update", "remove"))
    yield Table("edits", ("", "time", f"seconds for {NUMBER:,}"), tuple(rows))
