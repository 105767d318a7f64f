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


def _learned() -> Coder:
    from dragoman.coding.learned.coder import LearnedCoder

    return LearnedCoder()


def _llm() -> Coder:
    from dragoman.coding import llm

    return llm.load()


# Each is imported when it is asked for: the lexicon coder needs no model, only the LLM coder the network.
CODERS: dict[str, Callable[[], Coder]] = {"default": _learned, "lexicon": LexiconCoder, "llm": _llm}


@cache
def load(name: str = "default") -> Coder:
    """A coder by name; raises CoderError where there is none of that name, or it cannot run here."""
    if name not in CODERS:
        raise CoderError(f"no coder called {name!r}", fix=f"there are {', '.join(CODERS)}")
    return CODERS[name]()
