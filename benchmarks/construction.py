"""What the rules cost: creating a valid statement, beside the same class without any rule.

Run it as ``python benchmarks/construction.py``. Rounds of the two alternate, and only the ratio counts.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable

import attrs

from alliancekit import (
    Actor,
    ActorId,
    Attestation,
    Commitment,
    Name,
    PartialDate,
    Party,
    ProposalId,
    SourceId,
    StateId,
    Statement,
    StatementId,
    Treaty,
    TreatyId,
    Venue,
)

ROUNDS = 40
NUMBER = 3_000
VENUE = Venue(kind="seminar", place="Taipei", state=StateId("state:twn"))
ATTESTATIONS = (Attestation(source=SourceId("source:seed-001"), wording="indirect"),)


def bare(model: type) -> type:
    """Return the same frozen, slotted class without rules and without a check."""
    fields = {
        field.name: attrs.field(default=field.default) if field.default is not attrs.NOTHING else attrs.field()
        for field in attrs.fields(model)
    }
    return attrs.make_class(model.__name__, fields, frozen=True, slots=True, kw_only=True)


def values(record: attrs.AttrsInstance) -> dict[str, object]:
    """Return the values of a record that its constructor was given."""
    held = ((field, getattr(record, field.name)) for field in attrs.fields(type(record)))
    return {field.name: value for field, value in held if value != field.default}


def ratio(model: Callable[..., object], other: Callable[..., object], given: list[dict[str, object]]) -> float:
    """Return how much longer the model takes than the other."""

    def seconds(make: Callable[..., object]) -> float:
        start = time.perf_counter()
        for held in given:
            make(**held)
        return time.perf_counter() - start

    gc.disable()
    result = seconds(model) / seconds(other)
    gc.enable()
    return result


def statement(number: int) -> Statement:
    """Return a statement as the seed corpus has them."""
    return Statement(
        id=StatementId(f"statement:takaichi-taipei-{number:06}"),
        speaker=ActorId("actor:takaichi-sanae"),
        venue=VENUE,
        date=PartialDate.parse("2025-04-28"),
        content="Like-minded democracies ought to stand together, since no country is safe by itself any more.",
        about=(ProposalId("proposal:quasi-security-alliance"),),
        attestations=ATTESTATIONS,
    )


def treaty(number: int) -> Treaty:
    """Return a treaty of two parties that owe different things."""
    usa, jpn = StateId("state:usa"), StateId("state:jpn")
    return Treaty(
        id=TreatyId(f"treaty:us-japan-{number:06}"),
        names=(Name(text="US-Japan Security Treaty"),),
        parties=(Party(party=usa), Party(party=jpn)),
        signed=PartialDate.parse("1960-01-19"),
        in_force=PartialDate.parse("1960-06-23"),
        commitments=(
            Commitment(by=usa, toward=(jpn,), obligation="defense"),
            Commitment(by=jpn, toward=(usa,), obligation="bases"),
        ),
    )


def actor(number: int) -> Actor:
    """Return an actor with one name."""
    return Actor(id=ActorId(f"actor:europe-{number:06}"), kind="region", names=(Name(text="Europe"),))


def main() -> None:
    """Print the ratios."""
    sys.stdout.write("creation with rules / without any rule (target for Statement: at most 1.60)\n")
    for make in (statement, treaty, actor):
        model = type(make(0))
        given = [values(make(number)) for number in range(NUMBER)]
        # Every id is new, as in a corpus that is read.
        rounds = ([{**held, "id": f"{held['id']}-{turn}"} for held in given] for turn in range(ROUNDS))
        figure = statistics.median(ratio(model, bare(model), each) for each in rounds)
        sys.stdout.write(f"  {model.__name__:<10} {figure:.2f}\n")


if __name__ == "__main__":
    main()
