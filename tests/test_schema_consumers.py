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
from benchmarks.consumers.in_node import npm_consumers
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


def _verdicts(consumer: Consumer) -> Verdicts:
    try:
        return verdicts(consumer)
    except Absent as absent:
        pytest.skip(str(absent))
