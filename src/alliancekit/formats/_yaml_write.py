"""Encode plain trees as YAML; the bytes do not depend on a library or its version."""

import json
import re
from collections.abc import Iterator
from typing import Final

from alliancekit.engine.tree import Tree
from alliancekit.formats._tree import check_writable
from alliancekit.formats._yaml_scalars import ambiguity

WIDTH: Final = 240
"""The maximum length of a line with a whole object in a list of a record; an anchor of a passage needs about 200."""

_LONGEST_KEY: Final = 1000
"""The maximum length of a key without "?"; YAML 1.2.2, section 7.4.2, allows 1024 characters."""

# Invisible characters and those that change the layout: control, format, space other than U+0020 and U+3000, private
# use, and noncharacters. This list is our own, because that of Python depends on the version of Unicode.
_HIDDEN: Final = (
    "\x00-\x1f\x7f-\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff"
)
_ESCAPED: Final = re.compile(rf'["\\{_HIDDEN}]')
_LETTER: Final = rf"(?:[A-Za-z]|(?![{_HIDDEN}\u3000])[\x80-\U0010ffff])"
# Without the question mark, at which the Python parser of PyYAML fails inside braces.
_WORD: Final = rf"(?:{_LETTER}|[-0-9_./()'&+;%!=@~$]|:(?=[A-Za-z0-9/]))+"
_PLAIN: Final = re.compile(rf"(?={_LETTER}){_WORD}(?: {_WORD})*")


def write(tree: Tree) -> bytes:
    """Encode a tree as YAML that every tool for YAML 1.1 or 1.2 reads as an equal tree.

    Lists and objects are in block style, indented by two, with the dashes of a list below its key, and keys in order.
    An object of scalars in a list inside a list is on one line if it fits. Text is plain if it is unambiguous, else in
    double quotes on one line; dates are also in quotes. The file ends with one line end.

    Raises:
        InvalidCorpus: If reading would not return an equal tree (AK001, AK006, AK007).
    """
    check_writable(tree)
    return "".join(f"{line}\n" for line in _lines(tree, 0, 0)).encode()


def _lines(value: Tree, lists: int, indent: int) -> Iterator[str]:
    """Yield the lines of a value.

    Args:
        value: The value.
        lists: The number of lists around it.
        indent: The indentation of the lines, which the caller adds.
    """
    if isinstance(value, dict) and value:
        for key, part in value.items():
            yield from _entry(key, part, lists, indent)
    elif isinstance(value, list) and value:
        for item in value:
            short = flow(item) if lists else None
            lines = [short] if short and indent + len(short) <= WIDTH - 2 else _lines(item, lists + 1, indent + 2)
            for number, line in enumerate(lines):
                yield f"{'  ' if number else '- '}{line}"
    else:
        yield _scalar(value)


def _entry(key: str, part: Tree, lists: int, indent: int) -> Iterator[str]:
    """Yield the lines of a key and its value."""
    name = _scalar(key)
    if len(name) > _LONGEST_KEY:
        yield f"? {name}"
        name = ""
    if isinstance(part, (dict, list)) and part:
        yield f"{name}:"
        pad = "" if isinstance(part, list) else "  "
        for line in _lines(part, lists, indent + len(pad)):
            yield f"{pad}{line}"
    else:
        yield f"{name}: {_scalar(part)}"


def flow(value: Tree) -> str | None:
    """Encode an object of scalars on one line; return None for anything else."""
    if not isinstance(value, dict) or any(isinstance(part, (dict, list)) for part in value.values()):
        return None
    return f"{{{', '.join(f'{_scalar(key)}: {_scalar(part)}' for key, part in value.items())}}}"


def _scalar(value: Tree) -> str:
    """Encode a scalar, or an empty list or object, on one line."""
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and not ambiguity(value):
            return value
        return f'"{_ESCAPED.sub(_escape, value)}"'
    if isinstance(value, float):
        # YAML 1.1 allows an exponent only after a decimal point.
        text = repr(value)
        return text if "." in text else text.replace("e", ".0e")
    return json.dumps(value)


def _escape(match: re.Match[str]) -> str:
    """Return the escape of a character: that of JSON if YAML has the same."""
    char = match[0]
    return f"\\U{ord(char):08x}" if char > "\uffff" else f"\\u{ord(char):04x}" if char > "~" else json.dumps(char)[1:-1]
