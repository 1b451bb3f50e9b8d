"""Descriptions of data sets, and the loaders of their files."""

from os import PathLike
from typing import Protocol

from attrs import frozen

from alliancekit.loaders._loaded import Loaded
from alliancekit.models import State, Treaty


@frozen(kw_only=True)
class DataSet:
    """Description of a data set of the field.

    Attributes:
        name: The name in this package: two words in small letters with a hyphen, such as ``atop-member``.
        title: The title.
        creators: The authors, as in the citation.
        citation: The citation that its authors request; it has a year and a full stop before the title.
        url: The page to download it from.
        files: The names of the file at its publisher.
        columns: The columns that the file must have; empty if it has no header.
        first_line: A regular expression of the first line of a file without a header, with tabs between the cells;
            empty for other data sets.
    """

    name: str
    title: str
    creators: tuple[str, ...]
    citation: str
    url: str
    files: tuple[str, ...]
    columns: tuple[str, ...] = ()
    first_line: str = ""


@frozen
class Loader:
    """A data set with the function that loads it.

    Attributes:
        data_set: The data set.
        load: The function that loads its file.
    """

    data_set: DataSet
    load: "Load"


class Load(Protocol):
    """A function that loads a file of a data set.

    Args:
        path: The file.
        encoding: Its encoding, if it is not the usual one.
    """

    __name__: str

    def __call__(self, path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[State] | Loaded[Treaty]:
        """Return the records."""
        ...
