"""Examples: sentences written for training and annotated in full, in a form that people can write.

    [The Swiss foreign minister|office CHE:GOV] arrived in [Lima|state PER:GOV] on [Monday|time], officials said.
      CONSULT visit done "arrived" 1 > 2 when 3

A block is one sentence and its lines. Brackets hold the mentions, counted from 1: words, kind and code. A line
that starts with a type is an event: type, mode if it has one, modality, the trigger's words as they stand in the
sentence (`"met#2"` is their second place), actors > recipients (`-` for nobody), and then any of `where 1`,
`when 1`, `said 1` and `if "words of the condition"`. `SAYS 1` marks the sentence as a statement of mention 1.
Lines that start with `#` are remarks.

A line `===` begins a report: the blocks after it, up to the next such line, are its sentences in order. A party that a
sentence does not name, but the other sentences make certain, stands by its code behind a tilde:

    ===

    [Ghana|state GHA:GOV] and [Togo|state TGO:GOV] open talks in [Lome|place TGO]
      CONSULT done "open talks" 1,2 > - where 3

    The talks will go on next week and may bring an agreement.
      AGREE done "will go on" ~GHA:GOV,~TGO:GOV > -

    python training/examples.py training/examples/*/*.txt     checks files and counts what they hold
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from dragoman import ontology
from dragoman.model import Modality

KINDS = frozenset(("state", "organisation", "group", "office", "person", "pronoun", "place", "time"))
MODALITIES = frozenset(get_args(Modality))
_PLOVER = ontology.load()
_MENTION = re.compile(r"\[([^\[\]|]+)\|(\w+)(?: ([-\w]+(?::\w+)?))?\]")
_CODE = re.compile(r"^(IGO:[A-Z0-9]+|(---|[A-Z]{3})(:[A-Z]{3})?)$")
_EVENT = re.compile(
    r'(?P<type>[A-Z]+)(?: (?P<mode>[a-z-]+))? (?P<modality>[a-z]+) "(?P<trigger>[^"]+)" '
    r"(?P<actors>-|[-~:\w,]+) > (?P<recipients>-|[-~:\w,]+)"
    r"(?: where (?P<where>\d+))?(?: when (?P<when>\d+))?(?: said (?P<said_by>\d+))?"
    r'(?: if "(?P<condition>[^"]+)")?$'
)
_REPORT = "==="
_FORM = 'write: TYPE mode modality "trigger" actors > recipients where N when N said N if "words"'


class Refused(ValueError):
    """A block that cannot be used; says file, line and what to write."""


def sentences(path: Path) -> Iterator[dict[str, Any]]:
    """The file's sentences in the form of the gold: `id`, `lang`, `text`, `mentions`, `events`, `speaker`.

    `speaker` is the mention that the sentence is a statement of, or None. The language is the folder's name. A sentence
    of a report has `article`, the report's name.

    Raises:
        Refused: at the first block that is not in the form.
    """
    name = f"{path.parent.name}-{path.stem}"
    for block in _blocks(path.read_text(encoding="utf-8")):
        try:
            sentence = _sentence(block)
        except ValueError as error:
            raise Refused(f"{path}:{block.number}: {error}") from error
        article = {} if block.report is None else {"article": f"{name}-{block.report}"}
        yield {"id": f"{name}-{block.number}", "lang": path.parent.name, **article, **sentence}


class _Block(NamedTuple):
    """A sentence at the margin with what belongs to it indented; `report` is the line at which its report begins."""

    report: int | None
    number: int
    lines: list[str]


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    report = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            if block is not None:
                block.lines.append(line.strip())
            continue
        if block is not None:
            yield block
        block = None
        if line.strip() == _REPORT:
            report = number
        else:
            block = _Block(report, number, [line.strip()])
    if block is not None:
        yield block


def _sentence(block: _Block) -> dict[str, Any]:
    text, mentions = _marked(block.lines[0])
    events, speaker = [], None
    for line in block.lines[1:]:
        if line.startswith("SAYS "):
            speaker = _number(line[5:], mentions)
        else:
            events.append(_event(line, text, mentions))
    if block.report is None and any(map(_known, events)):
        raise ValueError(
            f"a party known from other sentences (~), but the sentence is in no report; begin one: {_REPORT}"
        )
    return {"text": text, "mentions": mentions, "events": events, "speaker": speaker}


def _marked(line: str) -> tuple[str, list[dict[str, Any]]]:
    text, mentions, at = "", [], 0
    for found in _MENTION.finditer(line):
        words, kind, code = found.groups()
        if kind not in KINDS:
            raise ValueError(f"no kind {kind!r}; one of {', '.join(sorted(KINDS))}")
        if code is not None and not _CODE.match(code):
            raise ValueError(f"no code {code!r}; write COUNTRY:SECTOR, IGO:ACRONYM or --- for an unknown country")
        text += line[at : found.start()]
        mentions.append({"start": len(text), "end": len(text) + len(words), "kind": kind, "code": code, "text": words})
        text += words
        at = found.end()
    text += line[at:]
    if re.search(r"[\[\]|]", text):
        raise ValueError("a bracket that is no mention; write [words|kind CODE]")
    return text, mentions


def _event(line: str, text: str, mentions: list[dict[str, Any]]) -> dict[str, Any]:
    if (found := _EVENT.match(line)) is None:
        raise ValueError(f"{line!r} is no event; {_FORM}")
    part = found.groupdict()
    kind, mode = part["type"], part["mode"]
    if kind not in _PLOVER.types:
        raise ValueError(f"no type {kind!r}")
    if mode is not None and mode not in {m.name for m in _PLOVER.types[kind].modes}:
        raise ValueError(f"{kind} has no mode {mode!r}")
    if part["modality"] not in MODALITIES:
        raise ValueError(f"no modality {part['modality']!r}; one of {', '.join(sorted(MODALITIES))}")
    condition = part["condition"]
    if condition is not None and condition not in text:
        raise ValueError(f"the condition {condition!r} does not stand in the sentence")
    return {
        "type": kind,
        "mode": mode,
        "modality": part["modality"],
        "trigger": _trigger(part["trigger"], text),
        **_parties("actors", part["actors"], mentions),
        **_parties("recipients", part["recipients"], mentions),
        **{k: None if part[k] is None else _number(part[k], mentions) for k in ("where", "when", "said_by")},
        "condition": condition,
    }


def _trigger(words: str, text: str) -> dict[str, Any]:
    words, _, place = words.partition("#")
    at = -1
    for _ in range(int(place or 1)):
        at = text.find(words, at + 1)
        if at < 0:
            raise ValueError(f"the trigger {words!r} does not stand in the sentence")
    return {"text": words, "start": at, "end": at + len(words)}


def _parties(side: str, words: str, mentions: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The side's mentions, and the codes of those whom only the other sentences make known."""
    given = [] if words == "-" else words.split(",")
    codes = [w[1:] for w in given if w.startswith("~")]
    for code in codes:
        if not _CODE.match(code):
            raise ValueError(f"no code {code!r}; write ~COUNTRY:SECTOR or ~IGO:ACRONYM")
    return {side: [_number(w, mentions) for w in given if not w.startswith("~")], f"context_{side}": codes}


