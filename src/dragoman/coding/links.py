"""Relations named in a sentence, and whether one is said to hang on another.

A language pack has the words (`links`): clauses that a relation hangs on ("as long as", ما لم), words that say that
it hangs or does not (depends on, independent of), and the denials that turn these: "does not depend on" parts what
"is not independent of" ties. Persian denies behind such a word, the others before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Literal, NamedTuple

from dragoman.coding.view import Run, View
from dragoman.model import Link
from dragoman.phrases import covering

Pair = tuple[str, str]
Stance = Literal["independent", "conditional"]
_TOWARD_REACH = 6  # words between the two ends of "Washington's approach to Azerbaijan"
_DENIED = 4  # words within which a denial turns what follows it
_COMMAS = (",", "،")
_SAID: dict[str, Stance] = {"hanging": "conditional", "apart": "independent"}
_TURNED: dict[Stance, Stance] = {"conditional": "independent", "independent": "conditional"}


class Paired(NamedTuple):
    """A relation named in the words: two countries, at tokens `first` up to `last`."""

    pair: Pair
    first: int
    last: int


class Hinge(NamedTuple):
    """Words at tokens `first` up to `last` by which a relation hangs on another, or does not; `clause` where what
    it hangs on is a clause of its own, `open` where the words don't tell which of two it is."""

    first: int
    last: int
    stance: Stance
    clause: bool
    open: bool = False


def pairs_of(view: View, speaker: Run | None) -> list[Paired]:
    """The relations named in a sentence: between X and Y, X's approach to Y, relations with Y."""
    found = []
    runs = view.runs
    for run in runs:
        for pair in combinations(countries(run), 2):
            found.append(Paired(ordered(pair), run.first, run.last))
    for left, right in pairwise(runs):
        if (
            right.mark is None
            or right.first - left.last > _TOWARD_REACH
            or view.barrier_between(left.last, right.first)
        ):
            continue
        for a in countries(left)[:1]:
            for b in countries(right)[:1]:
                if a != b and len(countries(left)) == 1 and len(countries(right)) == 1:
                    found.append(Paired(ordered((a, b)), left.first, right.last))
    home = countries(speaker)[0] if speaker is not None and countries(speaker) else None
    for cue in view.cue("relations"):
        for run in runs:
            between = any(cue.last <= other.first < run.first for other in runs)  # relations of another with it
            if home and 0 <= run.first - cue.last <= 3 and run.mark is not None and not between:
                found += [
                    Paired(ordered((home, c)), cue.first, run.last)
                    for c in countries(run)
                    if c != home and len(countries(run)) == 1
                ]
    return sorted(found, key=lambda p: p.first)


def countries(run: Run | None) -> list[str]:
    """The states of a run, each once."""
    if run is None:
        return []
    return list(dict.fromkeys(a.country for m in run.mentions for a in m.actors if a.country not in (None, "IGO")))


def ordered(pair: tuple[str, str]) -> Pair:
    """A pair of countries as records have it."""
    a, b = sorted(pair)
    return a, b


def hinges_of(view: View) -> list[Hinge]:
    """The words by which relations hang together or not, left to right; none inside another."""
    found = [Hinge(cue.first, cue.last, "conditional", True) for cue in view.cue("links.clauses")]
    for cue in view.cue("links.limits"):
        end = _edge(view, cue.last)
        denied, must = (
            any(not cue.first <= bound.first < end for bound in view.cue(f"links.{name}"))
            for name in ("denials", "musts")
        )
        if denied or must:
            found.append(Hinge(cue.first, cue.last, "conditional", True, open=not denied))
    found += [Hinge(cue.first, cue.last, "independent", False) for cue in view.cue("links.regardless")]
    for name, stance in _SAID.items():
        for cue in view.cue(f"links.{name}"):
            turned = _denied(view, cue.first) != _rejected(view, cue.first)
            found.append(Hinge(cue.first, cue.last, _TURNED[stance] if turned else stance, False))
    return sorted(h for h in found if not any(_inside(h, other) for other in found))


def _inside(hinge: Hinge, other: Hinge) -> bool:
    return hinge[:2] != other[:2] and other.first <= hinge.first and hinge.last <= other.last


