"""Reports: problems, records, rules, anchors and panels as text for a terminal, or in formats for programs."""
