"""Benchmarks of creating valid records, compared with the same classes without rules.

Run ``python -m benchmarks --only construction``.
"""

from collections.abc import Callable, Iterator

import attrs
from benchmarks.measuring import RUNS, Job, Settings, ratios
from benchmarks.page import Table

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
    seeds,
)

NUMBER = 1_000
VENUE = Venue(kind="seminar", place="Taipei", state=StateId("state:twn"))
ATTESTATIONS = (Attestation(source=SourceId("source:seed-001"), wording="indirect"),)


def without_rules(model: type) -> type:
    """Return a frozen, slotted class with the same fields, but without rules."""
    fields = {
        field.name: attrs.field(default=field.default) if field.default is not attrs.NOTHING else attrs.field()
        for field in attrs.fields(model)
    }
    return attrs.make_class(model.__name__, fields, frozen=True, slots=True, kw_only=True)


def values(record: attrs.AttrsInstance) -> dict[str, object]:
    """Return the arguments that create a record: the values that are not defaults."""
    pairs = ((field, getattr(record, field.name)) for field in attrs.fields(type(record)))
    return {field.name: value for field, value in pairs if value != field.default}


def statement(number: int) -> Statement:
    """Return a statement like those of the seed corpus."""
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
    """Return a treaty of two parties with different obligations."""
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


def tables(settings: Settings) -> Iterator[Table]:
    """Yield the time with rules, relative to the time without rules."""
    rows: list[tuple[str, ...]] = []
    turns = range(RUNS * settings.rounds)
    for make in (statement, treaty, actor):
        model = type(make(0))
        # Every id is new, as when a corpus is read.
        arguments = [[values(make(turn * NUMBER + n)) for n in range(NUMBER)] for turn in turns]
        jobs = {"rules": _creates(model, iter(arguments)), "none": _creates(without_rules(model), iter(arguments))}
        figure = ratios(jobs, "none", settings.rounds)["rules"]
        rows.append((f"`{model.__name__}`", str(figure)))
    for name, record in (("first statement", seeds().statements()[0]), ("first candidate", seeds().candidates()[0])):
        cls, repeated = type(record), [[values(record)] * NUMBER for _ in turns]
        jobs = {"rules": _creates(cls, iter(repeated)), "none": _creates(without_rules(cls), iter(repeated))}
        rows.append((f"the {name} of the seeds", str(ratios(jobs, "none", settings.rounds)["rules"])))
    yield Table("construction", ("", "time"), tuple(rows))


def _creates(model: Callable[..., object], turns: Iterator[list[dict[str, object]]]) -> Job:
    """Return the job of creating records, with the next arguments in each turn."""

    def create() -> None:
        for arguments in next(turns):
            model(**arguments)

    return Job(create, NUMBER)
