"""Names decoded with the wrong encoding are detected; correct names are not reported."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.loaders.tables import STATE, written
from tests.shared import data

from alliancekit import Severity, loaders, states
from alliancekit.loaders._misread import misread

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
    assert misread(name) is None


def test_the_names_of_the_registry_are_not_reported() -> None:
    names = {name.text for state in states.all_states() for name in state.names}
    assert any(not name.isascii() for name in names)
    assert [name for name in names if misread(name)] == []


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_ascii_is_not_reported(text: str) -> None:
    assert misread(text) is None


@given(st.text(st.characters(min_codepoint=0xC0, max_codepoint=0xFF, categories=("Lu", "Ll")), min_size=1, max_size=8))
@example("’")
def test_text_encoded_twice_is_detected_with_a_suggestion(text: str) -> None:
    for read_in in ("cp1252", "latin-1"):
        result = misread(f"Cote d{wrongly(text, 'utf-8', read_in)}")
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
    result = misread(wrongly(name, written_in, read_in))
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
    result = misread(text)
    assert result
    assert (result.how, result.suggestion) == (how, suggestion)


def test_a_file_is_loaded_with_a_warning_about_line_and_encoding(tmp_path: Path) -> None:
    rows = ["2\tUSA\tUnited States\t01:01:1816\t31:12:2017", "271\tWRT\tWürttemberg\t01:01:1816\t17:01:1871"]
    path = tmp_path / "s.dat"
    path.write_bytes("\n".join([*rows, "437\tCDI\tCote D’Ivoire\t07:08:1960\t31:12:2017"]).encode("mac_roman"))
    loaded = loaders.gw_states(path)
    (problem,) = loaded.problems
    assert problem.severity is Severity.WARNING
    assert str(problem).removeprefix(f"{tmp_path}/") == (
        "s.dat:2:9: AK826 name must be decoded as it was written, but 2 cells look written in Mac Roman and read in "
        "another encoding: 'WŸrttemberg' may be 'Württemberg' (if the file is in Mac Roman, load it "
        "with encoding='mac_roman'; otherwise get the file from its publisher, or save it again in UTF-8 from the "
        "original program)"
    )
    again = loaders.gw_states(path, encoding="mac_roman")
    assert again.problems == ()
    assert [state.names[0].text for state in again.records][1:] == ["Württemberg", "Cote D’Ivoire"]


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
