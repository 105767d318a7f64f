from __future__ import annotations

from collections.abc import Sequence

import pytest

from dragoman.errors import DataError
from dragoman.languages import packs
from dragoman.languages.acts import Act, ActIndex, ActMatch, Group, compile_groups
from dragoman.languages.packs import LanguagePack
from dragoman.phrases import covering


def acts(language: str, text: str) -> list[tuple[str, ActMatch]]:
    """The acts of a text, each with its words."""
    pack = packs.load(language)
    tokens = pack.tokens(text, 0, len(text))
    return [(covering(tokens, m.first, m.last).words(text), m) for m in pack.acts.find(tokens)]


def act(language: str, text: str, type_: str) -> tuple[str, ActMatch]:
    found = [(words, match) for words, match in acts(language, text) if match.act.type == type_]
    assert found, [(words, match.act.type) for words, match in acts(language, text)]
    return found[0]


SEEN = [
    # Arabic: the verb in any form, with particles before it
    ("ar", "التقى الوزير نظيره", "CONSULT", "التقى", "past", False),
    ("ar", "التقت الوزيرة نظيرها", "CONSULT", "التقت", "past", False),
    ("ar", "والتقيا في عمان", "CONSULT", "والتقيا", "past", False),
    ("ar", "الوزراء يلتقون هناك", "CONSULT", "يلتقون", "present", False),
    ("ar", "وسيلتقي الرئيس نظيره", "CONSULT", "وسيلتقي", "future", False),
    ("ar", "لقاء الوزيرين", "CONSULT", "لقاء", None, False),
    ("ar", "زيارته إلى طهران", "CONSULT", "زيارته", None, False),
    ("ar", "للقائه الوزير", "CONSULT", "للقائه", None, False),
    ("ar", "أدين التصريح", "ACCUSE", "أدين", "past", True),
    ("ar", "اغتيل العالم", "ASSAULT", "اغتيل", "past", True),
    ("ar", "اعلنت الحركة انها تدين الاعتداء", "ACCUSE", "تدين", "present", False),
    # Persian: a noun and its light verb, joined or apart
    ("fa", "ایران با عراق دیدار کرد", "CONSULT", "دیدار کرد", "past", False),
    ("fa", "دو وزیر دیدار می‌کنند", "CONSULT", "دیدار می‌کنند", "present", False),
    ("fa", "دو وزیر دیدار کرده‌اند", "CONSULT", "دیدار کرده", "participle", False),
    ("fa", "او با سفیر دیدار خواهد کرد", "CONSULT", "دیدار خواهد کرد", "past", False),
    ("fa", "سفیر بازداشت شد", "COERCE", "بازداشت شد", "past", True),
    ("fa", "سفیر بازداشت شده است", "COERCE", "بازداشت شده", "participle", True),
    ("fa", "دولت از مردم تشکر نمود", "SUPPORT", "تشکر نمود", "past", False),
    ("fa", "دیدارهای وزیر", "CONSULT", "دیدارهای", None, False),
    ("fa", "آمریکا تحریم‌ها را برمی‌دارد", "CONCEDE", "برمی‌دارد", "present", False),
    # English: irregular forms, particles, hyphens, nouns in the plural
    ("en", "The ministers met in Paris", "CONSULT", "met", "past", False),
    ("en", "Both sides are meeting again", "CONSULT", "meeting", "participle", False),
    ("en", "Russia withdrew its troops", "RETREAT", "withdrew", "past", False),
    ("en", "The workers were on strike", "PROTEST", "were on strike", "past", False),
    ("en", "Iran test-fired a missile", "MOBILIZE", "test-fired", "past", False),
    ("en", "Police tear-gassed the crowd", "ASSAULT", "tear-gassed", "past", False),
    ("en", "Two meetings in Baku", "CONSULT", "meetings", None, False),
]


@pytest.mark.parametrize(("language", "text", "type_", "words", "tense", "passive"), SEEN)
def test_an_act_is_seen_in_any_form(
    language: str, text: str, type_: str, words: str, tense: str | None, passive: bool
) -> None:
    published, match = act(language, text, type_)
    assert (published, match.passive) == (words, passive)
    assert match.act.nominal if tense is None else match.tense == tense


