"""`dragoman classify`: a table in, the same table with four more columns out."""

from __future__ import annotations

import csv
import io
import os
import sys
from pathlib import Path

import pytest

from dragoman.coding.learned import model
from dragoman.faces import cli

needs_model = pytest.mark.skipif(
    not (model.FOLDER.is_dir() or os.environ.get(model.PLACE)), reason="there is no model here"
)

ADDED = ["type", "mode", "modality", "confidence"]
ACCUSES = "<s>Togo</s> accused <t>Ghana</t> of spying."
MEETS = "التقى <s>وزير الخارجية الأردني</s> <t>نظيره المصري</t> في القاهرة."
BLAMES = "<s>توگو</s> <t>غنا</t> را به جاسوسی متهم کرد."
PROTESTS = "Thousands of <s>students</s> protested in Lima on Friday."
TABLE = (
    "uid\tmarked_sentence\tnote\n"
    f"b\t{ACCUSES}\t\"an open quote\n"
    f"a\t{MEETS}\tb,c\n"
    f"\t{BLAMES}\t\n"
    f"c\t{PROTESTS}\t  \n"
)  # fmt: skip


class Ran:
    """What a command line gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.told = code, out, err.splitlines()

    @property
    def rows(self) -> list[dict[str, str]]:
        """As another program reads it."""
        return list(csv.DictReader(self.out.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture
def classify(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Classifies a table of this content."""

    def run(content: str | bytes) -> Ran:
        (tmp_path / "pairs.tsv").write_bytes(content.encode() if isinstance(content, str) else content)
        code = cli.run(["classify", str(tmp_path / "pairs.tsv")])
        return Ran(code, *capsys.readouterr())

    return run


# --- the table --------------------------------------------------------------------------------


@needs_model
def test_the_columns_and_rows_of_the_table_stay_and_four_columns_come_behind(classify) -> None:  # type: ignore[no-untyped-def]
    ran = classify(TABLE)
    assert (ran.code, ran.told) == (0, [])
    lines = [line.split("\t") for line in ran.out.splitlines()]
    assert [line[:3] for line in lines] == [line.split("\t") for line in TABLE.splitlines()]
    assert lines[0][3:] == ADDED
    assert [row["type"] for row in ran.rows] == ["ACCUSE", "CONSULT", "ACCUSE", "PROTEST"]
    assert all(row["modality"] and len(row["confidence"]) == len("0.123") for row in ran.rows)


