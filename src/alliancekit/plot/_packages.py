"""The packages that figures need, or the sentence that says how to install them."""

from importlib.util import find_spec

from alliancekit.errors import MissingExtra

for _package in ("matplotlib", "networkx", "numpy", "polars", "scipy"):
    if find_spec(_package) is None:
        _message = f"figures need {_package}; install it with: pip install 'alliancekit[plot]'"
        raise MissingExtra(_message)
