import pytest
import yaml


@pytest.fixture(params=["libyaml", "PyYAML"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The YAML parser: libyaml, or the Python parser, as in PyYAML without libyaml."""
    if request.param == "PyYAML":
        monkeypatch.delattr(yaml, "CSafeLoader")
    return str(request.param)
