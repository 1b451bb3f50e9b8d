"""The base classes of rules, with a slow but correct default for each face that a family does not write.

A rule is declared once, on the model. `FieldRule` and `RecordRule` are the bases of all families of rules. Each method
below their first section is one face: what the rule means, how an engine tests it, how JSON Schema expresses it, which
rows of a table may break it, and how generated data break or obey it.
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
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from alliancekit.columns.values import Objects, Values
    from alliancekit.engine.slots import Slots
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape, Spec
    from alliancekit.strategies.drafts import Draft

Complaint: TypeAlias = tuple[Path, str]
"""The path to the place where a rule is broken, from the record or value on, and the message."""

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
"""The methods that a family of rules may write or inherit."""


@frozen(kw_only=True)
class Rule:
    """A rule that data must obey, declared once and read by everything that checks or explains it.

    Attributes:
        code: Stable code, such as ``AK501``. No other rule ever gets the same code.
        demand: What the rule demands, a sentence.
        advice: What to do when it is broken; it becomes the hint of the problem.
        severity: Whether data that break it are invalid, or only worth a look.
    """

    code: str
    demand: str
    advice: str = ""
    severity: Severity = field(default=Severity.ERROR)

    unsaid: ClassVar[str] = UNKNOWN_RULE
    """Why JSON Schema expresses no part of the rule, as a clause, for a family that does not write `json_schema`."""

    def __init_subclass__(cls) -> None:
        """Refuse a subclass of a family: it would inherit faces that describe another rule.

        Raises:
            TypeError: If a base is `typing.final`.
        """
        for base in cls.__mro__[1:]:
            if "__final__" in vars(base):
                message = f"{base.__name__} can't be subclassed; derive {cls.__name__} from FieldRule or RecordRule"
                raise TypeError(message)

    @classmethod
    def __attrs_init_subclass__(cls) -> None:
        """Restore the short representation, which attrs replaces, so that signatures with rules are readable."""
        type.__setattr__(cls, "__repr__", Rule.__repr__)

    def __repr__(self) -> str:
        """Return the code in angle brackets."""
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
        """Return a problem with the code of this rule; control characters in its message and hint are escaped."""
        advice = self.advice if hint is None else in_message(hint)
        return Problem(self.code, in_message(message), advice, path, record, location, self.severity)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield the path and the message of each place where the values break this rule, in the order of the record."""
        raise NotImplementedError

    def holds(self, *values: object) -> bool:
        """Return whether the values obey this rule: true exactly if there are no complaints.

        A family may override it with something faster.
        """
        return next(self.complaints(*values), None) is None

    def problems(self, values: tuple[object, ...], path: Path = ()) -> Iterator[Problem]:
        """Yield a problem for each place where the values at a path break this rule."""
        for step, complaint in self.complaints(*values):
            place = (*path, *step)
            yield self.problem(f"{path_text(place)} {complaint}".lstrip(), path=place, hint=self.hint(*values))

    def hint(self, *values: object) -> str | None:
        """Return more specific advice for these values than `advice`, or None."""
        del values
        return None

    @classmethod
    def writes(cls, face: str) -> bool:
        """Return whether the family writes one of the `FACES` itself instead of inheriting it."""
        return any(face in vars(base) for base in cls.__mro__ if base not in (Rule, FieldRule, RecordRule))


