"""The packages that networks need, or the sentence that says how to install them."""

from importlib.util import find_spec

from alliancekit.errors import MissingExtra

for _package in ("networkx", "polars"):
    if find_spec(_package) is None:
        _message = f"networks need {_package}; install it with: pip install 'alliancekit[analysis]'"
        raise MissingExtra(_message)
