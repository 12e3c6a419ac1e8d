"""Rules about equality, arithmetic, exponentials, logarithms and powers.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  t           the left side of the equation a rule concludes       r, e    rational exponents
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import plus
from symattn.kernel.terms import ONE, add, exp, log, make, mul, num, power, ranges_above
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]


@rule
def equal_by_arithmetic(k: Kernel, premises: Premises, a: Term, b: Term) -> Theorem:
    """a = b if they are one polynomial, after the equations among the premises.

    Proof: a commutative ring allows every step of `Arithmetic`; an equation may replace its left
    side by its right; marks fall and sums are cleared only where a premise or the form allows it.
    """
    arithmetic = k.arithmetic
    new = {p.a: arithmetic.poly(p.b) for p in premises if p.rel == "="}
    known = k.known(premises)
    p, q = arithmetic.poly(a), arithmetic.poly(b)
    if new:
        p, q = arithmetic.replaced(p, new), arithmetic.replaced(q, new)
    need(arithmetic.vanishes(plus(p, q, -1), known), "the two sides are not one polynomial")
    return Theorem("=", a, b)


@rule
def equality_is_symmetric(k: Kernel, premises: Premises) -> Theorem:
    """b = a if a = b. Proof: equality is symmetric."""
    (p,) = premises
    need(p.rel == "=", "the premise is no equation")
    return Theorem("=", p.b, p.a)


@rule
def equality_is_transitive(k: Kernel, premises: Premises) -> Theorem:
    """a = z if a = b, b = c, ..., y = z. Proof: equality is transitive."""
    need(len(premises) > 0 and all(p.rel == "=" for p in premises), "a premise is no equation")
    for p, q in pairwise(premises):
        need(p.b is q.a, "two neighbouring equations do not meet")
    return Theorem("=", premises[0].a, premises[-1].b)


@rule
def equals_replace_equals(k: Kernel, premises: Premises, t: Term, *places: int) -> Theorem:
    """t = t', in which the argument at each place is replaced by what a premise says it equals.

    Proof: a function takes equal values at equal arguments. Under a sum the premise holds for
    every value of the bound index. Not for derivatives: they see more than the value.
    """
    need(t.op not in ("diff", "delta", "holds", "entry"), f"no congruence for {t.op}")
    need(len(places) == len(premises), "one place for each premise")
    args = list(t.args)
    for place, p in zip(places, premises, strict=True):
        need(
            p.rel == "=" and place >= 0 and args[place] is p.a, "the premise is about another term"
        )
        args[place] = p.b
    ranges = tuple(ranges_above(t, place) for place in places)
    return Theorem("=", t, make(t.op, *args), binds=ranges)


@rule
def exp_of_sum_is_product(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """exp(c_1 m_1 + ...) = exp(m_1)**c_1 ..., for rational c.

    Proof: exp(x + y) = exp(x) exp(y), and exp(c x) = exp(x)**c as exp(x) > 0.
    """
    need(t.op == "exp", "not an exponential")
    arithmetic = k.arithmetic
    p = arithmetic.poly(t.args[0])
    factors = [power(exp(arithmetic.monomial_term(m)), c) for m, c in p.items()]
    return Theorem("=", t, mul(*sorted(factors, key=lambda x: x.key)) if factors else ONE)


@rule
def log_of_exp(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """log(exp(x)) = x. Proof: the definition of log."""
    need(t.op == "log" and t.args[0].op == "exp", "not a logarithm of an exponential")
    return Theorem("=", t, t.args[0].args[0])


@rule
def exp_of_log(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """exp(log(x)) = x for x > 0. Proof: the definition of log."""
    need(t.op == "exp" and t.args[0].op == "log", "not an exponential of a logarithm")
    x = t.args[0].args[0]
    need(k.arithmetic.sign(x) == 2 or _says(premises, ">", x), "the argument is not known > 0")
    return Theorem("=", t, x)


@rule
def log_of_product(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """log(x y ...) = log(x) + log(y) + ... for positive factors.

    Proof: exp of both sides; exp is injective.
    """
    need(t.op == "log" and t.args[0].op == "mul", "not a logarithm of a product")
    for x in t.args[0].args:
        need(k.arithmetic.sign(x) == 2 or _says(premises, ">", x), "a factor is not known > 0")
    return Theorem("=", t, add(*map(log, t.args[0].args)))


@rule
def log_of_power(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """log(x**r) = r log(x) for x > 0; log(1) = 0. Proof: x**r = exp(r log x)."""
    need(t.op == "log", "not a logarithm")
    if t.args[0] is ONE:
        return Theorem("=", t, num(0))
    need(t.args[0].op == "pow", "not a logarithm of a power")
    x, r = t.args[0].args
    need(k.arithmetic.sign(x) == 2 or _says(premises, ">", x), "the base is not known > 0")
    return Theorem("=", t, mul(num(r), log(x)))


@rule
def power_of_product(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """(x y ...)**r = x**r y**r ...; for broken r all factors but one must be >= 0.

    Proof: for whole r it is commutativity, also at 0, as 0**-1 = 0. For broken r and c > 0:
    (c x)**r = c**r x**r, both sides being 0 if x <= 0; for c = 0 both sides are 0.
    """
    need(t.op == "pow" and t.args[0].op == "mul", "not a power of a product")
    r = t.args[1]
    if r.denominator != 1:
        unknown = [x for x in t.args[0].args if not _not_negative(k, premises, x)]
        need(len(unknown) <= 1, "two factors are not known >= 0")
    return Theorem("=", t, mul(*(power(x, r) for x in t.args[0].args)))


@rule
def power_of_power(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """(x**e)**r = x**(e r) for x >= 0.

    Proof: x**e = exp(e log x) for x > 0; at 0 both sides are 0, or 1 where e r = 0.
    """
    need(t.op == "pow" and t.args[0].op == "pow", "not a power of a power")
    x, e = t.args[0].args
    need(_not_negative(k, premises, x), "the base is not known >= 0")
    return Theorem("=", t, power(x, e * t.args[1]))


def _not_negative(k: Kernel, premises: Premises, x: Term) -> bool:
    return k.arithmetic.sign(x) >= 1 or _says(premises, ">", x) or _says(premises, ">=", x)


def _says(premises: Premises, rel: str, x: Term) -> bool:
    return any(p.rel == rel and p.a is x for p in premises)
