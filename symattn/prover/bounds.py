"""Signs proved by bounds: the term as a sum, with numbers >= 0, of terms known not to be negative.

Place: beside the normal form, tried where a sign is not known by form. bound_sources.py says what
may be added up, linear programming finds how much of each, and the kernel checks it. Logarithms,
lengths and denominators are compared through exp, squares and products.

Legend
  y, p        the term in normal form, and as a polynomial        rel     ">" or ">="
  depth       how many of those comparisons may still be made
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Poly
from symattn.kernel.terms import MINUS_ONE, add, exp, mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.bound_sources import bounds_about
from symattn.prover.factoring import factors_of
from symattn.prover.linear_programs import nonnegative_solution
from symattn.prover.normal_form import NormalForm, proved_equal

MOST_BOUNDS, MOST_SUMMANDS = 90, 40


def proved_by_bounds(nf: NormalForm, a: Term, rel: str, depth: int = 2) -> Theorem | None:
    """a > 0 or a >= 0 by sums of bounds, or by a comparison of other terms."""
    y, _ = nf.of(a)
    p = nf.arithmetic.poly(y)
    if rel not in (">", ">=") or not p or len(p) > MOST_SUMMANDS:
        return None
    for find in (_by_sum, _by_factors, _by_log, _by_squares, _by_denominator):
        fact = find(nf, y, p, rel, depth)
        if fact is None:
            continue
        link = proved_equal(nf, fact.a, a) if fact.a is not a else None
        if fact.a is a:
            return fact
        return nf.proof.step("sign_passes_to_equal", [fact, link]) if link else None
    return None


def _by_sum(nf: NormalForm, y: Term, p: Poly, rel: str, depth: int) -> Theorem | None:
    """y = c_1 t_1 + c_2 t_2 + ... for bounds t >= 0 and numbers c >= 0."""
    facts, polys = [], []
    for fact in islice(bounds_about(nf, p), MOST_BOUNDS):
        facts.append(fact)
        polys.append(nf.arithmetic.poly(nf.of(fact.a)[0]))
    strict = [fact.rel == ">" for fact in facts]
    monomials = list(dict.fromkeys(m for q in (p, *polys) for m in q))
    rows = [[Fraction(q.get(m, 0)) for q in polys] for m in monomials]
    z = nonnegative_solution(rows, [Fraction(p.get(m, 0)) for m in monomials])
    if z is None or (rel == ">" and not any(c and s for c, s in zip(z, strict, strict=True))):
        return None
    used = [(c, fact) for c, fact in zip(z, facts, strict=True) if c]
    whole = add(*(mul(num(c), fact.a) for c, fact in used))
    return nf.proof.attempt("sign_by_form", [fact for _, fact in used], whole, rel)


def _by_log(nf: NormalForm, y: Term, p: Poly, rel: str, depth: int) -> Theorem | None:
    """c (log(a) - b) by a - exp(b), or c (b - log(a)) by exp(b) - a."""
    for m, c in list(p.items()) if depth else []:
        if len(m) != 1 or m[0][0].op != "log" or m[0][1:] != (1, 0):
            continue
        t = m[0][0]
        rest: Poly = {k: -Fraction(d) / Fraction(c) for k, d in p.items() if k != m}
        a, b = t.args[0], nf.arithmetic.term(rest)
        up = c > 0
        gap = add(a, mul(MINUS_ONE, exp(b))) if up else add(exp(b), mul(MINUS_ONE, a))
        fact = _sign(nf, gap, rel, depth - 1)
        if fact is None:
            continue
        premises = [fact]
        if not up:
            positive = nf.facts.positive(a) or nf.facts.strong(nf.arithmetic.base(a), ">")
            premises += [positive] if positive is not None else []
        found = nf.proof.attempt("log_is_no_less" if up else "log_is_no_more", premises, a, b)
        if found is not None:
            return nf.proof.attempt(
                "sign_by_form", [found], mul(num(abs(Fraction(c))), found.a), rel
            )
    return None


def _by_factors(nf: NormalForm, y: Term, p: Poly, rel: str, depth: int) -> Theorem | None:
    """y = f g ... for factors that are all > 0, or >= 0, or an even number of them turned."""
    found = factors_of(nf.arithmetic, p) if depth else None
    if found is None or len(found) > 4:
        return None
    facts = []
    for q, n in found:
        f = nf.arithmetic.term(q)
        turned = nf.arithmetic.term({m: -c for m, c in q.items()})
        fact = _sign(nf, f, rel, depth - 1) or _sign(nf, turned, rel, depth - 1)
        if fact is None:
            return None
        facts += [fact] * n
    whole = mul(*(fact.a for fact in facts))
    m = min(p, key=lambda m: [(x[0].key, x[1]) for x in m])
    scale = Fraction(p[m]) / Fraction(nf.arithmetic.poly(whole).get(m, 1))
    return nf.proof.attempt("sign_by_form", facts, mul(num(scale), whole), rel)


def _by_squares(nf: NormalForm, y: Term, p: Poly, rel: str, depth: int) -> Theorem | None:
    """a - b by a**2 - b**2, where a holds what is added and b what is subtracted."""
    if not depth or not any(e == Fraction(1, 2) for m in p for _, e, _ in m):
        return None
    a = nf.arithmetic.term({m: c for m, c in p.items() if c > 0})
    b = nf.arithmetic.term({m: -c for m, c in p.items() if c < 0})
    positive = _sign(nf, a, ">=", 0)
    if positive is None:
        return None
    fact = _sign(nf, add(power(a, 2), mul(MINUS_ONE, power(b, 2))), rel, depth - 1)
    return nf.proof.attempt("squares_compare", [fact, positive], a, b) if fact else None


def _by_denominator(nf: NormalForm, y: Term, p: Poly, rel: str, depth: int) -> Theorem | None:
    """y by y s, for a denominator s > 0."""
    divisors = {b: -min(d[1] for m in p for d in m if d[0] is b) for m in p for b, e, f in m
                if e < 0 and not f}  # fmt: skip
    for s, e in sorted(divisors.items(), key=lambda be: be[0].key) if depth else ():
        fact = nf.facts.sign(s, ">") or nf.facts.strong(s, ">")
        n = -(-Fraction(e).numerator // Fraction(e).denominator)
        if fact is None or fact.a is not s:
            continue
        numerator = nf.arithmetic.term(nf.arithmetic.cleared(p, s, n))
        given, _ = nf.facts.about(p)
        whole = mul(power(s, n), y)
        link = nf.proof.attempt("equal_by_arithmetic", [fact, *given], numerator, whole)
        power_fact = nf.proof.attempt("sign_by_form", [fact], power(s, n), ">")
        above = _sign(nf, numerator, rel, depth - 1) if link and power_fact else None
        if above is None or link is None or power_fact is None:
            continue
        product = nf.proof.step("sign_passes_to_equal", [above, link])
        found = nf.proof.attempt("cofactor_of_positive_is_positive", [product, power_fact], 1)
        if found is not None:
            return found
    return None


def _sign(nf: NormalForm, t: Term, rel: str, depth: int) -> Theorem | None:
    """t > 0 or t >= 0, by form or by bounds."""
    fact = nf.proof.attempt("sign_by_form", nf.facts.premises, t, rel)
    if fact is not None:
        return fact
    y, e = nf.of(t)
    inner = nf.facts.sign(y, rel) or (nf.facts.positive(y) if rel == ">" else None)
    if inner is not None and inner.a is y and inner.rel == rel:
        back = nf.proof.reverse(e)
        return nf.proof.step("sign_passes_to_equal", [inner, back]) if back else inner
    grown = by_growth(nf, y, rel)
    if grown is not None:
        link = proved_equal(nf, grown.a, t)
        return nf.proof.step("sign_passes_to_equal", [grown, link]) if link else None
    return proved_by_bounds(nf, t, rel, depth)


def by_growth(nf: NormalForm, y: Term, rel: str) -> Theorem | None:
    """c (exp(b) - exp(a)) > 0 where c > 0 and a hypothesis says b - a > 0."""
    p = nf.arithmetic.poly(y)
    if rel not in (">", ">=") or len(p) != 2:
        return None
    (up, c), (down, d) = sorted(p.items(), key=lambda mc: -mc[1])
    if c + d != 0 or c <= 0:
        return None
    common, b, a = _exponents(nf, up, down)
    if common is None:
        return None
    for premise in nf.facts.premises:
        growth = nf.proof.attempt("exp_is_increasing", [premise], a, b)
        if growth is None:
            continue
        whole = mul(nf.arithmetic.monomial_term(common, c), growth.a)
        return nf.proof.attempt("sign_by_form", [growth], whole, rel)
    return None


def _exponents(nf: NormalForm, up: Monomial, down: Monomial) -> tuple[Monomial | None, Term, Term]:
    """The factors that two products share, and the exponents of what is left of each."""
    shared = tuple(x for x in up if x in down)
    rest = [[x for x in m if x not in shared] for m in (up, down)]
    if any(x[0].op != "exp" for m in rest for x in m):
        return None, exp(add()), exp(add())
    b, a = (
        add(*(mul(nf.arithmetic.term({(): e}), base.args[0]) for base, e, _ in m)) for m in rest
    )
    return shared, b, a
