"""What the language packs and the gazetteer hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec

from dragoman import ontology
from dragoman.knowledge import gazetteer
from dragoman.languages import packs
from dragoman.languages.packs import LANGUAGES, Calendar, LanguagePack, PackData
from printers.tables import code, table


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
    return table(heads, [(name, *values) for name, values in counted.items()])


def _acts() -> str:
    counted = [Counter((act.type, act.nominal) for act in pack.acts.acts) for pack in _packs()]
    rows = [
        (code(name), *(count[name, nominal] for count in counted for nominal in (False, True)))
        for name in ontology.load().types
    ]
    heads = [f"{pack.data.name}, {form}" for pack in _packs() for form in ("verbs", "nouns")]
    return table(("type", *heads), rows)


def _cues() -> str:
    """The lists of words in a pack, named as in `pack.yaml`."""
    rows = []
    for field in msgspec.structs.fields(PackData):
        values = [getattr(pack.data, field.name) for pack in _packs()]
        if not isinstance(values[0], str | Calendar):
            rows.append((code(field.name), *(_words(value) for value in values)))
    return table(("list", *(pack.data.name for pack in _packs())), rows)


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
    return table(("", *(pack.data.name for pack in _packs())), rows)


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
    return table(("file", "entries", "what they are"), rows)


PRINTERS: dict[str, Callable[[], str]] = {
    "acts": _acts,
    "cues": _cues,
    "entries": _entries,
    "languages": _languages,
    "names": _names,
}
