"""What a field may hold is read off its annotation."""

import re
from typing import Annotated, ClassVar, Literal, NewType, Optional, cast

import pytest
from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidRecord
from alliancekit.models import Record, Statement
from alliancekit.models.attestation import Offset
from alliancekit.models.statement import Venue
from alliancekit.models.words import Text
from alliancekit.rules import AtLeast, Minimum, NamesField, NotBlank, Ordered, RecordRule
from alliancekit.rules.shape import Kind, Shape, spec_of

TextId = NewType("TextId", str)
OtherId = NewType("OtherId", str)

FEW = AtLeast(code="AK999", demand="Some.", count=1)


@frozen(kw_only=True)
class Ship(Record):
    """A model of a user's own."""

    name: Text
    flag: bool = False
    guns: Offset | None = None
    sunk: Offset = 0
    built: PartialDate | None = None
    kind: Literal["sloop", "frigate"]
    port: Optional[TextId] = None  # noqa: UP045 - the older spelling means the same
    to: TextId | OtherId
    venue: Venue | None = None
    crew: Annotated[tuple[Text, ...], FEW]

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Ordered(code="AK998", demand="No more guns are sunk than there are.", names=("sunk", "guns")),
    )


def test_the_shapes_of_a_model() -> None:
    (blank,) = spec_of(Statement)["content"].shape.rules
    assert isinstance(blank, NotBlank)
    (offset,) = spec_of(Ship)["guns"].shape.rules
    assert isinstance(offset, Minimum)
    text = Shape(Kind.TEXT, str)
    assert {field.name: field.shape for field in spec_of(Ship).fields} == {
        "name": Shape(Kind.TEXT, str, rules=(blank,)),
        "flag": Shape(Kind.FLAG, bool),
        "guns": Shape(Kind.INTEGER, int, optional=True, rules=(offset,)),
        "sunk": Shape(Kind.INTEGER, int, rules=(offset,)),
        "built": Shape(Kind.DATE, PartialDate, optional=True),
        "kind": Shape(Kind.CHOICE, str, choices=("sloop", "frigate")),
        "port": Shape(Kind.TEXT, str, optional=True),
        "to": text,
        "venue": Shape(Kind.OBJECT, Venue, optional=True),
        "crew": Shape(Kind.LIST, tuple, item=Shape(Kind.TEXT, str, rules=(blank,)), rules=(FEW,)),
    }
    assert [field.name for field in spec_of(Ship).fields if field.required] == ["name", "kind", "to", "crew"]


def test_a_model_of_ones_own_obeys_its_rules() -> None:
    ship = Ship(name="Vasa", kind="frigate", to=TextId("x"), crew=("a",), guns=64, sunk=64)
    assert ship.guns == 64
    with pytest.raises(InvalidRecord) as caught:
        Ship(name="Vasa", kind="frigate", to=TextId("x"), crew=("a", ""), guns=64, sunk=65)
    assert [problem.message for problem in caught.value.problems] == [
        "crew[1] must not be blank",
        "guns must be at least sunk (65), got 64",
    ]


@frozen(kw_only=True)
class Count(Record):
    """A number without a bound of its own."""

    number: int


@pytest.mark.parametrize("number", [-(1 << 63), (1 << 63) - 1, 0])
def test_a_number_of_64_bits_is_accepted(number: int) -> None:
    assert Count(number=number).number == number


@pytest.mark.parametrize("number", [-(1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_a_number_beyond_64_bits_is_not(number: int) -> None:
    with pytest.raises(InvalidRecord) as caught:
        Count(number=number)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("AK007", f"number must fit into 64 bits, got the number {number}")


def test_the_names_of_fields_reach_into_objects() -> None:
    rule = next(rule for rule in spec_of(Statement).rules if isinstance(rule, NamesField))
    assert {"speaker", "venue", "venue.kind", "venue.place", "addressees"} <= set(rule.fields)
    assert not {"id", "attestations", "attestations.source"} & set(rule.fields)


@pytest.mark.parametrize("hint", [float, dict[str, str], list[str], tuple[str, str], str | int, object, None])
def test_other_types_are_refused(hint: object) -> None:
    model = frozen(type("Odd", (), {"__annotations__": {"x": Annotated[hint, "note"] if hint else hint}}))
    with pytest.raises(TypeError, match="is no type of a field: use str, int, bool, PartialDate, Literal"):
        spec_of(model)


def test_a_field_is_found_by_its_name() -> None:
    assert [spec_of(Ship)[f" {field.name}".strip()] for field in spec_of(Ship).fields] == list(spec_of(Ship).fields)


def test_there_is_no_field_of_another_name() -> None:
    with pytest.raises(KeyError):
        _ = spec_of(Statement)["colour"]


def test_a_rule_in_the_wrong_place_is_a_type_error() -> None:
    apart = Ordered(code="AK999", demand="In order.", names=("a", "b"))
    filled = AtLeast(code="AK998", demand="Some.", count=1)

    @frozen(kw_only=True)
    class Beside(Record):
        a: Annotated[int, apart]

    @frozen(kw_only=True)
    class Strange(Record):
        a: int
        RULES: ClassVar[tuple[RecordRule, ...]] = (apart,)

    @frozen(kw_only=True)
    class Single(Record):
        a: int
        RULES: ClassVar[tuple[RecordRule, ...]] = cast("tuple[RecordRule, ...]", (filled,))

    told = {
        Beside: "Beside.a: <AK999> is a rule of several fields; put it into RULES",
        Strange: "<AK999> of Strange reads unknown fields: b",
        Single: "Single.RULES must contain rules of several fields, got <AK998>",
    }
    for model, message in told.items():
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            spec_of(model)
