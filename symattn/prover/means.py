"""Sums that vanish because the mean over the exchanges of their indices vanishes below the sums.

Place: below pointwise.py, which tries the mean last. sum_ij x_i/(x_i + x_j) = n n/2, as the mean
of the two exchanges of what is summed is 1/2 everywhere.

Legend
  whole       nested sums over the sorts with the body below them
  order       order[p] is the old place of the new p-th sum
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from symattn.kernel.indices import Sort, Term
from symattn.kernel.terms import ZERO, add, mul, num, total
from symattn.kernel.theorem import Theorem
from symattn.prover.normal_form import NormalForm, proved_equal

MOST_ORDERS, MOST_SUMMANDS = 24, 64


def vanishing_mean(nf: NormalForm, term: Term, sorts: Sequence[Sort], body: Term) -> Theorem | None:
    """term = 0, where term is the sums of the body and the mean of the exchanged bodies is 0."""
    n = len(sorts)
    orders = list(orders_of(sorts))
    many = len(body.args) if body.op == "add" else 1
    if not 1 < len(orders) <= MOST_ORDERS or many * len(orders) > MOST_SUMMANDS:
        return None
    start = as_sums(nf, term, _nested(sorts, body), n)
    mean = _mean(nf, _nested(sorts, body), orders, n) if start is not None else None
    if mean is None:
        return None
    zero = proved_equal(nf, _below(mean.b, n), ZERO)
    under = nf.proof.under(list(sorts), zero)
    nothing = proved_equal(nf, under.b, ZERO) if under is not None else None
    return nf.proof.chain(start, mean, under, nothing) if nothing is not None else None


def orders_of(sorts: Sequence[Sort]) -> Iterator[list[int]]:
    """The ways to exchange sums over equal sorts: order[p] is the old place of the new p-th sum."""
    for order in permutations(range(len(sorts))):
        if all(sorts[k] == s for k, s in zip(order, sorts, strict=True)):
            yield list(order)


def _nested(sorts: Sequence[Sort], body: Term) -> Term:
    for s in reversed(sorts):
        body = total(s, body)
    return body


def _below(whole: Term, n: int) -> Term:
    for _ in range(n):
        whole = whole.args[1]
    return whole


def as_sums(nf: NormalForm, term: Term, whole: Term, n: int) -> Theorem | None:
    """term = whole, where whole is n sums of the bodies of the summands of term."""
    if n == 0:
        return proved_equal(nf, term, whole)
    split = nf.proof.step("sums_are_linear", [], whole, n)
    same = proved_equal(nf, term, split.b)
    if same is None:
        return None
    return nf.proof.chain(same, nf.proof.reverse(split)) or nf.proof.reflexive(term)


def _mean(nf: NormalForm, whole: Term, orders: Sequence[Sequence[int]], n: int) -> Theorem | None:
    """whole = the sums of the mean of its exchanged bodies."""
    proof, share = nf.proof, num(Fraction(1, len(orders)))
    rows, bodies = {}, []
    sorts = []
    t = whole
    for _ in range(n):
        sorts.append(t.args[0])
        t = t.args[1]
    for k, order in enumerate(orders):
        exchanged = proof.step("sums_commute", [], whole, *order)
        split = proof.step("sums_are_linear", [], exchanged.b, n)
        rows[k] = proof.replaced(mul(share, whole), {1: proof.chain(exchanged, split)})
        bodies.append(mul(share, _below(exchanged.b, n)))
    parts = add(*(mul(share, whole) for _ in orders))
    first = proof.step("equal_by_arithmetic", [], whole, parts)
    apart = proof.chain(first, proof.replaced(parts, dict(rows)))
    together = proof.step("sums_are_linear", [], _nested(sorts, add(*bodies)), n)
    joined = proof.attempt("equal_by_arithmetic", [], apart.b if apart else whole, together.b)
    return proof.chain(apart, joined, proof.reverse(together)) if joined is not None else None
