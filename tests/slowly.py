"""Files read without the fast way in, to compare."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import cast
from unittest.mock import patch

from alliancekit.corpus import lines
from alliancekit.corpus.files import FORMATS
from alliancekit.corpus.stream import Format
from alliancekit.corpus.trees import DocumentFormat
from alliancekit.formats import read_json, write_json


@contextmanager
def slowly() -> Generator[None]:
    """Let each line, and each document in JSON, be looked at by itself."""
    formats = cast("dict[str, Format]", FORMATS)
    with (
        patch.object(lines, "_block_parser", return_value=lines._accept_none),
        patch.dict(formats, {".json": DocumentFormat(read_json, write_json)}),
    ):
        yield
