"""Measures what tells one event from two, and writes the weights: python evaluation/fit_sameness.py [--wording]

Three tellings of the set of stories are learned from and measured on:

    by hand   its events as they were coded by hand
    coded     what the default coder finds in its reports, as far as it meets an event coded by hand
    crowded   by hand again, but all families of stories between the same four states in the same fortnight, without
              names: what a ledger full of news of one pair of states is like, and much harder

Figures are by five-fold cross-validation: a pair of events is judged by weights that were measured without the
families of stories of either. `--wording` compares the sentences' vectors too, of the shipped encoder.
The last line of each telling says what the simplest rule would give: same type, same countries, within three days.
"""

from __future__ import annotations

import argparse
import datetime
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from msgspec.structs import replace
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from dragoman import pipeline
from dragoman.coding.learned import model
from dragoman.evaluation import clusters, stories
from dragoman.evaluation.stories import StoryEvent, StoryReport
from dragoman.ledger import sameness
from dragoman.ledger.likeness import profile
from dragoman.ledger.sameness import Closeness, Match, Sameness, Weights
from dragoman.model import Coding, Event, Party, Place, Span, Told
from dragoman.reading import reader

HERE = Path(__file__).parent
SET = HERE / "stories" / "reports.jsonl"
TO = Path(sameness.__file__).with_name("sameness.yaml")
FOLDS = 5
WORTH = {"by hand": 2.0, "coded": 2.0, "crowded": 1.0}  # of a pair: the crowd has many
STATES = ("IRN", "AZE", "RUS", "TUR")
FORTNIGHT = 14
SPOTS = tuple(Place(name=name, country=None, lat=10.0 * n, lon=10.0 * n) for n, name in enumerate("PQRS"))
HEAD = """\
# What tells one event from two: measured by `python evaluation/fit_sameness.py`, which writes this file.
# same, maybe: the probability from which an event joins a story, and from which it is a doubt for a person.
# windows: the most days between two candidates: both dated; published, where one is undated; where it looks back.
# closeness: of the sentences' vectors, where the ledger has some. bias, facts: logistic weights.
"""


class Telling(NamedTuple):
    """Events, their stories and the number of each one's family."""

    told: list[Told]
    keys: list[str]
    families: list[int]


class Pair(NamedTuple):
    """A pair of candidates: its facts, whether it is one event, and the families of both."""

    facts: dict[str, float]
    same: bool
    families: frozenset[int]


# --- the tellings -------------------------------------------------------------------------------


def by_hand(reports: Sequence[StoryReport], families: dict[str, int]) -> Telling:
    told, keys = [], []
    for report in reports:
        told += stories.told(report, reader.read(report.report))
        keys += [event.story for event in report.events]
    return Telling(told, keys, [families[t.report.id] for t in told if t.report])


def coded(reports: Sequence[StoryReport], families: dict[str, int]) -> tuple[Telling, int]:
    """What the coder finds, and how many events it finds beside those of the set."""
    found, beside = Telling([], [], []), 0
    for report in reports:
        coding = pipeline.code_report(report.report)
        for event, own in aligned(coding, report.events):
            if own is None:
                beside += 1
                continue
            found.told.append(Told(event=event, report=coding.report))
            found.keys.append(own.story)
            found.families.append(families[report.id])
    return found, beside


def aligned(coding: Coding, events: Sequence[StoryEvent]) -> list[tuple[Event, StoryEvent | None]]:
    """Each event beside the one of the set that it meets: by type and trigger, type and sentence, trigger alone."""
    rules: tuple[Callable[[Event, StoryEvent], bool], ...] = (
        lambda event, own: event.type == own.type and event.trigger.meets(own.trigger),
        lambda event, own: event.type == own.type and event.sentence.meets(own.trigger),
        lambda event, own: event.trigger.meets(own.trigger),
    )
    left, met = list(events), {}
    for rule in rules:
        for event in coding.events:
            own = None if event.id in met else next((o for o in left if rule(event, o)), None)
            if own is not None:
                met[event.id] = own
                left.remove(own)
    return [(event, met.get(event.id)) for event in coding.events]


def crowded(reports: Sequence[StoryReport], plain: Telling, seed: int) -> Telling:
    """All families between the same states in the same fortnight, the words for parties, places and times left out."""
    chance = random.Random(seed)
    by_id = {report.id: report for report in reports}
    told: list[Told | None] = [None] * len(plain.told)
    for family in sorted(set(plain.families)):
        own = [at for at, number in enumerate(plain.families) if number == family]
        seen = Counter(code for at in own for code in profile(plain.told[at]).all)
        states = {code: STATES[min(n, len(STATES) - 1)] for n, (code, _) in enumerate(seen.most_common())}
        first = min(t.report.published for at in own if (t := plain.told[at]).report and t.report.published)
        start = datetime.date(2024, 1, 1) + datetime.timedelta(days=chance.randrange(FORTNIGHT))
        spots: dict[str, Place] = {}
        for at in own:
            one = plain.told[at]
            where = one.event.where
            if where is not None:
                spot = spots.setdefault(where.name, chance.choice(SPOTS))
                where = replace(spot, country=states.get(where.country or "", STATES[0]))
            told[at] = _moved(one, by_id, states, start - first, where)
    return Telling([one for one in told if one is not None], plain.keys, plain.families)


