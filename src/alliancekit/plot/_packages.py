"""The packages that figures need, or the sentence that says how to install them."""

from alliancekit.errors import MissingExtra

MissingExtra.demand("figures need", "plot", "matplotlib", "networkx", "numpy", "polars", "scipy")
