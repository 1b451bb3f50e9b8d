"""Problems as a SARIF 2.1.0 log, for code scanning and editors.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and for the
stricter demands of GitHub https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support.
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
from alliancekit.projects import Project
from alliancekit.report.paths import relative_path
from alliancekit.rules import Rule
from alliancekit.text import LONGEST_ID, LONGEST_MESSAGE, escape_json, shorten

SarifValue: TypeAlias = "str | int | list[SarifValue] | Mapping[str, SarifValue]"
"""A value in a SARIF log."""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_FINGERPRINT: Final = "alliancekitProblem/v1"
"""The fingerprint for viewers other than GitHub, which compares a hash of the line that its upload adds."""


def log(problems: Iterable[Problem], root: Path, projects: Iterable[Project] = ()) -> Iterator[str]:
    """Yield the lines of a log with one run: a head, one line per problem, and an end.

    The log lists all rules, so that a viewer can show what was checked.

    Args:
        problems: The problems.
        root: The folder of the repository; paths of files in it are relative to it.
        projects: The projects whose rules were checked too.
    """
    rules = list(rulebook.rules(projects).values())
    indices = {rule.code: index for index, rule in enumerate(rules)}
    run: SarifValue = {
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


def _rule(rule: Rule) -> SarifValue:
    # A rule of a project may have no advice.
    advice = f"{rule.advice[:1].upper()}{rule.advice[1:]}. " if rule.advice else ""
    command = f"alliancekit explain {rule.code}"
    return {
        "id": rule.code,
        "shortDescription": _text(rule.demand),
        "fullDescription": _text(f"{rule.demand} {advice}".rstrip()),
        "help": {
            **_text(f"{advice}{command} says more."),
            "markdown": f"{advice}`{command}` says more.",
        },
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(problem: Problem, index: int, artifact: Callable[[str], SarifValue]) -> SarifValue:
    result_location: dict[str, SarifValue] = {}
    if location := problem.location:
        physical = {"artifactLocation": artifact(location.file), "region": _region(location)}
        result_location["physicalLocation"] = physical
    path = path_text(problem.path)
    if name := ".".join(filter(None, (problem.record, path))):
        result_location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "value" if path else "object"}]
    fingerprint = json.dumps([problem.code, problem.record, path])
    record = f"{shorten(problem.record, LONGEST_ID)}: " if problem.record else ""
    hint = f" ({shorten(problem.hint, LONGEST_MESSAGE)})" if problem.hint else ""
    return {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": problem.severity,
        "message": _text(f"{record}{shorten(problem.message, LONGEST_MESSAGE)}{hint}"),
        "locations": [result_location] if result_location else [],
        "partialFingerprints": {_FINGERPRINT: sha256(fingerprint.encode()).hexdigest()},
    }


def _region(location: Location) -> SarifValue:
    """Return the start of a problem; line 1 for a whole file, because GitHub refuses a region without a line."""
    return {"startLine": location.line or 1} | ({"startColumn": location.column} if location.column else {})


def _artifact(root: Path, file: str) -> SarifValue:
    path = relative_path(root, file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(os.fsencode(path.as_posix())), "uriBaseId": _ROOT}


def _text(text: str) -> dict[str, SarifValue]:
    """Return a message object; braces (arguments, 3.11.5) and ``](`` (links, 3.11.6) are escaped."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}
