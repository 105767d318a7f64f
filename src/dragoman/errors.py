"""Everything that can go wrong, drawn once.

    DragomanError
    ├── InputError            what was given cannot be read; the other reports still are
    │   ├── MissingSource     no such file or folder
    │   ├── EmptyReport       nothing to read in it
    │   ├── NotText           binary, or in no encoding that is known
    │   ├── TooLarge          more than one report can reasonably be
    │   ├── MalformedLine     a line or row that isn't a report
    │   ├── NoCounterpart     a row of another tool that PLOVER has no type for
    │   ├── UnknownLanguage   a language no pack reads
    │   └── FetchError        an address that gave no page
    ├── CoderError            the coder that was asked for cannot run here
    │   └── ModelError        its model is missing or damaged
    ├── ExchangeError         what was asked for can't be written or read in that format
    ├── BulkError             a corpus can't be coded into that folder; what is finished there stays
    ├── LedgerError           the ledger can't be opened, read or written; nothing in it is lost
    │   ├── LedgerBusy        another program holds it, or its server doesn't answer
    │   ├── LedgerTooNew      a newer dragoman made it
    │   └── UnknownRecord     there is no such event, report or story in it
    ├── AccessError           whoever asks a server may not have that: not signed in, not allowed, too often
    ├── ServerError           the server can't listen where it is to
    ├── DeskError             no account, token, search or watched feed can be like that
    ├── RelationError         what was asked of a relation makes no sense: a weight, a period, a pair of one
    └── DataError             the package's own data is broken

Foreign errors are mapped to these at the edge. Every message says what, where and what to do.
"""

EXIT_OK = 0
EXIT_SOME_UNREAD = 1
EXIT_USAGE = 2
EXIT_BROKEN = 3


class DragomanError(Exception):
    """The root: `what` happened, `where`, and how to `fix` it; `str()` gives them on one line."""

    exit_code = EXIT_BROKEN

    def __init__(self, what: str, where: str = "", fix: str = "") -> None:
        super().__init__(what, where, fix)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}; {self.fix}" if self.fix else line


class InputError(DragomanError):
    """What was given cannot be read."""

    exit_code = EXIT_SOME_UNREAD


class MissingSource(InputError):
    """No such file or folder, or no permission to read it."""


class EmptyReport(InputError):
    """Nothing to read in it."""


class NotText(InputError):
    """Binary, or in no encoding that is known."""


class TooLarge(InputError):
    """More than one report can reasonably be."""


class MalformedLine(InputError):
    """A line of JSON lines, or a row of a table, that is not a report."""


class NoCounterpart(InputError):
    """A row of another tool's file that is sound but tells of an act that PLOVER has no type for."""


class UnknownLanguage(InputError):
    """A language that no pack reads."""


class FetchError(InputError):
    """An address that gave no page: refused, timed out, too large, or private."""


class CoderError(DragomanError):
    """The coder that was asked for cannot run here."""

    exit_code = EXIT_USAGE


class ModelError(CoderError):
    """The learned coder's model is missing, cut short or not the one its card tells."""


class ExchangeError(DragomanError):
    """What was asked for cannot be written or read in that format."""

    exit_code = EXIT_USAGE


class BulkError(DragomanError):
    """A corpus can't be coded into the folder that was named; what is finished there stays."""

    exit_code = EXIT_USAGE


class LedgerError(DragomanError):
    """The ledger can't be opened, read or written; nothing that is in it is lost."""


class LedgerBusy(LedgerError):
    """Another program holds it, or its server doesn't answer."""


class LedgerTooNew(LedgerError):
    """Its schema is a newer program's."""


class UnknownRecord(LedgerError):
    """There is no such event, report or story in it."""

    exit_code = EXIT_USAGE


class AccessError(DragomanError):
    """Whoever asks a server may not have that: not signed in, not allowed, from elsewhere, too often."""

    exit_code = EXIT_USAGE


class ServerError(DragomanError):
    """The server can't listen where it is to."""

    exit_code = EXIT_USAGE


class DeskError(DragomanError):
    """No account, token, saved search or watched feed can be like that."""

    exit_code = EXIT_USAGE


class RelationError(DragomanError):
    """What was asked of a relation makes no sense: a weight, a period, a pair of one."""

    exit_code = EXIT_USAGE


class DataError(DragomanError):
    """The package's own data (ontology, packs, gazetteer) is broken."""
