"""A number that is 0 made simpler, step by step in the kernel, and taken apart into factors.

Place: below exact_solving.py. Denominators are multiplied away, roots squared away, factors that
are never 0 divided away, and both sides of x = y become logarithms.

Legend
  D           a number that is 0           p       D as a polynomial          t, u    t = u by D = 0
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Poly, plus
from symattn.kernel.rules_indices import mentions
from symattn.kernel.statement import Judgement
from symattn.kernel.terms import MINUS_ONE, ZERO, add, exp, log, mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.factoring import factors_of
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.search import proved_judgement

MOST_STEPS = 8
MOST_SUMMANDS = 12


def simplest(nf: NormalForm, zero: Theorem) -> tuple[Theorem, list[Judgement]]:
    """A simpler D = 0 from D = 0, and the factors of it; or t >= 0 from |t| = t."""
    for _ in range(MOST_STEPS):
        p = nf.arithmetic.poly(zero.a)
        sign = _not_negative(nf, zero, p)
        if sign is not None:
            return sign, [Judgement(">=", sign.a)]
        step = _cleared(nf, zero, p) or _divided(nf, zero, p)
        step = step or _squared(nf, zero, p) or _in_logarithms(nf, zero, p)
        step = step or _out_of_logarithm(nf, zero, p)
        if step is None:
            break
        zero = step
    found = factors_of(nf.arithmetic, nf.arithmetic.poly(zero.a))
    if found:
        return zero, [Judgement("=", nf.arithmetic.term(q)) for q, _ in found]
    zero = _solved_for(nf, zero, nf.arithmetic.poly(zero.a)) or zero
    return zero, [Judgement("=", zero.a)]


def _not_negative(nf: NormalForm, zero: Theorem, p: Poly) -> Theorem | None:
    """t >= 0 from D = |t| - t = 0."""
    proof, arithmetic = nf.proof, nf.arithmetic
    roots = [m for m in p if len(m) == 1 and m[0][1] == Fraction(1, 2)]
    if len(p) != 2 or len(roots) != 1:
        return None
    root = arithmetic.monomial_term(roots[0])
    equal = _split_in_two(nf, zero, p, {m: c for m, c in p.items() if m not in roots})
    if equal is None or arithmetic.poly(equal.a) != {roots[0]: 1}:
        return None
    fact = proof.attempt("sign_by_form", [], root, ">=")
    if fact is None or equal.a is not root:
        return None
    t = equal.b
    square = nf.of(power(t, 2))[0]
    return proof.step("sign_passes_to_equal", [fact, equal]) if square is roots[0][0][0] else None


def _times(nf: NormalForm, zero: Theorem, n: Term, d: Term) -> Theorem | None:
    """d = n D = n 0 = 0 from D = 0."""
    proof = nf.proof
    whole = mul(n, zero.a)
    first = proved_equal(nf, d, whole)
    if first is None:
        return None
    inside = proof.step("equals_replace_equals", [zero], whole, 1)
    last = proof.step("equal_by_arithmetic", [], inside.b, ZERO)
    return proof.step("equality_is_transitive", [first, inside, last])


def _cleared(nf: NormalForm, zero: Theorem, p: Poly) -> Theorem | None:
    """D without its denominators."""
    worst: dict[Term, Fraction] = {}
    for m in p:
        for b, e, _ in m:
            worst[b] = min(worst.get(b, Fraction(0)), Fraction(e))
    divisors = [power(b, -e) for b, e in worst.items() if e < 0]
    if not divisors:
        return None
    n = mul(*divisors)
    d = nf.of(mul(n, zero.a))[0]
    return _times(nf, zero, n, d) if d is not zero.a else None


def _divided(nf: NormalForm, zero: Theorem, p: Poly) -> Theorem | None:
    """D without the factors that are never 0."""
    found = factors_of(nf.arithmetic, p)
    if not found:
        return None
    positive = [({m: -c for m, c in q.items()} if max(q.values()) < 0 else q, n) for q, n in found]
    terms = [(nf.arithmetic.term(q), n) for q, n in positive]
    never = [(t, n) for t, n in terms if proved_judgement(nf, Judgement("!=", t)) is not None]
    kept = [(t, n) for t, n in terms if (t, n) not in never]
    if not never or not kept:
        return None
    d = nf.of(mul(*(power(t, n) for t, n in kept)))[0]
    return _times(nf, zero, mul(*(power(t, -n) for t, n in never)), d)


def _solved_for(nf: NormalForm, zero: Theorem, p: Poly) -> Theorem | None:
    """D = x - ... for a scalar x that D has once, with a factor that is never 0."""
    for m, c in sorted(p.items(), key=lambda mc: str(mc[0])):
        for b, e, _ in m:
            once = sum(mentions(y, "entry", b.args[0]) for n in p for y, _, _ in n) == 1
            rest = [x for x in m if x[0] is not b]
            if b.op != "entry" or e != 1 or not once:
                continue
            if any(nf.arithmetic.sign(y) < 2 for y, _, _ in rest) or (not rest and abs(c) == 1):
                continue
            factor = mul(num(1 / Fraction(c)), *(power(y, -k) for y, k, _ in rest))
            return _times(nf, zero, factor, nf.of(mul(factor, zero.a))[0])
    return None


def _split_in_two(nf: NormalForm, zero: Theorem, p: Poly, q: Poly) -> Theorem | None:
    """t = u from D = t - u = 0; t is what D has beside -u = q."""
    proof = nf.proof
    t, u = nf.arithmetic.term(plus(p, q, -1)), nf.arithmetic.term(plus({}, q, -1))
    whole = add(u, zero.a)
    first = proved_equal(nf, t, whole)
    if first is None:
        return None
    inside = proof.step("equals_replace_equals", [zero], whole, len(whole.args) - 1)
    last = proved_equal(nf, inside.b, u)
    return last and proof.step("equality_is_transitive", [first, inside, last])


def _same_done(nf: NormalForm, equal: Theorem | None, f: Callable[[Term], Term]) -> Theorem | None:
    """D = f(t) - f(u) = 0 from t = u, in normal form."""
    if equal is None:
        return None
    proof = nf.proof
    same = proof.step("equals_replace_equals", [equal], f(equal.a), 0)
    whole = add(same.a, mul(MINUS_ONE, same.b))
    d = nf.of(whole)[0]
    first = proved_equal(nf, d, whole)
    inside = proof.step("equals_replace_equals", [same], whole, 0)
    last = proof.step("equal_by_arithmetic", [], inside.b, ZERO)
    return first and proof.step("equality_is_transitive", [first, inside, last])


def _squared(nf: NormalForm, zero: Theorem, p: Poly) -> Theorem | None:
    """D = P**2 - Q**2 from P = Q, where Q is what has a root of one base."""
    roots = sorted({b for m in p for b, e, _ in m if Fraction(e).denominator == 2}, key=key_of)
    if not roots or len(p) > MOST_SUMMANDS:
        return None
    if not mentions(roots[0], "entry") and mentions(zero.a, "entry"):
        return None  # c sqrt(d) = 1 says more than its square
    q = {m: c for m, c in p.items() if any(b is roots[0] and Fraction(e).denominator == 2
                                           for b, e, _ in m)}  # fmt: skip
    return _same_done(nf, _split_in_two(nf, zero, p, q), lambda t: power(t, 2))


def _in_logarithms(nf: NormalForm, zero: Theorem, p: Poly) -> Theorem | None:
    """D = log t - log u from t = u, both products of what is positive."""
    if len(p) != 2 or not any(b.op == "exp" for m in p for b, _, _ in m):
        return None
    (up, c), (down, d) = sorted(p.items(), key=lambda mc: -Fraction(mc[1]))
    if not (c > 0 > d) or any(nf.arithmetic.sign(b) < 2 for m in (up, down) for b, _, _ in m):
        return None
    return _same_done(nf, _split_in_two(nf, zero, p, {down: d}), log)


def _out_of_logarithm(nf: NormalForm, zero: Theorem, p: Poly) -> Theorem | None:
    """D = t - 1 from log t = 0."""
    (m,) = p if len(p) == 1 else ((),)
    if len(m) != 1 or m[0][0].op != "log" or m[0][1] != 1:
        return None
    return _same_done(nf, zero, exp)


def key_of(t: Term) -> int:
    """What terms are sorted by."""
    return t.key
