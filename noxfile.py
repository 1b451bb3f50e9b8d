"""The checks of the project: ``nox`` runs those of every change, ``nox --session NAME`` runs one."""

import json
import sys
from pathlib import Path
from zipfile import ZipFile

import nox
from packaging.utils import canonicalize_name

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "virtualenv"  # with pip, also where uv is installed
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "types", "layers", "deps", "package", "downstream", "changelog", "tests"]

PYPROJECT = nox.project.load_toml("pyproject.toml")
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
GROUPS = {name: nox.project.dependency_groups(PYPROJECT, name) for name in PYPROJECT["dependency-groups"]}
CONSTRAINTS = Path("constraints.txt").resolve()
TARGETS = ["date", "prose", "words", "yaml", "json", "jsonl", "corpus-yaml", "corpus-json", "corpus-jsonl"]
KERNEL = ["rules", "models", "formats", "corpus", "hostile", "test_convert.py", "test_decoding.py", "test_agreement.py"]
CODE = [
    name
    for name in ("src", "tests", "benchmarks", "docs", "examples", "conftest.py", "noxfile.py")
    if Path(name).exists()
]


def pin(session: nox.Session) -> None:
    """Let pip install the versions of constraints.txt in a session, also into the environments that it builds in."""
    address = CONSTRAINTS.as_uri()  # a path with a space would be read as two
    # Older versions of pip read the first for both.
    session.env.update({"PIP_CONSTRAINT": address, "PIP_BUILD_CONSTRAINT": address})


def run_tests(session: nox.Session, *, coverage: bool = True) -> None:
    """Run the tests, and the examples of docs and docstrings, on all cores; with coverage, every branch is taken."""
    arguments = session.posargs or (["--cov", "--cov-report=term-missing"] if coverage else [])
    # Examples of one document build on each other, so that a file stays on one core.
    session.run("pytest", "--numprocesses=auto", "--dist=loadfile", *arguments)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests on this Python, with coverage; arguments after -- go to pytest instead."""
    pin(session)
    session.install("--editable", ".[docs,test]")
    run_tests(session)


@nox.session
def compiled(session: nox.Session) -> None:
    """Install alliancekit compiled, and run the tests of what the kernel has to agree with; it takes C."""
    pin(session)
    session.install("--force-reinstall", "--no-deps", ".", env={"ALLIANCEKIT_COMPILE": "1"})
    session.install("alliancekit[test]")
    session.run("python", "-c", "from alliancekit import convert as made; assert not made.__file__.endswith('.py')")
    wanted = session.posargs or [f"tests/{name}" for name in KERNEL]
    session.run("pytest", "--numprocesses=auto", "--dist=loadfile", "-q", *wanted, env={"CI": "true"})


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def tests_all(session: nox.Session) -> None:
    """Run the tests on every supported Python that is installed."""
    pin(session)
    session.install("--editable", ".[docs,test]")
    run_tests(session)


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest versions of the dependencies that pyproject.toml allows."""
    lowest = (requirement.replace(">=", "==") for requirement in PROJECT["dependencies"])
    session.install("--editable", ".[docs,test]", *lowest)
    # An old rich needs less of what makes it behave, so a branch of ours stays untaken there.
    run_tests(session, coverage=False)


@nox.session
def newest(session: nox.Session) -> None:
    """Run the tests with the newest releases of all dependencies, whatever constraints.txt says."""
    session.install("--upgrade", "--upgrade-strategy=eager", "--editable", ".[docs,test]")
    run_tests(session, coverage=False)  # which branches are taken may depend on a release, as with an old rich


@nox.session
def constraints(session: nox.Session) -> None:
    """Rewrite constraints.txt with the newest releases that fit together; nothing is installed."""
    report = Path(session.create_tmp()).resolve() / "report.json"
    tools = [requirement for group in GROUPS.values() for requirement in group]
    wanted = [".[dev]", *tools, *PYPROJECT["build-system"]["requires"]]
    options = ["--dry-run", "--ignore-installed", "--quiet", "--report", str(report)]
    session.run("python", "-m", "pip", "install", *options, *wanted)
    found = [part["metadata"] for part in json.loads(report.read_text("utf-8"))["install"]]
    pins = {f"{canonicalize_name(part['name'])}=={part['version']}" for part in found}
    pins.discard(f"{PROJECT['name']}=={PROJECT['version']}")
    comment = [line for line in CONSTRAINTS.read_text("utf-8").splitlines() if line.startswith("#")]
    CONSTRAINTS.write_text("\n".join([*comment, *sorted(pins), ""]), "utf-8", newline="\n")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site into ``build/docs``; its examples and links are tested by the tests."""
    pin(session)
    session.install("--editable", ".[docs,test]")
    session.run("sphinx-build", "-n", "-W", "--keep-going", "docs", "build/docs", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    pin(session)
    session.install(*EXTRAS["lint"])
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types with mypy and basedpyright, tests included."""
    pin(session)
    session.install("--editable", ".[types]")
    session.run("mypy", *CODE)
    # Left to itself it would take a .venv in this folder, which the README's first command makes without our tools.
    session.run("basedpyright", "--pythonpath", str(Path(session.bin) / "python"), *CODE)


