"""A client of the YAML language server: it opens files, and reads what the server shows, offers and explains."""

import json
import subprocess
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Final, Self, cast

from benchmarks.consumers.documents import read_json

from alliancekit.formats import Tree

_FIRST: Final = 60.0
"""How many seconds the server may take for its next message."""
_QUIET: Final = 3.0
"""How many seconds without a message show that the server is done."""


class LanguageServer:
    """A running YAML language server.

    Args:
        command: The command that starts it.
        schema: The file of the schema of all YAML files.
    """

    def __init__(self, command: list[str], schema: Path) -> None:
        self._process = subprocess.Popen([*command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._output = cast("IO[bytes]", self._process.stdin)
        self._settings = {
            "validate": True,
            "completion": True,
            "hover": True,
            "schemas": {schema.as_uri(): "*.yaml"},
        }
        self._messages: Queue[dict[str, Tree]] = Queue()
        Thread(target=self._read, args=(cast("IO[bytes]", self._process.stdout),), daemon=True).start()

    def __enter__(self) -> Self:
        """Start the conversation."""
        snippets = {"completionItem": {"snippetSupport": True}}
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"completion": snippets}}
        parameters = {"processId": None, "rootUri": None, "capabilities": capabilities}
        self._send(id=1, method="initialize", params=parameters)
        self._send(method="initialized", params={})
        self._send(method="workspace/didChangeConfiguration", params={"settings": {}})
        deque(self._until_quiet(), maxlen=0)
        return self

    def __exit__(self, *exception: object) -> None:
        """Stop the server."""
        self._process.kill()
        self._process.communicate()

    def diagnostics(self, files: list[Path]) -> dict[Path, list[str]]:
        """Open files, and return the messages that the server shows for each.

        Raises:
            TimeoutError: If the server says nothing about one of the files.
        """
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

    def completions(self, file: Path, line: int, column: int) -> list[str]:
        """Return what the server offers at a position in an open file; lines and columns count from 1."""
        found = cast("dict[str, list[dict[str, str]]]", self._ask("textDocument/completion", file, line, column))
        return [item["label"] for item in found["items"]]

    def hover(self, file: Path, line: int, column: int) -> str:
        """Return the explanation that the server shows at a position in an open file."""
        found = cast("dict[str, dict[str, str]] | None", self._ask("textDocument/hover", file, line, column))
        return found["contents"]["value"] if found else ""

    def _ask(self, method: str, file: Path, line: int, column: int) -> Tree:
        position = {"line": line - 1, "character": column - 1}
        self._send(id=2, method=method, params={"textDocument": {"uri": file.as_uri()}, "position": position})
        return next(message["result"] for message in self._until_quiet() if message.get("id") == 2)

    def _read(self, source: IO[bytes]) -> None:
        while header := source.readline():
            size = int(header.partition(b":")[2])
            while source.readline().strip():
                pass
            self._messages.put(cast("dict[str, Tree]", read_json(source.read(size))))

    def _send(self, **message: object) -> None:
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._output.write(b"Content-Length: %d\r\n\r\n%s" % (len(text), text))
        self._output.flush()

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
