"""A model with rules of classes of a user's own."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.models import Record
from alliancekit.models.words import Text
from alliancekit.rules import Complaint, FieldRule, Minimum, RecordRule


@frozen(kw_only=True)
class Capitalized(FieldRule):
    """A text begins with a capital letter."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        if not str(values[0])[:1].isupper():
            yield (), f"must begin with a capital letter, got {values[0]!r}"


@frozen(kw_only=True)
class Known(FieldRule):
    """A text is not a question mark; unlike `NotBlank`, it may be blank."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        if values[0] == "?":
            yield (), "must be known"


@frozen(kw_only=True)
class Recent(FieldRule):
    """A date is of this century."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        if not str(values[0]).startswith("20"):
            yield (), f"must be of this century, got {values[0]}"


@frozen(kw_only=True)
class EvenSum(RecordRule):
    """Two numbers add up to an even one."""

    names: tuple[str, str]

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of both fields."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        if sum(value for value in values if isinstance(value, int)) % 2:
            yield (self.names[1],), "must make an even sum"


@frozen(kw_only=True)
class Descending(RecordRule):
    """The second of two numbers is not greater than the first."""

    names: tuple[str, str]

    @property
    def reads(self) -> tuple[str, ...]:
        """Both."""
        return self.names

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        if not isinstance(values[0], int) or not isinstance(values[1], int) or values[0] < values[1]:
            yield (), "must go down"


CAPITALIZED = Capitalized(code="OWN1", demand="It has a capital letter.")


@frozen(kw_only=True)
class Ship(Record):
    """A user-defined model with user-defined rules."""

    name: Annotated[Text, CAPITALIZED]
    ports: tuple[Annotated[str, CAPITALIZED], ...] = ()
    since: Annotated[PartialDate, Recent(code="OWN2", demand="It is recent.")] | None = None
    home: Annotated[str, Known(code="OWN5", demand="It is known.")] = "?!"
    crew: Annotated[int, Minimum(code="OWN4", demand="There is a crew.", bound=1)]
    length: int
    RULES: ClassVar[tuple[RecordRule, ...]] = (
        EvenSum(code="OWN3", demand="They add up.", names=("crew", "length")),
        Descending(code="OWN6", demand="The crew is not the lesser.", names=("crew", "length")),
    )
