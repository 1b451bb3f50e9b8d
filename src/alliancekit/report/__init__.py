"""Values in words: problems, records, rules and anchors as text for a terminal, which the command line prints."""
