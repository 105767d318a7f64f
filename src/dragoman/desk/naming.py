"""Names that people give: of accounts, tokens, searches and feeds. No invisible letter makes two of one."""

from __future__ import annotations

import unicodedata

from dragoman.errors import DeskError
from dragoman.text import printable

_LONGEST = 100
_LONGEST_ACCOUNT = 64
_MARKS = ".-_@' "


def title(name: str, what: str) -> str:
    """A name as it is kept. Raises DeskError where nothing of it can be seen, or it is too long."""
    seen = " ".join(printable(unicodedata.normalize("NFC", name)).split())
    if not seen:
        raise DeskError(f"{what} needs a name", "", "give it one")
    if len(seen) > _LONGEST:
        raise DeskError(f"the name of {what} is too long", seen[:40], f"at most {_LONGEST} characters")
    return seen


def account(name: str) -> str:
    """An account's name as it is kept: letters, digits and a few marks. Raises DeskError."""
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    strange = [letter for letter in kept if not (letter.isalnum() or letter in _MARKS or unicodedata.combining(letter))]
    if not kept or not kept[0].isalnum():
        raise DeskError("an account's name begins with a letter or digit", kept[:40], "choose another")
    if strange or len(kept) > _LONGEST_ACCOUNT:
        fix = f"use up to {_LONGEST_ACCOUNT} letters, digits and {_MARKS.strip()}"
        raise DeskError("no account can have this name", printable(kept[:40]), fix)
    return kept


def key(name: str) -> str:
    """What is compared of an account's name: neither capitals nor widths nor what can't be seen make another of it."""
    return " ".join(printable(unicodedata.normalize("NFKC", name)).casefold().split())
