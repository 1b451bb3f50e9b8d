"""Check that the packages that figures need are installed."""

from alliancekit.errors import MissingExtra

MissingExtra.demand("figures need", "plot", "matplotlib", "networkx", "numpy", "polars", "scipy")