def _moved(
    one: Told, reports: dict[str, StoryReport], states: dict[str, str], by: datetime.timedelta, where: Place | None
) -> Told:
    event, report = one.event, one.report
    assert isinstance(event, Event) and report is not None and report.published is not None
    text = _without_names(reports[report.id], event.sentence)
    whole = Span(start=0, end=len(text))
    when = event.when and replace(event.when, start=event.when.start + by, end=event.when.end + by)
    changed = replace(
        event,
        actors=tuple(_of(party, states) for party in event.actors),
        recipients=tuple(_of(party, states) for party in event.recipients),
        when=when,
        where=where,
        sentence=whole,
    )
    moved = replace(report, id=f"{report.id}, crowded", text=text, outlet=None, published=report.published + by)
    return Told(event=changed, report=moved)


def _of(party: Party, states: dict[str, str]) -> Party:
    code = f"IGO:{party.actor.organisation}" if party.actor.country == "IGO" else party.actor.country
    actor = replace(party.actor, country=states.get(code or ""), organisation=None, person=None)
    return Party(start=party.start, end=party.end, actor=actor)


def _without_names(report: StoryReport, sentence: Span) -> str:
    kept, at = "", sentence.start
    for mention in sorted(report.mentions):
        if sentence.covers(mention) and mention.start >= at:
            kept += report.text[at : mention.start] + " "
            at = mention.end
    return " ".join((kept + report.text[at : sentence.end]).split())


# --- learning -----------------------------------------------------------------------------------


def pairs(telling: Telling, judge: Sameness) -> list[Pair]:
    """Every pair of candidates; the later of the two brings the number of stories that are its rivals."""
    place = {id(told): at for at, told in enumerate(telling.told)}
    order = judge.in_order(telling.told)
    found = []
    for number, at in enumerate(order):
        some = judge.candidates(telling.told[at], [telling.told[earlier] for earlier in order[:number]])
        others = [place[id(other)] for other in some]
        rivals = len({telling.keys[own] for own in others})
        for own in others:
            families = frozenset((telling.families[at], telling.families[own]))
            same = telling.keys[at] == telling.keys[own]
            found.append(Pair(judge.facts(telling.told[at], telling.told[own], rivals), same, families))
    return found


def fitted(tables: dict[str, list[Pair]], weights: Weights, without: frozenset[int] = frozenset()) -> Weights:
    """Weights measured on the pairs that have no part in some families."""
    kept = [(pair, WORTH[name]) for name, table in tables.items() for pair in table if not pair.families & without]
    names = DictVectorizer(sparse=False)
    facts = names.fit_transform([pair.facts for pair, _ in kept])
    learned = LogisticRegression(C=1.0, max_iter=5000)
    learned.fit(facts, [pair.same for pair, _ in kept], sample_weight=[worth for _, worth in kept])
    worth = {str(n): round(float(w), 3) for n, w in zip(names.feature_names_, learned.coef_[0], strict=True)}
    close = worth.pop("closeness", 0.0)
    bias = round(float(learned.intercept_[0]), 3)
    return replace(weights, bias=bias, facts=worth, closeness=replace(weights.closeness, weight=close))


class Blind(Sameness):
    """Judges each pair by weights that were measured without the families of either."""

    def __init__(self, judges: dict[frozenset[int], Sameness], fold: dict[int, int], base: Sameness) -> None:
        super().__init__(weights=base.weights)
        self.judges, self.fold = judges, fold

    def match(self, a: Told, b: Told, rivals: int = 1) -> Match:
        return self.judges[frozenset((self.fold[id(a)], self.fold[id(b)]))].match(a, b, rivals)


def folds(count: int, seed: int) -> list[int]:
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return [order.index(family) % FOLDS for family in range(count)]


def blind(tellings: dict[str, Telling], tables: dict[str, list[Pair]], base: Sameness, fold: list[int]) -> Blind:
    judges = {}
    for a in range(FOLDS):
        for b in range(a, FOLDS):
            out = frozenset(family for family, own in enumerate(fold) if own in (a, b))
            judges[frozenset((a, b))] = base.with_weights(fitted(tables, base.weights, out))
    known = {id(t): fold[f] for telling in tellings.values() for t, f in zip(*telling[::2], strict=True)}
    return Blind(judges, known, base)


# --- measuring ----------------------------------------------------------------------------------


