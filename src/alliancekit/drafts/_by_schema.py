"""Read drafts in the form of `alliancekit.schema.drafts_schema`."""

from collections.abc import Iterator

from alliancekit.drafts.raw import CANDIDATE_LISTS, RawAttestation, RawDraft, RawQuote, without_null
from alliancekit.drafts.results import DraftLog
from alliancekit.drafts.rules import DRAFT_STRUCTURE
from alliancekit.engine.tree import Tree
from alliancekit.errors import Path
from alliancekit.formats import Document
from alliancekit.messages import described, listed, quote
from alliancekit.schema import DRAFT_MODELS


def drafts_of_lists(document: Document, tree: dict[str, Tree], base: Path, log: DraftLog) -> Iterator[RawDraft]:
    """Yield the drafts in the lists of an object; report everything else."""
    for name, value in tree.items():
        path = (*base, name)
        if value is None:
            continue
        if name not in DRAFT_MODELS:
            expected = listed(tuple(map(quote, DRAFT_MODELS)), "or")
            log.report(DRAFT_STRUCTURE, document, path, f"is not a list of drafts; expected {expected}")
        elif not isinstance(value, list):
            log.report(DRAFT_STRUCTURE, document, path, f"must be a list of drafts, got {described(value)}")
        elif name not in CANDIDATE_LISTS and value:
            reason = "makes no candidates: only statements and proposals have them"
            log.report(DRAFT_STRUCTURE, document, path, reason, "code these records by hand, or import them")
            for number, item in enumerate(value):
                log.refuse(document, (*path, number), item.get("id") if isinstance(item, dict) else None)
        else:
            for number, item in enumerate(value):
                draft = _draft(document, name, item, (*path, number), log)
                if draft:
                    yield draft
                else:
                    log.refuse(document, (*path, number), item.get("id") if isinstance(item, dict) else None)


def _draft(document: Document, name: str, item: Tree, path: Path, log: DraftLog) -> RawDraft | None:
    if not isinstance(item, dict):
        log.report(DRAFT_STRUCTURE, document, path, f"must be an object, got {described(item)}")
        return None
    id_ = item.get("id")
    if id_ is not None and not isinstance(id_, str):
        log.report(DRAFT_STRUCTURE, document, (*path, "id"), f"must be text or null, got {described(id_)}")
        return None
    reports = item.get("attestations")
    if not isinstance(reports, list):
        message = f"must be a list of attestations with quotes, got {described(reports)}"
        log.report(DRAFT_STRUCTURE, document, (*path, "attestations"), message)
        return None
    at = (*path, "attestations")
    found = [_attestation(document, report, (*at, number), log) for number, report in enumerate(reports)]
    fields = {
        key: without_null(value)
        for key, value in item.items()
        if value is not None and key not in ("id", "attestations")
    }
    return RawDraft(
        CANDIDATE_LISTS[name], id_, fields, tuple(filter(None, found)), document, path, {}, faulty=None in found
    )


def _attestation(document: Document, report: Tree, path: Path, log: DraftLog) -> RawAttestation | None:
    if not isinstance(report, dict):
        log.report(DRAFT_STRUCTURE, document, path, f"must be an object, got {described(report)}")
        return None
    source, quotes = report.get("source"), report.get("quotes")
    if source is not None and not isinstance(source, str):
        log.report(
            DRAFT_STRUCTURE, document, (*path, "source"), f"must be the id of a source or null, got {described(source)}"
        )
        return None
    at = (*path, "quotes")
    if not isinstance(quotes, list):
        log.report(DRAFT_STRUCTURE, document, at, f"must be a list of quotes, got {described(quotes)}")
        return None
    found: list[RawQuote] = []
    for number, words in enumerate(quotes):
        if isinstance(words, str):
            found.append(RawQuote(words, (*at, number)))
        else:
            log.report(DRAFT_STRUCTURE, document, (*at, number), f"must be text, got {described(words)}")
    known = {"source", "wording", "quotes"}
    rest = {key: without_null(value) for key, value in report.items() if key not in known and value is not None}
    return RawAttestation(source, report.get("wording"), tuple(found), rest, path)
