"""Read the annotated documents of langextract, one a line: ``extractions`` with class, text, interval and attributes.

See https://github.com/google/langextract, `langextract/core/data.py` and `langextract/data_lib.py`.
"""

from collections.abc import Iterator
from typing import Final

from alliancekit.drafts.raw import TYPES_OF_DRAFTS, RawAttestation, RawDraft, RawQuote
from alliancekit.drafts.results import DraftLog
from alliancekit.drafts.rules import DRAFT_STRUCTURE, UNUSED
from alliancekit.engine.tree import Tree
from alliancekit.errors import Path
from alliancekit.evidence import Copy
from alliancekit.formats import Document
from alliancekit.messages import described, listed, quote
from alliancekit.models import Candidate
from alliancekit.models.candidate import CandidateType
from alliancekit.rules.shape import Kind, spec_of

_OF_CLASSES: Final[dict[str, CandidateType]] = {"statement": "statement", "proposal": "proposal"}
_LIST_FIELDS: Final = frozenset(field.name for field in spec_of(Candidate).fields if field.shape.kind is Kind.LIST)
_OWN: Final = frozenset(("id", "wording"))
_ONE_TEXT: Final = "read the lines of each document with the text of their own source"


def drafts_of_extractions(
    document: Document, tree: dict[str, Tree], base: Path, copy: Copy, log: DraftLog
) -> Iterator[RawDraft]:
    """Yield the drafts among the extractions of a document; report everything else.

    A document with another text than the copy makes none.
    """
    text = tree.get("text")
    annotated = Copy(text) if isinstance(text, str) else None
    if text is not None and (annotated is None or annotated.folded.text != copy.folded.text):
        name = tree.get("document_id")
        whose = "" if name is None else f", got that of the document {quote(name)}"
        log.report(DRAFT_STRUCTURE, document, (*base, "text"), f"must be the text of the source{whose}", _ONE_TEXT)
        return
    path = (*base, "extractions")
    extractions = tree["extractions"]
    if extractions is None:
        return
    if not isinstance(extractions, list):
        log.report(DRAFT_STRUCTURE, document, path, f"must be a list of extractions, got {described(extractions)}")
        return
    for number, item in enumerate(extractions):
        draft = _draft(document, item, (*path, number), annotated, log)
        if draft:
            yield draft


def _draft(document: Document, item: Tree, path: Path, annotated: Copy | None, log: DraftLog) -> RawDraft | None:
    if not isinstance(item, dict):
        log.report(DRAFT_STRUCTURE, document, path, f"must be an object, got {described(item)}")
        log.refuse(document, path, None)
        return None
    class_, words, attributes = item.get("extraction_class"), item.get("extraction_text"), item.get("attributes") or {}
    if not isinstance(class_, str) or not isinstance(words, str) or not isinstance(attributes, dict):
        message = "must have the texts 'extraction_class' and 'extraction_text', and an object or null as 'attributes'"
        log.report(DRAFT_STRUCTURE, document, path, message)
        log.refuse(document, path, None)
        return None
    of = _OF_CLASSES.get(class_.strip().lower())
    if of is None:
        expected = listed(TYPES_OF_DRAFTS, "or")
        log.report(UNUSED, document, (*path, "extraction_class"), f"is {quote(class_)}; candidates are of {expected}")
        return None
    at = (*path, "attributes")
    fields, paths = _fields(document, attributes, at, log)
    quoted = RawQuote(words, (*path, "extraction_text"), _span(item.get("char_interval")), annotated)
    wording = attributes.get("wording")
    id_ = attributes.get("id")
    report = RawAttestation(None, wording, (quoted,), {}, path)
    return RawDraft(of, id_ if isinstance(id_, str) else None, fields, (report,), document, path, paths)


def _fields(
    document: Document, attributes: dict[str, Tree], base: Path, log: DraftLog
) -> tuple[dict[str, Tree], dict[str, Path]]:
    """Return the values of the fields in attributes, and the path of each; ``venue.place`` is one in an object."""
    known = {field.name for field in spec_of(Candidate).fields}
    fields: dict[str, Tree] = {}
    paths: dict[str, Path] = {}
    for key, value in sorted(attributes.items(), key=lambda item: "." in item[0]):  # whole fields come first
        name, _, inner = key.partition(".")
        if value is None or key in _OWN:
            continue
        if name not in known:
            log.report(UNUSED, document, (*base, key), "is not a field of a candidate")
            continue
        paths[name] = (*base, key)
        if inner:
            group = fields.setdefault(name, {})
            if isinstance(group, dict):
                group[inner] = value
            else:
                log.report(UNUSED, document, (*base, key), f"is not used: {quote(name)} has a value of its own")
        else:
            fields[name] = [value] if name in _LIST_FIELDS and not isinstance(value, list) else value
    names = fields.get("names")
    if isinstance(names, list):
        fields["names"] = [{"text": name} if isinstance(name, str) else name for name in names]
    return fields, paths


def _span(interval: Tree) -> tuple[int, int] | None:
    """Return the span of an interval; None if it is not known."""
    if not isinstance(interval, dict):
        return None
    start, end = interval.get("start_pos"), interval.get("end_pos")
    return (start, end) if type(start) is int and type(end) is int else None
