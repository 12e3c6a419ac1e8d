"""Rules about bounds: tangents, waves, sums and their terms, lengths, logarithms, cases of signs.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  t, u, v     terms of real value      rel     ">" (> 0) or ">=" (>= 0)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symattn.kernel.indices import Sort, Term, sort_of
from symattn.kernel.polynomial import Poly, plus
from symattn.kernel.rules_steps import guarded
from symattn.kernel.terms import (
    MINUS_ONE,
    ONE,
    add,
    exp,
    instantiate,
    largest,
    log,
    mul,
    num,
    power,
    total,
)
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]
HALF = Fraction(1, 2)


def _minus(a: Term, b: Term) -> Term:
    return add(a, mul(MINUS_ONE, b))


@rule
def exp_is_above_its_tangent(k: Kernel, premises: Premises, x: Term) -> Theorem:
    """exp(x) - 1 - x >= 0. Proof: exp is convex, and 1 + x is its tangent at 0."""
    return Theorem(">=", add(exp(x), MINUS_ONE, mul(MINUS_ONE, x)))


@rule
def wave_is_bounded(k: Kernel, premises: Premises, t: Term, way: int) -> Theorem:
    """1 + t >= 0 and 1 - t >= 0 (way 1 and -1) for t a sine, a cosine or an erf.

    Proof: the squares of sine and cosine sum to 1; erf lies between its limits -1 and 1.
    """
    need(t.op == "call" and t.args[0] in ("sin", "cos", "erf") and len(t.args) == 2, "no wave")
    need(way in (1, -1), "no such bound")
    return Theorem(">=", add(ONE, mul(num(way), t)))


@rule
def sum_is_no_less_than_term(k: Kernel, premises: Premises, t: Term, i: Term) -> Theorem:
    """sum_j u(j) - u(i) >= 0 if u(j) >= 0 by form. Proof: drop all terms but one."""
    need(t.op == "sum" and k.arithmetic.sign(t.args[1]) >= 1, "a term may be negative")
    need(sort_of(i) == t.args[0], f"{sort_of(i)} is not the range of the sum")
    least = _minus(t, instantiate(t.args[1], i))
    return Theorem(">=", least, leaves=frozenset(k.open_sorts(i)))


@rule
def sum_is_no_less_than_largest(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """sum_j u(j) - max_j u(j) >= 0 if u(j) >= 0 by form, over a range with an element.

    Proof: the largest is one of the terms.
    """
    need(t.op == "sum" and k.arithmetic.sign(t.args[1]) >= 1, "a term may be negative")
    k.needs_element(t.args[0])
    return Theorem(">=", _minus(t, largest(*t.args)))


@rule
def log_is_no_less(k: Kernel, premises: Premises, a: Term, b: Term) -> Theorem:
    """log(a) - b > 0 (or >= 0) if a - exp(b) > 0 (or >= 0). Proof: log is increasing."""
    (p,) = premises
    need(p.rel in (">", ">=") and p.a is _minus(a, exp(b)), "the premise is not a - exp(b)")
    return Theorem(p.rel, _minus(log(a), b))


@rule
def log_is_no_more(k: Kernel, premises: Premises, a: Term, b: Term) -> Theorem:
    """b - log(a) > 0 (or >= 0) if exp(b) - a > 0 (or >= 0) and a > 0. Proof: log is increasing."""
    p, q = premises
    need(p.rel in (">", ">=") and p.a is _minus(exp(b), a), "the premise is not exp(b) - a")
    need(q.rel == ">" and q.a is a, "the argument is not known > 0")
    return Theorem(p.rel, _minus(b, log(a)))


@rule
def squares_compare(k: Kernel, premises: Premises, a: Term, b: Term) -> Theorem:
    """a - b > 0 (or >= 0) if a >= 0 and a**2 - b**2 > 0 (or >= 0).

    Proof: if b > a >= 0 then b**2 > a**2; if b <= 0 then b <= a, and b = a only where both are 0.
    """
    p, q = premises
    need(p.rel in (">", ">=") and p.a is _minus(power(a, 2), power(b, 2)), "no such squares")
    need(q.rel in (">", ">=") and q.a is a, "the first is not known >= 0")
    return Theorem(p.rel, _minus(a, b))


@rule
def product_of_sums_of_squares(k: Kernel, premises: Premises, s: Sort, u: Term, v: Term) -> Theorem:
    """sum_i u**2 sum_i v**2 - (sum_i u v)**2 >= 0.

    Proof: Cauchy and Schwarz; it is half of the sum of (u(i) v(j) - u(j) v(i))**2.
    """
    squares = mul(total(s, power(u, 2)), total(s, power(v, 2)))
    return Theorem(">=", _minus(squares, power(total(s, mul(u, v)), 2)))


@rule
def product_of_lengths(
    k: Kernel, premises: Premises, s: Sort, u: Term, v: Term, way: int
) -> Theorem:
    """(sum_i u**2)**(1/2) (sum_i v**2)**(1/2) + sum_i u v >= 0, or - sum_i u v (way 1 and -1).

    Proof: Cauchy and Schwarz, and the square root is increasing.
    """
    need(way in (1, -1), "no such bound")
    lengths = (power(total(s, power(x, 2)), HALF) for x in (u, v))
    return Theorem(">=", add(mul(*lengths), mul(num(way), total(s, mul(u, v)))))


@rule
def signs_give_sign(k: Kernel, premises: Premises, t: Term, q: Term, *multipliers: Term) -> Theorem:
    """g_1 g_2 ... q >= 0 for g = step(u) or 1 - step(u), if q - (c_1 u_1 + c_2 u_2 + ...) >= 0
    for numbers c >= 0 at step(u) and c <= 0 at 1 - step(u).

    Proof: where no g is 0 the sum is >= 0, and so is q; elsewhere the product is 0.
    """
    (p,) = premises
    whole, _ = guarded(k, t, multipliers)
    rest: Poly = plus(k.arithmetic.poly(q), whole, -1)
    need(p.rel in (">", ">="), "nothing says that")
    need(rest == k.arithmetic.poly(p.a), "the premise is about another sum")
    return Theorem(">=", mul(t, q))
