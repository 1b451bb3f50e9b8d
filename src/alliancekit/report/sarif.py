"""Problems as SARIF 2.1.0, which code scanning and editors read.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; and, since GitHub demands more of it than the
standard does, https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import quote

from alliancekit import rulebook
from alliancekit.errors import Location, Problem, path_text
from alliancekit.report.files import within
from alliancekit.rules import Rule
from alliancekit.text import LONGEST_ID, LONGEST_MESSAGE, escape_json, shorten

Value: TypeAlias = "str | int | list[Value] | Mapping[str, Value]"
"""What a SARIF log holds."""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_FINGERPRINT: Final = "alliancekitProblem/v1"
"""GitHub compares a hash of the line, which its upload adds; others compare this one."""


def log(problems: Iterable[Problem], root: Path) -> Iterator[str]:
    """Yield the lines of a log with one run: its head, a line for each problem, and its end.

    It lists all the rules, not only those that are broken: a viewer can tell what was looked for.

    Args:
        problems: The problems.
        root: The folder of the repository; a file in it is named by its path from there.
    """
    rules = list(rulebook.rules().values())
    indices = {rule.code: index for index, rule in enumerate(rules)}
    run: Value = {
        "tool": {"driver": {"name": "alliancekit", "version": version("alliancekit"), "rules": [*map(_rule, rules)]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"uri": root.resolve().as_uri().removesuffix("/") + "/"}},
        "results": [],
    }
    end = "]}]}"
    yield json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}).removesuffix(end)
    artifact = cache(partial(_artifact, root))
    for number, problem in enumerate(problems):
        comma = "," if number else ""
        yield comma + escape_json(json.dumps(_result(problem, indices.get(problem.code, -1), artifact)))
    yield end


def _rule(rule: Rule) -> Value:
    advice = f"{rule.advice[:1].upper()}{rule.advice[1:]}."
    return {
        "id": rule.code,
        "shortDescription": _text(rule.demand),
        "fullDescription": _text(f"{rule.demand} {advice}"),
        "help": _text(advice),
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Problem, index: int, artifact: Callable[[str], Value]) -> Value:
    location: dict[str, Value] = {}
    if place := problem.location:
        location["physicalLocation"] = {"artifactLocation": artifact(place.file), "region": _region(place)}
    path = path_text(problem.path)
    if name := ".".join(filter(None, (problem.record, path))):
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "value" if path else "object"}]
    fingerprint = json.dumps([problem.code, problem.record, path])
    record = f"{shorten(problem.record, LONGEST_ID)}: " if problem.record else ""
    hint = f" ({shorten(problem.hint, LONGEST_MESSAGE)})" if problem.hint else ""
    return {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": problem.severity,
        "message": _text(f"{record}{shorten(problem.message, LONGEST_MESSAGE)}{hint}"),
        "locations": [location] if location else [],
        "partialFingerprints": {_FINGERPRINT: sha256(fingerprint.encode()).hexdigest()},
    }


def _region(place: Location) -> Value:
    """Return where a problem begins; of a whole file that is its first line, since GitHub refuses it without a line."""
    return {"startLine": place.line or 1} | ({"startColumn": place.column} if place.column else {})


def _artifact(root: Path, file: str) -> Value:
    path = within(root, file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(os.fsencode(path.as_posix())), "uriBaseId": _ROOT}


def _text(text: str) -> Value:
    """Return a message, in which single braces would mean an argument (3.11.5), and ``](`` a link (3.11.6)."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}
