"""Rules of loading: what the table of a data set and its rows must obey before they become records."""

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import frozen

from alliancekit.errors import Severity
from alliancekit.rules.rule import Rule


@frozen(kw_only=True, repr=False)
class LoadingRule(Rule):
    """A rule of loading, which is broken so often that its problems are counted.

    Attributes:
        finding: What is found where the rule is broken; a summary says it after the number of times.
    """

    finding: str


DAMAGED = LoadingRule(
    code="AK801",
    demand="The text of a table has no U+FFFD, which stands where a program lost a character.",
    finding="character that a program has lost (U+FFFD)",
    advice="get the file anew from its publisher: what stood here can't be told from it",
)
QUOTES = LoadingRule(
    code="AK802",
    demand="A quotation mark in a table begins a cell or ends it, or is written twice within one.",
    finding="quotation mark inside a cell",
    advice="write the cell between quotation marks, and each of its own twice",
)
COLUMNS = LoadingRule(
    code="AK803",
    demand="A table names each of its columns once, and has those that are needed.",
    finding="column missing, without a name, or with the name of another",
    advice="get the file anew from its publisher, or load it as the data set that it is",
)
CELLS = LoadingRule(
    code="AK804",
    demand="A row has as many cells as its table has columns.",
    finding="row with too many or too few cells",
    advice="mend the row, or get the file anew from its publisher",
)
VERSION = LoadingRule(
    code="AK805",
    demand="A data set is of one version, whose coverage is known.",
    finding="row of another version, or version that is not known",
    advice="load a version that the reference of data sets lists",
)
LOST = LoadingRule(
    code="AK806",
    demand="A table that another program has saved has every digit of its numbers, and its days as days.",
    finding="column in which a program may have lost something",
    advice="get the file from its publisher, or save it again with all digits and with every column imported as text",
)
VALUE = LoadingRule(
    code="AK811",
    demand="A cell holds a value that the codebook of its data set knows.",
    finding="cell with a value that the codebook does not know",
    advice="compare the row with the publisher's file",
)
MOMENT = LoadingRule(
    code="AK812",
    demand="A date of a row exists and lies within the time that the data set covers.",
    finding="date that does not exist or lies outside of the coverage",
    advice="compare the row with the publisher's file",
)
SPAN = LoadingRule(
    code="AK813",
    demand="A row does not end before it begins.",
    finding="row that ends before it begins",
    advice="compare the row with the publisher's file",
)
ONGOING = LoadingRule(
    code="AK814",
    demand="A row without an end is one that is in effect at the end of the coded period, and says so.",
    finding="row whose end and whose 'in effect' contradict each other",
    advice="compare the row with the publisher's file",
)
REPEATED = LoadingRule(
    code="AK815",
    demand="A row stands once: no other has the same key.",
    finding="row with the key of another row",
    advice="take one of the two out",
)
ALONE = LoadingRule(
    code="AK816",
    demand="An alliance has two or more members.",
    finding="alliance with fewer than two members",
    advice="mend the rows of its other members, or add them",
)
MISSING = LoadingRule(
    code="AK817",
    demand="A row has a value in every column that a record needs.",
    finding="row without a value that is needed",
    advice="compare the rows with the publisher's file, or take them out",
)
OUTSIDE = LoadingRule(
    code="AK821",
    demand="A member of an alliance is in the Correlates of War state system when it enters.",
    finding="member enters while it is not in the Correlates of War state system",
    advice="nothing need be done: the row is loaded; a panel of system members will leave it out and say so",
    severity=Severity.WARNING,
)
UNLISTED = LoadingRule(
    code="AK822",
    demand="A number of a state is one of a list of states.",
    finding="number of a state that no list has",
    advice="nothing need be done: the row is loaded, with a state that has the number only",
    severity=Severity.WARNING,
)
UNOWED = LoadingRule(
    code="AK823",
    demand="An obligation is owed to a member with which the row shares a calendar year.",
    finding="obligation that no other member can claim",
    advice="compare the dates of the alliance's rows with the publisher's file",
    severity=Severity.WARNING,
)
DIFFERENT = LoadingRule(
    code="AK824",
    demand="The files of a data set agree: members, beginning and end of an alliance.",
    finding="difference between the files of two levels",
    advice="load files of one version, as their publisher ships them",
    severity=Severity.WARNING,
)
RESAVED = LoadingRule(
    code="AK825",
    demand="A table is written as its publisher writes it.",
    finding="column or row in the form of another program, read without loss",
    advice="nothing need be done: nothing is lost; the publisher's own file loads without this warning",
    severity=Severity.WARNING,
)
MISREAD = LoadingRule(
    code="AK826",
    demand="Names in a table are decoded with the encoding in which they were written.",
    finding="column with text decoded in the wrong encoding",
    advice="get the file from its publisher, or load it with the encoding in which it was written",
    severity=Severity.WARNING,
)
TABLE_RULES = (DAMAGED, QUOTES, COLUMNS, CELLS, VERSION, LOST, RESAVED, MISREAD)
"""The rules of a table as a whole, and of its rows as text."""
ROW_RULES = (VALUE, MOMENT, SPAN, ONGOING, REPEATED, ALONE, MISSING, OUTSIDE, UNLISTED, UNOWED, DIFFERENT)
"""The rules of what the rows say."""
RULES = (*TABLE_RULES, *ROW_RULES)
"""The rules of loading."""
FINDINGS = {rule.code: rule.finding for rule in RULES}
"""What is found where a rule is broken, by its code."""


def tally(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield how often something was found, the most frequent first: ``94 x AK821: member enters …``.

    Args:
        found: The code and the finding of each problem.
    """
    for (code, finding), times in Counter(found).most_common():
        yield f"{times:,} \N{MULTIPLICATION SIGN} {code}: {finding}"
