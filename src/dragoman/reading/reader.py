"""A report becomes a reading: its language, sentences, times, mentions and damage."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.errors import EmptyReport
from dragoman.knowledge import gazetteer
from dragoman.knowledge.gazetteer import Organisation
from dragoman.languages import packs
from dragoman.model import Actor, Mention, Reading, Report, Sentence, Span, Time
from dragoman.phrases import covering
from dragoman.reading.damage import damage_of
from dragoman.reading.dates import Found, find_times, inferred_day, place_time
from dragoman.reading.language import language_of, sentence_language
from dragoman.reading.mentions import MentionReader
from dragoman.reading.reference import resolve
from dragoman.reading.sentences import is_headline, sentence_spans


def read(report: Report) -> Reading:
    """Reads a report.

    Raises UnknownLanguage where no pack reads it and EmptyReport where there is no word in it.
    """
    language = report.language or language_of(report.text)
    packs.load(language)  # says at once if there is no such pack
    bare = _sentences(report.text, language)
    if not bare:
        raise EmptyReport("there is no sentence in it", report.source_id or report.id, "give a report with words")
    found = [find_times(packs.load(s.language), s.tokens) for s in bare]
    published, why = _published(report, bare, found)
    year = published.year if published else None
    names = MentionReader(gazetteer.load(), year)
    read_sentences = [
        _with_mentions(s, times, names, report.text, published) for s, times in zip(bare, found, strict=True)
    ]
    sentences = resolve(read_sentences, _states())
    damage = damage_of(report.text, sentences, packs.load(language))
    outlet, agencies = _sources(report, sentences)
    full = replace(report, language=language, damage=damage, outlet=outlet, agencies=agencies)
    return Reading(report=full, sentences=sentences, published=published, published_reason=why)


def _sentences(text: str, language: str) -> list[Sentence]:
    abbreviations = packs.load(language).data.abbreviations
    out = []
    for number, (paragraph, span) in enumerate(sentence_spans(text, abbreviations)):
        own = sentence_language(span.words(text), language)
        tokens = packs.load(own).tokens(text, span.start, span.end)
        if not any(token.word for token in tokens):
            continue
        out.append(
            Sentence(
                start=span.start,
                end=span.end,
                language=own,
                paragraph=paragraph,
                tokens=tokens,
                headline=number == 0 and is_headline(text, span),
            )
        )
    return out


def _published(
    report: Report, sentences: Sequence[Sentence], found: Sequence[Sequence[Found]]
) -> tuple[datetime.date | None, str | None]:
    if report.published is not None:
        return report.published, None
    times: list[Time] = []
    for sentence, ones in zip(sentences, found, strict=True):
        for one in ones:
            if one.weekday is not None and one.month is not None and one.year is None:
                time = place_time(one, sentence.tokens, report.text, None)
                times += [time] if time else []
    inferred = inferred_day(times)
    return inferred if inferred else (None, "the report gives no date and nothing in it decides one")


def _with_mentions(
    sentence: Sentence,
    times: Sequence[Found],
    names: MentionReader,
    text: str,
    published: datetime.date | None,
) -> Sentence:
    pack = packs.load(sentence.language)
    mentions = []
    busy: set[int] = set()
    for found in times:
        span = covering(sentence.tokens, found.first, found.last)
        time = place_time(found, sentence.tokens, text, published)
        why = None if time else "the report's own day is not known"
        mentions.append(_time_mention(found, span, text, time, why))
        busy |= set(range(found.first, found.last))
    mentions += names.mentions(pack, sentence.tokens, text, busy)
    return replace(sentence, mentions=tuple(sorted(mentions, key=lambda m: m.first)))


def _time_mention(found: Found, span: Span, text: str, time: Time | None, why: str | None) -> Mention:
    reason = time.inferred or "read from the calendar" if time else ""
    return Mention(
        start=span.start, end=span.end, kind="time", text=span.words(text), first=found.first, last=found.last,
        time=time, unresolved=why, reason=reason,
    )  # fmt: skip


def _states() -> dict[str, Actor]:
    known = gazetteer.load()
    return {c.code: Actor(name=known.display(c.code), country=c.code, sector="GOV") for c in known.countries if c.code}


def _sources(report: Report, sentences: Sequence[Sentence]) -> tuple[str | None, tuple[str, ...]]:
    """The outlet and the agencies that the report says it has its news from."""
    known = gazetteer.load()
    agencies: dict[str, None] = dict.fromkeys(report.agencies)
    for sentence in (*sentences[:3], *sentences[-2:]):
        for named in known.find(sentence.language, sentence.tokens):
            entry = named.names[0].entry
            if isinstance(entry, Organisation) and entry.kind == "agency":
                agencies.setdefault(entry.names["en"][0])
    return report.outlet, tuple(agencies)
