"""Parse the part of YAML on which all YAML tools agree to plain trees."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from attrs import evolve

from alliancekit.engine.tree import Tree, has_surrogate
from alliancekit.errors import InvalidCorpus
from alliancekit.formats._text import LIMITS, FileText, Limits, decode
from alliancekit.formats._tree import Document, number, shorten, unreadable
from alliancekit.formats._tree_builder import TreeBuilder
from alliancekit.formats._yaml_scalars import SHARED_NUMBER, SHARED_WORDS, ambiguity
from alliancekit.formats._yaml_syntax import refuse_syntax
from alliancekit.formats._yaml_values import DISPUTED, FORBIDDEN, parse_values
from alliancekit.rules import reading

if TYPE_CHECKING:
    from yaml import AliasEvent, CollectionStartEvent, Event, ScalarEvent

_BEYOND_UNICODE: Final = re.compile(r"\\U(?!000|0010)")
_TAGS_OF_YAML: Final = "tag:yaml.org,2002:"
_DEEPEST: Final = 500
"""The maximum depth, whatever the limits: well below the 1,000 of libyaml 0.2.6, so that all versions agree."""


def read(data: bytes, file: str, limits: Limits = LIMITS) -> Document:
    """Parse a YAML file.

    Text in quotes and in blocks (`|`, `>`) is text. Plain `true`, `false`, `null`, and numbers that all tools read in
    the same way, have their JSON meaning: `2025` is a whole number. All other plain text is text without conversion,
    including dates (`2025-04-28`, `2025-04`, `199X`, `2022/2024`). Plain text that some YAML tools read as something
    else (`NO`, `010`, `1:30`, `~`, an empty value) is a problem (AK005).

    Args:
        data: The content of the file, in UTF-8, with or without a byte order mark.
        file: The name of the file, for locations.
        limits: The maximum size of the file and depth of the tree; at most 500 levels, even if the limit is higher.

    Returns:
        The document: tree and problems. The tree is None, and the last problem says why, if the bytes are not valid
        UTF-8 (AK001), not valid YAML or more than one document (AK002), or exceed a limit (AK006). Duplicate keys
        (AK003), aliases, anchors, tags, merge keys and directives (AK004), ambiguous plain text (AK005), keys that are
        not text (AK002, AK005), and numbers that do not fit into 64 bits (AK007) are problems that leave the rest of
        the tree readable.
    """
    try:
        text = decode(data, file, limits)
    except InvalidCorpus as error:
        return unreadable(file, error)
    within = evolve(limits, depth=min(limits.depth, _DEEPEST))
    with suppress(ValueError):
        # Most files are valid and need no locations.
        places = cache(lambda: _built(text, within).place)
        return Document(file, parse_values(text.content, within), (), text, lambda _path: places())
    try:
        return _built(text, within).to_document()
    except InvalidCorpus as error:
        return unreadable(file, error, text)


def _built(text: FileText, limits: Limits) -> TreeBuilder:
    """Return a builder with the tree of a text and its places; raise InvalidCorpus if it can't be parsed."""
    builder = TreeBuilder(text, limits)
    _build(builder)
    return builder


def _build(builder: TreeBuilder) -> None:
    """Pass the events of a text to its builder; raise InvalidCorpus if it can't be parsed."""
    import yaml

    documents = 0
    for event in _events(builder):
        index = _index(event)
        match event:
            case yaml.ScalarEvent():
                _scalar(builder, event, index)
            case yaml.SequenceStartEvent():
                _open(builder, event, [], index)
            case yaml.MappingStartEvent():
                _open(builder, event, {}, index)
            case yaml.CollectionEndEvent():
                builder.close()
            case yaml.AliasEvent():
                _alias(builder, event, index)
            case yaml.DocumentStartEvent():
                documents += 1
                _start(builder, index, documents)
            case _:
                pass
    if not documents:
        builder.refuse(reading.SYNTAX, "a YAML file must not be empty", 0, "add a value")


def _index(event: "Event") -> int:
    return event.start_mark.index if event.start_mark else 0


def _events(builder: TreeBuilder) -> Iterator["Event"]:
    """Yield the events of a text, with marks in code points; raise InvalidCorpus at a syntax error."""
    import yaml

    content = builder.text.content
    for pattern, message, hint in (
        (FORBIDDEN, "the character U+{:04X} is not allowed in YAML", "remove it, or escape it in double quotes"),
        (DISPUTED, "YAML tools disagree on the character U+{:04X}", "remove it, or escape it in double quotes"),
    ):
        match = pattern.search(content)
        if match:
            builder.refuse(reading.SYNTAX, message.format(ord(match[0])), match.start(), hint)
    try:
        yield from _parse(content)
    except yaml.MarkedYAMLError as error:
        refuse_syntax(builder, error)
    except (ValueError, OverflowError):  # the Python parser of PyYAML does not check the argument of chr()
        match = _BEYOND_UNICODE.search(content)
        message = "an escape must be at most U+10FFFF"
        builder.refuse(reading.SYNTAX, message, match.start() if match else 0)


