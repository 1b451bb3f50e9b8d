"""Read Web Annotations as evidence of records, and as candidates."""

from collections.abc import Iterator

from attrs import define

from alliancekit.errors import Path
from alliancekit.exchange._annotation_parts import EXPORTED_PREFIX, codings_of, labels_of, selection_of, targets_of
from alliancekit.exchange._evidence import EvidenceGroup
from alliancekit.exchange._evidence_reading import EvidenceReader
from alliancekit.exchange._passages import NotFound, passage_of
from alliancekit.exchange.rules import PASSAGE, STRUCTURE
from alliancekit.formats import Tree
from alliancekit.messages import described
from alliancekit.models import Source


@define
class AnnotationReader(EvidenceReader):
    """Reads Web Annotations."""

    def read(self) -> None:
        """Read all annotations."""
        for base, annotation in self._annotations():
            self._add(annotation, base)

    def _annotations(self) -> Iterator[tuple[Path, dict[str, Tree]]]:
        """Yield each annotation of the file with its path."""
        base, tree = _items_of(self.log.document.tree)
        if not isinstance(tree, list):
            self.log.report(STRUCTURE, base, f"must be an annotation or a list of annotations, got {described(tree)}")
            return
        for n, annotation in enumerate(tree):
            if isinstance(annotation, dict) and "target" in annotation:
                yield (*base, n), annotation
            else:
                self.log.report(STRUCTURE, (*base, n), "must be an annotation with a target")

    def _add(self, annotation: dict[str, Tree], base: Path) -> None:
        """Add an annotation."""
        labels = labels_of(annotation, base, self.log)
        codings = codings_of(annotation, base, self.log)
        id_ = annotation.get("id")
        name = id_ if isinstance(id_, str) else ""
        group = name.removeprefix(EXPORTED_PREFIX).rpartition(":")[0] if name.startswith(EXPORTED_PREFIX) else ""
        evidence: list[EvidenceGroup] = []
        for path, address, selectors in targets_of(annotation, base):
            source = self.collector.source_at(address.removeprefix(EXPORTED_PREFIX), path)
            if source is not None:
                wording = labels.wording or self.wording
                found = EvidenceGroup(path, group, source.id, wording, labels.fields, codings)
                evidence += [found] if self._find(found, source, path, selectors) else []
        self.collector.add(name or f"annotation-{base[-1]}", labels, base, name, evidence)

    def _find(self, found: EvidenceGroup, source: Source, path: Path, selectors: list[tuple[Path, Tree]]) -> bool:
        """Add the anchor of a target to its evidence; return whether it is found, or needs none."""
        if not selectors:
            return True
        selection, text = selection_of(selectors), self.texts[source.id]
        reason = text.reason if text.copy is None else None
        if selection is None:
            reason = "it has no TextQuoteSelector or TextPositionSelector"
        if selection is not None and text.copy is not None:
            try:
                passage = passage_of(selection, text.copy)
            except NotFound as error:
                reason = str(error)
            else:
                found.anchors.append(passage.anchor)
                if passage.remark:
                    self.log.lost((*path, "selector"), passage.remark)
        if reason is not None:
            self.log.report(PASSAGE, path, f"selects no passage: {reason}")
        return reason is None


def _items_of(tree: Tree) -> tuple[Path, Tree]:
    """Return the list of annotations in a collection, in a page, or in an answer of Hypothesis, and its path."""
    if not isinstance(tree, dict):
        return (), tree
    for path in (("first", "items"), ("items",), ("rows",), ("annotations",)):
        value: Tree = tree
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, list):
            return path, value
    return (), [tree]
