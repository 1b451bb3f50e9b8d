"""Hostile files that may break or slow down a reader; `problems.txt` has the first expected problem of each."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, TypeAlias

from attrs import frozen

Bytes: TypeAlias = Callable[[], bytes]

MANY: Final = 200_000
MILLION: Final = 1_000_000

_HEAD: Final = "schema_version: 3\n"
_LINE: Final = '{"type": "corpus", "schema_version": 3}\n'
_ACTOR: Final = '"id": "actor:a", "kind": "bloc", "names": [{"text": "A"}]'
_SOURCE: Final = '"id": "source:a", "kind": "book", "title": "T", "length": '


@frozen
class Input:
    """A hostile file.

    Attributes:
        name: The name of the attack.
        ending: The suffix of the file, which selects the format.
        data: Returns its bytes.
        costly: Whether it is designed to take time or memory, so that it is tested in a process of its own.
    """

    name: str
    ending: str
    data: Bytes
    costly: bool = False

    def __str__(self) -> str:
        """Return the name and the format."""
        return f"{self.name}{self.ending}"


def _bytes(data: bytes) -> Bytes:
    return lambda: data


def _text(text: str) -> Bytes:
    return lambda: text.encode("utf-8", "surrogatepass")


def _each(name: str, yaml: str, json: str, jsonl: str, *, costly: bool = False) -> Iterator[Input]:
    """Yield a file for each format."""
    for ending, text in ((".yaml", yaml), (".json", json), (".jsonl", jsonl)):
        yield Input(name, ending, _text(text), costly=costly)


def _record(name: str, fields: str, *, of: str = "actor", costly: bool = False, yaml: str = "") -> Iterator[Input]:
    """Yield a file with one record for each format; `yaml` replaces the record in YAML."""
    record = f"{{{fields}}}"
    yield from _each(
        name,
        f"{_HEAD}{of}s:\n- {yaml or record}\n",
        f'{{"schema_version": 3, "{of}s": [{record}]}}',
        f'{_LINE}{{"type": "{of}", {fields}}}\n',
        costly=costly,
    )


def _yaml(name: str, text: str, *, costly: bool = False) -> Input:
    return Input(name, ".yaml", _text(text), costly=costly)


def _laughs() -> str:
    """Return nested lists of aliases (the billion laughs attack): a billion items if they were expanded."""
    aliases = (f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]" for below, name in pairwise("abcdefghi"))
    return "\n".join(["schema_version: 3", 'a: &a ["ha"]', *aliases]) + "\n"


def _numbers() -> Iterator[Input]:
    for name, written in (
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("-Infinity", "-Infinity"),
        ("1e400", "1.0e+400"),
        ("1e-400", "1.0e-400"),
        ("-0", "-0"),
        ("1.0", "1.0"),
        ("10,000 digits", "1" * 10_000),
        ("a million digits", "1" * MILLION),
        ("a million decimals", f"0.{'1' * MILLION}"),
        ("an exponent of a million digits", f"1.0e+{'1' * MILLION}"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
    ):
        yield from _record(f"number {name}", f"{_SOURCE}{written}", of="source")


def _encodings() -> Iterator[Input]:
    for name, character in (
        ("half a pair", b"\xed\xa0\x80"),
        ("0xFF", b"\xff"),
        ("overlong", b"\xc0\xaf"),
        ("beyond Unicode", b"\xf4\x90\x80\x80"),
        ("NUL", b"\0"),
        ("cut", b"\xe9\xab"),
    ):
        for file in _record("", f'{_ACTOR}, "x": "@"'):
            yield Input(f"bytes {name}", file.ending, _bytes(file.data().replace(b"@", character)))
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"):
        for file in _record("", _ACTOR):
            yield Input(encoding, file.ending, _bytes(file.data().decode().encode(encoding)))


def _characters() -> Iterator[Input]:
    for name, character in (
        ("U+0001", "\x01"),
        ("ESC", "\x1b[2J"),
        ("CSI", "\x9b2J"),
        ("right-to-left override", "\u202e"),
        ("zero-width space", "\u200b"),
        ("next line", "\x85"),
        ("line separator", "\u2028"),
        ("Cyrillic a", "\u0430"),
    ):
        yield from _record(f"{name} in an id", _ACTOR.replace("actor:a", f"actor:b{character}"))
    yield from _record("ESC in an id, escaped", _ACTOR.replace("actor:a", "actor:b\\u001b[2J"))
    yield from _record("Cyrillic a in a key", _ACTOR.replace('"names"', '"n\u0430mes"'))
    yield from _record("half a pair, escaped", f'{_ACTOR}, "x": "\\ud800"')


def _syntax() -> Iterator[Input]:
    yield _yaml("alias", f"{_HEAD}actors: *a\n")
    yield _yaml("anchor", f"{_HEAD}actors: &a []\n")
    yield _yaml("tag", f"{_HEAD}actors: !!python/object/apply:os.system [id]\n")
    yield _yaml("merge key", f"{_HEAD}actors:\n- <<: {{id: x}}\n")
    yield _yaml("several documents", f"{_HEAD}---\n{_HEAD}")
    yield _yaml("directive", f"%YAML 1.1\n---\n{_HEAD}")
    yield _yaml("directive of tags", f"%TAG ! tag:x,2000:\n---\n{_HEAD}")
    yield _yaml("a billion laughs", _laughs())
    yield _yaml("many anchors", f"{_HEAD}actors: [{', '.join(f'&a{n} 1' for n in range(MANY))}]\n", costly=True)
    yield from _each("brackets", "[" * MANY, "[" * MANY, f"{_LINE}{'[' * MANY}")
    yield from _each(
        "closed brackets", "[" * MANY + "]" * MANY, "[" * MANY + "]" * MANY, f"{_LINE}{'[' * MANY}{']' * MANY}"
    )
    yield from _each("braces", "{a: " * MANY, '{"a":' * MANY, _LINE + '{"a":' * MANY)
    yield _yaml("dashes in a row", "- " * MANY)
    yield _yaml("deeper with each line", "".join(f"{' ' * depth}a:\n" for depth in range(3000)))
    yield _yaml("question marks", "? " * MANY)
    yield _yaml("question marks in brackets", "[? " * MANY)
    yield from _record("a key twice", f'{_ACTOR}, "kind": "bloc"')
    yield from _record("a key twice, escaped", f'{_ACTOR}, "k\\u0069nd": "bloc"')
    yield from _each(
        "a key many times",
        _HEAD + "a: 1\n" * MANY,
        '{"schema_version": 3' + ', "a": 1' * MANY + "}",
        _LINE + '{"type": "actor"' + ', "a": 1' * MANY + "}",
        costly=True,
    )


def _numerous() -> Iterator[Input]:
    ones = ",".join(["1"] * (MILLION - 10))
    yield from _each(
        "a million problems",
        f"{_HEAD}actors: [{ones}]\n",
        f'{{"schema_version": 3, "actors": [{ones}]}}',
        _LINE + "1\n" * (MILLION - 10),
        costly=True,
    )
    yield from _each(
        "more values than the limit",
        f"{_HEAD}actors: [{ones},{'1,' * 20}]\n",
        f'{{"schema_version": 3, "actors": [{ones},{"1," * 20}1]}}',
        f"{_LINE}[{ones},{'1,' * 20}1]",
        costly=True,
    )
    yield from _record(
        "a quarter of a million empty objects",
        _ACTOR + ', "identifiers": [' + ",".join(["{}"] * (MILLION // 4)) + "]",
        costly=True,
    )


def _long() -> Iterator[Input]:
    yield from _each("a million lines", "\n" * MILLION, "\n" * MILLION, "\n" * MILLION)
    yield from _each("a million carriage returns", "\r" * MILLION, "\r" * MILLION, "\r" * MILLION)
    yield from _each("a million spaces", " " * MILLION, " " * MILLION, " " * MILLION)
    yield from _record("a value of a million characters", f'{_ACTOR}, "x": "{"a" * MILLION}"')
    yield from _record("an id of a million characters", _ACTOR.replace("actor:a", f"actor:{'A' * MILLION}"))
    yield from _record("a choice of a million characters", _ACTOR.replace("bloc", "bloc" * (MILLION // 4)))
    yield from _record(
        "a date of a million characters",
        f'"id": "source:a", "kind": "book", "title": "T", "published": "{"20" * (MILLION // 2)}-01/"',
        of="source",
    )
    yield from _record(
        "a key of a million characters",
        f'{_ACTOR}, "{"names" * (MILLION // 5)}": 1',
        yaml=f'? "{"names" * (MILLION // 5)}"\n  : 1',
    )
    yield from _each(
        "a list of a million characters",
        f'{_HEAD}? "{"actors" * (MILLION // 6)}"\n: []',
        f'{{"schema_version": 3, "{"actors" * (MILLION // 6)}": []}}',
        f'{_LINE}{{"type": "{"actor" * (MILLION // 5)}"}}',
    )


def _many_keys() -> Iterator[Input]:
    keys = "".join(f', "name{n}": 1' for n in range(100_000))
    yield from _record("a hundred thousand keys", f"{_ACTOR}{keys}", costly=True)
    yield from _each(
        "a hundred thousand lists",
        _HEAD + "".join(f"actors{n}: 1\n" for n in range(100_000)),
        '{"schema_version": 3' + "".join(f', "actors{n}": 1' for n in range(100_000)) + "}",
        _LINE + "".join(f'{{"type": "actors{n}"}}\n' for n in range(100_000)),
        costly=True,
    )
    yield from _record("a deep value", f'{_ACTOR}, "x": ' + '{"a": ' * 50 + "1" + "}" * 50)
    yield from _record(
        "a name twenty thousand times",
        _ACTOR.replace('{"text": "A"}', ", ".join(['{"text": "A"}'] * 20_000)),
        costly=True,
    )
    yield Input(
        "an id a hundred thousand times",
        ".jsonl",
        _text(_LINE + f'{{"type": "actor", {_ACTOR}}}\n' * 100_000),
        costly=True,
    )
    proposal = (
        '{{"type": "proposal", "id": "proposal:a{0}", "names": [{{"text": "x"}}], "proposers": ["actor:x{0}"],'
        ' "members": ["actor:y{0}", "actor:z{0}"], "rationale": ["r"], "statements": ["statement:s{0}"]}}\n'
        '{{"type": "actor", "id": "actor:a{0}", "kind": "bloc", "names": [{{"text": "x"}}]}}\n'
    )
    text = _LINE + "".join(proposal.format(n) for n in range(20_000))
    yield Input("references to nothing", ".jsonl", _text(text), costly=True)


def _odd() -> Iterator[Input]:
    yield from _each("nothing", "", "", "")
    yield from _each("a byte order mark", "\ufeff", "\ufeff", "\ufeff")
    yield from _each("comments", "# a\n# b\n", "// a\n", "# a\n")
    yield from _each("an open quotation", '"' + "a\n" * MANY, '"' + "a" * MILLION, '"' + "a" * MILLION)
    yield Input("ids without end", ".json", _text('{"a": "actor:' + "a.-" * (MILLION // 3)))
    yield from _each("commas", f"[{',' * MILLION}]", f"[{',' * MILLION}]", f"[{',' * MILLION}]")
    yield _yaml("keys without values", "{" + "a," * MANY + "}", costly=True)
    for name, text in (
        ("digits and underscores", "1_" * MANY + "z"),
        ("digits and commas", "1," * MANY + "z"),
        ("digits", "1" * MILLION + "z"),
        ("base 60", "1:0" * MANY + "z"),
        ("spaces", "a" + " " * MILLION + "b"),
    ):
        yield _yaml(f"plain text of {name}", f"{_HEAD}actors: {text}\n")
    for name, text in (
        ("colons", "a:" * MANY),
        ("percent signs", "%" * MANY),
        ("ampersands", "&" + "a" * MILLION),
        ("exclamation marks", "!" + "a" * MILLION),
        ("a long key", "a" * MILLION + "\nb: c"),
    ):
        yield _yaml(f"a line of {name}", text)
    yield _yaml("a control character after a million accents", f"a: {'é' * MILLION}\x01")
    yield Input("a file of 40 MB", ".jsonl", lambda: b" " * 40_000_000)


_SECTIONS: Final = (_syntax, _numbers, _encodings, _characters, _numerous, _long, _many_keys, _odd)
INPUTS: Final = tuple(file for section in _SECTIONS for file in section())
