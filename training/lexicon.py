"""Measures the weights of the lexicon coder: python training/lexicon.py SENTENCES.jsonl … [--detection FILE.jsonl]

It learns from the project's own examples and from the files named. SENTENCES.jsonl holds annotated sentences, one
a line: id, lang, text, mentions (start, end, code), events (type, trigger, actors, recipients as indexes into
mentions). The detection file says of sentences (id, text, event_type)
only whether they report an event of one type (label yes or no). Writes `src/dragoman/languages/*/weights.json.gz` from
all of them, and prints what five-fold cross-validation gives: the figure for sentences the weights have not seen.
What is one text stays in one fold: the sentences of an article, and a sentence in its several languages. What
`corpus.py` keeps aside for measuring is left out altogether.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

import corpus
import numpy as np
from msgspec.structs import replace
from scipy.sparse import csr_matrix
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from dragoman.coding.features import PATTERN, role_features
from dragoman.coding.lexicon import LexiconCoder, day_of, proposals, views_of
from dragoman.coding.weights import Weights
from dragoman.evaluation.matching import countries, same_sides
from dragoman.languages.packs import LANGUAGES
from dragoman.model import Report
from dragoman.phrases import covering
from dragoman.reading import reader

OWN = Path(__file__).parent / "examples"
PACKS = Path(__file__).parent.parent / "src/dragoman/languages"
_SEEN = 3  # times a fact must have been seen to be weighed
_SMALL = 0.03  # weights below this are left out
Triple = tuple[str, frozenset[str], frozenset[str]]
_STRENGTH = {"event": 0.15, "part": 0.1}  # inverse regularisation
_YES_OR_NO = 0.3  # what an act word of a sentence that was only judged as a whole counts


class Example(NamedTuple):
    """An act word of a sentence: its facts, whether it is right, and the facts and parts of its parties."""

    facts: list[str]
    right: bool
    weight: float
    parties: list[tuple[list[str], str]]


def examples(annotated: dict[str, Any]) -> list[Example]:
    """The act words of one annotated sentence."""
    report = Report(id=annotated["id"], text=annotated["text"], language=annotated["lang"])
    reading = reader.read(report)
    found = []
    for view, spoken, topic in views_of(reading):
        for proposal in proposals(view, day_of(reading), spoken, topic):
            trigger = covering(view.tokens, proposal.act.first, proposal.act.last)
            event = _meant(annotated, proposal.said.type, trigger.start, trigger.end)
            runs = view.candidates
            parties = [
                (
                    list(role_features(view, proposal.act, run, proposal.frame, runs)),
                    _part(annotated, event, run),
                )
                for run in (runs if event else ())
            ]
            found.append(Example(list(proposal.facts(view)), event is not None, 1.0, parties))
    return found


def judged(labelled: dict[str, Any]) -> list[Example]:
    """The act words of one sentence of which only yes or no is known, for one type."""
    right = labelled["label"] == "yes"
    reading = reader.read(Report(id=labelled["id"], text=labelled["text"], language="ar"))
    facts = [
        list(proposal.facts(view))
        for view, spoken, topic in views_of(reading)
        for proposal in proposals(view, day_of(reading), spoken, topic)
        if proposal.said.type == labelled["event_type"] and proposal.said.modality != "negated"
    ]
    weight = _YES_OR_NO / (len(facts) if right and facts else 1)
    return [Example(one, right, weight, []) for one in facts]


def _meant(annotated: dict[str, Any], kind: str, start: int, end: int) -> dict[str, Any] | None:
    for event in annotated["events"]:
        if event["type"] == kind and event["trigger"]["start"] < end and start < event["trigger"]["end"]:
            return dict(event)
    return None


def _part(annotated: dict[str, Any], event: dict[str, Any] | None, run: Any) -> str:
    for part, key in (("actor", "actors"), ("recipient", "recipients")):
        for index in event[key] if event else ():
            named = annotated["mentions"][index]
            if any(named["start"] < m.end and m.start < named["end"] for m in run.mentions):
                return part
    return "none"


class Measured:
    """Two logistic models over facts: one for act words, one for parts."""

    def __init__(self, rows: Iterable[tuple[str, list[Example]]]) -> None:
        acts, parts = [], []
        for language, found in rows:
            for one in found:
                acts.append((_both(one.facts, language), one.right, one.weight))
                parts += [(_both(facts, language), part, one.weight) for facts, part in one.parties]
        self.event_facts, matrix = _matrix([facts for facts, *_ in acts])
        self.event = LogisticRegression(C=_STRENGTH["event"], solver="liblinear", fit_intercept=False, max_iter=300)
        self.event.fit(matrix, [right for _, right, _ in acts], sample_weight=[weight for *_, weight in acts])
        self.part_facts, matrix = _matrix([facts for facts, *_ in parts])
        self.part = LogisticRegression(C=_STRENGTH["part"], fit_intercept=False, max_iter=200)
        self.part.fit(matrix, [part for _, part, _ in parts], sample_weight=[weight for *_, weight in parts])

    def weights(self, language: str) -> Weights:
        """What the facts of a language are worth: the share all languages have, and its own."""
        rows = dict(zip(self.part.classes_, self.part.coef_, strict=True))
        return Weights(
            event=_named(self.event_facts, self.event.coef_[0], language),
            actor=_named(self.part_facts, rows["actor"] - rows["none"], language),
            recipient=_named(self.part_facts, rows["recipient"] - rows["none"], language),
        )


def _both(facts: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Each fact twice: as all languages have it, and as this one does."""
    return [(owner, fact) for fact in dict.fromkeys(facts) for owner in ("", language)]


