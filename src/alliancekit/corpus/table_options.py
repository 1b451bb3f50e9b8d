"""How to read tables that another program may have written or changed."""

from typing import Final

from attrs import frozen


@frozen
class TableOptions:
    """How to read tables.

    Attributes:
        by_name: Whether a file without metadata has the records that its name says, such as ``statements.parquet``,
            in the current layout.
        verify: Whether a file that does not fit its checksum is an error.
    """

    by_name: bool = False
    verify: bool = True


DEFAULT: Final = TableOptions()
"""How files are read unless the caller says otherwise."""
