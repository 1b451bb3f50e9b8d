"""Check that the packages that measures need are installed."""

from alliancekit.errors import MissingExtra

MissingExtra.demand("measures need", "analysis", "networkx", "numpy", "polars")
