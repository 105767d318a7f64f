"""What is asked: the instructions, the form of the answer, and the sentences of a report as data."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import Any

import msgspec

from dragoman.data import read_yaml
from dragoman.model import Reading
from dragoman.ontology import Ontology

_FILE = "prompt.yaml"


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences of one report and the events that they tell, in the form of an answer."""

    language: str
    sentences: tuple[str, ...]
    events: tuple[dict[str, Any], ...]


class _Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`prompt.yaml`; in the schema, `$NAME` stands for the names of that part of the ontology."""

    task: str
    rules: tuple[str, ...]
    examples: tuple[Example, ...]
    schema: dict[str, Any]


class Prompt:
    """The prompt for an ontology; `version` changes with any word of the texts."""

    def __init__(self, ontology: Ontology) -> None:
        file = files(__package__) / _FILE
        texts: _Texts = read_yaml(file, _Texts, f"coding/llm/{_FILE}")
        self.version = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        self.examples = texts.examples
        self.schema: dict[str, Any] = _filled(texts.schema, _names(ontology))
        self.system = "\n\n".join(
            (
                texts.task.strip(),
                "Types, each with its modes:\n" + _types(ontology),
                "Modalities:\n" + _listed(ontology.modalities),
                "Sectors:\n" + _listed({n: s for n, s in ontology.sectors.items() if not s.stands_for}),
                "Rules:\n" + "\n".join(f"- {rule.strip()}" for rule in texts.rules),
                *map(_shown, texts.examples),
                "The JSON schema of the answer:\n" + _json(self.schema),
            )
        )


def question(reading: Reading, first: int, last: int, before: int) -> str:
    """Sentences `first` up to `last` of a report, with up to `before` earlier ones to understand them by."""
    text = reading.report.text
    return _asked(
        reading.sentences[first].language,
        [sentence.words(text) for sentence in reading.sentences[first:last]],
        [sentence.words(text) for sentence in reading.sentences[max(0, first - before) : first]],
        reading.published.isoformat() if reading.published else None,
    )


def _asked(language: str, sentences: list[str], before: list[str], published: str | None) -> str:
    numbered = [{"sentence": number, "text": text} for number, text in enumerate(sentences, 1)]
    return _json({"language": language, "published": published, "before": before, "sentences": numbered})


def _shown(example: Example) -> str:
    asked = _asked(example.language, list(example.sentences), [], None)
    return f"Example. Asked:\n{asked}\nAnswer:\n{_json({'events': example.events})}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _types(ontology: Ontology) -> str:
    lines = []
    for one in ontology.types.values():
        lines.append(f"- {one.name}: {one.gist}")
        lines += [f"  - {mode.name}: {mode.gist}" for mode in one.modes]
    return "\n".join(lines)


def _listed(terms: Any) -> str:
    return "\n".join(f"- {term.name}: {term.gist}" for term in terms.values())


def _names(ontology: Ontology) -> dict[str, list[str | None]]:
    modes = {mode.name: None for one in ontology.types.values() for mode in one.modes}
    sectors = [name for name, sector in ontology.sectors.items() if not sector.stands_for]
    return {
        "$types": [*ontology.types],
        "$modes": [*modes, None],
        "$modalities": [*ontology.modalities],
        "$sectors": [*sectors, None],
    }


def _filled(value: Any, names: dict[str, list[str | None]]) -> Any:
    """A part of the schema with the ontology's names put in."""
    if isinstance(value, dict):
        return {key: _filled(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, names) for one in value]
    return names[value] if isinstance(value, str) and value.startswith("$") else value
