"""What the encoder learns from: annotated sentences, marked pairs and labelled sentences, laid out in pieces.

What is kept aside for measuring is told by a checksum of the sentence's number (one number for a sentence and its
translations) or of its text, so that it is the same 15 % in every run.
"""

from __future__ import annotations

import csv
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import examples
from examples import country_of
from tokenizers import Tokenizer

from dragoman.coding.learned.around import around
from dragoman.coding.learned.labels import DETECTED, KINDS, MODALITIES, MODES, PARTS, SECTORS, TYPES
from dragoman.coding.learned.pieces import Pieces, Span, marked, split
from dragoman.coding.learned.relation import Place, unmarked

ASIDE = 15  # percent
SYMMETRIC = ("CONSULT", "AGREE", "COOPERATE")
_YIELD = ("CONCEDE", "RETREAT")
_OLDER = {"OTH": "UNK", "NGO": "SOC"}  # marks of the older data


class Act(NamedTuple):
    """An act word: its pieces and the numbers of its type, mode and modality, and of each mention's part in it."""

    span: Span
    type: int
    mode: int
    modality: int
    parts: list[int]
    around: list[int]  # the part of each mention around the sentence


class Sentence(NamedTuple):
    """A sentence as the first pass sees it; what the source does not tell is None."""

    key: str
    lang: str
    pieces: Pieces
    mentions: list[tuple[Span, int]] | None
    countries: list[str | None]  # of each mention; empty where names were changed
    sectors: list[int | None]
    acts: list[Act] | None
    around: list[tuple[int, int]]  # the mentions around it: sentence of its report and place in that
    speaker: int | None  # the mention whose statement it is, -1 for none
    detected: tuple[float | None, ...]  # for each of DETECTED
    row: dict[str, Any]


class Told(NamedTuple):
    """What is known of a pair; `types` are the numbers of which one is right."""

    types: tuple[int, ...]
    mode: int | None
    modality: int | None


class Pair(NamedTuple):
    """A sentence with two parties marked, at the code points of its `places`."""

    key: str
    lang: str
    ids: Any
    ends: tuple[Span | None, Span | None]
    told: Told
    row: dict[str, Any]
    places: Sequence[Place | None]


def aside(key: str) -> bool:
    """Whether what goes by this key is kept aside for measuring."""
    return zlib.crc32(key.encode()) % 100 < ASIDE


def key_of(row: dict[str, Any]) -> str:
    """What decides whether a row is kept aside: the number that translations share, the article, else the text."""
    if "article" in row:
        return str(row["article"])
    return row["id"].split("-")[0] if row["id"].startswith("tr") else row["text"]