@needs_model
@pytest.mark.parametrize(
    "encoded",
    [
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.removesuffix("\n").encode(),
        f"{TABLE}\n\n".encode(),
        TABLE.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["with a byte order mark", "from Windows", "without an end", "with blank lines below", "from a spreadsheet"],
)
def test_a_table_is_the_same_however_it_was_saved(classify, encoded: bytes) -> None:  # type: ignore[no-untyped-def]
    ran, plain = classify(encoded), classify(TABLE)
    assert (ran.code, ran.told, ran.out) == (0, [], plain.out)


@needs_model
def test_a_table_in_windows_1256_is_read(classify) -> None:  # type: ignore[no-untyped-def]
    ran = classify(f"marked_sentence\n{MEETS}\n".encode("cp1256"))
    assert (ran.code, ran.rows[0]["marked_sentence"], ran.rows[0]["type"]) == (0, MEETS, "CONSULT")


@needs_model
def test_no_cell_breaks_a_line_or_steers_a_terminal(classify) -> None:  # type: ignore[no-untyped-def]
    ran = classify("marked_sentence\tid\n<s>Togo</s>\x85 accused\u2028 \x1b[2J<t>Ghana</t>\v of\r spying.\t1\n")
    assert ran.code == 0
    assert [row["id"] for row in ran.rows] == ["1"]
    assert not set(ran.out) & set("\x85\u2028\x1b\v\r")


@needs_model
def test_a_table_of_column_names_alone_gets_the_new_names(classify) -> None:  # type: ignore[no-untyped-def]
    ran = classify("uid\tmarked_sentence\n")
    assert (ran.code, ran.out) == (0, "\t".join(["uid", "marked_sentence", *ADDED]) + "\n")


@needs_model
def test_a_table_comes_from_standard_input_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{TABLE}d\tNobody.\t\n".encode())))
    ran = Ran(cli.run(["classify", "-"]), *capsys.readouterr())
    assert [row["uid"] for row in ran.rows] == ["b", "a", "", "c", "d"]
    assert [line.split(": ")[1] for line in ran.told] == ["-:6"]


# --- what can't be read -----------------------------------------------------------------------

BAD = {
    "": "there is no sentence",
    "Togo accused Ghana.": "nobody is marked",
    "<s>Togo</s> accused <t>Ghana.": "<t> is never closed",
    "<s>Togo</s> left " + "and came " * 12_000 + "to <t>Ghana</t>.": "only the first",
    "<s>Togo</s> accused\t<t>Ghana</t>.": "3 cells under 2 column names",
    "<s>Togo\x00</s> accused <t>Ghana</t>.": "binary",
}


@needs_model
def test_a_row_that_cannot_be_classified_is_printed_and_told_by_its_line(classify) -> None:  # type: ignore[no-untyped-def]
    rows = [ACCUSES, *BAD, ACCUSES]
    ran = classify("uid\tmarked_sentence\n" + "".join(f"{n}\t{words}\n" for n, words in enumerate(rows)))
    assert ran.code == 1
    assert [row["uid"] for row in ran.rows] == [str(n) for n in range(len(rows))]
    assert [row["type"] for row in ran.rows] == ["ACCUSE", *("" for _ in BAD), "ACCUSE"]
    assert [[row[name] for name in ADDED] for row in ran.rows[1:-1]] == [[""] * 4] * len(BAD)
    assert len(ran.told) == len(BAD)
    for number, (line, reason) in enumerate(zip(ran.told, BAD.values(), strict=True), 3):
        assert f"pairs.tsv:{number}: " in line and reason in line


@needs_model
def test_a_line_without_end_ends_it(classify) -> None:  # type: ignore[no-untyped-def]
    ran = classify(b"marked_sentence\n" + b"x" * 8_000_001)
    assert ran.code == 1
    assert "pairs.tsv:2: a line longer than 8,000,000 bytes" in ran.told[0]


@needs_model
def test_a_blank_line_between_rows_is_a_row_without_a_sentence(classify) -> None:  # type: ignore[no-untyped-def]
    ran = classify(f"marked_sentence\n{ACCUSES}\n\n{ACCUSES}\n")
    assert ran.code == 1
    assert [line.split("\t")[1] for line in ran.out.splitlines()[1:]] == ["ACCUSE", "", "ACCUSE"]
    assert "pairs.tsv:3: there is no sentence" in ran.told[0]


NO_TABLE = [
    ("", "there is no table in it"),
    ("\n\n", "there is no table in it"),
    ("uid\tsentence\n1\tx\n", "no column marked_sentence; the columns are uid, sentence"),
    ("uid,marked_sentence\n1,x\n", "with a tab between columns"),
    ("marked_sentence\ttype\nx\tACCUSE\n", "there is a column type already"),
    (b"%PDF-1.7\n1 0 obj", "a PDF"),
]


@pytest.mark.parametrize(("content", "said"), NO_TABLE, ids=[row[1] for row in NO_TABLE])
def test_what_is_no_table_of_marked_sentences_is_told_in_one_line(classify, content: str | bytes, said: str) -> None:  # type: ignore[no-untyped-def]
    ran = classify(content)
    assert (ran.code, ran.out, len(ran.told)) == (1, "", 1)
    assert said in ran.told[0]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, said in ((tmp_path / "absent.tsv", "no such file"), (tmp_path, "can't be read")):
        assert cli.run(["classify", str(path)]) == 1
        assert f"dragoman: {path}: {said}" in capsys.readouterr().err


def test_without_a_model_nothing_is_printed_and_the_error_says_what_to_do(
    classify,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setenv(model.PLACE, str(tmp_path / "nowhere"))
    model.load.cache_clear()
    ran = classify(TABLE)
    model.load.cache_clear()
    assert (ran.code, ran.out) == (2, "")
    assert "no model at" in ran.told[0]
