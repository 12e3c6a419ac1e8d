"""A condition that is one equation between numbers, solved as far as factors go.

Place: below exact_conditions.py. A condition with free indices is taken at chosen places, first
or other ones; a number that is then 0 is cleared from fractions, squared out of roots, divided
by what is never 0, or both sides of x = y become logarithms, step by step in the kernel.

Legend
  R           what is 0 by the condition, for all its indices      D        a number that is 0
  n = 1 + m   the range n as a first place and m others            f        a factor of D
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

from symattn.kernel.indices import Term, free, inject, unit
from symattn.kernel.polynomial import Poly, TooLarge, plus
from symattn.kernel.rules_indices import mentions
from symattn.kernel.statement import Judgement, Statement, free_indices
from symattn.kernel.terms import MINUS_ONE, ZERO, add, exp, log, make, mul, num, power, size
from symattn.kernel.theorem import StepRefused, Theorem
from symattn.prover.exact_instances import closed
from symattn.prover.exact_proofs import replays
from symattn.prover.exact_sizes import judgement_at, other, statement_at
from symattn.prover.factoring import factors_of
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.proof import OutOfBudget, Proof
from symattn.prover.search import proved_judgement

MOST_PINS = 32  # choices of places that are looked at
MOST_STEPS = 8
MOST_SUMMANDS = 12
NUMBERS = {"num", "size", "entry", "add", "mul", "pow", "exp", "log"}


@dataclass(frozen=True)
class Solved:
    """One of the factors is 0, or not negative, at all sizes from 2 on for those in `above`."""

    factors: tuple[Judgement, ...]
    above: tuple[str, ...] = ()


def solved(
    s: Statement, residuals: Sequence[Term], domain: Sequence[Judgement], seconds: float
) -> Solved | None:
    """The factors of the simplest number that the residuals being 0 makes 0.

    `s` holds what is supposed besides; the answer was replayed by the kernel.
    """
    given = replace(s, hypotheses=(*s.hypotheses, *(closed("=", r) for r in residuals)), goals=())
    least = dict(s.sizes)
    for number, r in enumerate(residuals, len(s.hypotheses)):
        names = sorted(free_indices([r]), key=lambda i: str(i.args[0]))
        if not all(isinstance(i.args[1], str) for i in names):
            continue
        for choice in islice(product((0, 1), repeat=len(names)), MOST_PINS):
            two = {i.args[1]: 0 for i in names}
            two |= {i.args[1]: 1 for i, c in zip(names, choice, strict=True) if c}
            try:
                found = _factors_at(given, domain, number, names, choice, two, seconds)
            except (OutOfBudget, StepRefused, TooLarge, RecursionError):
                continue
            if found is not None:
                nf = NormalForm(Proof(s, (), seconds))
                back = dict.fromkeys(
                    Judgement(j.rel, _signed(nf, _with_sizes_back(j.a, two), j.rel)) for j in found
                )
                return Solved(tuple(back), tuple(n for n, k in two.items() if least[n] <= k))
    return None


def _factors_at(
    s: Statement,
    domain: Sequence[Judgement],
    number: int,
    names: Sequence[Term],
    choice: Sequence[int],
    two: Mapping[str, int],
    seconds: float,
) -> list[Judgement] | None:
    """The factors of R at the chosen places, the ranges being a first place and at least k more."""
    places = []
    for n, k in two.items():
        sort, least = ("+", 1, other(n)), max(k, dict(s.sizes)[n] - 1)
        s = statement_at(s, n, sort, ((other(n), least),))
        domain = [judgement_at(c, n, sort) for c in domain]
    for i, c in zip(names, choice, strict=True):
        m = other(i.args[1])
        part = free("another", m) if c else unit(0, 1)
        places.append(inject(c, ("+", 1, m), part))
    return _factors(s, number, places, domain, seconds)


def _with_sizes_back(f: Term, names: Iterable[str]) -> Term:
    """f with n - 1 for m."""
    back = {size(other(n)): add(size(n), MINUS_ONE) for n in names}

    def go(t: Term) -> Term:
        if t in back:
            return back[t]
        return make(t.op, *(go(a) if isinstance(a, Term) else a for a in t.args))

    return go(f) if back else f


def _factors(
    s: Statement, number: int, places: Sequence[Term], domain: Sequence[Judgement], seconds: float
) -> list[Judgement] | None:
    """The factors of D, R at the places, one of which is 0 as the kernel has replayed."""
    proof = Proof(s, tuple(domain), seconds)
    nf = NormalForm(proof, frozenset({number}))
    fact = proof.step("hypothesis_holds", [], number, *places)
    d = nf.of(fact.a)[0]
    start = proved_equal(nf, d, fact.a) if is_number(d) else None
    if start is None:
        return None
    zero = proof.step("equality_is_transitive", [start, fact])
    zero, factors = _simplest(nf, zero)
    if not factors or not all(mentions(j.a, "entry") or mentions(j.a, "size") for j in factors):
        return None
    # no step depends on the goal, which is known only now
    stated = replace(s, goals=(Judgement(zero.rel, zero.a, ZERO),))
    proof.kernel.statement = stated
    return factors if replays(proof.certificate([zero]).text, stated) else None


def is_number(d: Term) -> bool:
    """Whether d is made of numbers, sizes and scalars."""
    stack = [d]
    while stack:
        t = stack.pop()
        if t.op not in NUMBERS or (t.op == "entry" and len(t.args) > 1):
            return False
        stack.extend(a for a in t.args if isinstance(a, Term))
    return d.op != "num"


def _simplest(nf: NormalForm, zero: Theorem) -> tuple[Theorem, list[Judgement]]:
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


def _signed(nf: NormalForm, f: Term, rel: str) -> Term:
    """f or -f, in normal form, so that its highest product has a plus; f where it is a sign."""
    p = nf.arithmetic.poly(nf.of(f)[0])
    if rel != "=":
        return nf.arithmetic.term(p)
    top = max(p, key=lambda m: (sum(Fraction(e) for _, e, _ in m), str(m)), default=())
    return nf.arithmetic.term(plus({}, p, -1) if p.get(top, 0) < 0 else p)


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
