"""The packs as a whole: what ships is sound, and what is not sound is refused."""

from __future__ import annotations

import datetime
import shutil
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from dragoman import ontology, pipeline
from dragoman.errors import DataError, UnknownLanguage
from dragoman.languages import packs
from dragoman.languages.packs import LanguagePack, PackData, Topics, read_yaml
from dragoman.model import Report
from dragoman.phrases import covering, words
from spelling import faults, lists, repeated_keys, strings

FOLDER = Path(str(files("dragoman.languages")))
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.yaml"))
PLOVER = ontology.load()
TYPES = list(PLOVER.types)

# Patterns without company that stand under two types: the words nearby decide.
TWO_TYPES = {
    ("ar", "استضاف يستضيف"): "to host a visitor, or to be about to",
    ("ar", "استولى يستولي"): "to seize goods, or a town by force",
    ("ar", "سيطر يسيطر"): "to control, or to take by force",
    ("ar", "حذر يحذر محذر"): "to warn of force, or to blame",
    ("fa", "اعزام کردن"): "to send troops, or helpers",
    ("fa", "محکوم کردن"): "to condemn with words, or in court",
}
# Lists whose entries meet after folding on purpose: they are matched in their published letters.
UNFOLDED = ("/abbreviations", "/quotes", "/boilerplate")


