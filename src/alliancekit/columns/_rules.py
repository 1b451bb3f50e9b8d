"""What each rule demands of columns: which rows do not obey for certain, so that objects have to tell.

A row that is not named obeys the rule; one that is named may obey it all the same.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, singledispatch
from itertools import combinations
from typing import Final

from alliancekit._polars import pl
from alliancekit.columns._values import Objects, Values
from alliancekit.columns.layout import bounds, derived
from alliancekit.dates import PartialDate
from alliancekit.dates.periods import first_later, first_overlaps
from alliancekit.errors import InvalidDate
from alliancekit.rules import (
    Among,
    AnyOf,
    Apart,
    AtLeast,
    Disjoint,
    Distinct,
    ExactlyOne,
    Field,
    Forbids,
    Foreign,
    Form,
    Id,
    Interval,
    Lacks,
    Minimum,
    NamesField,
    Needs,
    NotAmong,
    NotBlank,
    Ordered,
    Pattern,
    Ref,
    Together,
    Within,
)
from alliancekit.rules.shape import Kind, Shape, spec_of

_FOREIGN: Final = re.compile(r"\\[a-wyzA-Z0-9]|\(\?(?!:)|\$|(?<!\[)\^|&&|--|~~|\[[^\]]*\[")
"""What regular expressions of Rust may read in another way than those of Python, or not at all."""

_RUN: Final = re.compile(r"\[((?:[0-9A-Za-z]-[0-9A-Za-z])+)\]\{([1-9][0-9]*)\}")
"""An expression of a number of characters, all from the same spans."""


def of_value(rule: Field, values: Values) -> pl.Series:
    """Return the rows whose value is in doubt; all that have one if the rule is of a class that nobody here knows."""
    known = type(rule) in doubts_of_value.registry
    return doubts_of_value(rule, values) if known else values.series.is_not_null().arg_true()


def of_record(rule: Together, objects: Objects) -> pl.Series:
    """Return the rows in doubt; all if the rule is of a class that nobody here knows."""
    if type(rule) in doubts_of_record.registry:
        return doubts_of_record(rule, objects)
    first = next(iter(objects.columns.values()))
    return pl.int_range(len(first.series), dtype=pl.UInt32, eager=True)


def of_date(values: Values) -> tuple[pl.Series, pl.Series]:
    """Return the rows that have no date of EDTF, and those whose days or precision do not follow from their date."""
    names = ("edtf", "earliest", "latest", "precision")
    edtf, earliest, latest, precision = parts = [values.part(name).alias(name) for name in names]
    # A day is written in one way only.
    full = (edtf == _written(earliest)) & (earliest == latest) & (precision == "day")
    rows = (~full.fill_null(value=False) & values.series.is_not_null()).arg_true()
    table = pl.DataFrame([part.gather(rows) for part in parts])
    right = table.select("edtf").unique(maintain_order=True)
    follows = derived(right.get_column("edtf").fill_null("").to_list())
    expected = table.join(right.hstack(follows), on="edtf", how="left", nulls_equal=True, maintain_order="left")
    is_date = expected.get_column("precision_right").is_not_null()
    differs = _either(table[name].ne_missing(expected[f"{name}_right"]) for name in names[1:])
    return rows.filter(~is_date), rows.filter(is_date & differs)


def _written(days: pl.Series) -> pl.Series:
    """Return days as texts; where many are equal, each is written once."""
    numbers = days.to_physical()
    first, last = numbers.min(), numbers.max()
    if not isinstance(first, int) or not isinstance(last, int) or last - first >= len(numbers):
        return days.cast(pl.String)
    texts = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True).cast(pl.Date).cast(pl.String)
    return texts.gather(numbers - first)


def of_printed(values: Values) -> pl.Series:
    """Return the rows whose date has a printed form that says nothing."""
    return _blank(values.part("as_printed"))


# --- Rules of one value ---------------------------------------------------------------------------------------------


@singledispatch
def doubts_of_value(rule: Field, values: Values) -> pl.Series:
    """Return the rows in doubt by a rule of one of our classes; one that extends ours may demand something else."""
    raise NotImplementedError(rule, values)


@doubts_of_value.register(Pattern)
@doubts_of_value.register(Id)
def _(rule: Pattern | Id, values: Values) -> pl.Series:
    return (~_matches(values.series, rule.regex)).arg_true()


@doubts_of_value.register
def _(rule: Ref, values: Values) -> pl.Series:
    # Few are referred to, and often.
    known = values.uniques
    return values.among(known.filter(~_matches(known, rule.regex)))


@doubts_of_value.register
def _(rule: NotBlank, values: Values) -> pl.Series:
    del rule
    return _blank(values.series)


@doubts_of_value.register
def _(rule: AtLeast, values: Values) -> pl.Series:
    return (values.lengths < rule.count).arg_true()


@doubts_of_value.register
def _(rule: Distinct, values: Values) -> pl.Series:
    items = values.items
    table = _in_long_lists(values)
    for part in [items[name] for name in rule.by] or _parts(items):
        table = table.with_columns(part.series.gather(table["item"]).alias(str(table.width)))
        table = table.filter(table.drop("item").is_duplicated())
    return table["row"]


@doubts_of_value.register
def _(rule: Minimum, values: Values) -> pl.Series:
    return (values.series < rule.bound).arg_true()


@doubts_of_value.register
def _(rule: Interval, values: Values) -> pl.Series:
    precision = values.part("precision")
    return (precision != "interval" if rule.wanted else precision == "interval").arg_true()


# --- Rules of several fields ----------------------------------------------------------------------------------------


@singledispatch
def doubts_of_record(rule: Together, objects: Objects) -> pl.Series:
    """Return the rows in doubt by a rule of one of our classes; one that extends ours may demand something else."""
    raise NotImplementedError(rule, objects)


@doubts_of_record.register
def _(rule: Ordered, objects: Objects) -> pl.Series:
    pairs = [(objects[low], objects[high]) for low, high in combinations(rule.names, 2)]
    return pl.concat([_descends(low, high, strict=rule.strict) for low, high in pairs])


@doubts_of_record.register
def _(rule: AnyOf, objects: Objects) -> pl.Series:
    return (~_either(objects[name].given for name in rule.names)).arg_true()


@doubts_of_record.register
def _(rule: ExactlyOne, objects: Objects) -> pl.Series:
    one, other = (objects[name].given for name in rule.names)
    return (one == other).arg_true()


@doubts_of_record.register
def _(rule: Needs, objects: Objects) -> pl.Series:
    return (objects[rule.name].given & ~objects[rule.other].given).arg_true()


@doubts_of_record.register
def _(rule: Forbids, objects: Objects) -> pl.Series:
    return _given_all_the_same(objects, _has(objects[rule.name], rule.values), rule.others)


@doubts_of_record.register
def _(rule: Form, objects: Objects) -> pl.Series:
    text, by = objects[rule.name].series, objects[rule.by]
    wrong = (_has(by, [value]) & ~_matches(text, regex) for value, (regex, _) in rule.forms.items())
    return _any(wrong)


@doubts_of_record.register
def _(rule: Disjoint, objects: Objects) -> pl.Series:
    values = objects[rule.name]
    items = values.items
    period = items[rule.period] if rule.period else items
    table = _in_long_lists(values)
    groups = ["row", *rule.per]
    table = table.with_columns(items[name].series.gather(table["item"]).alias(name) for name in rule.per)
    edtf = _edtf(period, table["item"]).fill_null("")
    known = edtf.unique()
    # No period at all is all time.
    days = pl.DataFrame({"edtf": known}).hstack(bounds(known.to_list()))
    table = table.hstack(pl.DataFrame({"edtf": edtf}).join(days, on="edtf", how="left", maintain_order="left"))
    late = pl.col("last_to") < pl.col("first_from").cum_max().shift(1).over(groups)
    overlap = pl.col("first_to") <= pl.col("last_from").cum_max().shift(1).over(groups)
    descending = table.filter(late)["row"] if rule.in_order else table["row"].clear()
    clashing = pl.concat([descending, table.sort("first_to").filter(overlap)["row"]])
    # These bounds do not tell of periods that are vague and short, such as 2004/2004.
    lists = table.filter(pl.col("row").is_in(clashing.implode())).group_by(groups, maintain_order=True).agg("edtf")
    asked = (_clash(texts, in_order=rule.in_order) for texts in lists["edtf"].to_list())
    return lists["row"].filter(pl.Series(asked, dtype=pl.Boolean))


def _clash(edtf: Sequence[str], *, in_order: bool) -> bool:
    """Return whether two of some periods certainly overlap, or are not in order; where one is no date, they may."""
    try:
        periods = [PartialDate.parse(text) if text else None for text in edtf]
    except InvalidDate:
        return True
    return bool(first_overlaps(periods) or (in_order and first_later(periods)))


@doubts_of_record.register
def _(rule: Apart, objects: Objects) -> pl.Series:
    values = objects[rule.name]
    items = values.items
    start, end = items["start"].series, items["end"].series
    rows = items.up(pl.int_range(len(start), dtype=pl.UInt32, eager=True))
    table = pl.DataFrame({"row": rows, "start": start, "end": end})
    early = table.filter(pl.col("start") < pl.col("end").cum_max().shift(1).over("row"))["row"]
    wrong = ((start < 0) | (end > objects[rule.length].series.gather(rows))).arg_true()
    return pl.concat([early, rows.gather(wrong)])


@doubts_of_record.register
def _(rule: Within, objects: Objects) -> pl.Series:
    name, inner = rule.path
    periods, rows = _flat(objects[name], inner)
    since, until = _first(objects, rule.starts), objects[rule.end]
    early = ~(periods.part("earliest") >= since.part("earliest").gather(rows)).fill_null(value=False)
    late = ~(periods.part("latest") <= until.part("latest").gather(rows)).fill_null(value=False)
    return pl.concat(
        [
            _outside(since, ("", "/.."), periods, rows, early),
            _outside(until, ("../", ""), periods, rows, late),
        ]
    )


def _outside(bound: Values, around: tuple[str, str], periods: Values, rows: pl.Series, where: pl.Series) -> pl.Series:
    """Return the rows of some periods that do not lie in the life that a date bounds."""
    before, after = around
    places = (where & bound.given.gather(rows) & periods.given).arg_true()
    lives = before + _edtf(bound, rows.gather(places)) + after
    out = _are(lambda time, period: time.contains(period) is False, lives, _edtf(periods, places))
    return rows.gather(places).filter(out)


@doubts_of_record.register
def _(rule: Among, objects: Objects) -> pl.Series:
    known = _named(objects[rule.of[0]], rule.of[1])
    named = pl.concat([_named(objects[rule.name], field) for field in rule.fields])
    return named.join(known, on=["row", "name"], how="anti").get_column("row")


@doubts_of_record.register
def _(rule: NotAmong, objects: Objects) -> pl.Series:
    items = objects[rule.others].items
    rows = items.up(pl.int_range(len(items.series), dtype=pl.UInt32, eager=True))
    return rows.filter(items.series == objects[rule.name].series.gather(rows))


@doubts_of_record.register
def _(rule: NamesField, objects: Objects) -> pl.Series:
    outer, inner, last = rule.path
    items = objects[outer].items
    below = items.objects[inner].items
    strange = (~below[last].series.is_in(rule.fields)).arg_true()
    return items.up(items.objects.up(below.up(strange)))


@doubts_of_record.register
def _(rule: Foreign, objects: Objects) -> pl.Series:
    doubts: list[pl.Series] = []
    for kind, model in rule.types.items():
        own = spec_of(model).names
        foreign = [name for name in rule.names if name not in own]
        doubts.append(_given_all_the_same(objects, _has(objects[rule.of], [kind]), foreign))
    return pl.concat(doubts)


@doubts_of_record.register
def _(rule: Lacks, objects: Objects) -> pl.Series:
    doubts: list[pl.Series] = []
    missing = objects[rule.missing]
    for kind, model in rule.types.items():
        rows = _has(objects[rule.of], [kind])
        demanded = [field for field in spec_of(model).fields if field.required and field.name in rule.names]
        for field in demanded:
            named = missing.series.list.contains(field.name).fill_null(value=False)
            lacking, sound = _holds(field.shape, objects[field.name])
            doubts.append((rows & ~((named & lacking) | (~named & sound))).arg_true())
        strange = missing.items.up((~missing.items.series.is_in([field.name for field in demanded])).arg_true())
        doubts.append(strange.filter(rows.gather(strange)))
    return pl.concat(doubts)


def _holds(shape: Shape, values: Values) -> tuple[pl.Series, pl.Series]:
    """Return where values for certain do not satisfy what another type demands, and where they do for certain."""
    least = max((rule.count for rule in shape.rules if isinstance(rule, AtLeast)), default=0)
    absent = values.series.is_null() if shape.item is None else (values.lengths < least).fill_null(value=True)
    doubts = [pl.Series(dtype=pl.UInt32), *(of_value(rule, values) for rule in shape.rules)]
    rows = pl.int_range(len(absent), dtype=pl.UInt32, eager=True)
    return absent, ~absent & ~rows.is_in(pl.concat(doubts).implode())


def _descends(low: Values, high: Values, *, strict: bool) -> pl.Series:
    """Return the rows in which the second is less than the first; where one of them is not given, neither is."""
    if low.shape.kind is not Kind.DATE:
        return (high.series <= low.series if strict else high.series < low.series).arg_true()
    rows = (high.part("latest") < low.part("earliest")).arg_true()
    return rows.filter(_are(lambda first, second: second.before(first), _edtf(low, rows), _edtf(high, rows)))


def _are(test: Callable[[PartialDate, PartialDate], bool | None], one: pl.Series, other: pl.Series) -> pl.Series:
    """Return of which pairs of dates something is true for certain; where one is none, it may be.

    There are few of which it is not clear from their days, and fewer that differ.
    """
    if one.is_empty():
        return pl.Series(dtype=pl.Boolean)
    table = pl.DataFrame([one.alias("one"), other.alias("other")])
    known = table.unique()

    def asked(first: str | None, second: str | None) -> bool:
        try:
            return test(PartialDate(first or ""), PartialDate(second or "")) is True
        except InvalidDate:
            return True

    answers = known.with_columns(pl.Series("answer", [asked(*row) for row in known.iter_rows()], dtype=pl.Boolean))
    keys = ["one", "other"]
    return table.join(answers, on=keys, how="left", nulls_equal=True, maintain_order="left").get_column("answer")


def _edtf(values: Values, rows: pl.Series) -> pl.Series:
    return values.part("edtf").gather(rows)


def _either(columns: Iterable[pl.Series]) -> pl.Series:
    """Return where at least one of some columns is true."""
    return pl.DataFrame({str(n): column for n, column in enumerate(columns)}).select(pl.any_horizontal("*")).to_series()


def _any(wrong: Iterable[pl.Series]) -> pl.Series:
    return _either(each.fill_null(value=False) for each in wrong).arg_true()


def _has(values: Values, wanted: Iterable[str]) -> pl.Series:
    return values.series.is_in([*wanted]).fill_null(value=False)


def _given_all_the_same(objects: Objects, where: pl.Series, names: Iterable[str]) -> pl.Series:
    """Return the rows of some in which one of the fields is given."""
    return _either(where & objects[name].given for name in names).arg_true()


def _in_long_lists(values: Values) -> pl.DataFrame:
    """Return the items of the lists that have two or more: the `row` of the list, and the place of the `item`."""
    items = values.items
    places = pl.int_range(len(items.series), dtype=pl.UInt32, eager=True)
    table = pl.DataFrame({"row": items.up(places), "item": places})
    return table.filter(values.lengths.gather(table["row"]) > 1)


def _parts(values: Values) -> list[Values]:
    """Return what tells values apart, the cheapest first: themselves, or the fields of objects."""
    if values.shape.kind is not Kind.OBJECT:
        return [values]
    fields = sorted(spec_of(values.shape.type).fields, key=lambda field: field.shape.kind in (Kind.OBJECT, Kind.LIST))
    return [values[field.name] for field in fields]


def _flat(values: Values, name: str) -> tuple[Values, pl.Series]:
    """Return what a field of the items of lists holds, itself a list or not, and the row of each."""
    items = values.items
    held = items[name]
    flat = held.items if held.shape.item else held
    rows = pl.int_range(len(flat.series), dtype=pl.UInt32, eager=True)
    return flat, items.up(flat.up(rows))


def _named(values: Values, name: str) -> pl.DataFrame:
    """Return what a field of the items of lists names, each with its row."""
    flat, rows = _flat(values, name)
    return pl.DataFrame({"row": rows, "name": flat.series}).drop_nulls()


def _first(objects: Objects, names: tuple[str, ...]) -> Values:
    """Return the first of several dates that is given."""
    *others, last = (objects[name] for name in names)
    series = last.series
    for other in reversed(others):
        series = other.series.zip_with(other.given, series)
    return Values(last.shape, series)


def _blank(texts: pl.Series) -> pl.Series:
    """Return the rows with a text that is white space alone, or has NUL; another can't be in a column of text."""
    plain = (texts > "!") & (texts < "\x7f")
    nul = texts.str.contains("\0", literal=True)
    if not plain.all():
        # \s is white space as Unicode has it; for Python, four control characters are too.
        plain |= texts.str.contains(r"[^\s\x1c-\x1f]")
    return (~plain | nul).arg_true()


