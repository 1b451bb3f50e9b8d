"""The checksum of a Parquet file: it shows whether a file is as `Corpus.to_parquet` wrote it.

The checksum is in the metadata at the end of the file, the footer. It is the BLAKE2b hash of the whole file, with 32
bytes, computed while zeros are in its own place. BLAKE2b is faster than SHA-256 on most computers.
"""

from functools import partial
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from alliancekit.columns.layout import LAYOUT_KEY, TYPE_KEY, VERSION_KEY

CHECKSUM_KEY: Final = "alliancekit.checksum"
"""The key of the checksum in the metadata."""

PLACEHOLDER: Final = "0" * 64
"""What is in the place of the checksum while it is computed."""

_START: Final = CHECKSUM_KEY.encode() + b"\x18" + bytes([len(PLACEHOLDER)])
"""What stands before the checksum: the key, the type of a text, and its length, as the format encodes them."""

_OTHER_KEYS: Final = tuple(key.encode() + b"\x18" for key in (LAYOUT_KEY, TYPE_KEY, VERSION_KEY))
"""The keys that are in the metadata whenever the checksum is, and the type of a text."""

_DIFFERS: Final = "the file does not fit its checksum: it is damaged, or edited by a tool that kept the old metadata"
_MISSING: Final = "the file has no checksum, but other metadata of a table: it is damaged, or another program wrote it"

_END: Final = 8
"""The number of bytes after the footer: its length, and a mark."""

_hash: Final = partial(blake2b, digest_size=len(PLACEHOLDER) // 2)

_MARK: Final = b"PAR1"
_CHUNK: Final = 1 << 20


def with_checksum(content: bytes) -> bytes:
    """Return a Parquet file, in whose metadata is the placeholder, with its checksum."""
    place = content.rindex(_START) + len(_START)
    checksum = _hash(content).hexdigest().encode()
    return content[:place] + checksum + content[place + len(checksum) :]


def damage(source: Path | bytes) -> str | None:
    """Return what shows that a Parquet file is not as it was written; None if nothing does.

    Only a file with metadata of `Corpus.to_parquet` has a checksum. A file without the marks of the format at both ends
    is not tested.

    Args:
        source: The file, or its content.
    """
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        size = file.seek(0, 2)
        start = _footer_start(file, size)
        if start is None:
            return None
        file.seek(start)
        footer = file.read()
        place = footer.rfind(CHECKSUM_KEY.encode())
        if place < 0:
            return _MISSING if any(key in footer for key in _OTHER_KEYS) else None
        place += len(_START)
        checksum = footer[place : place + len(PLACEHOLDER)]
        digest = _hash()
        file.seek(0)
        for first in range(0, start, _CHUNK):
            digest.update(file.read(min(_CHUNK, start - first)))
        digest.update(footer[:place] + PLACEHOLDER.encode() + footer[place + len(PLACEHOLDER) :])
        return None if digest.hexdigest().encode() == checksum else _DIFFERS


def _footer_start(file: BinaryIO, size: int) -> int | None:
    """Return where the footer of a file starts; None if a mark or the length of the footer is wrong."""
    file.seek(0)
    mark = file.read(len(_MARK))
    file.seek(max(size - _END, 0))
    end = file.read()
    start = size - _END - int.from_bytes(end[:4], "little")
    return start if mark == end[4:] == _MARK and start > 0 else None
