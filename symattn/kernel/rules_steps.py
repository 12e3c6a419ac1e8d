"""Rules about step(x), which is 1 where x > 0 and else 0: what absolute values are made of.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  t           the left side of the equation a rule concludes       s, u    step(u)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly, plus
from symattn.kernel.terms import MINUS_ONE, ONE, ZERO, add, call, exp, mul, num, power
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]


def step(t: Term) -> Term:
    """1 where t > 0, else 0."""
    return call("step", t)


def _argument(t: Term) -> Term:
    need(t.op == "call" and t.args[0] == "step" and len(t.args) == 2, "not a step")
    argument: Term = t.args[1]
    return argument


def _sign(k: Kernel, premises: Premises, x: Term) -> int:
    """2 if x > 0, 1 if x >= 0, by its form or by a premise."""
    said = [2 if p.rel == ">" else 1 for p in premises if p.rel in (">", ">=") and p.a is x]
    return max(k.arithmetic.sign(x), *said, 0)


@rule
def root_of_square_by_step(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """(x**2)**(n/2) = x**n (2 step(x) - 1) for odd n.

    Proof: it is |x|**n where x is not 0, and |x| = x (2 step(x) - 1); at 0 both sides are 0.
    """
    need(t.op == "pow" and t.args[1].denominator == 2, "not a root")
    need(t.args[0].op == "pow" and t.args[0].args[1] == 2, "not the root of a square")
    x = t.args[0].args[0]
    sign = add(mul(num(2), step(x)), MINUS_ONE)
    return Theorem("=", t, mul(power(x, t.args[1].numerator), sign))


@rule
def step_of_known_sign(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """step(x) = 1 if x > 0; = 0 if -x >= 0; = x x**-1 if x >= 0. Proof: by definition."""
    x = _argument(t)
    sign = _sign(k, premises, x)
    if sign == 2:
        return Theorem("=", t, ONE)
    if sign == 1:
        return Theorem("=", t, mul(x, power(x, -1)))
    opposite = k.arithmetic.base(mul(MINUS_ONE, x))
    need(_sign(k, premises, opposite) >= 1, "the sign is not known")
    return Theorem("=", t, ZERO)


@rule
def step_of_product(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """step(x y) = step(x) step(y) + step(-x) step(-y).

    Proof: a product of two numbers is positive if both are, or if both are negative.
    """
    need(_argument(t).op == "mul", "not of a product")
    x, y = _argument(t).args[0], mul(*_argument(t).args[1:])
    negative = (step(mul(MINUS_ONE, z)) for z in (x, y))
    return Theorem("=", t, add(mul(step(x), step(y)), mul(*negative)))


@rule
def step_of_power(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """step(x**r) = x x**-1 for even r other than 0; = step(x) for odd and for broken r.

    Proof: x**r > 0 where x is not 0, or where x > 0; at 0 it is 0.
    """
    need(_argument(t).op == "pow", "not of a power")
    x, r = _argument(t).args
    need(r != 0, "the power 0 is 1")
    even = r.denominator == 1 and r.numerator % 2 == 0
    return Theorem("=", t, mul(x, power(x, -1)) if even else step(x))


@rule
def step_of_opposite(k: Kernel, premises: Premises, t: Term, x: Term) -> Theorem:
    """step(-x) = x x**-1 - step(x). Proof: x is not 0 where it is positive or negative."""
    arithmetic = k.arithmetic
    need(not plus(arithmetic.poly(_argument(t)), arithmetic.poly(x)), "the argument is not -x")
    return Theorem("=", t, add(mul(x, power(x, -1)), mul(MINUS_ONE, step(x))))


@rule
def step_excludes_zero(k: Kernel, premises: Premises, x: Term) -> Theorem:
    """step(x) x x**-1 = step(x). Proof: step(0) = 0."""
    return Theorem("=", mul(step(x), x, power(x, -1)), step(x))


@rule
def no_sign_is_zero(k: Kernel, premises: Premises, x: Term, y: Term) -> Theorem:
    """x (1 - step(x)) (1 - step(-x)) = 0, with y for -x. Proof: x is 0 or has a sign."""
    arithmetic = k.arithmetic
    need(not plus(arithmetic.poly(x), arithmetic.poly(y)), "the second is not minus the first")
    guards = (add(ONE, mul(MINUS_ONE, step(z))) for z in (x, y))
    return Theorem("=", mul(x, *guards), ZERO)


@rule
def no_step_is_zero(k: Kernel, premises: Premises, x: Term) -> Theorem:
    """x (1 - step(x)) = 0 if x >= 0. Proof: x is 0 or positive."""
    need(_sign(k, premises, x) >= 1, "the sign is not known")
    return Theorem("=", mul(x, add(ONE, mul(MINUS_ONE, step(x)))), ZERO)


@rule
def step_of_growth(k: Kernel, premises: Premises, a: Term, b: Term) -> Theorem:
    """step(exp(a) - exp(b)) = step(a - b). Proof: exp is strictly increasing."""
    return Theorem("=", step(add(exp(a), mul(MINUS_ONE, exp(b)))), step(add(a, mul(MINUS_ONE, b))))


@rule
def signs_exclude_each_other(k: Kernel, premises: Premises, t: Term, *multipliers: Term) -> Theorem:
    """g_1 g_2 ... = 0 for g = step(u) or 1 - step(u), if c_1 u_1 + c_2 u_2 + ... <= 0 for numbers
    c >= 0 at step(u) and c <= 0 at 1 - step(u), where one c is > 0 or the sum is < 0.

    Proof: where no g is 0 the sum is >= 0, and > 0 if one c is.
    """
    (p,) = premises
    whole, strict = guarded(k, t, multipliers)
    need(p.rel == ">" or (p.rel == ">=" and strict), "nothing excludes that")
    need(not plus(whole, k.arithmetic.poly(p.a)), "the premise is about another sum")
    return Theorem("=", t, ZERO)


def guarded(k: Kernel, t: Term, multipliers: Sequence[Term]) -> tuple[Poly, bool]:
    """c_1 u_1 + c_2 u_2 + ..., which is >= 0 where the product t of step(u) and 1 - step(u) is not
    0, and whether it is > 0 there.
    """
    factors = t.args if t.op == "mul" else (t,)
    need(len(factors) == len(multipliers), "one multiplier for each factor")
    whole: Poly = {}
    strict = False
    for g, c in zip(factors, multipliers, strict=True):
        need(c.op == "num", "a multiplier is no number")
        q: Fraction = c.args[0]
        positive = g.op == "call"
        need(q >= 0 if positive else q <= 0, "a multiplier has the wrong sign")
        strict = strict or q > 0
        whole = plus(whole, k.arithmetic.poly(_argument(g if positive else _negated(g))), q)
    return whole, strict


def _negated(g: Term) -> Term:
    """u, where g is 1 - u as it is written here."""
    need(g.op == "add" and len(g.args) == 2 and g.args[0] is ONE, "a factor is no sign")
    minus = g.args[1]
    need(minus.op == "mul" and len(minus.args) == 2 and minus.args[0] is MINUS_ONE, "no sign")
    u: Term = minus.args[1]
    return u
