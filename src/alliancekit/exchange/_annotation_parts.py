"""The parts of Web Annotations: bodies, creators, targets and selectors, as plain values."""

import re
from collections.abc import Iterator
from typing import Final, get_args

from attrs import define, field

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate, InvalidRecord, Path
from alliancekit.exchange._passages import PassageSelection
from alliancekit.exchange.results import ImportLog
from alliancekit.formats import Tree
from alliancekit.messages import quote
from alliancekit.models import KINDS
from alliancekit.models.attestation import Wording
from alliancekit.models.candidate import TYPES, CandidateType
from alliancekit.models.coding import Coding
from alliancekit.rules.ids import is_id

WORDINGS: Final[tuple[Wording, ...]] = get_args(Wording)
EXPORTED_PREFIX: Final = "urn:alliancekit:"
"""The start of the identifiers that an export makes."""
_FIELD: Final = re.compile(r"[a-z_]+(?:\[[^\]]*\])?(?:\.[a-z_]+(?:\[[^\]]*\])?)*")
_LABELS: Final = ("identifying", "classifying", "tagging")
"""The purposes of bodies that name a record, its type, a wording or a field."""
_KNOWN: Final = ("@context", "id", "type", "body", "bodyValue", "target", "creator", "created", "motivation")
_HYPOTHESIS: Final = ("uri", "user", "text", "tags")
"""The keys of an annotation of Hypothesis in the place of `target.source`, `creator` and `body`."""


@define
class AnnotationLabels:
    """What the bodies of an annotation say.

    Attributes:
        record: The id of the record that it supports, if one is named.
        of: The type of the record, if it is named.
        wording: The wording, if it is named.
        fields: The fields that it supports.
        notes: Its remarks, each with its path.
    """

    record: str | None = None
    of: CandidateType | None = None
    wording: Wording | None = None
    fields: list[str] = field(factory=list)
    notes: list[tuple[Path, str]] = field(factory=list)

    def add(self, label: str) -> bool:
        """Add a label; return whether it has a meaning."""
        if any(is_id(label, kind) for kind in KINDS):
            self.record = self.record or label
            return self.record == label
        if label in TYPES:
            self.of = "statement" if label == "statement" else "proposal"
        elif label in KINDS:
            return True
        elif label in WORDINGS:
            self.wording = label
        elif _FIELD.fullmatch(label) and label not in self.fields:
            self.fields.append(label)
        else:
            return False
        return True


def labels_of(annotation: dict[str, Tree], base: Path, log: ImportLog) -> AnnotationLabels:
    """Return what the bodies of an annotation say, and report the rest."""
    labels = AnnotationLabels()
    _read_bodies(annotation, base, labels, log)
    for path, tag in _listed(annotation.get("tags"), (*base, "tags")):
        if not isinstance(tag, str) or not labels.add(tag):
            log.lost(path, f"{quote(tag)} is no id, type, wording or field")
    for key, value in annotation.items():
        if key in ("bodyValue", "text") and isinstance(value, str) and value.strip():
            labels.notes.append(((*base, key), value))
        elif key not in (*_KNOWN, *_HYPOTHESIS) and value not in (None, False, "", [], {}):
            log.lost((*base, key), "a record has no field for it")
    return labels


def _read_bodies(annotation: dict[str, Tree], base: Path, labels: AnnotationLabels, log: ImportLog) -> None:
    """Add the bodies of an annotation to its labels."""
    for path, body in _listed(annotation.get("body"), (*base, "body")):
        text = body.get("value") if isinstance(body, dict) else None
        if not isinstance(body, dict) or not isinstance(text, str) or not text.strip():
            log.lost(path, f"only bodies with text are read, got {quote(body)}")
        elif body.get("purpose") not in _LABELS:
            labels.notes.append((path, text))
        elif not labels.add(text):
            log.lost(path, f"{quote(text)} is no id, type, wording or field")


def codings_of(annotation: dict[str, Tree], base: Path, log: ImportLog) -> tuple[Coding, ...]:
    """Return who made an annotation, and when."""
    date = day_of(annotation, "created", base, log)
    codings: list[Coding] = []
    key = "creator" if "creator" in annotation else "user"
    for path, creator in _listed(annotation.get(key), (*base, key)):
        names = creator if isinstance(creator, dict) else {"name": creator}
        name = next((text for word in ("name", "nickname", "id") if isinstance(text := names.get(word), str)), "")
        if not name.strip():
            log.lost(path, "a coder must have a name")
            continue
        try:
            coding = Coding(by=name, date=date)
        except InvalidRecord as error:
            log.lost(path, error.problems[0].message)
            continue
        if coding not in codings:
            codings.append(coding)
    if date is not None and not codings:
        log.lost((*base, "created"), "a date of coding needs a coder")
    return tuple(codings)


def day_of(annotation: dict[str, Tree], key: str, base: Path, log: ImportLog) -> PartialDate | None:
    """Return the day of a time that an annotation states; None if it states none, or no valid one."""
    moment = annotation.get(key)
    if not isinstance(moment, str):
        return None
    try:
        return PartialDate(moment[:10])
    except InvalidDate as error:
        log.lost((*base, key), str(error))
        return None


def targets_of(annotation: dict[str, Tree], base: Path) -> Iterator[tuple[Path, str, list[tuple[Path, Tree]]]]:
    """Yield each target: its path, the address of its source, and its selectors with their paths."""
    for path, target in _listed(annotation.get("target"), (*base, "target")):
        if isinstance(target, dict):
            source = target.get("source", target.get("id", annotation.get("uri")))
            address = source.get("id") if isinstance(source, dict) else source
            selectors = [*_listed(target.get("selector"), (*path, "selector"))]
            yield path, address if isinstance(address, str) else "", selectors
        else:
            yield path, target if isinstance(target, str) else "", []


def selection_of(selectors: list[tuple[Path, Tree]]) -> PassageSelection | None:
    """Return the selection of the selectors of text; None if there is none of them."""
    values: dict[str, Tree] = {}
    for _, selector in selectors:
        own: dict[str, Tree] = selector if isinstance(selector, dict) else {}
        texts, numbers = ("exact", "prefix", "suffix"), ("start", "end")
        if own.get("type") == "TextQuoteSelector":
            values |= {key: own[key] for key in texts if isinstance(own.get(key), str)}
        elif own.get("type") == "TextPositionSelector":
            values |= {key: own[key] for key in numbers if type(own.get(key)) is int}
    return PassageSelection(**values) if "exact" in values or values.keys() >= {"start", "end"} else None  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def _listed(value: Tree, path: Path) -> Iterator[tuple[Path, Tree]]:
    """Yield the items of a list with their paths; a value that is no list is one item, and null is none."""
    if isinstance(value, list):
        yield from (((*path, n), item) for n, item in enumerate(value))
    elif value is not None:
        yield path, value