@nox.session
def layers(session: nox.Session) -> None:
    """Check that imports only point down."""
    pin(session)
    session.install("--editable", ".", *GROUPS["layers"])
    session.run("lint-imports", "--no-logo", "--no-cache")  # its cache has been seen to hide a broken contract


@nox.session
def deps(session: nox.Session) -> None:
    """Check that what is imported is declared, and what is declared is imported."""
    pin(session)
    session.install("--editable", ".[all]", *GROUPS["deps"])
    session.run("deptry", "src")


@nox.session
def package(session: nox.Session) -> None:
    """Build the package, check it, install it into an empty environment and use it there."""
    pin(session)
    session.install(*GROUPS["package"])
    folder = Path(session.create_tmp()).resolve()
    for old in folder.glob("alliancekit-*"):
        old.unlink()
    session.run("python", "-m", "build", "--outdir", str(folder), silent=True)
    built = sorted(str(file) for file in folder.glob("alliancekit-*"))
    session.run("twine", "check", "--strict", *built)
    (wheel,) = folder.glob("*.whl")
    source = Path("src")
    wanted = {file.relative_to(source).as_posix() for file in source.rglob("*") if file.is_file()}
    missing = {name for name in wanted - set(ZipFile(wheel).namelist()) if "__pycache__" not in name}
    if missing:
        session.error(f"not in the wheel: {sorted(missing)}")
    session.run(sys.executable, "-m", "venv", "--clear", str(folder / "empty"), external=True)
    python = folder / "empty" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    session.run(str(python), "-m", "pip", "install", "--quiet", str(wheel), external=True)
    session.chdir(folder)
    session.run(str(python.with_name("alliancekit")), "tour", external=True)


@nox.session
def downstream(session: nox.Session) -> None:
    """Let a project that knows only the built wheel use it: its types, its own model, its tests on generated data."""
    pin(session)
    folder = Path(session.create_tmp()).resolve()
    for old in folder.glob("alliancekit-*"):
        old.unlink()
    session.install(*GROUPS["package"])
    session.run("python", "-m", "build", "--wheel", "--outdir", str(folder), silent=True)
    (wheel,) = folder.glob("*.whl")
    checkers = [name for name in EXTRAS["types"] if name.startswith(("mypy", "basedpyright"))]
    session.install("--force-reinstall", "--no-deps", str(wheel))
    session.install(f"alliancekit[strategies] @ {wheel.as_uri()}", "jsonschema", "pytest", *checkers)
    session.chdir("tests/downstream")
    session.install("--no-deps", ".")
    session.run("mypy", "src", "tests")
    session.run("basedpyright", "--pythonpath", str(Path(session.bin) / "python"))
    session.run("pytest", "-q", "-p", "no:cacheprovider")


@nox.session
def changelog(session: nox.Session) -> None:
    """Show the changelog of the next release; ``-- --yes`` writes it and removes the fragments."""
    pin(session)
    session.install(*GROUPS["changelog"])
    session.run("towncrier", "build", "--version", PROJECT["version"], *(session.posargs or ["--draft"]))


@nox.session
def fuzz(session: nox.Session) -> None:
    """Fuzz the readers: ``-- 1000000`` for more runs of each than 20,000, ``-- 1000000 yaml date`` for some of them."""
    pin(session)
    session.install("--editable", ".[test]", *GROUPS["fuzz"])
    runs, *wanted = session.posargs or ["20000"]
    for target in wanted or TARGETS:
        session.run("python", "-m", "tests.fuzz", target, runs, env={"PYTHONPATH": "."})


@nox.session
def bench(session: nox.Session) -> None:
    """Run the benchmarks; they print their figures, and ``-- --write`` puts them on the page of the docs."""
    pin(session)
    session.install("--editable", ".[bench]", *GROUPS["bench"])
    session.run("python", "-m", "benchmarks", *session.posargs)
