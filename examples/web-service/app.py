"""A web service for the statements of a corpus: `CORPUS=corpus.json uvicorn app:app`."""

import os
from threading import Lock
from typing import Annotated

from attrs import define, field
from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse

from alliancekit import Corpus, InvalidCorpus, PartialDate, Statement, StatementId, UnknownRecord, load
from alliancekit.models.ids import PartyRef

FILE = os.environ.get("CORPUS", "corpus.json")
app = FastAPI(title="Statements")


@define
class Store:
    """The corpus; an addition replaces it."""

    corpus: Corpus
    lock: Lock = field(factory=Lock)


store = Store(load(FILE))


@app.get("/statements")
def list_statements(speaker: PartyRef | None = None, on: PartialDate | None = None) -> tuple[Statement, ...]:
    """Return all statements, or those of a speaker, or those of a day or longer period."""
    return store.corpus.statements(speaker=speaker, on=on)


@app.get("/statements/{id_}")
def get_statement(id_: StatementId) -> Statement:
    """Return a statement."""
    return store.corpus[id_]


# `Body()`: otherwise FastAPI reads a parameter whose class is not a model of pydantic from the query.
@app.post("/statements", status_code=201)
def add_statement(statement: Annotated[Statement, Body()]) -> Statement:
    """Add a statement to the corpus, and write the corpus to its file."""
    with store.lock:
        corpus = store.corpus.add(statement)
        corpus.write(FILE)  # first: if this fails, the service must not have a statement that the file lacks
        store.corpus = corpus
    return statement


@app.exception_handler(UnknownRecord)
def not_found(_: Request, error: UnknownRecord) -> JSONResponse:
    """Answer that no record has the id."""
    return JSONResponse({"detail": str(error)}, 404)


@app.exception_handler(InvalidCorpus)
def invalid(_: Request, error: InvalidCorpus) -> JSONResponse:
    """Answer with the problems beside the other records, such as a reference to a record that is missing."""
    problems = [{"type": each.code, "loc": ["body", *each.path], "msg": each.text} for each in error.problems]
    return JSONResponse({"detail": problems}, 422)