NEGATED = [
    ("وزیران دیدار نکردند", "CONSULT"),
    ("سفیر دیدار نکرده است", "CONSULT"),
    ("آمریکا تحریم‌ها را برنداشت", "CONCEDE"),
    ("آمریکا تحریم‌ها را برنمی‌دارد", "CONCEDE"),
    ("سرباز بازداشت نشد", "COERCE"),
]


@pytest.mark.parametrize(("text", "type_"), NEGATED)
def test_a_persian_verb_carries_its_negation(text: str, type_: str) -> None:
    assert act("fa", text, type_)[1].negated


def test_a_verb_that_is_cited_as_negative_is_not_the_negation_of_another() -> None:
    _, match = act("fa", "پیشنهاد را نپذیرفت", "REJECT")
    assert match.act.pattern.startswith("نپذیرفتن") and not match.negated


def test_will_is_not_a_demand() -> None:
    assert [match.act.type for _, match in acts("fa", "او با سفیر دیدار خواهد کرد")] == ["CONSULT"]


def test_a_light_verb_may_stand_apart_from_its_noun() -> None:
    text = "وزیر دیدار مهمی با همتای خود کرد"
    pack = packs.load("fa")
    tokens = pack.tokens(text, 0, len(text))
    match = next(m for m in pack.acts.find(tokens) if m.act.type == "CONSULT")
    assert (tokens[match.first].text, tokens[match.verb].text) == ("دیدار", "کرد")


def test_another_finite_verb_ends_the_search_for_a_light_verb() -> None:
    (match,) = [m for _, m in acts("fa", "دیدار پایان یافت و وزیر سفر کرد") if m.first == 0]
    assert match.act.nominal


COMPANY = [
    # the same verb, told apart by the words beside it
    ("ar", "استدعى الأردن سفيره من طهران", "SANCTION"),
    ("ar", "استدعى الأردن السفير الإيراني", "ACCUSE"),
    ("ar", "رفعت واشنطن العقوبات", "CONCEDE"),
    ("ar", "أطلق الجيش سراح الأسرى", "RETREAT"),
    ("ar", "أطلق الجيش صاروخا باليستيا", "MOBILIZE"),
    ("fa", "دولت سفیر خود را فراخواند", "SANCTION"),
    ("en", "Police fired tear gas at the crowd", "ASSAULT"),
    ("en", "They broke off relations", "SANCTION"),
]


@pytest.mark.parametrize(("language", "text", "type_"), COMPANY)
def test_the_words_beside_a_verb_decide_what_it_reports(language: str, text: str, type_: str) -> None:
    _, match = act(language, text, type_)
    assert match.company is not None or " " in match.act.pattern


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "رفع الوزير رأسه"),
        ("ar", "أطلق اسمه على الشارع"),
        ("fa", "کتاب را آورد"),
        ("en", "He fired his gardener"),
    ],
)
def test_without_its_company_a_verb_reports_nothing(language: str, text: str) -> None:
    assert acts(language, text) == []


# --- an index of its own --------------------------------------------------------------------------


def index_of(pack: LanguagePack, **types: Sequence[Group]) -> ActIndex:
    index = ActIndex(pack.order, pack.data.verb_words)
    for name, groups in types.items():
        compile_groups(name, groups, index, pack._add_verb, "acts/test.yaml")
    return index


def found(index: ActIndex, text: str, language: str = "en") -> list[tuple[str, str]]:
    tokens = packs.load(language).tokens(text, 0, len(text))
    return [(m.act.type, covering(tokens, m.first, m.last).words(text)) for m in index.find(tokens)]


def test_the_longer_pattern_wins_and_acts_do_not_overlap() -> None:
    index = index_of(
        packs.load("en"),
        AGREE=[Group(verbs=("walk",))],
        REJECT=[Group(verbs=("walk out of talks",))],
        CONSULT=[Group(nouns=("talks",))],
    )
    assert found(index, "They walked out of talks") == [("REJECT", "walked out of talks")]
    assert found(index, "They walked, then held talks") == [("AGREE", "walked"), ("CONSULT", "talks")]


