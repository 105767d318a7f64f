"""Reviewing on the command line: verdicts, the queue, agreement, and what is learned from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.evaluation import gold

from .lines import BLAME, dragoman

Events = dict[str, dict[str, Any]]


def now(event: str) -> dict[str, Any]:
    """The event as it stands, nothing where it doesn't."""
    found = dragoman("events", "--event", event, "--format", "jsonl").lines
    return found[0] if found else {}


# --- one by one -------------------------------------------------------------------------------------


def test_what_is_rejected_stands_no_more_until_that_is_undone(ledger: Path, events: Events) -> None:
    event = events["ACCUSE en"]["id"]
    ran = dragoman("judge", "reject", event, "--why", "no such act")
    assert (ran.code, ran.out) == (0, f"judgement 1: {event} rejected\n")
    assert now(event) == {}
    assert dragoman("judge", "undo", "1").out == "judgement 2: 1 is undone\n"
    assert now(event)["type"] == "ACCUSE"
    again = dragoman("judge", "undo", "1")
    assert again.code == 3 and "undone already" in again.err


def test_a_correction_changes_the_fields_it_names(ledger: Path, events: Events) -> None:
    event = events["ACCUSE en"]["id"]
    ran = dragoman("judge", "correct", event, "mode=disapprove", "modality=negated", "actors=TUR:GOV", "recipients=-")
    assert ran.code == 0
    assert (now(event)["mode"], now(event)["modality"], now(event)["recipients"]) == ("disapprove", "negated", [])
    assert now(event)["trigger"]["text"] == "accused"
    wrong = dragoman("judge", "correct", event, "mode=teleport")
    assert wrong.code == 3 and "ACCUSE has no mode 'teleport'" in wrong.err
    assert "write it as type=ACCUSE" in dragoman("judge", "correct", event, "mode").err


def test_an_event_that_is_not_there_does_not_keep_others_from_being_judged(ledger: Path, events: Events) -> None:
    ran = dragoman("judge", "accept", "nothing", events["ACCUSE en"]["id"])
    assert ran.code == 2 and "there is no event 'nothing'" in ran.err
    assert ran.out.startswith("judgement 1: ")
    assert len(dragoman("events", "--judged", "--format", "jsonl").lines) == 1


def test_events_go_into_a_story_and_out_of_it(ledger: Path, events: Events) -> None:
    one, other = events["ACCUSE ar"], events["ACCUSE en"]
    assert dragoman("judge", "merge", one["id"], other["story"]).code == 0
    assert now(one["id"])["story"] == other["story"]
    assert dragoman("judge", "split", one["id"]).code == 0
    assert now(one["id"])["story"] != other["story"]
    assert dragoman("judge", "split", one["id"]).code == 3
    story = dragoman("events", "--type", "CONSULT", "--language", "en", "--format", "jsonl").lines
    member = next(event for event in story if event["story"] != event["id"])  # an event of a story names it too
    assert dragoman("judge", "merge", one["id"], member["id"]).out.endswith(f"put into story {member['story']}\n")
    assert dragoman("judge", "merge", one["id"], "nowhere").code == 2


def test_judgements_are_listed_with_who_and_why(ledger: Path, events: Events) -> None:
    assert dragoman("judge", "list").err == "dragoman: nothing was judged yet\n"
    event = events["ACCUSE en"]["id"]
    dragoman("judge", "correct", event, "mode=disapprove", "--who", "mina", "--why", "milder \x1b[1m")
    dragoman("judge", "undo", "1", "--who", "omar")
    first, second = dragoman("judge", "list").out.splitlines()
    assert "mina" in first and "mode=disapprove" in first and "milder" in first and first.endswith("[undone]")
    assert "omar" in second and "of 1" in second and "\x1b" not in first
    assert [line["verdict"] for line in dragoman("judge", "list", "--format", "jsonl").lines] == ["correct", "undo"]


def test_agreement_is_told_for_each_two_reviewers_and_all(ledger: Path, events: Events) -> None:
    ids = [event["id"] for event in events.values()]
    dragoman("judge", "accept", *ids, "--who", "mina")
    dragoman("judge", "accept", *ids[1:], "--who", "omar")
    dragoman("judge", "reject", ids[0], "--who", "omar")
    shown = dragoman("judge", "agreement").out
    assert shown.startswith(f"2 reviewers judged {len(ids)} events together\n")
    assert "Cohen's kappa of mina, omar: 0.00" in shown and "Krippendorff's alpha: " in shown
    (told,) = dragoman("judge", "agreement", "--format", "jsonl").lines
    assert told["reviewers"] == ["mina", "omar"]


# --- the queue --------------------------------------------------------------------------------------


def test_the_queue_shows_the_sentence_with_act_and_parties_marked(ledger: Path) -> None:
    ran = dragoman("judge", "next", "--type", "ACCUSE", "--language", "en", given="q\n")
    assert ran.code == 0
    assert "“[Greece] ‹accused› {Turkey} of violating its airspace.”" in ran.out
    assert "a accept, c correct, r reject" in ran.out
    assert "nothing judged; 1 left in this queue" in ran.out


