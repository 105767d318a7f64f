from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.languages import packs
from dragoman.languages.ar import morphology as arabic
from dragoman.languages.en import morphology as english
from dragoman.languages.fa import morphology as persian
from dragoman.languages.verbs import VerbForm
from dragoman.text import fold

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچژگ"


def stems(language: str, word: str) -> list[tuple[str, str, str]]:
    module = {"ar": arabic, "fa": persian, "en": english}[language]
    return [(form.prefix, form.stem, form.suffix) for form in module.forms(fold(word))]


# --- words without what is joined to them -----------------------------------------------------

ARABIC_WORDS = [
    # word, stem, prefix, suffix
    ("العراق", "عراق", "ال", ""),
    ("والعراق", "عراق", "وال", ""),
    ("فالعراق", "عراق", "فال", ""),
    ("بالعراق", "عراق", "بال", ""),
    ("للعراق", "عراق", "لال", ""),
    ("وللعراق", "عراق", "ولال", ""),
    ("كالعراق", "عراق", "كال", ""),
    ("لإيران", "إيران", "ل", ""),
    ("وبإيران", "إيران", "وب", ""),
    ("وطهران", "طهران", "و", ""),
    ("سيلتقي", "يلتقي", "س", ""),
    ("وسيلتقي", "يلتقي", "وس", ""),
    ("فقال", "قال", "ف", ""),
    ("للبنان", "لبنان", "ل", ""),
    ("للجيش", "جيش", "لال", ""),
    ("نظيره", "نظير", "", "ه"),
    ("نظيرتها", "نظيرة", "", "ها"),
    ("زيارته", "زيارة", "", "ه"),
    ("وزيارتهم", "زيارة", "و", "هم"),
    ("لقائه", "لقاء", "", "ه"),
    ("التقاه", "التقى", "", "ه"),
    ("بلادنا", "بلاد", "", "نا"),
    ("قواتهما", "قوات", "", "هما"),
    ("استقبلوه", "استقبلوا", "", "ه"),
]
PERSIAN_WORDS = [
    ("کشورها", "کشور", "", "ها"),
    ("کشورهای", "کشور", "", "های"),
    ("کشورهایی", "کشور", "", "هایی"),
    ("کشورش", "کشور", "", "ش"),
    ("کشورشان", "کشور", "", "شان"),
    ("کشورمان", "کشور", "", "مان"),
    ("مقامات", "مقامات", "", ""),
    ("دیپلماتها", "دیپلمات", "", "ها"),
    ("وزیران", "وزیر", "", "ان"),
    ("نمایندگان", "نماینده", "", "گان"),
    ("روسیه", "روسیه", "", ""),
]
ENGLISH_WORDS = [
    ("ministers", "minister", "", "s"),
    ("embassies", "embassy", "", "ies"),
    ("churches", "church", "", "es"),
    ("forces", "force", "", "s"),
    ("talks", "talk", "", "s"),
    ("congress", "congress", "", ""),
    ("news", "news", "", ""),
]


@pytest.mark.parametrize(("word", "stem", "prefix", "suffix"), ARABIC_WORDS)
def test_arabic_words_lose_what_is_joined_to_them(word: str, stem: str, prefix: str, suffix: str) -> None:
    assert (prefix, fold(stem), suffix) in stems("ar", word)


@pytest.mark.parametrize(("word", "stem", "prefix", "suffix"), PERSIAN_WORDS)
def test_persian_words_lose_plurals_and_pronouns(word: str, stem: str, prefix: str, suffix: str) -> None:
    assert (prefix, fold(stem), fold(suffix)) in stems("fa", word)


@pytest.mark.parametrize(("word", "stem", "prefix", "suffix"), ENGLISH_WORDS)
def test_english_words_lose_their_plural(word: str, stem: str, prefix: str, suffix: str) -> None:
    assert (prefix, stem, suffix) in stems("en", word)


@pytest.mark.parametrize(
    ("language", "word", "kept"),
    [
        ("en", "congress", {"congress"}),
        ("en", "us", {"us"}),
        ("ar", "من", {"من"}),
        ("ar", "لبنان", {"لبنان", "بنان"}),
        ("fa", "ایران", {"ایران", "ایر"}),
    ],
)
def test_nothing_more_is_taken_off(language: str, word: str, kept: set[str]) -> None:
    assert {stem for _, stem, _ in stems(language, word)} <= {fold(one) for one in kept}


@given(st.sampled_from(packs.LANGUAGES), st.text(LETTERS, min_size=1, max_size=12))
def test_a_word_is_seen_whole_first_and_each_stem_once(language: str, word: str) -> None:
    found = stems(language, word)
    assert found[0] == ("", fold(word), "")
    assert len({stem for _, stem, _ in found}) == len(found)
    assert all(stem for _, stem, _ in found)


