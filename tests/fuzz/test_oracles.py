"""What fuzzing asks of the readers holds for what Hypothesis makes, and for hostile files."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fuzz.altered import altered, written
from tests.fuzz.oracles import TARGETS
from tests.hostile.inputs import INPUTS
from tests.profiles import examples

_LARGEST = 2_000


@pytest.mark.parametrize("target", TARGETS)
@examples(30)
@given(data=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_they_hold_for_any_bytes(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_they_hold_for_hostile_files(target: str) -> None:
    for file in INPUTS:
        if not file.costly and len(data := file.data()) <= _LARGEST:
            TARGETS[target](data)


@pytest.mark.parametrize("target", ["json", "jsonl", "corpus-json", "corpus-jsonl"])
@examples(30)
@given(chance=st.randoms(use_true_random=False))
def test_they_hold_for_altered_corpora(target: str, chance: Random) -> None:
    TARGETS[target](altered(written("." + target.rpartition("-")[2]), chance))
