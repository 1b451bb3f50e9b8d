"""Sessions of nox: ``nox`` runs the checks of every change, ``nox --session NAME`` runs one session."""

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
nox.options.sessions = ["lint", "types", "layers", "deps", "package", "downstream", "changelog", "coverage", "full"]

PYPROJECT = nox.project.load_toml("pyproject.toml")
PROJECT = PYPROJECT["project"]
GROUPS = {name: nox.project.dependency_groups(PYPROJECT, name) for name in PYPROJECT["dependency-groups"]}
CONSTRAINTS = Path("constraints.txt").resolve()
FUZZ_TARGETS = ["date", "prose", "words", "yaml", "json", "jsonl", "corpus-yaml", "corpus-json", "corpus-jsonl"]
KERNEL = PYPROJECT["tool"]["setuptools"]["ext-modules"][0]["name"]
ENGINE_TESTS = ["engine", "corpus/test_reading.py", "corpus/test_scanning.py", "test_convert.py", "test_threads.py"]
"""The tests that depend on the engine."""
PYTEST = ["pytest", "--numprocesses=auto", "--dist=loadfile"]
"""Tests run on all cores, but each file on one: examples of a document depend on earlier ones."""
FEW_EXAMPLES = "--hypothesis-profile=quick"
QUICK = [FEW_EXAMPLES, "-m", "not slow"]
COVERAGE = ["--cov", "--cov-report=", "--cov-fail-under=0"]
"""The options that measure coverage; the report follows after the last run."""
KERNEL_ENGINE = {"ALLIANCEKIT_ENGINE": "kernel"}
THOROUGH_TESTS = [
    *ENGINE_TESTS,
    "formats/test_round_trip.py",
    "rules/test_routes.py",
    "test_agreement.py",
    "test_dates.py",
]
"""The tests of the most important properties."""
KERNEL_TARGETS = ["json", "jsonl", "corpus-yaml", "corpus-json", "corpus-jsonl"]
"""The fuzz targets that use the kernel."""
SANITIZED = {
    "CFLAGS": "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer",
}
CHECK_SANITIZED = """
from pathlib import Path
from alliancekit.kernel import compiled as kernel
file = Path(kernel.__file__)
assert "site-packages" in file.parts, file
assert all(name in file.read_bytes() for name in (b"__asan_report_load", b"__ubsan_handle")), file
print(file.name, "is sanitized")
"""
COMPILED_SUFFIXES = {".pyd", ".so"}
NO_BYTECODE = ["--no-compile"]  # a third faster; Python compiles the modules that it imports
WITHOUT_COMPILER = {"CC": "false"}  # a program that fails; has no effect on Windows
CODE = [
    name
    for name in ("src", "tests", "benchmarks", "docs", "examples", "conftest.py", "noxfile.py")
    if Path(name).exists()
]


def pin(session: nox.Session) -> None:
    """Make pip install the versions of constraints.txt in a session, in build environments too."""
    address = CONSTRAINTS.as_uri()  # pip would split a path at a space
    # Older versions of pip use PIP_CONSTRAINT for build environments too.
    session.env.update({"PIP_CONSTRAINT": address, "PIP_BUILD_CONSTRAINT": address})


def install_for_tests(session: nox.Session, *arguments: str) -> None:
    """Install the package, editable, with the packages of all tests and of the docs."""
    session.install(*arguments, "--editable", ".", *GROUPS["docs"], *GROUPS["test"])


def run_tests(session: nox.Session, *arguments: str, env: Mapping[str, str | None] | None = None) -> None:
    """Run pytest on all cores with some options, or with those after ``--`` on the command line."""
    session.run(*PYTEST, *(session.posargs or arguments), env={"ALLIANCEKIT_ENGINE": None, **(env or {})})


@nox.session
def tests(session: nox.Session) -> None:
    """Run the quick tests: all modules and rules, with few examples, without slow tests and coverage."""
    pin(session)
    session.install(*NO_BYTECODE, "--editable", ".", *GROUPS["quick"])
    run_tests(session, *QUICK)


@nox.session
def full(session: nox.Session) -> None:
    """Run what the quick tests leave out: each property with all examples, slow tests, and docs with all packages."""
    pin(session)
    install_for_tests(session)
    # Tests without a property are the same in the quick tests. None of these is an example of a document, so a file can
    # be shared by all cores.
    properties = ["--dist=worksteal", "--hypothesis-profile=ci", "-m", "hypothesis or slow"]
    run_tests(session, *properties, env=KERNEL_ENGINE)
    if not session.posargs:
        run_tests(session, "README.md", "CONTRIBUTING.md", "docs", env=KERNEL_ENGINE)


