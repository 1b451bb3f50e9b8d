"""The derived parts of the source follow from the models."""

import pytest
from tests import derive


@pytest.mark.parametrize(("file", "text"), derive.derived().items())
def test_derived_parts_are_fresh(file: str, text: str) -> None:
    assert (derive.SOURCE / file).read_text("utf-8") == text, "run: nox --session derive"


def test_a_file_must_have_its_derived_parts() -> None:
    with pytest.raises(ValueError, match=r"^text.py has no part between '# begin derived x' and '# end derived x'$"):
        derive.replaced("text.py", {"x": iter(["x = 1"])})
