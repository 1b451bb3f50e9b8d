import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from alliancekit.convert import tree
from alliancekit.corpus import Corpus, load
from alliancekit.dates import PartialDate
from alliancekit.display.names import name_of
from alliancekit.display.records import record_report
from alliancekit.display.terminal import Grid, Paragraph, console, styled
from alliancekit.display.values import date_text, object_text
from alliancekit.errors import Location, Problem, Severity
from alliancekit.evidence import anchor, anchor_words, verify
from alliancekit.models import State, Treaty
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import ProposalId, SourceId, StateId, StatementId, TreatyId
from alliancekit.models.party import Act, Party
from alliancekit.models.state import Code
from alliancekit.models.treaty import Commitment, Obligation, Provision
from alliancekit.models.words import Name
from alliancekit.report.anchors import verification_report
from alliancekit.report.problems import Excerpt, as_json, problem_report, report, summary
from alliancekit.report.rules import listing, rule_report, scope_of
from alliancekit.report.tour import full_tour
from alliancekit.rulebook import explain, rules
from alliancekit.rules import Rule
from alliancekit.text import escape_controls

ESCAPED = {"Cc", "Cs", "Zl", "Zp"}
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY_TEXT = st.text(st.characters(exclude_categories=()))  # half surrogate pairs too

