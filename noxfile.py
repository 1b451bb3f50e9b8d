"""The checks of the project: ``nox`` runs those of every change, ``nox --session NAME`` runs one."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import nox
from packaging.utils import canonicalize_name

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "virtualenv"  # with pip, also where uv is installed
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "types", "layers", "deps", "package", "downstream", "changelog", "full"]

PYPROJECT = nox.project.load_toml("pyproject.toml")
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
GROUPS = {name: nox.project.dependency_groups(PYPROJECT, name) for name in PYPROJECT["dependency-groups"]}
CONSTRAINTS = Path("constraints.txt").resolve()
TARGETS = ["date", "prose", "words", "yaml", "json", "jsonl", "corpus-yaml", "corpus-json", "corpus-jsonl"]
KERNEL = PYPROJECT["tool"]["setuptools"]["ext-modules"][0]["name"]
OF_ENGINES = ["engine", "corpus/test_reading.py", "corpus/test_scanning.py", "test_convert.py", "test_threads.py"]
"""The tests of what the engines do."""
THOROUGH = [*OF_ENGINES, "formats/test_round_trip.py", "rules/test_routes.py", "test_agreement.py", "test_dates.py"]
"""The tests of the properties that matter most."""
OF_KERNEL = ["json", "jsonl", "corpus-yaml", "corpus-json", "corpus-jsonl"]
"""What is fuzzed of the kernel."""
SANITIZED = {
    "CFLAGS": "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer",
}
SANITIZED_IS_RUN = """
from pathlib import Path
from alliancekit.kernel import compiled as kernel
file = Path(kernel.__file__)
assert "site-packages" in file.parts, file
assert all(name in file.read_bytes() for name in (b"__asan_report_load", b"__ubsan_handle")), file
print(file.name, "is sanitized")
"""
COMPILED = {".pyd", ".so"}
NOT_RUN = ["--no-compile"]  # to install packages that are only looked at, without the time that bytecode takes
WITHOUT_COMPILER = {"CC": "false"}  # a program that fails; Windows finds its compiler in another way
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


def run_tests(session: nox.Session, *arguments: str, env: Mapping[str, str | None] | None = None) -> None:
    """Run the tests, and the examples of docs and docstrings, on all cores."""
    # Examples of one document build on each other, so that a file stays on one core.
    pytest = ["pytest", "--numprocesses=auto", "--dist=loadfile"]
    session.run(*pytest, *(session.posargs or arguments), env={"ALLIANCEKIT_ENGINE": None, **(env or {})})


@nox.session
def tests(session: nox.Session) -> None:
    """Run the quick tier: every module and every rule, with few examples, without what is slow and without coverage."""
    pin(session)
    session.install("--editable", ".", *GROUPS["quick"])
    run_tests(session, "--hypothesis-profile=quick", "-m", "not slow")


@nox.session
def full(session: nox.Session) -> None:
    """Run all tests with the kernel, then those of the engines with plain; together they must take every branch."""
    pin(session)
    session.install("--editable", ".[docs,test]")
    measured = ["--cov", "--cov-report=", "--cov-fail-under=0"]  # the report below is of both runs
    run_tests(session, "--hypothesis-profile=ci", *measured, env={"ALLIANCEKIT_ENGINE": "kernel"})
    if not session.posargs:
        of_engines = [f"tests/{name}" for name in OF_ENGINES]
        plain = {"ALLIANCEKIT_ENGINE": "plain"}
        run_tests(session, "--hypothesis-profile=quick", *measured, "--cov-append", *of_engines, env=plain)
        session.run("coverage", "report")


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
    run_tests(session)


@nox.session
def newest(session: nox.Session) -> None:
    """Run the tests with the newest releases of all dependencies, whatever constraints.txt says."""
    session.install("--upgrade", "--upgrade-strategy=eager", "--editable", ".[docs,test]")
    run_tests(session)


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
    session.install(*NOT_RUN, "--editable", ".[types]", env=WITHOUT_COMPILER)
    session.run("mypy", *CODE)
    # Left to itself it would take a .venv in this folder, which the README's first command makes without our tools.
    session.run("basedpyright", "--pythonpath", str(Path(session.bin) / "python"), *CODE)


@nox.session
def layers(session: nox.Session) -> None:
    """Check that imports only point down."""
    pin(session)
    session.install(*NOT_RUN, "--editable", ".", *GROUPS["layers"], env=WITHOUT_COMPILER)
    session.run("lint-imports", "--no-logo", "--no-cache")  # its cache has been seen to hide a broken contract


@nox.session
def deps(session: nox.Session) -> None:
    """Check that what is imported is declared, and what is declared is imported."""
    pin(session)
    session.install(*NOT_RUN, "--editable", ".[all]", *GROUPS["deps"], env=WITHOUT_COMPILER)
    session.run("deptry", "src")


def build(session: nox.Session, env: Mapping[str, str] | None = None) -> tuple[Path, Path]:
    """Build the sdist, and from it the wheel, into the folder of a session; return both."""
    folder = Path(session.create_tmp()).resolve()
    for old in folder.glob("alliancekit-*"):
        old.unlink()
    session.run("python", "-m", "build", "--outdir", str(folder), silent=True, env=env)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def use(session: nox.Session, built: Path, engine: str, env: Mapping[str, str] | None = None) -> None:
    """Install an sdist or a wheel into an empty environment, and use it there; its engine must be the one named."""
    chosen = {"ALLIANCEKIT_ENGINE": None}  # whatever the user of nox has set
    empty = built.parent / "empty"
    session.run(sys.executable, "-m", "venv", "--clear", str(empty), external=True)
    programs = empty / ("Scripts" if sys.platform == "win32" else "bin")
    # pip would keep the wheel that it builds from an sdist, and install it again whatever compiler there is then.
    install = ["-m", "pip", "install", "--quiet", "--no-cache-dir", str(built)]
    session.run(str(programs / "python"), *install, external=True, env=env)
    with session.chdir(built.parent):
        found = f"from alliancekit import engine; assert engine.NAME == {engine!r}, engine.NAME"
        session.run(str(programs / "python"), "-c", found, external=True, env=chosen)
        session.run(str(programs / "alliancekit"), "--version", external=True, env=chosen)
        session.run(str(programs / "alliancekit"), "tour", external=True, env=chosen)


@nox.session
def package(session: nox.Session) -> None:
    """Build the package, check it, and use it in empty environments, with the kernel and without a compiler."""
    pin(session)
    session.install(*GROUPS["package"])
    sdist, wheel = build(session)
    session.run("twine", "check", "--strict", str(sdist), str(wheel))
    source = Path("src")
    files = [file for file in source.glob("alliancekit/**/*") if file.is_file() and "__pycache__" not in file.parts]
    names = set(ZipFile(wheel).namelist())
    missing = {file.relative_to(source).as_posix() for file in files if file.suffix not in COMPILED} - names
    if missing:
        session.error(f"not in the wheel: {sorted(missing)}")
    kernel = KERNEL.replace(".", "/")
    if not any(name.startswith(f"{kernel}.") and Path(name).suffix in COMPILED for name in names):
        session.error(f"not in the wheel: {kernel}; a release must not be built without a C compiler")
    use(session, wheel, "kernel")
    use(session, sdist, "kernel")
    if sys.platform != "win32":
        use(session, sdist, "plain", WITHOUT_COMPILER)


@nox.session
def manylinux(session: nox.Session) -> None:
    """Build a wheel, let auditwheel repair it for other distributions of Linux, and use it in an empty environment."""
    if sys.platform != "linux":
        session.skip("auditwheel repairs wheels for Linux")
    pin(session)
    session.install(*GROUPS["package"], *GROUPS["manylinux"])
    _, wheel = build(session)
    repaired = wheel.parent / "repaired"
    shutil.rmtree(repaired, ignore_errors=True)
    if not shutil.which("patchelf"):
        session.error("auditwheel needs patchelf, a tool of the system like the compiler: install it first")
    session.run("auditwheel", "show", str(wheel))
    session.run("auditwheel", "repair", "--strip", "--wheel-dir", str(repaired), str(wheel))
    (wheel,) = repaired.glob("*.whl")
    session.log(f"{wheel.name}: {wheel.stat().st_size:,} bytes")
    use(session, wheel, "kernel")


@nox.session
def downstream(session: nox.Session) -> None:
    """Let a project that knows only the built wheel use it: its types, its own model, its tests on generated data."""
    pin(session)
    session.install(*GROUPS["package"])
    _, wheel = build(session)
    checkers = [name for name in EXTRAS["types"] if name.startswith(("mypy", "basedpyright"))]
    session.install("--force-reinstall", "--no-deps", str(wheel))
    session.install(f"alliancekit[strategies] @ {wheel.as_uri()}", "jsonschema", "pytest", *checkers)
    session.chdir("tests/downstream")
    session.install("--no-deps", ".")
    session.run("mypy", "src", "tests")
    session.run("basedpyright", "--pythonpath", str(Path(session.bin) / "python"))
    session.run("pytest", "-q", "-p", "no:cacheprovider")


@nox.session
def workflows(session: nox.Session) -> None:
    """Check the workflows of GitHub with zizmor, and with actionlint where it can be installed."""
    pin(session)
    session.install(*(tool for tool in GROUPS["workflows"] if not tool.startswith("actionlint")))
    session.run("zizmor", "--offline", "--pedantic", ".github/workflows")
    # The package of actionlint fetches the program from elsewhere while it is installed.
    actionlint = [tool for tool in GROUPS["workflows"] if tool.startswith("actionlint")]
    session.run("python", "-m", "pip", "install", "--quiet", *actionlint, success_codes=[0, 1], silent=True)
    if shutil.which("actionlint", path=session.bin):
        session.run("actionlint")
    else:
        session.warn("actionlint could not be installed, so it has checked nothing")


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
    session.install("--editable", ".[strategies]", *GROUPS["fuzz"])
    runs, *wanted = session.posargs or ["20000"]
    for target in wanted or TARGETS:
        session.run("python", "-m", "tests.fuzz", target, runs, env={"PYTHONPATH": "."})


@nox.session
def thorough(session: nox.Session) -> None:
    """Test the properties that matter most with 10,000 examples each, and kill 300 writers of files."""
    pin(session)
    session.install("--editable", ".", *GROUPS["quick"])
    run_tests(session, "--hypothesis-profile=thorough", *(f"tests/{name}" for name in THOROUGH))
    session.run("python", "-m", "tests.hostile.kills", "300", env={"PYTHONPATH": "."})


def runtime_of(sanitizer: str) -> str:
    """Return the file of the library of gcc that a sanitizer needs."""
    command = ["gcc", f"-print-file-name=lib{sanitizer}.so"]
    file = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.strip()  # noqa: S603
    return str(Path(file).resolve(strict=True))


@nox.session
def sanitize(session: nox.Session) -> None:
    """Build the kernel with the sanitizers of gcc for addresses and undefined behaviour, and test it.

    Each reader gets 20,000 altered corpora, or ``-- 1000000``.
    """
    if sys.platform != "linux" or not shutil.which("gcc"):
        session.skip("needs gcc on Linux")
    pin(session)
    session.install(*GROUPS["package"])
    # The wheel is built in a folder of its own: objects in build/ would come into the next build, sanitized or not.
    _, wheel = build(session, SANITIZED)
    session.install(str(wheel), *GROUPS["quick"])
    session.install("--force-reinstall", "--no-deps", str(wheel))  # the version is the same after each change
    env = {
        "ALLIANCEKIT_ENGINE": "kernel",
        "ASAN_OPTIONS": "detect_leaks=0:quarantine_size_mb=16",  # Python itself leaks
        "LD_PRELOAD": f"{runtime_of('asan')} {runtime_of('ubsan')}",
        "PYTHONMALLOC": "malloc",  # Python's own allocator hides what is freed
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }
    session.run("python", "-c", SANITIZED_IS_RUN, env=env)
    tests = ["engine", "corpus/test_reading.py", "corpus/test_scanning.py"]
    pytest = ["pytest", "--numprocesses=auto", "--hypothesis-profile=ci"]
    session.run(*pytest, *(f"tests/{name}" for name in tests), env=env)
    for target in OF_KERNEL:
        session.run(
            "python",
            "-m",
            "tests.fuzz.mutation",
            target,
            *(session.posargs or ["20000"]),
            env={"PYTHONPATH": ".", **env},
        )


@nox.session(venv_backend="none")
def nightly(session: nox.Session) -> None:
    """Queue what takes hours: ``thorough``, and ``fuzz`` and ``sanitize`` with 1,000,000 runs of each reader.

    ``-- 1000`` for fewer runs.
    """
    runs = session.posargs or ["1000000"]
    session.notify("thorough", [])
    session.notify("fuzz", runs)
    session.notify("sanitize", runs)


@nox.session
def bench(session: nox.Session) -> None:
    """Run the benchmarks; they print their figures, and ``-- --write`` puts them on the page of the docs."""
    pin(session)
    session.install("--editable", ".[bench]", *GROUPS["bench"])
    session.run("python", "-m", "benchmarks", *session.posargs)
