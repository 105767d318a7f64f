"""What is asked of a ledger, as options of a command line: one table of them for every command that asks.

`@filtered` gives a command the options and hands it the `Query` that they make.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import inspect
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from dragoman.faces.options import one_of

if TYPE_CHECKING:
    from dragoman.ledger import Query

_PAGE = 50  # events that a table shows unless told otherwise
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_BLOCK_OF_DAYS = "2024, 2024-02 or 2024-02-17"


class Filter(NamedTuple):
    """An option: the field of `Query` that it sets, how it is written, read and explained.

    `many` may be given several times, or several values with commas between; `read` may raise BadParameter.
    """

    field: str
    flags: tuple[str, ...]
    help: str
    metavar: str | None = None
    read: Callable[[str], Any] | None = None
    many: bool = False


# --- how values are read ------------------------------------------------------------------------


def _party(written: str) -> str:
    from dragoman.faces.ledger import parties

    try:
        return parties.code(written)
    except parties.UnknownParty as error:
        raise typer.BadParameter(str(error)) from None


def state(written: str) -> str:
    """A state or international body, by code or name. Raises BadParameter with who is called nearly so."""
    from dragoman.faces.ledger import parties

    try:
        return parties.state(written)
    except parties.UnknownParty as error:
        raise typer.BadParameter(str(error)) from None


def _pair(written: str) -> tuple[str, str]:
    names = [part for part in written.split(",") if part.strip()]
    if len(names) != 2:
        raise typer.BadParameter(f"a pair is two parties, not {len(names)}; write it as --pair AZE USA")
    one, other = map(state, names)
    if one == other:
        raise typer.BadParameter(f"both are {one}; a pair is two parties")
    return one, other


def _type(written: str) -> str:
    from dragoman import ontology

    return one_of(ontology.load().types, "event type")(written)


def _mode(written: str) -> str:
    from dragoman import ontology

    names = {mode.name for kind in ontology.load().types.values() for mode in kind.modes}
    return one_of(sorted(names), "mode")(written)


def _term(group: str, what: str) -> Callable[[str], str]:
    def read(written: str) -> str:
        from dragoman import ontology

        return one_of(getattr(ontology.load(), group), what)(written)

    return read


def _words(written: str) -> str:
    if not written.strip():
        raise typer.BadParameter("nothing is written there")
    return written.strip()


def _language(written: str) -> str:
    """A pack's language, by code or name; what foreign events were coded from may be another."""
    from dragoman.languages import packs

    names = {packs.load(code).data.name.lower(): code for code in packs.LANGUAGES}
    code = names.get(written.lower(), written.lower())
    if re.fullmatch("[a-z]{2,3}", code) is None:
        raise typer.BadParameter(f"{written!r} is no language; write its code: {', '.join(packs.LANGUAGES)}")
    return code


def since(written: str) -> datetime.date:
    """The first day of a year, a month or a day. Raises BadParameter."""
    return days(written)[0]


def until(written: str) -> datetime.date:
    """The last day of a year, a month or a day. Raises BadParameter."""
    return days(written)[1]