class FieldRule(Rule):
    """A rule of one value. `complaints` and `holds` get that value.

    The value has the right type, but may break other rules of its field.
    """

    __slots__ = ()

    # --- Properties of the shape ------------------------------------------------------------------------------------

    drawn_valid: ClassVar[bool] = False
    """Whether strategies draw only values that obey the rule, so that the values need no test."""

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The kinds of records to which the text may refer by an id; empty if it is no reference."""
        return ()

    @property
    def pattern(self) -> str | None:
        """The regular expression that the whole text must match, if there is one."""
        return None

    @property
    def minimum(self) -> int | None:
        """The least number allowed, if there is one."""
        return None

    @property
    def minimum_items(self) -> int:
        """The least number of items of the list."""
        return 0

    @property
    def unique_by(self) -> tuple[str, ...] | None:
        """The fields in which the items of the list must differ; empty: items must differ as a whole; None: no rule."""
        return None

    @property
    def interval(self) -> bool | None:
        """True: the date must be an interval; False: it must not be one; None: both are allowed."""
        return None

    # --- Engines ----------------------------------------------------------------------------------------------------

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return the kernel test of values of this shape; None: the kernel calls `holds`."""
        del shape
        return None

    def __get_pydantic_core_schema__(self, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Return how pydantic validates a value whose annotation has this rule."""
        from alliancekit._pydantic_hooks import rule_schema

        return rule_schema(self, source, handler)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    @property
    def definition(self) -> str:
        """The name of the schema definition for values whose only rule is this one; empty: it has none."""
        return ""

    def json_schema(self, shape: "Shape") -> Clause:
        """Return the part of the rule that JSON Schema expresses, for a value of this shape."""
        del shape
        return Clause(unsaid=self.unsaid)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows whose value may break the rule; their objects are built to decide. Null breaks no rule."""
        return values.series.is_not_null().arg_true()

    # --- Generation -------------------------------------------------------------------------------------------------

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return some values of the right type that break the rule, derived from one that obeys it."""
        del value
        return ()


class RecordRule(Rule):
    """A rule of several fields of one record. `complaints` and `holds` get the values of the fields in `reads`.

    Each of these values is valid by itself.
    """

    __slots__ = ()

    inexact_for: ClassVar[str] = ""
    """The records of which `doubtful_rows` returns also those that obey the rule, for a family that writes it."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the fields that the rule reads, in the order of the arguments of `complaints`."""
        raise NotImplementedError

    def bind(self, model: type, fields: tuple[str, ...]) -> Self:
        """Return the rule for a model with these fields, such as ``venue.kind``; most rules do not need them."""
        del model, fields
        return self

    @property
    def triggers(self) -> tuple[tuple[str, ...], ...]:
        """The fields without which the rule holds: a record in which all of them are empty obeys it.

        Each is a field, or a list and a field of its items. None are named: any record may break the rule.
        """
        return ()

    @property
    def demands(self) -> tuple[str, ...]:
        """The names of the fields that may break the rule by being missing."""
        return ()

    @property
    def other_models(self) -> tuple[type, ...]:
        """The models that the record may become; their docstrings describe the fields that it shares with them."""
        return ()

    # --- Problems that only follow from others ----------------------------------------------------------------------

    def suspects(self, *values: object) -> tuple[str, ...]:
        """Return the names of the fields one of which is wrong if these values break the rule.

        A later rule that reads them would report only a consequence of the same mistake.
        """
        del values
        return ()

    def settled(self, values: tuple[object, ...], suspects: AbstractSet[str]) -> tuple[object, ...] | None:
        """Return the values to check if some fields may be wrong; None if the rule can't be checked without them."""
        return values if suspects.isdisjoint(self.reads) else None

    # --- Engines ----------------------------------------------------------------------------------------------------

    def kernel_tests(self, slots: "Slots") -> "Iterator[tuple[Test, ...]]":
        """Yield kernel tests of a record: the rule holds if one test of each tuple accepts.

        If they decline, or there are none, the kernel calls `holds`. The default tests that all `triggers` are empty.
        """
        if self.triggers:
            yield (slots.empty(self.triggers),)

    # --- JSON Schema ------------------------------------------------------------------------------------------------

    def json_schema(self, spec: "Spec") -> Clause:
        """Return the part of the rule that JSON Schema expresses, for a record with these fields."""
        del spec
        return Clause(unsaid=self.unsaid)

    # --- Columns ----------------------------------------------------------------------------------------------------

    def doubtful_rows(self, objects: "Objects") -> "pl.Series":
        """Return the rows whose record may break the rule; their objects are built to decide.

        The default returns the rows in which one of the `triggers` has a value.
        """
        return objects.rows_with_any(self.triggers) if self.triggers else objects.rows

    # --- Generation -------------------------------------------------------------------------------------------------

    def break_draft(self, draft: "Draft") -> None:
        """Change the values of a draft so that they break the rule."""
        raise NotImplementedError(self, draft)

    def mend_draft(self, draft: "Draft") -> None:
        """Change the values of a draft so that they are likely to obey the rule; `draft.fixed` fields stay unchanged.

        The default changes nothing.
        """


def attach_record(problem: Problem, record: str | None, location: Location | None = None) -> Problem:
    """Return a problem with the id and the location of its record; this is faster than `attrs.evolve`."""
    return Problem(problem.code, problem.message, problem.hint, problem.path, record, location, problem.severity)


def has_value(value: object) -> bool:
    """Return whether the value of a field is neither None, an empty list nor false."""
    return value is not None and value != () and value is not False
