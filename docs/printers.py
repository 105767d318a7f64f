"""The printers of the reference: each gives Markdown that shows what the program has."""

from __future__ import annotations

import inspect
import io
import json
import os
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec

from dragoman import errors, model, ontology
from dragoman.coding.learned import model as shipped
from dragoman.coding.learned.labels import DETECTED
from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Score, Scores
from dragoman.faces import cli, output
from dragoman.intake import content, fetch, report, stream
from dragoman.knowledge import gazetteer
from dragoman.languages import packs
from dragoman.languages.packs import LANGUAGES, Calendar, LanguagePack, PackData

_PRETTY = " | python -m json.tool --no-ensure-ascii"


# --- commands ---------------------------------------------------------------------------------


@cache
def shell(line: str) -> str:
    """A command line of `dragoman` or `cat` and what it prints, as a terminal shows them."""
    command = line.removesuffix(_PRETTY)
    program, *arguments = shlex.split(command)
    if program == "cat":
        return f"$ {line}\n" + "".join(Path(name).read_text(encoding="utf-8") for name in arguments).rstrip()
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = cli.run(arguments)
    shown = said.getvalue()
    if line != command:
        shown = json.dumps(json.loads(shown), ensure_ascii=False, indent=4)
    lines = [f"$ {line}", *(one.rstrip() for one in shown.rstrip().split("\n"))]
    if code:
        lines += ["$ echo $?", str(code)]
    return "\n".join(lines)


def _plover_example() -> str:
    line = "dragoman read examples/short_ar.txt --date 2025-10-07 --format plover"
    said = io.StringIO()
    with redirect_stdout(said):
        cli.run(shlex.split(line)[1:])
    first = said.getvalue().split("\n", 1)[0]
    return f"```json\n{json.dumps(json.loads(first), ensure_ascii=False, indent=4)}\n```"


