"""The outcome of a review: the records of the accepted drafts, checked together with the others."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain

from attrs import evolve

from alliancekit.corpus import Corpus
from alliancekit.corpus.checks.unique_ids import merge_problem
from alliancekit.corpus.renaming import renamed
from alliancekit.errors import InvalidCorpus, InvalidRecord, Problem
from alliancekit.models import Entry
from alliancekit.review.decisions import Decision
from alliancekit.review.drafts import completed, promoted_id, reviewed, with_coding
from alliancekit.review.session import DraftState, Review


def outcome(review: Review, corpus: Iterable[Entry] = (), *, with_waiting: bool = False) -> tuple[Entry, ...]:
    """Return the records that a review leaves, without those of the corpus to which they belong.

    An accepted draft is a statement or a proposal; one that is accepted as a candidate is a candidate. Both have the
    coding of the reviewer. References to an accepted draft have its new id. The other records of the file follow.

    Args:
        review: The review.
        corpus: The records of the corpus to which the drafts refer.
        with_waiting: Whether drafts that are not decided are included as they are.

    Raises:
        InvalidCorpus: If the records contradict each other or the corpus, such as an accepted draft that refers to a
            rejected one.
    """
    names = _new_ids(review)
    known = {record.id: record for record in corpus}
    records: list[Entry] = []
    problems: list[Problem] = []
    for record in review.records:
        try:
            records += _results(review, record, names, with_waiting=with_waiting)
        except InvalidRecord as error:
            problems += (evolve(each, record=each.record or record.id) for each in error.problems)
    new = [record for record in records if known.get(record.id) != record]
    problems += (merge_problem(known[record.id], record) for record in new if record.id in known)
    if problems:
        raise InvalidCorpus(problems)
    Corpus([*known.values(), *new])
    return tuple(new)


def was_outcome(
    records: Mapping[str, Entry], review: Review, decisions: Iterable[Decision], corpus: Iterable[Entry]
) -> bool:
    """Return whether records are what a review left before or after a decision, with or without waiting drafts.

    So one can find out whether a file has a result of this review, although decisions were added since. The records are
    not checked together.

    Args:
        records: The records by id.
        review: A review without decisions; decisions are added to it.
        decisions: The decisions.
        corpus: The records of the corpus to which the drafts refer.
    """
    known: dict[str, Entry] = {record.id: record for record in corpus}
    if _is_left(records, review, known):
        return True
    for decision in decisions:
        review.repeat(decision)
        if decision.verdict != "skip" and _is_left(records, review, known):
            return True
    return False


def _is_left(records: Mapping[str, Entry], review: Review, known: Mapping[str, Entry]) -> bool:
    """Return whether records are what a review leaves now, with waiting drafts or without."""
    names = _new_ids(review)
    for with_waiting in (False, True):
        left = [each for each in review.records if _is_included(review.states.get(each.id), with_waiting=with_waiting)]
        ids = {names.get(each.id, each.id) for each in left}
        if not ids - known.keys() <= records.keys() <= ids:
            continue  # this is cheap, so that most decisions cost nothing more
        with suppress(InvalidRecord):
            made = chain.from_iterable(_results(review, each, names, with_waiting=with_waiting) for each in left)
            if records == {record.id: record for record in made if known.get(record.id) != record}:
                return True
    return False


def _is_included(state: DraftState | None, *, with_waiting: bool) -> bool:
    """Return whether a record of the file is in the outcome; it has no state if it is no draft."""
    return state is None or (state.status != "rejected" if with_waiting else state.status.startswith("accepted"))


def _new_ids(review: Review) -> dict[str, str]:
    """Return the new ids of the accepted drafts."""
    return {id_: promoted_id(state.candidate) for id_, state in review.states.items() if state.status == "accepted"}


def _results(review: Review, record: Entry, names: dict[str, str], *, with_waiting: bool) -> Iterator[Entry]:
    """Yield the record that results from a record of the file, if any."""
    state = review.states.get(record.id)
    if state is None:
        yield renamed(record, names)
    elif state.decision and state.status in {"accepted", "accepted_as_candidate"}:
        coded = with_coding(state.candidate, reviewed(state.decision.by, state.decision.at))
        yield completed(coded, names) if state.status == "accepted" else renamed(coded, names)
    elif _is_included(state, with_waiting=with_waiting):
        yield renamed(state.candidate, names)
