"""Read tasks of Label Studio: each span, or each group of spans that relations join, becomes a candidate."""

from collections.abc import Iterator, Mapping

from attrs import define, evolve, field

from alliancekit.errors import InvalidRecord, Path
from alliancekit.evidence import Copy, anchor
from alliancekit.exchange._annotation_parts import AnnotationLabels, day_of
from alliancekit.exchange._evidence import EvidenceGroup
from alliancekit.exchange._evidence_reading import EvidenceReader
from alliancekit.exchange._passages import CONTEXT, FoundPassage, NotFound, PassageSelection, passage_of
from alliancekit.exchange.rules import PASSAGE, STRUCTURE
from alliancekit.formats import Tree
from alliancekit.messages import described, quote
from alliancekit.models import KINDS
from alliancekit.models.coding import Coding
from alliancekit.models.ids import SourceId

_KEYS_WITHOUT_FIELD = ("lead_time", "score", "ground_truth")
_PREDICTION = "a prediction of Label Studio"
"""The coder of a prediction whose model has no name."""
_ANNOTATOR = "an annotator of Label Studio"
"""The coder of an annotation whose annotator has no name."""


@define
class _LabelledSpan:
    """A labelled span, and what else is known of it.

    Attributes:
        path: The path of its result.
        id: Its id in Label Studio.
        value: Its positions and words.
        labels: What its labels, choices and texts say.
    """

    path: Path
    id: str
    value: dict[str, Tree]
    labels: AnnotationLabels = field(factory=AnnotationLabels)


@define
class _Task:
    """The text of a task, and its source.

    Attributes:
        id: The id of the task, or its position.
        source: The id of the source.
        text: The text that was annotated.
        copy: The text of the source.
    """

    id: str
    source: SourceId
    text: Copy
    copy: Copy


