"""`dragoman relation`: what a reader and a program get, and what is said where nothing can be told."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dragoman.errors import EXIT_BROKEN, EXIT_USAGE
from dragoman.faces.relations.shapes import PARTS
from dragoman.relations.periods import By

from ..ledger.lines import dragoman, running


def unsafe(shown: str) -> set[str]:
    return {c for c in shown if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\u200c"}


def whole(*arguments: str) -> dict[str, Any]:
    """What the command gives as JSON, one object."""
    found: dict[str, Any] = json.loads(dragoman("relation", *arguments, "--format", "json").out)
    return found


# --- what a reader sees -------------------------------------------------------------------------------


def test_the_picture_names_the_two_and_how_much_is_told_of_them(ledger: Path) -> None:
    ran = dragoman("relation", "chile", "Portugal")
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"^Chile – Portugal +CHL–PRT$", ran.out, re.MULTILINE)
    assert re.search(r"^\d+ stories, told \d+ times · 2023-02-03 to 2024-01-19$", ran.out, re.MULTILINE)
    assert "left out of the balance: 1 future" in ran.out


def test_the_sections_come_in_one_order(ledger: Path) -> None:
    out = dragoman("relation", "CHL", "PRT").out
    heads = ("Balance  ", "Turning points", "Conditions and promises", "Agenda", "Who carries it",
             "What it is said to hang on", "What this rests on")  # fmt: skip
    at = [out.index(f"\n{head}") for head in heads]
    assert at == sorted(at)


def test_the_balance_has_a_line_a_month_and_the_whole_time_in_one(ledger: Path) -> None:
    out = dragoman("relation", "CHL", "PRT", "--show", "balance").out
    assert re.search(r"^  2023-02 [▁-█ ]{12} 2024-01$", out, re.MULTILINE)
    assert re.search(r"^  2023-03 +−\d\.\d .*●.*│", out, re.MULTILINE)
    assert re.search(r"^  2023-11 +\+10\.0 .*│.*●", out, re.MULTILINE)
    assert re.search(r"^  2023-06 +· +│ +· +· +0$", out, re.MULTILINE)
    assert "CHL→PRT" in out and "weights: PLOVER" in out


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(ledger: Path, by: By, columns: int) -> None:
    from dragoman.faces.ledger import opening
    from dragoman.faces.relations import sections
    from dragoman.faces.sheet import Sheet, _Console
    from dragoman.relations import Relation

    out = io.StringIO()
    with opening.opened(str(ledger)) as held:
        found = Relation(held, "CHL", "PRT")
        sheet = Sheet(_Console(file=out, width=columns, highlight=False, markup=False))
        sections.balance(found.balance(by), found, sheet)
    assert max(map(len, out.getvalue().splitlines())) <= columns
    chart = [line for line in out.getvalue().splitlines() if "│" in line]
    assert chart and {line.index("│") for line in chart} == {chart[0].index("│")}


def test_long_silence_takes_one_line(ledger: Path) -> None:
    assert "⋮  nothing told for 17 days" in dragoman("relation", "CHL", "PRT", "--by", "day", "--show", "balance").out


def test_the_turn_stands_between_what_was_told_before_and_after(ledger: Path) -> None:
    out = dragoman("relation", "CHL", "PRT", "--show", "turns").out
    assert re.search(r"tone rose between 2023-05-05 and 2023-08-15: −\d\.\d → \+\d\.\d  p 0\.00\d", out)
    assert out.index("Portugal ‹threatened› Chile") < out.index("· · ·") < out.index("‹thanked› Chile")


def test_the_id_of_a_shown_event_is_what_judge_takes(own: Path) -> None:
    out = dragoman("relation", "CHL", "PRT", "--open", "2023-09-12").out
    (event,) = re.findall(r"event ([0-9a-f]{16})", out)
    assert dragoman("judge", "reject", event).code == 0
    again = dragoman("relation", "CHL", "PRT", "--open", "2023-09-12").out
    assert event not in again and "nothing that counts is told of these days" in again


def test_what_the_balance_is_made_of_adds_up(ledger: Path) -> None:
    opened = whole("CHL", "PRT", "--open", "2023-02")
    balance = whole("CHL", "PRT", "--show", "balance")["balance"]
    first = balance["together"][0]
    assert sum(one["value"] for one in opened["opened"]) == pytest.approx(first["balance"])
    assert opened["tone"] == pytest.approx(first["tone"])
    shown = dragoman("relation", "CHL", "PRT", "--open", "2023-02").out
    (total,) = re.findall(r"balance −(\d+\.\d{3})", shown)
    assert -float(total) == pytest.approx(first["balance"], abs=0.0011)
    assert re.search(r"0\.\d{3} × −\d\.\d = −\d\.\d{3}", shown)


def test_other_scores_give_another_picture_and_are_named_in_it(ledger: Path) -> None:
    plain = whole("CHL", "PRT", "--open", "2023-09")
    other = whole("CHL", "PRT", "--open", "2023-09", "--score", "support=-7", "--unweighted")
    assert plain["tone"] == pytest.approx(5.0) and other["tone"] == pytest.approx(-7.0)
    assert "SUPPORT -7" in str(other["weights"]) and "unweighted" in str(other["weights"])


def test_what_changed_since_a_day_is_set_against_as_long_before(ledger: Path) -> None:
    out = dragoman("relation", "CHL", "PRT", "--changes", "2023-09").out
    assert "What changed  2023-09-01 to 2024-01-19, against 2023-04-13 to 2023-08-31" in out
    assert re.search(r"together  \d stories, tone −\d\.\d → \d stories, tone \+\d\.\d", out)
    assert "no longer: " in out and "SANCTION" in out


def test_a_quote_is_in_its_own_words_and_nothing_steers_the_terminal(ledger: Path) -> None:
    out = dragoman("relation", "CHL", "PRT", "--open", "2023-04").out
    assert "“‹واتهمت› تشيلي البرتغال بالصيد في مياهها.”" in out
    for arguments in (
        (),
        ("--open", "2023"),
        ("--changes", "2023-06"),
        ("--format", "json"),
        ("--open", "2023", "--format", "csv"),
    ):
        assert not unsafe(dragoman("relation", "CHL", "PRT", *arguments).out)


def test_only_the_parts_that_are_named_are_shown(ledger: Path) -> None:
    out = dragoman("relation", "CHL", "PRT", "--show", "coverage,turns").out
    assert out.index("Turning points") < out.index("What this rests on")
    assert "Balance" not in out and "Agenda" not in out
    assert "commitments: nothing is told" in dragoman("relation", "CHL", "PER", "--show", "commitments").out


# --- for programs -----------------------------------------------------------------------------------


def test_json_has_every_part_as_objects(ledger: Path) -> None:
    found = whole("CHL", "PRT")
    assert list(found)[-len(PARTS) :] == list(PARTS)
    assert found["pair"] == ["CHL", "PRT"] and found["left_out"] == {"future": 1}
    (turn,) = found["turns"]["found"]
    assert turn["first_after"] == "2023-08-15" and {one["actor"] for one in turn["after"]} == {"CHL", "PRT"}
    assert all(warning["text"] for warning in found["coverage"]["warnings"])
    assert [claim["stance"] for claim in found["links"]] == ["independent"]


def test_opened_json_is_one_object_with_named_figures(ledger: Path) -> None:
    found = whole("CHL", "PRT", "--open", "2023-09")
    assert (found["from"], found["to"]) == ("2023-09-01", "2023-09-30")
    (one,) = found["opened"]
    assert set(one) == {"telling", "weight", "score", "there", "back", "value"}
    assert one["telling"]["day"] == "2023-09-12" and (one["there"], one["back"]) == (False, True)


def test_csv_opens_in_pandas_with_its_negative_numbers(ledger: Path) -> None:
    frame = pd.read_csv(io.StringIO(dragoman("relation", "CHL", "PRT", "--format", "csv").out))
    assert set(frame.direction) == {"there", "back", "together"} and frame.period.iloc[0] == "2023-02"
    assert frame.tone.dtype == float and frame.tone.min() < -3
    opened = list(
        csv.DictReader(io.StringIO(dragoman("relation", "CHL", "PRT", "--open", "2023", "--format", "csv").out))
    )
    assert min(float(row["value"]) for row in opened) < 0
    assert {"event", "report", "actor", "recipient", "day", "weight", "score"} <= set(opened[0])


def test_a_picture_is_drawn_beside_what_is_printed(ledger: Path, tmp_path: Path) -> None:
    for ending in ("svg", "png", "pdf"):
        place = tmp_path / f"balance.{ending}"
        ran = dragoman("relation", "CHL", "PRT", "--show", "balance", "--plot", place)
        assert (ran.code, ran.err) == (0, f"dragoman: drawn in {place}\n") and "Balance" in ran.out
        assert place.stat().st_size > 5_000


# --- where little or nothing is told -----------------------------------------------------------------


def test_one_event_gives_no_band_no_turn_and_no_nonsense(ledger: Path) -> None:
    ran = dragoman("relation", "CHL", "PER")
    assert ran.code == 0
    assert "1 story · 2023-06-01" in ran.out
    assert "1 story: a turn can't be told from chance with fewer than 8" in ran.out
    assert "nan" not in ran.out and "─" not in ran.out
    measure = whole("CHL", "PER")["balance"]["together"][0]
    assert measure["tone_band"] is None and measure["tone"] == pytest.approx(5.0)


def test_a_pair_without_records_says_what_there_is_of_either(ledger: Path) -> None:
    ran = dragoman("relation", "PER", "PRT")
    assert ran.code == 0
    assert ran.err.startswith("dragoman: nothing is told of PER–PRT; there are CHL–PER (1 event), CHL–PRT (")
    assert "Nothing that happened is told of the two." in ran.out
    assert dragoman("relation", "FRA", "DEU").err == "dragoman: nothing is told of FRA–DEU; see: dragoman info\n"


def test_a_time_without_records_says_when_there_are_some(ledger: Path) -> None:
    ran = dragoman("relation", "CHL", "PRT", "--since", "2030", "--show", "balance")
    assert ran.code == 0
    assert "nothing is told of CHL–PRT in these days; what is told is from 2023-02-03 to 2024-01-19" in ran.err
    assert "nothing is told of after 2024-01-19" in dragoman("relation", "CHL", "PRT", "--changes", "2030").out


@pytest.mark.parametrize("shape", ["json", "csv"])
def test_programs_get_something_they_can_read_where_nothing_is_told(ledger: Path, shape: str) -> None:
    ran = dragoman("relation", "FRA", "DEU", "--format", shape)
    assert ran.code == 0
    assert shape == "csv" or json.loads(ran.out)["balance"]["periods"] == []


# --- what makes no sense ---------------------------------------------------------------------------

WRONG = {
    "an unknown party": (["CHI", "PRT"], "no state or body called 'CHI'; did you mean "),
    "a misspelt party": (["Chille", "PRT"], "did you mean CHL (Chile)"),
    "a party with a sector": (["CHL:MIL", "PRT"], "has a sector"),
    "a pair of one": (["CHL", "chile"], "CHL has no relation with itself; name two parties"),
    "days the wrong way round": (["CHL", "PRT", "--since", "2024", "--until", "2023"],
                                 "--since 2024-01-01 is after --until 2023-12-31"),
    "no day": (["CHL", "PRT", "--since", "spring"], "'spring' is no day; write 2024"),
    "no part": (["CHL", "PRT", "--show", "turns,mood"], "no part called 'mood'; there are balance, turns"),
    "no parts": (["CHL", "PRT", "--show", ""], "no part called ''"),
    "no period": (["CHL", "PRT", "--by", "decade"], "no period called 'decade'; there are day, week"),
    "two questions": (["CHL", "PRT", "--open", "2023", "--changes", "2023"], "--open and --changes can't go together"),
    "csv of what is no table": (["CHL", "PRT", "--show", "turns", "--format", "csv"], "csv is for the balance"),
    "a score of no type": (["CHL", "PRT", "--score", "SHOUT=3"], "no event type 'SHOUT'; there are AGREE"),
    "a score of no mode": (["CHL", "PRT", "--score", "ACCUSE/shout=3"], "no event type 'ACCUSE/shout'"),
    "a score off the scale": (["CHL", "PRT", "--score", "ACCUSE=99"], "ACCUSE can't weigh 99; a score runs from -10"),
    "a score that is no number": (["CHL", "PRT", "--score", "ACCUSE=nan"], "ACCUSE can't weigh nan"),
    "a score without a sign": (["CHL", "PRT", "--score", "ACCUSE"], "'ACCUSE' is no score; write it as ACCUSE=-5"),
    "a picture of no kind": (["CHL", "PRT", "--plot", "balance.jpg"], "a picture ends in .svg, .png, .pdf"),
    "a picture in no folder": (["CHL", "PRT", "--plot", "nowhere/a.svg"], "nowhere: there is no such folder"),
    "a picture of nothing": (["FRA", "DEU", "--plot", "a.svg"], "choose other days or parties"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_makes_no_sense_is_refused_with_what_to_do(
    ledger: Path, tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, said = WRONG[case]
    ran = dragoman("relation", *arguments)
    assert (ran.code, said in ran.err) == (EXIT_USAGE, True), ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_cannot_be_written_leaves_nothing_behind(ledger: Path, tmp_path: Path) -> None:
    place = tmp_path / "taken.svg"
    place.mkdir()
    ran = dragoman("relation", "CHL", "PRT", "--show", "balance", "--plot", place)
    assert ran.code == EXIT_USAGE and "the picture can't be written" in ran.err
    assert list(tmp_path.iterdir()) == [place]


def test_nothing_is_written_over_the_ledger_or_over_each_other(own: Path, tmp_path: Path) -> None:
    before = own.read_bytes()
    ran = dragoman("relation", "CHL", "PRT", "--output", own)
    assert ran.code == EXIT_USAGE and "the output may not be" in ran.err
    assert own.read_bytes() == before
    both = tmp_path / "a.svg"
    ran = dragoman("relation", "CHL", "PRT", "--output", both, "--plot", both)
    assert ran.code == EXIT_USAGE and "can't both go there" in ran.err and not both.exists()


def test_what_is_refused_leaves_an_older_output_as_it_was(ledger: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.txt"
    older.write_text("kept")
    assert dragoman("relation", "CHL", "CHL", "--output", older).code == EXIT_USAGE
    assert older.read_text() == "kept"


@pytest.mark.parametrize(
    "command", [["relation", "CHL", "PRT"], ["links", "CHL", "PRT"], ["network"], ["brief", "CHL", "PRT"]]
)
def test_a_ledger_that_is_not_there_or_empty_is_told(tmp_path: Path, command: list[str]) -> None:
    ran = dragoman(*command, "--ledger", tmp_path / "none.db")
    assert ran.code == EXIT_BROKEN and "there is no such ledger; make one with: dragoman add" in ran.err
    (tmp_path / "empty.db").touch()
    ran = dragoman(*command, "--ledger", tmp_path / "empty.db")
    assert ran.code == EXIT_BROKEN and "there is no ledger in it yet" in ran.err


def test_a_reader_that_has_seen_enough_ends_it_quietly(ledger: Path) -> None:
    with running("relation", "CHL", "PRT", "--format", "json") as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