@cache
def read(name: str) -> Any:
    return yaml.load((FOLDER / name).read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def language_of(name: str) -> str:
    return name.split("/", maxsplit=1)[0]


# --- each starts ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_a_pack_starts(language: str) -> None:
    pack = LanguagePack(language)
    assert (pack.code, pack.data.code) == (language, language)
    assert pack.acts.acts and pack.speech.acts
    assert pack.topics.agenda
    assert [token.text for token in pack.tokens("17 x", 0, 4)] == ["17", "x"]
    assert len(pack.fingerprint) == 12
    for name in ("negation", "future", "pronouns.sides", "speech.according", "stance.supports"):
        pack.cues(name)


def test_the_languages_are_the_folders() -> None:
    assert sorted({language_of(name) for name in FILES}) == list(packs.LANGUAGES)


def test_a_pack_is_loaded_once() -> None:
    assert packs.load("ar") is packs.load("ar")


@pytest.mark.parametrize("code", ["de", "", "AR", "../ar"])
def test_there_is_no_other_pack(code: str) -> None:
    with pytest.raises(UnknownLanguage, match="ar, en, fa"):
        packs.load(code)


# --- what ships is sound ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_spelt_in_the_letters_of_its_language(name: str) -> None:
    language = language_of(name)
    found = [
        (place, spelling, fault)
        for place, spelling in strings(read(name))
        for fault in faults("en" if spelling.isascii() else language, spelling)
    ]
    assert found == []


@pytest.mark.parametrize("name", FILES)
def test_no_key_stands_twice(name: str) -> None:
    assert repeated_keys((FOLDER / name).read_bytes()) == []


@pytest.mark.parametrize("name", FILES)
def test_no_list_names_a_word_twice(name: str) -> None:
    for place, names in lists(read(name)):
        if "/quotes" not in place and name != "fa/verbs.yaml":
            assert len(set(names)) == len(names), place


@pytest.mark.parametrize("name", [name for name in FILES if "/acts/" in name])
def test_no_two_patterns_of_a_group_are_one(name: str) -> None:
    for place, names in lists(read(name)):
        folded = [words(one) for one in names]
        twice = [names[at] for at, one in enumerate(folded) if one in folded[:at]]
        assert twice == [], place


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_topics_are_sorted_and_each_word_has_one_context_at_most(language: str) -> None:
    topics = read(f"{language}/topics.yaml")
    for place, names in lists(topics):
        assert names == sorted(names), place
        assert len({words(name) for name in names}) == len(names), place


def test_the_persian_verbs_are_sorted_and_each_infinitive_fits_its_past_stem() -> None:
    verbs = read("fa/verbs.yaml")
    assert list(verbs) == sorted(verbs)
    assert [verb for verb, (past, _) in verbs.items() if verb != past + "ن"] == []


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_every_type_and_mode_that_is_named_is_plovers(language: str) -> None:
    for act in packs.load(language).acts.acts:
        PLOVER.score(act.type, act.mode)  # refuses what PLOVER does not have


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_every_type_has_forty_patterns_at_least(language: str) -> None:
    counts = dict.fromkeys(TYPES, 0)
    for act in packs.load(language).acts.acts:
        counts[act.type] += 1
    assert {type_: count for type_, count in counts.items() if count < 40} == {}


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_every_mode_has_a_pattern(language: str) -> None:
    found = {(act.type, act.mode) for act in packs.load(language).acts.acts}
    wanted = {(type_.name, mode.name) for type_ in PLOVER.types.values() for mode in type_.modes}
    assert wanted - found == set()


def _patterns(language: str) -> Iterator[tuple[tuple[Any, ...], str, str | None, str]]:
    """Each head with each of its company, with type, mode and how it is written."""
    for act in packs.load(language).acts.acts:
        head = act.pattern.partition("+")[0].strip()
        for one in head.split("|") if act.nominal else [head]:
            for company in act.company or ((),):
                yield (act.nominal, words(one), company), act.type, act.mode, one.strip()


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_no_pattern_stands_under_two_types_or_modes(language: str) -> None:
    under = defaultdict(set)
    written = {}
    for key, type_, mode, line in _patterns(language):
        under[key].add((type_, mode))
        written[key] = line
    twice = {
        (written[key], " ".join(key[2])): found
        for key, found in under.items()
        if len(found) > 1 and (key[2] or (language, written[key]) not in TWO_TYPES)
    }
    assert twice == {}


@pytest.mark.parametrize(("language", "line"), TWO_TYPES)
def test_each_exception_is_still_needed(language: str, line: str) -> None:
    own = (False, words(line), ())
    assert len({type_ for key, type_, _, _ in _patterns(language) if key == own}) > 1


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_every_context_has_words_and_no_other_is_named(language: str) -> None:
    contexts = packs.load(language).topics.contexts
    assert set(contexts) == set(PLOVER.contexts)
    assert all(contexts.values())


def test_the_agenda_is_the_same_in_each_language() -> None:
    agendas = {language: packs.load(language).topics.agenda for language in packs.LANGUAGES}
    labels = {language: [(topic.id, topic.label) for topic in agenda] for language, agenda in agendas.items()}
    assert labels["ar"] == labels["en"] == labels["fa"]
    assert all(topic.words for agenda in agendas.values() for topic in agenda)


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_the_calendar_is_whole(language: str) -> None:
    calendar = packs.load(language).data.calendar
    for months in (calendar.gregorian, calendar.jalali, calendar.hijri):
        assert len(months) == 12
        assert all(names for names in months)
        assert len({words(name) for names in months for name in names}) == sum(
            len({words(name) for name in names}) for names in months
        )
    assert len(calendar.weekdays) == 7 and all(calendar.weekdays)
    every = {
        words(name) for months in (calendar.gregorian, calendar.jalali, calendar.hijri) for n in months for name in n
    }
    assert {words(name) for name in calendar.doubtful_months} <= every
    assert set(calendar.numerals.values()) >= set(range(1, 11))


# --- the examples ------------------------------------------------------------------------------------

EXAMPLES = [
    (language, type_, sentence)
    for language in packs.LANGUAGES
    for type_, sentences in read(f"{language}/examples.yaml").items()
    for sentence in sentences
]


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_every_type_has_two_examples(language: str) -> None:
    examples = read(f"{language}/examples.yaml")
    assert list(examples) == TYPES
    assert {type_: len(sentences) for type_, sentences in examples.items()} == dict.fromkeys(TYPES, 2)


@pytest.mark.parametrize(("language", "type_", "sentence"), EXAMPLES)
def test_the_lexicon_finds_each_example(language: str, type_: str, sentence: str) -> None:
    pack = packs.load(language)
    tokens = pack.tokens(sentence, 0, len(sentence))
    found = {
        match.act.type: covering(tokens, match.first, match.last).words(sentence) for match in pack.acts.find(tokens)
    }
    assert type_ in found, found


@pytest.mark.parametrize(("language", "type_", "sentence"), EXAMPLES)
def test_each_example_is_coded_as_its_type(language: str, type_: str, sentence: str) -> None:
    report = Report(id="x", text=sentence, published=datetime.date(2024, 2, 20))
    coding = pipeline.code_report(report, "lexicon")
    assert coding.report.language == language
    assert type_ in {event.type for event in coding.events}


# --- what is not sound is refused ------------------------------------------------------------------


def changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A copy of a data file with the first `old` replaced."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / Path(name).name
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("order: svo", "order: osv", "$.order"),
        ("direction: ltr", "direction: down", "$.direction"),
        ("code: en", "code: 5", "$.code"),
        ("code: en", "codes: en", "codes"),
        ("name: English\n", "", "name"),
        ("negation:\n  - not", "negation:\n  - 'no'\n  - no", "$.negation"),
        ("  first_weekday: 0", "  first_weekday: Monday", "$.calendar.first_weekday"),
        ("    one: 1", "    one: first", "$.calendar.numerals"),
        ("speech:\n", "speech:\n  shouts:\n    - shout\n", "shouts"),
        ("code: en", "code: [", "while parsing"),
        ("code: en", "\tcode: en", "cannot start any token"),
    ],
)
def test_a_bad_pack_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = changed(tmp_path, "en/pack.yaml", old, new)
    with pytest.raises(DataError) as refusal:
        read_yaml(file, PackData, "languages/en/pack.yaml")
    assert refusal.value.where == "languages/en/pack.yaml"
    assert said in refusal.value.what
    assert "\n" not in str(refusal.value)


