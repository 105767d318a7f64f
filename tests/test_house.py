"""What holds for the project as a whole: its pages say what is so, its code keeps to what was agreed."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dragoman import pipeline
from dragoman.faces import contract
from dragoman.model import Coding

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/dragoman"
CODE = sorted(SOURCE.rglob("*.py"))
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if "_build" not in page.parts),
]

# Arabic and Persian letters that code can't do without, and why.
LETTERS_ALLOWED = {
    "intake/decode.py": "the letters by which Windows-1256 is told from Windows-1252",
    "knowledge/gazetteer.py": "the article and the conjunction, which weigh nothing in a name",
    "languages/ar/morphology.py": "clitics and endings: the rules themselves",
    "languages/fa/morphology.py": "clitics and endings: the rules themselves",
    "phrases.py": "the article, the future letter and the prepositions that a word may carry",
    "reading/language.py": "the letters that only one of two languages has",
}


def inside(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


# --- pages ------------------------------------------------------------------------------------


def test_what_the_pages_show_of_the_program_is_what_it_says() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "docs/print_reference.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_json_page_explains_every_field() -> None:
    page = (ROOT / "docs/reference/json.md").read_text(encoding="utf-8").split("## An example")[0]
    codings = pipeline.code_sources([str(ROOT / "examples")])
    names = {name for one in codings if isinstance(one, Coding) for name in keys(contract.as_dict(one))}
    assert {"trigger", "stance", "in_return_for", "on", "topic"} <= names  # the examples have everything
    assert sorted(name for name in names if not re.search(rf"`{name}`|^## {name}$", page, re.M)) == []


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from keys(one)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    assert [to for to in targets if "://" not in to and not (page.parent / to).exists()] == []


def test_every_file_that_the_notice_names_exists() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    named = re.findall(r"(?<![\w./])(?:src|licenses)/[\w./-]+\w", notice)
    assert "src/dragoman/ontology/plover.yaml" in named and "licenses/Unicode-3.0.txt" in named
    assert [name for name in named if not (ROOT / name).is_file()] == []


# --- code -------------------------------------------------------------------------------------


def letters(path: Path) -> list[str]:
    """The literals of a module, docstrings left out, in which an Arabic or Persian letter is typed."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    documented = ast.Module | ast.ClassDef | ast.FunctionDef
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    literals = (
        ast.get_source_segment(source, node) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    )
    return [one for one in literals if any(unicodedata.name(c, "").startswith("ARABIC LETTER") for c in one)]


@pytest.mark.parametrize("path", CODE, ids=inside)
def test_arabic_and_persian_words_live_in_data_not_in_code(path: Path) -> None:
    if inside(path) in LETTERS_ALLOWED:
        assert letters(path), "it has none any more: take it off the list"
    else:
        assert letters(path) == []


@pytest.mark.parametrize("path", CODE, ids=inside)
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, "cut it in two"


def test_imports_go_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


# --- packages ---------------------------------------------------------------------------------


def project() -> dict[str, list[str]]:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = declared["project"]["optional-dependencies"]
    return {
        "runs": declared["project"]["dependencies"],
        "postgres": extras["postgres"],
        "cluster": extras["cluster"],
        "dev": declared["dependency-groups"]["dev"],
    }


def test_every_library_that_is_imported_is_declared() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in CODE)
    imported = {name.split(".")[0] for tree in trees for name in imports(tree)}
    foreign = imported - set(sys.stdlib_module_names) - {"dragoman"}
    declared = {Requirement(one).name for one in [*project()["runs"], *project()["postgres"], *project()["cluster"]]}
    others = {"yaml": "pyyaml", "argon2": "argon2-cffi", "dask": "distributed"}
    through_another = {"python-multipart"}  # Starlette reads forms with it
    assert {others.get(name, name) for name in foreign} | through_another == declared


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_lock_holds_what_is_declared_by_its_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    entries = [entry.split(" \\\n") for entry in re.split(r"\n(?=\S)", lock.strip())]
    assert all(hashes and all("--hash=sha256:" in one for one in hashes) for _, *hashes in entries)
    locked = [Requirement(entry[0]) for entry in entries]
    for declared in map(Requirement, (*project()["runs"], *project()["dev"])):
        ours = [one for one in locked if canonicalize_name(one.name) == canonicalize_name(declared.name)]
        versions = [str(one.specifier).removeprefix("==") for one in ours]
        assert versions and all(declared.specifier.contains(version) for version in versions), declared


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_with_a_python_that_is_too_old_make_says_what_to_do(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2 || exit 1\n')
    old.chmod(0o755)
    run = subprocess.run(["make", "demo", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert f"needs Python 3.11 or newer, and {old} is Python 3.9.2." in run.stdout
    assert "make PYTHON=python3.12 demo" in run.stdout
    assert not (tmp_path / ".venv").exists()
