"""Damage that scraping and machine translation leave: found, marked, never mended by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dragoman.languages.packs import LanguagePack
from dragoman.model import Damage, DamageKind, Sentence, Token
from dragoman.phrases import ARTICLE
from dragoman.text import fold

_STRAY = re.compile(r"(?m)^\s*[^\W\d_]{0,2}[<>]|&(?:nbsp|amp|quot|zwnj|lt|gt|#\d+);?|\ufffd+|</?[a-zA-Z]{1,8}/?>")
_NAVIGATION = re.compile(r"(?:\.\s+){2,}\|?|\|\s*(?=$|\n)|(?:\s\|\s?){2,}", re.MULTILINE)
_LATIN = re.compile(r"[A-Za-z]{4,}(?:\s+[A-Za-z]{2,})*")
_SOURCE_LINE_LENGTH = 80
_DOUBLED_LENGTH = 40


def damage_of(text: str, sentences: Sequence[Sentence], pack: LanguagePack) -> tuple[Damage, ...]:
    """All damage in a report's text, in order; where two meet the earlier kind of the list below wins."""
    found: list[Damage] = []
    for damage in (
        *_source_lines(text, pack),
        *_stray_marks(text),
        *_boilerplate(text, pack),
        *_untranslated(text, pack),
        *_cut_links(sentences, pack),
        *_doubled(text, sentences),
    ):
        if not any(damage.meets(other) for other in found):
            found.append(damage)
    return tuple(sorted(found, key=lambda d: d.start))


def _stray_marks(text: str) -> Iterator[Damage]:
    for match in _STRAY.finditer(text):
        start = match.end() - len(match.group().lstrip())
        yield Damage(start=start, end=match.end(), kind=DamageKind.STRAY_MARK, reason="a mark that belongs to no word")


def _boilerplate(text: str, pack: LanguagePack) -> Iterator[Damage]:
    for match in _NAVIGATION.finditer(text):
        end = match.start() + len(match.group().rstrip())
        if end > match.start():
            yield Damage(
                start=match.start(),
                end=end,
                kind=DamageKind.BOILERPLATE,
                reason="marks left over from navigation",
            )
    for word in pack.data.boilerplate:
        foreign = word.isascii() and pack.direction == "rtl"
        pattern = rf"(?m)\b{re.escape(word)}\b" if foreign else rf"(?m)^\s*{re.escape(word)}\s*(?=$|[:|»>])"
        for match in re.finditer(pattern, text):
            start = match.end() - len(match.group().lstrip())
            yield Damage(
                start=start,
                end=match.end(),
                kind=DamageKind.BOILERPLATE,
                reason=f"{word!r} is a page's navigation",
            )


def _source_lines(text: str, pack: LanguagePack) -> Iterator[Damage]:
    sources = [fold(word) for word in pack.data.source_words]
    according = pack.cues("speech.according")
    agencies = pack.cues("agency_words")
    for match in re.finditer(r"(?m)^[^\n]+$", text):
        line = match.group()
        if len(line.strip()) > _SOURCE_LINE_LENGTH:
            continue
        start = match.end() - len(line.lstrip())
        first = fold(line.split(None, 1)[0].strip(":|")) if line.split() else ""
        if first in sources and re.search(r"[|:]", line):
            reason = "the line names the source, not an event"
        elif not re.search(r"[.!?؟:]\s*$", line):
            tokens = pack.tokens(text, match.start(), match.end())
            opens = tokens and according.longest(tokens, 0)
            if not opens or not agencies.all(tokens) or any(pack.speech.verb_at(t) for t in tokens):
                continue
            reason = "the line only names the outlet"
        else:
            continue
        yield Damage(start=start, end=match.start() + len(line.rstrip()), kind=DamageKind.SOURCE_LINE, reason=reason)


def _untranslated(text: str, pack: LanguagePack) -> Iterator[Damage]:
    if pack.direction != "rtl":
        return
    for match in _LATIN.finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        if before not in ("(", "[", "@", "/", "#", ".") and match.group() != match.group().upper():
            yield Damage(
                start=match.start(),
                end=match.end(),
                kind=DamageKind.UNTRANSLATED,
                reason="words left in Latin letters",
            )


def _cut_links(sentences: Sequence[Sentence], pack: LanguagePack) -> Iterator[Damage]:
    prepositions = frozenset(w for w in map(fold, pack.data.prepositions) if len(w) > 1 and " " not in w)
    for sentence in sentences:
        tokens = sentence.tokens
        for left, right in pairwise(tokens):
            if pack.order == "vso" and left.folded in prepositions and _only_a_verb(pack, right):
                yield Damage(
                    start=left.start,
                    end=right.end,
                    kind=DamageKind.CUT_LINK,
                    reason="a preposition runs into a verb: words are missing between them",
                )
    for before, after in pairwise(sentences):
        if before.paragraph == after.paragraph and _dangles(before, after, pack):
            yield Damage(
                start=before.tokens[-1].start,
                end=after.tokens[0].end,
                kind=DamageKind.CUT_LINK,
                reason="the sentence breaks off and the next one goes on without a verb",
            )


def _only_a_verb(pack: LanguagePack, token: Token) -> bool:
    """Whether a word is a past-tense act verb and nothing else that could follow a preposition."""
    return len(token.folded) >= 5 and pack.acts.is_past(token.folded) and not pack.acts.is_noun(token)


def _dangles(before: Sentence, after: Sentence, pack: LanguagePack) -> bool:
    if len(before.tokens) < 3 or len(after.tokens) < 3 or pack.order != "vso":
        return False
    demonstratives, hanging = pack.folded("demonstratives"), pack.folded("hanging_prepositions")
    ends_open = any(token.folded in demonstratives for token in before.tokens[-3:]) and any(
        form.prefix or token.folded in hanging for token in before.tokens[-4:-1] for form in token.forms
    )
    opener = after.tokens[0]
    bare = not opener.folded.startswith((ARTICLE, *pack.folded("clause_clitics")))
    return ends_open and bare and pack.speech.verb_at(opener) is None and after.tokens[1].folded.startswith(ARTICLE)


def _doubled(text: str, sentences: Sequence[Sentence]) -> Iterator[Damage]:
    seen: set[str] = set()
    for sentence in sentences:
        key = " ".join(token.folded for token in sentence.tokens)
        if len(key) < _DOUBLED_LENGTH:
            continue
        if key in seen:
            yield Damage(
                start=sentence.start,
                end=sentence.end,
                kind=DamageKind.DOUBLED,
                reason="the sentence stood above already",
            )
        seen.add(key)
