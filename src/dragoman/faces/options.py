"""Options that several commands have, and how what is written behind them is read."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Annotated

import typer


def day(written: str) -> datetime.date:
    """A day, as `2024-02-17`."""
    try:
        return datetime.datetime.strptime(written, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no day; write it as 2024-02-17") from None


def language(written: str) -> str:
    """The code of a language that is read."""
    from dragoman.languages.packs import LANGUAGES

    code = written.replace("_", "-").split("-")[0].lower()
    if code not in LANGUAGES:
        raise typer.BadParameter(f"no language pack for {written!r}; there are {', '.join(LANGUAGES)}")
    return code


def one_of(names: Iterable[str], what: str) -> Callable[[str], str]:
    """Reads one of several names, whether in small letters or capitals."""
    known = {name.lower(): name for name in names}

    def read(written: str) -> str:
        if written.lower() not in known:
            raise typer.BadParameter(f"no {what} called {written!r}; there are {', '.join(known.values())}")
        return known[written.lower()]

    return read


Coder = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        show_default=False,
        help="default: the shipped model; lexicon: language packs only; llm: an endpoint that the environment names.",
    ),
]
Day = Annotated[
    datetime.date | None,
    typer.Option(parser=day, metavar="YYYY-MM-DD", help="Day of publication, for reports that don't say it."),
]
Language = Annotated[
    str | None,
    typer.Option(parser=language, metavar="xx", help="Language, for reports that don't say it."),
]
Output = Annotated[
    str | None,
    typer.Option("--output", metavar="FILE", help="Write there, not to standard output.", show_default=False),
]