def sector_of(code: str | None) -> int | None:
    """The number of a code's sector; None where it has none, as bodies and places have."""
    if code is None or code.startswith("IGO:") or ":" not in code:
        return None
    sector = code.split(":")[1]
    sector = _OLDER.get(sector, sector)
    return SECTORS.index(sector) if sector in SECTORS else None


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def annotated(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Rows annotated in full, of JSON lines and of example files."""
    found: list[dict[str, Any]] = []
    for path in paths:
        found += examples.sentences(path) if path.suffix == ".txt" else rows(path)
    return found


def labels_of(labelled: Iterable[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Of each labelled sentence's words, whether it reports a type, 1 or 0."""
    labels: dict[str, dict[str, float]] = defaultdict(dict)
    for row in labelled:
        labels[row["text"]][row["event_type"]] = float(row["label"] == "yes")
    return labels


def sentences(given: list[dict[str, Any]], labels: dict[str, dict[str, float]], known: Tokenizer) -> list[Sentence]:
    """Rows as the first pass sees them; those of a report stand together and in order."""
    found = []
    for row, pieces in zip(given, split(known, [r["text"] for r in given]), strict=True):
        detected = tuple(labels.get(row["text"], {}).get(kind) for kind in DETECTED)
        if "mentions" in row:
            mentions, acts = _laid_out(row, pieces)
            countries = [country_of(m["code"]) for m in row["mentions"]]
            sectors = [sector_of(m["code"]) for m in row["mentions"]]
            speaker = (-1 if row["speaker"] is None else row["speaker"]) if "speaker" in row else None
        else:
            mentions, countries, sectors, acts, speaker = None, [], [], None, None
        found.append(
            Sentence(key_of(row), row["lang"], pieces, mentions, countries, sectors, acts, [], speaker, detected, row)
        )
    return [s for report in reports(found) for s in _surrounded(report)]


def reports(sentences: Iterable[Sentence]) -> list[list[Sentence]]:
    """The sentences of one report together; what belongs to none is one alone."""
    found: list[list[Sentence]] = []
    for one in sentences:
        article = one.row.get("article")
        if found and article is not None and found[-1][-1].row.get("article") == article:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _surrounded(report: list[Sentence]) -> list[Sentence]:
    """The sentences of a report with the mentions around each, and what part these have in its acts."""
    if len(report) == 1:
        return report
    names = [["" if m["kind"] == "time" else m["text"] for m in s.row["mentions"]] for s in report]
    found = []
    for at, one in enumerate(report):
        near = around(names, at)
        codes = [report[i].row["mentions"][k]["code"] for i, k in near]
        acts = [
            act._replace(around=_parts_around(event, codes))
            for act, (event, _) in zip(one.acts or [], _triggers(one.row, one.pieces), strict=True)
        ]
        found.append(one._replace(around=near, acts=acts))
    return found


def _parts_around(event: dict[str, Any], codes: list[str | None]) -> list[int]:
    """The parts of mentions of these codes in an event with parties that its own sentence does not name: theirs who
    have a party's code, and where none has it, theirs who are of its country."""
    parts = [0] * len(codes)
    for side, part in (("context_recipients", "recipient"), ("context_actors", "actor")):
        for code in event.get(side) or ():
            same = [i for i, own in enumerate(codes) if own == code]
            country = country_of(code)
            for i in same or [i for i, own in enumerate(codes) if country and country_of(own) == country]:
                parts[i] = PARTS.index(part)
    return parts


def _laid_out(row: dict[str, Any], pieces: Pieces) -> tuple[list[tuple[Span, int]], list[Act]]:
    spans = [pieces.span(m["start"], m["end"]) for m in row["mentions"]]
    mentions = [(s or (0, 1), KINDS.index(m["kind"])) for s, m in zip(spans, row["mentions"], strict=True)]
    acts = []
    for event, span in _triggers(row, pieces):
        parts = [0] * len(mentions)
        for part in ("where", "when", "said_by"):
            if isinstance(event[part], int):
                parts[event[part]] = PARTS.index(part)
        for part, role in (("recipients", "recipient"), ("actors", "actor")):
            for i in event[part]:
                parts[i] = PARTS.index(role)
        mode = (event["type"], event["mode"])
        acts.append(
            Act(span, TYPES.index(event["type"]), MODES.index(mode if mode in MODES else (event["type"], None)),
                MODALITIES.index(event["modality"]), parts, [])
        )  # fmt: skip
    return mentions, acts


def _triggers(row: dict[str, Any], pieces: Pieces) -> Iterator[tuple[dict[str, Any], Span]]:
    """The events of a row with the pieces of their triggers, as far as these are read."""
    for event in row["events"]:
        if span := pieces.span(event["trigger"]["start"], event["trigger"]["end"]):
            yield event, span


def benchmark(path: Path, annotated: dict[tuple[str, str], dict[str, Any]], known: Tokenizer) -> list[Pair]:
    """A table of marked pairs; `annotated` has by number and language the rows that are annotated in full as well."""
    lang = path.stem.split("_")[-1]
    found = []
    with path.open(encoding="utf-8") as lines:
        table = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for line in table:
        plain, ends = unmarked(line["marked_sentence"])
        label = line["label"]
        types = tuple(TYPES.index(t) for t in (_YIELD if label == "YIELD" else (label,)))
        row = annotated.get((line["uid"], lang))
        events = [e for e in row["events"] if e["type"] == label] if row else []
        told = _of_event(events[-1])._replace(types=types) if events else Told(types, None, None)
        if row is None or row["text"] != plain:
            row = {"id": f"{line['uid']}-{lang}", "lang": lang, "text": plain, "mentions": [], "events": []}
        if made := pair_of(known, line["uid"], row, ends, told):
            found.append(made)
    return found


def pairs_of(given: list[dict[str, Any]], known: Tokenizer, chance: random.Random) -> list[Pair]:
    """Marked pairs out of annotated rows, and as many hard ones with nothing between them as there are reasons for."""
    found = []
    for row in given:
        told: dict[tuple[int | None, int | None], list[dict[str, Any]]] = defaultdict(list)
        for event in row["events"]:
            for ends in _ends(event):
                told[ends].append(event)
        parties = [i for i, m in enumerate(row["mentions"]) if m["kind"] not in ("place", "time")]
        nothing = [
            (a, b) for a in parties for b in parties
            if a != b and (a, b) not in told and not any(e["type"] in SYMMETRIC for e in told.get((b, a), []))
            and not any(
                (a in e["actors"] and b in e["recipients"]) or {a, b} <= set(e["actors"]) for e in row["events"]
            )
        ]  # fmt: skip
        chosen = [(ends, events) for ends, events in told.items() if len({e["type"] for e in events}) == 1]
        if nothing and chance.random() < 0.4:
            chosen.append((chance.choice(nothing), []))
        for (actor, recipient), events in chosen:
            places = [
                None if i is None else (row["mentions"][i]["start"], row["mentions"][i]["end"])
                for i in (actor, recipient)
            ]
            told_of = _of_event(events[0]) if events else Told((len(TYPES),), None, None)
            if made := pair_of(known, key_of(row), row, places, told_of):
                found.append(made)
    return found


def _of_event(event: dict[str, Any]) -> Told:
    mode = (event["type"], event["mode"])
    number = MODES.index(mode) if mode in MODES else None
    return Told((TYPES.index(event["type"]),), number, MODALITIES.index(event["modality"]))


def _ends(event: dict[str, Any]) -> list[tuple[int | None, int | None]]:
    actors, recipients = event["actors"], event["recipients"]
    if actors and recipients:
        return [(a, r) for a in actors[:2] for r in recipients[:2] if a != r][:2]
    if len(actors) > 1:
        return [(actors[0], actors[1])]
    return [(actors[0], None)] if actors else [(None, recipients[0])] if recipients else []


def pair_of(known: Tokenizer, key: str, row: dict[str, Any], places: Sequence[Place | None], told: Told) -> Pair | None:
    """The pair of a row at these code points; None where one lies beyond what is read."""
    pieces = split(known, [row["text"]])[0]
    spans = [pieces.span(*p) if p else None for p in places]
    if any(p and not s for p, s in zip(places, spans, strict=True)) or not any(spans):
        return None
    ids, actor, recipient = marked(pieces, spans[0], spans[1], known.get_vocab_size())
    return Pair(key, row["lang"], ids, (actor, recipient), told, row, places)
