"""Precision and recall of `alliancekit.mentions`, on twenty texts and on the seed documents."""
