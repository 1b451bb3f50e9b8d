"""YAML to plain trees, as far as all YAML tools agree on it."""

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
"""The greatest depth, whatever the limits: well below the 1,000 of libyaml 0.2.6, so that all versions read alike."""


def read(data: bytes, file: str, limits: Limits = LIMITS) -> Document:
    """Read a YAML file.

    Text in quotes and in blocks (`|`, `>`) is text. Plain `true`, `false`, `null`, and numbers that all tools read
    alike, are what JSON makes of them: `2025` is a whole number. All other plain text is text just as it stands,
    dates too (`2025-04-28`, `2025-04`, `199X`, `2022/2024`), unless some YAML tools make something else of it
    (`NO`, `010`, `1:30`, `~`, nothing at all); that is AK005.

    Args:
        data: Its bytes, in UTF-8, with or without a byte order mark.
        file: Its name, for the places of problems.
        limits: How large it may be, and how deep its tree: 500 levels at most, even if the limit is higher.

    Returns:
        Its tree and problems. No tree, with the problem that stopped the reading, if the bytes are no text
        (AK001), no YAML or more than one document (AK002), or beyond a limit (AK006). A second key of the same
        name (AK003), aliases, anchors, tags, merge keys and directives (AK004), plain text that is read in two
        ways (AK005), keys that are no text (AK002, AK005), and numbers beyond 64 bits (AK007) are problems that
        leave the rest of the tree readable.
    """
    try:
        text = decode(data, file, limits)
    except InvalidCorpus as refusal:
        return unreadable(file, refusal)
    within = evolve(limits, depth=min(limits.depth, _DEEPEST))
    with suppress(ValueError):
        # Most files are in order, and never asked for a place.
        places = cache(lambda: _built(text, within).place)
        return Document(file, parse_values(text.content, within), (), text, lambda _path: places())
    try:
        return _built(text, within).document()
    except InvalidCorpus as refusal:
        return unreadable(file, refusal, text)


def _built(text: FileText, limits: Limits) -> TreeBuilder:
    """Return a builder with the tree of a text and the places in it; InvalidCorpus if it can't be read."""
    builder = TreeBuilder(text, limits)
    _build(builder)
    return builder


def _build(builder: TreeBuilder) -> None:
    """Hand a builder what stands in its text; InvalidCorpus if that can't be read."""
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
        builder.refuse(reading.SYNTAX, "a YAML file must hold a value, this one is empty", 0, "write something into it")


def _index(event: "Event") -> int:
    return event.start_mark.index if event.start_mark else 0


def _events(builder: TreeBuilder) -> Iterator["Event"]:
    """Yield the events of a text, all marked with code points; InvalidCorpus where it is no YAML."""
    import yaml

    content = builder.text.content
    for pattern, message, hint in (
        (FORBIDDEN, "the character U+{:04X} must not stand in YAML", "take it out, or escape it in double quotes"),
        (DISPUTED, "YAML tools disagree on the character U+{:04X}", "take it out, or escape it in double quotes"),
    ):
        found = pattern.search(content)
        if found:
            builder.refuse(reading.SYNTAX, message.format(ord(found[0])), found.start(), hint)
    try:
        yield from _parse(content)
    except yaml.MarkedYAMLError as error:
        refuse_syntax(builder, error)
    except (ValueError, OverflowError):  # PyYAML's own parser doesn't check what it hands to chr()
        found = _BEYOND_UNICODE.search(content)
        message = "an escape must name a character, this one is beyond U+10FFFF"
        builder.refuse(reading.SYNTAX, message, found.start() if found else 0)


def _parse(content: str) -> Iterator["Event"]:
    """Yield the events of a text, and of a text that is too deep for libyaml those before that place.

    libyaml scans up to 1,024 characters ahead of its events. Since version 0.2.6 it refuses to go deeper than 1,000
    levels there, before the builder has met its own, lower limit. The text that ends at that place has the events that
    are still missing.
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
        hint = "put it into a file of its own"
        builder.refuse(reading.SYNTAX, "a file must hold one YAML document, here a second one starts", index, hint)
    if builder.text.content.startswith("%", index):
        builder.report(
            reading.ALIAS, "directives must not stand in a corpus", index, "take out the lines that start with %"
        )


def _alias(builder: TreeBuilder, event: "AliasEvent", index: int) -> None:
    if builder.awaits_key:
        builder.report(reading.ALIAS, f"a key must be text, got the alias *{shorten(event.anchor or '')}", index)
        builder.key(None, index)
        return
    if not builder.drops:  # the alias after << goes when << goes
        builder.report(
            reading.ALIAS, f"a value must be written out, got the alias *{shorten(event.anchor or '')}", index
        )
    builder.value(None, index)


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
        builder.report(
            reading.ALIAS, f"a value must have no anchor, got &{shorten(event.anchor)}", index, "take it out"
        )
    if event.tag:
        tag = shorten(event.tag.replace(_TAGS_OF_YAML, "!!"))
        builder.report(reading.ALIAS, f"a value must have no tag, got {tag}", index, "take it out")


def _scalar(builder: TreeBuilder, event: "ScalarEvent", index: int) -> None:
    if has_surrogate(event.value):  # libyaml refuses the escape itself
        message = "the text that starts here has half a surrogate pair, which is no character"
        builder.refuse(reading.SYNTAX, message, index, "write the character itself")
    if builder.awaits_key:
        _key(builder, event, index)
        return
    _properties(builder, event, index)
    builder.value(_plain(builder, event.value, index) if _is_plain(event) else event.value, index)


def _is_plain(event: "ScalarEvent") -> bool:
    return event.implicit[0] and not event.tag


def _key(builder: TreeBuilder, event: "ScalarEvent", index: int) -> None:
    key = event.value
    if _is_plain(event) and key in ("<<", ""):
        if key:
            builder.report(reading.ALIAS, "fields must be written out, got the merge key <<", index)
        else:
            builder.report(reading.IMPLICIT, "a key must be text, got nothing", index, 'write the key, or ""')
        builder.key(None, index)
        return
    builder.key(key, index)
    _properties(builder, event, index)
    ambiguous = ambiguity(key) if _is_plain(event) else None
    if ambiguous:
        message = f"a key must be text, but some YAML tools read {shorten(key)} as {ambiguous.meaning}"
        builder.report(reading.IMPLICIT, message, index, f'write "{shorten(key)}" in quotes')


def _plain(builder: TreeBuilder, text: str, index: int) -> Tree:
    """Return what plain text stands for."""
    if text in SHARED_WORDS:
        return SHARED_WORDS[text]
    if SHARED_NUMBER.fullmatch(text):
        value = number(text)
        if value is None:
            builder.report(reading.NUMBER, f"{shorten(text)} does not fit into 64 bits", index)
        return value
    if not text:
        hint = 'write null, or "" for empty text, or leave the key out'
        builder.report(reading.IMPLICIT, "a value must stand here, some YAML tools read nothing as null", index, hint)
        return None
    ambiguous = ambiguity(text)
    if ambiguous:
        hint = f'write "{shorten(text)}" in quotes' + (f", or {ambiguous.remedy}" if ambiguous.remedy else "")
        message = f"some YAML tools read {shorten(text)} as {ambiguous.meaning}, others as text"
        builder.report(reading.IMPLICIT, message, index, hint)
    return text
