"""Read single keys in a terminal."""

import os
import select
import sys
from codecs import getincrementaldecoder
from importlib.util import find_spec
from typing import Final

import click

_POSIX: Final = find_spec("termios") is not None

_LONGEST: Final = 16
"""The largest number of bytes of a key such as an arrow."""

_ESCAPE: Final = b"\x1b"

_END: Final = b"\x04"
"""What Ctrl-D sends."""


def read_key() -> str:
    """Return the key that is pressed in the terminal of the standard input; it is not shown.

    Keys that were pressed before are not lost, unlike with `click.getchar`.

    Raises:
        EOFError: At Ctrl-D, or if the terminal is closed.
        KeyboardInterrupt: At Ctrl-C.
    """
    return _read_posix(sys.stdin.fileno()) if _POSIX else click.getchar()


def _read_posix(descriptor: int) -> str:
    import termios
    import tty

    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor, termios.TCSADRAIN)  # the default would drop keys that were pressed before
    try:
        data = os.read(descriptor, 1)
        # Arrows and characters beyond ASCII are several bytes, which are there at once.
        while data and _continues(data) and select.select([descriptor], [], [], 0)[0]:
            data += os.read(descriptor, 1)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
    if data in {b"", _END}:
        raise EOFError
    return data.decode(errors="replace")


def _continues(data: bytes) -> bool:
    """Return whether more bytes of a key may follow."""
    if data[:1] == _ESCAPE:
        return len(data) < _LONGEST and not data[-1:].isalpha()
    return not getincrementaldecoder("utf-8")("replace").decode(data)
