"""A picture as a file: SVG, PNG or PDF, by its ending; the same picture gives the same bytes."""

from __future__ import annotations

import io
import os
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import RelationError
from dragoman.relations.pictures.style import drawing, outlined

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI = 200
_UNDATED: dict[str, dict[str, str | None]] = {
    ".svg": {"Date": None, "Creator": "Dragoman"},
    ".png": {"Software": "Dragoman"},
    ".pdf": {"CreationDate": None, "Creator": "Dragoman", "Producer": None},
}


def drawn(figure: Figure, kind: str) -> bytes:
    """A picture as a file would hold it; `kind` is .svg, .png or .pdf."""
    whole = io.BytesIO()
    with drawing(), outlined(figure) if kind == ".pdf" else nullcontext():
        figure.savefig(whole, format=kind[1:], dpi=_DPI, metadata=_UNDATED[kind])
    return whole.getvalue()


def save(figure: Figure, path: str | os.PathLike[str]) -> None:
    """Writes a picture whole or not at all; RelationError for another ending, or a place that can't be written."""
    to = Path(path)
    kind = to.suffix.lower()
    if kind not in _UNDATED:
        what = f"a picture can't end in {to.suffix!r}" if to.suffix else "the name of a picture needs an ending"
        raise RelationError(what, str(to), "name it .svg, .png or .pdf")
    whole = drawn(figure, kind)
    unfinished = to.with_name(f"{to.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(whole)
        unfinished.replace(to)
    except FileNotFoundError as error:
        raise RelationError("there is no such folder", str(to.parent), "make it, or choose another") from error
    except OSError as error:
        what = f"the picture can't be written ({error.strerror or error})"
        raise RelationError(what, str(to), "choose another place") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
