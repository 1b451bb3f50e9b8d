"""Near misses of corpora: records that are valid by themselves, but together break exactly one rule."""

from attrs import frozen
from hypothesis import reject
from hypothesis import strategies as st

from alliancekit.corpus.checks import BREAKING
from alliancekit.errors import InvalidRecord
from alliancekit.models import Entry, Proposal, Statement
from alliancekit.strategies._corpora import entries, problems_of
from alliancekit.strategies.corpus_drafts import CorpusDraft

_MOST_RECORDS = 1
"""The greatest number of records of each type that are drawn before the change that breaks a rule."""


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
    """Return a strategy for records that break exactly one rule of a corpus. All rules are equally likely.

    There is at most one record of each type, and in addition the records that the mistake needs, and those to which
    others refer.

    Args:
        code: The code of the rule to break; None: any. A rule about merging corpora is not allowed, because it needs
            two corpora.

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
    records = draw(entries(_MOST_RECORDS, (Proposal, Statement), quiet=True))
    draft = CorpusDraft(tuple(records.values()), draw)
    try:
        broken = BREAKING[code](draft)
    except InvalidRecord:
        # A record that breaks the rule of the corpus also breaks a rule of its own.
        reject()
    return CorpusNearMiss(records=tuple(broken), code=code)


def _is_near(miss: CorpusNearMiss) -> bool:
    """Return whether the records break their rule, and no other."""
    return {problem.code for problem in problems_of(miss.records)} == {miss.code}
