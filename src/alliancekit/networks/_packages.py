"""Check that the packages that networks need are installed."""

from alliancekit.errors import MissingExtra

MissingExtra.demand("networks need", "analysis", "networkx", "polars")
