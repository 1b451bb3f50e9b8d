"""Regular expressions of rules are parsed, or refused as unsupported."""

import re

import pytest

from alliancekit.rules.automaton import automaton
from alliancekit.rules.regex import Alternatives, CharacterClass, Repeat, parse_regex


def test_a_regex_is_parsed_to_its_parts() -> None:
    a, b = CharacterClass("a"), CharacterClass("[b-d]")
    assert parse_regex("a[b-d]") == (a, b)
    assert parse_regex("a|[b-d]{2,}") == (Alternatives(((a,), (Repeat((b,), 2, None),))),)
    assert parse_regex("(?:a[b-d]){3}(?:)") == (Repeat((a, b), 3, 3),)


@pytest.mark.parametrize("regex", ["a*?", "a+?", "a??", "a{2}?", "a*+", "a?+", "a{1,2}+", "(?:a)*?"])
def test_lazy_and_possessive_quantifiers_are_unsupported(regex: str) -> None:
    re.compile(regex)
    assert parse_regex(regex) is None
    assert automaton(regex) is None


@pytest.mark.parametrize("regex", ["a)b", ")", "(?:a", "a|(?:", ")(?:", "*", "a|*", "(?:+)", "a**", "a{2}{3}"])
def test_an_invalid_regex_is_refused(regex: str) -> None:
    with pytest.raises(re.error):
        re.compile(regex)
    assert parse_regex(regex) is None
    assert automaton(regex) is None
