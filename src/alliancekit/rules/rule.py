"""What every rule has, and what each face of a rule is where its family does not write it.

A rule is declared once, on the model. `FieldRule` and `RecordRule` are the bases of all families of rules. Each method
below their first section is one face: what the rule means, how an engine tests it, how JSON Schema says it, which rows
of a table may break it, and how generated data break or obey it. A family that does not write a face inherits a slower
one that is right for every rule.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, ClassVar, Final, Self, TypeAlias

from attrs import field, frozen

from alliancekit.errors import Location, Path, Problem, Severity, path_text
from alliancekit.rules.json_schema import UNKNOWN_RULE, Clause
from alliancekit.text import in_message

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Objects, Values
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape, Spec
    from alliancekit.strategies.drafts import Draft

Complaint: TypeAlias = tuple[Path, str]
"""Where a rule is broken, as a path from the record or value that it governs, and how."""

FACES: Final = (
    "holds",
    "kernel_test",
    "kernel_tests",
    "json_schema",
    "doubtful_rows",
    "broken_values",
    "break_draft",
    "mend_draft",
)
"""The methods that a family may write or inherit."""


@frozen(kw_only=True)
class Rule:
    """A rule that data must obey, declared once and read by everything that checks or explains it.

    Attributes:
        code: Stable code, such as ``AK501``; never given to another rule.
        demand: What the rule demands, a sentence.
        advice: What to do when it is broken; it becomes the hint of the problem.
        severity: Whether breaking it makes the data invalid or only calls for a look.
    """

    code: str
    demand: str
    advice: str = ""
    severity: Severity = field(default=Severity.ERROR)

    def __init_subclass__(cls) -> None:
        """Refuse a class made from a family: the faces of the family would say something else than the class.

        Raises:
            TypeError: If a base is `typing.final`.
        """
        for base in cls.__mro__[1:]:
            if "__final__" in vars(base):
                message = f"{base.__name__} can't be subclassed; derive {cls.__name__} from FieldRule or RecordRule"
                raise TypeError(message)

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        """Keep the short representation, so that a signature that names rules can be read."""
        type.__setattr__(cls, "__repr__", Rule.__repr__)

    def __repr__(self) -> str:
        """Return the code; `demand` has the sentence, and `alliancekit explain` prints the rest."""
        return f"<{self.code}>"

    def problem(
        self,
        message: str,
        *,
        path: Path = (),
        record: str | None = None,
        location: Location | None = None,
        hint: str | None = None,
    ) -> Problem:
        """Return the problem of one place that breaks this rule; its message and hint can be printed safely."""
        advice = self.advice if hint is None else in_message(hint)
        return Problem(self.code, in_message(message), advice, path, record, location, self.severity)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield each place where the values break this rule, in the order of the record."""
        raise NotImplementedError

    def holds(self, *values: object) -> bool:
        """Return whether the values obey this rule: true exactly where there are no complaints.

        A family may override it with something faster.
        """
        return next(self.complaints(*values), None) is None

    def problems(self, values: tuple[object, ...], path: Path = ()) -> Iterator[Problem]:
        """Yield the problem of each place where the values at a path break this rule."""
        for step, complaint in self.complaints(*values):
            place = (*path, *step)
            yield self.problem(f"{path_text(place)} {complaint}".lstrip(), path=place, hint=self.hint(*values))

    def hint(self, *values: object) -> str | None:
        """Return advice for these values, if there is better advice than `advice`."""
        del values
        return None

    @classmethod
    def writes(cls, face: str) -> bool:
        """Return whether the family writes one of the `FACES` itself instead of inheriting it."""
        return any(face in vars(base) for base in cls.__mro__ if base not in (Rule, FieldRule, RecordRule))


