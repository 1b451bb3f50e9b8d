"""Compare the mentions that are found with those that a careful reader has marked."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from attrs import define
from benchmarks.mentions.gold import FOLDER, GoldMention, seed_mentions, texts

from alliancekit.corpus import load
from alliancekit.evidence import read_copy
from alliancekit.loaders.seeds import seeds
from alliancekit.mentions import Mention, mentions


@define
class Scores:
    """The numbers of mentions of a kind.

    Attributes:
        marked: Those that the reader has marked.
        found: Those that are found.
        both: Those that are found with the same span and kind.
        equal: Those of them with the same id or date, or equally without one.
    """

    marked: int = 0
    found: int = 0
    both: int = 0
    equal: int = 0

    @property
    def precision(self) -> float:
        """The share of those found that are marked."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of those marked that are found."""
        return self.both / self.marked if self.marked else 1.0

    @property
    def resolved(self) -> float:
        """The share of those in both that have the same id or date."""
        return self.equal / self.both if self.both else 1.0


def of_texts() -> dict[str, Scores]:
    """Return the scores on the twenty texts, by kind."""
    scores: defaultdict[str, Scores] = defaultdict(Scores)
    corpus = load(FOLDER / "corpus.yaml")
    for each in texts():
        _add(scores, each.marked, mentions(each.text, corpus, each.date))
    return scores


def of_seeds(folder: Path) -> dict[str, Scores]:
    """Return the scores on the seed documents in a folder, by kind."""
    scores: defaultdict[str, Scores] = defaultdict(Scores)
    corpus, marked = seeds(), seed_mentions()
    for source in corpus.sources():
        copy, _ = read_copy(folder / f"{source.file}")
        _add(scores, marked[source.id], mentions(copy.text, corpus, source=source))
    return scores


def _add(scores: defaultdict[str, Scores], marked: Iterable[GoldMention], found: Iterable[Mention]) -> None:
    values = {(each.start, each.end, each.kind): each.value for each in marked}
    for _, _, kind in values:
        scores[kind].marked += 1
    for mention in found:
        score = scores[mention.kind]
        score.found += 1
        value = values.get((mention.start, mention.end, mention.kind))
        if value is not None:
            score.both += 1
            date = mention.date.edtf if mention.date else ""
            score.equal += mention.kind == "quotation" or (mention.id or date) == value
