"""Rules of loading: what the table of a data set and its rows must obey before they become records."""

from alliancekit.errors import Severity
from alliancekit.rules._rule import Rule

DAMAGED = Rule(
    code="AK801",
    demand="The text of a table has no U+FFFD, which stands where a program lost a character.",
    advice="get the file anew from its publisher: what stood here can't be told from it",
)
QUOTES = Rule(
    code="AK802",
    demand="A quotation mark in a table begins a cell or ends it, or is written twice within one.",
    advice="write the cell between quotation marks, and each of its own twice",
)
COLUMNS = Rule(
    code="AK803",
    demand="A table names each of its columns once, and has those that are needed.",
    advice="get the file anew from its publisher, or load it as the data set that it is",
)
CELLS = Rule(
    code="AK804",
    demand="A row has as many cells as its table has columns.",
    advice="mend the row, or get the file anew from its publisher",
)
VERSION = Rule(
    code="AK805",
    demand="A data set is of one version, whose coverage is known.",
    advice="load a version that the reference of data sets lists",
)
VALUE = Rule(
    code="AK811",
    demand="A cell holds a value that the codebook of its data set knows.",
    advice="compare the row with the publisher's file",
)
MOMENT = Rule(
    code="AK812",
    demand="A date of a row exists and lies within the time that the data set covers.",
    advice="compare the row with the publisher's file",
)
SPAN = Rule(
    code="AK813",
    demand="A row does not end before it begins.",
    advice="compare the row with the publisher's file",
)
ONGOING = Rule(
    code="AK814",
    demand="A row without an end is one that is in effect at the end of the coded period, and says so.",
    advice="compare the row with the publisher's file",
)
REPEATED = Rule(
    code="AK815",
    demand="A row stands once: no other has the same key.",
    advice="take one of the two out",
)
ALONE = Rule(
    code="AK816",
    demand="An alliance has two or more members.",
    advice="mend the rows of its other members, or add them",
)
OUTSIDE = Rule(
    code="AK821",
    demand="A member of an alliance is in the Correlates of War state system when it enters.",
    advice="nothing need be done: the row is loaded; a panel of system members will leave it out and say so",
    severity=Severity.WARNING,
)
UNLISTED = Rule(
    code="AK822",
    demand="A number of a state is one of a list of states.",
    advice="nothing need be done: the row is loaded, with a state that has the number only",
    severity=Severity.WARNING,
)
UNOWED = Rule(
    code="AK823",
    demand="An obligation is owed to a member with which the row shares a calendar year.",
    advice="compare the dates of the alliance's rows with the publisher's file",
    severity=Severity.WARNING,
)
DIFFERENT = Rule(
    code="AK824",
    demand="The files of a data set agree: members, beginning and end of an alliance.",
    advice="load files of one version, as their publisher ships them",
    severity=Severity.WARNING,
)
TABLE_RULES = (DAMAGED, QUOTES, COLUMNS, CELLS, VERSION)
"""The rules of a table as a whole, and of its rows as text."""
ROW_RULES = (VALUE, MOMENT, SPAN, ONGOING, REPEATED, ALONE, OUTSIDE, UNLISTED, UNOWED, DIFFERENT)
"""The rules of what the rows say."""
RULES = (*TABLE_RULES, *ROW_RULES)
"""The rules of loading."""