def test_bad_topics_are_refused(tmp_path: Path) -> None:
    file = changed(tmp_path, "en/topics.yaml", "agenda:", "agendas:")
    with pytest.raises(DataError, match="agenda"):
        read_yaml(file, Topics, "languages/en/topics.yaml")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"languages/en/pack\.yaml"):
        read_yaml(tmp_path / "pack.yaml", PackData, "languages/en/pack.yaml")


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("- verb:\n    - دیدار کردن\n", "verb"),
        ("- verbs: دیدار کردن\n", "$[0].verbs"),
        ("- roles: victim\n", "$[0].roles"),
        ("- strength: 1\n", "$[0].strength"),
        ("- recipient:\n    - no\n", "$[0].recipient"),
        ("verbs:\n  - دیدار کردن\n", "array"),
        ("", "null"),
        ("- verbs:\n    - دیدار نوشیدن\n", "نوشیدن"),
        ("- nouns:\n    - '+ دیدار'\n", "+ دیدار"),
    ],
)
def test_a_bad_lexicon_is_refused_with_its_file(tmp_path: Path, group: str, said: str) -> None:
    shutil.copytree(FOLDER / "fa", tmp_path / "fa")
    (tmp_path / "fa/acts/consult.yaml").write_text(group, encoding="utf-8")
    pack = LanguagePack("fa")
    pack.folder = tmp_path / "fa"
    with pytest.raises(DataError) as refusal:
        _ = pack.acts
    assert "languages/fa/acts/consult.yaml" in refusal.value.where
    assert said in f"{refusal.value.where} {refusal.value.what}"


def test_the_fingerprint_follows_every_data_file(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "fa", tmp_path / "fa")
    before = packs.load("fa").fingerprint
    for name in ("pack.yaml", "topics.yaml", "verbs.yaml", "acts/aid.yaml"):
        file = tmp_path / "fa" / name
        original = file.read_bytes()
        for content, same in ((original, True), (original + b"# touched\n", False)):
            file.write_bytes(content)
            pack = LanguagePack("fa")
            pack.folder = tmp_path / "fa"
            assert (pack.fingerprint == before) is same
        file.write_bytes(original)
