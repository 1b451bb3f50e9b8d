"""Near misses of corpora: valid records that together break just one rule."""

from attrs import frozen
from hypothesis import strategies as st

from alliancekit.corpus.checks import BREAKING
from alliancekit.models import Entry, Proposal, Statement
from alliancekit.strategies._corpora import entries, problems_of
from alliancekit.strategies.corpus_drafts import CorpusDraft

_MOST = 1
"""How many records of each type there are at most before a rule is broken."""


@frozen(kw_only=True)
class CorpusNearMiss:
    """Records, each valid by itself, that together break one rule and no other.

    Attributes:
        records: The records. `Corpus(records)` raises `InvalidCorpus`, or has warnings if the rule only warns.
        code: The code of the rule that they break.
    """

    records: tuple[Entry, ...]
    code: str


def corpus_near_misses(*, code: str | None = None) -> st.SearchStrategy[CorpusNearMiss]:
    """Return a strategy for records that break one rule of a corpus and no other, each rule as likely as every other.

    There is at most one record of each type, and those that the mistake needs or that others name.

    Args:
        code: The code of the rule to break; None: any. What it takes two corpora to break is not among them.

    Raises:
        ValueError: If no rule of a corpus has that code.
    """
    if code is None:
        return _corpus_near_misses(tuple(BREAKING)).filter(_is_near)
    if code not in BREAKING:
        message = f"no corpus breaks {code}; it may break {', '.join(BREAKING)}"
        raise ValueError(message)
    return _corpus_near_misses((code,)).filter(_is_near)


@st.composite
def _corpus_near_misses(draw: st.DrawFn, codes: tuple[str, ...]) -> CorpusNearMiss:
    code = draw(st.sampled_from(codes))
    records = draw(entries(_MOST, (Proposal, Statement), quiet=True))
    draft = CorpusDraft(tuple(records.values()), draw)
    return CorpusNearMiss(records=tuple(BREAKING[code](draft)), code=code)


def _is_near(miss: CorpusNearMiss) -> bool:
    """Return whether the records break their rule, and no other."""
    return {problem.code for problem in problems_of(miss.records)} == {miss.code}