# --- tables -----------------------------------------------------------------------------------


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; figures stand at the right."""
    written = [[_cell(value) for value in row] for row in rows]
    marks = [
        "---:" if column and all(_figure(cell) for cell in column) else "---" for column in zip(*written, strict=True)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, marks or ["---"] * len(heads), *written))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|")


def _figure(cell: str) -> bool:
    return cell.strip("–-+").replace(",", "").replace(".", "").isdigit() or cell == "–"


def _code(value: object) -> str:
    return f"`{value}`" if value is not None else "–"


# --- the ontology -----------------------------------------------------------------------------


def _types() -> str:
    plover = ontology.load()
    rows = [
        (
            _code(one.name),
            one.quad.replace("-", " "),
            f"{one.score:+g}",
            "yes" if one.symmetric else "",
            "yes" if one.recipient_required else "",
            one.gist,
        )
        for one in plover.types.values()
    ]
    return _table(("type", "quad", "score", "symmetric", "needs a recipient", "when"), rows)


def _modes() -> str:
    rows = [
        (_code(one.name), _code(mode.name), f"{mode.score:+g}", mode.gist)
        for one in ontology.load().types.values()
        for mode in one.modes
    ]
    return _table(("type", "mode", "score", "when"), rows)


def _terms(terms: Iterable[ontology.Term]) -> str:
    return _table(("name", "meaning"), [(_code(term.name), term.gist) for term in terms])


def _faults() -> str:
    rows = [(_code(one.subject), one.printed, one.taken, one.why) for one in ontology.load().faults]
    return _table(("subject", "the manual", "taken here", "why"), rows)


def _choices() -> str:
    rows = [(_code(one.subject), one.taken, one.why) for one in ontology.load().choices]
    return _table(("subject", "taken here", "why"), rows)


def _cameo() -> str:
    rows = [
        (_code(line.type), _code(line.mode), _code(line.context), _code(line.code), f"{line.goldstein:+g}")
        for lines in ontology.load().codes.values()
        for line in lines
    ]
    return _table(("type", "mode", "context", "CAMEO", "Goldstein"), rows)


# --- languages and names ----------------------------------------------------------------------


def _packs() -> list[LanguagePack]:
    return [packs.load(code) for code in LANGUAGES]


def _languages() -> str:
    orders = {"vso": "verb first", "svo": "verb in the middle", "sov": "verb last"}
    counted = {
        "order of words": [orders[pack.order] for pack in _packs()],
        "written from": ["the right" if pack.direction == "rtl" else "the left" for pack in _packs()],
        "act words (patterns)": [len(pack.acts.acts) for pack in _packs()],
        "words of the contexts": [sum(map(len, pack.topics.contexts.values())) for pack in _packs()],
        "matters of the agenda": [len(pack.topics.agenda) for pack in _packs()],
    }
    for kind in ("gregorian", "jalali", "hijri"):
        months = [sum(map(len, getattr(pack.data.calendar, kind))) for pack in _packs()]
        counted[f"names of months, {kind.capitalize()}"] = months
    heads = ("", *(f"{pack.data.name} (`{pack.code}`)" for pack in _packs()))
    return _table(heads, [(name, *values) for name, values in counted.items()])


def _acts() -> str:
    counted = [Counter((act.type, act.nominal) for act in pack.acts.acts) for pack in _packs()]
    rows = [
        (_code(name), *(count[name, nominal] for count in counted for nominal in (False, True)))
        for name in ontology.load().types
    ]
    heads = [f"{pack.data.name}, {form}" for pack in _packs() for form in ("verbs", "nouns")]
    return _table(("type", *heads), rows)


def _cues() -> str:
    """The lists of words in a pack, named as in `pack.yaml`."""
    rows = []
    for field in msgspec.structs.fields(PackData):
        values = [getattr(pack.data, field.name) for pack in _packs()]
        if not isinstance(values[0], str | Calendar):
            rows.append((_code(field.name), *(_words(value) for value in values)))
    return _table(("list", *(pack.data.name for pack in _packs())), rows)


def _words(value: object) -> int:
    if isinstance(value, msgspec.Struct):
        return sum(map(_words, msgspec.structs.astuple(value)))
    return len(value) if isinstance(value, tuple) else 0


def _names() -> str:
    kinds = {
        "state": "names of states",
        "demonym": "nationalities",
        "capital": "capitals for their governments",
        "seat": "other seats of government",
        "place": "cities, regions, waters",
        "organisation": "organisations",
        "office": "offices",
        "group": "groups without a name",
        "person": "persons, full names",
        "family": "persons, family names alone",
    }
    counted = [Counter(name.kind for name in gazetteer.load().names(code)) for code in LANGUAGES]
    rows = [(label, *(count[kind] for count in counted)) for kind, label in kinds.items()]
    rows.append(("all", *(count.total() for count in counted)))
    return _table(("", *(pack.data.name for pack in _packs())), rows)


def _entries() -> str:
    known = gazetteer.load()
    rows = [
        ("`countries.yaml`", len(known.countries), "states, their parts, disputed entities, past states"),
        ("`cities.csv`", len(known.cities), "names of places with their coordinates"),
        ("`organisations.yaml`", len(known.organisations), "bodies with a name of their own"),
        ("`offices.yaml`", len(known.offices), "what single persons are called by the role they act in"),
        ("`groups.yaml`", len(known.groups), "actors without a name of their own"),
        ("`people.yaml`", len(known.people), "leaders, ministers, envoys, each with years in office"),
    ]
    return _table(("file", "entries", "what they are"), rows)


# --- records, errors, limits ------------------------------------------------------------------


def _records() -> str:
    return "\n\n".join(_record(kind) for kind in vars(model).values() if _is_record(kind))


def _is_record(kind: object) -> bool:
    return inspect.isclass(kind) and issubclass(kind, model.Record) and kind is not model.Record


def _record(kind: type[model.Record]) -> str:
    base = kind.__bases__[0]
    own = [(_code(name), _code(shape)) for name, shape in kind.__annotations__.items()]
    inherits = f" It is a `{base.__name__}`." if base is not model.Record else ""
    text = inspect.cleandoc(kind.__doc__ or "")
    fields = f"\n\n{_table(('field', 'type'), own)}" if own else ""
    return f"## {kind.__name__}\n\n{text}{inherits}{fields}"


def _errors() -> str:
    tree = dedent(errors.__doc__ or "").split("\n\n")[1]
    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind)]
    rows = [(_code(kind.__name__), kind.exit_code, inspect.cleandoc(kind.__doc__ or "")) for kind in kinds]
    return f"```text\n{dedent(tree).rstrip()}\n```\n\n{_table(('error', 'exit code', 'meaning'), rows)}"


def _exit_codes() -> str:
    rows = [
        (errors.EXIT_OK, "all were read"),
        (errors.EXIT_SOME_UNREAD, "some were not: standard error has a line for each, and the rest was read"),
        (errors.EXIT_USAGE, "wrong usage: an option, a coder or an output that can't be had"),
        (errors.EXIT_BROKEN, "the package is broken (`dragoman doctor` says where), or the ledger can't be used"),
        (130, "stopped by Ctrl-C; what was added stays"),
    ]
    return _table(("exit code", "when"), rows)


def _limits() -> str:
    rows = [
        ("a report's text", f"{report.TEXT_LIMIT:,} characters"),
        ("a file that holds one report", f"{content.FILE_LIMIT:,} bytes"),
        ("a line of JSON lines", f"{stream.LINE_LIMIT:,} bytes"),
        ("what an address gives", f"{fetch.BYTE_LIMIT:,} bytes"),
        ("how long an address may take", f"{fetch.SECONDS:g} seconds"),
    ]
    return _table(("what", "limit"), rows)


def _formats() -> str:
    return ", ".join(map(_code, output.FORMATS))


# --- accuracy ---------------------------------------------------------------------------------

_MEANING = {
    "event": "who did what to whom: the actors' countries, the type and the recipients' countries all right",
    "type": "the types alone, whoever the parties are",
    "mention": "who, where and when: spans that overlap the gold's",
    "condition": "conditions",
    "damage": "damaged sentences",
    "mode": "the mode, of events found",
    "modality": "whether it happened at all, of events found",
    "when": "the words of the time, of events found",
    "where": "the words of the place, of events found",
    "said_by": "the words of who says so, of events found",
    "code": "the country and sector of mentions found",
    "clean": "sentences without an event in which none was found",
    "evidence": "sentences whose every quoted word a checker finds in the text",
}
_BRIEF = ("event", "type", "mention", "code", "evidence")


@cache
def _scored() -> tuple[Scores, ...]:
    return tuple(scores.evaluate(gold.load(path)) for path in sorted(Path("evaluation/gold").glob("*.jsonl")))


def _language_heads() -> list[str]:
    return [packs.load(one.gold.language).data.name for one in _scored()]


def _accuracy(names: Iterable[str] = _MEANING) -> str:
    rows: list[tuple[str, ...]] = [("sentences", *(f"{len(one.gold.sentences):,}" for one in _scored()))]
    rows += [(_MEANING[name], *(_measure(one, name) for one in _scored())) for name in names]
    return _table(("", *_language_heads()), rows)


def _measure(scored: Scores, name: str) -> str:
    if name in scored.scores:
        return _three(scored.scores[name])
    share = scored.shares[name]
    return "–" if share.value is None else f"{share.value:.0%} of {share.total}"


def _three(score: Score) -> str:
    """F1, and the precision and recall it comes from."""
    if score.f1 is None:
        return "–"
    precision, recall = (f"{part or 0:.2f}" for part in (score.precision, score.recall))
    return f"**{score.f1:.2f}** (P {precision}, R {recall})"


def _accuracy_types() -> str:
    names = [name for name in ontology.load().types if any(name in one.per_type for one in _scored())]
    rows = [(_code(name), *(_type_cell(one, name) for one in _scored())) for name in names]
    return _table(("type", *_language_heads()), rows)


def _type_cell(scored: Scores, name: str) -> str:
    score = scored.per_type.get(name)
    return "–" if score is None or score.f1 is None else f"{score.f1:.2f} ({score.right} of {score.gold})"


# --- the model --------------------------------------------------------------------------------

_FILES = {
    "encoder.onnx": "the transformer layers in 8 bits",
    "words.bin": "the word vectors in 4 bits, one row a piece",
    "tokenizer.json": "the pieces with their scores",
    "heads.npz": "the heads, and the vectors of the marks around parties",
    "card.json": "digests, what was measured, how the coder decides",
}
_LEARNED = {
    "sentences": "sentences",
    "pairs": "marked pairs; of those made from annotated sentences, half in each epoch",
    "epochs": "epochs",
    "seed": "seed",
}
_GROUPS = {  # by the coder's name and by that of the sentences kept aside
    ("en", "en"): "English sentences",
    ("fa", "fa"): "Persian translations of the same",
    ("ar", "ar"): "Arabic translations of the same",
    ("newspaper", "nw"): "Arabic newspaper sentences, mostly of assaults and protests",
    ("newswire", "newswire"): "Arabic newswire sentences",
}
_FACTS = {
    "bias": "always, or for each candidate of the type",
    "model": "log-odds of the type by the model",
    "lexicon": "log-odds by the lexicon's weights, where it has an act word there",
    "alone": "the lexicon has no act word there",
    "whole": "log-odds that the sentence as a whole reports an act of the type",
}
_UNTOLD = "The card of this model tells nothing here."


def _model_folder() -> Path:
    return Path(os.environ.get(shipped.PLACE) or shipped.FOLDER)


@cache
def _card() -> dict[str, Any]:
    """What the model's card says, which may lack any part; nothing where there is no model."""
    card = _model_folder() / "card.json"
    return dict(json.loads(card.read_text(encoding="utf-8"))) if card.is_file() else {}