def _parse(content: str) -> Iterator["Event"]:
    """Yield the events of a text; if the text is too deep for libyaml, yield the events before that point.

    libyaml scans up to 1,024 characters ahead of its events. Since version 0.2.6 it fails there at a depth of 1,000,
    before the builder reaches its own, lower limit. The missing events come from parsing the text up to that point.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    count = 0
    try:
        for event in yaml.parse(content, Loader=loader):
            yield event
            count += 1
    except yaml.MarkedYAMLError as error:
        if error.problem_mark and "nesting depth" in (error.problem or ""):
            yield from islice(yaml.parse(content[: error.problem_mark.index], Loader=loader), count, None)
        raise


def _start(builder: TreeBuilder, index: int, documents: int) -> None:
    if documents > 1:
        hint = "move it to another file"
        builder.refuse(reading.SYNTAX, "a file must have one YAML document, a second one starts here", index, hint)
    if builder.text.content.startswith("%", index):
        builder.report(reading.ALIAS, "directives are not allowed", index, "remove the lines that start with %")


def _alias(builder: TreeBuilder, event: "AliasEvent", index: int) -> None:
    if builder.awaits_key:
        builder.report(reading.ALIAS, f"a key must be text, got the alias *{shorten(event.anchor or '')}", index)
        builder.add_key(None, index)
        return
    if not builder.key_is_unusable:  # the alias after << is removed with <<
        builder.report(reading.ALIAS, f"aliases are not allowed, got *{shorten(event.anchor or '')}", index)
    builder.add_value(None, index)


def _open(
    builder: TreeBuilder, event: "CollectionStartEvent", content: list[Tree] | dict[str, Tree], index: int
) -> None:
    if builder.awaits_key:
        hint = "put text that has brackets or braces in quotes"
        got = "a list" if isinstance(content, list) else "an object"
        builder.report(reading.SYNTAX, f"a key must be text, got {got}", index, hint)
    _properties(builder, event, index)
    builder.open(content, index)


def _properties(builder: TreeBuilder, event: "CollectionStartEvent | ScalarEvent", index: int) -> None:
    """Report an anchor and a tag."""
    if event.anchor:
        builder.report(reading.ALIAS, f"anchors are not allowed, got &{shorten(event.anchor)}", index, "remove it")
    if event.tag:
        tag = shorten(event.tag.replace(_TAGS_OF_YAML, "!!"))
        builder.report(reading.ALIAS, f"tags are not allowed, got {tag}", index, "remove it")


def _scalar(builder: TreeBuilder, event: "ScalarEvent", index: int) -> None:
    if has_surrogate(event.value):  # libyaml rejects such escapes before
        message = "the text that starts here must not have half of a surrogate pair"
        builder.refuse(reading.SYNTAX, message, index, "write the character itself")
    if builder.awaits_key:
        _key(builder, event, index)
        return
    _properties(builder, event, index)
    builder.add_value(_plain(builder, event.value, index) if _is_plain(event) else event.value, index)


def _is_plain(event: "ScalarEvent") -> bool:
    return event.implicit[0] and not event.tag


def _key(builder: TreeBuilder, event: "ScalarEvent", index: int) -> None:
    key = event.value
    if _is_plain(event) and key in ("<<", ""):
        if key:
            builder.report(reading.ALIAS, "merge keys are not allowed, got <<", index)
        else:
            builder.report(reading.IMPLICIT, "a key must not be empty", index, 'write the key, or ""')
        builder.add_key(None, index)
        return
    builder.add_key(key, index)
    _properties(builder, event, index)
    ambiguous = ambiguity(key) if _is_plain(event) else None
    if ambiguous:
        message = f"a key must be text, but some YAML tools read {shorten(key)} as {ambiguous.meaning}"
        builder.report(reading.IMPLICIT, message, index, f'write "{shorten(key)}" in quotes')


def _plain(builder: TreeBuilder, text: str, index: int) -> Tree:
    """Return the value of plain text."""
    if text in SHARED_WORDS:
        return SHARED_WORDS[text]
    if SHARED_NUMBER.fullmatch(text):
        value = number(text)
        if value is None:
            builder.report(reading.NUMBER, f"{shorten(text)} does not fit into 64 bits", index)
        return value
    if not text:
        hint = 'write null, or "" for empty text, or omit the key'
        builder.report(
            reading.IMPLICIT, "a value must not be empty, because some YAML tools read it as null", index, hint
        )
        return None
    ambiguous = ambiguity(text)
    if ambiguous:
        hint = f'write "{shorten(text)}" in quotes' + (f", or {ambiguous.remedy}" if ambiguous.remedy else "")
        message = f"some YAML tools read {shorten(text)} as {ambiguous.meaning}, others as text"
        builder.report(reading.IMPLICIT, message, index, hint)
    return text
