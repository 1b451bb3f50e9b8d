"""Every rule has one code, one sentence, and a mistake in the tests that breaks it."""

import re
from itertools import groupby

import pytest
from tests.mistakes import CLASHES, FLAWS, MISTAKES

from alliancekit import drafts, evidence, exchange, rulebook
from alliancekit.corpus import checks
from alliancekit.corpus.checks.unique_ids import BY_MERGES
from alliancekit.errors import UnknownCode
from alliancekit.models import MODELS, Source
from alliancekit.review.decisions import REVIEW_RULES
from alliancekit.rules import Rule, loading, reading, shape
from alliancekit.rules.shape import rules_of
from alliancekit.schema import Extent


def all_rules() -> list[Rule]:
    """Return every rule as it is declared, one of a code as often as it is used."""
    of_models = [rule for model in MODELS.values() for rule in rules_of(model)]
    return sorted([*rulebook.rules().values(), *of_models], key=lambda rule: rule.code)


def test_the_table_of_mistakes_has_each_rule_once() -> None:
    codes = [mistake.code for mistake in (*MISTAKES, *CLASHES)]
    by_format = {(flaw.code, flaw.ending) for flaw in FLAWS}
    assert len(set(codes)) == len(codes)
    assert len(by_format) == len(FLAWS)
    # Only a merge can break BY_MERGES, and only a table DERIVED. Data sets break the rules of loading, and
    # texts those of evidence, files of other programs those of exchange and drafts, and decisions those of reviews. All
    # have tests of their own.
    merges = {rule.code for rule in BY_MERGES}
    own_tests = {rule.code for rule in (*loading.RULES, *evidence.RULES, *exchange.RULES, *drafts.RULES, *REVIEW_RULES)}
    elsewhere = {*merges, reading.DERIVED.code, *own_tests}
    in_files = set(rulebook.rules()) - elsewhere
    assert in_files - {*codes, *(code for code, _ in by_format)} == set(), "add these to MISTAKES or CLASHES"
    assert {*codes, *(code for code, _ in by_format)} <= in_files


def test_rules_are_in_the_order_of_their_codes() -> None:
    book = rulebook.rules()
    assert list(book) == sorted(book)
    assert all(rule.code == code for code, rule in book.items())


def test_a_code_has_one_demand() -> None:
    for code, rules in groupby(all_rules(), key=lambda rule: rule.code):
        sentences = {(rule.demand, rule.advice, rule.severity) for rule in rules}
        assert len(sentences) == 1, code


def test_no_two_codes_have_the_same_demand() -> None:
    demands = [rule.demand for rule in rulebook.rules().values()]
    assert sorted(set(demands)) == sorted(demands)


@pytest.mark.parametrize("rule", rulebook.rules().values(), ids=list(rulebook.rules()))
def test_a_rule_demands_in_a_sentence_and_advises(rule: Rule) -> None:
    assert re.fullmatch(r"AK\d{3}", rule.code)
    assert re.fullmatch(r"[A-Z`].*[^.]\.", rule.demand)
    assert re.fullmatch(r"[a-z].*[^.]", rule.advice)


def test_the_rules_of_a_model_reach_into_its_objects() -> None:
    codes = {rule.code for rule in rules_of(Source)}
    assert codes == {
        *("AK101", "AK102", "AK103", "AK104", "AK105", "AK106", "AK108"),
        *("AK115", "AK116", "AK117", "AK118", "AK119", "AK120", "AK121", "AK128"),
        *("AK301", "AK302", "AK303", "AK304", "AK305"),
    }


def test_explain_gives_the_rule_of_a_code() -> None:
    assert rulebook.explain("AK001") is reading.ENCODING
    assert rulebook.explain("AK010") is shape.TYPE


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("AK999", "no rule has the code 'AK999'; did you mean AK919, AK909 or AK983?"),
        ("ak001", "no rule has the code 'ak001'; did you mean AK001?"),
        ("x", "no rule has the code 'x'"),
    ],
)
def test_explain_suggests_similar_codes(code: str, message: str) -> None:
    with pytest.raises(UnknownCode) as caught:
        rulebook.explain(code)
    assert str(caught.value) == message


def test_the_faces_of_each_rule() -> None:
    faces = rulebook.faces()
    assert list(faces) == list(rulebook.rules())
    assert faces["AK501"] == rulebook.Faces(
        construction=True, generation=True, document=Extent("in full"), columns="exact"
    )
    assert faces["AK603"] == rulebook.Faces(
        construction=True,
        generation=True,
        document=Extent("not at all", "JSON Schema can't compare one value with another"),
        columns="exact",
    )
    assert faces["AK618"] == rulebook.Faces(
        construction=True,
        generation=True,
        document=Extent("not at all", "JSON Schema can't compare one value with another"),
        columns="not exact for records with parties.acts or signatories.acts",
    )
    assert faces["AK015"].document.degree == "in part"
    assert not faces["AK015"].construction
    unseen = "a schema sees the values of one document, not its bytes, and no other record"
    for code in (
        "AK001",
        *(rule.code for rule in (*BY_MERGES, *evidence.RULES, *exchange.RULES, *drafts.RULES, *REVIEW_RULES)),
    ):
        assert faces[code] == rulebook.Faces(
            construction=False,
            generation=False,
            document=Extent("not at all", unseen),
            columns="not",
        )
    assert faces["AK901"].columns == "exact"
    assert faces["AK904"].columns == "not exact for dates that are approximate, uncertain or vague"


def test_columns_find_every_rule_of_fields_records_and_checks_with_columns() -> None:
    faces = rulebook.faces()
    silent = {code for code, its in faces.items() if its.columns == "not"}
    slow = {code for code in silent if faces[code].construction}
    assert slow == set(), "write doubtful_rows or triggers for these rules: tables build an object for each row"
    without_columns = {rule.code for check in checks.CHECKS if not check.columns for rule in check.rules}
    assert silent & {rule.code for rule in checks.RULES} == {*(rule.code for rule in BY_MERGES), *without_columns}
