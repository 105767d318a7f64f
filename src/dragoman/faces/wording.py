"""PLOVER's types and modes as an English reader would say them: `actor … recipient`."""

from __future__ import annotations

ACTS: dict[str, dict[str | None, str]] = {
    "AGREE": {None: "agreed or promised"},
    "CONSULT": {
        None: "met or talked",
        "visit": "visited",
        "third-party": "met on a third one's ground",
        "multilateral": "met in a wider round",
        "phone": "talked by telephone",
    },
    "SUPPORT": {None: "supported or thanked"},
    "CONCEDE": {None: "gave way"},
    "COOPERATE": {None: "worked together"},
    "AID": {None: "gave aid"},
    "RETREAT": {
        None: "drew back",
        "withdraw": "withdrew forces",
        "release": "released",
        "disarm": "disarmed",
        "ceasefire": "ceased fire",
        "access": "let observers in",
        "resign": "resigned",
    },
    "REQUEST": {
        None: "asked or demanded",
        "assist": "asked for help",
        "change": "asked for a change",
        "yield": "asked for a concession",
        "meet": "asked for a meeting",
    },
    "ACCUSE": {
        None: "criticised or accused",
        "disapprove": "criticised",
        "investigate": "investigated",
        "allege": "accused",
    },
    "REJECT": {
        None: "refused or denied",
        "assist": "refused help",
        "change": "refused a change",
        "yield": "refused a concession",
        "meet": "refused a meeting",
    },
    "THREATEN": {
        None: "threatened",
        "restrict": "threatened to restrict",
        "arrest": "threatened to arrest",
        "relations": "threatened to break off",
        "expel": "threatened to expel",
        "territory": "threatened to take land",
        "violence": "threatened to use force",
    },
    "PROTEST": {
        None: "protested",
        "demo": "demonstrated",
        "riot": "rioted",
        "strike": "went on strike",
        "hunger": "went on hunger strike",
        "boycott": "boycotted",
        "obstruct": "blocked the way",
    },
    "SANCTION": {
        None: "reduced relations",
        "convict": "convicted",
        "expel": "expelled",
        "withdraw": "pulled out",
        "discontinue": "cut off",
    },
    "MOBILIZE": {
        None: "readied forces",
        "troops": "moved troops",
        "weapons": "readied weapons",
        "police": "readied police",
        "militia": "readied fighters",
    },
    "COERCE": {
        None: "coerced",
        "seize": "seized",
        "restrict": "restricted",
        "ban": "banned",
        "censor": "censored",
        "curfew": "imposed a curfew",
        "martial-law": "imposed emergency rule",
        "arrest": "arrested",
        "deport": "deported",
        "withhold": "cut off supplies",
        "misinformation": "spread falsehoods",
        "cyber": "attacked computers",
    },
    "ASSAULT": {
        None: "attacked",
        "abduct": "abducted",
        "beat": "beat",
        "torture": "tortured",
        "execute": "executed",
        "sexual": "attacked sexually",
        "targeted": "tried to kill, or killed",
        "destroy": "destroyed",
        "primitive": "attacked by hand",
        "firearms": "shot",
        "explosives": "attacked with explosives",
        "suicide-attack": "attacked, dying",
        "aerial": "attacked from the air",
        "drone": "attacked by drone",
        "heavy-weapons": "shelled",
        "crowd-control": "broke up a crowd",
        "unconventional": "attacked with banned weapons",
    },
}


def act(type_: str, mode: str | None) -> str:
    """What the actor did; the type's or mode's own name where there is no wording for it."""
    modes = ACTS.get(type_, {})
    return modes.get(mode) or (mode or type_).lower().replace("-", " ")
