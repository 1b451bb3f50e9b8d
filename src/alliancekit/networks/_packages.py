"""The packages that networks need, or the sentence that says how to install them."""

from alliancekit.errors import MissingExtra

MissingExtra.demand("networks need", "analysis", "networkx", "polars")