def _number(words: str, mentions: list[dict[str, Any]]) -> int:
    number = int(words)
    if not 1 <= number <= len(mentions):
        raise ValueError(f"no mention {number}; the sentence has {len(mentions)}")
    return number - 1


def country_of(code: str | None) -> str | None:
    """The country of a code, `IGO:UN` for a body; None where it is unknown."""
    if code is None or code.startswith("---"):
        return None
    return code if code.startswith("IGO:") else code.split(":")[0]


def _known(event: dict[str, Any]) -> list[str]:
    return [*event["context_actors"], *event["context_recipients"]]


def _strangers(report: list[dict[str, Any]]) -> set[str]:
    """Codes of parties that a report takes as known though it names nobody of their country or body."""
    named = {None, *(country_of(m["code"]) for s in report for m in s["mentions"])}
    return {code for s in report for e in s["events"] for code in _known(e) if country_of(code) not in named}


def main(paths: list[str]) -> int:
    """Check files and print what they hold; every bad block is told."""
    types, count, bad = Counter[str](), Counter[str](), 0
    for path in map(Path, paths):
        reports: dict[int, list[dict[str, Any]]] = {}
        for block in _blocks(path.read_text(encoding="utf-8")):
            try:
                sentence = _sentence(block)
            except ValueError as error:
                print(f"{path}:{block.number}: {error}")
                bad += 1
                continue
            if block.report is not None:
                reports.setdefault(block.report, []).append(sentence)
            count["known from the report"] += sum(bool(_known(e)) for e in sentence["events"])
            types.update(e["type"] for e in sentence["events"])
            count[path.parent.name] += 1
            count["without events"] += not sentence["events"]
            count["statements"] += sentence["speaker"] is not None
            count.update(e["modality"] for e in sentence["events"])
        count["reports"] += len(reports)
        for number, told in reports.items():
            for stranger in _strangers(told):
                print(f"{path}:{number}: ~{stranger}: no sentence of the report names a party or place of that country")
                bad += 1
    print(dict(count), dict(types.most_common()), f"refused: {bad}", sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
