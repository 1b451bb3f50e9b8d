"""Rules of reading: what bytes must obey before there is a record to check."""

from alliancekit.rules.rule import Rule

ENCODING = Rule(
    code="AK001",
    demand="A corpus file is text in UTF-8.",
    advice="save the file as UTF-8",
)
SYNTAX = Rule(
    code="AK002",
    demand="A file is well-formed YAML, JSON, JSON Lines or Parquet, as its ending says.",
    advice="mend the syntax at this place",
)
DUPLICATE_KEY = Rule(
    code="AK003",
    demand="A key stands once in an object.",
    advice="keep one of the two",
)
ALIAS = Rule(
    code="AK004",
    demand="A YAML corpus has no aliases, anchors, tags or merge keys.",
    advice="write the value out where it belongs",
)
IMPLICIT = Rule(
    code="AK005",
    demand="A plain YAML value is one that all YAML tools read alike.",
    advice="put text in quotes, and write numbers, true, false and null as in JSON",
)
LIMIT = Rule(
    code="AK006",
    demand="A file is no larger and no deeper nested than the stated limits, and has no more values and problems.",
    advice="split the file, or raise the limit",
)
NUMBER = Rule(
    code="AK007",
    demand="A number is finite and fits into 64 bits.",
    advice="write the number in full, or as text",
)
DERIVED = Rule(
    code="AK008",
    demand="The days and the precision that a table gives beside a date are those that follow from it.",
    advice="correct 'edtf', or write the table anew with Corpus.to_parquet",
)
RULES = (ENCODING, SYNTAX, DUPLICATE_KEY, ALIAS, IMPLICIT, LIMIT, NUMBER, DERIVED)
"""The rules of reading."""
