"""Names decoded with the wrong encoding are detected; correct names are not reported."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.loaders.tables import STATE, written
from tests.shared import data

from alliancekit import Severity, State, loaders, states
from alliancekit.loaders._misread import wrong_decoding_of

NAMES: Final = (
    """\
Côte d'Ivoire|Côte d’Ivoire|CÔTE D’IVOIRE|São Tomé e Príncipe|SÃO TOMÉ|Curaçao|Åland|ÅLAND|Österreich|ÖSTERREICH
Türkiye|TÜRKİYE CUMHURİYETİ|Česko|Čečenija|Õisu|Põlva|PÕLVA|LIMÕES|Réunion|Ísland|Ísafjörður|Þýskaland|Føroyar|Éire
Poblacht na hÉireann|na nÓglach|O’Órdha|România|Łódź|Żółć|Ąžuolas|Ağrı|Việt Nam|Đà Nẵng|Ñuñoa|Îles Éparses|Œuvre
Šibenik|Žilina|Džamonja|DŽAMIJA|DŽamija|L’Haÿ-les-Roses|Ÿpres|Kärnten|KÄRNTEN|Preußen|København|Hawaiʻi|Türkmenistan
България|Ελλάδα|Россия|Україна|中华人民共和国|日本国|대한민국|العربية السعودية|ราชอาณาจักรไทย
MALMÖ–LUND|TROMSØ–FINNMARK|Austria–Hungary|Austria—Hungary|Krnov–Říčany|Suomi – Finland|PORT-NOËL|NOËL»|«UNIVERSITÉ»
“UNIVERSITÉ”|Å–Ä|Ê’A|L’été|L’école|D’Été|Panama†|Panama‡|Tonga™|€uro|Kosovo¹|Nuuk §3|5‰|Maarten (½)|“Republic”|‘Free’
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
"""Correct names, with the signs that may follow them."""


def wrongly(text: str, written_in: str, read_in: str) -> str:
    """Return a text decoded with the wrong encoding; bytes without a character become control characters."""
    return "".join(bytes([byte]).decode(read_in, "ignore") or chr(byte) for byte in text.encode(written_in))


@pytest.mark.parametrize("name", NAMES)
def test_a_correct_name_is_not_reported(name: str) -> None:
    assert wrong_decoding_of(name) is None


def test_the_names_of_the_registry_are_not_reported() -> None:
    names = {name.text for state in states.all_states() for name in state.names}
    assert any(not name.isascii() for name in names)
    assert [name for name in names if wrong_decoding_of(name)] == []


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_ascii_is_not_reported(text: str) -> None:
    assert wrong_decoding_of(text) is None


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0xFF, categories=("Lu", "Ll")), min_size=1, max_size=8))
@example("’")
def test_text_encoded_twice_is_detected_with_a_suggestion(text: str) -> None:
    for read_in in ("cp1252", "latin-1"):
        result = wrong_decoding_of(f"Cote d{wrongly(text, 'utf-8', read_in)}")
        assert result
        assert (result.how, result.suggestion) == ("encoded twice", f"Cote d{text}")


@pytest.mark.parametrize("name", ["Côte d’Ivoire", "São Tomé", "Réunion", "Württemberg"])
@pytest.mark.parametrize(
    ("written_in", "read_in", "how"),
    [
        ("utf-8", "cp1252", "encoded twice"),
        ("utf-8", "latin-1", "encoded twice"),
        ("utf-8", "mac_roman", "encoded twice"),
        ("mac_roman", "cp1252", "written in Mac Roman and read in another encoding"),
    ],
)
def test_a_wrongly_decoded_name_is_detected(name: str, written_in: str, read_in: str, how: str) -> None:
    result = wrong_decoding_of(wrongly(name, written_in, read_in))
    assert result
    assert (result.how, result.suggestion) == (how, name)


@pytest.mark.parametrize(
    ("text", "how", "suggestion"),
    [
        ("Cote DÕIvoire", "written in Mac Roman and read in another encoding", "Cote D’Ivoire"),
        ("MŽxico", "written in Mac Roman and read in another encoding", "México"),
        ("Preu§en", "written in Mac Roman and read in another encoding", "Preußen"),
        ("Cura\x8dao", "written in Mac Roman and read in another encoding", "Curaçao"),
        ("C“te d'Ivoire", "written in a code page of DOS and read in another encoding", "Côte d'Ivoire"),
        ("Cote D\x92Ivoire", "written in cp1252 and read in another encoding", "Cote D’Ivoire"),
        ("DÕIvoire ā", "written in Mac Roman and read in another encoding", "D’Ivoire "),
    ],
)
def test_encodings_that_programs_write(text: str, how: str, suggestion: str) -> None:
    result = wrong_decoding_of(text)
    assert result
    assert (result.how, result.suggestion) == (how, suggestion)


