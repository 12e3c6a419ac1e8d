"""Rewriting one product at a time: deltas substitute, comparisons decide, sums divide.

Place: part of the normal form, applied whenever a polynomial has been worked out.

Legend
  m           a monomial          lead        the first summand of a denominator, which is replaced
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from symattn.kernel.arithmetic import Arithmetic
from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Factor, Monomial, Number, Poly, plus, whole
from symattn.kernel.statement import free_indices
from symattn.kernel.terms import ZERO, mul, num
from symattn.kernel.theorem import Theorem
from symattn.prover.choices import choices_joined
from symattn.prover.orders import index_rank, is_comparison, pivot_of

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm


def rewritten_monomials(nf: NormalForm, n: Term, p: Poly) -> Theorem | None:
    """n, the term of p, with each product rewritten that a delta or an order changes."""
    terms = n.args if n.op == "add" else (n,)
    changes = {}
    for k, t in enumerate(terms):
        ((m, c),) = nf.arithmetic.poly(t).items() if t is not ZERO else (((), 0),)
        change = _change(nf, t, m, c)
        if change is not None:
            changes[k] = change
    if not changes:
        return None
    return changes[0] if n.op != "add" else nf.proof.replaced(n, dict(changes))


def _change(nf: NormalForm, t: Term, m: Monomial, c: Number) -> Theorem | None:
    lowered = nf.functions.lowered(t, m, c) or nf.steps.lowered(t, m, c)
    if lowered is not None:
        return lowered
    compared = [x[0] for x in m if is_comparison(x[0])]
    for d in compared:
        found = _substituted(nf, t, m, c, d) if d.op == "delta" else None
        if found is not None:
            return found
    for b in compared:
        e = nf.orders.of_comparison(b)
        if e is not None:
            return _with_factors(nf, t, m, [b], e)
    found = _of_pairs(nf, t, m, compared) or choices_joined(nf, t, m)
    if found is None and nf.rewriting is not None:
        return nf.rewriting.of_monomial(t, m, c)
    return found


def _of_pairs(nf: NormalForm, t: Term, m: Monomial, compared: list[Term]) -> Theorem | None:
    """The product t with two of its comparisons replaced by what they say together."""
    pivots = [(b, pivot_of(b, m)) for b in compared]
    for a, pivot in pivots:
        for b in compared:
            e = nf.orders.solved_in(a, b, pivot) if pivot is not None else None
            if e is not None:
                return _with_factors(nf, t, m, [a, b], e)
        for x in m:
            if pivot is None or is_comparison(x[0]):
                continue
            e = nf.orders.solved_below(a, nf.arithmetic.monomial_term((x,)), pivot)
            if e is not None:
                return _with_factors(nf, t, m, [a, x[0]], e)
    for a, b in combinations(compared, 2):
        e = nf.orders.same_place(a, b) or nf.orders.of_pair(a, b)
        if e is not None:
            return _with_factors(nf, t, m, [a, b], e)
    return None


def _with_factors(
    nf: NormalForm, t: Term, m: Monomial, bs: list[Term], e: Theorem
) -> Theorem | None:
    """The product t with the factors bs replaced by what e says their product equals."""
    rest = nf.arithmetic.monomial_term(tuple(x for x in m if x[0] not in bs))
    spread = mul(num(_coefficient(nf, t)), e.a, rest)
    first = nf.proof.step("equal_by_arithmetic", [], t, spread)
    return nf.proof.chain(first, nf.proof.replaced(spread, {1: e}))


def _substituted(nf: NormalForm, t: Term, m: Monomial, c: Number, d: Term) -> Theorem | None:
    """[i = j] u as [i = j] u', the index bound further out standing for the other."""
    old, new = sorted(d.args, key=index_rank, reverse=True)
    if old.op not in ("bound", "free"):
        return None
    rest = [x for x in m if x[0] is not d]
    if not any(_occurs(x[0], old) for x in rest):
        return None
    factors = [nf.arithmetic.monomial_term((x,)) for x in rest]
    spread = mul(d, *([num(c)] if c != 1 else []), *factors)
    e = nf.proof.step("equal_by_arithmetic", [], t, spread) if spread is not t else None
    f = nf.proof.step("delta_substitutes", [], spread, old, new)
    return nf.proof.chain(e, f)


def _occurs(t: Term, i: Term) -> bool:
    if i.op == "bound":
        return (i.args[0], i.args[1]) in t.dangling
    return i in free_indices([t])


def _coefficient(nf: NormalForm, t: Term) -> Number:
    ((_, c),) = nf.arithmetic.poly(t).items()
    return c


def divided(arithmetic: Arithmetic, p: Poly, known: dict[Term, int]) -> Poly:
    """p with lead * S**-1 replaced by 1 - (S - lead) S**-1 for sums S that are not 0.

    It gives fractions with equal denominators one form; the kernel checks the step by clearing.
    """
    work, out, steps = dict(p), dict[Monomial, Number](), 0
    while work:
        m, c = work.popitem()
        hit = _division(arithmetic, m, known) if steps < 500 else None
        if hit is None:
            out = plus(out, {m: c})
            continue
        steps += 1
        s, rest, lead, lead_c, e = hit
        others = {k: v for k, v in arithmetic.poly(s).items() if k != lead}
        base: Poly = {rest: whole(Fraction(c) / lead_c)}
        up = arithmetic.factor(s, e + 1, 0)
        work = plus(work, arithmetic.product(base, {(up,) if up else (): 1}))
        down = arithmetic.product(base, arithmetic.product(others, {((s, e, 0),): 1}))
        work = plus(work, down, -1)
    return out


def _other_fraction(p: Poly, have: dict[Term, Factor]) -> bool:
    """Whether S = c + x (...) meets x**-1: 1 = (S - x (...)) / c takes the two apart."""
    rest = [m for m in p if m]
    shared = set.intersection(*({b for b, d, f in m if d >= 1 and not f} for m in rest))
    return any(b in have and isinstance(have[b][1], int) and have[b][1] < 0 for b in shared)


def _division(
    arithmetic: Arithmetic, m: Monomial, known: dict[Term, int]
) -> tuple[Term, Monomial, Monomial, Number, Number] | None:
    for s, e, f in m:
        if s.op != "add" or f or not isinstance(e, int) or e >= 0:
            continue
        if known.get(s, 0) < 1 and arithmetic.sign(s) < 2:
            continue
        p = arithmetic.poly(s)
        lead = max(p, key=lambda k: [(x[0].key, x[1]) for x in k])
        have = {x[0]: x for x in m if x[0] is not s}
        if () in p and _other_fraction(p, have):
            return s, tuple(x for x in m if x[0] is not s), (), p[()], e
        if not lead or any(b not in have or have[b][1] < d or d < 0 for b, d, _ in lead):
            continue
        rest = dict(have)
        for b, d, _ in lead:
            left = arithmetic.factor(b, have[b][1] - d, have[b][2])
            if left is None or arithmetic.boolean(b):
                del rest[b]
            else:
                rest[b] = left
        return s, tuple(sorted(rest.values(), key=lambda x: (x[0].key, x[1]))), lead, p[lead], e
    return None
