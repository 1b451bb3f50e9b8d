"""Rules of text: it is not blank; it matches a regular expression, which may depend on another field."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Final, cast, final

from attrs import frozen

from alliancekit.messages import quote
from alliancekit.rules.json_schema import Clause, JsonValue, Schema, one_of, typed, whole_text, with_code
from alliancekit.rules.patterns import PatternRule, matcher
from alliancekit.rules.rule import Complaint, FieldRule, RecordRule, Rule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects, Values
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape, Spec
    from alliancekit.strategies.drafts import Draft

_SPACE: Final = r"\t-\r\x1c- \x85\xa0" + "\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space as defined by `str.isspace`; ECMA 262 and RE2 define it differently.

The characters from U+1680 are written as such: ECMA 262 and RE2 have no common escape for them.
"""


def not_blank(rule: Rule) -> Schema:
    """Return the keywords for text that is not blank, with the code of the rule that demands it."""
    return with_code(rule, whole_text(rf"[{_SPACE}]*[^\x00{_SPACE}][^\x00]*"))


@final
@frozen(kw_only=True)
class NotBlank(FieldRule):
    """The text is not blank, and can be written as UTF-8: no white space alone, no NUL, no lone surrogate."""

    drawn_valid: ClassVar[bool] = True

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value breaks the rule."""
        (value,) = cast("tuple[str]", values)
        if not value or value.isspace():
            yield (), "must not be blank"
        elif "\0" in value or not _is_encodable(value):
            yield (), f"must be text that can be written as UTF-8 without NUL, got {quote(value)}"

    def holds(self, *values: object) -> bool:
        """Return whether the text is not blank and can be encoded; printable text has no NUL and no lone surrogate."""
        (value,) = cast("tuple[str]", values)
        if value.isprintable():
            return bool(value) and not value.isspace()
        return not value.isspace() and "\0" not in value and _is_encodable(value)

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return the kernel test."""
        from alliancekit.kernel.compiled import Says

        return Says() if shape.type is str else None

    @property
    def definition(self) -> str:
        """The code of the rule, then ``text``."""
        return f"{self.code}-text"

    def json_schema(self, shape: "Shape") -> Clause:
        """Return a pattern."""
        del shape
        return Clause(not_blank(self))

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows with a blank text or one with NUL; a column of text can't have a lone surrogate."""
        return values.blank_rows()

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return blank texts, and one with NUL."""
        return ("", " ", "\t\n", "\u3000", f"{value}\0")


@final
@frozen(kw_only=True)
class Pattern(PatternRule):
    """The whole text matches a regular expression.

    Attributes:
        regex: The expression, in the common part of Python's and ECMA 262's syntax.
        form: What a matching text is; it completes a message after "must be".
    """

    regex: str
    form: str

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value breaks the rule."""
        (value,) = cast("tuple[str]", values)
        if not re.fullmatch(self.regex, value):
            yield (), f"must be {self.form}, got {quote(value)}"

    def holds(self, *values: object) -> bool:
        """Return whether the text matches."""
        return matcher(self.regex)(values[0]) is not None

    @property
    def definition(self) -> str:
        """The code of the rule."""
        return self.code


@final
@frozen(kw_only=True)
class DependentPattern(RecordRule):
    """The regular expression that a text matches depends on the value of another field.

    Attributes:
        name: The field with the text.
        by: The other field.
        forms: For each value of `by`: the expression, and what a matching text is, as in `Pattern`.
            With another value of `by`, any text is allowed.
    """

    name: str
    by: str
    forms: Mapping[str, tuple[str, str]]

    @property
    def reads(self) -> tuple[str, ...]:
        """Both fields."""
        return (self.name, self.by)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value breaks the rule."""
        text, by = map(str, values)
        regex, form = self.forms.get(by, ("", ""))
        if regex and not re.fullmatch(regex, text):
            yield (self.name,), f"must be {form} where {self.by} is {quote(by)}, got {quote(text)}"

    def json_schema(self, spec: "Spec") -> Clause:
        """Return a condition for each expression, with the values of `by` to which it belongs."""
        del spec
        values: dict[str, tuple[str, ...]] = {}
        for value, (regex, _) in self.forms.items():
            values[regex] = (*values.get(regex, ()), value)
        clauses: list[JsonValue] = [
            {
                "if": one_of(self.by, by),
                "then": {"properties": {self.name: typed("string", with_code(self, whole_text(regex)))}},
            }
            for regex, by in values.items()
        ]
        return Clause({"allOf": clauses})

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows whose text does not match the expression of their value of `by`."""
        text, by = objects[self.name], objects[self.by]
        wrong = (by.is_one_of([value]) & ~text.matches(regex) for value, (regex, _) in self.forms.items())
        return objects.any_rows(wrong)

    def break_draft(self, draft: "Draft") -> None:
        """Draw a text that does not match."""
        by = draft.values[self.by] = draft.choose([*self.forms])
        draft.values[self.name] = draft.text(lambda text: not self.holds(text, by))

    def mend_draft(self, draft: "Draft") -> None:
        """Draw a text that matches; if the text must stay, choose a value of `by` that fits."""
        if self.name in draft.fixed:
            fitting = [by for by in self.forms if self.holds(draft.values[self.name], by)]
            if fitting and draft.values[self.by] not in fitting:
                draft.set(self.by, draft.choose(fitting))
        elif not self.holds(*draft.read(self)) and (form := self.forms.get(str(draft.values[self.by]))):
            draft.values[self.name] = draft.matching(form[0])


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
