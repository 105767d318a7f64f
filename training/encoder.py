"""Trains the encoder: from data to the files that ship, in one command.

    python training/encoder.py --annotated A.jsonl ... --pairs PAIRS.tsv ... --labelled DETECTION.jsonl

Beside the files named it learns from the project's own examples. With `--from` it starts from a model that shipped,
for data that has grown since: half the time and half the rate. It goes on where it was stopped (`--work` keeps
a checkpoint an epoch), is seeded, and logs to the terminal and to `log.txt` beside the checkpoint.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import base as e5
import corpus
import export
import numpy as np
import torch
from calibrate import calibrated
from corpus import Pair, Sentence
from measure import measured, temperature
from names import Names
from network import Network
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.coding.learned.heads import Heads
from dragoman.coding.learned.labels import (
    KINDS,
    MODES_OF,
    PARTS,
    SPAN,
    TYPES,
    apart,
    sentences_apart,
)
from dragoman.coding.learned.model import FOLDER, Model
from dragoman.coding.learned.pieces import tokenizer
from dragoman.coding.learned.words import unpacked

SEED = 7
TOKENS = 1024  # of a batch, padding counted
RATE, RATE_HEADS = 1.5e-4, 1e-3
AGAIN = 0.8  # share of these rates where training goes on from a model that shipped
SHIPPED = 0.8  # share of that model where training goes on, the rest is the base: what it knows by heart loosens
LAST = 3  # epochs whose mean is taken
KEPT = 2 / 3  # share of that model in what ships then: the two together are better than either
UNSEEN = 0.1  # share of the pieces that a step of training leaves out
UNFOUND = 0.08  # share of the mentions that do as if they had not been found, so that parts don't rely on them
SHARE, SHARE_DERIVED = 0.6, 0.45  # of what is further from what it is measured on, and more of it, in an epoch
RARE = 3.0  # weight of a yes among the labelled sentences; one in thirteen is one
EVENED = 300  # sentences that tell how large the encoder's numbers become
WARM = 0.1  # share of the steps over which the rate rises
WEIGHTS = {"part": 1.5, "modality": 0.5, "mode": 0.3, "speaker": 0.5, "sector": 0.3, "nation": 0.3}
_PASSES = ((False, "sentences"), (True, "pairs"))


class Trainer:
    """Network, word vectors and what drives them."""

    def __init__(self, base: e5.Base, keep: list[int], shipped: Model | None) -> None:
        self.words = torch.from_numpy(unpacked(base.words[keep])).bfloat16()
        self.known = tokenizer([base.pieces[i] for i in keep])
        self.network = Network(base)
        self.before = export.restored(shipped.folder) if shipped else {}
        if shipped:
            new = {name: value for name, value in self.network.state_dict().items() if name.startswith("encoder.")}
            loosened = {name: value.lerp(self.before[name], SHIPPED) for name, value in new.items()}
            self.network.load_state_dict(self.before | loosened)
        self.encoder = list(self.network.encoder.parameters())
        self.masters = [p.detach().clone() for p in self.encoder]
        self.network.encoder.bfloat16()
        self.heads = [p for n, p in self.network.named_parameters() if not n.startswith("encoder.")]
        self.optimizer = torch.optim.AdamW(
            [{"params": self.masters}, {"params": self.heads}], weight_decay=0.01, fused=True
        )
        self.rates = [rate * (AGAIN if shipped else 1) for rate in (RATE, RATE_HEADS)]
        self.mean: dict[str, Tensor] = {}  # of the network's numbers over the last epochs

    def vectors(self, ids: list[Any]) -> tuple[Tensor, Tensor]:
        """Word vectors and mask of a batch; ids past the table are marks."""
        length = max(map(len, ids))
        table = torch.full((len(ids), length), 1)
        for i, row in enumerate(ids):
            table[i, : len(row)] = torch.from_numpy(np.asarray(row))
        mask = torch.zeros(len(ids), length)
        for i, row in enumerate(ids):
            mask[i, : len(row)] = 1
        mark = table - len(self.words)
        given = self.words[table.clamp(max=len(self.words) - 1)]
        if self.network.training:  # words left out now and then, so that no single one is relied on
            given = given * (torch.rand(table.shape) >= UNSEEN)[..., None]
        if (mark >= 0).any():
            given = torch.where((mark >= 0)[..., None], self.network.marks.bfloat16()[mark.clamp(min=0)], given)
        return given, mask

    def hidden(self, ids: list[Any]) -> Tensor:
        """[batch, pieces, 384] as 32-bit numbers."""
        vectors, mask = self.vectors(ids)
        return self.network.encoder(vectors, mask.bfloat16()).float()

    def step(self, loss: Tensor, share: float) -> None:
        """One step of the optimizer at this share of the whole way."""
        rise = min(1.0, share / WARM) if share < WARM else (1 - share) / (1 - WARM)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * max(rise, 0.0)
        loss.backward()
        for ours, master in zip(self.encoder, self.masters, strict=True):
            master.grad = None if ours.grad is None else ours.grad.float()
        nn.utils.clip_grad_norm_([*self.masters, *self.heads], 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        with torch.no_grad():
            for ours, master in zip(self.encoder, self.masters, strict=True):
                ours.copy_(master)
                ours.grad = None

    def average(self, count: int) -> None:
        """Takes the network as it is into the mean, as the last of so many."""
        exact = dict(zip(map(id, self.encoder), self.masters, strict=True))
        for name, value in self.network.named_parameters():
            now = exact.get(id(value), value).detach().float()
            self.mean[name] = now.clone() if count == 1 else self.mean[name] + (now - self.mean[name]) / count


class Data(NamedTuple):
    """What is learned from, and what is kept aside."""

    reports: list[list[Sentence]]  # sentences of one report together, the others alone
    more: list[Sentence]  # our own examples but for reports, and those with a yes or no only; a SHARE in each epoch
    pairs: list[Pair]
    derived: list[Pair]  # pairs out of the annotated sentences; a SHARE_DERIVED in each epoch
    aside: list[Sentence]
    pairs_aside: list[Pair]
    names: Names

    def epoch(self, known: Tokenizer, chance: random.Random) -> tuple[list[list[Sentence]], list[Pair]]:
        """Reports and pairs of one epoch, some under other names; the sentences of a report keep theirs."""
        more = chance.sample(self.more, round(len(self.more) * SHARE))
        alone = [report[0] for report in self.reports if len(report) == 1] + more
        others = [self.names.other(s.row, chance)[0] for s in alone]
        changed = [i for i, s in enumerate(alone) if others[i] is not s.row]
        for i, one in zip(changed, corpus.sentences([others[i] for i in changed], {}, known), strict=True):
            alone[i] = one._replace(countries=[], detected=alone[i].detected)
        derived = chance.sample(self.derived, round(len(self.derived) * SHARE_DERIVED))
        pairs = []
        for pair in [*self.pairs, *derived]:
            row, moved = self.names.other(pair.row, chance)
            places = [place and (moved(place[0]), moved(place[1])) for place in pair.places]
            pairs.append(pair if row is pair.row else corpus.pair_of(known, pair.key, row, places, pair.told) or pair)
        return [report for report in self.reports if len(report) > 1] + [[s] for s in alone], pairs


def sentence_loss(trainer: Trainer, batch: list[list[Sentence]]) -> Tensor:
    """Of the first pass over reports: tags, parts, modality, mode, speaker, and what a sentence as a whole reports."""
    net = trainer.network
    every = [s for report in batch for s in report]
    hidden = trainer.hidden([s.pieces.ids for s in every])
    tagged = [(hidden[i], s) for i, s in enumerate(every) if s.mentions is not None]
    losses: dict[str, list[Tensor]] = defaultdict(list)
    at = 0
    for report in batch:
        _report_losses(net, hidden[at : at + len(report)], report, losses)
        at += len(report)
    loss = torch.zeros(())
    for name, weight in WEIGHTS.items():
        if name in losses:
            loss = loss + weight * torch.cat(losses[name]).mean()
    return loss + (_tag_loss(net, tagged) if tagged else 0.0) + _whole_loss(net, hidden, every)


def _report_losses(net: Network, hidden: Tensor, report: list[Sentence], losses: dict[str, list[Tensor]]) -> None:
    """Of the mentions and acts of a report's sentences."""
    named = [_named(net, vectors, s) for vectors, s in zip(hidden, report, strict=True)]
    for at, (vectors, s, m) in enumerate(zip(hidden, report, named, strict=True)):
        around = torch.stack([named[i][k] for i, k in s.around]) if s.around else m[:0]
        if s.mentions:
            fellows = [report[i].countries[k] for i, k in s.around]
            _mention_losses(net, vectors, s, m, losses)
            if s.countries:
                losses["nation"].append(_nation_losses(net.nations(m, around), s.countries, fellows))
        if s.acts:
            acts, gaps = _act_losses(net, vectors, s, losses), [i - at for i, _ in s.around]
            if (loss := _part_loss(net, acts, s, torch.cat((m, around)), gaps)) is not None:
                losses["part"].append(loss)


