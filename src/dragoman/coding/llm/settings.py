"""Where the endpoint is, which model answers, what it costs: read from the environment."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from dragoman.errors import CoderError

URL = "DRAGOMAN_LLM_URL"
MODEL = "DRAGOMAN_LLM_MODEL"
KEY = "DRAGOMAN_LLM_KEY"
PRICE_IN = "DRAGOMAN_LLM_PRICE_IN"
PRICE_OUT = "DRAGOMAN_LLM_PRICE_OUT"
SECONDS = "DRAGOMAN_LLM_SECONDS"
_PATH = "/chat/completions"
_EXAMPLE = "https://api.example.org/v1"


@dataclass(frozen=True)
class Settings:
    """Everything that a run may be told; `url` is the full address, `prices` are for a million tokens in and out.

    A request that fails in passing is tried `tries` times; the pause between tries starts at `pause` seconds,
    doubles, and is never longer than `longest_pause`. One request has `seconds` to be answered in full.
    """

    url: httpx.URL
    model: str
    key: str = field(default="", repr=False)  # a secret: it must reach no message
    prices: tuple[float, float] | None = None
    cache: Path | None = None
    seconds: float = 120.0
    tries: int = 5
    pause: float = 1.0
    longest_pause: float = 60.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of an environment; raises CoderError that says what to set."""
        given = {name: value.strip() for name, value in environment.items() if value.strip()}
        missing = [name for name in (URL, MODEL) if name not in given]
        if missing:
            what = f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not set"
            fix = f"set {URL} to an OpenAI-compatible endpoint ({_EXAMPLE}) and {MODEL} to a model that it has"
            raise CoderError(f"the llm coder does not know whom to ask: {what}", fix=fix)
        return cls(
            url=endpoint(given[URL]),
            model=given[MODEL],
            key=_key(given.get(KEY, "")),
            prices=_prices(given),
            cache=_cache_folder(environment),
            seconds=_number(given, SECONDS) or cls.seconds,
        )


def endpoint(address: str) -> httpx.URL:
    """The full address of an endpoint given with or without its last part."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise CoderError(f"{URL} is no web address", fix=f"write it as {_EXAMPLE}")
    if url.userinfo:
        raise CoderError(f"{URL} holds a user's name or password", fix=f"put the key into {KEY}")
    path = url.path.rstrip("/")
    return url.copy_with(path=path if path.endswith(_PATH) else path + _PATH, fragment=None)


def _key(key: str) -> str:
    if not (key.isascii() and key.isprintable()):
        raise CoderError(f"{KEY} holds letters that no key has", fix="copy it again")
    return key


def _prices(given: Mapping[str, str]) -> tuple[float, float] | None:
    prices = _number(given, PRICE_IN), _number(given, PRICE_OUT)
    if prices == (None, None):
        return None
    if prices[0] is None or prices[1] is None:
        raise CoderError(f"only one of {PRICE_IN} and {PRICE_OUT} is set", fix="set both, or neither")
    return prices[0], prices[1]


def _number(given: Mapping[str, str], name: str) -> float | None:
    if name not in given:
        return None
    try:
        number = float(given[name])
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        raise CoderError(f"{name} is {given[name]!r}, which is no number from 0 up", fix="write it as 1.25")
    return number


def _cache_folder(environment: Mapping[str, str]) -> Path | None:
    """The folder for answers in the user's cache folder; None where there is no such user."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(environment.get("XDG_CACHE_HOME", ""))
        base = base if base.is_absolute() else home / ".cache"
    return base / "dragoman" / "llm"
