"""What is asked of a ledger on the command line, and what is said of what can't be asked."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import typer

from dragoman.faces.ledger import parties
from dragoman.faces.ledger.filters import FILTERS, NOTES, Asking, filtered
from dragoman.ledger import Query

from .lines import dragoman


def asked(*arguments: str) -> Query:
    """The query that a command with all filters would get."""
    got: list[Query] = []
    app = typer.Typer()

    @app.command(cls=Asking)
    @filtered()
    def command(query: Query) -> None:
        got.append(query)

    typer.main.get_command(app)(list(arguments), standalone_mode=False)
    return got[0]


def test_every_field_of_the_query_has_its_option() -> None:
    assert sorted(one.field for one in FILTERS) == sorted(Query.__struct_fields__)
    assert set(NOTES) < set(Query.__struct_fields__)


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ([], {}),
        (["--party", "iran"], {"party": "IRN"}),
        (["--party", "irn:mil"], {"party": "IRN:MIL"}),
        (["--party", "nato"], {"party": "IGO:NATO"}),
        (["--pair", "AZE", "USA"], {"pair": ("AZE", "USA")}),
        (["--pair", "aze,usa", "--directed"], {"pair": ("AZE", "USA"), "directed": True}),
        (["--pair", "Saudi Arabia", "iran"], {"pair": ("SAU", "IRN")}),
        (["--type", "consult,ACCUSE", "--type", "AID"], {"type": ("CONSULT", "ACCUSE", "AID")}),
        (["--mode", "visit"], {"mode": ("visit",)}),
        (["--context", "military"], {"context": ("military",)}),
        (["--quad", "material-conflict"], {"quad": ("material-conflict",)}),
        (["--modality", "negated", "--status", "denied"], {"modality": ("negated",), "status": ("denied",)}),
        (["--since", "2024", "--until", "2024-02"],
         {"since": datetime.date(2024, 1, 1), "until": datetime.date(2024, 2, 29)}),
        (["--until", "2023"], {"until": datetime.date(2023, 12, 31)}),
        (["--language", "Persian"], {"language": ("fa",)}),
        (["--confidence", "80%"], {"confidence": 0.8}),
        (["--unjudged", "--own"], {"judged": False, "foreign": False}),
        (["--judged", "--foreign", "--all-copies"], {"judged": True, "foreign": True, "copies": "all"}),
        (["--order", "surest", "--limit", "7", "--skip", "3"], {"order": "surest", "limit": 7, "skip": 3}),
        (["--limit", "all"], {}),
        (["--text", "two words", "--person", "fidan", "--place", "Athens"],
         {"text": "two words", "person": "fidan", "place": "Athens"}),
    ],
)  # fmt: skip
def test_options_become_a_query(arguments: list[str], query: dict[str, object]) -> None:
    assert asked(*arguments) == Query(**{"limit": None} | query)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--type", "FOO"], "no event type called 'FOO'; there are AGREE, CONSULT"),
        (["--mode", "teleport"], "no mode called 'teleport'"),
        (["--context", "weather"], "no context called 'weather'"),
        (["--party", "iranx"], "no state or body called 'iranx'; did you mean IRN (Iran)?"),
        (["--party", "IGO:NATTO"], "did you mean IGO:NATO?"),
        (["--party", "IRN:KNIGHTS"], "no sector called 'KNIGHTS'; there are GOV, MIL"),
        (["--pair", "AZE"], "a pair is two parties"),
        (["--pair", "AZE", "--directed"], "a pair is two parties"),
        (["--pair", "iran,IRN"], "both are IRN"),
        (["--pair", "IRN:MIL", "USA"], "has a sector"),
        (["--since", "2024-13"], "'2024-13' is no day"),
        (["--since", "2024-02-30"], "'2024-02-30' is no day"),
        (["--since", "2024", "--until", "2023"], "--since 2024-01-01 is after --until 2023-12-31"),
        (["--confidence", "1.5"], "no confidence"),
        (["--confidence", "nan"], "no confidence"),
        (["--limit", "0"], "no whole number from 1 on"),
        (["--order", "best"], "no order called 'best'"),
        (["--directed"], "--directed needs a --pair"),
        (["--language", "klingon"], "'klingon' is no language"),
        (["--text", " "], "nothing is written there"),
    ],
)
def test_what_cannot_be_asked_is_said_on_one_line(made: Path, arguments: list[str], said: str) -> None:
    ran = dragoman("events", "--ledger", made, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err and len(ran.err.splitlines()) == 1


def test_a_state_goes_by_its_name_in_any_language_that_is_read() -> None:
    assert [parties.code(name) for name in ("ایران", "إيران", "Iran", " iran ")] == ["IRN"] * 4
