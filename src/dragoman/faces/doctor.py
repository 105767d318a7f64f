"""`dragoman doctor`: what is installed, whether the data is whole, what the terminal can show, what to do."""

from __future__ import annotations

import locale
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Literal, NamedTuple, TextIO

from rich.text import Text

from dragoman.faces.sheet import Sheet, one_line

_REINSTALL = "reinstall Dragoman: pip install --force-reinstall dragoman"
_SENTENCE = "The foreign minister of Jordan met the foreign minister of Egypt in Cairo on Sunday."
_COLUMN = 20
_MARKS = {"well": ("✓", "green"), "doubt": ("!", "yellow"), "ill": ("✗", "bold red")}


class Finding(NamedTuple):
    """One line of the report; only `ill` makes the whole ill."""

    what: str
    state: Literal["well", "doubt", "ill"]
    found: str
    advice: str = ""


def show(out: TextIO) -> bool:
    """Prints all findings; whether all is well."""
    sheet = Sheet.on(out)
    well = True
    for title, findings in examine():
        sheet.line(Text(title, "bold"))
        for finding in findings:
            mark, style = _MARKS[finding.state]
            label = Text.assemble((mark, style), f" {finding.what}")
            sheet.labelled(label, Text(one_line(finding.found)), 2, _COLUMN)
            if finding.advice:
                sheet.line(Text(f"→ {finding.advice}", style), _COLUMN)
            well = well and finding.state != "ill"
        sheet.line()
    ends = ("All is well.", "green") if well else ("Not all is well: do what the arrows say.", "bold red")
    sheet.line(Text(*ends))
    return well


def examine() -> Iterator[tuple[str, list[Finding]]]:
    """The findings, in groups with their titles; whatever fails on the way is a finding too."""
    for look in (_program, _libraries, _data, _coders, _terminal):
        title = look.__name__.strip("_").capitalize()
        try:
            yield title, look()
        except Exception as error:
            yield title, [_failure(title.lower(), error)]


# --- program and libraries ----------------------------------------------------------------------


def _program() -> list[Finding]:
    wanted = metadata.metadata("dragoman")["Requires-Python"] or ""
    python = platform.python_version()
    enough = _meets(python, wanted)
    return [
        Finding("dragoman", "well", metadata.version("dragoman")),
        Finding(
            "python",
            "well" if enough else "ill",
            f"{python} (needs {wanted}), {platform.system()} {platform.machine()}",
            "" if enough else f"install Python {wanted}",
        ),
    ]


def _libraries() -> list[Finding]:
    """What the package needs by its own word, without its extras."""
    requirements = metadata.requires("dragoman") or []
    return [_library(requirement) for requirement in sorted(requirements) if "extra ==" not in requirement]


def _library(requirement: str) -> Finding:
    name, wanted = re.fullmatch(r"([\w.-]+)\s*([^;]*).*", requirement, re.DOTALL).groups()  # type: ignore[union-attr]
    wanted = wanted.strip()
    install = f"pip install '{name}{wanted}'"
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(name, "ill", f"missing (needs {wanted or 'any version'})", install)
    if not _meets(version, wanted):
        return Finding(name, "ill", f"{version} (needs {wanted})", install)
    return Finding(name, "well", f"{version} (needs {wanted or 'any version'})")


def _meets(version: str, wanted: str) -> bool:
    """Whether a version is at least the one wanted; `>=` is the only relation that this package uses."""
    least = re.fullmatch(r">=\s*([\d.]+)", wanted)
    return least is None or _numbers(version) >= _numbers(least[1])


def _numbers(version: str) -> tuple[int, ...]:
    """`(2, 3)` of `2.3.0rc1`, so that 2.3 is not less than 2.3.0."""
    release = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in release[0].split(".")] if release else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


# --- data and coders ------------------------------------------------------------------------------


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "well", look())
    except Exception as error:
        return _failure(what, error)


def _failure(what: str, error: Exception) -> Finding:
    return Finding(what, "ill", f"{type(error).__name__}: {error}", _REINSTALL)


def _data() -> list[Finding]:
    return [_tried("ontology", _ontology), _tried("names", _names), *_packs()]


def _ontology() -> str:
    from dragoman import ontology

    plover = ontology.load()
    modes = sum(len(event_type.modes) for event_type in plover.types.values())
    counts = f"{len(plover.types)} types, {modes} modes, {len(plover.contexts)} contexts"
    return f"PLOVER {plover.version}: {counts} ({plover.fingerprint})"


def _names() -> str:
    from dragoman.knowledge import gazetteer

    known = gazetteer.load()
    kinds = ("countries", "cities", "organisations", "offices", "groups", "people")
    counts = ", ".join(f"{len(getattr(known, kind)):,} {kind}" for kind in kinds)
    return f"{counts} ({known.fingerprint})"


def _packs() -> list[Finding]:
    from dragoman.languages.packs import LANGUAGES

    return [_tried(f"language {code}", lambda code=code: _pack(code)) for code in LANGUAGES]  # type: ignore[misc]


def _pack(code: str) -> str:
    from dragoman.knowledge import gazetteer
    from dragoman.languages import packs

    pack = packs.load(code)
    _ = pack.acts, pack.speech, pack.contexts, pack.agenda  # built from the files when first asked for
    names = sum(1 for _ in gazetteer.load().names(code))
    return f"{pack.data.name}: {names:,} names, {len(pack.topics.agenda)} agenda topics ({pack.fingerprint})"


def _coders() -> list[Finding]:
    from dragoman.coding.coder import CODERS
    from dragoman.reading.language import language_of

    identifier = _tried("which language", lambda: f"a sentence was taken for {language_of(_SENTENCE)}")
    own = [_tried(name, lambda name=name: _coder(name)) for name in CODERS if name != "llm"]  # type: ignore[misc]
    return [identifier, *own, _endpoint()]


def _endpoint() -> Finding:
    """The LLM coder as the environment sets it up; it is not asked, for that may cost money."""
    from dragoman.coding import coder as coders
    from dragoman.errors import CoderError

    try:
        return Finding("llm", "well", coders.load("llm").fingerprint)
    except CoderError as error:
        return Finding("llm", "well", f"not in use: {error.what}")


def _coder(name: str) -> str:
    from dragoman import pipeline
    from dragoman.coding import coder as coders
    from dragoman.model import Report

    coding = pipeline.code_report(Report(id="doctor", text=_SENTENCE, language="en"), name)
    codes = ", ".join(event.type for event in coding.events) or "no event"
    return f"{coders.load(name).fingerprint}; a sentence gave {codes}"


# --- terminal ---------------------------------------------------------------------------------


def _terminal() -> list[Finding]:
    # Dragoman writes UTF-8 whatever this says; whether it shows right is for the terminal.
    encoding = locale.getpreferredencoding(False)
    utf8 = encoding.replace("-", "").lower() == "utf8"
    findings = [
        Finding(
            "encoding",
            "well" if utf8 else "doubt",
            encoding,
            "" if utf8 else "Dragoman writes UTF-8: set the locale to one (export LANG=C.UTF-8)",
        )
    ]
    if sys.stdout.isatty():
        size = os.get_terminal_size(sys.stdout.fileno())
        narrow = size.columns < 60
        findings.append(
            Finding(
                "width",
                "doubt" if narrow else "well",
                f"{size.columns} columns",
                "80 or more are easier to read" if narrow else "",
            )
        )
    else:
        findings.append(Finding("output", "well", "no terminal: plain text, without colours"))
    return findings