DAILY = """A call from Oslo

Ada Berg, the minister, spoke in Oslo on Thursday. She wants Norway and Iceland to join in a Northern Pact.
No small country can guard the sea alone, she said.
"""
WEEKLY = """The pact was on the agenda again. Norway alone is named; Berg calls it a league.
The two have owed each other talks since 1999, when Norway took on the defense of Iceland.
"""
CORPUS = """\
schema_version: 3
actors:
- id: actor:ada-berg
  kind: person
  names:
  - {text: Ada Berg, language: en, order: given-family}
  - {text: Berg}
  offices:
  - {title: Minister, of: "state:nor", period: 2023/..}
  - {title: Mayor, period: 2010/2014}
  identifiers: [{scheme: wikidata, value: Q1}]
  note: |
    Two lines
    of a note.
- id: actor:the-north
  kind: region
  names: [{text: the North}]
states:
- id: state:isl
  names: [{text: Iceland}]
  codes: [{system: cow, value: "395"}]
- id: state:nor
  names: [{text: Norway}]
  codes: [{system: cow, value: "385", period: 1905/..}]
  spells: [{system: cow, period: 1905/}]
sources:
- id: source:daily
  kind: article-newspaper
  title: A call from Oslo
  publisher: The Daily
  published: "2024-05-03"
  dated_by: printed
  file: daily.txt
  regions: [{kind: headline, start: 0, end: 16}]
- id: source:weekly
  kind: webpage
  untitled: it has none
  publisher: The Weekly
  file: weekly.txt
  machine_author: true
statements:
- id: statement:oslo-call
  speaker: actor:ada-berg
  office: Minister
  venue: {kind: press_conference, name: Spring talks, place: Oslo, state: "state:nor"}
  date: {edtf: "2024-05-02", as_printed: Thursday}
  content: Calls for a pact of the two.
  addressees: ["state:nor", "state:isl"]
  attestations:
  - source: source:daily
    wording: indirect
    anchors:
    - DAILY[She wants Norway and Iceland to join in a Northern Pact.]
    - DAILY[Ada Berg]
    as_printed: [{field: venue.kind}, {field: date, text: Thursday}]
  - source: source:weekly
    wording: mention
    anchors:
    - WEEKLY[The pact was on the agenda again.]
    as_printed: [{field: venue.kind, text: agenda}]
proposals:
- id: proposal:northern-pact
  names: [{text: Northern Pact}]
  proposers: ["actor:ada-berg"]
  members: ["state:nor", "state:isl"]
  rationale: [no small country can guard the sea alone]
  statements: ["statement:oslo-call"]
  attestations:
  - source: source:daily
    wording: paraphrase
    anchors:
    - DAILY[a Northern Pact]
    as_printed: [{field: members, text: Norway and Iceland}, {field: form, text: Pact}, {field: rationale, text: alone}]
  - source: source:weekly
    wording: paraphrase
    anchors:
    - WEEKLY[Norway alone]
    as_printed: [{field: members, text: Norway}, {field: members}, {field: form, text: a league}]
treaties:
- id: treaty:isl-nor-1999
  names: [{text: Treaty of Reykjavik}]
  parties: [{party: "state:isl"}, {party: "state:nor", spells: [1999/2005, 2007/..]}]
  signed: "1999"
  commitments:
  - {by: "state:nor", toward: ["state:isl"], obligation: defense, condition: if it is attacked, period: 1999/..}
  - {by: "state:isl", toward: ["state:nor"], obligation: consultation}
  provisions:
  - {variable: atop.milcon, value: "2"}
  - {variable: atop.base, value: "1", parties: ["state:isl", "state:nor"], period: 1999/..}
  attestations:
  - source: source:weekly
    wording: mention
candidates:
- id: candidate:reply
  of: statement
  missing: [venue, date]
  speaker: state:isl
  content: Agrees.
  attestations:
  - source: source:weekly
    wording: mention
    as_printed: [{field: content, text: "yes"}]
  - source: source:daily
    wording: mention
    as_printed: [{field: content}]
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "daily.txt").write_text(DAILY, "utf-8")
    (folder / "weekly.txt").write_text(WEEKLY, "utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    lines: list[str] = []
    for line in CORPUS.splitlines():
        name, bracket, words = line.strip().removeprefix("- ").partition("[")
        if bracket and name in ("DAILY", "WEEKLY"):
            anchored = anchor_words({"DAILY": DAILY, "WEEKLY": WEEKLY}[name], words.removesuffix("]"), nth=1)
            lines.append(f"    - {json.dumps(tree(anchored))}")
        else:
            lines.append(line)
    file = tmp_path / "corpus.yaml"
    file.write_text("\n".join([*lines, ""]), "utf-8")
    return load(file)


def printed(renderables: Iterable[RenderableType], width: int = 80) -> list[str]:
    out = StringIO()
    target = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
    for renderable in renderables:
        target.print(renderable)
    return out.getvalue().removesuffix("\n").split("\n")


def block(text: str) -> list[str]:
    """Return the lines of a text in a test."""
    return text.strip("\n").split("\n")


def problem(
    file: str = "pacts.yaml", line: int | None = 3, column: int | None = 5, text: str | None = "  - {kind: blok}"
) -> Problem:
    """Return a problem with a location."""
    return Problem(
        code="AK013",
        message="kind must be one of bloc or region, got 'blok'",
        hint="did you mean 'bloc'?",
        path=("names", 0, "kind"),
        record="actor:x",
        location=Location(file, line, column, text),
    )


class Terminal(StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


class TestTerminal:
    @given(ANY_TEXT)
    def test_control_characters_are_escaped(self, text: str) -> None:
        seen = escape_controls(text)
        assert not [char for char in seen if unicodedata.category(char) in ESCAPED or char in BIDI]

    @given(st.text(st.characters(categories=["L", "N", "P", "S", "Mn", "Mc"], exclude_characters="\ufe0f")))
    def test_visible_text_is_unchanged(self, text: str) -> None:
        assert escape_controls(text) == text

    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ("\x1b[2J\r\n\t\x9b1m\x7f", r"\x1b[2J\r\n\t\x9b1m\x7f"),
            ("a\u202eb\u2066c\u200f", r"a\u202eb\u2066c\u200f"),
            ("\ud800\ufeff\u2028\U000e0041", r"\ud800\ufeff\u2028\U000e0041"),
            ("👩\u200d👧", r"👩\u200d👧"),
            ("ශ්\u200dරී", "ශ්\u200dරී"),
        ],
        ids=["controls", "directions", "others", "joined emoji", "joined letters"],
    )
    def test_escapes(self, text: str, seen: str) -> None:
        assert escape_controls(text) == seen

    def test_markup_in_data_is_not_interpreted(self) -> None:
        assert printed([Paragraph(styled("[red]x[/red] :smile: ", ("[bold]", "bold")))]) == [
            "[red]x[/red] :smile: [bold]"
        ]

    @pytest.mark.parametrize(
        ("paragraph", "lines"),
        [
            (Paragraph(styled("one two three four")), ["one two", "three four"]),
            (Paragraph(styled("one two three"), indent=1, hang=3), [" one two", "    three"]),
            (Paragraph(styled("one two three"), hang=4, label="no:"), ["no: one two", "    three"]),
            (Paragraph(styled("one"), hang=4, label="label"), ["label", "    one"]),
            (Paragraph(styled("one"), hang=40, label="a label that is long"), ["a label that", "is long", "      one"]),
            (Paragraph(styled("abcdefghijklmnop"), hang=2), ["abcdefghijkl", "  mnop"]),
            (Paragraph(styled(""), indent=1, hang=2), [" "]),
            (Paragraph(styled("x y"), indent=20, hang=20), ["   x y"]),
        ],
        ids=["plain", "hanging", "label", "long label", "far too long label", "long word", "nothing", "no room"],
    )
    def test_paragraph(self, paragraph: Paragraph, lines: list[str]) -> None:
        assert printed([paragraph], width=12) == lines

    def test_console_of_a_pipe_is_plain_and_80_wide(self, capsys: pytest.CaptureFixture[str]) -> None:
        console().print(Paragraph(styled(("word " * 20, "bold red"))))
        console(stderr=True).print(Paragraph(styled(("word", "bold red"))))
        out = capsys.readouterr()
        assert out.out == f"{'word ' * 15}word\nword word word word\n"
        assert out.err == "word\n"

    @pytest.mark.parametrize(("columns", "width"), [("60", 60), ("100", 100), ("300", 120)])
    def test_console_of_a_terminal_has_its_width_up_to_120(
        self, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
    ) -> None:
        terminal = Terminal()
        monkeypatch.setattr("sys.stdout", terminal)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.delenv("NO_COLOR", raising=False)
        target = console()
        target.print(Paragraph(styled(("word", "red"))))
        assert target.width == width
        assert terminal.getvalue() == "\x1b[31mword\x1b[0m\n"


class TestProblems:
    def test_a_problem_in_the_style_of_a_compiler(self) -> None:
        assert printed(problem_report(problem())) == block("""
pacts.yaml:3:5: error AK013: kind must be one of bloc or region, got 'blok'
  3 |   - {kind: blok}
    |     ^
  in:   actor:x
  hint: did you mean 'bloc'?
