"""The derived parts of the source follow from the models."""

import re
import shutil
from pathlib import Path

import pytest
from tests import derive


@pytest.mark.parametrize(("file", "text"), derive.derived().items())
def test_derived_parts_are_fresh(file: str, text: str) -> None:
    assert (derive.SOURCE / file).read_text("utf-8") == text, "run: nox --session derive"


def test_a_file_must_have_its_derived_parts() -> None:
    with pytest.raises(ValueError, match=r"^text.py has no part between '# begin derived x' and '# end derived x'$"):
        derive.replaced("text.py", {"x": iter(["x = 1"])})


def test_each_derived_part_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(derive.SOURCE, tmp_path / "source", ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    monkeypatch.setattr(derive, "SOURCE", tmp_path / "source")
    fresh = derive.derived()
    for file, text in fresh.items():
        stale = re.sub(r"^( *)# begin derived \w+\n", r"\g<0>\1stale = 1\n", text, flags=re.MULTILINE)
        derive.SOURCE.joinpath(file).write_text(stale, "utf-8", newline="\n")
    assert derive.derived() == fresh


def test_a_new_model_gets_a_part_for_its_signature() -> None:
    module = "class Meeting:\n    id: str\n\n\nOTHER = 1\n"
    added = "\n    # begin derived signature\n    # end derived signature\n"
    with_part = f"class Meeting:\n    id: str\n{added}\n\nOTHER = 1\n"
    assert derive.with_part_for_signature(module, "Meeting") == with_part
    assert derive.with_part_for_signature(with_part, "Meeting") == with_part
