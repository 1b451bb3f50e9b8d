"""Parse valid YAML fast, without the locations of its values."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NoReturn, cast

from alliancekit.engine.tree import Tree
from alliancekit.formats._text import Limits
from alliancekit.formats._tree import number
from alliancekit.formats._yaml_scalars import SHARED_NUMBER, SHARED_WORDS, ambiguity

if TYPE_CHECKING:
    from yaml import Event

# YAML 1.2.2, section 5.1: characters that are not allowed without an escape.
FORBIDDEN: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The first three are line ends in YAML 1.1, but not in YAML 1.2; tools may skip a second byte order mark.
DISPUTED: Final = re.compile("[\x85\u2028\u2029\ufeff]")
_UNUSUAL: Final = re.compile(r"\A%|\n%|\\[uU](?:0000)?[dD][89a-fA-F]")
"""A possible directive, or an escape for half of a surrogate pair."""


def parse_values(content: str, limits: Limits) -> Tree:
    """Parse a YAML text.

    Args:
        content: The text.
        limits: The maximum depth of the tree and number of values.

    Raises:
        ValueError: If the text has a problem, or may have one.
    """
    import yaml

    # Most texts are printable; then they have no forbidden or disputed characters.
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
    """Build the tree of events."""
    import yaml

    scalar, start, mapping, end = (
        yaml.ScalarEvent,
        yaml.CollectionStartEvent,
        yaml.MappingStartEvent,
        yaml.CollectionEndEvent,
    )
    words: dict[str, Tree] = {}  # the values of plain texts
    names: set[str] = set()  # unambiguous keys
    root: list[Tree] = []
    members: dict[str, Tree] | None = None  # the innermost incomplete object, or else list
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
                        _refuse("an ambiguous key")
                    names.add(text)
                if text in members:
                    _refuse("a duplicate key")
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
                _refuse("an anchor, a tag, or a key that is not text")
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
    """Return the value of plain text."""
    if text in SHARED_WORDS:
        return SHARED_WORDS[text]
    if SHARED_NUMBER.fullmatch(text):
        value = number(text)
        return value if value is not None else _refuse("a number that does not fit")
    return text if text and not ambiguity(text) else _refuse("an ambiguous text")


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)
