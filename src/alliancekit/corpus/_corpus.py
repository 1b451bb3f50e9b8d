"""The class `Corpus`: an immutable collection of records, indexed by id."""

from collections import Counter
from collections.abc import Iterable, Iterator
from os import PathLike
from typing import TYPE_CHECKING, Self, TypeVar

from alliancekit._html import paragraph, table
from alliancekit._hypothesis_plugin import add_type
from alliancekit.corpus.causes import kinds_of, merged_by_cause, note, problems_with_causes, unchecked
from alliancekit.corpus.checks.check import CorpusIndex
from alliancekit.corpus.checks.unique_ids import merge_problem, repeated_id_problems
from alliancekit.corpus.differences import CorpusDiff, diff
from alliancekit.corpus.editing import CorpusEditor, ids_of
from alliancekit.corpus.order import in_order
from alliancekit.corpus.queries import CorpusQueries
from alliancekit.corpus.references import references
from alliancekit.errors import InvalidCorpus, Problem, Severity
from alliancekit.models import MODELS, Entry

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from alliancekit.corpus.frames import ArrowTable
    from alliancekit.corpus.sql import Database
    from alliancekit.formats import Writable

E = TypeVar("E", bound=Entry)


class Corpus(CorpusQueries):
    """An immutable set of records with unique ids, in which every reference resolves to a record.

    `add`, `replace`, `update`, `remove`, `merge` and `subset` return a new corpus. Two corpora are equal if their
    records are equal.

    Args:
        records: The records, in any order.

    Attributes:
        warnings: Problems that do not make the corpus invalid, but that you should review.

    Raises:
        InvalidCorpus: If the records contradict each other; the error has every problem.
    """

    __slots__ = ("warnings",)

    warnings: tuple[Problem, ...]

    def __init__(self, records: Iterable[Entry] = ()) -> None:
        if hasattr(self, "_records"):
            message = "a corpus is immutable: use add() or merge(), which return a new one"
            raise AttributeError(message)
        entries = tuple(records)
        problems = [problem for _, problem in repeated_id_problems(ids_of(entries))]
        duplicates = {str(problem.record) for problem in problems}
        known = in_order(entry for entry in entries if entry.id not in duplicates)
        index = CorpusIndex(known, duplicates, waiting=kinds_of(duplicates))
        problems += merged_by_cause(problems_with_causes(index))
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise InvalidCorpus(problems, note(unchecked(index)))
        object.__setattr__(self, "_records", index.records)
        object.__setattr__(self, "warnings", tuple(problems))

    def __setattr__(self, name: str, value: object) -> None:
        """Raise AttributeError, because a corpus is immutable."""
        message = f"a corpus is immutable: can't set {name}; use add() or merge(), which return a new one"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        """Raise AttributeError, because a corpus is immutable."""
        message = f"a corpus is immutable: can't delete {name}; use subset(), which returns a new one"
        raise AttributeError(message)

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Entry, ...]]]:
        """Pickle and copy by a call of the constructor, so that the copy is checked."""
        return type(self), (tuple(self),)

    def __iter__(self) -> Iterator[Entry]:
        """Yield every record, sorted by type in the order of `MODELS`, then by id."""
        return iter(self._records.values())

    def __eq__(self, other: object) -> bool:
        """Return whether another object is a corpus with equal records."""
        return self._records == other._records if isinstance(other, Corpus) else NotImplemented

    def __hash__(self) -> int:
        """Return a hash that equal corpora share."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Return the number of records by type: ``<Corpus: 2 states, 1 treaty>``."""
        contents = ", ".join(
            f"{count} {MODELS[name].__name__.lower() if count == 1 else name}" for name, count in self._counts().items()
        )
        return f"<Corpus: {contents or 'empty'}>"

    def _repr_html_(self) -> str:
        """Return the number of records by type, and of warnings, for a notebook."""
        warnings = f"{len(self.warnings):,} warning{'' if len(self.warnings) == 1 else 's'}, see warnings"
        heading = paragraph(f"Corpus: {len(self):,} records", *((warnings,) if self.warnings else ()))
        return heading + table(("type", "records"), [(name, f"{count:,}") for name, count in self._counts().items()])

    def _counts(self) -> dict[str, int]:
        """Return the number of records of each type that occurs."""
        counts = Counter(type(record) for record in self)
        return {name: counts[model] for name, model in MODELS.items() if model in counts}

    def add(self, *records: Entry) -> "Corpus":
        """Return a corpus with these records added.

        Raises:
            InvalidCorpus: If an id already exists, or the new corpus breaks another rule.
        """
        return Corpus((*self, *records))

    def editor(self) -> CorpusEditor:
        """Return an editor for many edits, which are checked once at the end.

        It takes time linear in the number of edits, while each call of `add`, `replace`, `update` or `remove` checks
        the whole corpus.
        """
        return CorpusEditor(self._records)

    def replace(self, *records: Entry) -> "Corpus":
        """Return a corpus with each record in the place of the record with the same id.

        Raises:
            InvalidCorpus: If two of the records have the same id, or the new corpus breaks a rule.
            UnknownRecord: If no record has this id; use `add`.
        """
        editor = self.editor()
        editor.replace(*records)
        return editor.corpus()

    def update(self, id_: str, /, **fields: object) -> "Corpus":
        """Return a corpus in which some fields of a record have other values.

        Raises:
            InvalidCorpus: If the new corpus breaks a rule.
            InvalidRecord, UnknownField, UnknownRecord, ValueError: As for `CorpusEditor.update`.
        """
        editor = self.editor()
        editor.update(id_, **fields)
        return editor.corpus()

    def remove(self, *ids: str) -> "Corpus":
        """Return a corpus without the records with these ids.

        Raises:
            InvalidCorpus: If other records refer to them; the problems name these records. Or if the new corpus breaks
                another rule.
            UnknownRecord: If no record has one of these ids.
        """
        editor = self.editor()
        editor.remove(*ids)
        return editor.corpus()

    def diff(self, other: "Corpus") -> CorpusDiff:
        """Return the differences to a newer version, by record and by field: empty if the corpora are equal.

        Args:
            other: The newer version.
        """
        return diff(self, other)

    def merge(self, *others: "Corpus") -> "Corpus":
        """Return a corpus with the records of all corpora; equal records are included once.

        Raises:
            InvalidCorpus: If the corpora have different records with one id; the error has a problem for each such id.
        """
        merged = dict(self._records)
        conflicts: list[Problem] = []
        for other in others:
            for record in other:
                first = merged.setdefault(record.id, record)
                if first != record:
                    conflicts.append(merge_problem(first, record))
        if conflicts:
            raise InvalidCorpus(conflicts)
        return Corpus(merged.values())

    def subset(self, *ids: str) -> "Corpus":
        """Return a corpus of the records with these ids and all records to which they refer, directly or indirectly.

        Raises:
            UnknownRecord: If the corpus has no record with one of these ids.
        """
        records: dict[str, Entry] = {}
        waiting = list(ids)
        while waiting:
            id_ = waiting.pop()
            if id_ not in records:
                records[id_] = self[id_]
                waiting += [target for _, target in references(records[id_])]
        return Corpus(records.values())

    def write(self, path: "str | PathLike[str] | Writable", *, format: str | None = None) -> None:  # noqa: A002
        """Write the corpus to a file in the format of its ending, or to a folder with one file per record type.

        The file is replaced atomically. Equal corpora give equal bytes. Only records are written. If the
        corpus was read from a file, its comments and its `$schema` are lost.

        Args:
            path: A file that ends in ``.yaml``, ``.yml``, ``.json`` or ``.jsonl``. A path without an ending is a folder
                with YAML files. A path that ends in ``.parquet`` is a folder with Parquet files; see `to_parquet`. Or a
                stream of text or bytes, such as an open file; it stays open.
            format: The format of a stream: ``yaml``, ``json`` or ``jsonl``.

        Raises:
            MissingExtra: If the format is Parquet and polars is not installed.
            UnusableFile: If the path can't be written, or the folder contains other corpus files.
            ValueError: If `format` is another word.
            TypeError: If there is a `format` for a path, or none for a stream.
        """
        from alliancekit.corpus.files import ONLY_STREAMS, write, write_stream

        is_path = isinstance(path, str | PathLike)
        if is_path is (format is not None):
            raise TypeError(ONLY_STREAMS)
        if isinstance(path, str | PathLike):
            write(tuple(self), path)
        else:
            write_stream(tuple(self), path, str(format))

    def dumps(self, format: str) -> str:  # noqa: A002
        """Return the corpus as text; equal corpora give equal texts. `alliancekit.loads` reads it.

        Args:
            format: ``yaml``, ``json`` or ``jsonl``.

        Raises:
            ValueError: If it is another word.
        """
        from alliancekit.corpus.files import text_format

        return text_format(format).encode(tuple(self)).decode()

    def to_parquet(self, folder: str | PathLike[str]) -> None:
        """Write the corpus to a folder, one Parquet file for each record type that occurs; see `from_parquet`.

        Each file is replaced atomically. Equal corpora give equal bytes with the same release of polars.

        Args:
            folder: The folder; it is created if it does not exist.

        Raises:
            MissingExtra: If polars is not installed.
            UnusableFile: If the path can't be written, or the folder contains other corpus files.
        """
        from alliancekit.corpus.files import write_tables

        write_tables(tuple(self), folder)

    def to_sql(self, database: "Database", *, replace: bool = False) -> None:
        """Write the corpus to a database, with a table for each record type and for each list, and their keys.

        All is written in one transaction, or nothing. The reference describes the tables.

        Args:
            database: A connection of `sqlite3` or DuckDB, or an engine or connection of SQLAlchemy. If a transaction of
                SQLite or of a connection of SQLAlchemy is open, it stays open, and you commit it. A connection of
                DuckDB can have only one transaction, so none may be open.
            replace: Whether to replace the tables of a corpus that was written before.

        Raises:
            UnusableInput: If the database has one of the tables, and `replace` is false; if it has a view, a temporary
                table or a table with other columns of the same name; or if it is no database.
        """
        from alliancekit.corpus.sql import write

        write(self, database, replace=replace)

    def to_polars(self, table: str, *, by: str | None = None) -> "pl.DataFrame":
        """Return the records of a type as a polars data frame: one row per record, or one row per item of a list.

        Args:
            table: ``actors``, ``states``, ``sources``, ``statements``, ``proposals``, ``treaties`` or ``candidates``.
            by: A list field of these records, such as ``members`` of ``proposals`` or ``parties`` of ``treaties``, or
                a list in its items, such as ``parties.spells``. The first column is then the id of the record, named
                after its kind, and the fields of the item follow as flat columns. A date ``signed`` becomes ``signed``
                (its EDTF string), ``signed_earliest`` and ``signed_latest``. An item with an empty inner list has one
                row with nulls for the inner item.

        Raises:
            MissingExtra: If polars is not installed.
            UnknownTable: If there is no such type or list; the message lists the known names.
        """
        from alliancekit.corpus.frames import tidy, whole

        return whole(self, table) if by is None else tidy(self, table, by)

    def to_pandas(self, table: str, *, by: str | None = None) -> "pd.DataFrame":
        """Return the same table as `to_polars` as a pandas data frame with Arrow-backed columns.

        Raises:
            MissingExtra: If polars, pandas or pyarrow is not installed.
            UnknownTable: As for `to_polars`.
        """
        from alliancekit.corpus.frames import as_pandas

        return as_pandas(self.to_polars(table, by=by))

    def to_arrow(self, table: str, *, by: str | None = None) -> "ArrowTable":
        """Return the same table as `to_polars` as a pyarrow table.

        Raises:
            MissingExtra: If polars or pyarrow is not installed.
            UnknownTable: As for `to_polars`.
        """
        from alliancekit.corpus.frames import as_arrow

        return as_arrow(self.to_polars(table, by=by))


add_type(Corpus)


def corpus_of_checked(records: Iterable[Entry], warnings: Iterable[Problem]) -> Corpus:
    """Return a corpus without checking its records: they have passed all `CHECKS`. The warnings may have locations."""
    corpus = object.__new__(Corpus)
    object.__setattr__(corpus, "_records", in_order(records))
    object.__setattr__(corpus, "warnings", tuple(warnings))
    return corpus