@nox.session
def browser(session: nox.Session) -> None:
    """Test pages in Chromium, with axe-core; the program must be installed."""
    pin(session)
    install_for_tests(session, *GROUPS["browser"])
    run_tests(session, "tests/pages", "--dist=worksteal", FEW_EXAMPLES)


@nox.session
def coverage(session: nox.Session) -> None:
    """Run the quick tests, then those of the plain engine and of the cluster; together they must cover every branch.

    ``-- append`` leaves out the quick tests, and adds to the branches that an earlier run of them has covered.
    """
    pin(session)
    session.install(*NO_BYTECODE, "--editable", ".[distributed]", *GROUPS["quick"])
    others = [f"tests/{name}" for name in (*ENGINE_TESTS, "test_distributed.py")]
    if session.posargs != ["append"]:
        session.run(*PYTEST, *QUICK, *COVERAGE, env=KERNEL_ENGINE)
    session.run(*PYTEST, FEW_EXAMPLES, *COVERAGE, "--cov-append", *others, env={"ALLIANCEKIT_ENGINE": "plain"})
    session.run("coverage", "report")


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def tests_all(session: nox.Session) -> None:
    """Run the tests on every supported Python that is installed."""
    pin(session)
    install_for_tests(session)
    run_tests(session)


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest versions of the dependencies that pyproject.toml allows."""
    lowest = (requirement.replace(">=", "==") for requirement in PROJECT["dependencies"])
    install_for_tests(session, *lowest)
    run_tests(session)


@nox.session
def newest(session: nox.Session) -> None:
    """Run the tests with the newest releases of all dependencies, without constraints.txt."""
    install_for_tests(session, "--upgrade", "--upgrade-strategy=eager")
    run_tests(session)


@nox.session
def constraints(session: nox.Session) -> None:
    """Rewrite constraints.txt with the newest releases that are compatible; nothing is installed."""
    report = Path(session.create_tmp()).resolve() / "report.json"
    grouped = [requirement for group in GROUPS.values() for requirement in group]
    requirements = [".[all]", *grouped, *PYPROJECT["build-system"]["requires"]]
    options = ["--dry-run", "--ignore-installed", "--quiet", "--report", str(report)]
    session.run("python", "-m", "pip", "install", *options, *requirements)
    packages = [part["metadata"] for part in json.loads(report.read_text("utf-8"))["install"]]
    pins = {f"{canonicalize_name(package['name'])}=={package['version']}" for package in packages}
    pins.discard(f"{PROJECT['name']}=={PROJECT['version']}")
    comment = [line for line in CONSTRAINTS.read_text("utf-8").splitlines() if line.startswith("#")]
    CONSTRAINTS.write_text("\n".join([*comment, *sorted(pins), ""]), "utf-8", newline="\n")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site into ``build/docs``; the tests check its examples and links."""
    pin(session)
    install_for_tests(session)
    session.run("sphinx-build", "-n", "-W", "--keep-going", "docs", "build/docs", *session.posargs)


@nox.session
def derive(session: nox.Session) -> None:
    """Write the parts of the source that follow from the models, after a field or a model was added."""
    pin(session)
    session.install("--editable", ".[strategies]", *GROUPS["lint"])
    session.run("python", "-m", "tests.derive", env={"PYTHONPATH": "."})
    session.run("ruff", "check", "--fix", "src/alliancekit")


