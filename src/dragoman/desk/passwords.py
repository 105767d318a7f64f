"""Passwords: what one must be (NIST SP 800-63B, 3.1.1), and its hash (argon2id as OWASP's cheat sheet has it)."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dragoman.desk import naming
from dragoman.errors import DeskError

SHORTEST, LONGEST = 12, 200  # characters
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = threading.BoundedSemaphore(4)  # hashes under way: each takes 19 MiB


def check(password: str, name: str) -> None:
    """Raises DeskError where it is too short, too long, or too easily guessed for the account of this name."""
    kept = _same(password)
    if not SHORTEST <= len(kept) <= LONGEST:
        raise DeskError(f"a password has {SHORTEST} to {LONGEST} characters", "", "a few words in a row are good")
    if len(set(kept)) < 5 or naming.key(name) in (naming.key(kept), naming.key(kept[: len(kept) // 2])):
        raise DeskError("this password is too easy to guess", "", "a few words in a row are good")


def made() -> str:
    """A password of 99 bits that nobody chose, in letters that are not taken for others."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def hashed(password: str) -> str:
    """Its hash, with all that verifying it takes."""
    with _AT_ONCE:
        return _HASHER.hash(_same(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password of this hash; without one it is no other's, after the same time."""
    with _AT_ONCE:
        try:
            right = _HASHER.verify(kept or _nobodys(), _same(password)[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made as it no longer is."""
    return _HASHER.check_needs_rehash(kept)


def _same(password: str) -> str:
    """One form for what keyboards write in several."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())