""")

    def test_no_caret_without_a_column(self) -> None:
        assert printed(problem_report(problem(column=None)))[1:3] == ["  3 |   - {kind: blok}", "  in:   actor:x"]

    def test_no_line_for_a_whole_file(self) -> None:
        lines = printed(problem_report(problem(line=None, column=None, text=None)))
        assert lines[:2] == [
            "pacts.yaml: error AK013: kind must be one of bloc or region, got 'blok'",
            "  in:   actor:x",
        ]

    def test_without_a_location_the_record_is_first(self) -> None:
        warning = Problem("AK907", "spell too long", record="treaty:x", severity=Severity.WARNING)
        assert printed(problem_report(warning)) == ["treaty:x: warning AK907: spell too long"]

    def test_without_a_record_and_a_location_the_code_is_first(self) -> None:
        assert printed(problem_report(Problem("AK907", "spell too long"))) == ["error AK907: spell too long"]

    def test_a_record_in_the_message_is_not_repeated(self) -> None:
        warning = Problem("AK901", "id actor:x is taken", record="actor:x", location=Location("x.yaml", 1))
        assert printed(problem_report(warning)) == ["x.yaml:1: error AK901: id actor:x is taken"]

    @pytest.mark.parametrize(
        ("text", "column", "shown_lines"),
        [
            ("\tx: 高市 早苗", 8, ["  7 |     x: 高市 早苗", "    |             ^"]),
            ("a\x1b[0mb", 6, ["  7 | a\\x1b[0mb", "    |         ^"]),
            ("", 1, ["  7 | ", "    | ^"]),
            ("ab", 3, ["  7 | ab", "    |   ^"]),
            ("ab", 9, ["  7 | ab", "    |   ^"]),
            ("b" * 34, 1, ["  7 | " + "b" * 34, "    | ^"]),
            ("b" * 35, 1, ["  7 | " + "b" * 33 + "…", "    | ^"]),
            ("a" * 34, 35, ["  7 | …" + "a" * 32, "    | " + " " * 33 + "^"]),
            ("a" * 90 + "c", 91, ["  7 | …" + "a" * 32 + "c", "    | " + " " * 33 + "^"]),
            ("a" * 90 + "c" + "b" * 90, 91, ["  7 | …" + "a" * 21 + "c" + "b" * 10 + "…", "    | " + " " * 22 + "^"]),
            ("高" * 90, 45, ["  7 | …" + "高" * 16 + "…", "    | " + " " * 21 + "^"]),
        ],
        ids=["wide", "escape", "empty", "end", "beyond", "just fits", "right", "left end", "left", "both", "wide both"],
    )
    def test_excerpt(self, text: str, column: int, shown_lines: list[str]) -> None:
        assert printed([Excerpt(Location("x.yaml", 7, column, text))], width=40) == shown_lines

    @given(text=ANY_TEXT, column=st.integers(1, 200), width=st.integers(20, 100), words=ANY_TEXT)
    def test_no_line_is_wider_than_the_terminal(self, text: str, column: int, width: int, words: str) -> None:
        warning = Problem("AK001", words, words, record=words, location=Location(words, 10, column, text * 3))
        assert max(map(cell_len, printed(problem_report(warning), width))) <= width

    @given(
        before=st.text(st.characters(categories=["Lu", "Lo", "Nd", "Po", "Zs", "Cc"])),
        after=st.text(st.characters(categories=["Lu", "Lo", "Nd", "Po", "Zs", "Cc"])),
        width=st.integers(20, 100),
    )
    def test_the_caret_is_under_the_column(self, before: str, after: str, width: int) -> None:
        place = Location("x.yaml", 3, len(before) + 1, f"{before}!{after}")
        line, caret = printed([Excerpt(place)], width)
        assert caret.endswith("^")
        cells = [cell_len(line[:end]) for end in range(len(line)) if line[end] == "!"]
        assert cell_len(caret) - 1 in cells

    def test_a_report_ends_with_the_summary(self) -> None:
        warning = Problem("AK907", "y", record="actor:y", location=Location("y.yaml"), severity=Severity.WARNING)
        lines = printed(report([problem(), warning], 9))
        assert lines[5:] == [
            "",
            "y.yaml: warning AK907: y",
            "  in:   actor:y",
            "",
            "1 error, 1 warning in 2 records of 2 files",
        ]

    @pytest.mark.parametrize(
        ("problems", "text"),
        [
            ([], "no problems: 215 records"),
            ([problem()], "1 error in 1 record of 1 file"),
            ([problem(), problem(file="other.yaml"), problem()], "3 errors in 2 records of 2 files"),
            ([Problem("AK002", "x", location=Location("x.yaml", 1))], "1 error in 1 file"),
            ([Problem("AK002", "x", record="actor:x", severity=Severity.WARNING)], "1 warning in 1 record"),
            ([Problem("AK002", "x")], "1 error"),
        ],
        ids=["none", "one", "files", "no record", "no file", "no place"],
    )
    def test_summary(self, problems: list[Problem], text: str) -> None:
        assert summary(problems, 215) == text

    def test_json_has_every_key(self) -> None:
        assert json.loads(as_json([problem(), Problem("AK907", "m", severity=Severity.WARNING)])) == [
            {
                "code": "AK013",
                "severity": "error",
                "message": "kind must be one of bloc or region, got 'blok'",
                "hint": "did you mean 'bloc'?",
                "record": "actor:x",
                "path": "names[0].kind",
                "file": "pacts.yaml",
                "line": 3,
                "column": 5,
                "row": None,
            },
            {
                "code": "AK907",
                "severity": "warning",
                "message": "m",
                "hint": None,
                "record": None,
                "path": None,
                "file": None,
                "line": None,
                "column": None,
                "row": None,
            },
        ]

    @given(ANY_TEXT)
    def test_json_is_printable_ascii_and_keeps_the_text(self, text: str) -> None:
        written = as_json([Problem("AK001", text)])
        assert all(line.isascii() and line.isprintable() for line in written.split("\n"))
        assert json.loads(written)[0]["message"] == text


class TestWords:
    @pytest.mark.parametrize(
        ("edtf", "words"),
        [
            ("2024-05", "2024-05"),
            ("2022/2024-05-01", "from 2022 to 2024-05-01"),
            ("2022/..", "from 2022, ongoing"),
            ("2022/", "from 2022, end unknown"),
            ("../2024", "no beginning, to 2024"),
            ("/2024", "beginning unknown, to 2024"),
        ],
    )
    def test_date_text(self, edtf: str, words: str) -> None:
        assert date_text(PartialDate(edtf)) == words

    def test_date_text_has_the_printed_form(self) -> None:
        assert date_text(PartialDate("2024-05", as_printed="last month")) == "2024-05 (printed: last month)"

    def test_date_text_without_a_date_is_empty(self) -> None:
        assert date_text(None) == ""

    def test_a_name_has_its_kind_and_period(self, corpus: Corpus) -> None:
        name = Name(text="Siam", language="en", kind="historical", period=PartialDate("1855/1939-06-23"))
        assert object_text(corpus, name).plain == "Siam (en, historical, from 1855 to 1939-06-23)"

    @pytest.mark.parametrize(
        ("id_", "name"),
        [
            ("actor:ada-berg", "Ada Berg"),
            ("source:daily", "A call from Oslo"),
            ("source:weekly", "The Weekly"),
            ("statement:oslo-call", None),
            ("candidate:reply", None),
        ],
    )
    def test_name_of(self, corpus: Corpus, id_: str, name: str | None) -> None:
        assert name_of(corpus[id_]) == name


SHOWN = {
    "actor:ada-berg": """
