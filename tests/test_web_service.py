"""The web service in `examples`, with the client of FastAPI."""

import os
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast
from unittest.mock import patch

import pytest
from attrs import evolve
from tests.mistakes import CORPUS, JPN, MINISTER, STATEMENT, TALK
from tests.shared import TOP

from alliancekit import Corpus, StatementId, convert, load
from alliancekit.errors import UnusableFile

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

pytestmark = pytest.mark.slow

PROGRAM = TOP / "examples" / "web-service" / "app.py"
NEW = evolve(STATEMENT, id=StatementId("statement:new"), speaker=JPN)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the corpus."""
    file = tmp_path / "corpus.json"
    Corpus(CORPUS).write(file)
    return file


@pytest.fixture
def client(file: Path) -> Iterator["TestClient"]:
    """A client of the service."""
    testclient = pytest.importorskip("fastapi.testclient", reason="FastAPI is not installed")
    with patch.dict(os.environ, {"CORPUS": str(file)}):
        app = cast("FastAPI", runpy.run_path(str(PROGRAM))["app"])
    with cast("TestClient", testclient.TestClient(app)) as client:
        yield client


def test_records_are_served_as_plain_trees(client: "TestClient") -> None:
    response = client.get(f"/statements/{TALK}")
    assert (response.status_code, response.json()) == (200, convert.tree(STATEMENT))
    response = client.get("/statements", params={"speaker": MINISTER, "on": STATEMENT.date.edtf})
    assert (response.status_code, response.json()) == (200, [convert.tree(STATEMENT)])
    assert client.get("/statements", params={"on": "1990"}).json() == []


def test_an_unknown_id_is_not_found(client: "TestClient") -> None:
    response = client.get("/statements/statement:tolk")
    detail = "unknown id 'statement:tolk' (did you mean statement:talk?)"
    assert (response.status_code, response.json()) == (404, {"detail": detail})


@pytest.mark.parametrize(
    ("path", "code", "location"),
    [
        ("/statements/state:jpn", "AK101", ["path", "id_"]),
        ("/statements?speaker=treaty:a", "AK102", ["query", "speaker"]),
        ("/statements?on=28/04/2025", "AK014", ["query", "on"]),
    ],
)
def test_parameters_are_checked(client: "TestClient", path: str, code: str, location: list[str]) -> None:
    response = client.get(path)
    assert response.status_code == 422
    assert [(each["type"], each["loc"]) for each in response.json()["detail"]] == [(code, location)]


def test_a_record_is_added_and_written(client: "TestClient", file: Path) -> None:
    response = client.post("/statements", json=convert.tree(NEW))
    assert (response.status_code, response.json()) == (201, convert.tree(NEW))
    assert load(file) == Corpus((*CORPUS, NEW))
    assert client.get(f"/statements/{NEW.id}").json() == convert.tree(NEW)


def test_a_statement_that_can_not_be_written_is_not_served(client: "TestClient", file: Path) -> None:
    file.unlink()
    file.mkdir()  # a folder can't be replaced by a file
    with pytest.raises(UnusableFile):
        client.post("/statements", json=convert.tree(NEW))
    assert client.get(f"/statements/{NEW.id}").status_code == 404


def test_each_problem_of_a_record_has_its_code_and_location(client: "TestClient", file: Path) -> None:
    tree = convert.tree(NEW)
    wrong = {**tree, "date": "April", "venue": {"kind": "dinner", "place": "Taipei"}, "speaker": "treaty:a"}
    response = client.post("/statements", json=wrong)
    assert response.status_code == 422
    assert {(each["type"], tuple(each["loc"]), str(each["input"])) for each in response.json()["detail"]} == {
        ("AK014", ("body", "date"), "April"),
        ("AK013", ("body", "venue", "kind"), "dinner"),
        ("AK102", ("body", "speaker"), "treaty:a"),
    }
    assert load(file) == Corpus(CORPUS)


def test_a_record_that_contradicts_others_is_refused(client: "TestClient") -> None:
    for tree, code, location in (
        (convert.tree(STATEMENT), "AK901", ["body", "id"]),
        ({**convert.tree(NEW), "speaker": "actor:nobody"}, "AK902", ["body", "speaker"]),
    ):
        response = client.post("/statements", json=tree)
        assert response.status_code == 422
        (detail,) = response.json()["detail"]
        assert (detail["type"], detail["loc"]) == (code, location)
        # The message ends with the hint, as in the errors of pydantic.
        assert detail["msg"].endswith(")")


def test_the_description_is_valid_and_has_the_schemas_of_the_records(client: "TestClient") -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="openapi-spec-validator is not installed")
    description = client.get("/openapi.json").json()
    validator.validate(description)
    schemas = description["components"]["schemas"]
    assert {"Statement", "Venue", "PartialDate", "Attestation"} <= schemas.keys()
    body = description["paths"]["/statements"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"] == "#/components/schemas/Statement"
    assert schemas["Statement"]["properties"]["venue"]["$ref"] == "#/components/schemas/Venue"
