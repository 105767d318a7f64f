"""The package's own data files: YAML, read strictly, with a compiled copy of each that is much faster to read.

The copy lies where Python would keep the bytecode of a module in that place. It is made on the first reading,
counts only as long as neither it nor its file has changed, and passes the same checks. Where none can be written,
the file is read each time.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from importlib.resources.abc import Traversable
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import msgspec

from dragoman.errors import DataError

_DIGEST = hashlib.sha256().digest_size


def read_yaml(file: Traversable, shape: Any, where: str) -> Any:
    """A data file in its strict shape; raises DataError, with `where` as the file, where it breaks it."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise DataError(str(error), where) from error
    copy = _place(file)
    found = _from_copy(copy, text, shape)
    if found is None:
        value = _loaded(text, where)
        found = _checked(value, shape, where)
        _keep(copy, text, value)
    return found


def parse_yaml(text: bytes, shape: Any, where: str) -> Any:
    """The same of a file's bytes, without a copy."""
    return _checked(_loaded(text, where), shape, where)


# --- the file -----------------------------------------------------------------------------------


def _loaded(text: bytes, where: str) -> Any:
    import yaml  # only where there is no copy

    # libyaml's loader where PyYAML was built with it: ten times as fast, the same result.
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        opened = loader(text)
        try:
            node = opened.get_single_node()
            _refuse_repeated_keys(node, where)
            return node and opened.construct_document(node)
        finally:
            opened.dispose()
    except (yaml.YAMLError, UnicodeError) as error:
        raise DataError(" ".join(str(error).split()), where) from error


def _refuse_repeated_keys(node: Any, where: str) -> None:
    # YAML forbids them; PyYAML silently keeps the last.
    children = node.value if node is not None and node.id != "scalar" else []
    if node is not None and node.id == "mapping":
        keys = [key.value for key, _ in node.value]
        if len({*map(str, keys)}) < len(keys):
            repeated = next(key for key in keys if keys.count(key) > 1)
            raise DataError(f"duplicate key {repeated!r}", f"{where}:{node.start_mark.line + 1}")
        children = [value for _, value in node.value]
    for child in children:
        if child.id != "scalar":
            _refuse_repeated_keys(child, where)


def _checked(value: Any, shape: Any, where: str) -> Any:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise DataError(" ".join(str(error).split()), where) from error


# --- the copy -----------------------------------------------------------------------------------


def _place(file: Traversable) -> Path | None:
    if not isinstance(file, Path):
        return None  # inside an archive
    return Path(cache_from_source(str(file))).with_name(f"{file.name}.msgpack")


def _from_copy(copy: Path | None, text: bytes, shape: Any) -> Any:
    """What the copy holds, or None where it is missing, damaged, of another text or no longer of that shape."""
    if copy is None:
        return None
    try:
        kept = copy.read_bytes()
        if kept[:_DIGEST] == _digest(text, kept[_DIGEST:]):
            return msgspec.msgpack.decode(kept[_DIGEST:], type=shape)
    except (OSError, msgspec.MsgspecError):
        pass
    return None


def _keep(copy: Path | None, text: bytes, value: Any) -> None:
    if copy is None:
        return
    packed = msgspec.msgpack.encode(value)
    if msgspec.msgpack.decode(packed) != value:
        return  # it holds what has no form of its own there, a date for one
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")  # another process may be writing the same
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(_digest(text, packed) + packed)
        unfinished.replace(copy)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()


def _digest(text: bytes, packed: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(text).digest() + packed).digest()
