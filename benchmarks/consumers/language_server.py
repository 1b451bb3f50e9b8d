"""A client of a language server: it opens files, and reads what the server says about them."""

import subprocess
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Final, cast

import orjson
from benchmarks.consumers.documents import read_json

from alliancekit.formats import Tree

_FIRST: Final = 60.0
"""How many seconds the server may take for its next message."""
_QUIET: Final = 3.0
"""How many seconds without a message show that the server is done."""


def diagnostics(command: list[str], schema: Path, files: list[Path]) -> dict[Path, list[str]]:
    """Return the messages that a YAML language server shows for each file.

    Raises:
        TimeoutError: If the server says nothing about one of the files.
    """
    with subprocess.Popen([*command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        output, source = cast("IO[bytes]", server.stdin), cast("IO[bytes]", server.stdout)
        try:
            return _Client(output, source, schema).diagnostics(files)
        finally:
            server.kill()


class _Client:
    def __init__(self, output: IO[bytes], source: IO[bytes], schema: Path) -> None:
        self._output = output
        self._settings = {"validate": True, "schemas": {schema.as_uri(): "*.yaml"}}
        self._messages: Queue[dict[str, Tree]] = Queue()
        Thread(target=self._read, args=(source,), daemon=True).start()

    def _read(self, source: IO[bytes]) -> None:
        while header := source.readline():
            size = int(header.partition(b":")[2])
            while source.readline().strip():
                pass
            self._messages.put(cast("dict[str, Tree]", read_json(source.read(size))))

    def _send(self, **message: object) -> None:
        text = orjson.dumps({"jsonrpc": "2.0", **message})
        self._output.write(b"Content-Length: %d\r\n\r\n%s" % (len(text), text))
        self._output.flush()

    def diagnostics(self, files: list[Path]) -> dict[Path, list[str]]:
        """Open files, and return the last messages about each."""
        capabilities = {"workspace": {"configuration": True}}
        parameters = {"processId": None, "rootUri": None, "capabilities": capabilities}
        self._send(id=1, method="initialize", params=parameters)
        self._send(method="initialized", params={})
        self._send(method="workspace/didChangeConfiguration", params={"settings": {}})
        deque(self._until_quiet(), maxlen=0)
        for file in files:
            document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": file.read_text("utf-8")}
            self._send(method="textDocument/didOpen", params={"textDocument": document})
        by_uri: dict[str, list[str]] = {}
        for message in self._until_quiet():
            if message.get("method") == "textDocument/publishDiagnostics":
                found = cast("dict[str, list[dict[str, str]]]", message["params"])
                by_uri[str(found["uri"])] = [each["message"] for each in found["diagnostics"]]
        missing = [file.name for file in files if file.as_uri() not in by_uri]
        if missing:
            reason = f"the language server said nothing about {', '.join(missing)}"
            raise TimeoutError(reason)
        return {file: by_uri[file.as_uri()] for file in files}

    def _until_quiet(self) -> Iterator[dict[str, Tree]]:
        """Answer the questions of the server, and yield its other messages, until it is quiet."""
        patience = _FIRST
        while True:
            try:
                message = self._messages.get(timeout=patience)
            except Empty:
                return
            patience = _QUIET
            if message.get("method") == "workspace/configuration":
                parameters = cast("dict[str, list[dict[str, str]]]", message["params"])
                sections = (item.get("section") for item in parameters["items"])
                answers = [self._settings if section == "yaml" else {} for section in sections]
                self._send(id=message["id"], result=answers)
            elif "id" in message and "method" in message:
                self._send(id=message["id"], result=None)
            else:
                yield message