def _named(net: Network, vectors: Tensor, s: Sentence) -> Tensor:
    """[mentions, 192] of a sentence."""
    if not s.mentions:
        return torch.zeros(0, SPAN)
    kinds = torch.tensor([k for _, k in s.mentions])
    return net.spans("mentions", vectors, [x for x, _ in s.mentions]) + net.kinds(kinds)


def _tag_loss(net: Network, tagged: list[tuple[Tensor, Sentence]]) -> Tensor:
    rows = F.dropout(torch.cat([vectors[: len(s.pieces.ids)] for vectors, s in tagged]), 0.1)
    mention = torch.cat([_tags(len(s.pieces.ids), s.mentions or [], len(KINDS)) for _, s in tagged])
    act = torch.cat([_tags(len(s.pieces.ids), [(a.span, a.type) for a in s.acts or []], len(TYPES)) for _, s in tagged])
    return 3 * F.cross_entropy(net.mention_tags(rows), mention) + 8 * F.cross_entropy(net.act_tags(rows), act)


def _mention_losses(net: Network, vectors: Tensor, s: Sentence, m: Tensor, losses: dict[str, list[Tensor]]) -> None:
    """Sector and whose statement the sentence is."""
    if known := [k for k, x in enumerate(s.sectors) if x is not None]:
        wanted = torch.tensor([s.sectors[k] for k in known])
        losses["sector"].append(F.cross_entropy(net.sector(m[known]), wanted, reduction="none"))
    if s.speaker is not None:
        inner = F.relu(net.speaker_in(torch.cat((m, vectors[:1].expand(len(m), -1)), 1)))
        speaks = torch.tensor([float(k == s.speaker) for k in range(len(m))])
        losses["speaker"].append(
            F.binary_cross_entropy_with_logits(net.speaker_out(inner)[:, 0], speaks, reduction="none")
        )


