"""The packages that measures need, or the sentence that says how to install them."""

from alliancekit.errors import MissingExtra

MissingExtra.demand("measures need", "analysis", "networkx", "numpy", "polars")