def days(written: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day of a year, a month or a day. Raises BadParameter."""
    found = _DAY.fullmatch(written)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        last = calendar.monthrange(year, month or 12)[1]
        return datetime.date(year, month or 1, day or 1), datetime.date(year, month or 12, day or last)
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no day; write {_BLOCK_OF_DAYS}") from None


def _share(written: str) -> float:
    try:
        value = float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise typer.BadParameter(f"{written!r} is no confidence; write a number from 0 to 1")
    return value


def _limit(written: str) -> int | str:
    return "all" if written.lower() == "all" else _whole(written, least=1)


def _skip(written: str) -> int:
    return _whole(written, least=0)


def _whole(written: str, *, least: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", written) or int(written) < least:
        raise typer.BadParameter(f"{written!r} is no whole number from {least} on")
    return int(written)


# --- the options --------------------------------------------------------------------------------

_ORDERS = ("newest", "oldest", "surest", "doubtful")

FILTERS = (
    Filter("party", ("--party",), "Who is in it: IRN, iran, IRN:MIL, IGO:NATO.", "PARTY", _party),
    Filter("pair", ("--pair",), "Between two, whichever acts: AZE USA, or AZE,USA.", "A B", _pair),
    Filter("directed", ("--directed",), "Of a pair, only what the first does to the second."),
    Filter("type", ("--type",), "Event type: CONSULT.", "TYPE", _type, many=True),
    Filter("mode", ("--mode",), "Mode of the type: visit.", "MODE", _mode, many=True),
    Filter("context", ("--context",), "What it is about; of several, all.", "CONTEXT", _term("contexts", "context"),
           many=True),
    Filter("quad", ("--quad",), "verbal-cooperation, material-conflict …", "QUAD", _term("quads", "quad"), many=True),
    Filter("modality", ("--modality",), "done, future, hypothetical, negated, historical.", "MODALITY",
           _term("modalities", "modality"), many=True),
    Filter("status", ("--status",), "claimed, confirmed, denied.", "STATUS",
           one_of(("claimed", "confirmed", "denied"), "status"), many=True),
    Filter("person", ("--person",), "Part of the name of a person in it.", "NAME", _words),
    Filter("place", ("--place",), "Where: a country's code, or part of a name.", "PLACE", _words),
    Filter("since", ("--since",), f"From that day on: {_BLOCK_OF_DAYS}.", "DAY", since),
    Filter("until", ("--until",), "To the end of that day, month or year.", "DAY", until),
    Filter("outlet", ("--outlet",), "Who published it.", "NAME", _words, many=True),
    Filter("language", ("--language",), "Language of the report: ar, en, fa.", "xx", _language, many=True),
    Filter("confidence", ("--confidence",), "At least so sure, 0 to 1.", "SHARE", _share),
    Filter("text", ("--text",), "Words that the sentence holds, in any spelling.", "WORDS", _words),
    Filter("report", ("--report",), "Out of one report.", "ID", _words),
    Filter("story", ("--story",), "Of one story.", "ID", _words),
    Filter("event", ("--event",), "The events with these ids.", "ID", _words, many=True),
    Filter("judged", ("--judged/--unjudged",), "Only what a reviewer judged, or did not."),
    Filter("foreign", ("--foreign/--own",), "Only imported events, or none of them."),
    Filter("copies", ("--all-copies",), "Also what near copies of a report repeat."),
    Filter("order", ("--order",), "newest, oldest, surest, doubtful.", "ORDER", one_of(_ORDERS, "order")),
    Filter("limit", ("--limit",), f"At most so many, or all. [{_PAGE} in a table, else all]", "NUMBER", _limit),
    Filter("skip", ("--skip",), "Leave out so many at the beginning.", "NUMBER", _skip),
)  # fmt: skip

EVENTS = tuple(one.field for one in FILTERS)
# Of statements and conditions only these are known.
NOTES = ("party", "pair", "since", "until", "outlet", "language", "report", "copies", "limit", "skip")
_BEFORE = "filter_"  # keeps the options' names apart from the command's own


def filtered(*fields: str, page: int | None = _PAGE) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options for these fields of a `Query`, after its own; its first parameter gets the query.

    A command with a parameter `format` has `page` as its limit in a table, others have none unless one is given.
    """
    chosen = [one for one in FILTERS if one.field in (fields or EVENTS)]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        known = {"Query": object}  # which only type checkers import
        own = list(inspect.signature(command, eval_str=True, locals=known).parameters.values())[1:]
        added = [_parameter(one, notes=fields == NOTES) for one in chosen]

        @functools.wraps(command)
        def run(**given: Any) -> None:
            values = {one.field: given.pop(_BEFORE + one.field) for one in chosen}
            command(_query(values, page if given.get("format") == "table" else None), **given)

        signature = inspect.Signature([*own, *added])
        run.__signature__ = signature  # type: ignore[attr-defined]  # what typer reads the options off
        run.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()}
        return run

    return decorate


def _parameter(one: Filter, *, notes: bool) -> inspect.Parameter:
    """The option as typer wants it."""
    option: dict[str, Any] = {"help": one.help, "show_default": False}
    kind: Any = bool
    default: Any = None if "/" in one.flags[0] else False
    if one.read is not None:
        read = state if notes and one.field == "party" else one.read
        option |= {"metavar": one.metavar, "parser": _several(read) if one.many else read}
        kind, default = (list[str] if one.many else str), None
    annotation: Any = Annotated[kind if default is False else kind | None, typer.Option(*one.flags, **option)]
    name = _BEFORE + one.field
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _several(read: Callable[[str], Any]) -> Callable[[str], tuple[Any, ...]]:
    """Reads values with commas between."""

    def parse(written: str) -> tuple[Any, ...]:
        return tuple(read(part.strip()) for part in written.split(",") if part.strip())

    return parse


def _query(values: dict[str, Any], page: int | None) -> Query:
    from dragoman.ledger import Query

    asked = {field: value for field, value in values.items() if value not in (None, False, [])}
    for one in FILTERS:
        if one.many and one.field in asked:
            asked[one.field] = tuple(part for several in asked[one.field] for part in several)
    for flag in ("judged", "foreign"):  # of these, False asks for something
        if values.get(flag) is not None:
            asked[flag] = values[flag]
    if "copies" in asked:
        asked["copies"] = "all"
    limit = asked.get("limit", page)
    asked["limit"] = None if limit == "all" else limit
    query = Query(**asked)
    if query.directed and query.pair is None:
        raise typer.BadParameter("--directed needs a --pair")
    together(query.since, query.until)
    return query


def together(since: datetime.date | None, until: datetime.date | None) -> None:
    """Raises BadParameter where the days are the wrong way round."""
    if since and until and since > until:
        raise typer.BadParameter(f"--since {since} is after --until {until}")


class Asking(TyperCommand):
    """A command with filters, whose pair may be written with a blank between, as people do."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, a pair made one of them."""
        return super().parse_args(ctx, list(_joined(args)))


def _joined(arguments: Iterable[str]) -> Iterable[str]:
    given = iter(arguments)
    for argument in given:
        yield argument
        if argument == "--pair":
            one = next(given, None)
            if one is None:
                return
            other = None if "," in one else next(given, None)
            if other is None:
                yield one
            elif other.startswith("-"):
                yield from (one, other)
            else:
                yield f"{one},{other}"
