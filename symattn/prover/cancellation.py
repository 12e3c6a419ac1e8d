"""Equations proved by multiplying both sides with a matrix that has an inverse.

Place: beside the normal form, tried when two sides have different normal forms. A hypothesis
sum_k X_ik Y_kj = [i = j] lets Y (L - R) = 0 prove L = R, as L = X Y L, and (L - R) X = 0 too.

Legend
  L, R        the two sides        i        the free index that the multiplication acts on
  X, Y        X Y = 1 by a hypothesis
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symattn.kernel.indices import Term, bound, free
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import Hypothesis, free_indices
from symattn.kernel.terms import mul, shift, total, uses
from symattn.kernel.theorem import Theorem
from symattn.prover.normal_form import NormalForm, proved_equal


@dataclass(frozen=True)
class Pair:
    """A hypothesis sum_k X(i, k) Y(k, j) = [i = j]; rows and columns are its levels."""

    number: int
    row: int  # the level of the hypothesis that is i
    left: Term  # X, seen from below the sum: level 0 is k, level 1 + row is i
    right: Term


def inverse_pairs(hypotheses: tuple[Hypothesis, ...]) -> Iterator[Pair]:
    """The hypotheses that say that a product of two matrices is the identity."""
    for number, h in enumerate(hypotheses):
        a, b = h.judgement.a, h.judgement.b
        if h.judgement.rel != "=" or len(h.sorts) != 2 or h.sorts[0] != h.sorts[1]:
            continue
        if b.op != "delta" or a.op != "sum" or a.args[1].op != "mul" or len(a.args[1].args) != 2:
            continue
        x, y = a.args[1].args
        for left, right in ((x, y), (y, x)):
            for row in (0, 1):
                only = not uses(left, 2 - row) and not uses(right, 1 + row)
                if only and uses(left, 1 + row) and uses(right, 2 - row):
                    yield Pair(number, row, left, right)


def proved_by_cancellation(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """a = b by multiplying with a matrix that a hypothesis says to be invertible."""
    names = sorted(free_indices([a, b]), key=lambda i: i.key)
    for pair in inverse_pairs(nf.proof.kernel.statement.hypotheses):
        s = nf.proof.kernel.statement.hypotheses[pair.number].sorts[0]
        for i in (i for i in names if i.args[1] == s):
            found = _cancelled(nf, a, b, i, pair)
            if found is not None:
                return found
    return None


def _cancelled(nf: NormalForm, a: Term, b: Term, i: Term, pair: Pair) -> Theorem | None:
    proof = nf.proof
    hypotheses = proof.kernel.statement.hypotheses
    inner = hypotheses[pair.number].judgement.a.args[0]
    row = bound(0, inner)
    products = [_product(pair, row, shift(t, 1), i) for t in (a, b)]
    x = _placed(pair.left, {0: row, 1 + pair.row: i})
    sides = [total(inner, mul(x, y)) for y in products]
    equal = proved_equal(nf, *products)
    if equal is not None:
        middle = proof.under([inner], proof.replaced(mul(x, products[0]), {1: equal}))
    else:
        middle = _part_by_part(nf, *sides)
    if middle is None:
        return None
    bare = NormalForm(proof, frozenset(range(len(hypotheses))))
    starts = [_spread(bare, t, side, i, pair) for t, side in zip((a, b), sides, strict=True)]
    if None in starts:
        return None
    return proof.chain(starts[0], middle, proof.reverse(starts[1]))


def _part_by_part(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """Two sums over the rows of a concatenation are equal, as what is known holds for each part."""
    proof = nf.proof
    first, second = (proof.attempt("sum_over_parts_splits", [], t) for t in (a, b))
    if first is None or second is None:
        return None
    parts = list(zip(first.b.args, second.b.args, strict=True))
    equal = {k: _at_one_place(nf, s, t) for k, (s, t) in enumerate(parts) if s is not t}
    if None in equal.values():
        return None
    return proof.chain(first, proof.replaced(first.b, equal), proof.reverse(second))


def _at_one_place(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """a = b, where they differ in one factor below the same sum."""
    if a.op == b.op == "sum" and a.args[0] == b.args[0]:
        return nf.proof.under([a.args[0]], _at_one_place(nf, a.args[1], b.args[1]))
    if a.op == b.op == "mul" and len(a.args) == len(b.args):
        places = [k for k, (s, t) in enumerate(zip(a.args, b.args, strict=True)) if s is not t]
        if len(places) == 1:
            (k,) = places
            equal = proved_equal(nf, a.args[k], b.args[k])
            return nf.proof.replaced(a, {k: equal}) if equal is not None else None
    return proved_equal(nf, a, b)


def _spread(bare: NormalForm, t: Term, side: Term, i: Term, pair: Pair) -> Theorem | None:
    """t = sum_k [i = k] t(k) = sum_k (sum_l X(i, l) Y(l, k)) t(k) = side."""
    proof, s = bare.proof, i.args[1]
    k = bound(0, s)
    moved = replaced(shift(t, 1), i, k)
    places = [i, k] if pair.row == 0 else [k, i]
    identity = proof.step("hypothesis_holds", [], pair.number, *places)
    picked = total(s, mul(identity.b, moved))
    first = proved_equal(bare, t, picked)
    back = proof.step("equality_is_symmetric", [identity])
    opened = proof.step("equals_replace_equals", [back], mul(identity.b, moved), 0)
    second = proof.under([s], opened)
    if first is None or second is None:
        return None
    last = proved_equal(bare, second.b, side)
    return proof.chain(first, second, last) if last is not None else None


def _product(pair: Pair, row: Term, t: Term, i: Term) -> Term:
    """sum_j Y(row, j) t[j for i]; row and t are seen from below the outer sum."""
    s = i.args[1]
    y = _placed(pair.right, {0: free("the row", row.args[1]), 2 - pair.row: bound(0, s)})
    y = replaced(y, free("the row", row.args[1]), shift(row, 1))
    return total(s, mul(y, replaced(shift(t, 1), i, bound(0, s))))


def _placed(t: Term, at: dict[int, Term]) -> Term:
    """t with index terms for its levels, as they are seen from where the result stands."""
    names = {v: free(f"level {v}", s) for v, s in t.dangling}
    for v, s in sorted(t.dangling):
        t = replaced(t, bound(v, s), names[v])
    for v, i in at.items():
        if v in names:
            t = replaced(t, names[v], i)
    return t