@nox.session
def translate(session: nox.Session) -> None:
    """Write the names of states in several languages, after a new version of CLDR."""
    pin(session)
    session.install("--editable", ".", *(each for each in GROUPS["test"] if each.startswith("babel")))
    session.run("python", "-m", "tests.translate", env={"PYTHONPATH": "."})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    pin(session)
    session.install(*GROUPS["lint"])
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types with mypy and basedpyright, including those of tests."""
    pin(session)
    session.install(*NO_BYTECODE, "--editable", ".", *GROUPS["types"], env=WITHOUT_COMPILER)
    session.run("mypy", *CODE)
    # Without the option it would use a .venv in this folder, which the commands of the README create.
    session.run("basedpyright", "--pythonpath", str(Path(session.bin) / "python"), *CODE)


@nox.session
def layers(session: nox.Session) -> None:
    """Check that imports only point down."""
    pin(session)
    session.install(*NO_BYTECODE, "--editable", ".", *GROUPS["layers"], env=WITHOUT_COMPILER)
    session.run("lint-imports", "--no-logo", "--no-cache")  # its cache has hidden a broken contract before


@nox.session
def deps(session: nox.Session) -> None:
    """Check that all imported packages are declared, and all declared packages are imported."""
    pin(session)
    session.install(*NO_BYTECODE, "--editable", ".[all]", *GROUPS["deps"], env=WITHOUT_COMPILER)
    session.run("deptry", "src")


def build(session: nox.Session, env: Mapping[str, str] | None = None) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from it, into the folder of a session; return both."""
    folder = Path(session.create_tmp()).resolve()
    for old in folder.glob("alliancekit-*"):
        old.unlink()
    session.run("python", "-m", "build", "--outdir", str(folder), silent=True, env=env)
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def use(session: nox.Session, built: Path, engine: str, env: Mapping[str, str] | None = None) -> None:
    """Install an sdist or a wheel into an empty environment, and test that it works with the expected engine."""
    default_engine = {"ALLIANCEKIT_ENGINE": None}  # ignore the environment of the user
    empty = built.parent / "empty"
    session.run(sys.executable, "-m", "venv", "--clear", str(empty), external=True)
    programs = empty / ("Scripts" if sys.platform == "win32" else "bin")
    # Without the option, pip would reuse a wheel that it built from the sdist with another compiler.
    install = ["-m", "pip", "install", "--quiet", "--no-cache-dir", str(built)]
    session.run(str(programs / "python"), *install, external=True, env=env)
    with session.chdir(built.parent):
        check = f"from alliancekit import engine; assert engine.NAME == {engine!r}, engine.NAME"
        session.run(str(programs / "python"), "-c", check, external=True, env=default_engine)
        session.run(str(programs / "alliancekit"), "--version", external=True, env=default_engine)
        session.run(str(programs / "alliancekit"), "tour", external=True, env=default_engine)


@nox.session
def package(session: nox.Session) -> None:
    """Build and check the package, and test it in empty environments, with the kernel and without a compiler."""
    pin(session)
    session.install(*GROUPS["package"])
    sdist, wheel = build(session)
    session.run("twine", "check", "--strict", str(sdist), str(wheel))
    source = Path("src")
    files = [file for file in source.glob("alliancekit/**/*") if file.is_file() and "__pycache__" not in file.parts]
    names = set(ZipFile(wheel).namelist())
    missing = {file.relative_to(source).as_posix() for file in files if file.suffix not in COMPILED_SUFFIXES} - names
    if missing:
        session.error(f"missing in the wheel: {sorted(missing)}")
    kernel = KERNEL.replace(".", "/")
    if not any(name.startswith(f"{kernel}.") and Path(name).suffix in COMPILED_SUFFIXES for name in names):
        session.error(f"missing in the wheel: {kernel} (build a release with a C compiler)")
    use(session, wheel, "kernel")
    use(session, sdist, "kernel")
    if sys.platform != "win32":
        use(session, sdist, "plain", WITHOUT_COMPILER)


@nox.session
def manylinux(session: nox.Session) -> None:
    """Build a wheel, repair it with auditwheel for other Linux distributions, and test it in an empty environment."""
    if sys.platform != "linux":
        session.skip("auditwheel repairs wheels for Linux")
    pin(session)
    session.install(*GROUPS["package"], *GROUPS["manylinux"])
    _, wheel = build(session)
    repaired = wheel.parent / "repaired"
    shutil.rmtree(repaired, ignore_errors=True)
    if not shutil.which("patchelf"):
        session.error("auditwheel needs the program patchelf (install it first)")
    session.run("auditwheel", "show", str(wheel))
    session.run("auditwheel", "repair", "--strip", "--wheel-dir", str(repaired), str(wheel))
    (wheel,) = repaired.glob("*.whl")
    session.log(f"{wheel.name}: {wheel.stat().st_size:,} bytes")
    use(session, wheel, "kernel")


@nox.session
def downstream(session: nox.Session) -> None:
    """Test the built wheel in a separate project: its types, its own model, and its tests with generated data."""
    pin(session)
    session.install(*GROUPS["package"])
    _, wheel = build(session)
    checkers = [name for name in GROUPS["types"] if name.startswith(("mypy", "basedpyright"))]
    session.install("--force-reinstall", "--no-deps", str(wheel))
    session.install(f"alliancekit[strategies] @ {wheel.as_uri()}", "jsonschema", "pytest", *checkers)
    session.chdir("tests/downstream")
    session.install("--no-deps", ".")
    session.run("mypy", "src", "tests")
    session.run("basedpyright", "--pythonpath", str(Path(session.bin) / "python"))
    session.run("pytest", "-q", "-p", "no:cacheprovider")


