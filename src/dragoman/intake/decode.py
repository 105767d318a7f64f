"""Bytes to characters, for the encodings that Arabic, Persian and English news comes in.

In this order: a byte order mark; UTF-16 told by its high bytes; UTF-8, which other encodings hardly ever
resemble; what the page or the server declares; Windows-1256 against Windows-1252, by which of the two
gives words.
"""

from __future__ import annotations

import codecs
import re

from dragoman.errors import NotText
from dragoman.intake.binary import looks_like
from dragoman.text import REPLACEMENT

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# High bytes of Latin, Cyrillic, Armenian and Arabic letters: control characters in any other encoding.
_HIGH_BYTES = frozenset({0x00, 0x01, 0x04, 0x05, 0x06})
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?\b(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
# What servers and page templates declare without looking: believed only where letters don't say otherwise.
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252", "iso8859-15"})
_KNOWN = re.compile(r"cp(125\d|866|720|864)|iso8859-\d+|koi8-[rut]|mac-(arabic|farsi|cyrillic|turkish)")
_NOISE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_WORD = re.compile("[^\\W\\d_\u064b-\u0652]{2,}")
_ARABIC = re.compile("[\u0621-\u06d3]")
_ARABIC_WORD = re.compile("[\u0621-\u06d3\u200c\u200d]+")
# The letters that make up two thirds of any Arabic or Persian text.
_COMMON = frozenset("ابتدرسعفقلمنهويأ")


def decode(data: bytes, *, where: str = "", charset: str | None = None) -> str:
    """The characters of `data`; `charset` is what its server declared.

    Raises NotText, with what it looks like, for what is binary or in no encoding known here.
    """
    kind = looks_like(data)
    if kind:
        raise NotText(f"this looks like {kind[0]}", where, kind[1])
    text = _by_mark(data)
    for guess in (_by_width, _by_utf8, lambda raw: _by_declaration(raw, charset), _by_letters):
        if text is None:
            text = guess(data)
    if text is None and not _is_noise(data.decode("latin-1")):
        raise NotText("this is in no encoding that is known here", where, "save it as UTF-8")
    if text is None or _is_noise(text):
        raise NotText("this looks like binary data, not text", where, "save it as text or HTML")
    return text


def _by_mark(data: bytes) -> str | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    return None


def _by_width(data: bytes) -> str | None:
    sample = data[:8192]
    if len(sample) < 2:
        return None
    shares = {
        codec: sum(byte in _HIGH_BYTES for byte in high) / len(high)
        for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2]))
    }
    codec = max(shares, key=lambda name: shares[name])
    return data.decode(codec, "replace") if shares[codec] > 0.8 else None


def _by_utf8(data: bytes) -> str | None:
    """Also where its end is cut in mid-character, or one byte in many is broken: U+FFFD stands there."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT)
    whole = sum(char > "\x7f" for char in text) - broken
    only_the_end = broken == 1 and text.endswith(REPLACEMENT)
    return text if whole >= (1 if only_the_end else 20 * broken) else None


def _by_declaration(data: bytes, charset: str | None) -> str | None:
    found = _DECLARED.search(data[:4096])
    for name in (charset, found and found[1].decode("ascii")):
        codec = _codec(name)
        if codec:
            try:
                return data.decode(codec)
            except UnicodeDecodeError:
                continue
    return None


def _codec(name: str | None) -> str | None:
    """Python's name of a declared encoding, or None where it is unknown or not to be believed."""
    name = (name or "").strip().strip("\"'").lower().removeprefix("x-")
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return codec if _KNOWN.fullmatch(codec) and codec not in _WESTERN else None


def _by_letters(data: bytes) -> str | None:
    eastern = data.decode("cp1256")
    good = bad = common = 0
    for word in _WORD.findall(eastern):
        if _ARABIC_WORD.fullmatch(word):
            good += len(word)
            common += sum(letter in _COMMON for letter in word)
        elif _ARABIC.search(word):
            bad += len(word)
    if good > bad and common * 2 >= good:
        return eastern
    western = data.decode("cp1252", "replace")
    return western if _is_western(western) else None


def _is_western(text: str) -> bool:
    """Whether its words are made of plain letters with accents here and there, not of accents alone."""
    words = [word for word in _WORD.findall(text) if len(word) >= 4]
    strange = [word for word in words if sum(char > "\x7f" for char in word) * 2 > len(word)]
    return len(strange) * 4 <= len(words)


def _is_noise(text: str) -> bool:
    """NULs, or more than one control character in twenty, or more than one in five unreadable."""
    controls = len(_NOISE.findall(text))
    return "\x00" in text or controls * 20 > len(text) or text.count(REPLACEMENT) * 5 > len(text)
