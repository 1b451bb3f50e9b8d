"""Rules that files must obey. They are checked while a file is read, before it has records."""

from alliancekit.rules.rule import Rule

ENCODING = Rule(
    code="AK001",
    demand="A corpus file is text in UTF-8.",
    advice="save the file as UTF-8",
)
SYNTAX = Rule(
    code="AK002",
    demand="A file is well-formed YAML, JSON, JSON Lines or Parquet, according to its extension.",
    advice="correct the syntax at this place",
)
DUPLICATE_KEY = Rule(
    code="AK003",
    demand="An object has each key at most once.",
    advice="remove one of the two",
)
ALIAS = Rule(
    code="AK004",
    demand="A YAML corpus uses no aliases, anchors, tags or merge keys.",
    advice="write the value itself at this place",
)
IMPLICIT = Rule(
    code="AK005",
    demand="A YAML value without quotes means the same in all YAML tools.",
    advice="put text in quotes, and write numbers, true, false and null as in JSON",
)
LIMIT = Rule(
    code="AK006",
    demand="A file is within the limits of size, depth of nesting, number of values and number of problems.",
    advice="split the file, or raise the limit",
)
NUMBER = Rule(
    code="AK007",
    demand="A number is finite and fits into 64 bits.",
    advice="write the number in full, or as text",
)
DERIVED = Rule(
    code="AK008",
    demand="The days and the precision beside a date in a table follow from the date.",
    advice="correct 'edtf', or write the table again with Corpus.to_parquet",
)
UNDECLARED = Rule(
    code="AK019",
    demand="A key such as x_study belongs to a project that was passed and that has fields for this type of record.",
    advice="pass the project (--plugin NAME, projects=[...]), or keep its fields unchecked (--keep-unknown-projects, "
    "projects=[ANY_PROJECT])",
)
RULES = (ENCODING, SYNTAX, DUPLICATE_KEY, ALIAS, IMPLICIT, LIMIT, NUMBER, DERIVED, UNDECLARED)
"""The rules that files must obey."""
