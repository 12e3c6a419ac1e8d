"""Blocks that turn into minus themselves, or into what is left of a whole, when two indices swap.

Place: part of the normal form, below blocks.

Legend
  u           a block: nested sums with the product `body` below them
  v, w        the two levels that are exchanged
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symattn.kernel.indices import Sort, Term
from symattn.kernel.polynomial import Monomial
from symattn.kernel.terms import add, mul, num
from symattn.kernel.theorem import Theorem
from symattn.prover.monomials import order_of_indices, turned_order
from symattn.prover.proof import Equal

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm


def opened(t: Term) -> tuple[list[Sort], Term]:
    """The sorts of all nested sums at the top of t, outermost first, and what is below."""
    sorts = []
    while t.op == "sum":
        sorts.append(t.args[0])
        t = t.args[1]
    return sorts, t


def mirrored_block(nf: NormalForm, u: Term, sorts: list[Sort], body: Term) -> Equal:
    """u = 0 where u = -u, and u = (F - D) / 2 where u = F - u - D; None for other blocks."""
    (m,) = nf.arithmetic.poly(body)
    n = len(sorts)
    for b, _, _ in m:
        ends = order_of_indices(b)
        if b.op == "entry" and nf.rewriting is not None and b.args[0] in nf.rewriting.symmetric:
            ends = b.args[1:]
        if ends is None or len(ends) != 2 or any(i.op != "bound" or i.args[0] >= n for i in ends):
            continue
        places = [n - 1 - i.args[0] for i in ends]
        found = (_opposite if b.op == "entry" else _half)(nf, u, sorts, m, b, places)
        if found is not None:
            return found
    return None


def _exchanged(nf: NormalForm, u: Term, n: int, places: list[int]) -> Theorem:
    order = list(range(n))
    order[places[0]], order[places[1]] = places[1], places[0]
    return nf.proof.step("sums_commute", [], u, *order)


def _opposite(
    nf: NormalForm, u: Term, sorts: list[Sort], m: Monomial, b: Term, places: list[int]
) -> Equal:
    """u = 0, as exchanging the indices of a skew entry gives -u."""
    e = _exchanged(nf, u, len(sorts), places)
    own, f = nf.of(opened(e.b)[1])
    turned = nf.proof.under(sorts, f)
    if nf.arithmetic.poly(own) != {m: -1} or turned is None:
        return None
    minus = nf.proof.chain(e, turned, nf.proof.step("sums_are_linear", [], turned.b, len(sorts)))
    return _solved(nf, u, minus)


def minus_itself(nf: NormalForm, e: Theorem, n: int) -> Equal:
    """u = 0 where e says that u is n nested sums of minus what u sums."""
    turned = nf.proof.step("sums_are_linear", [], e.b, n)
    minus = nf.proof.chain(e, turned)
    same = turned.b.op == "mul" and turned.b.args[0] is num(-1) and turned.b.args[-1] is e.a
    return _solved(nf, e.a, minus) if same else None


def _half(
    nf: NormalForm, u: Term, sorts: list[Sort], m: Monomial, b: Term, places: list[int]
) -> Equal:
    """u = (F - D) / 2, as [i < j] = 1 - [j < i] - [i = j] and the middle term gives u again."""
    n = len(sorts)
    body = nf.arithmetic.monomial_term(m)
    flipped = turned_order(nf, body, m, b)
    if flipped is None:
        return None
    e = nf.proof.under(sorts, flipped)
    if e is None:
        return None
    split = nf.proof.step("sums_are_linear", [], e.b, n)
    back = {}
    for k, row in enumerate(split.b.args if split.b.op == "add" else ()):
        found = _again(nf, row, u, sorts, places)
        if found is not None:
            back[k] = found
    if len(back) != 1:
        return None
    return _solved(nf, u, nf.proof.chain(e, split, nf.proof.replaced(split.b, dict(back))))


def _again(nf: NormalForm, row: Term, u: Term, sorts: list[Sort], places: list[int]) -> Equal:
    """row = -u, where row is minus the block with its indices exchanged."""
    factors = row.args if row.op == "mul" else ()
    if len(factors) != 2 or factors[0] is not num(-1) or opened(factors[1])[0] != sorts:
        return None
    e = _exchanged(nf, factors[1], len(sorts), places)
    mine, own = opened(e.b)[1], opened(u)[1]
    f = nf.proof.attempt("equal_by_arithmetic", [], mine, own)
    if f is None:
        return None
    same = nf.proof.chain(e, nf.proof.under(sorts, f)) if mine is not own else e
    return nf.proof.replaced(row, {1: same}) if same is not None and same.b is u else None


def _solved(nf: NormalForm, u: Term, e: Equal) -> Equal:
    """u = (w + u) / 2 from u = w."""
    if e is None:
        return None
    half = mul(num(Fraction(1, 2)), u)
    twice = add(half, half)
    first = nf.proof.step("equal_by_arithmetic", [], u, twice)
    second = nf.proof.replaced(twice, {1: nf.proof.replaced(half, {1: e})})
    if second is None:
        return None
    rest = nf.arithmetic.term(nf.arithmetic.poly(second.b))
    if u in [b for m in nf.arithmetic.poly(rest) for b, _, _ in m]:
        return None
    last = (
        nf.proof.step("equal_by_arithmetic", [], second.b, rest) if rest is not second.b else None
    )
    return nf.proof.chain(first, second, last)