LIST: Final = (
    "2\tUSA\tUnited States\t01:01:1816\t31:12:2017",
    "271\tWRT\tWürttemberg\t01:01:1816\t17:01:1871",
    "437\tCDI\tCote D’Ivoire\t07:08:1960\t31:12:2017",
    "300\tAUH\tÜbersee\t01:01:1816\t31:12:2017",
)
"""A list of states; in Mac Roman, the last name does not look wrong."""


def listed(folder: Path, data_: bytes) -> Path:
    """Write a list of states, and return its path."""
    path = folder / "s.dat"
    path.write_bytes(data_)
    return path


def names(loaded: loaders.Loaded[State]) -> list[str]:
    return [state.names[0].text for state in loaded.records]


RIGHT: Final = ["United States", "Württemberg", "Cote D’Ivoire", "Übersee"]


@pytest.mark.parametrize(
    ("data_", "how", "text"),
    [
        ("\n".join(LIST).encode("mac_roman"), "written in Mac Roman and read in another encoding", "WŸrttemberg"),
        (
            wrongly("\n".join(LIST), "mac_roman", "cp1252").encode(),
            "written in Mac Roman and read in another encoding",
            "WŸrttemberg",
        ),
        (wrongly("\n".join(LIST), "utf-8", "cp1252").encode(), "encoded twice", "WÃ¼rttemberg"),
    ],
)
def test_a_list_in_another_encoding_is_read_right_with_a_remark(
    data_: bytes, how: str, text: str, tmp_path: Path
) -> None:
    loaded = loaders.gw_states(listed(tmp_path, data_))
    assert names(loaded) == RIGHT
    (problem,) = loaded.problems
    assert problem.severity is Severity.WARNING
    count = 3 if how == "encoded twice" else 2
    assert str(problem).removeprefix(f"{tmp_path}/") == (
        f"s.dat:2:9: AK826 name must be decoded as it was written, but {count} cells look {how}: {text!r} is read as "
        "'Württemberg' (if this is wrong, name the encoding of the file, such as encoding='cp1252')"
    )
    assert loaded.rows(loaded.records[1].id)[0]["name"] == text


def test_text_in_an_encoding_that_the_user_names_is_only_reported(tmp_path: Path) -> None:
    path = listed(tmp_path, "\n".join(LIST).encode("mac_roman"))
    assert loaders.gw_states(path, encoding="mac_roman").problems == ()
    loaded = loaders.gw_states(path, encoding="cp1252")
    assert names(loaded)[1] == "WŸrttemberg"
    (problem,) = loaded.problems
    assert "'WŸrttemberg' may be 'Württemberg'" in problem.message
    assert problem.hint == (
        "if the file is in Mac Roman, load it with encoding='mac_roman'; otherwise get the file from its publisher, or "
        "save it again in UTF-8 from the original program"
    )


@pytest.mark.parametrize(
    "other",
    [
        "C“te d'Ivoire",  # in a code page of DOS
        "DÕIvoire \u0101",  # no character of Mac Roman
        "D\x92Ivoire",  # in cp1252, read in Latin-1
        "CuraÃ§ao",  # encoded twice
        "PaÙla",  # would look wrong again
    ],
)
def test_text_whose_encoding_is_not_certain_is_only_reported(other: str, tmp_path: Path) -> None:
    text = (
        "\n".join(LIST[:1])
        + f"\n271\tWRT\tWŸrttemberg\t01:01:1816\t17:01:1871\n437\tCDI\t{other}\t07:08:1960\t31:12:2017\n"
    )
    loaded = loaders.gw_states(listed(tmp_path, text.encode()))
    assert names(loaded)[1:] == ["WŸrttemberg", other]
    assert [problem.code for problem in loaded.problems] == ["AK826"]


def test_columns_added_by_the_user_are_checked_too(tmp_path: Path) -> None:
    rows = [STATE | {"capital": "BogotÃ¡"}, STATE | {"ccode": "20", "stateabb": "CAN", "capital": "é"}]
    loaded = loaders.cow_states(written(tmp_path / "s.csv", rows))
    assert [problem.message for problem in loaded.problems] == [
        "capital must be decoded as it was written, but 1 cell looks encoded twice: 'BogotÃ¡' may be 'Bogotá'"
    ]


@pytest.mark.parametrize(
    ("load", "file"),
    [
        (loaders.gw_states, "gw-iisystem-2017-cp1252.dat"),
        (loaders.gw_microstates, "gw-microstates.dat"),
        (loaders.cow_states, "cow-states2016.csv"),
    ],
)
def test_the_lists_of_the_publishers_have_no_problems(load: loaders.Load, file: str) -> None:
    assert load(data("states", file)).problems == ()
