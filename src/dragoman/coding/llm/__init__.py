"""The LLM coder: any OpenAI-compatible endpoint proposes events, and only what the report's own words bear out is kept.

- `settings`: where, which model, at what price, from the environment
- `prompt`: what is asked (`prompt.yaml`); `client`: how it is asked, within limits
- `answer`: what came back, read strictly; `cache`: what came back before
- `quotes`: where a quote stands and whom it names; `events`: from a claim to an event
- `usage`: what a run has cost
- `coder`: all of it behind the protocol of coders
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.coding.llm.coder import LlmCoder


def load() -> LlmCoder:
    """The coder as the environment sets it up; raises CoderError where a setting is missing."""
    from dragoman.coding.llm.coder import LlmCoder  # it alone needs an HTTP library

    return LlmCoder()
