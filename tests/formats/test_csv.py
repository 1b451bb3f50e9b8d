"""Valid tables are parsed, and invalid ones are reported."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit.errors import InvalidCorpus, UnusableFile
from alliancekit.formats import CsvTable, Dialect, Limits, read_table

CELLS = st.text(st.sampled_from('ab0é𠮷\u2028,;\t" \n\r'), max_size=4)
TABS = Dialect(delimiter="\t", quoted=False, columns=("number", "name"), encoding="cp1252")


def read(text: str, dialect: Dialect | None = None, needed: tuple[str, ...] = ()) -> CsvTable:
    return read_table(text.encode(), "a.csv", dialect or Dialect(), needed)


def refusal(data: bytes, dialect: Dialect | None = None, needed: tuple[str, ...] = ()) -> list[str]:
    with pytest.raises(InvalidCorpus) as caught:
        read_table(data, "a.csv", dialect or Dialect(), needed)
    return [str(problem) for problem in caught.value.problems]


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5),
    # With LF line ends, the standard module may write a CR without quotation marks.
    st.sampled_from([(False, "\r\n"), (True, "\r\n"), (True, "\n"), (True, "\r")]),
)
def test_what_the_standard_module_writes_is_read(rows: list[list[str]], written: tuple[bool, str]) -> None:
    text = io.StringIO(newline="")
    always, end = written
    csv.writer(text, quoting=csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL, lineterminator=end).writerows(
        [["x", "y", "z"], *rows]
    )
    table = read(text.getvalue())
    assert table.columns == ("x", "y", "z")
    assert [list(row.values()) for row in table.rows] == rows
    assert [row.problem for row in table.rows] == [None] * len(rows)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_every_cell_has_its_location(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["x", "y"], *rows])
    content = text.getvalue()
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for row in read(content).rows:
        for column, cell in row.items():
            place = row.location(column)
            assert place.file == "a.csv"
            rest = "\n".join([lines[(place.line or 0) - 1][(place.column or 0) - 1 :], *lines[place.line or 0 :]])
            written = cell.replace("\r\n", "\n").replace("\r", "\n")
            assert rest.startswith((written, '"' + written.replace('"', '""') + '"'))


@given(st.binary() | st.text(st.sampled_from('a,"\n\r\t')).map(str.encode))
def test_any_bytes_are_parsed_or_rejected(data: bytes) -> None:
    for dialect in (Dialect(), TABS):
        try:
            table = read_table(data, "a.csv", dialect)
        except InvalidCorpus as refused:
            assert refused.problems  # noqa: PT017 - either may happen
        else:
            assert all(len(row.cells) == len(table.columns) or row.problem for row in table.rows)
            assert all(row.problem is None or row.problem.location for row in table.rows)


def test_invalid_rows_do_not_affect_other_rows() -> None:
    table = read('a,b\n1,2\n3\n4,5,6\n\n7,x"y\n"8"z,9\n"1\n0",11\n12,13\n\n \n')
    assert [(row.line, dict(row)) for row in table.rows if not row.problem] == [
        (2, {"a": "1", "b": "2"}),
        (8, {"a": "1\n0", "b": "11"}),
        (10, {"a": "12", "b": "13"}),
    ]
    cells = "the row must have 2 cells, one per column, got"
    mend = "(correct the row, or get the file from its publisher again)"
    quotes = "(put the cell in quotation marks, and double those inside it)"
    assert [str(row.problem) for row in table.rows if row.problem] == [
        f"a.csv:3:1: AK804 {cells} 1 {mend}",
        f"a.csv:4:5: AK804 {cells} 3 {mend}",
        f"a.csv:5:1: AK804 {cells} 1 {mend}",
        f"a.csv:6:4: AK802 a cell with a quotation mark must start with one {quotes}",
        f"a.csv:7:4: AK802 expected ',' or the end of the line after a quoted cell {quotes}",
    ]


def test_a_row_is_a_mapping_with_locations() -> None:
    (row,) = read("a,b\n1,x\n").rows
    assert (row.file, row.line, len(row), list(row)) == ("a.csv", 2, 2, ["a", "b"])
    assert str(row.location()) == "a.csv:2:1"
    assert str(row.location("b")) == "a.csv:2:3"
    assert repr(row) == "<CsvRow a.csv:2 {'a': '1', 'b': 'x'}>"
    assert row.get("c") is None


def test_columns_without_a_name_are_named_by_position() -> None:
    table = read(",a,,\n1,2,3,4\n", needed=("a",))
    assert table.columns == ("column 1", "a", "column 3", "column 4")
    assert table.nameless == {"column 1", "column 3", "column 4"}
    assert dict(table.rows[0]) == {"column 1": "1", "a": "2", "column 3": "3", "column 4": "4"}
    assert read("a,b\n").nameless == frozenset()


def test_a_quotation_mark_that_is_not_closed() -> None:
    assert refusal(b'a,b\n1,"x\n2,y\n') == [
        (
            "a.csv:2:3: AK802 this quotation mark is not closed"
            " (put the cell in quotation marks, and double those inside it)"
        )
    ]
    assert refusal(b'a,"b\n')[0].startswith("a.csv:1:3: AK802")


def test_an_invalid_header() -> None:
    anew = "(get the file from its publisher again, or load it with the loader of its data set)"
    assert refusal(b"a,b,a,b,c\n", needed=("d", "c", "e")) == [
        f"a.csv:1:1: AK803 column names must be unique, got 'a', 'b' more than once {anew}",
        f"a.csv:1:1: AK803 the table must have the columns d, e, got 'a', 'b', 'a', 'b', 'c' {anew}",
    ]
    many = ",".join(f"x{n}" for n in range(20)).encode()
    assert refusal(many, needed=("d",)) == [
        f"a.csv:1:1: AK803 the table must have the columns d, got 20 columns from 'x0' to 'x19' {anew}"
    ]
    assert refusal(b'a,b"\n')[0].startswith("a.csv:1:4: AK802")


def test_an_empty_file() -> None:
    for data in (b"", b"\xef\xbb\xbf", b"\n \r\n"):
        for dialect in (Dialect(), TABS):
            assert refusal(data, dialect) == [
                "a.csv: AK803 the file is empty (download the file again from its publisher)"
            ]


@pytest.mark.parametrize(
    ("data", "dialect", "delimiter"),
    [
        ('"a";"d"\n1;2,5\n', Dialect(), ";"),
        ("a\td\n1\t2,5\n", Dialect(), "\t"),
        ('a,d\n1,"2,5"\n', Dialect(delimiter=";"), ","),
        ("a|d\n1|2,5\n", Dialect(delimiter=":"), "|"),
        ("a,d\n", Dialect(), None),
        ("a;d\n", Dialect(delimiter=";"), None),
    ],
)
def test_another_delimiter_is_read(data: str, dialect: Dialect, delimiter: str | None) -> None:
    table = read_table(data.encode(), "a.csv", dialect, needed=("d",))
    assert table.delimiter == delimiter
    assert [dict(row) for row in table.rows] == [{"a": "1", "d": "2,5"}] * (delimiter is not None)


@pytest.mark.parametrize(
    ("header", "needed", "columns", "originals"),
    [
        ("A,D,Own", ("a", "d"), ("a", "d", "own"), {"a": "A", "d": "D", "own": "Own"}),
        ("A,signyear,Own", ("a", "signYear"), ("a", "signYear", "Own"), {"a": "A", "signYear": "signyear"}),
        ("a,d,Own,OWN", ("a", "d"), ("a", "d", "Own", "OWN"), {}),
    ],
)
def test_other_capital_letters_in_the_header(
    header: str, needed: tuple[str, ...], columns: tuple[str, ...], originals: dict[str, str]
) -> None:
    table = read(f"{header}\n", needed=needed)
    assert (table.columns, table.originals) == (columns, originals)


def test_a_header_whose_names_would_be_the_same_without_capital_letters_is_refused() -> None:
    assert refusal(b"a,A,Own\n", needed=("a", "own"))[0].startswith(
        "a.csv:1:1: AK803 the table must have the columns own"
    )


@pytest.mark.parametrize(
    "data",
    [
        "1\tx\n2\ty\n",
        "V1\tV2\n1\tx\n2\ty\n",
        "Number\tName\n1\tx\n2\ty\n",
        "0,1\n1,x\n2,y\n",
        '"","V1","V2"\n"1",1,"x"\n"2",2,"y"\n',
        ",0,1\n0,1,x\n1,2,y\n",
        '"1",1,"x"\n"2",2,"y"\n',
    ],
)
def test_a_list_without_a_header_may_get_one_from_a_program(data: str) -> None:
    table = read_table(data.encode(), "a.dat", Dialect(delimiter="\t", columns=("number", "name")))
    assert [(row["number"], row["name"]) for row in table.rows] == [("1", "x"), ("2", "y")]
    assert table.columns in (("number", "name"), ("column 1", "number", "name"))


def test_other_delimiters_in_cells_are_allowed() -> None:
    assert read_table(b"a;b,d\n1,2\n", "a.csv", Dialect(), ("d",)).columns == ("a;b", "d")
    assert len(read_table(b"1\tLondon, Paris\n", "a.dat", TABS).rows) == 1


def test_an_encoding_that_is_not_utf8() -> None:
    written = "271\tWürttemberg\r\n437\tCote D’Ivoire\r\n"
    for encoding in ("cp1252", "utf-8", "utf-8-sig"):
        table = read_table(written.encode(encoding), "a.dat", TABS)
        assert [row["name"] for row in table.rows] == ["Württemberg", "Cote D’Ivoire"]
    data = "1\tü\n2\t".encode("cp1252") + b"\x81\n"
    assert refusal(data, TABS) == [
        (
            "a.csv:2:3: AK001 the file must be in UTF-8 or cp1252, but the byte 0x81 here is in neither"
            " (save the file as UTF-8)"
        )
    ]
    assert refusal(data) == [
        "a.csv:1:3: AK001 the file must be in UTF-8, got the invalid byte 0xFC (save the file as UTF-8)"
    ]
    for encoding in ("utf8", "UTF-8", "utf-8-sig"):
        assert refusal(data, Dialect(encoding=encoding)) == refusal(data)
    with pytest.raises(UnusableFile) as caught:
        read_table(data, "a.csv", Dialect(encoding="cp9999"))
    assert str(caught.value) == "a.csv can't be read: unknown encoding 'cp9999'; use another one, such as 'cp1252'"


def test_a_lost_character_is_reported_with_its_line() -> None:
    lost = (
        "AK801 got U+FFFD: a program that read the file in a wrong encoding lost this character"
        " (get the file from its publisher again: the lost characters cannot be restored)"
    )
    data = "1\tW\ufffdrttemberg\n2\tx\n3\tC\ufffd\ufffd\n".encode()
    assert refusal(data, TABS) == [f"a.csv:{place}: {lost}" for place in ("1:4", "3:4", "3:5")]
    with pytest.raises(InvalidCorpus) as caught:
        read_table(data, "a.csv", TABS, limits=Limits(problems=2))
    assert len(caught.value.problems) == 2


def test_a_nul_character() -> None:
    assert refusal(b"a,b\n1,\0\n")[0].startswith("a.csv:2:3: AK002 the character U+0000 is not allowed in text")
