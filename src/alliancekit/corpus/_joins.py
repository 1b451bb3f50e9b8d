"""The rules across records, over whole tables: which rows may break one, so that objects have to tell.

As in `alliancekit.columns`, a row that is not named obeys for certain. Each function stands for one or two of
`alliancekit.corpus.checks`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

from attrs import frozen

from alliancekit import states
from alliancekit._polars import pl
from alliancekit.columns.values import Objects, Values
from alliancekit.corpus import checks, date_checks, state_codes
from alliancekit.corpus._circles import in_circles
from alliancekit.corpus.date_checks import has_dates
from alliancekit.corpus.references import refers
from alliancekit.dates import Day
from alliancekit.models import MODELS, Actor, Candidate, Proposal, Source, State, Statement, Treaty
from alliancekit.rules.shape import Kind, Shape

_FIRST: Final = -(2**31)
_LAST: Final = 2**31 - 1
"""Numbers before and after all days."""

Up: TypeAlias = Callable[[pl.Series], pl.Series]
"""From rows of some level to the rows of the records."""

_Test: TypeAlias = Callable[[Shape], bool]

Found: TypeAlias = "Iterator[tuple[str, pl.Series]]"
"""The code of a rule, and the rows that may break it."""

ASKED: Final[Mapping[type, tuple[str, ...]]] = {
    Actor: ("id", "kind", "offices"),
    State: ("id", "spells", "predecessors"),
    Source: ("id", "published", "accessed", "length", "derived_from"),
    Candidate: ("id", "statements", "about"),
}
"""What the rules across records ask of the records that others point at."""

_PASSES: Final = 8
"""How often references that are in no circle are left out of a whole table, before each is looked at by itself."""


@frozen(eq=False)
class Around:
    """What others point at, as the rules ask it; of two rows with one id, whatever either says.

    Attributes:
        sources: The id, the last day on which it can report something, and the length of each source.
        circles: The ids whose references run in circles, for each relation of `checks.RELATIONS`.
        persons: The ids of persons, machine personas too.
        speakers: The ids of all actors and states.
        offices: The speaker and title of each office, the first day of a period, and the last day of all the periods
            that begin up to that day; days are numbers, in order of the first one.
        systems: The state, the system, first and last day of a spell, and how many it has there.
        today: The day that it is.
    """

    sources: pl.DataFrame
    circles: tuple[pl.Series, ...]
    persons: pl.Series
    speakers: pl.Series
    offices: pl.DataFrame
    systems: pl.DataFrame
    today: Day


def around(today: Day, tables: Mapping[type, pl.DataFrame]) -> Around:
    """Return what the tables of those that others point at say, of which only the columns `ASKED` are needed."""
    actors, members, sources = tables[Actor], tables[State], tables[Source]
    person = pl.col("kind").is_in(["person", "machine_persona"])
    offices = actors.select(pl.col("id").alias("speaker"), "offices").explode("offices").drop_nulls().unnest("offices")
    spells = members.select(pl.col("id").alias("state"), "spells").explode("spells").drop_nulls().unnest("spells")
    days = (
        pl.col("period").struct.field("earliest").alias("since"),
        pl.col("period").struct.field("latest").alias("until"),
    )
    count = pl.len().over("state", "system").alias("count")
    return Around(
        sources=sources.group_by("id").agg(_last_day().min().alias("last"), pl.col("length").min()),
        circles=tuple(_in_circles(tables[relation.model], relation) for relation in checks.RELATIONS),
        persons=actors.filter(person).get_column("id"),
        speakers=pl.concat([actors.get_column("id"), members.get_column("id")]),
        offices=offices.select("speaker", "title", *days)
        .with_columns(_number("since", _FIRST), _number("until", _LAST))
        .sort("since")
        .with_columns(pl.col("until").cum_max().over("speaker", "title")),
        # Of several spells in a system an object tells, so that one stands for all of them.
        systems=spells.filter(pl.col("system") != checks.MAJORS)
        .select("state", "system", *days, count)
        .unique(["state", "system"], keep="any"),
        today=today,
    )


def suspects(objects: Objects, around: Around) -> Found:
    """Yield the code of each rule across records with the rows that may break it, where there are any."""
    for models, ask in _JOINS:
        if objects.model in models:
            yield from ((code, rows) for code, rows in ask(objects, around) if len(rows))


def circular(objects: Objects, around: Around) -> Found:
    """Yield the code of each rule against circles with the rows whose references run in some, where there are any."""
    for relation, ids in zip(checks.RELATIONS, around.circles, strict=True):
        rows = objects["id"].rows_with(ids) if relation.model is objects.model else ids.clear()
        if len(rows):
            yield relation.rule.code, rows


def references(objects: Objects) -> Iterator[tuple[Values, Up]]:
    """Yield every column of references, with the way from its rows to those of the records."""
    return _columns(objects, refers, lambda shape: bool(shape.refers_to), lambda rows: rows)


def _columns(objects: Objects, may_hold: _Test, wanted: _Test, up: Up) -> Iterator[tuple[Values, Up]]:
    """Yield every column whose shape is wanted, with the way from its rows to those of the records."""
    for values in objects.columns.values():
        if may_hold(values.shape):
            yield from _in_values(values, may_hold, wanted, up)


def _in_values(values: Values, may_hold: _Test, wanted: _Test, up: Up) -> Iterator[tuple[Values, Up]]:
    if wanted(values.shape):
        yield values, up
    elif values.shape.kind is Kind.OBJECT:
        yield from _columns(values.objects, may_hold, wanted, lambda rows: up(values.objects.up(rows)))
    else:
        yield from _in_values(values.items, may_hold, wanted, lambda rows: up(values.items.up(rows)))


def _last_day() -> pl.Expr:
    """Return the last day on which a source can report something: a day is granted for time zones."""
    seen = pl.coalesce("published", "accessed").struct
    granted = pl.when(seen.field("precision") == "day").then(1).otherwise(0)
    return (seen.field("latest").cast(pl.Int32) + granted).cast(pl.Date)


def _in_circles(table: pl.DataFrame, relation: checks.Relation) -> pl.Series:
    """Return the ids whose references run in circles."""
    pairs = references_of(table, relation)
    for _ in range(_PASSES):
        # What refers to nothing that refers to anything is in no circle, and nor is what nothing refers to.
        left = pairs.filter(
            pl.col("to").is_in(pairs.get_column("id").implode()) & pl.col("id").is_in(pairs.get_column("to").implode())
        )
        if len(left) == len(pairs):
            break
        pairs = left
    targets: dict[str, list[str]] = {}
    for id_, target in pairs.iter_rows():
        targets.setdefault(id_, []).append(target)
    return pl.Series("id", sorted(in_circles(targets)), dtype=pl.String)


def first_day() -> pl.Expr:
    """Return a number for the first day on which a state was a member of a system, where all its spells have one."""
    days = pl.col("spells").list.eval(pl.element().struct.field("period").struct.field("earliest").cast(pl.Int32))
    return pl.when(days.list.eval(pl.element().is_null()).list.any()).then(None).otherwise(days.list.min())


def references_of(table: pl.DataFrame, relation: checks.Relation) -> pl.DataFrame:
    """Return each reference of a relation: the `id` of the record and the id that it refers `to`."""
    pairs = table.select("id", pl.col(relation.name).alias("to"))
    return (pairs.explode("to") if table.schema[relation.name] == pl.List else pairs).drop_nulls()


def _impersonal(objects: Objects, around: Around) -> Found:
    named = objects["members"].items if "members" in objects.columns else objects["parties"].items
    ids = named["party"] if objects.model is Treaty else named
    yield (
        checks.NO_PERSON.code,
        named.up(ids.rows_with(ids.unique.series.filter(ids.unique.series.is_in(around.persons.implode())))),
    )


def _reported(objects: Objects, around: Around) -> Found:
    """Hold attestations against their sources: when these report, and how long their texts are."""
    attestations = objects["attestations"].items
    named = attestations["source"].series.alias("id").to_frame()
    sources = named.join(around.sources, on="id", how="left", maintain_order="left")
    if "date" in objects.columns:
        rows = attestations.up(pl.int_range(len(named), dtype=pl.UInt32, eager=True))
        late = objects["date"].part("earliest").gather(rows) > sources["last"]
        yield checks.TIMELY.code, rows.filter(late)
    anchors = attestations["anchors"].items
    rows = anchors.up(pl.int_range(len(anchors.series), dtype=pl.UInt32, eager=True))
    beyond = anchors["end"].series > sources["length"].gather(rows)
    yield checks.INSIDE.code, attestations.up(rows.filter(beyond))


def _in_office(objects: Objects, around: Around) -> Found:
    when = objects["date"]
    said = pl.DataFrame(
        {
            "speaker": objects["speaker"].series,
            "title": objects["office"].series,
            "first": when.part("earliest"),
            "last": when.part("latest"),
        }
    ).with_row_index("row")
    said = said.drop_nulls(["speaker", "title"]).filter(pl.col("speaker").is_in(around.speakers.implode()))
    said = said.with_columns(_number("first", _FIRST), _number("last", _LAST)).sort("last")
    # A statement is in time if one of the periods that begin before its last day ends after its first day.
    held = said.join_asof(
        around.offices, left_on="last", right_on="since", by=["speaker", "title"], check_sortedness=False
    )
    in_time = (held["until"] >= held["first"]).fill_null(value=False)
    yield checks.IN_OFFICE.code, held["row"].filter(~in_time)


def _number(name: str, otherwise: int) -> pl.Expr:
    """Return the days of a column as numbers; of a day that is not known, another number."""
    return pl.col(name).cast(pl.Int32).fill_null(otherwise)


def _existing(objects: Objects, around: Around) -> Found:
    first, last = _first_given(objects, "in_force", "signed"), _first_given(objects, "ended", "as_of")
    parties = objects["parties"].items
    rows = parties.up(pl.int_range(len(parties.series), dtype=pl.UInt32, eager=True))
    party = pl.DataFrame({"row": rows, "state": parties["party"].series})
    spells = parties["spells"].items
    of = spells.up(pl.int_range(len(spells.series), dtype=pl.UInt32, eager=True))
    own = party[of].with_columns(
        spells.part("earliest").alias("first"),
        spells.part("latest").alias("last"),
        _is_open(spells.part("edtf")).alias("open"),
    )
    throughout = party.with_columns(
        first.struct.field("earliest").gather(rows).alias("first"),
        last.struct.field("latest").gather(rows).alias("last"),
        pl.lit(value=False).alias("open"),
    ).filter(~parties["spells"].present & first.is_not_null().gather(rows))
    spell = pl.concat([own, throughout]).with_row_index("spell")
    asked = spell.join(around.systems, on="state")
    lasts = pl.col("until").is_null() | ((pl.col("last") <= pl.col("until")) & ~pl.col("open"))
    # Where a state has left a system and come back, the time between counts: an object tells.
    inside = (pl.col("since").is_null() | (pl.col("since") <= pl.col("first"))) & lasts & (pl.col("count") == 1)
    yield checks.EXISTS.code, asked.filter(~inside.fill_null(value=False)).get_column("row")


def _first_given(objects: Objects, name: str, other: str) -> pl.Series:
    return objects[name].series.zip_with(objects[name].present, objects[other].series)


def _is_open(edtf: pl.Series) -> pl.Series:
    return edtf.str.ends_with("..")


def _of_known_states(objects: Objects, around: Around) -> Found:
    """Hold the codes of states against the registry: those that its state of the same id has are in order."""
    del around
    codes = objects["codes"].items
    rows = codes.up(pl.int_range(len(codes.series), dtype=pl.UInt32, eager=True))
    own = pl.DataFrame(
        {"state": objects["id"].series.gather(rows), "system": codes["system"].series, "code": codes["value"].series}
    )
    registry = states.code_spells().select("state", "system", "code").unique()
    known = own.with_row_index("n").join(registry, on=["state", "system", "code"], how="semi").get_column("n")
    yield (
        state_codes.KNOWN.code,
        rows.filter(~pl.int_range(len(own), dtype=pl.UInt32, eager=True).is_in(known.implode())),
    )


def _plausible(objects: Objects, around: Around) -> Found:
    today = date(*around.today)
    for values, up in _columns(objects, has_dates, lambda shape: shape.kind is Kind.DATE, lambda rows: rows):
        ends = (values.part("precision") == "interval") & (values.part("latest") > today)
        yield date_checks.FUTURE.code, up((ends | (values.part("earliest") > today)).arg_true())
    if objects.model is Treaty:
        lasting = objects["in_force"].present & ~objects["ended"].present & ~objects["as_of"].present
        yield date_checks.LAST_KNOWN.code, lasting.arg_true()


_JOINS: Final[tuple[tuple[tuple[type, ...], Callable[[Objects, Around], Found]], ...]] = (
    ((Proposal, Candidate, Treaty), _impersonal),
    ((Statement, Candidate), _in_office),
    ((Treaty,), _existing),
    ((Actor, State, Statement, Proposal, Treaty, Candidate), _reported),
    ((State,), _of_known_states),
    (tuple(MODELS.values()), _plausible),
)
"""What asks the tables of which types; where it asks for `IN_OFFICE`, `HOLDS_OFFICE` is in it."""