def _measured(name: str) -> Any:
    return (_card().get("measured") or {}).get(name) or {}


def _told(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of figures that the card tells, two digits each."""
    written = [[f"{one:.2f}" if isinstance(one, float) else one for one in row] for row in rows]
    return _table(heads, written) if written else _UNTOLD


def _model_files() -> str:
    files = [_model_folder() / name for name in _FILES]
    sizes = {file.name: file.stat().st_size if file.is_file() else None for file in files}
    digests = _card().get("digests") or {}
    rows = [
        (_code(name), sizes[name], _code(digests[name][:12]) if name in digests else "–", gist)
        for name, gist in _FILES.items()
    ]
    rows.append(("all", sum(filter(None, sizes.values())) or None, "–", ""))
    return _table(("file", "bytes", "SHA-256 begins", "what it holds"), rows)


def _model_learned() -> str:
    found = _measured("learned from")
    return _told(("learned from", ""), [(label, found[key]) for key, label in _LEARNED.items() if key in found])


def _model_events() -> str:
    whole, aside = _measured("triple F1"), _measured("kept aside")
    rows = [
        (label, whole.get(group), aside.get(f"triples {other}"), aside.get(f"types {other}"))
        for (group, other), label in _GROUPS.items()
    ]
    heads = ("F1", "the default coder", "the model alone, countries given", "the model alone, types only")
    return _told(heads, [row for row in rows if any(figure is not None for figure in row[1:])])


def _model_pairs() -> str:
    aside = _measured("kept aside")
    rows = [(one.data.name, aside[f"pairs {one.code}"]) for one in _packs() if f"pairs {one.code}" in aside]
    return _told(("language", "macro-F1 of 15 classes"), rows)


def _model_detection() -> str:
    aside = _measured("kept aside")
    rows = [(_code(name), aside[f"detect {name}"]) for name in DETECTED if f"detect {name}" in aside]
    return _told(("does the sentence report one?", "F1 of yes"), rows)


def _model_reliability() -> str:
    rows = [
        (
            "–" if one.get("from") is None else f"{one['from']:.1f} to {one['from'] + 0.1:.1f}",
            *(one.get(key) for key in ("events", "confidence", "right")),
        )
        for one in _measured("reliability")
    ]
    table = _told(("confidence", "events", "mean confidence", "share right"), rows)
    error = (_card().get("measured") or {}).get("calibration error")
    return table if error is None else f"{table}\n\nExpected calibration error: **{error:.3f}**"


def _model_decision() -> str:
    weights = _card().get("decision") or {}
    rows = [(_code(name), f"{weight:+.2f}", _FACTS.get(name.split("/")[0], "")) for name, weight in weights.items()]
    enough = _card().get("enough")
    least = "" if enough is None else f"\n\nAn event is told from a confidence of **{enough:.2f}** on."
    return _told(("fact", "weight", "what it is"), rows) + least


def _model_certainty() -> str:
    return _told(("product of probabilities", "confidence"), _card().get("certainty") or [])


PRINTERS: dict[str, Callable[[], str]] = {
    "accuracy": _accuracy,
    "accuracy in brief": lambda: _accuracy(_BRIEF),
    "accuracy by type": _accuracy_types,
    "acts": _acts,
    "cameo": _cameo,
    "choices": _choices,
    "contexts": lambda: _terms(ontology.load().contexts.values()),
    "cues": _cues,
    "entries": _entries,
    "errors": _errors,
    "exit codes": _exit_codes,
    "faults": _faults,
    "formats": _formats,
    "languages": _languages,
    "limits": _limits,
    "modalities": lambda: _terms(ontology.load().modalities.values()),
    "model certainty": _model_certainty,
    "model decision": _model_decision,
    "model detection": _model_detection,
    "model events": _model_events,
    "model files": _model_files,
    "model learned": _model_learned,
    "model pairs": _model_pairs,
    "model reliability": _model_reliability,
    "modes": _modes,
    "names": _names,
    "plover example": _plover_example,
    "quads": lambda: _terms(ontology.load().quads.values()),
    "records": _records,
    "sectors": lambda: _terms(ontology.load().sectors.values()),
    "types": _types,
}