def _denied(view: View, first: int) -> bool:
    """Whether the words that begin at a token are denied."""
    if view.pack.order == "sov":
        return _denied_behind(view, first)
    ands = view.pack.folded("and_words")
    for denial in view.cue("links.denials"):
        between = range(denial.last, first)
        if not 0 <= first - denial.last <= _DENIED or view.barrier_between(denial.last, first):
            continue
        if any(false.first == denial.first and false.last > denial.last for false in view.cue("not_negation")):
            continue  # "not only"
        words = [view.tokens[at] for at in between]
        if all(token.word and token.folded not in ands for token in words) and not any(
            run.first in between for run in view.runs
        ):
            return True
    return False


def _denied_behind(view: View, first: int) -> bool:
    """Whether the clause from a token on ends in a denial: وابسته به ... نیست."""
    end = next(
        (at for at in range(first, len(view.tokens)) if at in view.barriers or view.tokens[at].folded in _COMMAS),
        len(view.tokens),
    )
    denials = {cue.first for cue in view.cue("links.denials")}
    verbs = denials | {cue.first for cue in view.cue("copulas")}
    return next((at in denials for at in range(first, end) if at in verbs), False)


def _rejected(view: View, first: int) -> bool:
    """Whether the clause around a token is what somebody denies: the minister denied that they depend on it."""
    that = max((at for at in view.that if at < first), default=None)
    if that is None or view.barrier_between(that + 1, first):
        return False
    acts = [act for act in (*view.acts, *view.speeches) if act.last <= that]
    act = max(acts, key=lambda a: (a.verb, a.act.type == "REJECT"), default=None)
    if act is None or act.act.type != "REJECT" or view.barrier_between(act.last, that):
        return False
    return not act.negated and not any(0 <= act.first - denial.last <= 1 for denial in view.cue("links.denials"))


def link_of(view: View, speaker: Run | None) -> Link | None:
    """The first relation of a sentence that is said to hang, or not to hang, on another one."""
    pairs = pairs_of(view, speaker)
    if len({p.pair for p in pairs}) < 2:
        return None
    for hinge in sorted((h for h in hinges_of(view) if not h.open), key=lambda h: (h.clause, h.first)):
        for of, on in _ends(view, hinge, pairs):
            span = covering(view.tokens, min(of.first, on.first), max(of.last, on.last))
            by = speaker.parties()[0] if speaker is not None else None
            return Link(start=span.start, end=span.end, of=of.pair, on=on.pair, stance=hinge.stance, by=by)
    return None


def _ends(view: View, hinge: Hinge, pairs: list[Paired]) -> Iterator[tuple[Paired, Paired]]:
    """Which relation hangs on which, by one hinge."""
    before = [p for p in pairs if p.last <= hinge.first]
    after = [p for p in pairs if p.first >= hinge.last]
    if not hinge.clause:
        if view.pack.order == "sov" and not after and before:  # به روابط الف و ب وابسته است
            before, after = [p for p in before if p.pair != before[-1].pair], before[-1:]
        yield from ((before[-1], on) for on in after if before and on.pair != before[-1].pair)
        return
    edge = _edge(view, hinge.last)
    inside = [p for p in after if p.last <= edge]
    if len(inside) == len(pairs):  # nothing parts the clause from what hangs on it
        inside = [p for p in inside if p.pair == inside[0].pair]
    yield from ((of, inside[0]) for of in pairs if inside and of not in inside and of.pair != inside[0].pair)


def _edge(view: View, first: int) -> int:
    """Where the clause ends that a token begins: the next comma or answer, or the end of the sentence."""
    rest = range(first, len(view.tokens))
    return next((at for at in rest if view.tokens[at].folded in _COMMAS or answers(view, at)), len(view.tokens))


def answers(view: View, at: int) -> bool:
    """Whether a token begins what follows on a condition by a clitic of its own: فلن, فإن."""
    if view.pack.order != "vso":
        return False
    clitics = view.pack.folded("clause_clitics") - view.pack.folded("and_words")
    words = view.pack.folded("links.denials") | view.pack.folded("future") | view.pack.folded("complementizers")
    if any(form.prefix in clitics and form.stem in words for form in view.tokens[at].forms):
        return True
    return any(act.first == at and act.prefix[:1] in clitics and not act.act.nominal for act in view.acts)
