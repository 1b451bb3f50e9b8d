"""Anchors beside the lengths of their sources."""

import attrs
from tests.corpus.checks.joined import messages
from tests.mistakes import ATTESTATION, STATEMENT, WEEKLY

from alliancekit.models.ids import StatementId


def test_an_anchor_into_a_text_of_unknown_length_is_fine() -> None:
    inside = attrs.evolve(ATTESTATION, source=WEEKLY)
    assert messages(attrs.evolve(STATEMENT, id=StatementId("statement:x"), attestations=(inside,))) == []
