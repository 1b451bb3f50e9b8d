"""YAML that is in order, read without the places of its values."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NoReturn, cast

from alliancekit.engine.tree import Tree
from alliancekit.formats._text import Limits
from alliancekit.formats._tree import number
from alliancekit.formats._yaml_scalars import SHARED_NUMBER, SHARED_WORDS, ambiguity

if TYPE_CHECKING:
    from yaml import Event

# YAML 1.2.2, section 5.1: characters that may not stand in a file as they are.
FORBIDDEN: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# To YAML 1.1 these three end a line, to YAML 1.2 they don't; a second byte order mark is skipped or kept.
DISPUTED: Final = re.compile("[\x85\u2028\u2029\ufeff]")
_UNUSUAL: Final = re.compile(r"\A%|\n%|\\[uU](?:0000)?[dD][89a-fA-F]")
"""What may be a directive, or an escape for half a character."""


def parse_values(content: str, limits: Limits) -> Tree:
    """Return the tree of YAML.

    Args:
        content: The text.
        limits: How deep the tree may be, and how many values it may hold.

    Raises:
        ValueError: If it is not in order, or may not be.
    """
    import yaml

    # What is printable is neither forbidden nor disputed, which most texts are.
    unprintable = not content.replace("\n", "").isprintable()
    if (unprintable and (FORBIDDEN.search(content) or DISPUTED.search(content))) or _UNUSUAL.search(content):
        _refuse("characters")
    parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(content)
    try:
        return _tree(cast("Callable[[], Event]", parser.get_event), limits)
    except (yaml.YAMLError, OverflowError) as error:
        _refuse(str(error))
    finally:
        parser.dispose()


def _tree(get_event: "Callable[[], Event]", limits: Limits) -> Tree:  # noqa: C901, PLR0912, PLR0915 - a loop to be fast
    """Return the tree that events describe."""
    import yaml

    scalar, start, mapping, end = (
        yaml.ScalarEvent,
        yaml.CollectionStartEvent,
        yaml.MappingStartEvent,
        yaml.CollectionEndEvent,
    )
    words: dict[str, Tree] = {}  # what plain texts stand for
    names: set[str] = set()  # keys in which there is no doubt
    root: list[Tree] = []
    members: dict[str, Tree] | None = None  # the innermost object or list that is not complete
    items: list[Tree] = root
    key: str | None = None
    above: list[tuple[dict[str, Tree] | None, list[Tree], str | None]] = []
    values = documents = 0
    while True:
        event = get_event()
        value: Tree
        if isinstance(event, scalar):
            text: str = event.value
            if event.anchor is not None or event.tag is not None:
                _refuse("an anchor or a tag")
            if members is not None and key is None:
                if event.implicit[0] and text not in names:
                    if not text or text == "<<" or ambiguity(text):
                        _refuse("a key in doubt")
                    names.add(text)
                if text in members:
                    _refuse("a key twice")
                key = text
                continue
            if not event.implicit[0]:
                value = text
            elif text in words:
                value = words[text]
            else:
                value = words[text] = _plain(text)
        elif isinstance(event, start):
            if event.anchor is not None or event.tag is not None or (members is not None and key is None):
                _refuse("an anchor, a tag, or a key that is no text")
            if len(above) >= limits.depth:
                _refuse("too deep")
            above.append((members, items, key))
            members, items, key = {} if isinstance(event, mapping) else None, [], None
            continue
        elif isinstance(event, end):
            value = items if members is None else members
            members, items, key = above.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and not documents:
            documents = 1
            continue
        elif isinstance(event, (yaml.StreamStartEvent, yaml.DocumentEndEvent)):
            continue
        elif isinstance(event, yaml.StreamEndEvent) and documents:
            return root[0]
        else:
            _refuse("an alias, or not one document")
        values += 1
        if members is None:
            items.append(value)
        else:
            members[cast("str", key)] = value
            key = None
        if values > limits.values:
            _refuse("too many values")


def _plain(text: str) -> Tree:
    """Return what plain text stands for."""
    if text in SHARED_WORDS:
        return SHARED_WORDS[text]
    if SHARED_NUMBER.fullmatch(text):
        value = number(text)
        return value if value is not None else _refuse("a number that does not fit")
    return text if text and not ambiguity(text) else _refuse("a text in doubt")


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)
