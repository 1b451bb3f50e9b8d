"""Data frames of a corpus have one row per record or per item; unknown names are reported."""

import re
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import attrs
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from tests.mistakes import CORPUS, JPN, PROPOSAL, TREATY_1960, TWN, USA, WEEKLY
from tests.profiles import examples

from alliancekit import strategies
from alliancekit.columns.layout import layout
from alliancekit.corpus import Corpus, check_parquet, frames, from_parquet
from alliancekit.corpus._corpus import corpus_of_checked
from alliancekit.dates import PartialDate
from alliancekit.errors import MissingExtra, UnknownTable
from alliancekit.models import MODELS, Entry, Statement
from alliancekit.models.attestation import Attestation
from alliancekit.models.coding import Coding
from alliancekit.models.identifier import Identifier
from alliancekit.models.party import Act, Signatory
from alliancekit.models.proposal import Outcome
from alliancekit.rules.shape import spec_of

corpus: Final = Corpus(CORPUS)
LISTS: Final = [(table, by) for table, model in MODELS.items() for by in frames.lists(model)]


def items(record: Entry, by: str) -> list[object]:
    """Return the items of a list in a record; for an empty inner list, None."""
    values: list[object] = [record]
    for n, name in enumerate(by.split(".")):
        inner = [getattr(item, name, None) for item in values]
        values = [item for each in inner for item in (each or ([None] if n else []))]
    return values


@pytest.mark.slow
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


@pytest.mark.slow
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


ACTS: Final = (
    Act(kind="signature", date=PartialDate("1960-01-19")),
    Act(kind="suspension", date=PartialDate("1965-05"), toward=(JPN,), scope="Article 5"),
)
SIGNED: Final = attrs.evolve(
    TREATY_1960,
    signed=PartialDate("1960-01-19"),
    parties=(attrs.evolve(TREATY_1960.parties[0], acts=ACTS), TREATY_1960.parties[1]),
    signatories=(Signatory(party=TWN, acts=(Act(kind="refusal"),)),),
    identifiers=(Identifier(scheme="unts", value="I-5320"),),
    codings=(Coding(by="AB", date=PartialDate("2024"), program="reader", version="2"),),
    attestations=(
        Attestation(source=WEEKLY, wording="mention", fields=(f"parties[{USA}].acts[signature].date", "identifiers")),
    ),
)
DECIDED: Final = attrs.evolve(
    PROPOSAL,
    outcomes=(
        Outcome(status="open", date=PartialDate("2025")),
        Outcome(status="adopted", by=(JPN, TWN), led_to=SIGNED.id),
    ),
)
coded: Final = Corpus({record.id: record for record in (*CORPUS, SIGNED, DECIDED)}.values())


def test_the_acts_of_parties() -> None:
    acts = coded.to_polars("treaties", by="parties.acts")
    assert acts.columns[:5] == ["treaty", "party", "kind", "date", "date_earliest"]
    assert acts.select("treaty", "party", "kind", "date_latest", "toward", "scope").rows() == [
        (SIGNED.id, USA, "signature", date(1960, 1, 19), [], None),
        (SIGNED.id, USA, "suspension", date(1965, 5, 31), [JPN], "Article 5"),
        (SIGNED.id, JPN, None, None, None, None),
    ]
    toward = coded.to_polars("treaties", by="parties.acts.toward")
    assert toward.select("party", "kind", "toward").rows() == [
        (USA, "signature", None),
        (USA, "suspension", JPN),
        (JPN, None, None),
    ]
    refusals = coded.to_polars("treaties", by="signatories.acts")
    assert refusals.select("party", "kind", "date").rows() == [(TWN, "refusal", None)]


def test_the_outcomes_of_proposals() -> None:
    outcomes = coded.to_polars("proposals", by="outcomes")
    assert outcomes.select("proposal", "status", "date", "by", "led_to").rows() == [
        (DECIDED.id, "open", "2025", [], None),
        (DECIDED.id, "adopted", None, [JPN, TWN], SIGNED.id),
    ]
    deciders = coded.to_polars("proposals", by="outcomes.by")
    assert deciders.select("status", "by").rows() == [("open", None), ("adopted", JPN), ("adopted", TWN)]


def test_codings_and_the_fields_of_attestations() -> None:
    assert coded.to_polars("treaties", by="codings").select("by", "date", "version").rows() == [("AB", "2024", "2")]
    fields = coded.to_polars("treaties", by="attestations.fields")["field"].to_list()
    assert fields == list(SIGNED.attestations[0].fields)


def test_parquet_files_hold_nested_lists(tmp_path: Path) -> None:
    coded.to_parquet(tmp_path)
    assert from_parquet(tmp_path) == coded


def test_unknown_ids_in_nested_lists_of_parquet_files_are_found(tmp_path: Path) -> None:
    corpus_of_checked((record for record in coded if record != SIGNED), ()).to_parquet(tmp_path)
    paths = [problem.path for problem in check_parquet(tmp_path) if problem.code == "AK902"]
    assert paths == [("outcomes", 1, "led_to")]


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
        ("sources", "form", "unknown list 'form' of sources; use creators, regions, identifiers or codings"),
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