def _matrix(rows: Sequence[list[tuple[str, str]]]) -> tuple[dict[tuple[str, str], int], csr_matrix]:
    seen = Counter(fact for row in rows for fact in row)
    number = {fact: i for i, fact in enumerate(sorted(fact for fact, times in seen.items() if times >= _SEEN))}
    columns = [[number[fact] for fact in row if fact in number] for row in rows]
    flat = np.array([column for row in columns for column in row])
    pointers = np.cumsum([0, *map(len, columns)])
    return number, csr_matrix((np.ones(len(flat)), flat, pointers), shape=(len(rows), len(number)))


def _named(number: dict[tuple[str, str], int], values: np.ndarray, language: str) -> dict[str, float]:
    found: Counter[str] = Counter()
    for (owner, fact), column in number.items():
        if owner == language or (owner == "" and (language, fact) in number):
            found[fact] += values[column]
    counting = {fact: value for fact, value in found.items() if abs(value) >= _SMALL or fact.startswith(PATTERN)}
    return {fact: round(float(value), 2) for fact, value in sorted(counting.items())}


# --- trying them ------------------------------------------------------------------------------


class Tried(NamedTuple):
    """A sentence coded with weights that had not seen it: gold events, and each event's confidence and rightness."""

    language: str
    gold: int
    events: list[tuple[float, bool]]


def tried(task: tuple[dict[str, Any], dict[str, Weights]]) -> Tried:
    """Codes one sentence and lays it beside its annotation."""
    annotated, weights = task
    report = Report(id=annotated["id"], text=annotated["text"], language=annotated["lang"])
    left = [_triple(annotated, event) for event in annotated["events"]]
    events = []
    for event in LexiconCoder(weights).code(reader.read(report)).events:
        sides = countries(event)
        match = next((one for one in left if one[0] == event.type and same_sides(event.type, one[1:], sides)), None)
        if match is not None:
            left.remove(match)
        events.append((event.confidence, match is not None))
    return Tried(annotated["lang"], len(annotated["events"]), events)


def _triple(annotated: dict[str, Any], event: dict[str, Any]) -> Triple:
    codes = ([annotated["mentions"][i]["code"] or "---" for i in event[side]] for side in ("actors", "recipients"))
    actors, recipients = (frozenset(code.split(":")[0] for code in side) - {"---"} for side in codes)
    return event["type"], actors, recipients


def f1(outcomes: Sequence[Tried]) -> str:
    """Precision, recall and F1 of (actor countries, type, recipient countries)."""
    right = sum(good for one in outcomes for _, good in one.events)
    precision = right / max(1, sum(len(one.events) for one in outcomes))
    recall = right / max(1, sum(one.gold for one in outcomes))
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def certainty(outcomes: Sequence[Tried]) -> tuple[tuple[float, float], ...]:
    """What a confidence was worth: knots of the isotonic curve from the coder's product to the share that was right."""
    pairs = [pair for one in outcomes for pair in one.events]
    curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip").fit(
        [p for p, _ in pairs], [good for _, good in pairs]
    )
    return tuple((round(x / 20, 2), round(float(curve.predict([x / 20])[0]), 3)) for x in range(21))


# --- the command ------------------------------------------------------------------------------


def main() -> None:
    """Cross-validates, then writes the weights from all sentences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path, nargs="+")
    parser.add_argument("--detection", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    given_rows = corpus.annotated(given.sentences)
    aside = {one["text"] for one in given_rows if corpus.aside(corpus.key_of(one))}
    own = corpus.annotated(sorted(OWN.glob("*/*.txt")))
    annotated = [*own, *(one for one in given_rows if one["text"] not in aside)]
    labelled = (
        [one for one in corpus.rows(given.detection) if not corpus.aside(one["text"]) and one["text"] not in aside]
        if given.detection
        else []
    )
    with Pool() as pool:
        rows = list(zip(map(corpus.key_of, annotated), pool.map(_examples, annotated, 32), strict=True))
        rows += zip((one["text"] for one in labelled), pool.map(_judged, labelled, 32), strict=True)
        outcomes: list[Tried] = []
        for fold in range(given.folds):
            weights = _weights(row for text, row in rows if zlib.crc32(text.encode()) % given.folds != fold)
            unseen = [one for one in annotated if zlib.crc32(corpus.key_of(one).encode()) % given.folds == fold]
            outcomes += pool.map(tried, [(one, weights) for one in unseen], 32)
        for language in LANGUAGES:
            print(f"{language}, not seen: {f1([one for one in outcomes if one.language == language])}")
    for language, weights in _weights(row for _, row in rows).items():
        own = certainty([one for one in outcomes if one.language == language])
        _write(PACKS / language / "weights.json.gz", replace(weights, certainty=own))


def _examples(annotated: dict[str, Any]) -> tuple[str, list[Example]]:
    return annotated["lang"], examples(annotated)


def _judged(labelled: dict[str, Any]) -> tuple[str, list[Example]]:
    return "ar", judged(labelled)


def _weights(rows: Iterable[tuple[str, list[Example]]]) -> dict[str, Weights]:
    measured = Measured(rows)
    return {language: measured.weights(language) for language in LANGUAGES}


def _write(file: Path, weights: Weights) -> None:
    parts = {"event": weights.event, "actor": weights.actor, "recipient": weights.recipient}
    text = json.dumps(parts, ensure_ascii=False, indent=0)[:-2]
    text = f'{text},\n"certainty": {json.dumps(weights.certainty)}\n}}\n'
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
