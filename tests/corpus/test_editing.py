"""A corpus is edited by new corpora, or by an editor that checks all edits at once."""

import copy
import pickle
import re
from collections.abc import Callable
from typing import assert_type, cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import (
    CORPUS,
    DAILY,
    JPN,
    LEAGUE,
    MINISTER,
    SOURCE,
    STATE,
    STATEMENT,
    TALK,
    TREATY,
    TWN,
    USA,
    WEEKLY,
)
from tests.profiles import examples

from alliancekit import SourceId, StateId
from alliancekit.corpus import Corpus
from alliancekit.corpus.references import references
from alliancekit.errors import InvalidCorpus, InvalidRecord, UnknownField, UnknownRecord
from alliancekit.models import Entry, Source, State, Treaty
from alliancekit.strategies import corpora

corpus = Corpus(CORPUS)
NOTED = evolve(STATE, note="an island state")
NEW = evolve(SOURCE, id=SourceId("source:new"))


def with_id(id_: str) -> set[str]:
    return {record.id for record in corpus if id_ in {target for _, target in references(record)}}


# --- Methods of a corpus --------------------------------------------------------------------------------------------


def test_an_editor_shows_its_number_of_records() -> None:
    assert repr(corpus.editor()) == f"<CorpusEditor: {len(CORPUS)} records>"


def test_records_are_replaced() -> None:
    assert corpus.replace(NOTED)[JPN] == NOTED
    assert corpus.replace(NOTED).replace(STATE) == corpus
    with pytest.raises(UnknownRecord, match=r"^unknown id 'source:new'"):
        corpus.replace(NEW)


def test_fields_are_updated() -> None:
    assert corpus.update(JPN, note="an island state") == corpus.replace(NOTED)
    with pytest.raises(UnknownField, match=r"^'notes' is no field of State \(did you mean 'note'\?\)$"):
        corpus.update(JPN, notes="x")
    with pytest.raises(InvalidRecord):
        corpus.update(JPN, names=())
    with pytest.raises(ValueError, match=r"^an id can't be changed; add a record with the new id, then remove the old"):
        corpus.update(JPN, id="state:x")


def test_records_are_removed() -> None:
    assert WEEKLY not in corpus.remove(WEEKLY)
    assert len(corpus.remove(WEEKLY, WEEKLY)) == len(corpus) - 1
    with pytest.raises(UnknownRecord, match=r"^unknown id 'source:dailly' \(did you mean source:daily\?\)$"):
        corpus.remove("source:dailly")


def test_a_record_to_which_others_refer_is_not_removed() -> None:
    message = (
        "AK902 statement:talk: statement:talk can't be removed: proposal:league refers to it "
        "(remove or change the records that refer to it too)"
    )
    with pytest.raises(InvalidCorpus, match=f"^{re.escape(message)}$"):
        corpus.remove(TALK)
    with pytest.raises(InvalidCorpus, match="and 1 more refer to it"):
        corpus.remove(JPN)


def test_the_records_that_refer_to_a_record_are_found() -> None:
    assert [record.id for record in corpus.referrers(TALK)] == [LEAGUE]
    assert corpus.referrers(STATE) == corpus.referrers(JPN)
    assert corpus.referrers(WEEKLY) == ()
    for record in corpus:
        assert {each.id for each in corpus.referrers(record)} == with_id(record.id)
    with pytest.raises(UnknownRecord):
        corpus.referrers("state:nowhere")


def test_get_returns_a_default_for_an_unknown_id() -> None:
    assert corpus.get(JPN) == STATE
    assert corpus.get("state:nowhere") is None
    assert corpus.get("state:nowhere", 3) == 3
    assert_type(corpus.get(StateId(JPN)), State | None)
    assert_type(corpus.get(SourceId(DAILY), 3), Source | int)
    assert_type(corpus.get("state:nowhere"), Entry | None)
    assert_type(corpus.editor()[StateId(JPN)], State)


# --- The editor -----------------------------------------------------------------------------------------------------


