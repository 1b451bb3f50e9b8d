"""Records as columns: the layout of their tables, and what the rules are over whole columns; with polars."""