Ada Berg
actor:ada-berg
  kind         person
  names        - Ada Berg (en, given-family)
               - Berg
  offices      - Minister, Norway (state:nor), from 2023, ongoing
               - Mayor, from 2010 to 2014
  identifiers  wikidata Q1
  note         Two lines of a note.
""",
    "state:nor": """
Norway
state:nor
  names   Norway
  codes   cow 385, from 1905, ongoing
  spells  cow, from 1905, end unknown
""",
    "source:daily": """
A call from Oslo
source:daily
  kind       article-newspaper
  title      A call from Oslo
  publisher  The Daily
  published  2024-05-03
  dated by   printed
  file       daily.txt
  regions    headline 0-16
""",
    "source:weekly": """
The Weekly
source:weekly
  kind            webpage
  untitled        it has none
  publisher       The Weekly
  file            weekly.txt
  machine author  yes
""",
    "proposal:northern-pact": """
Northern Pact
proposal:northern-pact
  names       Northern Pact
  proposers   Ada Berg (actor:ada-berg)
  members     - Norway (state:nor)
              - Iceland (state:isl)
  rationale   no small country can guard the sea alone
  statements  statement:oslo-call

Evidence: 4 reports of 2 sources, 5 anchors (in code points)
  The Daily, 2024-05-03 (source:daily)
    paraphrase at 109-124: members "Norway and Iceland"; form "Pact"; rationale
      "alone"
  The Weekly, undated (source:weekly)
    paraphrase at 34-46: members "Norway"; members (nothing); form "a league"
  The Daily, 2024-05-03 (source:daily), of statement:oslo-call
    indirect at 69-125, 18-26: venue.kind (nothing); date "Thursday"
  The Weekly, undated (source:weekly), of statement:oslo-call
    mention at 0-33: venue.kind "agenda"

Where its sources differ
  members
    daily   Norway and Iceland
    weekly  Norway | (nothing)
  form
    daily   Pact
    weekly  a league
""",
    "treaty:isl-nor-1999": """
Treaty of Reykjavik
treaty:isl-nor-1999
  names        Treaty of Reykjavik
  parties      - Iceland (state:isl)
               - Norway (state:nor), from 1999 to 2005, from 2007, ongoing
  signed       1999
  commitments  - Norway owes Iceland: defense; if it is attacked; from 1999,
                 ongoing
               - Iceland owes Norway: consultation
  provisions   - atop.milcon: 2
               - atop.base: 1; Iceland and Norway; from 1999, ongoing

Evidence: 1 report of 1 source
  The Weekly, undated (source:weekly)
    mention
""",
    "candidate:reply": """
candidate:reply
  of       statement
  missing  - venue
           - date
  speaker  Iceland (state:isl)
  content  Agrees.

Evidence: 2 reports of 2 sources
  The Weekly, undated (source:weekly)
    mention: content "yes"
  The Daily, 2024-05-03 (source:daily)
    mention: content (nothing)

Where its sources differ
  content
    weekly  yes
    daily   (nothing)
""",
}
TOUR = """
What it holds: 10 records from 2 sources

                all   daily   weekly
────────────────────────────────────
actors            2       0        0
states            2       0        0
sources           2       1        1
statements        1       1        1
proposals         1       1        1
treaties          1       0        1
candidates        1       1        1
attestations      7       3        4
anchors           5       3        2
disagreements     4       4        4

The Daily, 2024-05-03 (source:daily)
The Weekly, undated (source:weekly)

The proposal: Northern Pact

proposal:northern-pact
  names       Northern Pact
  proposers   Ada Berg (actor:ada-berg)
  members     - Norway (state:nor)
              - Iceland (state:isl)
  rationale   no small country can guard the sea alone
  statements  statement:oslo-call

  As the sources print it:
  members
    daily   Norway and Iceland
    weekly  Norway | (nothing)
  rationale
    daily  alone

The statement that makes it

statement:oslo-call
  speaker     Ada Berg (actor:ada-berg)
  office      Minister
  venue       press conference, Spring talks, Oslo, Norway (state:nor)
  date        2024-05-02 (printed: Thursday)
  content     Calls for a pact of the two.
  addressees  - Norway (state:nor)
              - Iceland (state:isl)

Evidence: 2 reports of 2 sources, 3 anchors (in code points)
  The Daily, 2024-05-03 (source:daily)
    indirect at 69-125, 18-26: venue.kind (nothing); date "Thursday"
  The Weekly, undated (source:weekly)
    mention at 0-33: venue.kind "agenda"

A treaty, with what each side owes: Treaty of Reykjavik

treaty:isl-nor-1999
  names        Treaty of Reykjavik
  parties      - Iceland (state:isl)
               - Norway (state:nor), from 1999 to 2005, from 2007, ongoing
  signed       1999
  commitments  - Norway owes Iceland: defense; if it is attacked; from 1999,
                 ongoing
               - Iceland owes Norway: consultation
  provisions   - atop.milcon: 2
               - atop.base: 1; Iceland and Norway; from 1999, ongoing

Where sources differ: 4 fields of 3 records

