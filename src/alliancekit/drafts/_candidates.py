"""Make candidates of drafts."""

from collections.abc import Callable
from itertools import count
from typing import Final, cast, get_args

from attrs import evolve, field, frozen

from alliancekit import convert
from alliancekit.drafts._quotes import QuoteFinder
from alliancekit.drafts.raw import RawAttestation, RawDraft
from alliancekit.drafts.rules import DRAFT_STRUCTURE, UNUSED
from alliancekit.engine.reading import TreeReader
from alliancekit.errors import InvalidRecord, Problem
from alliancekit.messages import quote
from alliancekit.models import Candidate
from alliancekit.models.attestation import Attestation, Wording
from alliancekit.models.candidate import TYPES, Gap
from alliancekit.models.coding import Coding
from alliancekit.rules.candidates import missing_fields
from alliancekit.rules.ids import is_id
from alliancekit.rules.shape import spec_of

_WORDING: Final = "write it into the file, or pass wording='indirect' or another wording for all quotes without one"
_NOT_DRAFTED: Final = frozenset(("id", "of", "missing", "attestations", "codings"))


@frozen
class CandidateMaker:
    """Makes candidates of the drafts of one text.

    Attributes:
        finder: Finds the quotes.
        source: The id of the source of the text.
        coding: The program that drafted them.
        wording: The wording of evidence that does not state it; None: it must.
    """

    finder: QuoteFinder
    source: str
    coding: Coding
    wording: Wording | None
    _used: set[str] = field(factory=set, init=False)

    def candidate(self, draft: RawDraft) -> Candidate | None:
        """Return the candidate of a draft; None if it makes none, which is reported."""
        log = self.finder.log
        known = len(log.problems)
        found = (self._attestation(draft, report) for report in draft.attestations)
        reports = tuple(report for report in found if report)
        if not reports and len(log.problems) == known and not draft.faulty:
            message = "makes no candidate: it has no quote"
            log.report(
                DRAFT_STRUCTURE, draft.document, draft.path, message, "copy the words from the text that report it"
            )
        values = self._values(draft)
        id_ = self._id(draft)
        while True:
            made = self._made(draft, id_, values, reports)
            if isinstance(made, Candidate):
                self._used.add(id_)
                return made
            # Without evidence the draft makes no candidate, which is reported above; here are its other problems.
            problems = [each for each in made if reports or each.path[:1] != ("attestations",)]
            dropped = {str(problem.path[0]) for problem in problems if problem.path}.intersection(values)
            for problem in problems:
                log.locate(problem, draft.document, draft.at(problem.path))
            if not dropped:
                log.refuse(draft.document, draft.path, draft.id)
                return None
            for name in dropped:
                del values[name]

    def _values(self, draft: RawDraft) -> dict[str, object]:
        """Return the values of the fields; one of the wrong type is reported and left out."""
        spec, values = spec_of(Candidate), dict[str, object]()
        for name, tree in draft.fields.items():
            if name not in spec.names or name in _NOT_DRAFTED:
                self.finder.log.report(UNUSED, draft.document, draft.at((name,)), "is not a field of a draft")
                continue
            reader = TreeReader()
            value = reader.value(spec[name].shape, tree, (name,))
            for problem in reader.problems:
                self.finder.log.locate(problem, draft.document, draft.at(problem.path))
            if not reader.problems:
                values[name] = value
        return values

    def _made(
        self, draft: RawDraft, id_: str, values: dict[str, object], reports: tuple[Attestation, ...]
    ) -> Candidate | tuple[Problem, ...]:
        """Return the candidate with some values, or its problems."""
        spec, model = spec_of(Candidate), TYPES[draft.of]
        gaps = {name: values.get(name, spec[name].default) for name in get_args(Gap) if name in spec_of(model).names}
        construct = cast("Callable[..., Candidate]", Candidate)
        missing = missing_fields(model, gaps)
        try:
            return construct(
                **{**values, "id": id_, "of": draft.of, "missing": missing},
                codings=(self.coding,),
                attestations=reports,
            )
        except InvalidRecord as error:
            return error.problems

    def _attestation(self, draft: RawDraft, report: RawAttestation) -> Attestation | None:
        """Return an attestation with its anchors; None if it has none, which is reported."""
        log = self.finder.log
        if report.source not in (None, self.source):
            message = f"must be {self.source}, the source of the text, got {quote(report.source)}"
            log.report(DRAFT_STRUCTURE, draft.document, (*report.path, "source"), message)
            return None
        anchors = tuple(dict.fromkeys(made for quoted in report.quotes for made in self.finder.anchors(draft, quoted)))
        if not anchors:
            return None
        tree: dict[str, object] = {"source": self.source, **report.rest}
        wording = self.wording if report.wording is None else report.wording
        if wording is not None:
            tree["wording"] = wording
        made, problems = convert.read(Attestation, tree)
        for problem in problems:
            located = evolve(problem, hint=_WORDING) if wording is None and problem.path == ("wording",) else problem
            log.locate(located, draft.document, (*report.path, *problem.path))
        return None if made is None else evolve(made, anchors=anchors)

    def _id(self, draft: RawDraft) -> str:
        """Return an id that no other candidate of the file has; it keeps the slug of the draft."""
        slug = (draft.id or "").rpartition(":")[2]
        if not is_id(f"candidate:{slug}", "candidate"):
            slug = f"{self.source.partition(':')[2]}-draft"
        numbers = (f"candidate:{slug}" if n == 1 else f"candidate:{slug}-{n}" for n in count(1))
        return next(id_ for id_ in numbers if id_ not in self._used)