@nox.session
def workflows(session: nox.Session) -> None:
    """Check the workflows of GitHub with zizmor, and with actionlint if it can be installed."""
    pin(session)
    session.install(*(tool for tool in GROUPS["workflows"] if not tool.startswith("actionlint")))
    session.run("zizmor", "--offline", "--pedantic", ".github/workflows")
    # Installing the package of actionlint downloads the program from another site, which may fail.
    actionlint = [tool for tool in GROUPS["workflows"] if tool.startswith("actionlint")]
    session.run("python", "-m", "pip", "install", "--quiet", *actionlint, success_codes=[0, 1], silent=True)
    if shutil.which("actionlint", path=session.bin):
        session.run("actionlint")
    else:
        session.warn("skipped: actionlint could not be installed")


@nox.session
def changelog(session: nox.Session) -> None:
    """Show the changelog of the next release; ``-- --yes`` writes it and removes the fragments."""
    pin(session)
    session.install(*GROUPS["changelog"])
    session.run("towncrier", "build", "--version", PROJECT["version"], *(session.posargs or ["--draft"]))


@nox.session
def fuzz(session: nox.Session) -> None:
    """Fuzz the readers with 20,000 runs each; ``-- 1000000 yaml date`` sets the runs and the targets."""
    pin(session)
    session.install("--editable", ".[strategies]", *GROUPS["fuzz"])
    runs, *targets = session.posargs or ["20000"]
    for target in targets or FUZZ_TARGETS:
        session.run("python", "-m", "tests.fuzz", target, runs, env={"PYTHONPATH": "."})


@nox.session
def thorough(session: nox.Session) -> None:
    """Test the most important properties with 10,000 examples each, and kill 300 processes while they write files."""
    pin(session)
    session.install("--editable", ".", *GROUPS["quick"])
    run_tests(session, "--hypothesis-profile=thorough", *(f"tests/{name}" for name in THOROUGH_TESTS))
    session.run("python", "-m", "tests.hostile.kills", "300", env={"PYTHONPATH": "."})


def runtime_of(sanitizer: str) -> str:
    """Return the path of the runtime library of gcc for a sanitizer."""
    command = ["gcc", f"-print-file-name=lib{sanitizer}.so"]
    file = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.strip()  # noqa: S603
    return str(Path(file).resolve(strict=True))


@nox.session
def sanitize(session: nox.Session) -> None:
    """Build the kernel with AddressSanitizer and UndefinedBehaviorSanitizer of gcc, and test it.

    Each reader gets 20,000 mutated corpora; ``-- 1000000`` sets another number.
    """
    if sys.platform != "linux" or not shutil.which("gcc"):
        session.skip("needs gcc on Linux")
    pin(session)
    session.install(*GROUPS["package"])
    # A wheel is built in a separate folder, because sanitized objects in build/ would get into the next build.
    _, wheel = build(session, SANITIZED)
    session.install(str(wheel), *GROUPS["quick"])
    session.install("--force-reinstall", "--no-deps", str(wheel))  # the version is the same after each change
    env = {
        "ALLIANCEKIT_ENGINE": "kernel",
        "ASAN_OPTIONS": "detect_leaks=0:quarantine_size_mb=16",  # Python itself leaks memory
        "LD_PRELOAD": f"{runtime_of('asan')} {runtime_of('ubsan')}",
        "PYTHONMALLOC": "malloc",  # the allocator of Python hides freed memory
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }
    session.run("python", "-c", CHECK_SANITIZED, env=env)
    tests = ["engine", "corpus/test_reading.py", "corpus/test_scanning.py"]
    pytest = ["pytest", "--numprocesses=auto", "--hypothesis-profile=ci"]
    session.run(*pytest, *(f"tests/{name}" for name in tests), env=env)
    for target in KERNEL_TARGETS:
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
    """Run the long sessions: ``thorough``, and ``fuzz`` and ``sanitize`` with 1,000,000 runs of each reader.

    ``-- 1000`` sets fewer runs.
    """
    runs = session.posargs or ["1000000"]
    session.notify("thorough", [])
    session.notify("fuzz", runs)
    session.notify("sanitize", runs)


@nox.session
def consumers(session: nox.Session) -> None:
    """Let each program that reads the schema read the packaged records; ``-- --write`` also writes the table of a page.

    Without npm, those in JavaScript are skipped.
    """
    pin(session)
    session.install("--editable", ".", *GROUPS["consumers"])
    folder = Path(session.create_tmp()).resolve()
    program = ["python", "-m", "benchmarks.consumers"]
    if shutil.which("npm"):
        packages = str(session.run(*program, "--packages", silent=True)).split()
        session.run("npm", "install", "--silent", "--prefix", str(folder), *packages, external=True)
    session.run(*program, "--npm", str(folder), *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Run the benchmarks and print their figures; ``-- --write`` also writes them to the page of the docs."""
    pin(session)
    session.install("--editable", ".", *GROUPS["peers"])
    session.run("python", "-m", "benchmarks", *session.posargs)