def _act_losses(net: Network, vectors: Tensor, s: Sentence, losses: dict[str, list[Tensor]]) -> Tensor:
    """Modality and mode; the acts' vectors."""
    acts = s.acts or []
    a = net.spans("acts", vectors, [x.span for x in acts]) + net.types(torch.tensor([x.type for x in acts]))
    wanted = torch.tensor([x.modality for x in acts])
    losses["modality"].append(F.cross_entropy(net.modality(a), wanted, reduction="none"))
    scores = net.modes(a)
    for k, x in enumerate(acts):
        own = MODES_OF[x.type]
        if own.stop - own.start > 1:
            wanted = torch.tensor([x.mode - own.start])
            losses["mode"].append(F.cross_entropy(scores[k : k + 1, own], wanted, reduction="none"))
    return a


def _part_loss(net: Network, a: Tensor, s: Sentence, m: Tensor, gaps: list[int]) -> Tensor | None:
    """The part in each act of each mention, of the sentence and then, so many sentences away, around it."""
    there = [k for k in range(len(m)) if torch.rand(()) >= UNFOUND]
    if not there:
        return None
    m = m[there]
    acts, buckets = s.acts or [], [sentences_apart(gap) for gap in gaps]
    every = [[apart(x.span, span) for span, _ in s.mentions or []] + buckets for x in acts]
    far = net.apart(torch.tensor([[row[k] for k in there] for row in every]))
    left, right = a[:, None].expand(-1, len(m), -1), m[None].expand(len(a), -1, -1)
    parts = net.parts(F.dropout(torch.cat((left, right, left * right, far), 2), 0.1)).reshape(-1, len(PARTS))
    wanted = torch.tensor([(x.parts + x.around)[k] for x in acts for k in there])
    return F.cross_entropy(parts, wanted, reduction="none")


