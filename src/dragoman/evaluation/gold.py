"""Gold: sentences coded by hand, JSON lines, one language a file; a strict loader that refuses nonsense.

Each sentence lists its mentions (spans with a kind and a code) and its events, which point at the mentions by
their number: `actors`, `recipients`, `where`, `when`, `said_by`, `condition`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from dragoman import ontology
from dragoman.errors import EmptyReport, MalformedLine, MissingSource
from dragoman.intake.report import as_stored
from dragoman.languages.packs import LANGUAGES
from dragoman.model import Modality, Record, Span

Words = Annotated[str, Meta(min_length=1)]
Code = Annotated[str, Meta(pattern=r"^(IGO:[A-Z0-9]+|(---|[A-Z]{3})(:[A-Z]{3})?)$")]
Kind = Literal["state", "organisation", "group", "office", "person", "pronoun", "place", "time", "condition"]

PARTIES = frozenset(("state", "organisation", "group", "office", "person", "pronoun"))
_FIX = "mend the line; its neighbours show the form"
_NAME = "name a file of gold (.jsonl)"


class GoldSpan(Span, frozen=True, forbid_unknown_fields=True):
    """A span with the words it quotes."""

    text: Words


class GoldMention(GoldSpan, frozen=True):
    """Who, where, when or on what condition; `code` is `COUNTRY:SECTOR`, a place's country, or None."""

    kind: Kind
    code: Code | None


class GoldEvent(Record, frozen=True, forbid_unknown_fields=True):
    """An event as CODING.md has it; all but the first four point at mentions of the sentence."""

    type: str
    mode: str | None
    modality: Modality
    trigger: GoldSpan
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    where: int | None
    when: int | None
    said_by: int | None
    condition: int | None


class GoldSentence(Record, frozen=True, forbid_unknown_fields=True):
    """One sentence, read as a report of its own; `tags` say what it is there to try."""

    id: Words
    lang: str
    text: Words
    tags: tuple[Words, ...]
    mentions: tuple[GoldMention, ...]
    events: tuple[GoldEvent, ...]


class Gold(Record, frozen=True):
    """One file of gold; `sha256` is the digest of its bytes."""

    path: Path
    language: str
    sha256: str
    sentences: tuple[GoldSentence, ...]


def load(path: Path) -> Gold:
    """Reads a file of gold.

    Raises MissingSource, EmptyReport where it holds no sentence, and MalformedLine with file and line for the
    first line that is wrong in its form, its offsets, or the names it uses.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MissingSource(f"cannot be read ({error.strerror})", str(path), _NAME) from error
    sentences: dict[str, GoldSentence] = {}
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            sentence = _sentence(line, f"{path}:{number}", sentences)
            sentences[sentence.id] = sentence
    if not sentences:
        raise EmptyReport("there is no sentence in it", str(path), _NAME)
    language = next(iter(sentences.values())).lang
    digest = hashlib.sha256(content).hexdigest()
    return Gold(path=path, language=language, sha256=digest, sentences=tuple(sentences.values()))


def _sentence(line: bytes, place: str, before: dict[str, GoldSentence]) -> GoldSentence:
    try:
        sentence = msgspec.json.decode(line, type=GoldSentence)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedLine(f"this is no gold sentence ({error})", place, _FIX) from None
    fault = next(_faults(sentence, before), None)
    if fault is not None:
        raise MalformedLine(f"{sentence.id}: {fault}", place, _FIX)
    return sentence


def _faults(sentence: GoldSentence, before: dict[str, GoldSentence]) -> Iterator[str]:
    """What is wrong with a sentence that has the right form."""
    if sentence.id in before:
        yield "the id stands above already"
    if sentence.lang not in LANGUAGES:
        yield f"no language pack for {sentence.lang!r}; there are {', '.join(LANGUAGES)}"
    if any(other.lang != sentence.lang for other in list(before.values())[:1]):
        yield f"the language is {sentence.lang!r} where the file began with another; give each its own file"
    if as_stored(sentence.text) != sentence.text:
        yield "the text is not as reports are stored: NFC, no byte order mark, line ends as \\n"
    for mention in sentence.mentions:
        yield from _span_faults("a mention", mention, sentence.text)
        yield from _code_faults(mention)
    for event in sentence.events:
        yield from _event_faults(event, sentence)


def _span_faults(who: str, span: GoldSpan, text: str) -> Iterator[str]:
    if not 0 <= span.start < span.end <= len(text):
        yield f"{who} at {span.start}:{span.end} is empty or outside the text's {len(text)} characters"
    elif span.words(text) != span.text:
        at = text.find(span.text)
        hint = f"it stands at {at}:{at + len(span.text)}" if at >= 0 else "it does not stand in the text"
        has = f"where the text has “{span.words(text)}”"
        yield f"{who} at {span.start}:{span.end} quotes “{span.text}” {has}; {hint}"


def _code_faults(mention: GoldMention) -> Iterator[str]:
    country, _, sector = (mention.code or "").partition(":")
    if mention.kind in ("time", "condition"):
        if mention.code is not None:
            yield f"the {mention.kind} “{mention.text}” has a code, {mention.code}"
    elif mention.kind in PARTIES and not sector:
        yield f"the {mention.kind} “{mention.text}” has no code with a sector"
    if sector and country != "IGO" and sector not in ontology.load().sectors:
        yield f"no sector {sector!r} in the ontology (“{mention.text}”)"


def _event_faults(event: GoldEvent, sentence: GoldSentence) -> Iterator[str]:
    yield from _span_faults(f"the trigger of the {event.type}", event.trigger, sentence.text)
    known = ontology.load().types.get(event.type)
    if known is None:
        yield f"no event type {event.type!r} in the ontology"
    elif event.mode is not None and event.mode not in {mode.name for mode in known.modes}:
        yield f"{event.type} has no mode {event.mode!r}"
    if set(event.actors) & set(event.recipients):
        yield f"the {event.type} has one mention on both sides"
    for role, at, kinds in _pointers(event):
        if not 0 <= at < len(sentence.mentions):
            yield f"{role} of the {event.type} is mention {at}, and there are {len(sentence.mentions)}"
        elif (mention := sentence.mentions[at]).kind not in kinds:
            yield f"{role} of the {event.type} is a {mention.kind}, “{mention.text}”"


def _pointers(event: GoldEvent) -> Iterator[tuple[str, int, frozenset[str]]]:
    """Which mentions an event points at, and of what kinds they must be."""
    yield from (("an actor", at, PARTIES) for at in event.actors)
    yield from (("a recipient", at, PARTIES) for at in event.recipients)
    for role, at, kinds in (
        ("the place", event.where, frozenset({"place"})),
        ("the time", event.when, frozenset({"time"})),
        ("the speaker", event.said_by, PARTIES),
        ("the condition", event.condition, frozenset({"condition"})),
    ):
        if at is not None:
            yield role, at, kinds
