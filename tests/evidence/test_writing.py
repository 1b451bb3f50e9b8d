"""Anchors are written into the files of a corpus, and nothing else changes."""

import json
from pathlib import Path

import pytest

from alliancekit import load
from alliancekit.convert import tree
from alliancekit.errors import AllianceKitError, InvalidCorpus, UnknownField, UnknownRecord, UnusableFile, UnusableInput
from alliancekit.evidence import anchor_words, digest, update_anchors, write_anchors
from alliancekit.evidence.writing import WrittenAnchors
from alliancekit.models.attestation import Anchor
from alliancekit.models.ids import ActorId, SourceId

TEXT = "Delegates from nine capitals met on Monday; the quiet alliance was named."
ANCHORS = (anchor_words(TEXT, "nine capitals"), anchor_words(TEXT, "the quiet alliance"))
DIGEST = digest(TEXT.encode())
CORPUS = """\
# Coded by hand
schema_version: 3
sources:
- id: source:daily   # a daily paper
  kind: report
  title: The Daily
  file: daily.txt
- id: source:weekly
  kind: report
  title: The Weekly
actors:
- id: actor:fleet
  kind: organization
  names:
  - text: common fleet  # as printed
  attestations:
  # the first report
  - source: source:daily
    wording: mention  # not verbatim

  - source: source:weekly
    wording: mention
- id: actor:crew
  kind: organization
  names: [{text: the crew}]
  attestations: [{source: source:daily, wording: mention}]  # short
- {id: actor:cook, kind: person, names: [{text: the cook}]}
"""


def _file(folder: Path, content: str = CORPUS, name: str = "corpus.yaml") -> Path:
    path = folder / name
    path.write_text(content, "utf-8", newline="")
    return path


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_anchors_and_digest_are_inserted_into_yaml(tmp_path: Path, line_end: str, mark: str) -> None:
    path = _file(tmp_path, mark + CORPUS.replace("\n", line_end))
    before = load(path)
    written = write_anchors(path, "actor:fleet", ANCHORS, source="source:daily", digest=DIGEST)
    assert written == WrittenAnchors((path,), "source:daily", 2, digest=True)
    after = load(path)
    assert after[ActorId("actor:fleet")].attestations[0].anchors == ANCHORS
    assert after[SourceId("source:daily")].digest == DIGEST
    assert [record for record in after if record.id not in ("actor:fleet", "source:daily")] == [
        record for record in before if record.id not in ("actor:fleet", "source:daily")
    ]
    content = path.read_bytes().decode()
    assert content.count(line_end) == content.count("\n")
    kept = [line for line in content.split(line_end) if "sha256" not in line and "anchors:" not in line]
    kept = [line for line in kept if "digest:" not in line]
    assert line_end.join(kept) == mark + CORPUS.replace("\n", line_end)


