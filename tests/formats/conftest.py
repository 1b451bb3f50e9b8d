import pytest
import yaml


@pytest.fixture(params=["libyaml", "PyYAML"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The parser that reads: that of C, or that of Python where PyYAML was built without it."""
    if request.param == "PyYAML":
        monkeypatch.delattr(yaml, "CSafeLoader")
    return str(request.param)