def _matches(texts: pl.Series, regex: str) -> pl.Series:
    """Return whether each whole text matches an expression."""
    run = _RUN.fullmatch(regex)
    if run and _are_runs(texts, *run.groups()):
        return pl.repeat(value=True, n=len(texts), eager=True)
    expression = _rust(regex)
    if expression is not None:
        return texts.str.contains(expression)
    known = texts.unique().drop_nulls()
    held = pl.Series([re.fullmatch(regex, text) is not None for text in known], dtype=pl.Boolean)
    return texts.replace_strict(known, held, return_dtype=pl.Boolean)


def _are_runs(texts: pl.Series, characters: str, count: str) -> bool:
    """Tell whether all texts have so many of some characters: to compare bytes is faster than any expression."""
    if not (texts.str.len_bytes() == int(count)).all():
        return False
    held = texts.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, int(count))).explode()
    spans = re.findall("(.)-(.)", characters)
    return _either(held.is_between(ord(first), ord(last)) for first, last in spans).all()


@cache
def _rust(regex: str) -> str | None:
    """Return an expression of Rust that whole texts match; None if the two may read it in different ways."""
    # Half of a character can't be in a column of text, and not in an expression of Rust either.
    common = regex.replace(r"\ud800-\udfff", "")
    return None if _FOREIGN.search(common) else rf"\A(?:{common})\z"