Northern Pact (proposal:northern-pact)
  members: above
  form
    daily   Pact
    weekly  a league

statement:oslo-call
  venue.kind
    daily   (nothing)
    weekly  agenda

And of these records, for which "alliancekit show" puts them side by side:
  candidate:reply: content

What to try next

  alliancekit show proposal:northern-pact
      a record, with its evidence
  alliancekit check my-corpus.yaml
      your own records: every mistake, at its line and column
  alliancekit explain AK501
      what a rule demands, and what to do if it is broken
  alliancekit convert seeds ./my-copy
      this corpus as YAML files, to read and to change
  alliancekit tour --texts DIR
      the full tour, with every anchor looked up in your own texts
"""
EMPTY_TOUR = """
What it holds: 0 records from 0 sources

                all
───────────────────
actors            0
states            0
sources           0
statements        0
proposals         0
treaties          0
candidates        0
attestations      0
anchors           0
disagreements     0

What to try next

  alliancekit check my-corpus.yaml
      your own records: every mistake, at its line and column
  alliancekit explain AK501
      what a rule demands, and what to do if it is broken
  alliancekit convert seeds ./my-copy
      this corpus as YAML files, to read and to change
  alliancekit tour --texts DIR
      the full tour, with every anchor looked up in your own texts
"""
CHANGED = """
In your texts: 5 anchors looked up

         your copy    exact   moved   lost   missing
────────────────────────────────────────────────────
daily    undigested       0       2      1         0
weekly   undigested       1       1      0         0
all                       1       3      1         0

Lost in daily: 1 anchor; its words do not occur in the text
  statement:oslo-call: 69-125

Moved in daily: 2 anchors
  statement:oslo-call: 18-26 to 19-27
  proposal:northern-pact: 109-124 to 114-129

Moved in weekly: 1 anchor; same position, but different characters
  statement:oslo-call: 0-33

Quotations for statement:oslo-call:
  daily   Ada Berg
  weekly  The pact was on the agenda again.
"""


CODED = """\
schema_version: 3
states:
- {id: state:bel, names: [{text: Belgium}], codes: [{system: cow, value: "211"}]}
- {id: state:fra, names: [{text: France}], codes: [{system: cow, value: "220"}]}
- {id: state:usa, names: [{text: United States}], codes: [{system: cow, value: "2"}]}
actors:
- id: actor:command
  kind: bloc
  names: [{text: The Command}]
  members: [{party: "state:usa"}, {party: "state:fra", spells: [/1966-07-01, 2009/..]}]
sources:
- {id: source:daily, kind: webpage, untitled: it has none, publisher: The Daily}
- {id: source:weekly, kind: webpage, untitled: it has none, publisher: The Weekly}
treaties:
- id: treaty:pact
  names: [{text: The Pact}]
  signed: 1949-04-04
  parties:
  - party: state:usa
    acts: [{kind: signature, date: 1949-04-04}, {kind: ratification, date: 1949-07-25, place: Washington}]
  - party: state:fra
    spells: [1949-07/..]
    acts:
    - {kind: signature_ad_referendum, date: 1949-04-04}
    - {kind: ratification}
    - {kind: suspension, effective: 1966-03, until: 2009-04-04, toward: ["state:usa", "state:bel"], scope: Article 5}
  signatories:
  - {party: state:bel, acts: [{kind: domestic_approval, date: 1949-05-12, scope: Senate}]}
  groupings: ["actor:command"]
  identifiers: [{scheme: unts, value: I-541}]
  codings:
  - {by: AB, date: 2024-05-02}
  - {by: CD, role: reviewed}
  attestations:
  - source: source:daily
    wording: mention
    fields: ["parties[state:fra].acts[signature_ad_referendum].date", never_in_force]
    as_printed: [{field: signed, text: on Monday}]
  - source: source:daily
    wording: mention
    as_printed: [{field: signed, text: on Tuesday}]
    codings: [{by: EF, date: 2024-05, program: reader, version: "2"}, {by: AB, role: reviewed}]
- id: treaty:new
  names: [{text: The New Pact}]
  parties: [{party: "state:usa"}, {party: "state:fra"}]
  replaces: ["treaty:pact"]
  amends: ["treaty:pact"]
- id: treaty:sole
  names: [{text: The Sole}]
  replaces: ["treaty:pact"]
  parties:
  - party: state:usa
    acts: [{kind: signature}, {kind: ratification}, {kind: reservation, scope: Article 2}]
  signatories: [{party: state:fra}]
  attestations:
  - source: source:daily
    wording: mention
    as_printed: [{field: names, text: Sole}]
    codings: [{by: EF, role: reviewed}]
  - source: source:daily
    wording: mention
    as_printed: [{field: names, text: Sol}]
    codings: [{by: CD}]
  - source: source:daily
    wording: mention
    as_printed: [{field: names, text: Soul}]
    codings: [{by: AB}]
proposals:
- id: proposal:pact
  names: [{text: A Pact}]
  proposers: ["state:usa"]
  members: ["state:usa", "state:fra"]
  rationale: [the sea is wide]
  outcomes:
  - {status: open, date: 1948-12}
  - {status: adopted_in_part, date: 1949-04-04, by: ["state:usa", "state:bel"], led_to: "treaty:pact"}
  statements: ["statement:call"]
statements:
- id: statement:call
  speaker: state:usa
  venue: {kind: speech, place: Paris}
  date: 1948-12
  content: Calls for a pact.
  about: ["proposal:pact"]
  stances: [{subject: "proposal:pact", stance: support}]
  attestations:
  - {source: source:daily, wording: verbatim}
  - {source: source:weekly, wording: indirect}
