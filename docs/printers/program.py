"""Records, errors, limits and formats."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from textwrap import dedent

from dragoman import errors, model
from dragoman.faces import output
from dragoman.intake import content, fetch, report, stream
from printers.tables import code, table


def _records() -> str:
    return "\n\n".join(record(kind) for kind in vars(model).values() if _is_record(kind))


def _is_record(kind: object) -> bool:
    return inspect.isclass(kind) and issubclass(kind, model.Record) and kind is not model.Record


def record(kind: type, title: str | None = None) -> str:
    """What a record is, and its fields."""
    base = kind.__bases__[0]
    own = [(code(name), code(shape)) for name, shape in kind.__annotations__.items()]
    inherits = f" It is a `{base.__name__}`." if _is_record(base) else ""
    text = inspect.cleandoc(kind.__doc__ or "")
    fields = f"\n\n{table(('field', 'type'), own)}" if own else ""
    return f"## {title or kind.__name__}\n\n{text}{inherits}{fields}"


def _errors() -> str:
    tree = dedent(errors.__doc__ or "").split("\n\n")[1]
    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind)]
    rows = [(code(kind.__name__), kind.exit_code, inspect.cleandoc(kind.__doc__ or "")) for kind in kinds]
    return f"```text\n{dedent(tree).rstrip()}\n```\n\n{table(('error', 'exit code', 'meaning'), rows)}"


def _exit_codes() -> str:
    rows = [
        (errors.EXIT_OK, "all were read"),
        (errors.EXIT_SOME_UNREAD, "some were not: standard error has a line for each, and the rest was read"),
        (errors.EXIT_USAGE, "wrong usage: an option, a coder or an output that can't be had"),
        (errors.EXIT_BROKEN, "the package is broken (`dragoman doctor` says where), or the ledger can't be used"),
        (130, "stopped by Ctrl-C; what was added stays"),
    ]
    return table(("exit code", "when"), rows)


def _limits() -> str:
    rows = [
        ("a report's text", f"{report.TEXT_LIMIT:,} characters"),
        ("a file that holds one report", f"{content.FILE_LIMIT:,} bytes"),
        ("a line of JSON lines", f"{stream.LINE_LIMIT:,} bytes"),
        ("what an address gives", f"{fetch.BYTE_LIMIT:,} bytes"),
        ("how long an address may take", f"{fetch.SECONDS:g} seconds"),
    ]
    return table(("what", "limit"), rows)


def _formats() -> str:
    return ", ".join(map(code, output.FORMATS))


PRINTERS: dict[str, Callable[[], str]] = {
    "errors": _errors,
    "exit codes": _exit_codes,
    "formats": _formats,
    "limits": _limits,
    "records": _records,
}
