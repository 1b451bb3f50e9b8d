"""Data frames of a corpus have one row per record or per item; unknown names are reported."""

import re
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from typing import Final

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from tests.mistakes import CORPUS, JPN, TREATY_1960, TWN, USA
from tests.profiles import examples

from alliancekit import strategies
from alliancekit.columns.layout import layout
from alliancekit.corpus import Corpus, frames
from alliancekit.errors import MissingExtra, UnknownTable
from alliancekit.models import MODELS, Entry, Statement
from alliancekit.rules.shape import spec_of

corpus: Final = Corpus(CORPUS)
LISTS: Final = [(table, by) for table, model in MODELS.items() for by in frames.lists(model)]


def items(record: Entry, by: str) -> list[object]:
    """Return the items of a list in a record; for an empty inner list, None."""
    values: list[object] = [record]
    for n, name in enumerate(by.split(".")):
        inner = [getattr(item, name) for item in values]
        values = [item for each in inner for item in (each or ([None] if n else []))]
    return values


@examples(20)
@given(strategies.corpora())
def test_there_is_one_row_per_record_or_per_item(generated: Corpus) -> None:
    for table, model in MODELS.items():
        records = [record for record in generated if type(record) is model]
        whole = generated.to_polars(table)
        assert whole["id"].to_list() == [record.id for record in records]
        assert whole.schema == layout(model)
        for by in frames.lists(model):
            tidy = generated.to_polars(table, by=by)
            assert tidy.columns[0] == model.__name__.lower()
            assert tidy[:, 0].to_list() == [record.id for record in records for _ in items(record, by)]


@pytest.mark.parametrize(("table", "by"), LISTS, ids=map(".".join, LISTS))
def test_columns_are_flat_and_have_unique_names(table: str, by: str) -> None:
    tidy = corpus.to_polars(table, by=by)
    plain = {pl.String, pl.Int64, pl.Boolean, pl.Date, pl.List(pl.String)}
    assert set(tidy.dtypes) <= plain
    assert len(set(tidy.columns)) == len(tidy.columns) > 1


def test_the_parties_of_treaties_and_their_spells() -> None:
    assert corpus.to_polars("treaties", by="parties").rows() == [(TREATY_1960.id, USA), (TREATY_1960.id, JPN)]
    spells = corpus.to_polars("treaties", by="parties.spells")
    assert spells.columns == ["treaty", "party", "spell", "spell_earliest", "spell_latest"]
    assert spells.rows() == [
        (TREATY_1960.id, USA, "1961/1970", date(1961, 1, 1), date(1970, 12, 31)),
        (TREATY_1960.id, JPN, None, None, None),
    ]


def test_commitments_include_their_beneficiaries() -> None:
    owed = corpus.to_polars("treaties", by="commitments")
    assert owed.select("treaty", "by", "toward", "obligation").rows() == [(TREATY_1960.id, USA, [JPN], "defense")]
    each = corpus.to_polars("treaties", by="commitments.toward")
    assert each.select("treaty", "by", "obligation", "toward").rows() == [(TREATY_1960.id, USA, "defense", JPN)]


def test_an_object_in_an_item_would_have_a_column_for_each_field() -> None:
    venue = spec_of(Statement)["venue"].shape
    columns = frames._flat(venue, pl.col("venue"), "venue")
    named = corpus.to_polars("statements").select(*columns)
    assert named.columns == ["venue_kind", "venue_name", "venue_place", "venue_state"]
    assert named.row(0) == ("seminar", None, "Taipei", TWN)


@pytest.mark.parametrize("make", [corpus.to_polars, corpus.to_pandas, corpus.to_arrow])
def test_an_unknown_name_gets_suggestions(make: Callable[..., object]) -> None:
    for table, by, message in (
        ("statement", None, "unknown table 'statement' (did you mean 'statements'?)"),
        (
            "x",
            None,
            "unknown table 'x'; use actors, states, sources, statements, proposals, treaties or candidates",
        ),
        ("proposals", "member", "unknown list 'member' of proposals (did you mean 'members'?)"),
        ("sources", "form", "unknown list 'form' of sources; use creators or regions"),
    ):
        with pytest.raises(UnknownTable, match=f"^{re.escape(message)}$"):
            make(table, by=by)


def test_pandas_and_arrow_tables_have_the_same_content() -> None:
    whole, tidy = corpus.to_pandas("treaties"), corpus.to_pandas("treaties", by="parties.spells")
    assert isinstance(whole, pd.DataFrame)
    assert list(whole["id"]) == [TREATY_1960.id]
    assert next(iter(tidy["spell_earliest"])) == date(1961, 1, 1)
    assert pl.DataFrame(corpus.to_arrow("treaties")).equals(corpus.to_polars("treaties"))


@pytest.mark.parametrize(
    ("make", "missing", "extra"),
    [
        (corpus.to_pandas, "pandas", "pandas"),
        (corpus.to_pandas, "pyarrow", "pandas"),
        (corpus.to_arrow, "pyarrow", "arrow"),
    ],
)
def test_a_missing_package_is_reported_with_an_install_command(
    make: Callable[[str], object], missing: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_missing(name: str) -> object:
        return None if name == missing else find_spec(name)

    monkeypatch.setattr("importlib.util.find_spec", without_missing)
    message = f"this needs {missing}; install it with: pip install 'alliancekit[{extra}]'"
    with pytest.raises(MissingExtra, match=f"^{re.escape(message)}$"):
        make("treaties")
