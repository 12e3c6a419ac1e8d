"""Places that an equation of indices picks: moved out of functions, and counted under sums.

Place: part of the normal form; `x[i+1]` is the sum over p of [p = i+1] x[p].

Legend
  b           a block: nested sums with a product below them
  pick        an equation below the sums that names the place of one of their indices
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symattn.kernel.indices import Sort, Term
from symattn.kernel.polynomial import Monomial
from symattn.kernel.rules_comparisons import (
    NOTHING,
    UNIT,
    combined,
    compared,
    form_of,
    length,
    number_of,
    picking,
    solved,
)
from symattn.kernel.rules_indices import mentions
from symattn.kernel.terms import ZERO, add, mul, num, shift, uses
from symattn.prover.mirrors import opened
from symattn.prover.orders import is_comparison
from symattn.prover.proof import Equal

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm


def choice_moved_out(nf: NormalForm, t: Term, y: Term) -> Equal:
    """t(b) = sum_p [p = e] t(v(p)) + ..., where a block b in the argument y of t picks e."""
    if mentions(t, "diff"):
        return None
    for b, e in {b: e for m in nf.arithmetic.poly(y) for b, e, _ in m}.items():
        level = _picked_level(nf, b) if b.op == "sum" and e == 1 else None
        found = _moved_out(nf, t, y, b, level) if level is not None else None
        if found is not None:
            return found
    return None


def choices_joined(nf: NormalForm, t: Term, m: Monomial) -> Equal:
    """The product t with (sum_p [p = e] v(p)) (sum_q [q = e] w(q)) as one sum over p and q.

    The normal form of that sum is sum_p [p = e] v(p) w(p).
    """
    seen: dict[Any, Term] = {}
    for b, e, f in m:
        place = _place_picked(nf, b) if b.op == "sum" and not f and isinstance(e, int) else None
        if place is None or e < 1:
            continue
        first = b if e > 1 else seen.get(place)
        if first is not None:
            return _nested(nf, t, m, first, b)
        seen[place] = b
    return None


def _place_picked(nf: NormalForm, b: Term) -> Any:
    """The range and the place of which a block takes one entry, as it is seen from outside."""
    level = _picked_level(nf, b)
    sorts, body = opened(b)
    if level is None:
        return None
    for x in body.args if body.op == "mul" else (body,):
        if _picked(x, len(sorts)) == level:
            y = form_of(x)[1]
            n = len(sorts)
            free = frozenset(
                (p if p.op == "size" else shift(p, -n), c)
                for p, c in y[1].items()
                if not uses(p, level)
            )
            return sorts[n - 1 - level], y[0], free
    return None


def _nested(nf: NormalForm, t: Term, m: Monomial, a: Term, b: Term) -> Equal:
    left = [(x, e - (x is a) - (x is b), f) for x, e, f in m]
    rest = nf.arithmetic.monomial_term(tuple(x for x in left if x[1] or x[2]))
    ((_, c),) = nf.arithmetic.poly(t).items()
    product = mul(a, b)
    spread = mul(num(c), product, rest)
    first = nf.proof.attempt("equal_by_arithmetic", [], t, spread)
    if first is None:
        return None
    inner = nf.proof.step("product_with_sum_nests", [], product, 0)
    flat = nf.blocks.flatten(inner.b)
    sorts, body = opened(flat.b if flat else inner.b)
    same = nf.proof.under(sorts, nf.of(body)[1])
    last = nf.of(same.b)[1] if same else None
    joined = nf.proof.chain(inner, flat, same, last)
    return nf.proof.chain(first, nf.proof.replaced(spread, {1: joined})) if same else None


def _picked_level(nf: NormalForm, b: Term) -> int | None:
    sorts, body = opened(b)
    p = nf.arithmetic.poly(body)
    if len(p) != 1:
        return None
    return next((v for x in next(iter(p)) if (v := _picked(x[0], len(sorts))) is not None), None)


def _moved_out(nf: NormalForm, t: Term, y: Term, b: Term, level: int) -> Equal:
    n = len(opened(b)[0])
    e = _outermost(nf, b, n, n - 1 - level)
    u = e.b if e else b
    if n > 1:
        inner = u.args[1]
        split = nf.proof.step("sums_are_linear", [], inner, n - 1)
        e = nf.proof.chain(e, nf.proof.under([u.args[0]], split))
        u = e.b if e else u
    if u.args[1].op != "mul" or not any(picking(x) is not None for x in u.args[1].args):
        return None
    first: Equal = None
    if u is not b and e is not None:
        moved = nf.arithmetic.term(
            nf.arithmetic.replaced(nf.arithmetic.poly(y), {b: {((u, 1, 0),): 1}})
        )
        first = nf.proof.replaced(
            t, {_place_of(t, y): nf.proof.step("equal_by_arithmetic", [e], y, moved)}
        )
    whole = first.b if first else t
    return nf.proof.chain(first, nf.proof.attempt("choice_of_place_moves_out", [], whole, u))


def _place_of(t: Term, y: Term) -> int:
    return next(k for k, a in enumerate(t.args) if a is y)


def _picked(b: Term, n: int) -> int | None:
    """The level below n sums that the equation b names by what is outside the sums."""
    if b.op != "holds" or b.args[0] != "eq":
        return None
    levels = {v for v, _ in b.dangling if v < n}
    own = [p for p, c in form_of(b)[1][1].items() if p.op == "bound" and abs(c) == 1]
    return next((p.args[0] for p in own if levels == {p.args[0]}), None)


def _outermost(nf: NormalForm, u: Term, n: int, place: int) -> Equal:
    if place == 0:
        return None
    order = [place] + [p for p in range(n) if p != place]
    return nf.proof.step("sums_commute", [], u, *order)


def counted_level(nf: NormalForm, u: Term, sorts: list[Sort], m: Monomial) -> Equal:
    """sum_i [i = e] w = [e is a place] w for an index that only this equation uses."""
    n = len(sorts)
    for b, _, _ in m:
        if not is_comparison(b):
            continue
        for v in sorted({v for v, _ in b.dangling if v < n}):
            if any(uses(x[0], v) for x in m if x[0] is not b):
                continue
            found = _counted(nf, u, n, n - 1 - v)
            if found is not None:
                return found
    return None


def _counted(nf: NormalForm, u: Term, n: int, place: int) -> Equal:
    proof = nf.proof
    order = [p for p in range(n) if p != place] + [place]
    e: Equal = proof.step("sums_commute", [], u, *order) if place != n - 1 else None
    t = e.b if e else u
    outer = []
    for _ in range(n - 1):
        outer.append(t.args[0])
        t = t.args[1]
    split = proof.step("sums_are_linear", [], t, 1)
    factors = split.b.args if split.b.op == "mul" else (split.b,)
    for k, x in enumerate(factors):
        counted = _number(nf, x) if x.op == "sum" else None
        if counted is not None:
            whole = proof.replaced(split.b, {k: counted}) if split.b.op == "mul" else counted
            return proof.chain(e, proof.under(outer, proof.chain(split, whole)))
    return None


def _number(nf: NormalForm, t: Term) -> Equal:
    """sum_i [i = y] as a comparison, sum_i [i <= y] as a number, where y is known to be a place."""
    if picking(t.args[1]) is not None:
        return nf.proof.attempt("sum_of_equality_is_range", [], t)
    found, n = solved(t.args[1], "ge"), length(t.args[0])
    if found is None or found[0] != -1 or n is None:
        return None
    y = combined(found[1], 1, UNIT)
    if number_of(y) is add(num(0), mul(num(1), t)):
        return None  # the position of an index, as it is written
    outside = (
        combined(combined((NOTHING, {}), -1, y), -1, UNIT),
        combined(combined(y, -1, n), -1, UNIT),
    )
    premises = [nf.orders.contradiction([x]) for x in outside if compared("ge", x) is not ZERO]
    if None in premises:
        return None
    return nf.proof.attempt("sum_of_bound_counts", [p for p in premises if p is not None], t)
