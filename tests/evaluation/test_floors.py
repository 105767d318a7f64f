"""The gate: no figure of the shipped coder falls below its floor, and no floor is lost with its gold."""

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluation import floors
from dragoman.evaluation.gold import Gold, load
from dragoman.evaluation.scores import Score, Scores, Share, evaluate
from dragoman.languages.packs import LANGUAGES

FOLDER = Path(__file__).parents[2] / "evaluation"
FLOORS = floors.load(FOLDER / "floors.yaml")
DIGEST = "a" * 64


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_figures_on_the_shipped_gold_reach_their_floors(language: str) -> None:
    scored = evaluate(load(FOLDER / "gold" / f"{language}.jsonl"))
    assert floors.shortfalls({language: FLOORS[language]}, [scored]) == []


def test_every_language_has_floors_and_all_evidence_must_be_confirmed() -> None:
    assert set(FLOORS) == set(LANGUAGES)
    assert {floor.figures["evidence"] for floor in FLOORS.values()} == {1}


# --- the gate itself --------------------------------------------------------------------------


def scored(language: str = "ar", digest: str = DIGEST) -> Scores:
    gold = Gold(path=Path(f"{language}.jsonl"), language=language, sha256=digest, sentences=())
    return Scores(gold, (), {"event": Score(right=3, found=5, gold=5)}, {"mode": Share(2, 4)}, {})


def floor(**figures: float) -> dict[str, floors.Floor]:
    return {"ar": floors.Floor(sha256=DIGEST, figures=figures)}


def test_figures_at_their_floors_pass() -> None:
    assert floors.shortfalls(floor(event_f1=0.6, mode=0.5), [scored()]) == []


SAID = {
    "a figure below its floor, and by how much": (
        floor(event_f1=0.65), [scored()], "event_f1 is 0.6000, 0.0500 below its floor of 0.65",
    ),
    "a figure that is not counted": (floor(charm=0.1), [scored()], "no figure charm; there are mode, "),
    "gold that has changed": (floor(mode=0.5), [scored(digest="b" * 64)], f"sha256: '{'b' * 64}'"),
    "a language not scored": (floor(mode=0.5), [], "ar: has floors, but was not scored"),
    "a language without floors": (floor(mode=0.5), [scored(), scored("fa")], "fa: was scored, but has no"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_the_gate_tells(name: str) -> None:
    limits, scores, words = SAID[name]
    (fault,) = floors.shortfalls(limits, scores)
    assert words in fault


NONSENSE = [
    ("no mapping", "- 1", "Expected `object`"),
    ("no YAML", "ar: [", "these are no floors"),
    ("no digest", "ar: {figures: {mode: 0.5}}", "sha256"),
    ("no figure", f"ar: {{sha256: '{DIGEST}', figures: {{}}}}", "figures"),
    ("a floor above one", f"ar: {{sha256: '{DIGEST}', figures: {{mode: 50}}}}", "<= 1"),
    ("an unknown key", f"ar: {{sha256: '{DIGEST}', figures: {{mode: 0.5}}, note: x}}", "note"),
]


@pytest.mark.parametrize(("content", "words"), [c[1:] for c in NONSENSE], ids=[c[0] for c in NONSENSE])
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "floors.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        floors.load(path)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name a file of floors"):
        floors.load(tmp_path / "none.yaml")
