"""Rules about the largest of some numbers.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof. The
largest of no numbers is an unknown number, so a range must have an element.

Legend
  t           the left side of the equation a rule concludes       u, v    the numbers
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from symattn.kernel.indices import Term, bound, image, inject, pair, sort_of, unit
from symattn.kernel.terms import add, instantiate, largest, make, map_bound, mul, num, power, shift
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]
HALF = Fraction(1, 2)


def larger(a: Term, b: Term) -> Term:
    """The larger of two numbers: (a + b + |a - b|) / 2."""
    difference = add(a, mul(num(-1), b))
    return mul(num(HALF), add(a, b, power(power(difference, 2), HALF)))


@rule
def largest_is_scaled(k: Kernel, premises: Premises, t: Term, c: Term, u: Term) -> Theorem:
    """max_i c u(i) = c max_i u(i) for c >= 0 over a range with an element.

    Proof: to multiply with c keeps the order of the numbers.
    """
    need(t.op == "max", "not a maximum")
    k.needs_element(t.args[0])
    arithmetic = k.arithmetic
    said = any(p.rel in (">", ">=") and p.a is c for p in premises)
    need(arithmetic.sign(c) >= 1 or said, "the factor is not known >= 0")
    product = mul(shift(c, 1), u)
    need(arithmetic.poly(t.args[1]) == arithmetic.poly(product), "the body is not c u(i)")
    return Theorem("=", t, mul(c, largest(t.args[0], u)))


@rule
def largest_of_growth(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """max_i f(u(i)) = f(max_i u(i)) for f = exp, for log of positive numbers, and for powers > 0
    of numbers that are not negative, over a range with an element. Proof: f is increasing.
    """
    need(t.op == "max", "not a maximum")
    k.needs_element(t.args[0])
    s, body = t.args
    sign = k.arithmetic.sign(body.args[0]) if body.op in ("log", "pow") else 0
    grows = (
        body.op == "exp"
        or (body.op == "log" and sign == 2)
        or (body.op == "pow" and sign >= 1 and body.args[1] > 0)
    )
    need(grows, "not an increasing function")
    return Theorem("=", t, make(body.op, largest(s, body.args[0]), *body.args[1:]))


@rule
def largest_over_parts_splits(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """The largest over a concatenation is the largest of those over its parts, all of them with
    an element; of k units it is the largest of k numbers.

    Proof: the parts cover the range, and the larger of a and b is (a + b + |a - b|) / 2.
    """
    need(t.op == "max", "not a maximum")
    s, body = t.args
    if isinstance(s, int):
        return Theorem("=", t, reduce(larger, (instantiate(body, unit(m, s)) for m in range(s))))
    need(isinstance(s, tuple) and s[0] == "+", f"{s} has no parts")
    for x in s[1:]:
        k.needs_element(x)
    raised = shift(body, 1, 1)
    parts = [
        largest(x, instantiate(raised, inject(m, s, bound(0, x)))) for m, x in enumerate(s[1:])
    ]
    return Theorem("=", t, reduce(larger, parts))


@rule
def largest_over_pairs_nests(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """max over pairs (i, j, ...) = max_i max_j ..., over a range with an element.

    Proof: the pairs are exactly the combinations.
    """
    need(t.op == "max", "not a maximum")
    s, body = t.args
    need(isinstance(s, tuple) and s[0] == "*", f"{s} is no product")
    k.needs_element(s)
    n = len(s) - 1
    own = pair(*(bound(n - 1 - m, x) for m, x in enumerate(s[1:])))
    out = instantiate(shift(body, n, 1), own)
    for x in reversed(s[1:]):
        out = largest(x, out)
    return Theorem("=", t, out)


@rule
def largest_of_larger(k: Kernel, premises: Premises, t: Term, a: Term, b: Term) -> Theorem:
    """max_i max(a(i), b(i)) = max(max_i a(i), max_i b(i)), over a range with an element.

    Proof: both are the largest of all the a(i) and b(i); max(a, b) = (a + b + |a - b|) / 2.
    """
    need(t.op == "max", "not a maximum")
    k.needs_element(t.args[0])
    arithmetic = k.arithmetic
    need(arithmetic.poly(t.args[1]) == arithmetic.poly(larger(a, b)), "not the larger of the two")
    return Theorem("=", t, larger(largest(t.args[0], a), largest(t.args[0], b)))


@rule
def maxima_commute(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """max_i max_j u = max_j max_i u, over ranges with an element.

    Proof: both are the largest of the numbers u(i, j).
    """
    need(t.op == "max" and t.args[1].op == "max", "not a maximum of maxima")
    outer, (inner, body) = t.args[0], t.args[1].args
    k.needs_element(outer)
    k.needs_element(inner)
    swapped = map_bound(
        body, lambda v, s, d: bound(1 - (v - d) + d, s) if v - d in (0, 1) else bound(v, s)
    )
    return Theorem("=", t, largest(inner, largest(outer, swapped)))


@rule
def largest_ignores_bijection(
    k: Kernel, premises: Premises, t: Term, name: str, way: int
) -> Theorem:
    """max_i u(i) = max_i u(f(i)) for a bijection f of a range with an element.

    Proof: f only reorders the numbers.
    """
    need(t.op == "max" and k.bijections.get(name) == t.args[0], "no such bijection of the range")
    s, body = t.args
    k.needs_element(s)
    moved = instantiate(shift(body, 1, 1), image(name, way, bound(0, s)))
    return Theorem("=", t, largest(s, moved))


@rule
def largest_is_no_less(k: Kernel, premises: Premises, t: Term, i: Term) -> Theorem:
    """max_j u(j) - u(i) >= 0. Proof: u(i) is one of the numbers."""
    need(t.op == "max", "not a maximum")
    need(sort_of(i) == t.args[0], f"{sort_of(i)} is not the range of the maximum")
    least = add(t, mul(num(-1), instantiate(t.args[1], i)))
    return Theorem(">=", least, leaves=frozenset(k.open_sorts(i)))
