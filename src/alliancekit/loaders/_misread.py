"""Detects text that was decoded with the wrong encoding, by characters that no language uses there. Repairs nothing."""

import re
from typing import Final

from attrs import frozen

_SAVE_AGAIN: Final = "get the file from its publisher, or save it again in UTF-8 from the original program"


@frozen
class Misread:
    """A wrong decoding of a text.

    Attributes:
        how: What went wrong, for the end of "the cell looks …".
        suggestion: The text with the probable encoding.
        hint: What to do.
    """

    how: str
    suggestion: str
    hint: str


def _bytes(encoding: str) -> dict[str, int]:
    """Return the byte of each character; a byte without a character in the encoding maps from that of its number."""
    return {bytes([byte]).decode(encoding, "ignore") or chr(byte): byte for byte in range(256)}


_WINDOWS: Final = _bytes("cp1252")
_FROM_LATIN_1: Final = {byte: character for character, byte in _WINDOWS.items()}
"""The characters of cp1252 for those of Latin-1, whose control characters do not occur in text."""

_TWICE: Final = (
    # UTF-8 decoded as cp1252: the first byte of a character, and one or two others. A dash, a closing quotation mark or
    # a space after most capital letters does not count as second byte, since it can follow a word in capitals.
    (
        _WINDOWS,
        re.compile(
            r"[\xc2\xc3][^\x00-\x7f]"
            r"|[\xc4-\xdf][^\x00-\x7f\xa0\xbb\u2013\u2014\u2019\u201d]"
            r"|[\xe0-\xef][^\x00-\x7f]{2}"
        ),
    ),
    # UTF-8 decoded as Mac Roman: a root or a not sign, or a low quotation mark before a capital vowel.
    (_bytes("mac_roman"), re.compile(r"[\u221a\xac]|\u201a[\xc4\xc5\xc7\xc9]")),
)

# Single bytes of another encoding, decoded as cp1252, in positions where no language has these characters: capital
# letters after a small letter or within a capitalised word, and signs between letters.
_ONCE: Final = {
    "mac_roman": (
        "Mac Roman",
        re.compile(
            "(?<=[a-z])[\xd5\u0178\u017d\u0160\u0152]"  # an apostrophe, u or a with diaeresis, e acute, a ring
            "|(?<=[A-Z])\xd5(?=[A-Z]?[a-z])"  # the apostrophe of D'Ivoire
            "|(?<=[A-CE-Z])[\u0178\u017d\u0160](?=[a-z])"  # but D and Z caron are one letter of Croatian
            "|(?<=[A-Za-z])[\u2021\u02c6\u2030\u2039\u2122\xbf\xbe\xa7](?=[a-z])"  # a, o, ae, sharp s
            "|[\x81\x8d\x8f\x90\x9d]"  # bytes without a character in cp1252
        ),
    ),
    "cp850": ("a code page of DOS", re.compile("(?<=[A-Za-z])[\u201a\u201e\u201c\u201d](?=[a-z])")),
}


def misread(text: str) -> Misread | None:
    """Return how a text was probably decoded wrongly; None if there is no sign of it."""
    windows_text = text.translate(_FROM_LATIN_1)
    for byte_of, sign in _TWICE:
        if sign.search(windows_text) and (suggestion := _decoded_again(windows_text, byte_of)):
            return Misread("encoded twice", suggestion, _SAVE_AGAIN)
    for encoding, (name, sign) in _ONCE.items():
        if sign.search(windows_text):
            data = bytes(_WINDOWS[character] for character in windows_text if character in _WINDOWS)
            return _once(encoding, name, data.decode(encoding))
    return _once("cp1252", "cp1252", windows_text) if windows_text != text else None


def _once(encoding: str, name: str, suggestion: str) -> Misread:
    hint = f"if the file is in {name}, load it with encoding={encoding!r}; otherwise {_SAVE_AGAIN}"
    return Misread(f"written in {name} and read in another encoding", suggestion, hint)


def _decoded_again(text: str, byte_of: dict[str, int]) -> str | None:
    """Encode a text with one encoding and return it decoded as UTF-8; None if that is not possible."""
    try:
        return bytes(byte_of[character] for character in text).decode()
    except (KeyError, UnicodeDecodeError):
        return None
