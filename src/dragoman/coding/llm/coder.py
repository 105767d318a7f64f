"""The coder: asks about the sentences of one report at a time, keeps what they bear out, leaves the rest out.

A question never holds sentences of two reports, so whatever a report's text makes the model say stays in that report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from dragoman import ontology
from dragoman.coding.lexicon import Gathered, views_of
from dragoman.coding.llm import answer, prompt
from dragoman.coding.llm.answer import Answer, Claim
from dragoman.coding.llm.cache import Cache, key_of
from dragoman.coding.llm.client import Client
from dragoman.coding.llm.events import Maker
from dragoman.coding.llm.settings import Settings
from dragoman.coding.llm.usage import Usage
from dragoman.errors import InputError
from dragoman.knowledge import gazetteer
from dragoman.model import Coding, Event, Reading, Sentence

_MOST = 20  # sentences in a question
_LONGEST = 6_000  # characters in a question, where it has more than one sentence
_BEFORE = 2  # sentences that go before, to be understood by


class LlmCoder:
    """Codes by a language model behind an OpenAI-compatible endpoint, one run's usage counted."""

    name = "llm"

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings.from_environment()
        self.ontology = ontology.load()
        self.prompt = prompt.Prompt(self.ontology)
        self.usage = Usage()
        self._client = Client(self.settings, self.usage)
        self._cache = Cache(self.settings.cache)

    @property
    def fingerprint(self) -> str:
        """What the coder's answers depend on, beside the gazetteer and the pack of the language."""
        return f"llm/{self.settings.model}/{self.prompt.version}/{self.ontology.fingerprint}"

    @property
    def usage_line(self) -> str:
        """What the run has asked, been answered, refused and cost, on one line."""
        return self.usage.line(self.settings.model, self.settings.prices)

    def close(self) -> None:
        """Ends the connections to the endpoint."""
        self._client.close()

    def code(self, reading: Reading) -> Coding:
        """All that the report gives.

        Raises InputError where the endpoint gave no answer about this report, CoderError where it gives none at all.
        """
        claims = self._claims(reading)
        gathered = Gathered()
        for number, (view, spoken, topic) in enumerate(views_of(reading)):
            maker = Maker(
                view, reading.report, spoken,
                ontology=self.ontology, model=self.settings.model, refused=self.usage.refused,
            )  # fmt: skip
            pack = f"{view.pack.code}-{view.pack.fingerprint}"
            coder = f"{self.fingerprint}/{gazetteer.load().fingerprint}/{pack}"
            gathered.add(view, spoken, topic, maker.events(claims.get(number, ()), coder))
        coding = gathered.coding(reading)
        return replace(coding, events=tuple(self._somebodys(coding.events)))

    def _somebodys(self, events: Sequence[Event]) -> Iterator[Event]:
        """The events without those that name nobody, nor does the report as a whole."""
        for event in events:
            if event.actors or event.recipients:
                yield event
            else:
                self.usage.refused["without a party"] += 1

    def _claims(self, reading: Reading) -> dict[int, list[Claim]]:
        """What the model claims of each sentence, by the sentence's index."""
        found: dict[int, list[Claim]] = defaultdict(list)
        for first, last in _batches(reading.sentences):
            for begin, end, told in self._asked(reading, first, last):
                self._count("malformed", told.malformed)
                for claim in told.claims:
                    if 1 <= claim.sentence <= end - begin:
                        found[begin + claim.sentence - 1].append(claim)
                    else:
                        self._count("of no sentence", 1)
        return found

    def _count(self, reason: str, number: int) -> None:
        if number:
            self.usage.refused[reason] += number

    def _asked(self, reading: Reading, first: int, last: int) -> Iterator[tuple[int, int, Answer]]:
        """The answers about sentences `first` up to `last`: one, or where it can't be read those about either half."""
        asked = prompt.question(reading, first, last, _BEFORE)
        key = key_of((str(self.settings.url), *self.fingerprint.split("/", 1), asked))
        kept = self._cache.get(key)
        told = answer.read(kept) if kept is not None else None
        if told is not None:
            self.usage.cached += 1
            yield first, last, told
            return
        alone = last - first == 1
        told = self._answer(key, asked) or (self._answer(key, asked) if alone else None)
        if told is not None:
            yield first, last, told
        elif alone:
            what = f"the answer of {self.settings.model} about one of its sentences can't be read, twice"
            raise InputError(what, fix="try another model, or --coder lexicon")
        else:
            middle = (first + last) // 2
            yield from self._asked(reading, first, middle)
            yield from self._asked(reading, middle, last)

    def _answer(self, key: str, asked: str) -> Answer | None:
        """A fresh answer, kept where it can be read."""
        content = self._client.ask(self.prompt.system, asked, self.prompt.schema).content or ""
        told = answer.read(content)
        if told is None:
            self.usage.unreadable += 1
        else:
            self._cache.put(key, content)
        return told


def _batches(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """The sentences of a report in stretches that one question holds, as index pairs."""
    first = 0
    for number, sentence in enumerate(sentences):
        if number > first and (number - first == _MOST or sentence.end - sentences[first].start > _LONGEST):
            yield first, number
            first = number
    if first < len(sentences):
        yield first, len(sentences)
