"""Detect texts that were decoded with a wrong encoding: they have characters that no language uses in such places."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

_SAVE_AGAIN: Final = "get the file from its publisher, or save it again in UTF-8 from the original program"


@frozen
class WrongDecoding:
    """How a text was probably decoded with a wrong encoding.

    Attributes:
        how: What went wrong, as the end of a sentence that begins "the cell looks".
        suggestion: The text, decoded with the encoding that is probably right.
        hint: What the user can do.
        encoding: The encoding in which the text was written; None if it was encoded twice.
    """

    how: str
    suggestion: str
    hint: str
    encoding: str | None = None


def _byte_of_character(encoding: str) -> dict[str, int]:
    """Return the byte of each character of an encoding.

    A byte for which the encoding has no character represents the character with the same number.
    """
    return {bytes([byte]).decode(encoding, "ignore") or chr(byte): byte for byte in range(256)}


_WINDOWS: Final = _byte_of_character("cp1252")
_FROM_LATIN_1: Final = {byte: character for character, byte in _WINDOWS.items()}
"""Replaces each character of Latin-1 by that of cp1252 with the same byte.

They differ only where Latin-1 has control characters, which do not occur in text.
"""

_ENCODED_TWICE: Final = (
    # UTF-8 decoded as cp1252: the first byte of a character, then one or two more bytes. After most capital letters, a
    # dash, a closing quotation mark or a space does not count as a second byte: it can follow a word in capitals.
    (
        _WINDOWS,
        re.compile(
            r"[\xc2\xc3][^\x00-\x7f]"
            r"|[\xc4-\xdf][^\x00-\x7f\xa0\xbb\u2013\u2014\u2019\u201d]"
            r"|[\xe0-\xef][^\x00-\x7f]{2}"
        ),
    ),
    # UTF-8 decoded as Mac Roman: a square root sign or a not sign, or a low quotation mark before a capital letter.
    (_byte_of_character("mac_roman"), re.compile(r"[\u221a\xac]|\u201a[\xc4\xc5\xc7\xc9]")),
)

# Single bytes of another encoding, decoded as cp1252. No language has these characters in these places: a capital
# letter after a small letter or inside a capitalised word, and a symbol between letters.
_ENCODED_ONCE: Final = {
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


def wrong_decoding_of(text: str) -> WrongDecoding | None:
    """Return how a text was probably decoded wrongly; None if there is no sign of it."""
    windows_text = text.translate(_FROM_LATIN_1)
    for byte_of, pattern in _ENCODED_TWICE:
        if pattern.search(windows_text) and (suggestion := _decoded_again(windows_text, byte_of)):
            return WrongDecoding("encoded twice", suggestion, _SAVE_AGAIN)
    for encoding, (name, pattern) in _ENCODED_ONCE.items():
        if pattern.search(windows_text):
            data = bytes(_WINDOWS[character] for character in windows_text if character in _WINDOWS)
            return _written_in(encoding, name, data.decode(encoding))
    return _written_in("cp1252", "cp1252", windows_text) if windows_text != text else None


def _written_in(encoding: str, name: str, suggestion: str) -> WrongDecoding:
    hint = f"if the file is in {name}, load it with encoding={encoding!r}; otherwise {_SAVE_AGAIN}"
    return WrongDecoding(f"written in {name} and read in another encoding", suggestion, hint, encoding)


def corrected(texts: Iterable[str], wrong: Mapping[str, WrongDecoding]) -> dict[str, str]:
    """Return the right texts of a column by its texts; none if they are not certain.

    They are certain if all wrong texts show the same encoding, and no text looks wrong after it is decoded again. Texts
    that were encoded twice are corrected one by one, because the others may be right. All texts in the encoding of a
    file are decoded again, because not every wrong text looks wrong.

    Args:
        texts: The texts of the column.
        wrong: The texts that look wrong, each with how it was decoded.
    """
    encodings = {each.encoding for each in wrong.values()}
    if encodings == {None}:
        right = {text: each.suggestion for text, each in wrong.items()}
    elif len(encodings) == 1 and (encoding := encodings.pop()):
        try:
            right = {
                text: bytes(_WINDOWS[character] for character in text.translate(_FROM_LATIN_1)).decode(encoding)
                for text in texts
                if not text.isascii()
            }
        except (KeyError, UnicodeDecodeError):
            return {}
    else:
        return {}
    return {} if any(map(wrong_decoding_of, right.values())) else right


def _decoded_again(text: str, byte_of: dict[str, int]) -> str | None:
    """Encode a text with one encoding, and return the bytes decoded as UTF-8; None if that is not possible."""
    try:
        return bytes(byte_of[character] for character in text).decode()
    except (KeyError, UnicodeDecodeError):
        return None
