"""File formats: parse bytes to plain trees with locations, and encode plain trees to bytes; one module per format.

This package does not know records. The package `corpus` converts trees to records, and maps file endings to formats.
"""

from alliancekit.engine.tree import Tree
from alliancekit.formats._csv import CsvRow, CsvTable, Dialect, read_table
from alliancekit.formats._files import (
    AnyPath,
    files_in,
    is_folder,
    path_of,
    read_blocks,
    read_bytes,
    write_atomic,
    write_folder,
)
from alliancekit.formats._inputs import FileInput, Input, Readable, StreamInput, SupportsWrite, Writable
from alliancekit.formats._insertion import insert_json, insert_yaml
from alliancekit.formats._json import may_exceed
from alliancekit.formats._json import read as read_json
from alliancekit.formats._json import write as write_json
from alliancekit.formats._jsonl import Line, is_blank, read_line, valid_line, whole_lines
from alliancekit.formats._jsonl import write as write_lines
from alliancekit.formats._stata import StataFile, is_stata, read_stata
from alliancekit.formats._text import LIMITS, Limits, beyond_limits, decode
from alliancekit.formats._tree import TOO_MANY_HINT, Document, too_many_problems, too_many_values
from alliancekit.formats._yaml import read as read_yaml
from alliancekit.formats._yaml_write import write as write_yaml

__all__ = [
    "LIMITS",
    "TOO_MANY_HINT",
    "AnyPath",
    "CsvRow",
    "CsvTable",
    "Dialect",
    "Document",
    "FileInput",
    "Input",
    "Limits",
    "Line",
    "Readable",
    "StataFile",
    "StreamInput",
    "SupportsWrite",
    "Tree",
    "Writable",
    "beyond_limits",
    "decode",
    "files_in",
    "insert_json",
    "insert_yaml",
    "is_blank",
    "is_folder",
    "is_stata",
    "may_exceed",
    "path_of",
    "read_blocks",
    "read_bytes",
    "read_json",
    "read_line",
    "read_stata",
    "read_table",
    "read_yaml",
    "too_many_problems",
    "too_many_values",
    "valid_line",
    "whole_lines",
    "write_atomic",
    "write_folder",
    "write_json",
    "write_lines",
    "write_yaml",
]
