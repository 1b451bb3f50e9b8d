"""Edit the records of a corpus: one checked copy after any number of edits."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from attrs import evolve

from alliancekit import engine
from alliancekit.corpus.checks.unique_ids import repeated_id_problems
from alliancekit.corpus.checks.unknown_ids import RESOLVES
from alliancekit.corpus.lookup import RecordLookup
from alliancekit.errors import InvalidCorpus, Problem, UnknownField
from alliancekit.messages import counted, listed
from alliancekit.models import MODELS, Entry
from alliancekit.rules.problems import field_hint
from alliancekit.rules.shape import spec_of
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.corpus._corpus import Corpus

_MOST_NAMED = 3
"""The greatest number of referring records that a message names."""

_MODELS = tuple(MODELS.values())


class CorpusEditor(RecordLookup):
    """Collects edits of a corpus. `corpus` checks all of them together, once.

    An edit takes the same time in a corpus of any size. The records may contradict each other between two edits.

    >>> from alliancekit import seeds
    >>> editor = seeds().editor()
    >>> editor.update("state:jpn", note="an island state")
    >>> editor.remove("actor:cna")
    >>> len(editor.corpus())
    119
    """

    __slots__ = ("_edited", "_removed")

    def __init__(self, records: Mapping[str, Entry]) -> None:
        self._records = self._edited = dict(records)
        self._removed: set[str] = set()

    def __repr__(self) -> str:
        """Return the number of records: ``<CorpusEditor: 120 records>``."""
        return f"<CorpusEditor: {counted(len(self), 'record')}>"

    def add(self, *records: Entry) -> None:
        """Add records: all of them, or none if there is an error.

        Raises:
            InvalidCorpus: If a record with this id exists, or is added twice; use `replace` to change one.
            TypeError: If one is not a record.
        """
        ids = ids_of(records)
        problems = [
            evolve(problem, hint="use replace(), or give it another id")
            for _, problem in repeated_id_problems(ids, known=self._records)
        ]
        if problems:
            raise InvalidCorpus(problems)
        self._edited.update(zip(ids, records, strict=True))

    def replace(self, *records: Entry) -> None:
        """Put each record in the place of the record with the same id: all of them, or none if there is an error.

        Raises:
            InvalidCorpus: If two of the records have the same id.
            TypeError: If one is not a record.
            UnknownRecord: If no record has this id; use `add`.
        """
        ids = ids_of(records)
        self._require_ids(*ids)
        problems = [problem for _, problem in repeated_id_problems(ids)]
        if problems:
            raise InvalidCorpus(problems)
        self._edited.update(zip(ids, records, strict=True))

    def update(self, id_: str, /, **fields: object) -> None:
        """Change fields of a record: ``editor.update("treaty:pact", place="Oslo")``.

        Raises:
            InvalidRecord: If the changed record breaks a rule.
            UnknownField: If the record has no such field.
            UnknownRecord: If no record has this id.
            ValueError: If the `id` is among the fields: other records may refer to it.
        """
        record = self[id_]
        model: type[Entry] = type(record)
        names = spec_of(model).names
        for name in fields:
            if name not in names:
                message = f"{quote(name)} is no field of {model.__name__}"
                raise UnknownField(message, field_hint(name, names))
        if "id" in fields:
            message = "an id can't be changed; add a record with the new id, then remove the old one"
            raise ValueError(message)
        self._edited[id_] = cast("Callable[..., Entry]", evolve)(record, **fields)

    def remove(self, *ids: str) -> None:
        """Remove records: all of them, or none if there is an error. At the end, no record may refer to them.

        Raises:
            TypeError: If an id is not text.
            UnknownRecord: If no record has one of these ids.
        """
        self._require_ids(*ids)
        for id_ in ids:
            self._edited.pop(id_, None)
        self._removed.update(ids)

    def corpus(self) -> "Corpus":
        """Return the corpus with all edits. The editor can be used further.

        Raises:
            InvalidCorpus: If a record refers to a removed one; the problems name the records that do. Or if the records
                contradict each other in another way.
        """
        from alliancekit.corpus._corpus import Corpus

        problems = [*_still_referred(self._removed - self._records.keys(), self)]
        if problems:
            raise InvalidCorpus(problems)
        return Corpus(self)


def ids_of(records: Iterable[Entry]) -> list[str]:
    """Return the ids of records.

    Raises:
        TypeError: If one is not a record. Without a type checker, callers may pass something else.
    """
    ids: list[str] = []
    for record in records:
        if type(record) not in _MODELS:
            message = f"a record must be one of {', '.join(each.__name__ for each in MODELS.values())}, "
            raise TypeError(message + f"got {type(record).__name__}")
        ids.append(record.id)
    return ids


def referrers(records: Iterable[Entry], id_: str) -> tuple[Entry, ...]:
    """Return the records that refer to an id, in their order."""
    return tuple(record for record in records if id_ in engine.of(_model(record)).references(record))


def _still_referred(removed: set[str], records: Iterable[Entry]) -> Iterator[Problem]:
    """Yield a problem for each removed id to which a record refers."""
    referring: dict[str, list[str]] = {}
    for record in records if removed else ():
        for id_ in removed.intersection(engine.of(_model(record)).references(record)):
            referring.setdefault(id_, []).append(record.id)
    for id_, ids in sorted(referring.items()):
        shown = sorted(ids)[:_MOST_NAMED]
        more = (f"{len(ids) - _MOST_NAMED:,} more",) if len(ids) > _MOST_NAMED else ()
        verb = "refers" if len(ids) == 1 else "refer"
        message = f"{id_} can't be removed: {listed((*shown, *more), 'and')} {verb} to it"
        yield RESOLVES.problem(message, record=id_, hint="remove or change the records that refer to it too")


def _model(record: Entry) -> type[Entry]:
    return type(record)