@given(
    st.text(LETTERS, min_size=3, max_size=8),
    st.sampled_from(["و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "س"]),
)
def test_any_arabic_word_is_found_behind_its_particles(word: str, particle: str) -> None:
    # ل runs into the article of a word that begins with it.
    assert fold(word) in {stem for _, stem, _ in stems("ar", particle + word)}


# --- verbs --------------------------------------------------------------------------------------


def forms(language: str, citation: str) -> list[VerbForm]:
    """The forms of a verb as its pack makes them."""
    if language == "fa":
        return list(persian.conjugate(*packs.load("fa")._stems[citation]))
    return list({"ar": arabic, "en": english}[language].conjugate(citation))


ARABIC_VERBS = {
    "التقى يلتقي": {
        "past": "التقى التقت التقيا التقتا التقوا",
        "present": "يلتقي تلتقي يلتقيان تلتقيان يلتقون يلتقوا يلتق تلتق نلتقي",
    },
    "قال يقول قائلا": {
        "past": "قال قالت قالا قالتا قالوا قلنا قلت",
        "present": "يقول تقول يقولان يقولون يقولوا يقل",
        "participle": "قائلا قائلة قائلين",
    },
    "أدان يدين": {"past": "أدان أدانت أدانا أدانوا", "present": "يدين تدين يدينون يدن"},
    "دعا يدعو": {"past": "دعا دعت دعوا دعتا دعونا", "present": "يدعو تدعو يدعون يدعوا يدع"},
    "بدأ يبدأ": {
        "past": "بدأ بدأت بدآ بدأوا بدؤوا بدأنا",
        "present": "يبدأ تبدأ يبدأون يبدؤون يبدأوا يبدؤوا",
    },
    "هنأ يهنئ": {"past": "هنأ هنأت هنأوا", "present": "يهنئ تهنئ يهنئون يهنئان"},
    "رأى يرى": {"past": "رأى رأت رأوا رأينا", "present": "يرى ترى يرون"},
    "بقي يبقى": {"past": "بقي بقيت بقوا بقيا", "present": "يبقى تبقى يبقون"},
    "شن يشن": {"past": "شن شنت شنوا شنا", "present": "يشن تشن يشنون"},
    "أكد يؤكد مؤكدا": {
        "past": "أكد أكدت أكدا أكدوا",
        "present": "يؤكد تؤكد يؤكدان يؤكدون",
        "participle": "مؤكدا مؤكدة مؤكدين",
    },
    "قاتل يقاتل مقاتل": {"participle": "مقاتل مقاتلة مقاتلين مقاتلون مقاتلا"},
}


@pytest.mark.parametrize(
    ("citation", "tense", "words"),
    [(citation, tense, words) for citation, row in ARABIC_VERBS.items() for tense, words in row.items()],
)
def test_an_arabic_verb_goes_through_its_forms(citation: str, tense: str, words: str) -> None:
    made = {form.word for form in forms("ar", citation) if form.tense == tense and not form.passive}
    assert {fold(word) for word in words.split()} <= made


@pytest.mark.parametrize(
    ("citation", "word"),
    [
        ("أدان يدين", "أدين"),
        ("أدان يدين", "أدينت"),
        ("أدان يدين", "يدان"),
        ("استقبل يستقبل", None),
        ("اغتال يغتال", "اغتيل"),
        ("استدعى يستدعي", None),
        ("هاجم يهاجم", "هوجم"),
        ("هاجم يهاجم", "هوجمت"),
        ("دعا يدعو", "دعي"),
        ("دعا يدعو", "دعيت"),
        ("قال يقول", "يقال"),
    ],
)
def test_the_passive_is_told_where_its_spelling_shows_it(citation: str, word: str | None) -> None:
    passive = {form.word for form in forms("ar", citation) if form.passive}
    assert passive == set() if word is None else fold(word) in passive


@pytest.mark.parametrize(
    ("citation", "word"),
    [
        ("عاد يعود", "عيد"),
        ("دان يدين", "دين"),
        ("سار يسير", "سير"),
        ("تأهب يتأهب", "توهب"),
        ("عبر يعبر معبرا", "معبر"),
        ("أشار يشير مشيرا", "مشير"),
    ],
)
def test_no_form_is_made_that_is_another_word(citation: str, word: str) -> None:
    assert fold(word) not in {form.word for form in forms("ar", citation)}


PERSIAN_VERBS = [
    ("کردن", "کرد, کردند, می‌کرد, می‌کردند", "past", False),
    ("کردن", "نکرد, نکردند, نمی‌کرد", "past", True),
    ("کردن", "کند, کنند, بکند, می‌کند, می‌کنند, کنیم", "present", False),
    ("کردن", "نکند, نکنند, نمی‌کند", "present", True),
    ("کردن", "کرده", "participle", False),
    ("کردن", "نکرده", "participle", True),
    ("کردن", "کردن", "infinitive", False),
    ("شدن", "شد, شدند, می‌شد", "past", False),
    ("شدن", "شود, شوند, می‌شود, می‌شوند", "present", False),
    ("گفتن", "گوید, گویند, بگوید, می‌گوید", "present", False),
    ("آمدن", "آمد, آمدند, می‌آمد", "past", False),
    ("آمدن", "نیامد, نیامدند", "past", True),
    ("آمدن", "آید, بیاید, بیایند, می‌آید", "present", False),
    ("آوردن", "نیاورد", "past", True),
    ("افتادن", "نیفتاد, نیفتادند", "past", True),
    ("افتادن", "بیفتد, می‌افتد", "present", False),
    ("انداختن", "نینداخت", "past", True),
    ("ایستادن", "نایستاد", "past", True),
    ("گشودن", "گشاید, بگشاید", "present", False),
    ("برداشتن", "برداشت, برداشتند", "past", False),
    ("برداشتن", "برنداشت, برنداشتند", "past", True),
    ("برداشتن", "بردارد, برمی‌دارد, بر می‌دارد, برمیدارد", "present", False),
    ("برداشتن", "برندارد, برنمی‌دارد", "present", True),
    ("برداشتن", "برخواهد داشت", "future", False),
    ("برداشتن", "برنخواهد داشت", "future", True),
    ("بازگرداندن", "بازمی‌گرداند, باز می‌گرداند, بازگرداند", "present", False),
    ("بازگشتن", "بازنگشت", "past", True),
    ("درآمدن", "درنیامد", "past", True),
    ("فراخواندن", "فرامی‌خواند", "present", False),
    ("نپذیرفتن", "نپذیرفت, نپذیرفتند", "past", False),
]


@pytest.mark.parametrize(("infinitive", "words", "tense", "negated"), PERSIAN_VERBS)
def test_a_persian_verb_goes_through_its_forms(infinitive: str, words: str, tense: str, negated: bool) -> None:
    made = {form.word for form in forms("fa", infinitive) if form.tense == tense and form.negated is negated}
    led = packs.load("fa")._stems[infinitive][2]
    for word in words.split(", "):
        spelt = fold(word)
        if not led:  # the non-joiner ends a token: only what follows it is looked up
            spelt = spelt.replace("نمي ", "نمي").replace("مي ", "مي")
        assert spelt in made, word


def test_must_is_not_taken_for_a_form_of_to_come() -> None:
    assert fold("باید") not in {form.word for form in forms("fa", "آمدن")}


def test_every_persian_infinitive_is_its_past_stem_with_nun() -> None:
    stems_ = packs.load("fa")._stems
    assert [verb for verb, (past, _, _) in stems_.items() if past + "ن" != verb] == []


ENGLISH_VERBS = {
    "accuse": "accuse accuses accused accusing",
    "meet/met/met": "meet meets met meeting",
    "begin/began/begun": "begin begins began begun beginning",
    "hit/hit/hit": "hit hits hitting",
    "quit/quit/quit": "quit quits quitting",
    "put/put/put": "put puts putting",
    "shoot/shot/shot": "shoot shoots shot shooting",
    "forbid/forbade/forbidden": "forbid forbids forbade forbidden forbidding",
    "ban/banned/banned": "ban bans banned banning",
    "expel/expelled/expelled": "expel expels expelled expelling",
    "travel/travelled/travelled": "travel travels travelled travelling",
    "visit": "visit visits visited visiting",
    "deny/denied/denied": "deny denies denied denying",
    "deploy": "deploy deploys deployed deploying",
    "die": "die dies died dying",
    "agree": "agree agrees agreed agreeing",
    "veto": "veto vetoes vetoed vetoing",
    "annex": "annex annexes annexed annexing",
    "withdraw/withdrew/withdrawn": "withdraw withdraws withdrew withdrawn withdrawing",
    "be/was/been": "be is are was were been being",
}


@pytest.mark.parametrize(("citation", "words"), ENGLISH_VERBS.items())
def test_an_english_verb_has_these_forms_and_no_others(citation: str, words: str) -> None:
    assert {form.word for form in forms("en", citation)} - {"am"} == set(words.split())


@pytest.mark.parametrize("citation", ["test-fire", "tear-gas/tear-gassed/tear-gassed"])
def test_a_hyphen_is_a_word_of_its_own_as_in_a_text(citation: str) -> None:
    first = citation.split("-", maxsplit=1)[0]
    assert all(form.word.startswith(f"{first} - ") for form in forms("en", citation))
