"""Programs in other languages accept every packaged record, and refuse what the schema refuses.

The environment variable ``ALLIANCEKIT_NPM`` names the folder with the npm packages, which ``nox --session consumers``
installs in its own.
"""

import os
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from benchmarks.consumers.documents import DOCUMENTS, Absent, Consumer, Verdicts, verdicts
from benchmarks.consumers.in_node import Editor, editors, npm_consumers
from benchmarks.consumers.in_python import PYTHON, REFERENCE

pytestmark = pytest.mark.slow

NPM: Final = os.environ.get("ALLIANCEKIT_NPM")
CONSUMERS: Final = (*PYTHON, *npm_consumers(Path(NPM) if NPM else None))
MAKE_CODE: Final = {"datamodel-code-generator (pydantic models)", "json-schema-to-typescript (types)"}
"""Their types express no conditions."""
NOT_SEEN: Final = {"AK007", "AK204", "AK615"}
"""JavaScript has no whole numbers of 64 bits; editors compare no objects, and an older one no truth values."""
OF_TYPES: Final = {"AK010", "AK011", "AK012", "AK013"}


@cache
def expected() -> frozenset[str]:
    return verdicts(REFERENCE).refused


@pytest.mark.parametrize("consumer", CONSUMERS, ids=[f"{n}-{consumer.name}" for n, consumer in enumerate(CONSUMERS)])
def test_a_consumer_accepts_every_record_and_refuses_mistakes(consumer: Consumer) -> None:
    found = _verdicts(consumer)
    assert found.accepted == sum(document.valid for document in DOCUMENTS)
    assert found.refused <= expected()
    assert found.refused >= (OF_TYPES if consumer.name in MAKE_CODE else expected() - NOT_SEEN)


UNFINISHED: Final = """\
schema_version: 3
actors:
- id: actor:quad
  kind:·
  names:
  - text: the Quad
····
sources:
- id: source:daily
  kind: article-newspaper
statements:
- id: statement:talk
  date: 2023-02-29
  venue:
    kind: speech
····
""".replace("·", " ")
"""A corpus document with trailing spaces, written as dots, where something is missing."""


@pytest.mark.parametrize("editor", editors(Path(NPM) if NPM else None), ids=lambda editor: editor.package)
def test_an_editor_offers_and_explains_fields_and_says_what_is_wrong(editor: Editor, tmp_path: Path) -> None:
    try:
        editor.version()
    except Absent as absent:
        pytest.skip(str(absent))
    file = tmp_path / "unfinished.yaml"
    file.write_text(UNFINISHED, "utf-8")
    with editor.start(tmp_path) as server:
        shown = server.diagnostics([file])[file]
        assert sorted(server.completions(file, 4, 9))[:3] == ["bloc", "government_body", "machine_persona"]
        assert server.completions(file, 7, 5) == ["language", "order", "kind", "period"]
        assert server.completions(file, 16, 5) == ["name", "place", "state"]
        assert "The name" in server.hover(file, 6, 6)
        assert "When it was made, as far as known" in server.hover(file, 13, 5)
        assert "The kind of occasion" in server.hover(file, 15, 12)
    for code, words in (("AK301", "title or untitled"), ("AK401", "name or place")):
        assert any(message.startswith(code) or message == f'Missing property "{words}".' for message in shown)
    assert any(message.startswith("AK014: A date is an EDTF string") for message in shown)


def _verdicts(consumer: Consumer) -> Verdicts:
    try:
        return verdicts(consumer)
    except Absent as absent:
        pytest.skip(str(absent))