def _whole_loss(net: Network, hidden: Tensor, batch: list[Sentence]) -> Tensor:
    told = [(i, k, y) for i, s in enumerate(batch) for k, y in enumerate(s.detected) if y is not None]
    if not told:
        return torch.zeros(())
    pooled = torch.stack([_pooled(hidden[i, : len(s.pieces.ids)]) for i, s in enumerate(batch)])
    scores = net.detected(F.dropout(pooled, 0.1))
    chosen = torch.stack([scores[i, k] for i, k, _ in told])
    wanted = torch.tensor([y for *_, y in told])
    return 0.7 * F.binary_cross_entropy_with_logits(chosen, wanted, pos_weight=torch.tensor(RARE))


def pair_loss(trainer: Trainer, batch: list[Pair]) -> Tensor:
    """Of the second pass: type, mode and modality between two marked parties."""
    net = trainer.network
    hidden = trainer.hidden([p.ids for p in batch])
    nobody = torch.zeros(hidden.shape[2])
    ends = [[h[e[0] : e[1]].mean(0) if e else nobody for e in p.ends] for h, p in zip(hidden, batch, strict=True)]
    wholes = [_pooled(h[: len(p.ids)]) for h, p in zip(hidden, batch, strict=True)]
    pooled = F.dropout(torch.stack([torch.cat((w, *e)) for w, e in zip(wholes, ends, strict=True)]), 0.1)
    chances = net.relation_type(pooled).log_softmax(-1)
    right = torch.stack([chances[i, list(p.told.types)].logsumexp(0) for i, p in enumerate(batch)])
    loss = -(0.95 * right + 0.05 * chances.mean(-1)).mean()
    if known := [i for i, p in enumerate(batch) if p.told.modality is not None]:
        loss = loss + 0.3 * F.cross_entropy(
            net.relation_modality(pooled[known]), torch.tensor([batch[i].told.modality for i in known])
        )
    if known := [i for i, p in enumerate(batch) if p.told.mode is not None]:
        loss = loss + 0.2 * F.cross_entropy(
            net.relation_mode(pooled[known]), torch.tensor([batch[i].told.mode for i in known])
        )
    return loss


def _nation_losses(scores: Tensor, countries: list[str | None], around: list[str | None]) -> Tensor:
    """One for each mention: the mentions of its country are right, or none where it has no country or no fellow."""
    chances = scores.log_softmax(1)
    found = []
    for i, country in enumerate(countries):
        others = enumerate([*countries, *around])
        fellows = [1 + j for j, other in others if j != i and country and other == country]
        found.append(-chances[i, fellows or [0]].logsumexp(0))
    return torch.stack(found)


def _pooled(hidden: Tensor) -> Tensor:
    return torch.cat((hidden.mean(0), hidden.max(0).values))


def _tags(length: int, spans: list[tuple[tuple[int, int], int]], kinds: int) -> Tensor:
    tags = torch.zeros(length, dtype=torch.long)
    for (first, end), what in spans:
        tags[first] = 1 + what
        tags[first + 1 : end] = 1 + kinds + what
    return tags


