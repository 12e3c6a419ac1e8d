"""Products of matrices and vectors as words: A[i, k] B[k, j] summed over k is the word A B.

Place: below word_rules.py. Untrusted: what is found with words is proved again from its terms.

Legend
  letter      a factor with its row and column marked; a vector has no column (or no row), a
              diagonal matrix is the vector on it
  i, j        the free indices at which a word starts and ends; None where a vector stands there
  scalar      a number, a trace, or a word that starts and ends with a vector
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count
from typing import Any, NamedTuple

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import Sort, Term, free
from symattn.kernel.polynomial import Monomial, Poly
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import free_indices
from symattn.kernel.terms import ONE, delta, entry, instantiate, mul, power, size


class NotWords(Exception):
    """The term is no sum of products of matrices and vectors."""


class Letter(NamedTuple):
    """A factor; `term` has ROW for its row and COLUMN for its column."""

    term: Term
    row: Sort | None
    column: Sort | None
    diagonal: bool = False

    def key(self) -> tuple[int, bool]:
        """What letters are sorted by."""
        return (self.term.key, self.diagonal)


Word = tuple[Letter, ...]
Scalar = tuple[str, Any]  # ("word", a word), ("trace", a word), ("term", a kernel term)
Key = tuple[tuple[Scalar, ...], Word]
Words = dict[Key, Fraction]


def marked(which: str, s: Sort) -> Term:
    """The index that stands for the row or the column of a letter."""
    return free(f"<{which}", s)


def turned(word: Word) -> Word:
    """The transpose of a word."""
    return tuple(map(_turned_letter, reversed(word)))


def _turned_letter(x: Letter) -> Letter:
    if x.diagonal:
        return x
    t = x.term
    if x.row is not None:
        t = replaced(t, marked("row", x.row), free("<other", x.row))
    if x.column is not None:
        t = replaced(t, marked("column", x.column), marked("row", x.column))
    if x.row is not None:
        t = replaced(t, free("<other", x.row), marked("column", x.row))
    return Letter(t, x.column, x.row)


def scalar_key(x: Scalar) -> tuple[Any, ...]:
    """What scalars are sorted by."""
    kind, value = x
    return (kind, value.key) if kind == "term" else (kind, len(value), *(a.key() for a in value))


def closed(word: Word) -> Scalar:
    """The scalar of a word from a vector to a vector; it equals its transpose."""
    if all(x.term is ONE for x in word) and word[0].column is not None:
        return ("term", size(word[0].column))
    return ("word", min(word, turned(word), key=lambda w: [a.key() for a in w]))


def trace(word: Word, s: Sort) -> Scalar:
    """The trace of a word from an axis s to itself."""
    if not word:
        return ("term", size(s))
    ways = [w[k:] + w[:k] for w in (word, turned(word)) for k in range(len(word))]
    return ("trace", min(ways, key=lambda w: [a.key() for a in w]))


def key_of(scalars: Sequence[Scalar], word: Word) -> Key:
    """The word with everything between two vectors taken out as a scalar."""
    segments: list[list[Letter]] = [[]]
    for x in word:
        if x.row is None and segments[-1]:
            segments.append([])
        segments[-1].append(x)
    out, kept = list(scalars), []
    for part in segments:
        if part and part[0].row is None and part[-1].column is None:
            out.append(closed(tuple(part)))
        else:
            kept += part
    return tuple(sorted(out, key=scalar_key)), tuple(kept)


class Reader:
    """Reads normal forms as words from one free index to another."""

    def __init__(self, arithmetic: Arithmetic, i: Term | None, j: Term | None) -> None:
        self.arithmetic = arithmetic
        self.ends = (i, j)
        self.names = (f"<{n}" for n in count())

    def read(self, p: Poly) -> Words:
        """The polynomial as words; NotWords where a product is none."""
        found: Words = {}
        for m, c in p.items():
            key = self._monomial(m)
            found[key] = found.get(key, Fraction(0)) + Fraction(c)
        return {k: c for k, c in found.items() if c}

    def _factors(self, m: Monomial) -> Iterator[Term]:
        for b, e, mark in m:
            if mark:
                raise NotWords
            whole = isinstance(e, int) and e >= 1
            if not whole or b.op != "sum":
                copies = whole and (e == 2 or not free_indices([b]))
                yield from [b] * int(e) if copies else [power(b, Fraction(e))]
                continue
            for _ in range(int(e)):
                t = b
                while t.op == "sum":
                    t = instantiate(t.args[1], free(next(self.names), t.args[0]))
                inner = self.arithmetic.poly(t)
                if len(inner) != 1 or next(iter(inner.values())) != 1:
                    raise NotWords
                yield from self._factors(next(iter(inner)))

    def _monomial(self, m: Monomial) -> Key:
        graph = _Graph(list(self._factors(m)), self.ends)
        i, j = self.ends
        word: Word = ()
        if i is not None:
            word, end = graph.walk(i)
            if j is not None and end is not j:
                word = word + turned(graph.walk(j)[0])
        elif j is not None:
            word = turned(graph.walk(j)[0])
        return key_of([*graph.scalars()], word)


class _Graph:
    """Factors as edges between indices."""

    def __init__(self, factors: list[Term], ends: tuple[Term | None, Term | None]) -> None:
        self.ends = [x for x in ends if x is not None]
        self.rest: list[Term] = []
        self.edges: dict[Term, list[tuple[Term, Term]]] = {x: [] for x in self.ends}
        self.own: dict[Term, list[Term]] = {x: [] for x in self.ends}
        for f in factors:
            at = [v for v in free_indices([f]) if v in self.ends or str(v.args[0]).startswith("<")]
            for v in at:
                self.edges.setdefault(v, [])
                self.own.setdefault(v, [])
            if len(at) > 2:
                raise NotWords
            if not at:
                self.rest.append(f)
            elif len(at) == 1:
                self.own[at[0]].append(f)
            else:
                for v, w in (at, at[::-1]):
                    self.edges[v].append((f, w))
        if any(len(x) > (1 if v in self.ends else 2) for v, x in self.edges.items()):
            raise NotWords

    def _vector(self, v: Term) -> Letter:
        t = mul(*self.own.pop(v))
        s = v.args[1]
        return Letter(replaced(t, v, marked("row", s)), s, None)

    def walk(self, v: Term) -> tuple[Word, Term | None]:
        """The word that starts at the index, and the index where it ends: None at a vector."""
        start, word = v, list[Letter]()
        while True:
            step = self.edges.pop(v)
            if not step:
                if v is not start and v in self.ends:
                    word += self._diagonal(v)
                    return tuple(word), v
                return (*word, self._vector(v)), None
            word += self._diagonal(v)
            f, w = step[0]
            if f.op != "delta":
                t = replaced(
                    replaced(f, v, marked("row", v.args[1])), w, marked("column", w.args[1])
                )
                word.append(Letter(t, v.args[1], w.args[1]))
            if w is start:
                return tuple(word), w
            self.edges[w].remove((f, v))
            v = w

    def _diagonal(self, v: Term) -> list[Letter]:
        s = v.args[1]
        if not self.own.get(v):
            return []
        t = mul(*self.own.pop(v))
        return [Letter(replaced(t, v, marked("row", s)), s, s, True)]

    def scalars(self) -> Iterator[Scalar]:
        """What is left: numbers, traces and words between vectors."""
        yield from (("term", t) for t in self.rest)
        for v in sorted((v for v, x in self.edges.items() if len(x) < 2), key=lambda v: v.key):
            if v not in self.edges:
                continue
            s = v.args[1]
            loop = _loop(self.own[v], v) if not self.edges[v] else None
            if loop is not None:
                del self.edges[v]
                yield trace((loop,), s)
                continue
            first, *others = self.own.pop(v) or [ONE]
            if self.edges[v]:
                first, others = mul(first, *others), []
                self.own[v] = []
                word, _ = self.walk(v)
            else:
                del self.edges[v]
                word = (Letter(replaced(mul(*others), v, marked("row", s)), s, None),)
            row = Letter(replaced(first, v, marked("column", s)), None, s)
            yield closed((row, *word))
        while self.edges:
            v = min(self.edges, key=lambda v: v.key)
            word, _ = self.walk(v)
            yield trace(word, v.args[1])


def _loop(factors: list[Term], v: Term) -> Letter | None:
    """The letter A where the only factor is A[v, v]."""
    if len(factors) != 1 or factors[0].op != "entry" or factors[0].args[1:] != (v, v):
        return None
    s = v.args[1]
    return Letter(entry(factors[0].args[0], marked("row", s), marked("column", s)), s, s)


def placed(word: Word, i: Term | None, j: Term | None, names: Iterator[str]) -> list[Term]:
    """The factors of a word from i to j; the indices in between are new names."""
    factors, v = [], i
    last = max((n for n, x in enumerate(word) if not x.diagonal), default=-1)
    for n, x in enumerate(word):
        w = None
        if x.diagonal:
            w = v
        elif x.column is not None:
            w = j if n == last and j is not None else free(next(names), x.column)
        t = x.term
        if x.row is not None and v is not None:
            t = replaced(t, marked("row", x.row), v)
        if x.column is not None and w is not None and not x.diagonal:
            t = replaced(t, marked("column", x.column), w)
        factors.append(t)
        v = w
    if v is not j and v is not None and j is not None:
        factors.append(delta(v, j))
    return factors
