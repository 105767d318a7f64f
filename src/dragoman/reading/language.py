"""Which language a report is in, and each of its sentences."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from dragoman.errors import UnknownLanguage
from dragoman.languages.packs import LANGUAGES

# What the identifier may answer: the languages read, their neighbours in script, and those to come.
_CANDIDATES = ["ar", "fa", "ur", "en", "ru", "tr", "az", "fr", "he", "ku", "ps"]
_NAMES = {
    "ar": "Arabic", "fa": "Persian", "ur": "Urdu", "en": "English", "ru": "Russian", "tr": "Turkish",
    "az": "Azerbaijani", "fr": "French", "he": "Hebrew", "ku": "Kurdish", "ps": "Pashto",
}  # fmt: skip
_SURE = 0.5
_SAMPLE = 3000  # characters; more adds time and no certainty
_ARABIC = frozenset("ةيكىأإؤئ")
_ARABIC_ONLY = frozenset("ةىإ")  # Persian typed on an Arabic keyboard has ي and ك too
_ARTICLE = re.compile(r"(?<!\w)(?:[وف]?[بك]?ال|[وف]?لل)\w{2}")
_PERSIAN_ONLY = frozenset("گچپژ")
_ON_A_PERSIAN_KEYBOARD = str.maketrans("يك", "یک")
_PERSIAN = frozenset("یکگچپژ\u200c")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.8 s and 120 MB: only when needed

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CANDIDATES)
    return identifier


def language_of(text: str) -> str:
    """The language of a report.

    Raises UnknownLanguage where no pack reads it, or where there are too few words to tell.
    """
    code, probability = _identifier().classify(_respelt(text[:_SAMPLE]))
    readable = ", ".join(f"{_NAMES[code]} ({code})" for code in LANGUAGES)
    if probability < _SURE:
        fix = f"name it with --language; read are {readable}"
        raise UnknownLanguage("too few words to tell the language", fix=fix)
    if code not in LANGUAGES:
        fix = f"read are {readable}; if it is one of them, name it with --language"
        raise UnknownLanguage(f"the text looks {_NAMES[code]}", fix=fix)
    return str(code)


def _respelt(text: str) -> str:
    """Persian typed with the Arabic yeh and kaf in its own letters, by which the identifier knows it."""
    own = sum(char in _PERSIAN_ONLY for char in text)
    return text.translate(_ON_A_PERSIAN_KEYBOARD) if own and own * 200 >= len(text) else text


def sentence_language(sentence: str, report: str) -> str:
    """The language of one sentence of a report: the report's own unless the letters say otherwise."""
    latin = sum(char.isascii() and char.isalpha() for char in sentence)
    other = sum(char.isalpha() and not char.isascii() for char in sentence)
    if latin > 3 * other and latin >= 20:
        return "en"
    if other > latin and report == "en":
        return "fa" if _PERSIAN & set(sentence) else "ar"
    arabic = sum(char in _ARABIC for char in sentence)
    persian = sum(char in _PERSIAN for char in sentence)
    if report == "ar" and persian >= 4 and persian > 3 * arabic:
        return "fa"
    return "ar" if report == "fa" and _is_arabic(sentence, persian) else report


def _is_arabic(sentence: str, persian: int) -> bool:
    """Whether articles and letters that Persian has not make a sentence Arabic."""
    words = len(sentence.split())
    marks = len(_ARTICLE.findall(sentence)) + sum(char in _ARABIC_ONLY for char in sentence)
    return words >= 3 and marks * 5 >= words and marks > 2 * persian