def gathered(telling: Telling, judge: Sameness) -> tuple[list[int], sameness.Clusters]:
    found = judge.cluster(telling.told)
    story = {at: number for number, places in enumerate(found.stories) for at in places}
    return [story[at] for at in range(len(telling.told))], found


def line(name: str, figures: clusters.Gathered, more: str = "") -> str:
    return (
        f"{name:24} B3 precision {figures.precision:.3f} recall {figures.recall:.3f} F1 {figures.f1:.3f}   "
        f"false merges {figures.false_merges:4} missed {figures.missed_merges:4} of {figures.pairs}{more}"
    )


def simplest(telling: Telling) -> list[int]:
    """Same type, same countries, published within three days of the last: the rule to beat."""
    known = [profile(told) for told in telling.told]
    found: list[int] = [-1] * len(known)
    last: dict[object, tuple[datetime.date, int]] = {}
    for at in sorted(range(len(known)), key=lambda at: known[at].published or datetime.date.max):
        own = known[at]
        day, story = last.get((own.type, own.all), (datetime.date.min, -1))
        published = own.published or datetime.date.max
        found[at] = story if (published - day).days <= 3 else at
        last[own.type, own.all] = published, found[at]
    return found


def main() -> None:
    """Prints the figures and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wording", action="store_true", help="compare sentences by the shipped encoder's vectors")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    given = parser.parse_args()
    reports = stories.load(SET)
    groups = stories.families(reports)
    families = {report.id: number for number, group in enumerate(groups) for report in group}
    plain = by_hand(reports, families)
    found, beside = coded(reports, families)
    tellings = {"by hand": plain, "coded": found, "crowded": crowded(reports, plain, seed=1)}
    base = Sameness(model.load().vectors if given.wording else None)
    if given.wording:
        base = base.with_weights(replace(base.weights, closeness=closeness(tellings, base)))
    tables = {name: pairs(telling, base) for name, telling in tellings.items()}
    print(f"{len(reports)} reports, {len(plain.told)} events of {len(set(plain.keys))} stories, {len(groups)} families")
    print(f"coded: {len(found.told)} of {len(plain.told)} events found, {beside} beside them")
    for name, table in tables.items():
        print(f"{name}: {len(table)} pairs of candidates, {sum(pair.same for pair in table)} of them one event")
    measure(tellings, tables, base, len(groups))
    if not given.dry:
        write(fitted(tables, base.weights))


def measure(tellings: dict[str, Telling], tables: dict[str, list[Pair]], base: Sameness, count: int) -> None:
    halves = [int(family >= count // 2) for family in range(count)]
    for name, telling in tellings.items():
        print()
        for seed in range(3):
            judge = blind(tellings, tables, base, folds(count, seed))
            mine, found = gathered(telling, judge)
            held = _held(telling, mine, found)
            print(line(f"{name}, folds {seed}", clusters.score(telling.keys, mine), held))
        for half in (0, 1):
            some = [at for at, family in enumerate(telling.families) if halves[family] != half]
            own = Telling(*([column[at] for at in some] for column in telling))
            without = frozenset(family for family in range(count) if halves[family] != half)
            judge = base.with_weights(fitted(tables, base.weights, without))
            print(line(f"{name}, other half {half + 1}", clusters.score(own.keys, gathered(own, judge)[0])))
        print(line(f"{name}, simplest rule", clusters.score(telling.keys, simplest(telling))))


def _held(telling: Telling, mine: Sequence[int], found: sameness.Clusters) -> str:
    """How many events are doubts, and how many of those are: the true story is among the doubts."""
    stories_of = [{telling.keys[at] for at in places} for places in found.stories]
    right = 0
    for at, doubts in found.doubts.items():
        right += any(telling.keys[at] in stories_of[int(doubt.story)] for doubt in doubts)
    return f"   doubts {len(found.doubts)}, right {right}"


def closeness(tellings: dict[str, Telling], base: Sameness) -> Closeness:
    """Mean and spread of the cosines of candidates."""
    table = pairs(tellings["by hand"], base)
    old = base.weights.closeness
    cosines = [p.facts["closeness"] * old.spread + old.middle for p in table if "closeness" in p.facts]
    return Closeness(middle=round(float(np.mean(cosines)), 3), spread=round(float(np.std(cosines)), 3), weight=0.0)


def write(weights: Weights) -> None:
    value = msgspec.to_builtins(weights)
    lines = [HEAD.rstrip()]
    for key in ("same", "maybe"):
        lines.append(f"{key}: {value[key]:g}")
    for key in ("windows", "closeness"):
        lines += [f"{key}:", *(f"  {name}: {number:g}" for name, number in value[key].items())]
    lines += [f"bias: {value['bias']:g}", "facts:"]
    lines += [f"  {name}: {number:g}" for name, number in sorted(value["facts"].items())]
    TO.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
