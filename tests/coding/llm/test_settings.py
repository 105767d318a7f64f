"""What the environment says, what is missing in it, and what a run is said to have cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.coding import llm
from dragoman.coding.llm.settings import Settings
from dragoman.errors import CoderError

from .conftest import KEY, Coders, Endpoint, coded, events, saying

GIVEN = {"DRAGOMAN_LLM_URL": "https://api.example.org/v1", "DRAGOMAN_LLM_MODEL": "scribe-1"}


def test_the_environment_sets_the_coder_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = GIVEN | {
        "DRAGOMAN_LLM_KEY": f" {KEY}\n",
        "DRAGOMAN_LLM_PRICE_IN": "0.5",
        "DRAGOMAN_LLM_PRICE_OUT": "2",
        "DRAGOMAN_LLM_SECONDS": "600",
        "XDG_CACHE_HOME": str(tmp_path),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    coder = llm.load()
    settings = coder.settings
    assert (settings.model, settings.key, settings.prices, settings.seconds) == ("scribe-1", KEY, (0.5, 2.0), 600)
    assert settings.cache is not None and settings.cache.name == "llm"
    assert coder.name == "llm"
    coder.close()


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://api.example.org/v1", "https://api.example.org/v1/chat/completions"),
        ("https://api.example.org/v1/", "https://api.example.org/v1/chat/completions"),
        ("http://localhost:11434/v1/chat/completions", "http://localhost:11434/v1/chat/completions"),
        ("https://example.org/own?version=7#top", "https://example.org/own/chat/completions?version=7"),
    ],
)
def test_an_address_may_be_given_with_or_without_its_last_part(url: str, asked: str) -> None:
    assert str(Settings.from_environment(GIVEN | {"DRAGOMAN_LLM_URL": url}).url) == asked


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DRAGOMAN_LLM_URL": ""}, "DRAGOMAN_LLM_URL is not set; set DRAGOMAN_LLM_URL to an OpenAI-compatible"),
        ({"DRAGOMAN_LLM_MODEL": " "}, "DRAGOMAN_LLM_MODEL is not set"),
        (
            {"DRAGOMAN_LLM_URL": "", "DRAGOMAN_LLM_MODEL": ""},
            "DRAGOMAN_LLM_URL and DRAGOMAN_LLM_MODEL are not set",
        ),
        ({"DRAGOMAN_LLM_URL": "api.example.org"}, "no web address"),
        ({"DRAGOMAN_LLM_URL": "ftp://api.example.org"}, "no web address"),
        ({"DRAGOMAN_LLM_URL": "http://[::"}, "no web address"),
        ({"DRAGOMAN_LLM_URL": f"https://user:{KEY}@api.example.org"}, "put the key into DRAGOMAN_LLM_KEY"),
        ({"DRAGOMAN_LLM_KEY": f"{KEY}\n{KEY}"}, "DRAGOMAN_LLM_KEY holds letters that no key has"),
        ({"DRAGOMAN_LLM_PRICE_IN": "2"}, "set both, or neither"),
        ({"DRAGOMAN_LLM_PRICE_IN": "cheap"}, "DRAGOMAN_LLM_PRICE_IN is 'cheap'"),
        ({"DRAGOMAN_LLM_PRICE_OUT": "-1"}, "no number from 0 up"),
        ({"DRAGOMAN_LLM_SECONDS": "inf"}, "DRAGOMAN_LLM_SECONDS is 'inf'"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named_and_the_key_is_not_shown(
    changes: dict[str, str], words: str
) -> None:
    with pytest.raises(CoderError) as caught:
        Settings.from_environment(GIVEN | changes)
    assert words in str(caught.value)
    assert KEY not in str(caught.value)


def test_the_usage_line_tells_requests_tokens_and_cost(endpoint: Endpoint, coders: Coders) -> None:
    endpoint.answers(events(), saying('{"events": []}', tokens=(234, 7)))
    coder = coders(prices=(3.0, 15.0))
    coded(coder, "Oman thanked Kuwait.")
    coded(coder, "Kuwait thanked Oman.")
    assert coder.usage_line == (
        "scribe-1: 2 requests, 1,234 tokens in, 107 out; cost 0.0053 at the prices set; 0 answers from the cache"
    )


def test_where_the_server_counts_no_tokens_the_cost_is_the_least(endpoint: Endpoint, coders: Coders) -> None:
    endpoint.answers(saying('{"events": []}', tokens=None))
    coder = coders(prices=(3.0, 15.0))
    coded(coder, "Oman thanked Kuwait.")
    assert "tokens not told for 1 answer; cost at least 0.0000" in coder.usage_line
