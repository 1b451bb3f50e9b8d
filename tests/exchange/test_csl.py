"""Sources go to CSL-JSON and back: what the table says is the same stays the same, and every loss is reported."""

import json
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from alliancekit import Corpus
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, Severity, UnusableFile
from alliancekit.exchange import CSL_FIELDS, Imported, from_csl, to_csl
from alliancekit.exchange._csl_reading import usual_case
from alliancekit.exchange._csl_variables import DATED_BY, UNTITLED
from alliancekit.exchange.rules import STRUCTURE
from alliancekit.models import Actor, Source
from alliancekit.models.identifier import Identifier
from alliancekit.models.ids import SourceId
from alliancekit.rules.shape import spec_of
from alliancekit.strategies import dates, sources

Read = Callable[[object], Imported]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A function that imports a plain tree."""
    file = tmp_path_factory.mktemp("csl") / "items.json"

    def read_tree(tree: object) -> Imported:
        file.write_text(json.dumps(tree), encoding="utf-8")
        return from_csl(file)

    return read_tree


def source_of(result: Imported) -> Source:
    (record,) = result.records
    assert isinstance(record, Source)
    return record


def lost(result: Imported) -> list[tuple[str | int, ...]]:
    """Return the paths of the facts that were not converted."""
    assert not result.errors
    return [problem.path for problem in result.problems]


def item(**variables: object) -> dict[str, object]:
    return {"id": "source:a", "type": "webpage", "title": "A", **variables}


def book(**fields: object) -> Source:
    return Source.from_values(id="source:a", kind="book", title="A", **fields)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def without_print(date: PartialDate | None) -> PartialDate | None:
    return date and PartialDate(date.edtf)


class TestRoundTrip:
    def test_the_table_has_each_field_of_a_source(self) -> None:
        rows = {each.ours for each in CSL_FIELDS}
        assert spec_of(Source).names - rows == set(), "add a line for each to exchange/_csl_variables.py"
        assert rows - spec_of(Source).names == {""}

    @given(sources())
    def test_what_is_the_same_stays_the_same(self, source: Source) -> None:
        exported = to_csl([source])
        back = source_of(_reread(exported.data))
        for each in CSL_FIELDS:
            if each.round_trip and each.exported == "same":
                assert getattr(back, each.ours) == getattr(source, each.ours)
        assert back.published == without_print(source.published)
        assert back.accessed == without_print(source.accessed)
        reported = {problem.path for problem in exported.problems}
        expected = {each for n, each in enumerate(source.identifiers) if ("identifiers", n) not in reported}
        assert {*back.identifiers} == expected

    @given(sources())
    def test_each_loss_is_reported(self, source: Source) -> None:
        exported = to_csl([source])
        back = source_of(_reread(exported.data))
        fields = attrs.fields_dict(Source)
        changed = {name for name in fields if getattr(back, name) != getattr(source, name)}
        reported = {str(problem.path[0]) for problem in exported.problems}
        assert changed <= reported
        assert all(problem.severity is Severity.WARNING for problem in exported.problems)
        assert not exported.errors

    def test_an_identifier_of_each_scheme_of_csl_returns(self) -> None:
        values = {
            "doi": "10.1000/a",
            "isbn": "9780262510875",
            "pmid": "12345678",
            "pmcid": "PMC1234567",
            "citation-key": "a",
            "csl": "http://example.org/A",
        }
        source = book(identifiers=[{"scheme": scheme, "value": value} for scheme, value in values.items()])
        exported = to_csl([source])
        assert exported.problems == ()
        assert {*source_of(_reread(exported.data)).identifiers} == {*source.identifiers}

    def test_a_length_of_zero_is_a_value(self) -> None:
        assert [problem.path for problem in to_csl([book(length=0)]).problems] == [("length",)]

    @given(dates().filter(lambda date: not date.is_interval))
    def test_each_date_returns(self, date: PartialDate) -> None:
        source = Source.from_values(id="source:a", kind="book", title="A", accessed=date)
        assert source_of(_reread(to_csl([source]).data)).accessed == without_print(date)


def _reread(data: bytes, corpus: Corpus | None = None) -> Imported:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder) / "items.json"
        file.write_bytes(data)
        result = from_csl(file, corpus)
    assert not result.errors
    return result


class TestUpdates:
    KNOWN = Source.from_values(
        id="source:a",
        kind="webpage",
        title="A",
        published=PartialDate("2025-04", as_printed="April"),
        dated_by="printed",
        creators=["Ann"],
        file="a.txt",
        length=7,
        identifiers=[{"scheme": "csl", "value": "Key A"}, {"scheme": "wikidata", "value": "Q1"}],
    )

    @given(st.lists(sources(), max_size=3, unique_by=lambda source: source.id))
    def test_a_corpus_that_is_exported_and_imported_again_is_equal(self, known: list[Source]) -> None:
        try:
            corpus = Corpus(known)
        except InvalidCorpus:
            reject()
        imported = _reread(to_csl(corpus).data, corpus)
        assert {*imported.records} == {*corpus}
        assert imported.added_to(corpus) == corpus
        assert not any(problem.code == "AK964" for problem in imported.problems)

    @given(sources(), sources())
    def test_each_change_is_reported(self, known: Source, other: Source) -> None:
        other = attrs.evolve(other, id=known.id, derived_from=None)
        known = attrs.evolve(known, derived_from=None)
        imported = _reread(to_csl([other]).data, Corpus([known]))
        if imported.records[0].id != known.id:  # the item has an id from its identifiers
            reject()
        new = source_of(imported)
        changed = {name for name in attrs.fields_dict(Source) if getattr(new, name) != getattr(known, name)}
        reported = {str(problem.path[-1]) for problem in imported.problems if problem.code == "AK964"}
        assert changed == reported
        lost = [each.ours for each in CSL_FIELDS if each.exported == "lost"]
        stays = {*lost, "project_fields"} - {"untitled", "dated_by"}
        assert all(getattr(new, name) == getattr(known, name) for name in stays)

    def test_what_an_item_changes_is_reported_at_its_place(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(json.dumps([item(id="Key A", title="B", issued="2026", author=[{"literal": "Bea"}])]), "utf-8")
        result = from_csl(path, Corpus([self.KNOWN]))
        new = source_of(result)
        assert (new.id, new.title, new.dated_by, new.file) == ("source:a", "B", DATED_BY, "a.txt")
        assert [problem.message for problem in result.problems] == [
            "[0] changes creators of source:a from 'Ann' to 'Bea'",
            "[0] changes dated_by of source:a from 'printed' to 'bibliographic record'",
            "[0] changes published of source:a from '2025-04' to '2026'",
            "[0] changes title of source:a from 'A' to 'B'",
        ]
        assert all(problem.location and problem.location.line == 1 for problem in result.problems)

    def test_identifiers_of_the_corpus_that_csl_has_no_place_for_stay(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(json.dumps([item(issued="2025-04", DOI="10.1000/a")]), "utf-8")
        result = from_csl(path, Corpus([self.KNOWN]))
        assert [each.value for each in source_of(result).identifiers] == ["Key A", "Q1", "10.1000/a"]
        assert [problem.path[-1] for problem in result.problems] == ["creators", "identifiers"]
        assert "from csl 'Key A', wikidata 'Q1' to csl" in result.problems[1].message
        assert "to nothing" in result.problems[0].message

    def test_an_identifier_that_an_item_leaves_out_or_repeats(self, tmp_path: Path) -> None:
        identifiers = [{"scheme": "doi", "value": "10.1000/a"}, {"scheme": "citation-key", "value": "Ann25"}]
        known = book(identifiers=identifiers)
        path = tmp_path / "a.json"
        path.write_text(json.dumps([item(type="book", **{"citation-key": "Ann25"})]), "utf-8")
        result = from_csl(path, Corpus([known]))
        assert [each.value for each in source_of(result).identifiers] == ["Ann25"]
        assert [problem.path[-1] for problem in result.problems] == ["identifiers"]

    def test_an_item_with_another_id_makes_a_new_source(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(json.dumps([item(id="A")]), "utf-8")
        assert [record.id for record in from_csl(path, Corpus([self.KNOWN])).records] == ["source:a-2"]

    def test_two_items_may_not_update_one_source(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(json.dumps([item(id="source:a"), item(id="Key A")]), "utf-8")
        result = from_csl(path, Corpus([self.KNOWN]))
        assert [problem.message for problem in result.errors] == [
            "[1].id must differ from other items, but is that of source:a too"
        ]
        assert len(result.records) == 1


class TestIds:
    def test_our_own_id_stays(self, read: Read) -> None:
        result = read([item()])
        assert source_of(result).id == "source:a"
        assert source_of(result).identifiers == ()

    @pytest.mark.parametrize(
        ("id_", "slug"),
        [
            ("Smith & Söhne 2020", "smith-sohne-2020"),
            ("http://zotero.org/users/local/aB/items/DGVJN3N8", "dgvjn3n8"),
            ("urn:isbn:123", "urn-isbn-123"),
            (17, "17"),
            ("高市", "item-14c96b4a"),
        ],
    )
    def test_another_id_makes_a_slug_and_stays_an_identifier(self, read: Read, id_: object, slug: str) -> None:
        source = source_of(read([item(id=id_)]))
        assert source.id == f"source:{slug}"
        assert [(each.scheme, each.value) for each in source.identifiers] == [("csl", str(id_))]
        (back,) = json.loads(to_csl([source]).data)
        assert back["id"] == str(id_)

    def test_the_citation_key_makes_the_slug(self, read: Read) -> None:
        source = source_of(read([item(id="http://a.org/1", **{"citation-key": "Key1"})]))
        assert source.id == "source:key1"
        (back,) = json.loads(to_csl([source]).data)
        assert (back["id"], back["citation-key"]) == ("http://a.org/1", "Key1")

    def test_an_id_that_is_the_citation_key_is_one_identifier(self, read: Read) -> None:
        source = source_of(read([item(id="Key1", **{"citation-key": "Key1"})]))
        assert [each.scheme for each in source.identifiers] == ["citation-key"]
        (back,) = json.loads(to_csl([source]).data)
        assert back["id"] == "Key1"

    def test_equal_slugs_get_numbers(self, read: Read) -> None:
        result = read([item(id="A b"), item(id="a-b"), item(id="a b"), item(id="source:a-b-2")])
        assert [each.id for each in result.records] == ["source:a-b", "source:a-b-3", "source:a-b-4", "source:a-b-2"]

    def test_an_id_that_does_not_lead_back_is_reported(self, read: Read) -> None:
        source = attrs.evolve(source_of(read([item(id="Smith")])), id=SourceId("source:other"))
        exported = to_csl([source])
        assert json.loads(exported.data)[0]["id"] == "source:other"
        assert [problem.path for problem in exported.problems] == [("identifiers", 0)]

    def test_an_identifier_with_the_form_of_our_ids_is_no_id_of_an_item(self) -> None:
        source = Source.from_values(
            id="source:source-a", kind="book", title="A", identifiers=[{"scheme": "csl", "value": "source:a"}]
        )
        assert json.loads(to_csl([source]).data)[0]["id"] == "source:source-a"


class TestItems:
    def test_items_may_be_inside_an_object(self, read: Read) -> None:
        assert len(read({"items": [item()]}).records) == 1

    @pytest.mark.parametrize(
        "tree", [1, {"items": 1}, [1], [{"id": "a"}], [{"type": "book"}], [{"id": " ", "type": "book"}]]
    )
    def test_what_is_no_item_is_an_error(self, read: Read, tree: object) -> None:
        result = read(tree)
        assert result.records == ()
        assert [problem.code for problem in result.errors] == ["AK961"]
        with pytest.raises(InvalidCorpus):
            result.corpus()

    def test_a_repeated_id_is_an_error_at_its_place(self, read: Read) -> None:
        result = read([item(), item()])
        (problem,) = result.errors
        assert problem.message == "[1].id must differ from the ids of other items, got 'source:a' again"
        assert str(problem.location).endswith("items.json:1:62")
        assert len(result.records) == 1

    def test_a_date_of_access_before_the_publication_is_left_out(self, read: Read) -> None:
        result = read([item(issued="2025", accessed="2024")])
        assert lost(result) == [(0, "accessed")]
        assert source_of(result).published == PartialDate("2025")
        assert repr(result) == "<Imported: 1 record, 1 warning>"

    def test_a_damaged_file_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text("[", encoding="utf-8")
        assert [problem.code for problem in from_csl(tmp_path / "a.json").errors] == ["AK002"]

    def test_other_records_are_ignored(self) -> None:
        actor = Actor.from_values(id="actor:a", kind="person", names=["A"])
        assert json.loads(to_csl([actor]).data) == []

    def test_a_file_is_written(self, tmp_path: Path) -> None:
        exported = to_csl([book()])
        exported.write(tmp_path / "a.json")
        assert (tmp_path / "a.json").read_bytes() == exported.data
        assert repr(exported) == "<Exported: 1 item, no problems>"

    def test_an_export_with_errors_is_not_written(self, tmp_path: Path) -> None:
        exported = to_csl([book()])
        failed = attrs.evolve(exported, problems=(STRUCTURE.problem("broken"),))
        with pytest.raises(InvalidCorpus):
            failed.write(tmp_path / "a.json")
        with pytest.raises(UnusableFile):
            exported.write(tmp_path / "none" / "a.json")

    def test_the_records_are_a_corpus(self, read: Read) -> None:
        assert read([item()]).corpus().sources()[0].id == "source:a"


class TestVariables:
    def test_variables_without_a_field_are_reported_and_empty_ones_are_not(self, read: Read) -> None:
        result = read([item(page="1-2", abstract="", editor=[], custom={}, volume=None)])
        assert lost(result) == [(0, "page")]
        (problem,) = result.problems
        assert problem.message == "[0].page is not converted: a source has no field for it"
        assert problem.code == "AK962"

    def test_a_type_that_is_no_kind_becomes_a_document(self, read: Read) -> None:
        result = read([item(type="dataset")])
        assert source_of(result).kind == "document"
        assert lost(result) == [(0, "type")]

    def test_a_title_has_no_tags(self, read: Read) -> None:
        result = read([item(title='The <i>SS Great</i> <span class="nocase">x</span> <y>')])
        assert source_of(result).title == "The SS Great x <y>"
        assert lost(result) == [(0, "title")]
        assert [problem.path for problem in to_csl([book(note="x"), attrs.evolve(book(), title="<i>")]).problems] == [
            ("title",)
        ]

    def test_an_item_without_a_title_says_so(self, read: Read) -> None:
        source = source_of(read([item(title="")]))
        assert source.untitled == UNTITLED
        assert to_csl([source]).problems == ()

    def test_a_periodical_is_the_publisher(self, read: Read) -> None:
        result = read([item(publisher="P", **{"container-title": "C"})])
        assert source_of(result).publisher == "C"
        assert lost(result) == [(0, "publisher")]
        assert source_of(read([item(publisher="P")])).publisher == "P"

    def test_a_book_that_contains_a_chapter_is_not(self, read: Read) -> None:
        result = read([item(type="chapter", publisher="P", **{"container-title": "C"})])
        assert source_of(result).publisher == "P"
        assert lost(result) == [(0, "container-title")]

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ({"family": "Takaichi", "given": "Sanae"}, "Sanae Takaichi"),
            ({"family": "高市", "given": "早苗"}, "高市早苗"),
            ({"family": "Takaichi", "given": "Sanae", "static-ordering": True}, "Takaichi Sanae"),
            ({"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"}, "Charles de Gaulle"),
            ({"family": "King", "given": "Martin", "suffix": "Jr.", "comma-suffix": 1}, "Martin King, Jr."),
            ({"family": "King", "suffix": "III"}, "King III"),
            ({"literal": "NATO"}, "NATO"),
        ],
    )
    def test_names_are_as_printed(self, read: Read, name: object, text: str) -> None:
        result = read([item(author=[name, name])])
        assert source_of(result).creators == (text,)
        assert lost(result) == ([] if name == {"literal": "NATO"} else [(0, "author")])

    @pytest.mark.parametrize("name", ["A", {}, {"x": "y"}, {"literal": "A", "family": "B"}])
    def test_other_names_are_reported(self, read: Read, name: object) -> None:
        result = read([item(author=[name])])
        assert source_of(result).creators == ()
        assert (0, "author", 0) in lost(result)

    def test_authors_must_be_a_list(self, read: Read) -> None:
        assert lost(read([item(author="A")])) == [(0, "author", 0)]

    def test_identifiers(self, read: Read) -> None:
        result = read([item(type="book", DOI="https://doi.org/10.1000/ABC", ISBN=["9", "9", "8"], PMID=12)])
        source = source_of(result)
        expected = [("doi", "10.1000/abc"), ("isbn", "9"), ("isbn", "8"), ("pmid", "12")]
        assert [(each.scheme, each.value) for each in source.identifiers] == expected
        exported = to_csl([source])
        assert [problem.path for problem in exported.problems] == [("identifiers", 2)]
        assert json.loads(exported.data)[0]["ISBN"] == "9"

    def test_an_identifier_of_the_whole_is_none_of_its_part(self, read: Read) -> None:
        assert lost(read([item(type="chapter", ISBN="9", ISSN="1234-5678")])) == [(0, "ISBN"), (0, "ISSN")]
        part = Source.from_values(
            id="source:a", kind="chapter", title="A", identifiers=[{"scheme": "isbn", "value": "9"}]
        )
        assert [problem.path for problem in to_csl([part]).problems] == [("identifiers", 0)]

    def test_an_identifier_of_two_items_stays_with_the_first(self, read: Read) -> None:
        result = read([item(DOI="10.1000/a"), item(id="b", DOI="10.1000/A")])
        (problem,) = result.problems
        assert problem.path == (1, "DOI")
        assert [len(source.identifiers) for source in result.corpus().sources()] == [1, 1]

    def test_a_short_doi(self, read: Read) -> None:
        source = source_of(read([item(DOI="10/fqd6hj")]))
        assert [(each.scheme, each.value) for each in source.identifiers] == [("shortdoi", "10/fqd6hj")]
        assert json.loads(to_csl([source]).data)[0]["DOI"] == "10/fqd6hj"

    @pytest.mark.parametrize("value", [{"a": 1}, [["1"]], True, 1.5])
    def test_an_identifier_that_is_no_text_or_number_is_reported(self, read: Read, value: object) -> None:
        result = read([item(PMID=value)])
        assert lost(result) == [(0, "PMID")]
        assert source_of(result).identifiers == ()
        assert source_of(read([item(PMID=[1, "2"])])).identifiers == (
            Identifier(scheme="pmid", value="1"),
            Identifier(scheme="pmid", value="2"),
        )

    def test_an_identifier_of_the_wrong_form_is_reported(self, read: Read) -> None:
        assert lost(read([item(DOI="none")])) == [(0, "DOI")]
        wrong = book(identifiers=[{"scheme": "shortdoi", "value": "x"}, {"scheme": "wikidata", "value": "Q1"}])
        assert [problem.path for problem in to_csl([wrong]).problems] == [("identifiers", 0), ("identifiers", 1)]

    @pytest.mark.parametrize(
        ("tag", "usual"),
        [("EN-us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("DE-1901", "de-1901"), ("en-X-AB", "en-x-ab")],
    )
    def test_languages_are_in_the_usual_case(self, read: Read, tag: str, usual: str) -> None:
        assert source_of(read([item(language=tag)])).language == usual
        assert usual_case(usual) == usual

    @pytest.mark.parametrize(("key", "value"), [("language", "English"), ("language", 1), ("URL", "a b"), ("note", 1)])
    def test_values_of_the_wrong_form_are_reported(self, read: Read, key: str, value: object) -> None:
        assert lost(read([item(**{key: value})])) == [(0, key)]


class TestDates:
    @pytest.mark.parametrize(
        ("value", "edtf"),
        [
            ({"date-parts": [["2025", 4, "28"]]}, "2025-04-28"),
            ({"date-parts": [[2025, 4]], "circa": True}, "2025-04~"),
            ({"date-parts": [[2025]], "circa": "0", "season": ""}, "2025"),
            ({"date-parts": [[2025]], "season": 2}, "2025-22"),
            ({"date-parts": [[2025]], "season": "24"}, "2025-24"),
            ({"date-parts": [[2025, 13]]}, "2025-21"),
            ({"raw": "2025-04-XX"}, "2025-04-XX"),
            ({"literal": "199X", "raw": "199X"}, "199X"),
            ("2025-04?", "2025-04?"),
        ],
    )
    def test_dates_that_are_known(self, read: Read, value: object, edtf: str) -> None:
        source = source_of(read([item(issued=value)]))
        assert source.published == PartialDate(edtf)
        assert source.dated_by == DATED_BY
        assert to_csl([source]).problems == ()

    @pytest.mark.parametrize(
        "value",
        [
            1,
            "yesterday",
            {"literal": "13th cent"},
            {"raw": 1},
            {"raw": "2025", "literal": "2024"},
            {"raw": "2025", "season": 1},
            {"raw": "2025", "circa": 1},
            {"date-parts": [[2025]], "literal": "spring"},
            {"date-parts": 1},
            {"date-parts": [1]},
            {"date-parts": [[2025], [2026]]},
            {"date-parts": [[2025], [2026], [2027]]},
            {"date-parts": [[2025, 1, 1, 1]]},
            {"date-parts": [[-44]]},
            {"date-parts": [["x"]]},
            {"date-parts": [[1.5]]},
            {"date-parts": [[2025, 0]]},
            {"date-parts": [[2025, 2, 30]]},
            {"date-parts": [[2025, 2]], "season": 1},
            {"date-parts": [[2025]], "season": 9},
        ],
    )
    def test_other_dates_are_reported(self, read: Read, value: object) -> None:
        result = read([item(issued=value)])
        assert lost(result) == [(0, "issued")]
        assert source_of(result).published is None

    @given(st.sampled_from(["2025-04-28", "2025-21~"]))
    def test_the_printed_form_is_lost(self, edtf: str) -> None:
        source = book(published=PartialDate(edtf, as_printed="once"), dated_by="printed")
        paths = [problem.path for problem in to_csl([source]).problems]
        assert paths == [("published", "as_printed"), ("dated_by",)]
