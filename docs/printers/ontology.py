"""The ontology: types, modes, terms, CAMEO codes, and what the manual leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dragoman import ontology
from printers.tables import code, table


def _types() -> str:
    plover = ontology.load()
    rows = [
        (
            code(one.name),
            one.quad.replace("-", " "),
            f"{one.score:+g}",
            "yes" if one.symmetric else "",
            "yes" if one.recipient_required else "",
            one.gist,
        )
        for one in plover.types.values()
    ]
    return table(("type", "quad", "score", "symmetric", "needs a recipient", "when"), rows)


def _modes() -> str:
    rows = [
        (code(one.name), code(mode.name), f"{mode.score:+g}", mode.gist)
        for one in ontology.load().types.values()
        for mode in one.modes
    ]
    return table(("type", "mode", "score", "when"), rows)


def _terms(terms: Iterable[ontology.Term]) -> str:
    return table(("name", "meaning"), [(code(term.name), term.gist) for term in terms])


def _faults() -> str:
    rows = [(code(one.subject), one.printed, one.taken, one.why) for one in ontology.load().faults]
    return table(("subject", "the manual", "taken here", "why"), rows)


def _choices() -> str:
    rows = [(code(one.subject), one.taken, one.why) for one in ontology.load().choices]
    return table(("subject", "taken here", "why"), rows)


def _cameo() -> str:
    rows = [
        (code(line.type), code(line.mode), code(line.context), code(line.code), f"{line.goldstein:+g}")
        for lines in ontology.load().codes.values()
        for line in lines
    ]
    return table(("type", "mode", "context", "CAMEO", "Goldstein"), rows)


PRINTERS: dict[str, Callable[[], str]] = {
    "cameo": _cameo,
    "choices": _choices,
    "contexts": lambda: _terms(ontology.load().contexts.values()),
    "faults": _faults,
    "modalities": lambda: _terms(ontology.load().modalities.values()),
    "modes": _modes,
    "quads": lambda: _terms(ontology.load().quads.values()),
    "sectors": lambda: _terms(ontology.load().sectors.values()),
    "types": _types,
}
