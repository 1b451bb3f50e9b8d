"""Fuzz a reader: ``python -m tests.fuzz NAME [RUNS]``, at the top of the project, with atheris installed.

An input that fails is written to the folder of ``--finds``, and ends the run.
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

# Imported by name, because it has no type hints and is not always installed.
atheris = import_module("atheris")

with atheris.instrument_imports(include=["alliancekit", "yaml"]):
    # Imported here to be instrumented, because the package imports them lazily.
    import_module("yaml")
    from tests.fuzz.oracles import LONGEST, TARGETS
    from tests.mistakes import CORPUS

    from alliancekit.corpus import Corpus
    from alliancekit.models import MODELS
    from alliancekit.rules.shape import spec_of

_LONGEST = 10_000
_SECONDS = 20  # for one input
_MEGABYTES = 1_000

_SEEDS = (
    b'schema_version: 3\nactors:\n- {id: "actor:a", kind: bloc, names: [{text: A}]}\n',
    b'{"schema_version": 3, "actors": [{"id": "actor:a", "kind": "bloc", "names": [{"text": "A"}]}]}',
    b"2025-04-28/..",
    b"late April 2025",
    b"\0\0\5\0a few words, quoted \xe2\x80\x9cso\xe2\x80\x9d \xe2\x80\x94 and again a few words",
)


def main() -> None:
    """Parse the arguments and fuzz."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz a reader.")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("runs", type=int, nargs="?", default=20_000)
    parser.add_argument("--finds", type=Path, default=Path(), help="the folder for inputs that fail")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the random numbers; 0 for a new one")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        options = (
            f"-runs={arguments.runs}",
            f"-seed={arguments.seed}",
            f"-max_len={LONGEST.get(arguments.target, _LONGEST)}",
            f"-timeout={_SECONDS}",
            f"-rss_limit_mb={_MEGABYTES}",
            f"-artifact_prefix={arguments.finds}/{arguments.target}-",
            f"-dict={_words(Path(folder))}",
        )
        atheris.Setup([sys.argv[0], *options, str(_seeds(Path(folder, "seeds")))], TARGETS[arguments.target])
        atheris.Fuzz()


def _seeds(folder: Path) -> Path:
    """Return a folder with initial inputs."""
    folder.mkdir()
    for number, seed in enumerate(_SEEDS):
        (folder / str(number)).write_bytes(seed)
    for ending in (".yaml", ".json", ".jsonl"):
        Corpus(CORPUS).write(folder / f"corpus{ending}")
    return folder


def _words(folder: Path) -> Path:
    """Return a dictionary of names and tokens, so that inputs get past the first checks."""
    fields = {field.name for model in MODELS.values() for field in spec_of(model).fields}
    words = {
        *fields,
        *MODELS,
        "schema_version",
        "\\u00",
        "\ufeff",
        "..",
        "2025-04-28",
        "'",
        '"',
        "|\n",
        "- ",
        "? ",
        "&a ",
        "*a",
    }
    file = folder / "words"
    lines = (json.dumps(word).replace("\\n", "\\x0a").replace("\\ufeff", "\\xef\\xbb\\xbf") for word in sorted(words))
    file.write_text("\n".join(lines) + "\n", "ascii")
    return file


if __name__ == "__main__":
    main()
