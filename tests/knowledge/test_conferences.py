"""Conferences: the file is sound, and their names are found as the press inflects them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from dragoman.errors import DataError
from dragoman.knowledge import conferences
from dragoman.knowledge.conferences import Conferences
from dragoman.languages import packs
from dragoman.ledger import words as searched
from dragoman.phrases import words
from spelling import faults, lists, repeated_keys

FILE = Path(conferences.__file__).with_name("conferences.yaml")
KNOWN = conferences.load()


def found(language: str, text: str) -> tuple[str, str] | None:
    tokens = packs.load(language).tokens(text, 0, len(text))
    one = KNOWN.find(language, tokens)
    return one and (one.conference.id, text[tokens[one.first].start : tokens[one.last - 1].end])


# --- the file -----------------------------------------------------------------------------------------


def test_every_conference_has_names_in_each_language() -> None:
    assert [c.id for c in KNOWN.all if set(c.names) != set(packs.LANGUAGES) or not all(c.names.values())] == []


def test_every_name_is_spelt_in_the_letters_of_its_language() -> None:
    found = [
        (conference.id, name, fault)
        for conference in KNOWN.all
        for language, names in conference.names.items()
        for name in names
        for fault in faults(language, name)
    ]
    assert found == []


def test_the_conferences_and_their_names_are_sorted() -> None:
    ids = [conference.id for conference in KNOWN.all]
    assert ids == sorted(set(ids))
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert [place for place, names in lists(content) if names != sorted(set(names))] == []
    assert repeated_keys(FILE.read_bytes()) == []


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_a_name_is_that_of_one_conference(language: str) -> None:
    owners = Counter(key for c in KNOWN.all for key in {words(name) for name in c.names[language]})
    assert [" ".join(name) for name, count in owners.items() if count > 1] == []


def test_every_label_is_its_own() -> None:
    assert len({conference.label for conference in KNOWN.all}) == len(KNOWN.all)


@pytest.mark.parametrize(
    ("content", "said"), [("- id: x\n  label: X\n  name: {}\n", "name"), ("- id: x\n  names: {}\n", "label")]
)
def test_a_file_of_another_shape_is_refused(
    content: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "conferences.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(conferences, "files", lambda _: tmp_path)
    with pytest.raises(DataError, match=said) as refusal:
        Conferences()
    assert refusal.value.where == "knowledge/conferences.yaml"


# --- names that are found -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They met at the UN General Assembly in New York.", ("un-general-assembly", "UN General Assembly")),
        ("en", "on the margins of the Munich Security Conference", ("munich-security-conference", "Munich Security")),
        ("en", "on the sidelines of COP29 in Baku", ("climate-conference", "COP29")),
        ("en", "in the Shangri-La Dialogue", ("shangri-la-dialogue", "Shangri-La Dialogue")),
        ("ar", "على هامش مؤتمر ميونخ للأمن", ("munich-security-conference", "مؤتمر ميونخ للأمن")),
        ("ar", "التقيا بالقمة العربية في جدة", ("arab-league-summit", "بالقمة العربية")),
        ("ar", "على هامش القمة العربية الإسلامية", ("arab-islamic-summit", "القمة العربية الإسلامية")),
        ("ar", "خلال منتدي الدوحة", ("doha-forum", "منتدي الدوحة")),
        ("fa", "در حاشیه اجلاس سران اکو", ("eco-summit", "اجلاس سران اکو")),
        ("fa", "در حاشیه مجمع عمومي سازمان ملل متحد", ("un-general-assembly", "مجمع عمومي سازمان ملل متحد")),
        ("fa", "در نشست سران بریکس", ("brics-summit", "نشست سران بریکس")),
    ],
)
def test_a_conference_is_found_by_its_words(language: str, text: str, expected: tuple[str, str]) -> None:
    one = found(language, text)
    assert one is not None
    assert one[0] == expected[0]
    assert one[1].startswith(expected[1])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The cop stopped the envoy in Davos."),
        ("en", "BRICS welcomed Ethiopia."),
        ("ar", "وصل الوزير إلى ميونيخ"),
        ("fa", "وزیر به داووس سفر کرد"),
    ],
)
def test_a_town_or_a_body_is_no_conference(language: str, text: str) -> None:
    assert found(language, text) is None


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_the_quick_look_misses_no_name(language: str) -> None:
    pack, missed = packs.load(language), []
    for name in (name for conference in KNOWN.all for name in conference.names[language]):
        forms = searched.of_tokens(name, pack.tokens(name, 0, len(name))).split()
        if not KNOWN.may_hold(language, forms):
            missed.append(name)
    assert missed == []
    assert not KNOWN.may_hold(language, ["harbour"])
