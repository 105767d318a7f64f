"""What a model answered, read strictly: a claim that is not whole is none, and it spoils no other."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)  # some models think aloud before they answer


class Quoted(Struct, frozen=True):
    """A party by its words in the sentence, and what the model takes it for."""

    quote: str
    country: str | None = None
    sector: str | None = None


class Claim(Struct, frozen=True):
    """An event as the model tells it; `sentence` counts from 1 within what was asked. Nothing of it is checked yet."""

    sentence: int
    type: str
    modality: str
    trigger: str
    actors: tuple[Quoted, ...]
    recipients: tuple[Quoted, ...]
    confidence: Annotated[float, Meta(ge=0, le=1)]
    mode: str | None = None
    cue: str | None = None


class Answer(Struct, frozen=True):
    """The claims of an answer, and how many more were malformed."""

    claims: tuple[Claim, ...]
    malformed: int


class _Raw(Struct, frozen=True):
    events: list[msgspec.Raw]


def read(content: str) -> Answer | None:
    """The answer in a model's words, fenced or bare; None where there is none."""
    content = _THOUGHT.sub("", content)
    try:
        raw = msgspec.json.decode(content[content.find("{") : content.rfind("}") + 1], type=_Raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    claims = [claim for one in raw.events if (claim := _claim(one)) is not None]
    return Answer(tuple(claims), len(raw.events) - len(claims))


def _claim(raw: msgspec.Raw) -> Claim | None:
    try:
        return msgspec.json.decode(raw, type=Claim)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