class FieldRule(Rule):
    """A rule of one value, whose type is known to be right; the value may break other rules of its field.

    `complaints` and `holds` get that value.
    """

    __slots__ = ()

    # --- What others ask about a field ------------------------------------------------------------------------------

    drawn_valid: ClassVar[bool] = False
    """Whether the strategies draw only values that obey the rule, so that they need not test them."""

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds of records to which the text refers by an id; none if it is no reference."""
        return ()

    @property
    def pattern(self) -> str | None:
        """The regular expression that the whole text matches, if there is one."""
        return None

    @property
    def minimum(self) -> int | None:
        """The least number allowed, if there is one."""
        return None

    @property
    def minimum_items(self) -> int:
        """How many items the list has at least."""
        return 0

    @property
    def unique_by(self) -> tuple[str, ...] | None:
        """The fields that tell the items of the list apart, none for the whole item; None if items may be equal."""
        return None

    @property
    def interval(self) -> bool | None:
        """Whether the date is an interval; None if it may be."""
        return None

    # --- Engines ----------------------------------------------------------------------------------------------------

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return the test of a value of this shape in the kernel; None: the kernel calls `holds`."""
        del shape
        return None

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    @property
    def definition(self) -> str:
        """The name of the definition that holds the schema of values that obey this rule alone; empty: it has none."""
        return ""

    def json_schema(self, shape: "Shape") -> Clause:
        """Return what JSON Schema can say of a value of this shape."""
        del shape
        return Clause(unsaid=UNKNOWN_RULE)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows whose value may break the rule: objects of these rows decide. Null breaks no rule."""
        return values.series.is_not_null().arg_true()

    # --- Generation -------------------------------------------------------------------------------------------------

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return some values of the right type that break the rule, made from one that obeys it."""
        del value
        return ()


class RecordRule(Rule):
    """A rule of several fields of one record, each of which is known to be right by itself.

    `complaints` and `holds` get the values of the fields in `reads`, in that order.
    """

    __slots__ = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the fields that the rule reads, in the order in which `complaints` takes them."""
        raise NotImplementedError

    def bind(self, fields: tuple[str, ...]) -> Self:
        """Return the rule for a model with these fields; most rules need not know them."""
        del fields
        return self

    @property
    def demands(self) -> tuple[str, ...]:
        """The names of the fields that may break the rule by being absent."""
        return ()

    @property
    def other_models(self) -> tuple[type, ...]:
        """The models that the record may become; their docstrings describe the fields that it shares with them."""
        return ()

    # --- Problems that only follow from others ----------------------------------------------------------------------

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the names of the fields of which one is wrong where these values break the rule.

        A later rule that reads them would report what only follows from the same mistake.
        """
        del values
        return ()

    def settled(self, values: tuple[object, ...], suspects: AbstractSet[str]) -> tuple[object, ...] | None:
        """Return the values to check where some fields may be wrong; None if the rule can't be checked without them."""
        return values if suspects.isdisjoint(self.reads) else None

    # --- Engines ----------------------------------------------------------------------------------------------------

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield tests of a record in the kernel: the rule holds if of each tuple one test says yes.

        Where they say no, or where there are none, the kernel calls `holds`.
        """
        del slots
        yield from ()

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, spec: "Spec") -> Clause:
        """Return what JSON Schema can say of a record with these fields."""
        del spec
        return Clause(unsaid=UNKNOWN_RULE)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows whose record may break the rule: objects of these rows decide."""
        return objects.rows

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Change the values of a draft so that they break the rule."""
        raise NotImplementedError(self, draft)

    def mend_draft(self, draft: "Draft") -> None:
        """Change the values of a draft so that they obey the rule, where that is likely to work.

        Fields in `draft.kept` stay as they are.
        """


def placed(problem: Problem, record: str | None, location: Location | None = None) -> Problem:
    """Return a problem with the id and the location of its record; faster than `attrs.evolve`."""
    return Problem(problem.code, problem.message, problem.hint, problem.path, record, location, problem.severity)


def is_given(value: object) -> bool:
    """Return whether a field has a value: not None, and no empty list."""
    return value is not None and value != ()