def test_further_anchors_are_added_once(tmp_path: Path) -> None:
    path = _file(tmp_path)
    write_anchors(path, "actor:crew", ANCHORS[:1], digest=DIGEST)
    assert write_anchors(path, "actor:crew", ANCHORS, digest=DIGEST) == WrittenAnchors(
        (path,), "source:daily", 1, digest=False
    )
    content = path.read_bytes()
    assert load(path)[ActorId("actor:crew")].attestations[0].anchors == ANCHORS
    assert write_anchors(path, "actor:crew", ANCHORS, digest=DIGEST) == WrittenAnchors(
        (), "source:daily", 0, digest=False
    )
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["corpus.json", "corpus.jsonl"])
def test_json_and_json_lines(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    load(_file(tmp_path)).write(path)
    before = path.read_text("utf-8")
    write_anchors(path, "actor:fleet", ANCHORS, source="source:weekly")
    assert load(path)[ActorId("actor:fleet")].attestations[1].anchors == ANCHORS
    removed = path.read_text("utf-8")
    assert len(removed) > len(before)
    assert json.loads(removed.splitlines()[0] if name.endswith("l") else removed)
    if name.endswith("l"):
        different = [pair for pair in zip(before.splitlines(), removed.splitlines(), strict=True) if pair[0] != pair[1]]
        assert len(different) == 1


def test_the_file_of_the_record_in_a_folder(tmp_path: Path) -> None:
    head, _, actors = CORPUS.partition("actors:")
    _file(tmp_path, head, "sources.yaml")
    _file(tmp_path, f"schema_version: 3\nactors:{actors}", "actors.yml")
    written = write_anchors(tmp_path, "actor:crew", ANCHORS, digest=DIGEST)
    assert written.files == (tmp_path / "actors.yml", tmp_path / "sources.yaml")
    assert load(tmp_path)[SourceId("source:daily")].digest == DIGEST


@pytest.mark.parametrize(
    ("record", "source", "error", "message"),
    [
        ("actor:flet", None, UnknownRecord, "unknown id 'actor:flet' (did you mean actor:fleet?)"),
        (
            "actor:fleet",
            None,
            UnknownField,
            "actor:fleet has 2 attestations (choose one with source: source:daily or source:weekly)",
        ),
        (
            "actor:fleet",
            "source:monthly",
            UnknownField,
            "actor:fleet has no attestation of source:monthly (its attestations are of source:daily and source:weekly)",
        ),
        ("actor:cook", None, UnknownField, "actor:cook has no attestation (add one with its wording first)"),
    ],
)
def test_an_attestation_that_is_not_clear(
    tmp_path: Path, record: str, source: str | None, error: type[AllianceKitError], message: str
) -> None:
    path = _file(tmp_path)
    with pytest.raises(error) as caught:
        write_anchors(path, record, ANCHORS, source=source)
    assert str(caught.value) == message
    assert path.read_text("utf-8") == CORPUS


def test_two_attestations_of_a_source(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        CORPUS.replace("- source: source:weekly", "- source: source:daily").replace(
            "    wording: mention\n- id: actor:crew", "    wording: indirect\n- id: actor:crew"
        ),
    )
    with pytest.raises(
        UnknownField, match=r"has 2 attestations of source:daily \(choose one with attestation: 1 or 2\)"
    ):
        write_anchors(path, "actor:fleet", ANCHORS)
    write_anchors(path, "actor:fleet", ANCHORS, attestation=2)
    assert [len(each.anchors) for each in load(path)[ActorId("actor:fleet")].attestations] == [0, 2]
    with pytest.raises(UnknownField, match="actor:fleet has no attestation 3"):
        write_anchors(path, "actor:fleet", ANCHORS, attestation=3)


def test_another_digest(tmp_path: Path) -> None:
    path = _file(tmp_path)
    write_anchors(path, "actor:crew", ANCHORS[:1], digest=DIGEST)
    with pytest.raises(UnusableFile, match=r"corpus.yaml:\d+:\d+: source:daily has the digest ni:.*new_digest=True"):
        write_anchors(path, "actor:crew", ANCHORS, digest=digest(b"other"))


def test_a_new_version_of_the_text_replaces_the_digest_and_the_length(tmp_path: Path) -> None:
    path = _file(tmp_path, CORPUS.replace("  file: daily.txt\n", "  file: daily.txt\n  length: 99  # counted\n"))
    write_anchors(path, "actor:crew", ANCHORS[:1], digest=DIGEST, text=TEXT)
    assert load(path)[SourceId("source:daily")].length == 99
    other = digest(b"other")
    written = write_anchors(path, "actor:crew", ANCHORS, digest=other, new_digest=True, text=TEXT + 25 * " ")
    assert written == WrittenAnchors((path,), "source:daily", 1, digest=True, length=True)
    source = load(path)[SourceId("source:daily")]
    assert (source.digest, source.length) == (other, 98)
    assert "  length: 98  # counted\n" in path.read_text("utf-8")
    assert write_anchors(path, "actor:crew", (), digest=other, new_digest=True).files == ()


@pytest.mark.parametrize("name", ["corpus.yaml", "corpus.json", "corpus.jsonl"])
def test_the_length_of_a_shorter_text_is_null_while_other_anchors_end_after_it(tmp_path: Path, name: str) -> None:
    with_length = CORPUS.replace("  file: daily.txt\n", "  file: daily.txt\n  length: 99  # counted\n")
    path = tmp_path / name
    load(_file(tmp_path, with_length)).write(path)
    write_anchors(path, "actor:crew", ANCHORS, digest=DIGEST)
    write_anchors(path, "actor:fleet", ANCHORS[1:], source="source:daily")
    short = TEXT[: ANCHORS[0].end + 1]
    new, other = anchor_words(short, "Delegates"), digest(short.encode())
    outside: list[int] = []
    for record in ("actor:crew", "actor:fleet"):
        written = write_anchors(path, record, [new], source="source:daily", digest=other, new_digest=True, text=short)
        outside.append(written.outside)
        source = load(path)[SourceId("source:daily")]
        assert (source.digest, source.length) == (other, None)
    assert outside == [2, 0]  # the length is null already


def test_an_anchor_that_is_replaced_does_not_count_as_outside(tmp_path: Path) -> None:
    with_length = CORPUS.replace("  file: daily.txt\n", "  file: daily.txt\n  length: 99  # counted\n")
    path = _file(tmp_path, with_length)
    write_anchors(path, "actor:crew", ANCHORS[1:], digest=DIGEST)
    short = TEXT[: ANCHORS[0].end + 1]
    new, other = anchor_words(short, "Delegates"), digest(short.encode())
    written = write_anchors(path, "actor:crew", [new], replace=1, digest=other, new_digest=True, text=short)
    assert written.outside == 0
    assert load(path)[SourceId("source:daily")].length == len(short)


@pytest.mark.parametrize("name", ["corpus.yaml", "corpus.json", "corpus.jsonl"])
@pytest.mark.parametrize("number", [1, 2])
def test_an_anchor_is_replaced(tmp_path: Path, name: str, number: int) -> None:
    path = tmp_path / name
    if name.endswith("yaml"):
        _file(tmp_path)
    else:
        load(_file(tmp_path)).write(path)
    write_anchors(path, "actor:crew", ANCHORS)
    new = anchor_words(TEXT, "was named")
    before = path.read_text("utf-8")
    written = write_anchors(path, "actor:crew", [new], replace=number)
    assert (written.anchors, written.files) == (1, (path,))
    after = load(path)[ActorId("actor:crew")].attestations[0].anchors
    assert after == ((new, ANCHORS[1]) if number == 1 else (ANCHORS[0], new))
    assert path.read_text("utf-8").count("\n") == before.count("\n")
    assert write_anchors(path, "actor:crew", [new], replace=number).files == ()


def test_the_comments_in_a_replaced_anchor_remain(tmp_path: Path) -> None:
    members = "".join(f"      {key}: {value!r}  # {key}\n" for key, value in tree(ANCHORS[0]).items())
    block = members.replace("      start", "    - start", 1)
    path = _file(tmp_path, CORPUS.replace("  # not verbatim\n", f"\n    anchors:\n{block}"))
    new = anchor_words(TEXT, "was named")
    write_anchors(path, "actor:fleet", [new], source="source:daily", replace=1)
    assert load(path)[ActorId("actor:fleet")].attestations[0].anchors == (new,)
    content = path.read_text("utf-8")
    assert all(f"  # {key}\n" in content for key in tree(new))


@pytest.mark.parametrize(
    ("anchors", "replace", "error", "message"),
    [
        (ANCHORS, 1, UnusableInput, "one anchor replaces another one, got 2 anchors"),
        (ANCHORS[:1], 2, UnusableInput, "the attestation of actor:crew has this anchor already, as number 1"),
        (ANCHORS[:1], 3, UnknownField, "has no anchor 3 (it has 2 anchors, counted from 1)"),
        (ANCHORS[:1], 0, UnknownField, "has no anchor 0"),
    ],
)
def test_an_anchor_that_cannot_be_replaced(
    tmp_path: Path, anchors: tuple[Anchor, ...], replace: int, error: type[AllianceKitError], message: str
) -> None:
    path = _file(tmp_path)
    write_anchors(path, "actor:crew", ANCHORS)
    before = path.read_text("utf-8")
    with pytest.raises(error) as caught:
        write_anchors(path, "actor:crew", anchors, replace=replace)
    assert message in str(caught.value)
    assert path.read_text("utf-8") == before


def test_an_null_digest_is_filled(tmp_path: Path) -> None:
    path = _file(tmp_path, CORPUS.replace("  file: daily.txt\n", "  file: daily.txt\n  digest: null\n"))
    write_anchors(path, "actor:crew", ANCHORS, digest=DIGEST)
    assert load(path)[SourceId("source:daily")].digest == DIGEST


def test_a_layout_that_has_no_place_for_anchors(tmp_path: Path) -> None:
    content = CORPUS.replace("    wording: mention  # not verbatim\n", "    wording: >-\n      mention\n")
    path = _file(tmp_path, content)
    with pytest.raises(UnusableFile, match="without changes to its layout; paste them"):
        write_anchors(path, "actor:fleet", ANCHORS, source="source:daily")
    assert path.read_text("utf-8") == content


def test_a_record_in_a_table(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    load(_file(tmp_path)).write(tmp_path / "tables.parquet")
    with pytest.raises(UnusableFile, match=r"is not in a file in \.yaml, \.yml, \.json or \.jsonl"):
        write_anchors(tmp_path / "tables.parquet", "actor:crew", ANCHORS)


# --- Another version of a text ----------------------------------------------------------------------------------------

OLDER = f"In the great hall of the harbour, {TEXT}"
OLD = (anchor_words(OLDER, "nine capitals"), anchor_words(OLDER, "the quiet alliance"))
OLD_DIGEST = digest(OLDER.encode())
NEWER = f"For the archive.\n{OLDER.replace('quiet', 'silent')}"
NEWER_DIGEST = digest(NEWER.encode())
MOVED = anchor_words(NEWER, "nine capitals")


@pytest.mark.parametrize("name", ["corpus.yaml", "corpus.json", "corpus.jsonl"])
def test_a_new_digest_gives_the_other_anchors_their_new_positions(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    load(_file(tmp_path)).write(path)
    write_anchors(path, "actor:crew", OLD, digest=OLD_DIGEST)
    write_anchors(path, "actor:fleet", OLD, source="source:daily")
    new = anchor_words(NEWER, "the silent alliance")
    written = write_anchors(path, "actor:crew", [new], replace=2, digest=NEWER_DIGEST, new_digest=True, text=NEWER)
    assert (written.moved, written.lost, written.length) == (2, 1, False)
    after = load(path)
    assert after[ActorId("actor:crew")].attestations[0].anchors == (MOVED, new)
    assert after[ActorId("actor:fleet")].attestations[0].anchors == (MOVED, OLD[1])


def test_an_anchor_does_not_move_to_one_that_is_there(tmp_path: Path) -> None:
    path = _file(tmp_path)
    write_anchors(path, "actor:crew", (OLD[0], MOVED))
    assert update_anchors(path, "source:daily", NEWER, NEWER_DIGEST).moved == 0
    assert load(path)[ActorId("actor:crew")].attestations[0].anchors == (OLD[0], MOVED)


def test_an_update_writes_the_digest_the_length_and_the_positions(tmp_path: Path) -> None:
    path = _file(tmp_path)
    write_anchors(path, "actor:crew", OLD, digest=OLD_DIGEST)
    written = update_anchors(path, "source:daily", NEWER, NEWER_DIGEST)
    assert written == WrittenAnchors((path,), "source:daily", 0, digest=True, moved=1, lost=1, length=True)
    source = load(path)[SourceId("source:daily")]
    assert (source.digest, source.length) == (NEWER_DIGEST, len(NEWER))
    assert "# a daily paper\n" in path.read_text("utf-8")
    again = update_anchors(path, "source:daily", NEWER, NEWER_DIGEST)
    assert (again.files, again.lost) == ((), 1)
    with pytest.raises(UnusableInput, match="actor:crew is no source"):
        update_anchors(path, "actor:crew", NEWER, NEWER_DIGEST)


def test_a_common_corpus_is_not_changed(tmp_path: Path) -> None:
    head, _, actors = CORPUS.partition("actors:")
    common = _file(tmp_path, head, "shared.yaml")
    path = _file(tmp_path, f"schema_version: 3\nactors:{actors}")
    with pytest.raises(InvalidCorpus):
        write_anchors(path, "actor:crew", OLD, digest=OLD_DIGEST)
    written = write_anchors(path, "actor:crew", OLD, digest=OLD_DIGEST, common=common)
    assert written == WrittenAnchors((path,), "source:daily", 2, digest=False)
    assert common.read_text("utf-8") == head
    assert update_anchors(path, "source:daily", NEWER, NEWER_DIGEST, common=common).moved == 1
    update_anchors(common, "source:daily", OLDER, OLD_DIGEST)
    for new_digest in (True, False):
        with pytest.raises(UnusableFile, match="has the digest"):
            write_anchors(path, "actor:crew", (), digest=NEWER_DIGEST, new_digest=new_digest, text=NEWER, common=common)
    with pytest.raises(UnusableFile, match=r"source:daily is in .*shared.yaml, which is not changed; write the digest"):
        update_anchors(path, "source:daily", NEWER, NEWER_DIGEST, common=common)
    with pytest.raises(UnusableInput, match=r"actor:crew is in .*, which is not changed"):
        write_anchors(common, "actor:crew", (), common=path)