@define
class TaskReader(EvidenceReader):
    """Reads the tasks of Label Studio.

    Attributes:
        meanings: What labels and choices mean; others mean themselves.
    """

    meanings: Mapping[str, str]

    def read(self) -> None:
        """Read all tasks."""
        tree = self.log.document.tree
        for n, task in enumerate(tree if isinstance(tree, list) else [tree]):
            path: Path = (n,) if isinstance(tree, list) else ()
            if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
                self.log.report(STRUCTURE, path, f"must be a task with data, got {described(task)}")
            elif opened := self._open(task, path, n):
                for base, annotation, codings in self._annotations(task, path):
                    self._read_results(opened, annotation, base, codings)

    def _open(self, task: dict[str, Tree], path: Path, n: int) -> _Task | None:
        """Return the text of a task and its source; None after an error."""
        data = task["data"]
        texts = {key: value for key, value in data.items() if isinstance(value, str)} if isinstance(data, dict) else {}
        text = texts.get("text")
        if text is None:
            self.log.report(STRUCTURE, (*path, "data"), "has no text; only tasks with 'text' are read")
            return None
        address = texts.get("source") or self._with_text(text)
        source = self.collector.source_at(address, (*path, "data"))
        if source is None:
            return None
        known = self.texts[source.id]
        if known.copy is None:
            message = f"can't be compared with its source: {known.reason}"
            self.log.report(PASSAGE, (*path, "data"), message, hint=known.hint)
            return None
        copy = Copy(text)
        return _Task(str(task.get("id", n)), source.id, copy if text != known.copy.text else known.copy, known.copy)

    def _with_text(self, text: str) -> str:
        """Return the id of the only source with a text; empty if there is none, or more than one."""
        copies = {source.id: self.texts[source.id].copy for source in self.collector.corpus.sources()}
        found = [id_ for id_, copy in copies.items() if copy is not None and copy.text == text]
        return found[0] if len(found) == 1 else ""

    def _annotations(
        self, task: dict[str, Tree], path: Path
    ) -> Iterator[tuple[Path, dict[str, Tree], tuple[Coding, ...]]]:
        """Yield each annotation and prediction with its path and its coder."""
        for kind in ("annotations", "predictions"):
            listed = task.get(kind)
            for n, annotation in enumerate(listed if isinstance(listed, list) else []):
                base = (*path, kind, n)
                if not isinstance(annotation, dict) or not isinstance(annotation.get("result"), list):
                    self.log.report(STRUCTURE, base, "must be an object with a list of results")
                elif annotation.get("was_cancelled"):
                    self.log.lost(base, "it was cancelled")
                else:
                    for key in _KEYS_WITHOUT_FIELD:
                        if annotation.get(key):
                            self.log.lost((*base, key), "a record has no field for it")
                    yield base, annotation, (self._coding(annotation, base, is_program=kind == "predictions"),)

    def _coding(self, annotation: dict[str, Tree], base: Path, *, is_program: bool) -> Coding:
        """Return who made an annotation, and when; a prediction is made by a program."""
        date = day_of(annotation, "created_at", base, self.log)
        if is_program:
            model, key = annotation.get("model_version"), "model_version"
            names = [model] if isinstance(model, str) and model.strip() else []
            unnamed = Coding(by=_PREDICTION, method="program", date=date)
        else:
            by, key = annotation.get("completed_by"), "completed_by"
            user: dict[str, Tree] = by if isinstance(by, dict) else {"id": by}
            names = [str(user[key]) for key in ("email", "username", "id") if user.get(key) not in (None, "")]
            unnamed = Coding(by=_ANNOTATOR, date=date)
        try:
            return evolve(unnamed, by=names[0]) if names else unnamed
        except InvalidRecord as error:
            self.log.lost((*base, key), error.problems[0].message)
            return unnamed

    def _read_results(self, task: _Task, annotation: dict[str, Tree], base: Path, codings: tuple[Coding, ...]) -> None:
        """Read the results of an annotation, and add a candidate for each group of spans."""
        results = annotation["result"]
        numbered = [*enumerate(results)] if isinstance(results, list) else []
        regions: dict[str, _LabelledSpan] = {}
        links: list[tuple[Path, str, str]] = []
        others: list[tuple[Path, dict[str, Tree]]] = []
        for n, result in numbered:
            path = (*base, "result", n)
            if not isinstance(result, dict):
                self.log.report(STRUCTURE, path, f"must be an object, got {described(result)}")
            elif result.get("type") == "labels" and isinstance(value := result.get("value"), dict):
                id_ = str(result.get("id") or f"{n}")
                region = regions.setdefault(id_, _LabelledSpan(path, id_, value))
                self._label(region, value.get("labels"), (*path, "value", "labels"))
                self._label_meta(region, result.get("meta"), (*path, "meta"))
            elif result.get("type") == "relation":
                links.append((path, str(result.get("from_id")), str(result.get("to_id"))))
                if result.get("labels"):
                    self.log.lost((*path, "labels"), "a relation only joins spans")
            else:
                others.append((path, result))
        for path, result in others:
            self._read_other(regions.get(str(result.get("id"))), result, path)
        name = str(annotation.get("id", base[-1]))
        for group in self._groups(regions, links):
            self._add(task, f"{task.id}/{base[-2]}/{name}/{group[0].id}", group, codings)

    def _read_other(self, region: _LabelledSpan | None, result: dict[str, Tree], path: Path) -> None:
        """Read choices or a text about a span; report other results."""
        value = result.get("value")
        known: dict[str, Tree] = value if isinstance(value, dict) else {}
        if region is None:
            reason = f"only labels of text, and what belongs to them, are read, got {quote(result.get('type'))}"
            self.log.lost(path, reason)
        elif result.get("type") == "choices":
            self._label(region, known.get("choices"), (*path, "value", "choices"))
        elif result.get("type") == "textarea" and (notes := _texts(known.get("text"))):
            region.labels.notes += [((*path, "value", "text"), note) for note in notes]
        else:
            self.log.lost(path, f"a result of the type {quote(result.get('type'))} has no meaning here")

    def _label(self, region: _LabelledSpan, labels: Tree, path: Path) -> None:
        """Add labels or choices to a span, and report those without a meaning."""
        for label in labels if isinstance(labels, list) else [labels]:
            meaning = self.meanings.get(label, label) if isinstance(label, str) else ""
            of, dot, name = meaning.partition(".")
            parts = (of, name) if dot and of in KINDS else (meaning,)
            known = [region.labels.add(part) for part in parts]
            if not all(known):
                self.log.lost(path, f"{quote(label)} is no id, type, wording or field")

    def _label_meta(self, region: _LabelledSpan, meta: Tree, path: Path) -> None:
        """Read the remarks of a span; the id of a record is one."""
        for text in _texts(meta.get("text") if isinstance(meta, dict) else None):
            if not region.labels.add(text):
                region.labels.notes.append((path, text))

    def _groups(
        self, regions: dict[str, _LabelledSpan], links: list[tuple[Path, str, str]]
    ) -> list[list[_LabelledSpan]]:
        """Return the spans in groups that relations join, in the order of their first spans."""
        leader = {id_: id_ for id_ in regions}

        def first(id_: str) -> str:
            while leader[id_] != id_:
                id_ = leader[id_]
            return id_

        for path, start, end in links:
            if start in regions and end in regions:
                ends = first(start), first(end)
                order = sorted(ends, key=list(regions).index)
                leader[order[1]] = order[0]
            else:
                self.log.lost(path, "it joins results that are no spans of text")
        groups: dict[str, list[_LabelledSpan]] = {}
        for id_, region in regions.items():
            groups.setdefault(first(id_), []).append(region)
        return [*groups.values()]

    def _add(self, task: _Task, key: str, group: list[_LabelledSpan], codings: tuple[Coding, ...]) -> None:
        """Add the evidence of a group of spans."""
        labels = AnnotationLabels()
        evidence: list[EvidenceGroup] = []
        for region in group:
            own = region.labels
            for name, value in (("record", own.record), ("of", own.of)):
                if value is not None and getattr(labels, name) not in (None, value):
                    self.log.report(STRUCTURE, region.path, f"joins spans of different records: {value}")
                    return
                setattr(labels, name, value or getattr(labels, name))
            labels.notes += own.notes
            number = region.id.rpartition("/")[0] if own.record and region.id.startswith(f"{own.record}/") else ""
            found = EvidenceGroup(region.path, number, task.source, own.wording or self.wording, own.fields, ())
            if self._find(task, region, found):
                evidence.append(found)
        self.collector.add(key, labels, group[0].path, key, evidence, codings=codings)

    def _find(self, task: _Task, region: _LabelledSpan, found: EvidenceGroup) -> bool:
        """Add the anchor of a span to its evidence; return whether it is found."""
        value = region.value
        start, end = value.get("start"), value.get("end")
        exact = words if isinstance(words := value.get("text"), str) else None
        selection = PassageSelection(start if type(start) is int else None, end if type(end) is int else None, exact)
        try:
            passage = passage_of(selection, task.text)
            if task.text is not task.copy:
                passage = _in_source(passage, task)
        except NotFound as error:
            self.log.report(PASSAGE, region.path, f"selects no passage: {error}")
            return False
        if passage.remark:
            self.log.lost((*region.path, "value"), passage.remark)
        found.anchors.append(passage.anchor)
        return True


def _in_source(passage: FoundPassage, task: _Task) -> FoundPassage:
    """Return the passage of the source for one of the text of its task, which differs from that of the source.

    If the texts differ only in what folding removes, its positions are translated. Otherwise they are not used, and its
    words must occur once in the same context.

    Raises:
        NotFound: If the passage can't be identified.
    """
    start, end = passage.anchor.start, passage.anchor.end
    if span := task.text.span_in(task.copy, start, end):
        return FoundPassage(anchor(task.copy, *span), passage.remark)
    text = task.text.text
    around = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    found = passage_of(PassageSelection(None, None, text[start:end], *around), task.copy)
    return evolve(found, remark="the text of the task is not that of its source; the words were found")


def _texts(value: Tree) -> list[str]:
    """Return the texts of a text or of a list of texts."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str) and each.strip()]
