"""Arabic words: clitics taken off, verbs put through their forms. All letters are folded ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dragoman.languages.verbs import VerbForm
from dragoman.model import Form
from dragoman.text import fold

LEFT_OUT = "-"
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ك", "ل", "س")
_ENCLITICS = ("هما", "ها", "هم", "هن", "نا", "كم", "ه")
_WEAK = "يا"
_HAMZA = "أئؤ"


@lru_cache(maxsize=200_000)
def forms(word: str) -> tuple[Form, ...]:
    """Every way to see a word: whole first, then with the fewest letters taken off."""
    found = {word: Form(stem=word)}
    for prefix, stem in sorted(_proclitics(word), key=lambda pair: len(pair[0])):
        found.setdefault(stem, Form(stem=stem, prefix=prefix))
        for suffix in _ENCLITICS:
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 3 - ("ال" in prefix):
                for bare in _repaired(stem.removesuffix(suffix)):
                    found.setdefault(bare, Form(stem=bare, prefix=prefix, suffix=suffix))
    return tuple(found.values())


def _proclitics(word: str) -> Iterator[tuple[str, str]]:
    for conjunction in _CONJUNCTIONS:
        if not word.startswith(conjunction):
            continue
        rest = word.removeprefix(conjunction)
        for preposition in _PREPOSITIONS:
            if not rest.startswith(preposition):
                continue
            stem = rest.removeprefix(preposition)
            taken = conjunction + preposition
            if len(stem) >= 2:
                yield taken, stem
            if stem.startswith("ال") and len(stem) >= 5:
                yield taken + "ال", stem[2:]
            if preposition == "ل" and stem.startswith("ل") and len(stem) >= 4:
                yield taken + "ال", stem[1:]
                yield taken, "ا" + stem  # names that carry their article: للأمم المتحدة


def _repaired(stem: str) -> Iterator[str]:
    """A stem as it is spelt without its pronoun: زيارت → زيارة, لقاي → لقاء, التقا → التقى."""
    yield stem
    if stem.endswith("ت"):
        yield stem[:-1] + "ه"
    elif stem.endswith("ا"):
        yield stem[:-1] + "ي"
    elif stem.endswith(("اي", "او")):
        yield stem[:-1] + "ء"
    if stem.endswith("و"):
        yield stem + "ا"


def conjugate(citation: str) -> Iterator[VerbForm]:
    """The forms of a verb cited as `perfect imperfect [active participle]`, third and first persons.

    A dash stands for forms left out because they are mostly another word: `وعد -`, since يعد is "is deemed"; behind
    the imperfect it leaves out the shortened ones: `أهاب يهيب-`, since تهب is "blows".
    """
    perfect, imperfect, *participle = citation.split()
    if perfect != LEFT_OUT:
        yield from _perfect(perfect)
    if imperfect != LEFT_OUT:
        yield from _imperfect(imperfect.removesuffix(LEFT_OUT), shortened=not imperfect.endswith(LEFT_OUT))
    for stem in map(fold, participle):
        # Cited in the accusative (قائلا), it is only meant as "saying"; its bare form is another word (معبر).
        bare = stem.removesuffix("ا")
        for ending in ("", "ا", "ه", "ين", "ون", "ان", "ات") if bare == stem else ("ا", "ه", "ين", "ات"):
            yield VerbForm(bare + ending, "participle")


def _perfect(published: str) -> Iterator[VerbForm]:
    stem = fold(published)
    yield VerbForm(stem, "past")
    if stem[-1] in _WEAK and published[-1] not in _HAMZA and len(stem) >= 3:
        base = stem[:-1]
        endings = (
            ("ت", "وا", "تا", "يا", "يت", "ينا", "وت", "ونا")
            if stem[-1] == "ا"
            else ("ت", "وا", "تا", "يا", "يت", "ينا")
        )
        for ending in endings:
            yield VerbForm(base + ending, "past")
        if stem[-1] == "ا":
            yield VerbForm(base + "ي", "past", passive=True)
            yield VerbForm(base + "يت", "past", passive=True)
        return
    for ending in ("ت", "وا", "و", "ا", "تا", "ن", "نا"):
        yield VerbForm(stem + ending, "past", speaker=ending == "نا")
    if published[-1] in _HAMZA:
        yield VerbForm(stem[:-1] + "ووا", "past")  # بدؤوا beside بدأوا
    if len(stem) >= 3 and published[-2] == "ا":
        short = stem[:-2] + stem[-1]
        if len(short) >= 2:
            yield VerbForm(short + "نا", "past", speaker=True)
            yield VerbForm(short + "ت", "past")
        passive = stem[:-2] + "ي" + stem[-1]
        if len(stem) > 3:  # a passive of three letters is a noun first of all: دين، عيد، سير
            yield VerbForm(passive, "past", passive=True)
        yield VerbForm(passive + "ت", "past", passive=True)
    if len(stem) == 4 and published[1] == "ا":
        passive = stem[0] + "و" + stem[2:]
        for ending in ("", "ت", "وا"):
            yield VerbForm(passive + ending, "past", passive=True)


def _imperfect(published: str, *, shortened: bool = True) -> Iterator[VerbForm]:
    body = fold(published)[1:]
    hamza = published[-1] in _HAMZA
    weak = body[-1] in "يوا" and not hamza
    for person in "يتنا":
        yield VerbForm(person + body, "present", speaker=person in "نا")
    short = body[:-1] if weak else body
    for person in "يت":
        yield VerbForm(person + short + "ون", "present")
        yield VerbForm(person + short + "وا", "present")
        yield VerbForm(person + (body if not weak else short + "ي") + "ان", "present")
        if hamza:
            yield VerbForm(person + body[:-1] + "وون", "present")  # يبدؤون beside يبدأون
            yield VerbForm(person + body[:-1] + "ووا", "present")
        elif weak:
            yield VerbForm(person + short, "present")
        elif shortened and len(body) >= 3 and body[-2] in "ويا":
            yield VerbForm(person + body[:-2] + body[-1], "present")
        if len(body) >= 3 and body[-2] in "وي" and not weak:
            yield VerbForm(person + body[:-2] + "ا" + body[-1], "present", passive=True)
