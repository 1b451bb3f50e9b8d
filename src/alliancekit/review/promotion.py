"""Promote candidates of a corpus: make statements and proposals of those that lack nothing."""

from collections.abc import Iterable, Iterator

from attrs import evolve

from alliancekit.corpus import Corpus
from alliancekit.corpus.checks.unique_ids import UNIQUE
from alliancekit.corpus.references import references
from alliancekit.corpus.renaming import renamed
from alliancekit.errors import InvalidCorpus, InvalidRecord, Problem, UnusableInput
from alliancekit.messages import quote
from alliancekit.models import Candidate, Entry
from alliancekit.review.decisions import CODED_BY_A_PERSON
from alliancekit.review.drafts import completed, promoted_id


def promoted(corpus: Corpus, ids: Iterable[str]) -> Corpus:
    """Return a corpus in which candidates are statements and proposals.

    A candidate keeps its slug, its evidence and its codings: ``candidate:x`` becomes ``statement:x`` or ``proposal:x``.
    All references to it get the new id. Nothing is filled in: a candidate that lacks a field is a problem.

    Args:
        corpus: The corpus with the candidates.
        ids: The ids of the candidates. Those that refer to each other are promoted together.

    Raises:
        InvalidCorpus: With all problems: a candidate that lacks a field, that breaks a rule of its new type, that only
            a program has coded, or whose new id belongs to another record. Each names a candidate of `corpus`.
        UnknownRecord: If no record has one of the ids.
        UnusableInput: If a record with one of the ids is no candidate.
    """
    candidates = {id_: _candidate(corpus, id_) for id_ in ids}
    new_ids = {id_: promoted_id(candidate) for id_, candidate in candidates.items()}
    problems: list[Problem] = []
    records: list[Entry] = []
    for record in corpus:
        try:
            if isinstance(record, Candidate) and record.id in new_ids:
                problems += _hindrances(corpus, record, new_ids[record.id])
                records.append(completed(record, new_ids))
            else:
                records.append(renamed(record, new_ids))
        except InvalidRecord as error:
            problems += (_with_advice(corpus, record, each) for each in error.problems)
    if problems:
        raise InvalidCorpus(problems)
    return Corpus(records)


def _candidate(corpus: Corpus, id_: str) -> Candidate:
    record = corpus[id_]
    if not isinstance(record, Candidate):
        message = f"{quote(id_)} is no candidate, so it can't be promoted; name candidates only"
        raise UnusableInput(message)
    return record


def _hindrances(corpus: Corpus, candidate: Candidate, new_id: str) -> Iterator[Problem]:
    """Yield the problems of a candidate that do not come from the rules of its type."""
    codings = candidate.codings
    if codings and all(each.role == "coded" and each.method == "program" for each in codings):
        message = f"{candidate.id} was drafted by a program, and nobody has reviewed it"
        yield CODED_BY_A_PERSON.problem(message, path=("codings",), record=candidate.id)
    if new_id in corpus:
        message = f"the new id {new_id} belongs to another record"
        yield UNIQUE.problem(message, path=("id",), record=candidate.id)


def _with_advice(corpus: Corpus, record: Entry, problem: Problem) -> Problem:
    """Return a problem of what a record becomes, with the id of the record and with what to do for a promotion."""
    hint = problem.hint
    target = dict(references(record)).get(problem.path)
    if isinstance(record, Candidate) and {*problem.path[:1]} & {*record.missing}:
        hint = "write the field, and remove it from 'missing'; if no source gives it, it stays a candidate"
    elif target and isinstance(corpus.get(target), Candidate):
        hint = f"promote {target} too"
    return evolve(problem, record=record.id, hint=hint)
