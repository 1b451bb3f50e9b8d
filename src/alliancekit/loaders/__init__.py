"""One module a data set; each maps what its publisher ships to records, and does nothing else."""