def test_an_editor_checks_only_at_the_end() -> None:
    editor = corpus.editor()
    editor.remove(TALK)
    assert TALK not in editor
    with pytest.raises(InvalidCorpus, match="proposal:league refers to it"):
        editor.corpus()
    editor.add(STATEMENT, NEW)
    editor.update(JPN, note="an island state")
    assert editor[JPN] == NOTED
    assert len(editor) == len([*editor]) == len(corpus) + 1
    assert editor.corpus() == Corpus([*corpus.replace(NOTED), NEW])
    assert corpus[JPN] == STATE


def test_an_id_is_added_once() -> None:
    message = re.escape(
        "AK901 state:jpn: id state:jpn is taken by an earlier record (use replace(), or give it another id)"
    )
    with pytest.raises(InvalidCorpus, match=f"^{message}$"):
        corpus.editor().add(STATE)


@pytest.mark.parametrize("name", ["add", "replace", "remove"])
@pytest.mark.parametrize("good", [0, 1, 2])
def test_an_edit_with_an_error_changes_nothing(name: str, good: int) -> None:
    repeated: dict[str, list[object]] = {
        "add": [NEW, evolve(NEW, note="again"), STATE, "source:x"],
        "replace": [NOTED, STATE, NEW, "state:jpn"],
        "remove": [JPN, "state:nowhere", NEW, 5],
    }
    first, *wrong = repeated[name]
    editor = corpus.editor()
    with pytest.raises((InvalidCorpus, UnknownRecord, TypeError)):
        getattr(editor, name)(first, wrong[good])
    assert editor.corpus() == corpus


def test_only_records_are_added() -> None:
    for edit in (corpus.add, corpus.replace, corpus.editor().add, corpus.editor().replace):
        with pytest.raises(TypeError, match=r"^a record must be one of Actor, .*, got str$"):
            cast("Callable[[object], object]", edit)("state:jpn")


@pytest.mark.parametrize("wrong", [STATE, 5, None, ["state:jpn"]])
def test_an_id_that_is_not_text_is_a_type_error(wrong: object) -> None:
    for look_up in (corpus.get, corpus.__getitem__, corpus.editor().get, corpus.editor().remove):
        with pytest.raises(TypeError, match=r"^an id must be text, got "):
            cast("Callable[[object], object]", look_up)(wrong)


@examples(30)
@given(corpora(most=1), corpora(most=1))
def test_edits_lead_from_any_corpus_to_any_other(old: Corpus, new: Corpus) -> None:
    editor = old.editor()
    for each in old.diff(new):
        if each.new and each.old:
            editor.replace(each.new)
        elif each.new:
            editor.add(each.new)
        else:
            editor.remove(each.id)
    assert editor.corpus() == new


@examples(30)
@given(corpora(most=1, having=(Treaty,)), st.data())
def test_a_record_is_removed_exactly_if_no_other_refers_to_it(whole: Corpus, drawing: st.DataObject) -> None:
    record = drawing.draw(st.sampled_from([*whole]))
    if any(each != record for each in whole.referrers(record)):
        with pytest.raises(InvalidCorpus, match="can't be removed"):
            whole.remove(record.id)
    else:
        editor = whole.editor()
        editor.remove(record.id)
        assert {*editor} == {*whole} - {record}


# --- The exception --------------------------------------------------------------------------------------------------


def test_similar_ids_are_searched_only_for_the_message() -> None:
    searched: list[str] = []

    def hint() -> str:
        searched.append("")
        return "did you mean state:jpn?"

    error = UnknownRecord("unknown id 'state:jp'", hint)
    assert isinstance(error, KeyError)
    assert searched == []
    assert str(error) == "unknown id 'state:jp' (did you mean state:jpn?)"
    assert error.hint == "did you mean state:jpn?"
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert str(twin) == str(error)
    assert UnknownRecord("x").hint == ""


def test_ids_of_the_corpus_are_of_one_kind() -> None:
    for id_ in (MINISTER, TREATY, TWN, USA):
        assert corpus.get(id_) == corpus[id_]
