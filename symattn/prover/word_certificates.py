"""What was found with words, as steps of the kernel.

Place: between word_rules.py and word_proofs.py. A trail says a - b = sum of c left (X - Y) right
with hypotheses X = Y. Its proof is one polynomial identity, in which no hypothesis is used, and
the replacement of every X by its Y.

Legend
  T           c left (..) right, with the scalars beside it          i, j     the ends of the goal
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any

from symattn.kernel.indices import Term, bound, free
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import Judgement, free_indices
from symattn.kernel.terms import add, mul, num, total
from symattn.kernel.theorem import Theorem
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.proof import Proof
from symattn.prover.word_rules import Step
from symattn.prover.words import Scalar, Words, placed

Fact = Callable[[int, Sequence[Term]], Theorem | None]
Ends = tuple[Term | None, Term | None]


def written(
    proof: Proof,
    bare: NormalForm,
    fact: Fact,
    sorts: Callable[[int], Sequence[Any]],
    goal: Judgement,
    trail: list[Step],
    ends: Ends,
) -> Theorem | None:
    """a = b + sum of T(X) - T(Y) = b, each T(X) replaced by T(Y)."""
    rows = [e for t in trail if (e := _row(proof, fact, sorts(t.number), t, ends)) is not None]
    minus = [mul(num(-1), e.b) for e in rows]
    there = add(goal.b, *(e.a for e in rows), *minus)
    here = add(goal.b, *(e.b for e in rows), *minus)
    first = proved_equal(bare, goal.a, there)
    if first is None:
        return None
    second = proof.replaced(there, {k + 1: e for k, e in enumerate(rows)})
    last = proof.attempt("equal_by_arithmetic", [], here, goal.b)
    return proof.chain(first, second, last) if last is not None else None


def _row(proof: Proof, fact_of: Fact, sorts: Sequence[Any], t: Step, ends: Ends) -> Theorem | None:
    """c scalars (left X right) = c scalars (left Y right)."""
    made: list[Term] = []
    names = (f"<{n}" for n in count())

    def new(s: object) -> Term:
        made.append(free(next(names), s))
        return made[-1]

    start, end = ends if t.shape == "open" else (None, None)
    axes = [*sorts, None, None][:2]
    row, column = axes[::-1] if t.flipped else axes
    p = None if row is None else new(row) if t.left or start is None else start
    q = None if column is None else new(column) if t.right or end is None else end
    if t.shape == "trace":
        q = q if t.right else p
        factors = placed(t.right, q, p, names)
    else:
        factors = [*placed(t.left, start, p, names), *placed(t.right, q, end, names)]
    inner = _new_in([*factors, *(x for x in (p, q) if x is not None)])
    at = {v: bound(len(inner) - 1 - k, v.args[1]) for k, v in enumerate(inner)}
    indices = [x for x in ((q, p) if t.flipped else (p, q)) if x is not None]
    fact = fact_of(t.number, [at.get(x, x) for x in indices])
    if fact is None or fact.a is fact.b:
        return None
    below = [_bound(x, at) for x in factors]
    inside = proof.replaced(mul(*below, fact.a), {len(below): fact}) if below else fact
    whole = proof.under([v.args[1] for v in inner], inside)
    if whole is None:
        return None
    beside = [_summed(placed(t.word, *ends, names))] if t.shape != "open" else []
    outer = [num(t.c), *map(term_of_scalar, t.scalars), *beside]
    return proof.replaced(mul(*outer, whole.a), {len(outer): whole})


def _bound(t: Term, at: dict[Term, Term]) -> Term:
    for v, level in at.items():
        t = replaced(t, v, level)
    return t


def _summed(factors: list[Term]) -> Term:
    """The product of the factors, summed over the new names in them."""
    t = mul(*factors)
    inner = _new_in([t])
    t = _bound(t, {v: bound(len(inner) - 1 - k, v.args[1]) for k, v in enumerate(inner)})
    for v in reversed(inner):
        t = total(v.args[1], t)
    return t


def _new_in(terms: Iterable[Term]) -> list[Term]:
    """The new names in the terms, in a fixed order."""
    new = {v for v in free_indices(terms) if str(v.args[0]).startswith("<")}
    return sorted(new, key=lambda v: v.key)


def term_of_scalar(x: Scalar) -> Term:
    """The number that a scalar is, as a kernel term."""
    kind, value = x
    names = (f"<{n}" for n in count())
    if kind == "term":
        t: Term = value
        return t
    if kind == "word":
        return _summed(placed(value, None, None, names))
    around = free(next(names), value[0].row)
    return _summed(placed(value, around, around, names))


def value_of(p: Words) -> Term:
    """The number that a sum of scalars is."""
    return add(*(mul(num(c), *map(term_of_scalar, s)) for (s, _), c in p.items()))
