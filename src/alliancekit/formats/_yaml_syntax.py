"""Translate the syntax errors of YAML libraries to messages with hints."""

import re
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from alliancekit.formats._tree import name_of
from alliancekit.formats._tree_builder import TreeBuilder
from alliancekit.rules import reading
from alliancekit.rules.rule import Rule

if TYPE_CHECKING:
    from yaml import MarkedYAMLError


class _Translation(NamedTuple):
    """An error of a YAML library and our message for it.

    Attributes:
        pattern: A pattern in the error of libyaml or of the Python parser of PyYAML: its context, its problem, and the
            character at its location.
        message: Our message. It may contain `{char}`, the character at the location, `{start}`, the location where the
            incomplete part starts, and `{bracket}`, the missing bracket.
        hint: What to do.
        rule: The rule.
        at_start: Whether our location is the start of the incomplete part, and not the location of the error.
    """

    pattern: str
    message: str
    hint: str
    rule: Rule = reading.SYNTAX
    at_start: bool = False


_CHECK_INDENTATION: Final = "check the indentation and the quotes before this location"
_TRANSLATIONS: Final = (
    _Translation(
        "directive|YAML document",
        "directives are not allowed",
        "remove the line",
        reading.ALIAS,
        at_start=True,
    ),
    _Translation(
        r"(scanning|parsing) a tag|tag handle", "tags are not allowed", "remove it", reading.ALIAS, at_start=True
    ),
    _Translation(
        "scanning an (alias|anchor)",
        "plain text must not start with {char}",
        "put the text in quotes",
        at_start=True,
    ),
    _Translation(r"a tab character|'\\t'$", "a tab must not indent a line", "use spaces"),
    _Translation("cannot start any token", "plain text must not start with {char}", "put the text in quotes"),
    _Translation(
        "are not allowed",
        "a value must not start here, got {char}",
        "put the text in quotes, or start a list or an object on a line of its own",
    ),
    _Translation(
        "could not find expected ':'",
        'expected ":" after the key that starts here, on the same line',
        "add it; if the line continues the line before, indent it further",
        at_start=True,
    ),
    _Translation(
        "parsing a block (mapping|collection)",
        "expected the next entry or the end of the list or object at {start}",
        _CHECK_INDENTATION,
    ),
    _Translation(
        r"',' or '(?P<bracket>[]}])'",
        'expected "," or the "{bracket}" of the list or object at {start}, got {char}',
        "add it; text with commas, brackets or braces needs quotes",
    ),
    _Translation("node content", "expected a value, got {char}", "add the value, or put the text in quotes"),
    _Translation("<document start>", "expected the end of the file after its value, got {char}", _CHECK_INDENTATION),
    _Translation(
        "scanning a quoted scalar.*unexpected",
        "the text that starts here must have a closing quote",
        "add it at the end of the text",
        at_start=True,
    ),
    _Translation(
        "unknown escape",
        "unknown escape in double quotes",
        r"write a backslash as \\, or put the text in single quotes",
    ),
    _Translation(
        "hexdecimal|Unicode character escape|escape sequence",
        "an escape must be the hexadecimal number of a character",
        "write the character itself",
    ),
    _Translation("block scalar", 'the text after "|" or ">" must start on the next line', "start a new line"),
)


def refuse_syntax(builder: TreeBuilder, error: "MarkedYAMLError") -> NoReturn:
    """Stop at a syntax error.

    Raises:
        InvalidCorpus: Always, with the problems so far and the translation of the error.
    """
    content = builder.text.content
    noticed = error.problem_mark.index if error.problem_mark else 0
    text = f"{error.context}: {error.problem}; {content[noticed : noticed + 1]!r}"
    start = error.context_mark.index if error.context_mark else noticed
    for translation in _TRANSLATIONS:
        match = re.search(translation.pattern, text)
        if match:
            index = start if translation.at_start else noticed
            message = translation.message.format(
                char=name_of(content[index : index + 1]),
                start=builder.text.where(start),
                bracket=match.groupdict().get("bracket"),
            )
            builder.refuse(translation.rule, message, index, translation.hint)
    builder.refuse(reading.SYNTAX, f"invalid YAML: {error.problem}", noticed)
