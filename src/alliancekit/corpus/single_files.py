"""Read and write one file of a corpus whose records may refer to records in other files: no references are checked."""

from collections.abc import Iterable
from pathlib import Path as FilePath

from alliancekit.corpus.checks.unique_ids import repeated_id_problems
from alliancekit.corpus.files import format_of
from alliancekit.corpus.order import in_order
from alliancekit.corpus.scanning import scan_reader
from alliancekit.corpus.tables import ENDING, ParquetFormat
from alliancekit.errors import InvalidCorpus, Problem, Severity, UnusableFile
from alliancekit.formats import AnyPath, Limits, path_of, read_bytes, write_atomic
from alliancekit.messages import listed
from alliancekit.models import KINDS, MODELS, Entry


def read_records(file: AnyPath, name: AnyPath, limits: Limits) -> tuple[Entry, ...]:
    """Return the records of a file. An empty file has none.

    Args:
        file: The file; it may have any ending.
        name: A name whose ending selects the format.
        limits: The maximum size and depth of the file.

    Raises:
        InvalidCorpus: With the problems of the file, if a record is invalid or an id is repeated.
        UnusableFile: If the file can't be read, or no format has the ending of the name.
    """
    path, format_ = path_of(file), format_of(path_of(name))
    if not read_bytes(path, limits):
        return ()
    items = [*scan_reader(format_.open(path, limits, whole=True), limits)]
    problems = [item for item in items if isinstance(item, Problem)]
    records = tuple(item for item in items if not isinstance(item, Problem))
    problems += [problem for _, problem in repeated_id_problems(record.id for record in records)]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise InvalidCorpus(problems)
    return records


def write_records(records: tuple[Entry, ...], file: AnyPath, name: AnyPath, versions: Iterable[AnyPath] = ()) -> None:
    """Write records to a file, which is replaced atomically.

    Args:
        records: The records.
        file: The file; it may have any ending.
        name: A name whose ending selects the format.
        versions: Other versions of the file. A Parquet file without records has the type of these, or of its name.

    Raises:
        UnusableFile: If the file can't be written, or no format has the ending of the name; or if it is a Parquet file
            without records and of an unknown type.
    """
    format_ = format_of(path_of(name))
    if isinstance(format_, ParquetFormat) and not records:
        data = format_.encode_empty(_type_of([path_of(version) for version in versions], str(path_of(name))))
    else:
        data = format_.encode([*in_order(records).values()])
    write_atomic({path_of(file): data})


def _type_of(versions: Iterable[FilePath], name: str) -> type[Entry]:
    """Return the type of the records of a Parquet file according to its versions and to its name."""
    from alliancekit.corpus._parquet import possible_kinds

    sources: list[FilePath | bytes] = [*versions, b""]
    for source in sources:
        kinds = possible_kinds(source, name)
        if len(kinds) == 1:
            return KINDS[next(iter(kinds))]
    names = listed(tuple(f"{table}{ENDING}" for table in MODELS), "or")
    message = f"{name} has no records, so their type is not known; name it {names}"
    raise UnusableFile(message)
