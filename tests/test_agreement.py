"""The faces of the rules agree, for every model: generation, construction, documents, and the files between them."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from alliancekit import convert, strategies
from alliancekit.corpus import Corpus, check, load
from alliancekit.errors import InvalidCorpus, InvalidRecord
from alliancekit.formats import Tree
from alliancekit.models import KINDS, MODELS, Entry, Record
from alliancekit.models.document import VERSION
from alliancekit.schema import document_schema, extents, line_schema, schema_of, types

TYPES: Final = types()
SAID_IN_FULL: Final = {code for code, extent in extents().items() if extent.degree == "in full"}
ENDINGS: Final = ("yaml", "json", "jsonl")
patient: Final = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


class Validator(Protocol):
    """What jsonschema's types say less plainly."""

    def is_valid(self, instance: Tree) -> bool: ...


def taken(schema: dict[str, Tree]) -> Callable[[Tree], bool]:
    return _validator(schema).is_valid


def _validator(schema: dict[str, Tree]) -> Validator:
    return Draft202012Validator(schema)


BY_SCHEMA: Final = {name: taken(schema_of(model)) for name, model in TYPES.items()}
DOCUMENT, LINE = taken(document_schema()), taken(line_schema())


@pytest.mark.parametrize("name", TYPES)
@patient
@given(data=st.data())
def test_all_faces_accept_what_is_generated(name: str, data: st.DataObject) -> None:
    model: type[Record] = TYPES[name]
    record = data.draw(strategies.records(model))
    tree = convert.tree(record)
    assert BY_SCHEMA[name](tree)
    assert convert.record(model, tree) == record


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPES)
@patient
@given(data=st.data())
def test_all_faces_that_express_a_rule_refuse_its_near_misses(name: str, data: st.DataObject) -> None:
    model: type[Record] = TYPES[name]
    miss = data.draw(strategies.near_misses(model))
    with pytest.raises(InvalidRecord) as caught:
        convert.record(model, miss.tree)
    assert {problem.code for problem in caught.value.problems} == {miss.code}
    if miss.values is not None:
        with pytest.raises(InvalidRecord) as caught:
            miss.make()
        assert {problem.code for problem in caught.value.problems} == {miss.code}
    if miss.code in SAID_IN_FULL:
        assert not BY_SCHEMA[name](dict(miss.tree))


def document(records: tuple[Entry, ...]) -> Tree:
    lists: dict[str, Tree] = {"schema_version": VERSION}
    for name, model in MODELS.items():
        of_type: list[Tree] = [convert.tree(record) for record in records if type(record) is model]
        if of_type:
            lists[name] = of_type
    return lists


@pytest.mark.slow
@patient
@given(corpus=strategies.corpora())
def test_the_schemas_of_documents_accept_a_corpus(corpus: Corpus) -> None:
    records = tuple(corpus)
    assert DOCUMENT(document(records))
    kinds = {model: kind for kind, model in KINDS.items()}
    assert all(LINE({"type": kinds[type(record)], **convert.tree(record)}) for record in records)


@pytest.mark.slow
@patient
@given(corpus=strategies.corpora(), endings=st.lists(st.sampled_from(ENDINGS), min_size=2, max_size=5))
def test_a_corpus_goes_through_any_formats_in_any_order(corpus: Corpus, endings: list[str]) -> None:
    written: dict[str, bytes] = {}
    with TemporaryDirectory() as folder:
        passed = corpus
        for ending in endings:
            file = Path(folder) / f"corpus.{ending}"
            passed.write(file)
            assert written.setdefault(ending, file.read_bytes()) == file.read_bytes()
            passed = load(file)
            assert passed == corpus


@patient
@given(miss=strategies.corpus_near_misses())
def test_construction_and_files_report_the_code_of_a_rule_of_the_corpus(
    miss: strategies.CorpusNearMiss,
) -> None:
    try:
        problems = Corpus(miss.records).warnings
    except InvalidCorpus as error:
        problems = error.problems
    assert {problem.code for problem in problems} == {miss.code}
    tree = document(miss.records)
    # Each record is right by itself, so that no schema can say it.
    assert DOCUMENT(tree)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "corpus.json"
        file.write_text(json.dumps(tree), encoding="utf-8")
        assert {problem.code for problem in check(file)} == {miss.code}
