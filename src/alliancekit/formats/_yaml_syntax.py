"""What a YAML library says about text that is no YAML, in words that say what to do about it."""

import re
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from alliancekit.formats._tree import name_of
from alliancekit.formats._tree_builder import TreeBuilder
from alliancekit.rules import reading
from alliancekit.rules.rule import Rule

if TYPE_CHECKING:
    from yaml import MarkedYAMLError


class _Said(NamedTuple):
    """What the libraries say, and what we say.

    Attributes:
        theirs: A pattern in the context and the problem that libyaml gives, or PyYAML's own parser, and in the
            character at the place of the problem.
        ours: What is wrong. It may have `{char}`, the character there, `{start}`, the place where the unfinished
            part starts, and `{bracket}`, the one that is missing.
        hint: What to do.
        rule: The rule that is broken.
        at_start: Whether the problem stands where the unfinished part starts, and not where it was noticed.
    """

    theirs: str
    ours: str
    hint: str
    rule: Rule = reading.SYNTAX
    at_start: bool = False


_CHECK_INDENTATION: Final = "check the indentation, and the quotes before this place"
_SAID: Final = (
    _Said(
        "directive|YAML document",
        "directives must not stand in a corpus",
        "take the line out",
        reading.ALIAS,
        at_start=True,
    ),
    _Said(
        r"(scanning|parsing) a tag|tag handle", "a value must have no tag", "take it out", reading.ALIAS, at_start=True
    ),
    _Said(
        "scanning an (alias|anchor)",
        "plain text must not start with {char}",
        "put the text in quotes",
        at_start=True,
    ),
    _Said(r"a tab character|'\\t'$", "a tab must not indent a line", "use spaces"),
    _Said("cannot start any token", "plain text must not start with {char}", "put the text in quotes"),
    _Said(
        "are not allowed",
        "no value may start here, got {char}",
        "put the text in quotes, or start a list or an object on a line of its own",
    ),
    _Said(
        "could not find expected ':'",
        'a key must have a ":" after it on its line, the one that starts here has none',
        "add it; if the line goes on from the one before, indent it further",
        at_start=True,
    ),
    _Said(
        "parsing a block (mapping|collection)", "the list or object from {start} can't go on here", _CHECK_INDENTATION
    ),
    _Said(
        r"',' or '(?P<bracket>[]}])'",
        '"," or the "{bracket}" of what starts at {start} must stand here, got {char}',
        "add it; text that has commas, brackets or braces needs quotes",
    ),
    _Said("node content", "a value must stand here, got {char}", "add the value, or put the text in quotes"),
    _Said("<document start>", "the file must end after its value, got {char}", _CHECK_INDENTATION),
    _Said(
        "scanning a quoted scalar.*unexpected",
        "the text that starts here must have a closing quote",
        "add it at the end of the text",
        at_start=True,
    ),
    _Said(
        "unknown escape",
        "the text in double quotes has an escape that YAML does not know",
        r"write a backslash as \\, or put the text in single quotes",
    ),
    _Said(
        "hexdecimal|Unicode character escape|escape sequence",
        "an escape must have the hexadecimal number of a character",
        "write the character itself",
    ),
    _Said("block scalar", 'the text after "|" or ">" must start on the next line', "start a new line"),
)


def refuse_syntax(builder: TreeBuilder, error: "MarkedYAMLError") -> NoReturn:
    """Give up on a text that is no YAML.

    Raises:
        InvalidCorpus: Always, with the problems found so far and the one that the error stands for.
    """
    content = builder.text.content
    noticed = error.problem_mark.index if error.problem_mark else 0
    theirs = f"{error.context}: {error.problem}; {content[noticed : noticed + 1]!r}"
    start = error.context_mark.index if error.context_mark else noticed
    for said in _SAID:
        found = re.search(said.theirs, theirs)
        if found:
            index = start if said.at_start else noticed
            ours = said.ours.format(
                char=name_of(content[index : index + 1]),
                start=builder.text.where(start),
                bracket=found.groupdict().get("bracket"),
            )
            builder.refuse(said.rule, ours, index, said.hint)
    builder.refuse(reading.SYNTAX, f"this is not YAML: {error.problem}", noticed)