candidates:
- id: candidate:answer
  of: statement
  missing: [venue, date]
  speaker: state:fra
  content: Refuses.
  about: ["proposal:pact", "state:usa"]
  stances: [{subject: "state:usa", stance: mixed}, {subject: "proposal:pact", stance: oppose}]
  attestations: [{source: source:weekly, wording: mention}]
- id: candidate:doubt
  of: statement
  missing: [speaker, venue]
  date: 1949-01
  content: Doubts.
  about: ["proposal:pact"]
  stances: [{subject: "proposal:pact", stance: mixed}]
  attestations: [{source: source:weekly, wording: mention}]
"""
SHOWN_CODED = {
    "actor:command": """
The Command
actor:command
  kind      bloc
  names     The Command
  members   - United States (state:usa)
            - France (state:fra), beginning unknown, to 1966-07-01, from 2009,
              ongoing
  treaties  The Pact (treaty:pact)
""",
    "treaty:pact": """
The Pact
treaty:pact
  names        The Pact
  parties      - United States (state:usa); signature 1949-04-04; ratification
                 1949-07-25, place Washington
               - France (state:fra), from 1949-07, ongoing
                 - signature ad referendum 1949-04-04
                 - ratification
                 - suspension, effective 1966-03, until 2009-04-04, toward
                   United States (state:usa) and Belgium (state:bel), scope
                   Article 5
  signatories  Belgium (state:bel); domestic approval 1949-05-12, scope Senate
  signed       1949-04-04
  groupings    The Command (actor:command)
  identifiers  unts I-541
  codings      - coded by AB, 2024-05-02
               - reviewed by CD
  replaced by  - The New Pact (treaty:new)
               - The Sole (treaty:sole)
  amended by   The New Pact (treaty:new)

Evidence: 2 reports of 1 source
  The Daily, undated (source:daily)
    mention for parties[state:fra].acts[signature_ad_referendum].date, never in
      force: signed "on Monday"
    mention (coded by EF, 2024-05, with reader 2; reviewed by AB): signed "on
      Tuesday"

Where its sources or coders differ
  signed
    daily (AB)  on Monday
    daily (EF)  on Tuesday
""",
    "state:usa": """
United States
state:usa
  names  United States
  codes  cow 2

Reactions
  France (state:fra), date unknown: mixed (candidate:answer)
""",
    "treaty:sole": """
The Sole
treaty:sole
  names        The Sole
  parties      United States (state:usa)
               - signature
               - ratification
               - reservation, scope Article 2
  signatories  France (state:fra)
  replaces     The Pact (treaty:pact)

Evidence: 3 reports of 1 source
  The Daily, undated (source:daily)
    mention (reviewed by EF): names "Sole"
    mention (coded by CD): names "Sol"
    mention (coded by AB): names "Soul"

Where its sources or coders differ
  names
    daily (coder unknown)  Sole
    daily (CD)             Sol
    daily (AB)             Soul
""",
    "proposal:pact": """
A Pact
proposal:pact
  names       A Pact
  proposers   United States (state:usa)
  members     - United States (state:usa)
              - France (state:fra)
  rationale   the sea is wide
  statements  statement:call
  outcomes    - open 1948-12
              - adopted in part 1949-04-04, by United States (state:usa) and
                Belgium (state:bel), led to The Pact (treaty:pact)

Reactions
  United States (state:usa), 1948-12: support (statement:call)
  France (state:fra), date unknown: oppose (candidate:answer)
  speaker unknown, 1949-01: mixed (candidate:doubt)

Evidence: 2 reports of 2 sources
  The Daily, undated (source:daily), of statement:call
    verbatim
  The Weekly, undated (source:weekly), of statement:call
    indirect
""",
    "statement:call": """
statement:call
  speaker  United States (state:usa)
  venue    speech, Paris
  date     1948-12
  content  Calls for a pact.
  about    A Pact (proposal:pact)
  stances  A Pact (proposal:pact): support

Evidence: 2 reports of 2 sources
  The Daily, undated (source:daily)
    verbatim
  The Weekly, undated (source:weekly)
    indirect

Where its sources differ
  wording
    daily   verbatim
    weekly  indirect