def test_answers_judge_one_event_after_the_other(ledger: Path) -> None:
    ran = dragoman(
        "judge",
        "next",
        "--own",
        given="a\nr not an act\nn\n",
    )
    assert "judgement 1: accepted" in ran.out and "judgement 2: rejected" in ran.out
    judged = dragoman("judge", "list", "--format", "jsonl").lines
    assert [(line["verdict"], line["why"]) for line in judged] == [("accept", None), ("reject", "not an act")]
    assert "1 accepted, 1 rejected; " in ran.out  # the input ended before the queue did


def test_the_doubtful_come_first(ledger: Path) -> None:
    dragoman("judge", "next", given="a\n")
    (line,) = dragoman("judge", "list", "--format", "jsonl").lines
    every = [line, *dragoman("events", "--format", "jsonl", "--all-copies").lines]
    judged = next(one for one in every[1:] if one["id"] == line["event"])
    assert min(abs(one["confidence"] - 0.5) for one in every[1:]) == abs(judged["confidence"] - 0.5)


def test_a_correction_is_asked_for_field_by_field(ledger: Path, events: Events) -> None:
    event = events["ACCUSE en"]["id"]
    answers = "c he only doubts\nnonsense\nmode=disapprove\nmodality=negated\n\n"
    ran = dragoman("judge", "next", "--event", event, given=answers)
    assert "write it as type=ACCUSE" in ran.out
    assert (now(event)["mode"], now(event)["modality"]) == ("disapprove", "negated")


def test_undo_goes_back_to_what_was_judged_last(ledger: Path, events: Events) -> None:
    event = events["ACCUSE en"]["id"]
    ran = dragoman("judge", "next", "--type", "ACCUSE", "--language", "en", given="u\nr\n")
    assert "there is nothing to undo in this sitting" in ran.out and now(event) == {}
    dragoman("judge", "undo", "1")
    dragoman("judge", "next", "--type", "ACCUSE", "--limit", "2", given="r\nu\na\nq\n")
    verdicts = [line["verdict"] for line in dragoman("judge", "list", "--format", "jsonl").lines]
    assert verdicts == ["reject", "undo", "reject", "undo", "accept"]


def test_what_is_no_answer_is_explained_and_what_cannot_be_is_said(ledger: Path, events: Events) -> None:
    event = events["ACCUSE en"]["id"]
    ran = dragoman("judge", "next", "--event", event, given="x\x1b[2J\ns\nm\nnowhere\na\n")
    assert "is none of them" in ran.out and "u  undo the last" in ran.out
    assert "it stands alone in its story" in ran.out and "there is no story 'nowhere'" in ran.out
    assert "judgement 1: accepted" in ran.out and "\x1b" not in ran.out


def test_an_empty_queue_is_said(ledger: Path) -> None:
    assert dragoman("judge", "next", "--party", "PER", given="").err == "dragoman: there is nothing to judge\n"


# --- what is learned --------------------------------------------------------------------------------


def test_judged_sentences_are_gold_that_the_loader_takes(ledger: Path, events: Events, tmp_path: Path) -> None:
    event = events["ACCUSE en"]["id"]
    dragoman("judge", "correct", event, "mode=disapprove", 'recipients="airspace"=TUR:MIL')
    place = tmp_path / "judged.jsonl"
    ran = dragoman("judge", "export", "--output", place)
    assert (ran.code, ran.err) == (0, "dragoman: 1 judged sentences\n")
    (sentence,) = gold.load(place).sentences
    assert sentence.text == BLAME and sentence.tags == ("judged",)
    (found,) = sentence.events
    assert (found.type, found.mode, found.trigger.text) == ("ACCUSE", "disapprove", "accused")
    actor, recipient = (sentence.mentions[side[0]] for side in (found.actors, found.recipients))
    assert (actor.text, actor.code, recipient.text, recipient.code) == ("Greece", "GRC:GOV", "airspace", "TUR:MIL")


def test_a_sentence_of_which_all_is_rejected_reports_nothing(ledger: Path, events: Events) -> None:
    dragoman("judge", "reject", events["ACCUSE en"]["id"])
    (line,) = map(json.loads, dragoman("judge", "export", "--language", "en").out.splitlines())
    assert line["text"] == BLAME and line["events"] == [] and line["mentions"]


def test_a_sentence_in_which_something_is_not_judged_yet_is_left_out(ledger: Path, events: Events) -> None:
    dragoman("judge", "accept", events["SUPPORT fa"]["id"])
    assert dragoman("judge", "export").out == ""
    dragoman("judge", "accept", events["CONSULT fa"]["id"])
    (line,) = map(json.loads, dragoman("judge", "export").out.splitlines())
    assert [event["type"] for event in line["events"]] == ["CONSULT", "SUPPORT"]


def test_a_judgement_that_was_undone_teaches_nothing(ledger: Path, events: Events) -> None:
    dragoman("judge", "accept", events["ACCUSE en"]["id"])
    dragoman("judge", "undo", "1")
    assert dragoman("judge", "export").out == ""


@pytest.mark.parametrize("command", ["next", "accept", "correct", "merge", "undo", "export"])
def test_every_command_explains_itself(command: str) -> None:
    shown = dragoman("judge", command, "--help")
    assert shown.code == 0 and "Usage: dragoman judge" in shown.out
