"""Equations between words, used to replace one word by others, and completed by their overlaps.

Place: between words.py and word_proofs.py. Untrusted. Every equation remembers how it follows from
the hypotheses: as a sum of c s (left X right), where X is the difference of a hypothesis' sides.

Legend
  key         scalars and a word; the lead of an equation is its largest key
  trail       how an equation follows: rows of Step
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from symattn.kernel.indices import Sort
from symattn.prover.words import (
    Key,
    Scalar,
    Word,
    Words,
    key_of,
    scalar_key,
    trace,
    turned,
)

MOST_LETTERS, MOST_TERMS, MOST_STEPS = 9, 16, 400


class Step(NamedTuple):
    """c times scalars times `word` times (left X right), or X alone where shape is "open"."""

    c: Fraction
    scalars: tuple[Scalar, ...]
    word: Word  # where shape is not "open": what stands beside the closed left X right
    left: Word
    number: int  # of the hypothesis
    flipped: bool  # X transposed
    right: Word
    shape: str = "open"  # "open", "word" (a scalar between vectors) or "trace"


@dataclass
class Equation:
    """A sum of words that is 0."""

    words: Words
    trail: list[Step]
    lead: Key = field(init=False)

    def __post_init__(self) -> None:
        self.lead = max(self.words, key=weight)


def weight(key: Key) -> tuple[Any, ...]:
    """What words are compared by: all letters, those of the word, then their names."""
    scalars, word = key
    inside = sum(len(v) if kind != "term" else 1 for kind, v in scalars)
    return (
        inside + len(word), len(word), [x.key() for x in word], [scalar_key(x) for x in scalars],
    )  # fmt: skip


def plus(p: Words, q: Words, c: Fraction) -> Words:
    """p + c q."""
    out = dict(p)
    for k, d in q.items():
        out[k] = out.get(k, Fraction(0)) + c * d
        if not out[k]:
            del out[k]
    return out


def flipped(e: Equation) -> Equation:
    """The transposed equation."""
    words: Words = {(s, turned(w)): c for (s, w), c in e.words.items()}
    trail = [
        t._replace(left=turned(t.right), right=turned(t.left), flipped=not t.flipped)
        if t.shape == "open" else t._replace(word=turned(t.word))
        for t in e.trail
    ]  # fmt: skip
    return Equation(words, trail)


def within(
    e: Equation, c: Fraction, scalars: Sequence[Scalar], left: Word, right: Word
) -> tuple[Words, list[Step]]:
    """c scalars (left e right), and its trail."""
    words: Words = {}
    for (s, w), d in e.words.items():
        words = plus(words, {key_of((*s, *scalars), left + w + right): d}, c)
    trail = []
    for t in e.trail:
        s, more = (*t.scalars, *scalars), t.c * c
        if t.shape == "open":
            trail.append(t._replace(c=more, scalars=s, left=left + t.left, right=t.right + right))
        else:
            trail.append(t._replace(c=more, scalars=s, word=left + t.word + right))
    return words, trail


def inside_scalar(
    e: Equation, c: Fraction, scalars: Sequence[Scalar], word: Word, context: tuple[Any, ...]
) -> tuple[Words, list[Step]]:
    """c scalars word (left e right) for a scalar left e right, or the trace of e right."""
    left, right, s = context
    words: Words = {}
    for (own, w), d in e.words.items():
        whole = left + w + right
        new = closed_parts(whole) if s is None else [trace(whole, s)]
        words = plus(words, {key_of((*own, *scalars, *new), word): d}, c)
    trail = []
    for t in e.trail:
        t = t._replace(c=t.c * c, scalars=(*t.scalars, *scalars))
        if t.shape != "open":
            beside = left + t.word + right
            new = closed_parts(beside) if s is None else [trace(beside, s)]
            t = t._replace(scalars=(*t.scalars, *new))
        elif s is None:
            t = t._replace(left=left + t.left, right=t.right + right, shape="word")
        else:
            t = t._replace(left=(), right=t.right + right + t.left, shape="trace")
        trail.append(t._replace(word=word))
    return words, trail


def closed_parts(word: Word) -> list[Scalar]:
    """The scalars of a word from a vector to a vector."""
    return list(key_of((), word)[0])


def _less(scalars: Sequence[Scalar], part: Sequence[Scalar]) -> tuple[Scalar, ...] | None:
    """The scalars without some of them; None where they are not all there."""
    left = list(scalars)
    for x in part:
        if x not in left:
            return None
        left.remove(x)
    return tuple(left)


def _places(part: Word, word: Word) -> Iterator[int]:
    n = len(part)
    return (k for k in range(len(word) - n + 1) if word[k : k + n] == part)


class Rules:
    """Equations in both directions of reading, and what they reduce words to."""

    def __init__(self) -> None:
        self.equations: list[Equation] = []

    def both(self) -> Iterator[Equation]:
        """Every equation and its transpose."""
        for e in self.equations:
            yield e
            yield flipped(e)

    def reduced(self, p: Words, trail: list[Step]) -> tuple[Words, list[Step]]:
        """p with leads replaced as often as possible; the trail says what was subtracted."""
        rules, steps, done = list(self.both()), 0, Words()
        work = dict(p)
        while work and steps < MOST_STEPS and len(work) + len(done) < 4 * MOST_TERMS:
            key = max(work, key=weight)
            hit = next((h for e in rules if (h := _applied(e, key)) is not None), None)
            if hit is None:
                done[key] = work.pop(key)
                continue
            steps += 1
            c = work[key]
            words, more = hit
            work = plus(work, words, -c)
            trail = trail + [t._replace(c=t.c * c) for t in more]
        return plus(done, work, Fraction(1)), trail

    def reduction(self, words: Words, trail: list[Step]) -> Equation | None:
        """What is left of an equation after reduction."""
        rest, new = self.reduced(words, [t._replace(c=-t.c) for t in trail])
        if not rest or len(rest) > MOST_TERMS:
            return None
        return Equation(rest, [t._replace(c=-t.c) for t in new])

    def add(self, words: Words, trail: list[Step]) -> bool:
        """Enter what is left of an equation after reduction; False if nothing is."""
        e = self.reduction(words, trail)
        self.equations += [e] if e is not None else []
        return e is not None


def _applied(e: Equation, key: Key) -> tuple[Words, list[Step]] | None:
    """The multiple of the equation that has this key with the factor 1."""
    scalars, word = key
    own, lead = e.lead
    c = 1 / e.words[e.lead]
    rest = _less(scalars, own)
    if rest is not None and not lead:
        return inside_scalar(e, c, rest, word, ((), (), None)) if own else None
    if rest is not None:
        for k in _places(lead, word):
            return within(e, c, rest, word[:k], word[k + len(lead) :])
    if not lead:
        return None
    for x in dict.fromkeys(scalars):
        rest = _less(scalars, (x, *own))
        if rest is None or x[0] == "term":
            continue
        for whole in _joined(x, word):
            for k in _places(lead, whole):
                return within(e, c, rest, whole[:k], whole[k + len(lead) :])
        for context in _contexts(x, lead):
            return inside_scalar(e, c, rest, word, context)
    return None


def _joined(x: Scalar, word: Word) -> Iterator[Word]:
    """The word with the scalar between two of its vectors: u (v R u) is u v R u."""
    kind, value = x
    if kind == "word" and word:
        cuts = [k + 1 for k, y in enumerate(word) if y.column is None]
        cuts += [0] if word[0].row is None else []
        for k in cuts:
            yield from (word[:k] + way + word[k:] for way in (value, turned(value)))


def _contexts(x: Scalar, lead: Word) -> Iterator[tuple[Word, Word, Sort | None]]:
    """The ways in which a scalar is left lead right, or the trace of lead right."""
    kind, whole = x
    for word in (whole, turned(whole)):
        if kind == "word":
            for k in _places(lead, word):
                yield word[:k], word[k + len(lead) :], None
            continue
        for k in range(len(word)):
            around = word[k:] + word[:k]
            if around[: len(lead)] == lead:
                yield (), around[len(lead) :], lead[0].row


def overlaps(e: Equation, f: Equation) -> Iterator[tuple[Words, list[Step]]]:
    """What follows where the leads share letters: e right - left f, or e - left f right."""
    (s, a), (t, b) = e.lead, f.lead
    joined = tuple(x for x in t if x not in s)
    more_e, more_f = joined, _less((*s, *joined), t)
    if more_f is None or not a or not b:
        return
    cuts: list[tuple[Word, Word, Word]]
    cuts = [(a[:k], b[len(a) - k :], ()) for k in range(1, len(a)) if a[k:] == b[: len(a) - k]]
    cuts = [(left, right, after) for left, right, after in cuts if len(a) - len(left) <= len(b)]
    cuts += [(a[:k], (), a[k + len(b) :]) for k in _places(b, a)] if e is not f else []
    for left, right, after in cuts:
        if len(left) + len(b) + len(after) > MOST_LETTERS:
            continue
        p, trail = within(e, 1 / e.words[e.lead], more_e, (), right)
        q, other = within(f, 1 / f.words[f.lead], more_f, left, after)
        yield plus(p, q, Fraction(-1)), trail + [x._replace(c=-x.c) for x in other]