""",
}


def _commitments(states: Sequence[State], obligation: Obligation, *periods: str | None) -> Iterator[Commitment]:
    """Yield a commitment of each of some states, in each period."""
    for period in periods:
        for state in states:
            toward = StateId("state:s29" if state.id != "state:s29" else "state:s0")
            yield Commitment(
                by=state.id, toward=(toward,), obligation=obligation, period=PartialDate(period) if period else None
            )


class TestRecords:
    @pytest.mark.parametrize("id_", SHOWN_CODED)
    def test_acts_outcomes_stances_and_codings(self, tmp_path: Path, id_: str) -> None:
        file = tmp_path / "coded.yaml"
        file.write_text(CODED, "utf-8")
        coded = load(file)
        assert printed(record_report(coded, coded[id_])) == block(SHOWN_CODED[id_])

    def test_a_treaty_of_many_parties_has_few_lines(self, tmp_path: Path) -> None:
        file = tmp_path / "coded.yaml"
        file.write_text(CODED, "utf-8")
        coded = load(file)
        states = [evolve(coded[StateId("state:usa")], id=StateId(f"state:s{n}")) for n in range(30)]
        ids = [state.id for state in states]
        acts = coded[TreatyId("treaty:pact")].parties[0].acts

        def others(first: StateId) -> tuple[StateId, ...]:
            return tuple(state for state in ids if state != first)

        treaty = Treaty(
            id=TreatyId("treaty:many"),
            names=(Name(text="Many"),),
            parties=tuple(Party(party=state.id, acts=acts) for state in states),
            commitments=(
                *(Commitment(by=first, toward=others(first), obligation="defense") for first in ids),
                Commitment(by=ids[0], toward=(ids[1],), obligation="defense"),
                *(Commitment(by=first, toward=others(first), obligation="consultation") for first in ids[1:3]),
            ),
        )
        lines = printed(record_report(Corpus([*states, treaty]), treaty), 1000)
        assert len(lines) == 3 + len(states) + 4
        owed = [line.partition("- ")[2].partition(":") for line in lines if " owe" in line]
        assert owed[0] == ("each party owes all others", ":", " defense")
        assert owed[1] == ("United States owes United States", ":", " defense")
        assert {obligation for _, _, obligation in owed[2:]} == {" consultation"}

    def test_a_large_treaty_has_a_table_of_its_parties_and_summaries(self) -> None:
        states = [
            State(
                id=StateId(f"state:s{n}"),
                names=(Name(text=f"State {n:02}"),),
                codes=(Code(system="atop", value=str(8000 + n)),),
            )
            for n in range(30)
        ]
        spells = {0: "1950-01-02/1960", 1: "1949/..", 2: "1950/", 3: ""}
        treaty = Treaty(
            id=TreatyId("treaty:many"),
            names=(Name(text="Many"),),
            signed=PartialDate("1949"),
            parties=tuple(
                Party(
                    party=state.id,
                    spells=(PartialDate(spells.get(n) or "1951/.."),) if spells.get(n) != "" else (),
                    acts=(Act(kind="signature"),) if n < 2 else (),
                )
                for n, state in enumerate(states)
            ),
            commitments=(
                *_commitments(states, "defense", "1951/.."),
                *_commitments(states[:4], "bases", "1952/1953"),
                *_commitments(states[:2], "entente", None),
                *_commitments(states[:3], "consultation", "1952/1953", "1952/.."),
                *_commitments(states[:1], "offense", "1954/1955"),
            ),
            provisions=tuple(Provision(variable=f"v.{n}", value="1") for n in range(13)),
        )
        short = printed(record_report(Corpus([*states, treaty]), treaty, full=False))
        assert short[3] == "  parties      30 parties; acts of 2 of them; alliancekit show --full lists them"
        assert short[4].split() == ["party", "from", "to"] * 2
        assert short[5].startswith("  State 01  1949        ongoing  ")
        assert "  State 03  1949        ?  " in f"{short[6]}  "
        assert any("State 02  1950        ?" in line for line in short)
        assert any("State 00  1950-01-02  1960" in line for line in short)
        assert (
            short[-8:]
            == [
                "  signed       1949",
                "  commitments  - defense: owed by all parties; from 1951, ongoing",
                "               - bases: owed by 4 of 30 parties; from 1952 to 1953",
                "               - entente: owed by State 00 and State 01",
                "               - consultation: owed by State 00, State 01 and State 02; from",
                "                 1952, ongoing",
                "               - offense: owed by State 00; from 1954 to 1955",
                "               - 43 commitments; alliancekit show --full lists them",
                "  provisions   13 provisions of 13 variables; alliancekit show --full lists them",
            ][-8:]
        )
        narrow = printed(record_report(Corpus([*states, treaty]), treaty, full=False), 20)
        assert "  State 01, 1949," in narrow
        assert len(printed(record_report(Corpus([*states, treaty]), treaty))) > 80

    def test_the_names_in_a_long_table_are_shortened_to_make_two_columns(self) -> None:
        rows = [(f"A State with a long name {n}", "1949-04-04", "1950-05-06") for n in range(30)]
        lines = printed([Grid(("party", "from", "to"), rows)])
        assert len(lines) == 16
        assert lines[1].startswith("A State with a…  1949-04-04  1950-05-06  A State")
        assert len(printed([Grid(("party", "from", "to"), rows[:5])])) == 6

    @pytest.mark.parametrize("id_", SHOWN)
    def test_shown(self, corpus: Corpus, id_: str) -> None:
        assert printed(record_report(corpus, corpus[id_])) == block(SHOWN[id_])

    @pytest.mark.parametrize("width", [20, 40, 80, 120])
    def test_no_record_is_wider_than_the_terminal(self, corpus: Corpus, width: int) -> None:
        lines = [line for record in corpus for line in printed(record_report(corpus, record), width)]
        assert max(map(cell_len, lines)) <= width

    def test_control_characters_in_a_record_are_escaped(self, corpus: Corpus) -> None:
        actor = corpus.actors()[1]
        hostile = evolve(actor, names=(Name(text="[blink]the\x1b[31m North\u202e"),), note="one\ntwo\x9b2J")
        assert printed(record_report(Corpus([hostile]), hostile)) == block(r"""
