"""What the readers of foreign files share: rows by their columns' names, and cells that hold what they should."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import msgspec

from dragoman import ontology
from dragoman.errors import InputError, NoCounterpart
from dragoman.exchange import crosswalk
from dragoman.exchange.account import Tally
from dragoman.exchange.outline import Outline
from dragoman.exchange.source import Source
from dragoman.knowledge import gazetteer
from dragoman.model import ForeignEvent, Record, Time

REPORTS_DAY = "the day of the report: the words give none"
_OLDER_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "YIELD": "CONCEDE"}
_SKIP = "the other rows are read; correct this one, or leave it out"


class Table(Record, frozen=True):
    """How a tab-separated format looks: its columns in order and by name.

    `aliases` are the names of other vintages, `missing` the words for nothing, `optional` the columns that a vintage
    may lack; a `headed` format has the names in its first line, another may.
    """

    name: str
    columns: tuple[str, ...]
    aliases: dict[str, str] = msgspec.field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    headed: bool = False


def read_table(
    source: Source, table: Table, event_of: Callable[[dict[str, str]], ForeignEvent]
) -> Iterator[ForeignEvent | InputError]:
    """The events of a tab-separated file, or what is wrong with a row; raises InputError for the whole file.

    Columns go by name where there is a header, else by position.
    """
    order: list[str] | None = None
    member = ""
    for where, line in source.lines():
        if not line.strip():
            continue
        cells = line.split("\t")
        if where.rpartition(":")[0] != member:  # each file of an archive may have a header of its own
            member = where.rpartition(":")[0]
            order = _order(cells, table, member)
            if order is not None:
                continue
        try:
            yield event_of(_row(cells, order or table.columns, table, by_name=order is not None))
        except NoCounterpart as error:
            error.where = where
            yield error
        except InputError as error:
            yield InputError(error.what, where, error.fix or _SKIP)
        except ValueError as error:
            yield InputError(f"unreadable ({error})", where, _SKIP)
    if not member:
        raise InputError("nothing in it", source.name, "fetch the file anew")


def _order(cells: Sequence[str], table: Table, where: str) -> list[str] | None:
    """The columns as the first line names them, or None where it is a row. Raises InputError where some lack."""
    names = _header(cells, table.columns, table.aliases)
    if names is None:
        if table.headed:
            what = f"no header of {table.name}: its first line names none of the columns"
            raise InputError(what, where, "name the format that it has, or put back the header")
        return None
    lacking = [name for name in table.columns if name not in names and name not in table.optional]
    if lacking:
        what = f"as {table.name} it lacks the columns {', '.join(lacking)}"
        raise InputError(what, where, "name the format that it has")
    return names


def _header(cells: Sequence[str], columns: Sequence[str], aliases: Mapping[str, str]) -> list[str] | None:
    """The names in the first line, or None where it is a row."""
    folded = {_fold(name): name for name in columns} | {_fold(old): new for old, new in aliases.items()}
    names = [folded.get(_fold(cell), cell.strip()) for cell in cells]
    return names if len(set(names) & set(columns)) >= 3 else None


def _fold(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name.strip().strip('"')).casefold()


def _row(cells: list[str], order: Sequence[str], table: Table, *, by_name: bool) -> dict[str, str]:
    while len(cells) > len(order) and not cells[-1].strip():
        cells = cells[:-1]  # surplus tabs at the end
    if len(cells) > len(order) or len(cells) < len(order) - (1 if by_name else 0):
        raise InputError(f"{len(cells)} columns where there should be {len(order)}")
    cells = cells + [""] * (len(order) - len(cells))
    row = dict.fromkeys(table.columns, "")
    for name, cell in zip(order, cells, strict=True):
        value = cell.strip()
        row[name] = "" if value in table.missing else value
    return row


# --- cells --------------------------------------------------------------------------------------


def needed(row: Mapping[str, str], column: str) -> str:
    """A cell that may not be empty."""
    if not row[column]:
        raise InputError(f"no {column}")
    return row[column]


def act_of(written: str) -> tuple[str, tuple[str, str | None]]:
    """A CAMEO code, as written, with PLOVER's type and mode; raises InputError or NoCounterpart."""
    code = written.strip()
    tables = crosswalk.load()
    if code not in tables.acts and f"0{code}" in tables.acts and len(code) < 4:
        code = f"0{code}"  # a leading zero lost to a spreadsheet
    if code not in tables.acts:
        raise InputError(f"{written!r} is no CAMEO code")
    act = tables.plover(code)
    if act is None:
        why = tables.dropped(code) or "it has no line in the table"
        raise NoCounterpart(f"PLOVER has no type for CAMEO {code} ({why})", fix="such rows are left out")
    return code, act


def plover_names(type: str, mode: str, contexts: Sequence[str]) -> tuple[str, str | None, tuple[str, ...]]:
    """PLOVER's names as written: an unknown type is an error; a mode or context that PLOVER hasn't is left out."""
    plover = ontology.load()
    kind = type.strip().upper()
    kind = _OLDER_TYPES.get(kind, kind)
    if kind not in plover.types:
        raise InputError(f"{type!r} is no PLOVER event type")
    wanted = mode.strip().casefold()
    known = next((one.name for one in plover.types[kind].modes if one.name == wanted), None)
    folded = [context.strip().casefold().replace(" ", "_") for context in contexts]
    return kind, known, tuple(dict.fromkeys(context for context in folded if context in plover.contexts))


def date(written: str, *forms: str) -> datetime.date:
    """A day in one of the forms."""
    for form in forms:
        try:
            return datetime.datetime.strptime(written.strip(), form).date()
        except ValueError:
            continue
    raise InputError(f"{written!r} is no day")


def day(written: str, *forms: str) -> Time | None:
    """A day as a time; None where the cell is empty."""
    if not written:
        return None
    found = date(written, *forms)
    return Time(start=found, end=found, precision="day", text=written)


def decimal(written: str, least: float, most: float, column: str) -> float | None:
    """A number between two others; None where the cell is empty."""
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise InputError(f"{written!r} is no {column}")
    return value


def point(lat: str, lon: str, *, exact: bool = True) -> tuple[float | None, float | None]:
    """Degrees north and east; (None, None) where either is missing or both are 0, which stands for nowhere."""
    north, east = decimal(lat, -90, 90, "latitude"), decimal(lon, -180, 180, "longitude")
    if north is None or east is None or (north == 0 and east == 0) or not exact:
        return None, None
    return north, east


def listed(cell: str, separators: str = ";|") -> list[str]:
    """The parts of a cell that is a list."""
    parts = re.split(f"[{re.escape(separators)}]", cell)
    return [part.strip() for part in parts if part.strip()]


def body_of_name(name: str) -> str | None:
    """The acronym of an international body that the gazetteer knows by this English name, or by the acronym."""
    return _bodies().get(" ".join(name.split()).casefold())


@cache
def _bodies() -> dict[str, str]:
    found: dict[str, str] = {}
    for body in gazetteer.load().organisations:
        kind, _, acronym = body.code.partition(":")
        if kind == crosswalk.IGO:
            for name in (*body.names.get("en", ()), acronym):
                found.setdefault(name.casefold(), acronym)
    return found


def tell_stand_in(column: str, event: Outline, tally: Tally) -> None:
    """Notes where a day is not the one that the words give."""
    if event.day_from == "published":
        tally.stand_in(column, REPORTS_DAY)
    elif event.when is not None and event.when.end != event.when.start:
        tally.stand_in(column, "the first day of a longer time")
