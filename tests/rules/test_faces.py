"""The families of rules: each has one module, is final, and inherits the faces that it does not write."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, cast

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

import alliancekit
from alliancekit import rules
from alliancekit.engine import Record
from alliancekit.rules import Complaint, FieldRule, RecordRule, Rule
from alliancekit.rules.json_schema import UNKNOWN_RULE
from alliancekit.rules.rule import FACES
from alliancekit.rules.shape import Kind, Shape, spec_of
from alliancekit.strategies import texts_for_people

if TYPE_CHECKING:
    from alliancekit.strategies.drafts import Draft

FAMILIES: Final = sorted(
    (value for value in vars(rules).values() if isinstance(value, type) and "__final__" in vars(value)),
    key=lambda family: family.__name__,
)


def names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module uses or imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.ImportFrom | ast.Import):
            yield from (alias.name for alias in node.names)


@cache
def names_by_module() -> dict[str, set[str]]:
    """Return the names that each module of the package uses or imports."""
    root = Path(alliancekit.__file__).parent
    files = root.rglob("*.py")
    return {file.relative_to(root).as_posix(): {*names(ast.parse(file.read_text("utf-8")))} for file in files}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_stands_in_one_module_and_in_the_list(family: type[Rule]) -> None:
    naming = {file for file, used in names_by_module().items() if family.__name__ in used}
    room = f"{family.__module__.removeprefix('alliancekit.').replace('.', '/')}.py"
    declarations = {file for file in naming if file.startswith("models/")}
    assert naming - declarations - {room} == {"rules/__init__.py"}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_final(family: type[Rule]) -> None:
    with pytest.raises(TypeError, match=f"^{family.__name__} can't be subclassed; derive Mine from"):
        type("Mine", (family,), {})


# --- Rules of a user's own ------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Short(FieldRule):
    """A text has at most three characters."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        if len(str(values[0])) > 3:
            yield (), "must be short"


@frozen(kw_only=True)
class Never(RecordRule):
    """No record obeys."""

    @property
    def reads(self) -> tuple[str, ...]:
        return ("text",)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        yield ("text",), f"must not be {values[0]}"


@frozen(kw_only=True)
class Different(RecordRule):
    """The two texts of a pair differ."""

    @property
    def reads(self) -> tuple[str, ...]:
        return ("one", "other")

    def complaints(self, *values: object) -> Iterator[Complaint]:
        if values[0] == values[1]:
            yield ("other",), "must differ"


@frozen(kw_only=True)
class Pair(Record):
    """Two texts that differ."""

    one: str
    other: str

    RULES: ClassVar[tuple[RecordRule, ...]] = (Different(code="OWN3", demand="They differ."),)


@given(text=texts_for_people())
def test_without_faces_a_rule_holds_where_it_does_not_complain(text: str) -> None:
    rule = Short(code="OWN1", demand="It is short.")
    assert rule.holds(text) == (len(text) <= 3) == (not [*rule.complaints(text)])


def test_without_faces_nothing_is_known_of_a_rule() -> None:
    text = Shape(Kind.TEXT, str)
    short, never = Short(code="OWN1", demand="It is short."), Never(code="OWN2", demand="There are none.")
    assert short.json_schema(text).unsaid == never.json_schema(spec_of(alliancekit.Actor)).unsaid == UNKNOWN_RULE
    assert short.kernel_test(text) is None
    assert short.broken_values("a") == ()
    assert (short.pattern, short.minimum, short.minimum_items, short.unique_by) == (None, None, 0, None)
    assert not any(rule.writes(face) for rule in (Short, Never) for face in FACES)
    with pytest.raises(NotImplementedError):
        Rule.complaints(short)
    with pytest.raises(NotImplementedError):
        RecordRule.reads.__get__(never)
    with pytest.raises(NotImplementedError):
        never.break_draft(cast("Draft", object()))


@given(data=st.data())
def test_broken_values_break_their_rule(data: st.DataObject) -> None:
    text = data.draw(texts_for_people())
    rule = rules.NotBlank(code="AK104", demand="There is text.")
    assert not any(rule.holds(value) for value in rule.broken_values(text))


def test_an_item_that_would_be_invalid_repeats_no_other() -> None:
    rule = rules.Distinct(code="AK204", demand="No text is listed twice.", by=("one",))
    first, last = Pair(one="a", other="b"), Pair(one="c", other="a")
    assert rule.broken_values((first, last)) == ((first, last, last),)
