"""Text that was decoded with the wrong encoding: found by what no language writes, and reported, never repaired."""

import re
from typing import Final

from attrs import frozen

_SAVE_AGAIN: Final = "get the file from its publisher, or save it again in UTF-8 from the program that it comes from"


@frozen
class Misread:
    """A text that looks decoded with the wrong encoding.

    Attributes:
        how: What was done to it, for the end of "the cell looks …".
        meant: What it may have been.
        hint: What to do.
    """

    how: str
    meant: str
    hint: str


def _bytes(encoding: str) -> dict[str, int]:
    """Return the byte of each character; a byte that the encoding leaves out is the character of that number."""
    return {bytes([byte]).decode(encoding, "ignore") or chr(byte): byte for byte in range(256)}


_WINDOWS: Final = _bytes("cp1252")
_FROM_LATIN_1: Final = {byte: character for character, byte in _WINDOWS.items()}
"""The characters of cp1252 by those of Latin-1, whose control characters nobody means."""

_TWICE: Final = (
    # UTF-8 read in cp1252: the first byte of a character, and one or two others. After most capital letters a dash, a
    # closing quotation mark or a space is no second byte: it may well follow a word in capitals.
    (
        _WINDOWS,
        re.compile(
            r"[\xc2\xc3][^\x00-\x7f]"
            r"|[\xc4-\xdf][^\x00-\x7f\xa0\xbb\u2013\u2014\u2019\u201d]"
            r"|[\xe0-\xef][^\x00-\x7f]{2}"
        ),
    ),
    # UTF-8 read in Mac Roman: a root or a not sign, or a low quotation mark before a capital vowel.
    (_bytes("mac_roman"), re.compile(r"[\u221a\xac]|\u201a[\xc4\xc5\xc7\xc9]")),
)

# Characters that are one byte of another encoding, read in cp1252, where no word of any language has them: capital
# letters behind a small letter or within a capitalised word, and signs between letters.
_ONCE: Final = {
    "mac_roman": (
        "Mac Roman",
        re.compile(
            "(?<=[a-z])[\xd5\u0178\u017d\u0160\u0152]"  # an apostrophe, u or a with diaeresis, e acute, a ring
            "|(?<=[A-Z])\xd5(?=[A-Z]?[a-z])"  # the apostrophe of D'Ivoire
            "|(?<=[A-CE-Z])[\u0178\u017d\u0160](?=[a-z])"  # but D and Z caron are one letter of Croatian
            "|(?<=[A-Za-z])[\u2021\u02c6\u2030\u2039\u2122\xbf\xbe\xa7](?=[a-z])"  # a, o, ae, sharp s
            "|[\x81\x8d\x8f\x90\x9d]"  # what cp1252 leaves out
        ),
    ),
    "cp850": ("a code page of DOS", re.compile("(?<=[A-Za-z])[\u201a\u201e\u201c\u201d](?=[a-z])")),
}


def misread(text: str) -> Misread | None:
    """Return how a text was decoded wrongly; None if nothing speaks for it."""
    shown = text.translate(_FROM_LATIN_1)
    for known, telltale in _TWICE:
        if telltale.search(shown) and (meant := _decoded_again(shown, known)):
            return Misread("encoded twice", meant, _SAVE_AGAIN)
    for encoding, (name, telltale) in _ONCE.items():
        if telltale.search(shown):
            meant = bytes(_WINDOWS[character] for character in shown if character in _WINDOWS).decode(encoding)
            return _once(encoding, name, meant)
    return _once("cp1252", "cp1252", shown) if shown != text else None


def _once(encoding: str, name: str, meant: str) -> Misread:
    hint = f"if the file is in it, load it with encoding={encoding!r}; otherwise {_SAVE_AGAIN}"
    return Misread(f"written in {name} and read in another encoding", meant, hint)


def _decoded_again(text: str, known: dict[str, int]) -> str | None:
    """Return what the bytes of a text are in UTF-8; None if they are no UTF-8."""
    try:
        return bytes(known[character] for character in text).decode()
    except (KeyError, UnicodeDecodeError):
        return None
