"""What the weights weigh: the facts of an act word, and of a party beside it, each as one string.

A feature is a name and a value (`mark=با`, `type=ASSAULT`); `weights.py` holds what each is worth. The rules of
`roles.py` and `modality.py` are among them, so their say counts as much as it proved right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.coding.modality import Said
from dragoman.coding.roles import Frame
from dragoman.coding.view import OBJECT, Run, View, time_of
from dragoman.languages.acts import ActMatch
from dragoman.phrases import ARTICLE

PATTERN = "pattern="
SPECIFIC = "specific=True"
_NEAR = 5  # words on either side of an act
_FIELD = dict.fromkeys(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"), "force")  # the words around force are its own


def act_features(view: View, act: ActMatch, frame: Frame, said: Said, *, inside: bool, saying: bool) -> Iterator[str]:
    """The facts that tell whether an act word reports an event."""
    kind = act.act.type
    form = "noun" if act.act.nominal else (act.tense or "verb")
    article = "def" if ARTICLE in act.prefix else "bare"
    yield "bias"
    yield from (
        f"type={kind}",
        f"form={form}",
        f"type={kind}|form={form}|{article}",
        f"{PATTERN}{act.act.pattern}",
    )
    yield f"{PATTERN}{act.act.pattern}|{article}"
    yield f"strength={act.act.group.strength}|{form}"
    yield f"prefix={act.prefix}|{form}"
    yield f"suffix={act.suffix != ''}|{form}"
    yield f"company={act.company is not None}|{act.act.group.strength}"
    yield f"passive={act.passive}|{form}"
    yield f"modality={said.modality}|{kind}"
    yield f"modality={said.modality}|{form}"
    before, after = _word(view, act.first - 1), _word(view, act.last)
    yield from (
        f"before={before}",
        f"after={after}",
        f"before={before}|{form}",
        f"before2={_word(view, act.first - 2)}",
    )
    yield f"before={before}|{kind}"
    yield f"word={view.tokens[act.first].folded}"
    for at in range(max(0, act.first - _NEAR), min(len(view.tokens), act.last + _NEAR)):
        if not act.first <= at < act.last:
            yield f"near={_stem(view, at)}|{_FIELD.get(kind, 'dealing')}"
    yield f"specific={act.act.group.strength == 'strong' and (act.company is not None or act.last - act.first > 1)}"
    yield f"inside={inside}|{form}"
    yield f"said={saying}|{form}"
    yield from _neighbours(view, act)
    yield from _parties(kind, frame, form)
    yield f"headline={view.sentence.headline}|{form}"
    when = time_of(view, act)
    if when is not None and when.time is not None:
        yield f"when={when.time.precision}|{kind}"
        yield f"when={_word(view, when.first)}"
    yield f"times={min(2, sum(m.kind == 'time' for m in view.sentence.mentions))}|{kind}"
    yield f"places={min(2, len(view.places))}|{kind}"
    yield f"length={min(6, len(view.tokens) // 10)}"
    yield f"numbers={min(2, sum(t.folded[0].isdigit() for t in view.tokens))}|{kind}"
    yield f"quoted={_quoted(view, act.first)}|{form}"
    yield f"not_events={min(2, len(view.cue('not_events')))}"
    yield f"barrier={any(act.first - 3 <= at <= act.first for at in view.barriers)}|{form}"


def _neighbours(view: View, act: ActMatch) -> Iterator[str]:
    kind = act.act.type
    form = "noun" if act.act.nominal else "verb"
    place = next(at for at, other in enumerate(view.acts) if other.first == act.first)
    yield f"nth={min(place, 4)}|{form}"
    yield f"acts={min(len(view.acts), 6)}"
    for side, other in (("left", place - 1), ("right", place + 1)):
        if 0 <= other < len(view.acts):
            near = view.acts[other]
            gap = act.first - near.last if side == "left" else near.first - act.last
            how = "noun" if near.act.nominal else "verb"
            yield f"{side}={near.act.type}|{kind}|{gap <= 2}"
            yield f"{side}={how}|{form}|{_bucket(gap)}|{near.act.type == kind}"
        else:
            yield f"{side}=none|{form}"
    yield f"reading={act is view.acts[place]}|{form}"
    yield f"same={min(2, sum(a.act.type == kind for a in view.acts))}|{form}"


def _parties(kind: str, frame: Frame, form: str) -> Iterator[str]:
    yield f"sides={bool(frame.actors)}{bool(frame.recipients)}|{form}"
    yield f"sides={bool(frame.actors)}{bool(frame.recipients)}|{kind}"
    yield f"implied={frame.implied is not None}|{form}"
    for side, runs in (("actor", frame.actors), ("recipient", frame.recipients)):
        for sector in sorted({str(s) for run in runs for s in run.sectors}):
            yield f"{side}={sector}|{kind}"


def role_features(view: View, act: ActMatch, run: Run, frame: Frame, runs: Sequence[Run]) -> Iterator[str]:
    """The facts that tell whether a party is the actor or the recipient of an act."""
    kind, group = act.act.type, act.act.group
    form = "noun" if act.act.nominal else "verb"
    mood = f"{form}{'/passive' if act.passive or frame.passive else ''}"
    rule = "actor" if run in frame.actors else "recipient" if run in frame.recipients else "none"
    rule = "host" if frame.host in run.mentions else rule
    side = "left" if run.last <= act.first else "right" if run.first >= act.last else "in"
    gap = act.first - run.last if side == "left" else run.first - act.last
    left, right = (run.last, act.first) if side == "left" else (act.last, run.first)
    between = sum(left <= other.first < right for other in runs if other is not run)
    mark = run.mark or "bare"
    yield "bias"
    yield from (f"rule={rule}", f"rule={rule}|{kind}", f"rule={rule}|{form}", f"rule={rule}|{group.roles}")
    yield from (f"kind={kind}|{side}", f"mood={mood}|{side}", f"mood={mood}|{side}|{_bucket(gap)}")
    yield f"mark={mark}|{form}|{side}"
    yield f"mark={mark}|{kind}|{side}"
    yield f"mark={mark}|{mood}|{group.roles}|{side}"
    yield f"frame={_wanted(mark, group.recipient)}|{form}|{side}|{_bucket(gap)}"
    yield f"genitive={group.genitive}|{group.roles}|{form}|{side}|{mark == 'bare'}|{gap <= 1}"
    yield f"pattern={act.act.pattern}|{side}|{mark}"
    yield f"between={min(between, 3)}|{form}|{side}|{mark == 'bare'}"
    yield f"verbs={min(view.verbs_between(left, right), 2)}|{form}|{side}"
    yield f"barriers={min(view.barrier_between(left, right), 2)}|{form}|{side}"
    yield f"acts={min(sum(left <= a.first < right for a in view.acts if a.first != act.first), 2)}|{form}|{side}"
    yield f"nearest={_nearest(runs, run, act, side)}|{form}|{side}|{mark == 'bare'}"
    yield f"first={run is runs[0]}|{form}|{side}"
    mention = run.mentions[0]
    yield f"mention={mention.kind}|{form}"
    yield f"mention={mention.kind}|{kind}|{rule}"
    yield f"adjective={'adjective' in mention.reason}|{form}|{gap <= 1}|{side}"
    for sector in sorted({str(s) for s in run.sectors}):
        yield f"sector={sector}|{kind}|{side}"
        yield f"sector={sector}|{kind}"
    before, after = _word(view, run.first - 1), _word(view, run.last)
    yield from (f"before={before}|{side}", f"after={after}|{side}", f"before={before}|{kind}|{side}")
    yield f"speaks={_speaks(view, run)}|{side}|{kind}"
    yield f"speaks={_speaks(view, run)}|{side}|{form}"
    yield f"size={min(len(run.mentions), 3)}|{kind}"
    yield f"runs={min(len(runs), 5)}|{form}"


def _wanted(mark: str, marks: tuple[str, ...]) -> bool:
    return (OBJECT if mark == "bare" else mark) in marks


def _nearest(runs: Sequence[Run], run: Run, act: ActMatch, side: str) -> bool:
    own = [r for r in runs if (r.last <= act.first) == (side == "left") and (r.mark is None) == (run.mark is None)]
    return bool(own) and run is (own[-1] if side == "left" else own[0])


def _speaks(view: View, run: Run) -> bool:
    """Whether a verb of saying stands within two words of a party."""
    return any(abs(speech.last - run.first) <= 1 or abs(run.last - speech.first) <= 1 for speech in view.speeches)


def _word(view: View, at: int) -> str:
    if not 0 <= at < len(view.tokens):
        return "<edge>"
    folded = view.tokens[at].folded
    return "<number>" if folded[0].isdigit() else folded


def _stem(view: View, at: int) -> str:
    """A word without its article and conjunction."""
    token = view.tokens[at]
    if not token.word or token.folded[0].isdigit():
        return _word(view, at)
    bare = (form for form in token.forms if form.prefix and not form.suffix)
    light = {"", *view.pack.folded("and_words")}
    return next((form.stem for form in bare if form.prefix.removesuffix(ARTICLE) in light), token.folded)


def _bucket(gap: int) -> str:
    for limit in (0, 1, 2, 4, 7, 12, 20):
        if gap <= limit:
            return str(limit)
    return "far"


def _quoted(view: View, at: int) -> bool:
    """Whether an opening quotation mark stands open before a token."""
    opened = 0
    marks = dict(view.pack.data.quotes)
    closing = set(marks.values())
    for token in view.tokens[:at]:
        if token.text in marks and not (token.text in closing and opened):
            opened += 1
        elif token.text in closing:
            opened = max(0, opened - 1)
    return opened > 0
