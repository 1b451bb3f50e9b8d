"""Records that join the packaged corpus of the tests, and the problems that they bring."""

from typing import cast
from unittest.mock import patch

import attrs
from hypothesis import strategies as st
from tests.corpus.test_corpus import corpus
from tests.engine.engines import PLAIN
from tests.mistakes import STATE

from alliancekit.corpus.checks import Check, CorpusIndex
from alliancekit.corpus.checks import dates as date_checks
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.models import Entry
from alliancekit.models.state import Code
from alliancekit.strategies import dates

DATES = {rule.code for rule in date_checks.CHECK.rules}

UNLISTED = attrs.evolve(STATE, codes=(Code(system="atop", value="1"),))
"""A state with a code that no list of states has, so that it is none of the states of the corpus."""

some = st.sampled_from([
    "1950", "1950-12", "1951-01-01", "1951-21", "195X", "1951~", "-0001", "0950", "1950/1951", "1950/..", "../1951",
    "/1951", "1951/", "1900/1960", "1900/..", "1951-02/1951-02-28", "1952-04-30/1952-04", "-0100/1951", "1951?/1952",
    "9999-12-31", "1940/9999", "-0100/..",
]).map(PartialDate)  # fmt: skip
dated = some | dates()
moments = st.none() | dated


def problems(*records: Entry) -> tuple[Problem, ...]:
    """Return the problems of records that join the corpus, warnings too."""
    try:
        return corpus.add(*records).warnings
    except InvalidCorpus as error:
        return error.problems


def messages(*records: Entry) -> list[str]:
    """Return the messages of the problems, without the warnings about dates."""
    return [problem.message for problem in problems(*records) if problem.code not in DATES]


def same_as_plain(check: Check, *records: object) -> bool:
    """Return whether the plain engine, which leaves everything to the check, finds the same problems."""
    by_id = cast("dict[str, Entry]", {cast("Entry", record).id: record for record in records})
    with patch("alliancekit.engine.of", PLAIN.engine):
        expected = [*check.problems(CorpusIndex(by_id))]
    return [*check.problems(CorpusIndex(by_id))] == expected
