"""What a coder is, and the list of those there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol

from dragoman.coding.lexicon import LexiconCoder
from dragoman.errors import CoderError
from dragoman.model import Coding, Reading


class Coder(Protocol):
    """Turns a reading into all that the report gives."""

    name: str

    @property
    def fingerprint(self) -> str:
        """What its answers depend on: model, packs, ontology."""
        ...

    def code(self, reading: Reading) -> Coding:
        """All that the report gives."""
        ...


# The learned coder takes the place of "default" once its weights ship; the lexicon stays beside it.
CODERS: dict[str, Callable[[], Coder]] = {"default": LexiconCoder, "lexicon": LexiconCoder}


@cache
def load(name: str = "default") -> Coder:
    """A coder by name; raises CoderError where there is none of that name."""
    if name not in CODERS:
        raise CoderError(f"no coder called {name!r}", fix=f"there are {', '.join(CODERS)}")
    return CODERS[name]()
