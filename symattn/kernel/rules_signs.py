"""Rules about signs, hypotheses and conditions.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  t, u        terms of real value      rel     ">" (> 0), ">=" (>= 0) or "!=" (not 0)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symattn.kernel.indices import Sort, Term, sort_of
from symattn.kernel.polynomial import plus
from symattn.kernel.statement import Judgement
from symattn.kernel.terms import add, exp, instantiate, map_bound, mul, num, power, shift, total
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]
SIGN = {">": 2, ">=": 1}


@rule
def sign_by_form(k: Kernel, premises: Premises, t: Term, rel: str) -> Theorem:
    """t > 0, t >= 0 or t != 0, read off its form and the signs of its parts in the premises.

    Proof: exp and declared positive entries are > 0; sums, products, powers and sums over a range
    with an element keep signs; a square is >= 0; a product is not 0 if no factor is.
    """
    known = {p.a: SIGN[p.rel] for p in premises if p.rel in SIGN}
    sign = k.arithmetic.sign(t, known)
    if rel == "!=":
        need(sign == 2 or _nonzero(k, premises, t, known), "not known to be other than 0")
    else:
        need(sign >= SIGN[rel], f"not known to be {rel} 0")
    return Theorem(rel, t)


def _nonzero(k: Kernel, premises: Premises, t: Term, known: dict[Term, int]) -> bool:
    if any(p.rel in (">", "!=") and p.a is t for p in premises):
        return True
    if t.op == "num":
        return bool(t.args[0] != 0)
    if t.op == "entry":
        return "nonzero" in k.arithmetic.properties.get(t.args[0], ())
    if t.op == "mul":
        return all(_nonzero(k, premises, x, known) for x in t.args)
    if t.op == "pow" and t.args[1].denominator == 1:
        return _nonzero(k, premises, t.args[0], known)
    return k.arithmetic.sign(t, known) == 2


@rule
def sum_is_positive_by_one_term(k: Kernel, premises: Premises, t: Term, i: Term) -> Theorem:
    """sum_j u(j) > 0 if u(j) >= 0 by form and u(i) > 0. Proof: drop all terms but one."""
    (p,) = premises
    need(t.op == "sum" and k.arithmetic.sign(t.args[1]) >= 1, "a term may be negative")
    need(sort_of(i) == t.args[0], f"{sort_of(i)} is not the range of the sum")
    need(p.rel == ">" and p.a is instantiate(t.args[1], i), "the premise is about another term")
    return Theorem(">", t, leaves=frozenset(k.open_sorts(i)))  # there is such an element


@rule
def weighted_sum_is_positive(k: Kernel, premises: Premises, u: Term) -> Theorem:
    """sum_j w(j) u(j) > 0 if sum_j w(j) > 0, w(j) >= 0 and u(j) > 0 by form.

    Proof: some w(j) is > 0, and no term is negative.
    """
    (p,) = premises
    need(p.rel == ">" and p.a.op == "sum", "the premise is no positive sum")
    s, w = p.a.args
    need(k.arithmetic.sign(w) >= 1 and k.arithmetic.sign(u) == 2, "a sign is not known")
    return Theorem(">", total(s, mul(w, u)))


@rule
def sign_passes_to_equal(k: Kernel, premises: Premises) -> Theorem:
    """b has the sign of a if a = b. Proof: they are one number."""
    p, e = premises
    need(p.rel in (">", ">=", "!=") and e.rel == "=" and p.a is e.a, "the premises do not meet")
    return Theorem(p.rel, e.b)


@rule
def factor_is_not_zero(k: Kernel, premises: Premises, place: int) -> Theorem:
    """A factor of a product that is not 0 is not 0. Proof: a product with a factor 0 is 0."""
    (p,) = premises
    need(p.rel in (">", "!=") and p.a.op == "mul" and place >= 0, "not a product other than 0")
    return Theorem("!=", p.a.args[place])


@rule
def positive_is_not_negative(k: Kernel, premises: Premises, rel: str) -> Theorem:
    """t >= 0 and t != 0 if t > 0. Proof: the order of the real numbers."""
    (p,) = premises
    need(p.rel == ">" and rel in (">=", "!="), "the premise is not > 0")
    return Theorem(rel, p.a)


@rule
def cofactor_of_positive_is_positive(k: Kernel, premises: Premises, place: int) -> Theorem:
    """In a product that is > 0 (or >= 0), a factor is so if the others are > 0.

    Proof: divide by them.
    """
    p, *others = premises
    need(p.rel in SIGN and p.a.op == "mul" and 0 <= place < len(p.a.args), "not a product > 0")
    for m, x in enumerate(p.a.args):
        fact = any(q.rel == ">" and q.a is x for q in others) or k.arithmetic.sign(x) == 2
        need(m == place or fact, "another factor is not known > 0")
    return Theorem(p.rel, p.a.args[place])


@rule
def exp_is_increasing(k: Kernel, premises: Premises, a: Term, b: Term) -> Theorem:
    """exp(b) - exp(a) > 0 if b - a > 0. Proof: exp is strictly increasing."""
    (p,) = premises
    arithmetic = k.arithmetic
    difference = plus(arithmetic.poly(b), arithmetic.poly(a), -1)
    need(p.rel == ">" and arithmetic.poly(p.a) == difference, "the premise is not b - a > 0")
    return Theorem(">", add(exp(b), mul(num(-1), exp(a))))


@rule
def hypothesis_holds(k: Kernel, premises: Premises, number: int, *indices: Term) -> Theorem:
    """A hypothesis of the statement, at the indices. Proof: it is assumed for all of them."""
    need(0 <= number < len(k.statement.hypotheses), "no such hypothesis")
    h = k.statement.hypotheses[number]
    need(len(indices) == len(h.sorts), "one index for each range of the hypothesis")
    for s in h.sorts:
        k.needs_element(s)  # over an empty range a hypothesis says nothing
    return _at(h.judgement, indices)


@rule
def condition_holds(k: Kernel, premises: Premises, number: int) -> Theorem:
    """A condition of the theorem. Proof: it is listed with the theorem."""
    need(0 <= number < len(k.conditions), "no such condition")
    c = k.conditions[number]
    return Theorem(c.rel, c.a, c.b)


@rule
def holds_at_other_indices(k: Kernel, premises: Premises, *indices: Term) -> Theorem:
    """What holds for every value of its levels, with indices[v] for its level v.

    Proof: a theorem speaks about all values of its levels, and these are among them.
    """
    (p,) = premises
    need(p.rel != "D", "a derivative is about a term as it is written")
    return _at(Judgement(p.rel, p.a, p.b), indices)


def _at(j: Judgement, indices: Sequence[Term]) -> Theorem:
    def fill(level: int, s: Sort, depth: int) -> Term:
        i = indices[level - depth]
        need(sort_of(i) == s, f"an index of {sort_of(i)} cannot stand for one of {s}")
        return shift(i, depth)

    return Theorem(j.rel, map_bound(j.a, fill), map_bound(j.b, fill))


@rule
def root_of_square_is_no_less(k: Kernel, premises: Premises, t: Term, way: int) -> Theorem:
    """(t**2)**(1/2) + t >= 0 and (t**2)**(1/2) - t >= 0 (way 1 and -1). Proof: it is |t|."""
    need(way in (1, -1), "no such bound")
    return Theorem(">=", add(power(power(t, 2), Fraction(1, 2)), mul(num(way), t)))
