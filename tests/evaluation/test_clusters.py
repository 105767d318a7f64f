"""B-cubed, against figures worked out by hand."""

import pytest

from dragoman.evaluation import clusters

CASES = [
    # true, found, precision, recall, false merges, missed merges
    ("aabb", "xxyy", 1.0, 1.0, 0, 0),
    ("aabb", "xxxx", 0.5, 1.0, 4, 0),
    ("aabb", "wxyz", 1.0, 0.5, 0, 2),
    ("aabb", "xxxy", (3 * 5 / 9 + 1) / 4, (1 + 1 + 0.5 + 0.5) / 4, 2, 1),
    ("a", "x", 1.0, 1.0, 0, 0),
]


@pytest.mark.parametrize(("true", "found", "precision", "recall", "false", "missed"), CASES)
def test_precision_and_recall_are_means_over_the_events(
    true: str, found: str, precision: float, recall: float, false: int, missed: int
) -> None:
    figures = clusters.score(true, found)
    assert figures.precision == pytest.approx(precision)
    assert figures.recall == pytest.approx(recall)
    assert figures.f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert (figures.false_merges, figures.missed_merges) == (false, missed)


def test_the_example_of_the_paper_gives_its_figures() -> None:
    # Bagga and Baldwin 1998: truth 1-5, 6-7, 8-12; the second response glues the first to the last.
    true = "aaaaabbccccc"
    assert clusters.score(true, "xxxxxyyyyyyy").precision == pytest.approx(16 / 21)
    assert clusters.score(true, "xxxxxyyxxxxx").precision == pytest.approx(7 / 12)
    assert clusters.score(true, "xxxxxyyxxxxx").recall == 1.0


def test_every_wrong_pair_is_named_once_with_its_kind() -> None:
    assert list(clusters.errors("aabb", "xxxy")) == [(0, 2, True), (1, 2, True), (2, 3, False)]


@pytest.mark.parametrize(("true", "found"), [("", ""), ("aa", "x")])
def test_figures_of_nothing_or_of_other_events_are_refused(true: str, found: str) -> None:
    with pytest.raises(ValueError, match="same events"):
        clusters.score(true, found)
