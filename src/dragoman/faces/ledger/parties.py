"""What people write for a party, as a code: `IRN`, `iran`, `IRN:MIL`, `IGO:NATO`, `nato`, a state's name in any
language that is read.
"""

from __future__ import annotations

import difflib
from functools import cache

from dragoman import ontology
from dragoman.knowledge import gazetteer
from dragoman.text import fold


class UnknownParty(ValueError):
    """Nobody is called that; the words say who is called nearly so."""


def code(written: str) -> str:
    """The code of a party: a country's, `IGO:ACRONYM`, or a country's with a sector. Raises UnknownParty."""
    whole = written.strip()
    name, _, sector = whole.partition(":")
    if name.upper() == "IGO":
        return _body(whole.upper())
    found = state(name)
    if not sector:
        return found
    mark = sector.strip().upper()
    if found.startswith("IGO:") or mark not in (known := ontology.load().sectors):
        listed = "an international body has none" if found.startswith("IGO:") else f"there are {', '.join(known)}"
        raise UnknownParty(f"no sector called {sector!r}; {listed}")
    return f"{found}:{mark}"


def state(written: str) -> str:
    """The code of a state or an international body, without a sector. Raises UnknownParty."""
    whole = written.strip()
    if whole.upper().startswith("IGO:"):
        return _body(whole.upper())
    if ":" in whole:
        raise UnknownParty(f"{whole!r} has a sector; here goes a state or body as a whole, {whole.split(':')[0]!r}")
    if whole.upper() in _codes():
        return whole.upper()
    found = _names().get(_key(whole))
    if found is None:
        raise UnknownParty(f"no state or body called {whole!r}{_near(whole)}")
    return found


@cache
def states() -> tuple[str, ...]:
    """The codes of all states and international bodies, in order."""
    return tuple(sorted(_codes() | {code for code in _names().values() if code.startswith("IGO:")}))


def _body(written: str) -> str:
    known = [code for code in states() if code.startswith("IGO:")]
    if written not in known:
        near = difflib.get_close_matches(written, known, n=3, cutoff=0.8)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; write it as IGO:NATO"
        raise UnknownParty(f"no international body called {written!r}{hint}")
    return written


def _near(written: str) -> str:
    """Who is called nearly so: by name first, by code where what was written could be one."""
    names = difflib.get_close_matches(_key(written), _names(), n=3, cutoff=0.7)
    codes = [_names()[name] for name in names]
    if len(written) == 3 and not codes:
        codes = difflib.get_close_matches(written.upper(), _codes(), n=3)
    shown = gazetteer.load().display
    near = [f"{one} ({shown(one)})" if shown(one) != one else one for one in dict.fromkeys(codes)]
    return f"; did you mean {' or '.join(near)}?" if near else "; write its ISO code, as IRN, or its name, as iran"


def _key(name: str) -> str:
    return " ".join(fold(name).split())


@cache
def _codes() -> frozenset[str]:
    return frozenset(country.code for country in gazetteer.load().countries if country.code)


@cache
def _names() -> dict[str, str]:
    """Codes by folded name: of states that are before those that were, of states before bodies."""
    known = gazetteer.load()
    found: dict[str, str] = {}
    for country in sorted(known.countries, key=lambda one: (one.until is not None, one.code is None)):
        for names in country.names.values():
            for name in names:
                found.setdefault(_key(name), country.iso)
    for body in known.organisations:
        if body.code.startswith("IGO:"):
            for name in (body.code.removeprefix("IGO:"), *(n for names in body.names.values() for n in names)):
                found.setdefault(_key(name), body.code)
    return found