[blink]the\x1b[31m North\u202e
actor:the-north
  kind   region
  names  [blink]the\x1b[31m North\u202e
  note   one two\x9b2J
""")


class TestFullTour:
    def test_full_tour(self, corpus: Corpus) -> None:
        assert printed(full_tour(corpus)) == ["", *block(TOUR)]

    def test_tour_of_an_empty_corpus(self) -> None:
        assert printed(full_tour(Corpus())) == ["", *block(EMPTY_TOUR)]

    def test_tour_without_disagreements_and_proposal(self, corpus: Corpus) -> None:
        lines = printed(full_tour(corpus.subset("actor:the-north", "state:isl")))
        assert [line for line in lines if line and line[0].isupper()] == [
            "What it holds: 2 records from 0 sources",
            "What to try next",
        ]
        assert "  alliancekit show actor:the-north" in lines

    def test_a_statement_without_a_proposal(self, corpus: Corpus) -> None:
        lines = printed(full_tour(corpus.subset("statement:oslo-call")))
        assert "A statement" in lines
        assert lines[lines.index("Where sources differ: 1 field of 1 record") :][:7] == [
            "Where sources differ: 1 field of 1 record",
            "",
            "statement:oslo-call",
            "  venue.kind",
            "    daily   (nothing)",
            "    weekly  agenda",
            "",
        ]

    def test_disagreements_of_other_records_only(self, corpus: Corpus) -> None:
        lines = printed(full_tour(corpus.subset("candidate:reply")))
        assert lines[lines.index("Where sources differ: 1 field of 1 record") :][:4] == [
            "Where sources differ: 1 field of 1 record",
            "",
            "  candidate:reply: content",
            "",
        ]

    def test_a_proposal_without_printed_values(self, corpus: Corpus) -> None:
        bare = evolve(corpus[ProposalId("proposal:northern-pact")], attestations=())
        records = [bare if record.id == bare.id else record for record in corpus]
        assert not [line for line in printed(full_tour(Corpus(records))) if "As the sources print it" in line]

    def test_tour_with_texts(self, corpus: Corpus, texts: Path) -> None:
        lines = printed(full_tour(corpus, verify(corpus, texts)))
        assert lines[lines.index("In your texts: 5 anchors looked up") :] == block("""
In your texts: 5 anchors looked up

         your copy    exact   moved   lost   missing
────────────────────────────────────────────────────
daily    undigested       3       0      0         0
weekly   undigested       2       0      0         0
all                       5       0      0         0

Quotations for statement:oslo-call:
  daily   She wants Norway and Iceland to join in a Northern Pact.
  weekly  The pact was on the agenda again.

What to try next

  alliancekit show proposal:northern-pact
      a record, with its evidence
  alliancekit check my-corpus.yaml
      your own records: every mistake, at its line and column
  alliancekit explain AK501
      what a rule demands, and what to do if it is broken
  alliancekit convert seeds ./my-copy
      this corpus as YAML files, to read and to change
""")


class TestAnchors:
    def test_changed_texts(self, corpus: Corpus, texts: Path) -> None:
        (texts / "daily.txt").write_text(f"-{DAILY.replace('She wants', 'She longs for')}", "utf-8")
        changed = WEEKLY.replace("the agenda again", "the\nagenda again")
        (texts / "weekly.txt").write_text(changed, "utf-8")
        verification = verify(corpus, texts)
        assert printed(verification_report(verification, quoted_record="statement:oslo-call")) == ["", *block(CHANGED)]

    def test_a_text_that_is_missing(self, corpus: Corpus, texts: Path) -> None:
        (texts / "daily.txt").unlink()
        lines = printed(verification_report(verify(corpus, texts)), width=200)
        assert lines[5:] == [
            "daily    missing          0       0      0         3",
            "weekly   undigested       2       0      0         0",
            "all                       2       0      0         3",
            "",
            f"daily: {texts / 'daily.txt'} does not exist",
        ]

    def test_lost_anchors_are_not_quoted(self, corpus: Corpus, texts: Path) -> None:
        for file in texts.iterdir():
            file.write_text("nothing of it\n", "utf-8")
        lines = printed(verification_report(verify(corpus, texts), quoted_record="statement:oslo-call"))
        assert not [line for line in lines if "Quotations" in line]

    def test_a_long_quotation_is_shortened_and_escaped(self, corpus: Corpus, texts: Path) -> None:
        long = "\x1b[2J" + "very " * 60 + "long"
        (texts / "daily.txt").write_text(long, "utf-8")
        statement = corpus[StatementId("statement:oslo-call")]
        attestation = Attestation(
            source=SourceId("source:daily"), wording="verbatim", anchors=(anchor(long, 0, len(long)),)
        )
        quoting = evolve(statement, attestations=(attestation,))
        changed = Corpus(quoting if record.id == quoting.id else record for record in corpus)
        lines = printed(verification_report(verify(changed, texts), quoted_record=quoting.id))
        words = " ".join(line.strip() for line in lines[lines.index(f"Quotations for {quoting.id}:") + 1 :])
        assert words == f"daily  \\x1b[2J{'very ' * 47}…"


class TestRules:
    @pytest.mark.parametrize(
        ("code", "lines"),
        [
            (
                "AK501",
                """
AK501: A proposal lists two or more members.
  to do       add the members; if no source names them, record a candidate
  severity    error: data that break the rule are invalid
  applies to  Proposal.members
""",
            ),
            (
                "AK907",
                """
AK907: A state is party to a treaty while it is a member of its state system.
  to do       check the spell and the code; the lists of states differ
  severity    warning: data that break the rule remain valid
  applies to  all records of a corpus together
""",
            ),
        ],
        ids=["error", "warning"],
    )
    def test_rule_report(self, code: str, lines: str) -> None:
        assert printed(rule_report(explain(code))) == block(lines)

    def test_a_rule_without_advice(self) -> None:
        assert printed(rule_report(Rule(code="AK000", demand="Be."))) == [
            "AK000: Be.",
            "  severity    error: data that break the rule are invalid",
        ]

    @pytest.mark.parametrize(
        ("code", "scope"),
        [
            ("AK001", ["every file"]),
            ("AK010", ["every field of every record"]),
            ("AK015", ["every document as a whole"]),
            ("AK951", ["the anchors of a corpus and the texts of its sources"]),
            ("AK304", ["Source (published, dated_by)"]),
            ("AK504", ["Proposal.proposers"]),
            ("AK607", ["Treaty.commitments (by, toward)"]),
        ],
    )
    def test_scope(self, code: str, scope: list[str]) -> None:
        assert scope_of(code) == scope

    def test_every_rule_has_a_scope(self) -> None:
        assert [code for code in rules() if not scope_of(code)] == []

    def test_listing_has_every_rule_in_80_columns(self) -> None:
        lines = printed(listing())
        assert [line[:5] for line in lines if line[0] != " "] == list(rules())
        assert max(map(cell_len, lines)) <= 80
        assert "AK501  A proposal lists two or more members." in lines


def test_the_text_of_a_problem_is_its_message_with_its_hint() -> None:
    assert Problem("AK101", "the id is empty", "write one").text == "the id is empty (write one)"
    assert Problem("AK101", "the id is empty").text == "the id is empty"