def test_the_more_exact_company_wins() -> None:
    index = index_of(
        packs.load("en"),
        ASSAULT=[Group(verbs=("fire + missile",))],
        MOBILIZE=[Group(verbs=("fire + ballistic missile",))],
    )
    assert found(index, "They fired a missile") == [("ASSAULT", "fired")]
    assert found(index, "They fired a ballistic missile") == [("MOBILIZE", "fired")]


def test_company_must_stand_near() -> None:
    index = index_of(packs.load("en"), SANCTION=[Group(verbs=("cut/cut/cut + ties",))])
    assert found(index, "They cut all diplomatic ties") == [("SANCTION", "cut")]
    far = "They cut the grass in front of the old embassy again and again but kept their ties"
    assert found(index, far) == []


@pytest.mark.parametrize("line", ["+ talks", " ", "", "+"])
def test_a_pattern_without_a_word_is_refused(line: str) -> None:
    with pytest.raises(DataError, match=r"acts/test\.yaml") as refusal:
        index_of(packs.load("en"), CONSULT=[Group(nouns=(line,))])
    assert refusal.value.fix


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        ("fa", "دیدار گرفتاندن", "گرفتاندن"),
        ("ar", "التقى", "التقى"),
        ("ar", "التقى يلتقي ملتق لقاء", "التقى يلتقي ملتق لقاء"),
    ],
)
def test_a_verb_that_cannot_be_conjugated_is_refused_with_its_place(language: str, line: str, said: str) -> None:
    with pytest.raises(DataError) as refusal:
        index_of(packs.load(language), CONSULT=[Group(verbs=(line,))])
    assert said in refusal.value.what
    assert refusal.value.where == f"acts/test.yaml: {line}"
    assert refusal.value.fix


# --- the lexicons as a whole ----------------------------------------------------------------------


def _as_written(pack: LanguagePack, act: Act) -> list[str]:
    """A pattern as a text would have it: its verb in the past, its first company behind it."""
    head, _, company = act.pattern.partition("+")
    head, company = head.strip(), company.split("|")[0].strip()
    if act.nominal:
        heads = [alternative.strip() for alternative in head.split("|")]
    elif pack.code == "ar":
        heads = [head.split()[0]]
    elif pack.code == "fa":
        *noun, infinitive = head.split()
        heads = [" ".join([*noun, pack._stems[infinitive][0]])]
    else:
        verb, *rest = head.split(" ", 1)
        past = next(form.word for form in pack._morphology.conjugate(verb) if form.tense == "past")
        heads = [" ".join([past.replace(" - ", "-"), *rest])]
    return [f"{one} {company}".strip() for one in heads]


@pytest.mark.parametrize("language", packs.LANGUAGES)
def test_nearly_every_pattern_finds_an_act_of_its_own_type(language: str) -> None:
    """Words that are spelt alike in two types (ثار and ثأر, a strike and to strike) may lose one in a hundred."""
    pack = packs.load(language)
    lost, tried = [], 0
    for own in pack.acts.acts:
        for text in _as_written(pack, own):
            tried += 1
            matches = pack.acts.find(pack.tokens(text, 0, len(text)))
            if own.type not in {match.act.type for match in matches}:
                lost.append((own.type, text))
    assert len(lost) * 100 <= tried, lost


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The navies held a joint exercise", ["COOPERATE"]),
        ("The navy held an exercise", ["MOBILIZE"]),
        ("The army built a house near the military base", []),
        ("The army built a military base", ["MOBILIZE"]),
    ],
)
def test_of_two_readings_the_one_that_knows_more_of_the_words_beside_it_stays(text: str, types: list[str]) -> None:
    pack = packs.load("en")
    verbs = [r for r in pack.acts.readings(pack.tokens(text, 0, len(text))) if not r[0].act.nominal]
    assert [one.act.type for readings in verbs for one in readings] == types
