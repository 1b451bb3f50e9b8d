"""The rule that a date is an interval, or that it is a single date."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final, cast, final

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.rules.json_schema import Clause, JsonValue, typed, with_code
from alliancekit.rules.rule import Complaint, FieldRule

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.columns.values import Values
    from alliancekit.kernel.compiled import Test
    from alliancekit.rules.shape import Shape

_DATES: Final = ("2022", "2022-03", "2022-03-01", "2022~", "202X", "2022-21", "-0044-03")
_INTERVALS: Final = ("2022/2024", "2022-03/2022-05-01", "../2024", "2022/..", "/2024", "2022~/2024?")


@final
@frozen(kw_only=True)
class Interval(FieldRule):
    """The date is an interval, whose start and end may be open or unknown; or it is a single date.

    Attributes:
        wanted: True: an interval is required; False: a single date.
    """

    wanted: bool

    drawn_valid: ClassVar[bool] = True

    @property
    def interval(self) -> bool:
        """Whether an interval is required."""
        return self.wanted

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield a complaint if the value breaks the rule."""
        (value,) = cast("tuple[PartialDate]", values)
        if value.is_interval is not self.wanted:
            wanted, got = ("an interval such as '2022/2024'", "date") if self.wanted else ("one date", "interval")
            yield (), f"must be {wanted}, got the {got} {value.edtf}"

    def holds(self, *values: object) -> bool:
        """Return whether the date is an interval if one is required, else a single date."""
        return cast("PartialDate", values[0]).is_interval is self.wanted

    def kernel_test(self, shape: "Shape") -> "Test | None":
        """Return the kernel test: an interval has a slash."""
        from alliancekit.kernel.compiled import HasSlash, Slot

        return HasSlash(Slot(PartialDate, "edtf"), wanted=self.wanted) if shape.type is PartialDate else None

    def json_schema(self, shape: "Shape") -> Clause:
        """Return a `pattern`, for a date that is text and for one that is an object."""
        del shape
        text = typed("string", with_code(self, {"pattern": "/" if self.wanted else "^[^/]*$"}))
        printed = typed("object", {"properties": {"edtf": text}})
        clauses: list[JsonValue] = [{"if": {"type": part["type"]}, "then": part} for part in (text, printed)]
        return Clause({"allOf": clauses})

    def doubtful_rows(self, values: "Values") -> "pl.Series":
        """Return the rows with a date of the other kind."""
        precision = values.part("precision")
        return (precision != "interval" if self.wanted else precision == "interval").arg_true()

    def broken_values(self, value: object) -> tuple[object, ...]:
        """Return dates of the other kind."""
        del value
        return tuple(PartialDate.parse(edtf) for edtf in (_DATES if self.wanted else _INTERVALS))