def batches(items: list[Any], chance: random.Random) -> list[list[Any]]:
    """Items of about one length together, in random order; an item is a pair, or the sentences of a report."""
    rows = lambda x: [x.ids] if isinstance(x, Pair) else [s.pieces.ids for s in x]  # noqa: E731
    shaped = [(item, len(rows(item)), max(map(len, rows(item)))) for item in items]
    shaped.sort(key=lambda one: one[2] + chance.random() * 6)
    made: list[list[Any]] = [[]]
    many = longest = 0
    for item, count, length in shaped:
        many, longest = many + count, max(longest, length)
        if made[-1] and many * longest > TOKENS:
            made.append([])
            many, longest = count, length
        made[-1].append(item)
    return made


def train(trainer: Trainer, data: Data, epochs: int, work: Path, measure: Any) -> None:
    """Epochs over sentences and pairs together; a checkpoint after each."""
    saved = work / "checkpoint.pt"
    start = 0
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        start = state["epoch"]
        trainer.network.load_state_dict(state["network"])
        trainer.optimizer.load_state_dict(state["optimizer"])
        trainer.mean = state["mean"]
        with torch.no_grad():
            for master, value in zip(trainer.masters, state["masters"], strict=True):
                master.copy_(value)
        log(work, f"goes on after epoch {start}")
    for epoch in range(start, epochs):
        chance = random.Random(SEED + epoch)
        torch.manual_seed(SEED + epoch)
        reports, pairs = data.epoch(trainer.known, chance)
        order = batches(reports, chance) + batches(pairs, chance)
        chance.shuffle(order)
        trainer.network.train()
        began, total = time.monotonic(), defaultdict(list)
        for at, batch in enumerate(order):
            marked = isinstance(batch[0], Pair)
            loss = pair_loss(trainer, batch) if marked else sentence_loss(trainer, batch)
            trainer.step(loss, (epoch + at / len(order)) / epochs)
            total[marked].append(float(loss.detach()))
            if at % 50 == 49:
                left = (time.monotonic() - began) / (at + 1) * (len(order) * (epochs - epoch) - at - 1)
                means = [f"{name} {np.mean(total[key][-40:] or [0]):.3f}" for key, name in _PASSES]
                step = f"epoch {epoch + 1} step {at + 1}/{len(order)}"
                log(work, f"{step} loss of {' and '.join(means)}, {left / 60:.0f} min left")
        if (count := epoch + 1 - max(0, epochs - LAST)) > 0:
            trainer.average(count)
        state = {
            "epoch": epoch + 1,
            "network": trainer.network.state_dict(),
            "optimizer": trainer.optimizer.state_dict(),
            "masters": trainer.masters,
            "mean": trainer.mean,
        }
        torch.save(state, saved.with_suffix(".new"))
        saved.with_suffix(".new").replace(saved)
        log(work, f"epoch {epoch + 1} done in {time.monotonic() - began:.0f} s; {json.dumps(measure())}")


def log(work: Path, words: str) -> None:
    """A line to the terminal and to the log."""
    line = f"{time.strftime('%H:%M:%S')} {words}"
    print(line, flush=True)
    with (work / "log.txt").open("a") as file:
        file.write(line + "\n")


def gather(args: argparse.Namespace, known: Any) -> Data:
    """Everything the command names, laid out in pieces; what is kept aside is in no other part, in no language."""
    rows = corpus.annotated([*args.annotated, *sorted(args.examples.glob("*/*.txt"))])
    own = {id(r) for r in rows if "speaker" in r}
    labels = corpus.labels_of(r for p in args.labelled for r in corpus.rows(p))
    texts = {r["text"] for r in rows}
    rows += [{"id": text, "lang": "ar", "text": text} for text in labels if text not in texts]
    away = {r["text"] for r in rows if id(r) not in own and corpus.aside(corpus.key_of(r))}
    full = {(r["id"].split("-")[0], r["lang"]): r for r in rows if r["id"].startswith("tr")}
    marked = [p for path in args.pairs for p in corpus.benchmark(path, full, known)]
    given = [r for r in rows if r["text"] not in away]
    near = [r for r in given if "mentions" in r and (id(r) not in own or "article" in r)]
    more = [r for r in given if "mentions" not in r or (id(r) in own and "article" not in r)]
    wide = [r for r in given if "mentions" in r and not r["id"].startswith("tr")]
    aside = [r for r in rows if r["text"] in away and id(r) not in own]
    return Data(
        corpus.reports(corpus.sentences(near, labels, known)),
        corpus.sentences(more, labels, known),
        [p for p in marked if not corpus.aside(p.key)],
        corpus.pairs_of(wide, known, random.Random(SEED)),
        corpus.sentences(aside, labels, known),
        [p for p in marked if corpus.aside(p.key)],
        Names(r for r in given if "mentions" in r),
    )


