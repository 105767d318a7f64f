"""Marked pairs: what their marks say, and what the model makes of them."""

from __future__ import annotations

import os
from itertools import islice

import pytest

from dragoman import ontology
from dragoman.coding.learned import model
from dragoman.coding.learned.relation import Relation, classified, unmarked
from dragoman.errors import InputError

pytestmark = pytest.mark.skipif(
    not (model.FOLDER.is_dir() or os.environ.get(model.PLACE)), reason="there is no model here"
)

# What any trained model gets.
EASY = [
    ("<s>Togo</s> accused <t>Ghana</t> of spying.", "ACCUSE"),
    ("<s>The Jordanian foreign minister</s> met <t>his Egyptian counterpart</t> in Cairo.", "CONSULT"),
    ("Thousands of <s>students</s> protested in Lima on Friday.", "PROTEST"),
    ("Three <t>soldiers</t> were shot dead by <s>gunmen</s>.", "ASSAULT"),
    ("التقى <s>وزير الخارجية الأردني</s> <t>نظيره المصري</t> في القاهرة.", "CONSULT"),
    ("اتهمت <s>توغو</s> <t>غانا</t> بالتجسس.", "ACCUSE"),
    ("<s>وزیر خارجه عمان</s> با <t>همتای قطری خود</t> در دوحه دیدار کرد.", "CONSULT"),
    ("<s>توگو</s> <t>غنا</t> را به جاسوسی متهم کرد.", "ACCUSE"),
]

MARKS = [
    ("<s>Togo</s> met <t>Ghana</t>.", "Togo met Ghana.", ((0, 4), (9, 14))),
    ("<t>Ghana</t> was met.", "Ghana was met.", (None, (0, 5))),
    ("و<s>غانا</s> سعيدة", "وغانا سعيدة", ((1, 5), None)),
    ("<s>Togo</s> and <s>Mali</s> left.", "Togo and Mali left.", ((9, 13), None)),
    ("Nobody.", "Nobody.", (None, None)),
]

FAULTS = [
    ("", "no sentence"),
    (" \u2003", "no sentence"),
    ("Togo accused Ghana.", "nobody is marked"),
    ("<S>Togo</S> accused Ghana.", "nobody is marked"),
    ("<s>Togo accused <t>Ghana</t>.", "<s> is never closed"),
    ("<s>Togo</s> accused <t>Ghana.", "<t> is never closed"),
    ("</s>Togo<s> accused Ghana.", "</s> closes what is not open"),
    ("<s>Togo</t> accused <t>Ghana</s>.", "</t> closes what is not open"),
    ("<s> </s> accused <t>Ghana</t>.", "no word between <s> and </s>"),
    ("<s>Togo</s> left " + "and came " * 12_000 + "to <t>Ghana</t>.", "the recipient stands at letter 108,014"),
]


@pytest.fixture(scope="module")
def known() -> model.Model:
    return model.load()


@pytest.mark.parametrize(("sentence", "plain", "places"), MARKS, ids=[row[1] for row in MARKS])
def test_a_sentence_without_its_marks_has_the_places_of_its_parties(
    sentence: str, plain: str, places: tuple[object, object]
) -> None:
    assert unmarked(sentence) == (plain, places)


def test_easy_sentences_in_three_languages_get_their_type_in_their_order(known: model.Model) -> None:
    found = list(classified(known, [sentence for sentence, _ in EASY]))
    assert [one.type for one in found if isinstance(one, Relation)] == [kind for _, kind in EASY]


def test_what_is_told_are_terms_of_the_ontology(known: model.Model) -> None:
    plover = ontology.load()
    for one in classified(known, [sentence for sentence, _ in EASY]):
        assert isinstance(one, Relation)
        assert one.mode in {None, *(mode.name for mode in plover.types[one.type].modes)}
        assert one.modality in plover.modalities
        assert 0 < one.confidence <= 1


def test_a_type_is_told_with_little_confidence_where_nothing_is_reported(known: model.Model) -> None:
    sure, unsure = classified(known, [EASY[0][0], "<s>Togo</s> lies west of Benin, as <t>Ghana</t> does not."])
    assert isinstance(sure, Relation) and isinstance(unsure, Relation)
    assert unsure.confidence < sure.confidence


@pytest.mark.parametrize(("sentence", "said"), FAULTS, ids=[row[1] + row[0][:8] for row in FAULTS])
def test_marks_that_cannot_be_read_are_told_and_the_others_are_classified(
    known: model.Model, sentence: str, said: str
) -> None:
    fault, other = classified(known, [sentence, EASY[0][0]])
    assert isinstance(fault, InputError) and said in str(fault)
    assert isinstance(other, Relation)


def test_a_party_may_stand_inside_the_other(known: model.Model) -> None:
    (one,) = classified(known, ["<s>The army of <t>Togo</t></s> overthrew the president."])
    assert isinstance(one, Relation)


def test_a_long_sentence_is_classified_by_its_beginning(known: model.Model) -> None:
    (one,) = classified(known, [f"{EASY[0][0]} {'It rained. ' * 10_000}"])
    assert isinstance(one, Relation)


def test_sentences_are_taken_a_batch_at_a_time(known: model.Model) -> None:
    taken = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal taken
        while True:
            taken += 1
            yield ""

    assert len(list(islice(classified(known, endless()), 3))) == 3
    assert taken < 1000