def main() -> None:
    """The whole way."""
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--annotated", type=Path, nargs="+", default=[], help="sentences annotated in full, JSON lines")
    parse.add_argument("--pairs", type=Path, nargs="+", default=[], help="tables of marked pairs")
    parse.add_argument("--labelled", type=Path, nargs="+", default=[], help="sentences with a yes or no for one type")
    parse.add_argument("--examples", type=Path, default=Path(__file__).parent / "examples", help="the project's own")
    parse.add_argument("--from", type=Path, dest="shipped", help="folder of a model to go on from, at half the rate")
    parse.add_argument("--epochs", type=int, help="default: 9, and 5 to go on from a model")
    parse.add_argument("--to", type=Path, default=FOLDER, help="folder of the model")
    parse.add_argument("--work", type=Path, default=Path("build/encoder"), help="checkpoint and log")
    args = parse.parse_args()
    epochs = args.epochs or (5 if args.shipped else 9)
    args.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    base = e5.load()
    keep = e5.kept(base.pieces)
    shipped = Model(args.shipped) if args.shipped else None
    trainer = Trainer(base, keep, shipped)
    data = gather(args, trainer.known)
    learned: dict[str, Any] = {
        "sentences": sum(map(len, data.reports)) + len(data.more),
        "pairs": len(data.pairs) + len(data.derived),
        "epochs": epochs,
        "seed": SEED,
    }
    if shipped:
        learned["from"] = shipped.fingerprint
    log(args.work, f"{learned}; {len(data.aside)} sentences and {len(data.pairs_aside)} pairs kept aside")

    def encode(rows: list[Any]) -> list[Any]:
        trainer.network.eval()
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        found: list[Any] = [None] * len(rows)
        with torch.inference_mode():
            for at in range(0, len(order), 32):
                some = order[at : at + 32]
                for i, hidden in zip(some, trainer.hidden([rows[i] for i in some]).numpy(), strict=True):
                    found[i] = hidden[: len(rows[i])]
        return found

    def now() -> dict[str, Any]:
        return measured(encode, Heads(trainer.network.heads()), data.aside, data.pairs_aside)

    train(trainer, data, epochs, args.work, now)
    log(args.work, f"writes the model to {args.to}")
    mean = trainer.mean
    if shipped:
        mean = {name: value.lerp(trainer.before[name], KEPT) for name, value in mean.items()}
    trainer.network.float().eval().load_state_dict(mean)
    some = random.Random(SEED).sample(data.reports, min(EVENED, len(data.reports)))
    vectors = [trainer.vectors([report[0].pieces.ids]) for report in some]
    export.export(trainer.network, base.words[keep], trainer.known, vectors, args.to)
    export.write_card(args.to, {"enough": 0.5, "decision": {}, "parties": {}, "certainty": [(0.0, 0.0), (1.0, 1.0)]})
    model = Model(args.to)
    annotated = corpus.reports(s for s in data.aside if s.mentions is not None)
    found = calibrated(model, [[s.row for s in report] for report in annotated])
    figures = measured(model.encode, model.heads, data.aside, data.pairs_aside)
    softer = temperature(model.encode, model.heads, data.pairs_aside)
    found["measured"] |= {"learned from": learned, "kept aside": figures, "pairs_temperature": softer}
    export.write_card(args.to, found)
    log(args.work, json.dumps(found["measured"]))


if __name__ == "__main__":
    main()
