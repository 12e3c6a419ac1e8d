"""Equations whose sides differ by products of steps that no numbers can make 1 together.

Place: beside the normal form, tried where signs are told apart. With s = step(u) for several u the
difference is a sum over all patterns of signs; a pattern that is possible must have the summand 0,
and each other one is excluded by a combination of its signs.

Legend
  p           the difference, or what is left of it       pattern     (s, whether it is 1), ...
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Poly, plus
from symattn.kernel.statement import Statement, free_indices, subterms
from symattn.kernel.terms import MINUS_ONE, ONE, ZERO, add, mul, num
from symattn.kernel.theorem import Theorem
from symattn.prover.factoring import quotient
from symattn.prover.linear_programs import nonnegative_solution
from symattn.prover.normal_form import NormalForm, difference
from symattn.prover.proof import Equal
from symattn.prover.refuter_sizes import terms_of

Pattern = tuple[tuple[Term, bool], ...]
MOST_STEPS = 8
MOST_LEAVES = 120


def tells_signs(statement: Statement) -> bool:
    """Whether steps, square roots or maxima occur, so that a proof may have to tell signs apart."""
    for t in subterms(terms_of(statement)):
        root = t.op == "pow" and t.args[1].denominator == 2
        if t.op == "max" or root or (t.op == "call" and t.args[0] == "step"):
            return True
    return False


def proved_by_sign_cases(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """a = b because every pattern of signs in which they differ is impossible."""
    if not nf.by_signs:
        return None
    x, e = nf.of(a)
    y, f = nf.of(b)
    rows: list[Term] = []
    empty: dict[int, Equal] = {}
    for pattern, q, gone in _leaves(nf, difference(nf, x, y), ()):
        row = _impossible(nf, q, gone) if gone is not None else _at_zero(nf, pattern, q)
        if row is None or len(rows) >= MOST_LEAVES:
            return None
        empty[len(rows) + 1] = row
        rows.append(row.a)
    spread = add(y, *rows)
    first = nf.proof.attempt("equal_by_arithmetic", [], x, spread)
    if first is None or not rows:
        return None
    second = nf.proof.replaced(spread, empty)
    last = nf.proof.step("equal_by_arithmetic", [], second.b if second else spread, y)
    return nf.proof.chain(e, first, second, last, nf.proof.reverse(f))


def proved_sign_by_cases(nf: NormalForm, a: Term, rel: str) -> Theorem | None:
    """a >= 0 because it is so, or impossible, in every pattern of signs."""
    if not nf.by_signs or rel != ">=":
        return None
    y, e = nf.of(a)
    facts: list[Theorem] = []
    for pattern, q, gone in _leaves(nf, nf.arithmetic.poly(y), ()):
        fact = _no_less(nf, pattern, q, gone) if pattern else None
        if fact is None or len(facts) >= MOST_LEAVES:
            return None
        facts.append(fact)
    whole = add(*(fact.a for fact in facts))
    found = nf.proof.attempt("sign_by_form", facts, whole, rel) if facts else None
    link = nf.proof.attempt("equal_by_arithmetic", [], whole, y) if found else None
    if found is None or link is None:
        return None
    back = nf.proof.chain(link, nf.proof.reverse(e))
    return nf.proof.step("sign_passes_to_equal", [found, back]) if back else found


def _no_less(nf: NormalForm, pattern: Pattern, q: Poly, gone: Theorem | None) -> Theorem | None:
    """The product of a pattern with q is not negative, as q is a sum of what the pattern says."""
    t = nf.arithmetic.term(q)
    guards = mul(*(_guard(s, p) for s, p in pattern))
    if gone is not None:
        zero = nf.proof.replaced(mul(gone.a, t), {0: gone})
        last = nf.proof.attempt("equal_by_arithmetic", [], zero.b, ZERO) if zero else None
        start = nf.proof.attempt("sign_by_form", [], ZERO, ">=")
        back = nf.proof.reverse(nf.proof.chain(zero, last))
        return nf.proof.step("sign_passes_to_equal", [start, back]) if start and back else None
    arguments = [nf.arithmetic.poly(s.args[1]) for s, _ in pattern]
    known = _known_signs(nf, [*arguments, q])
    columns = _columns(pattern, arguments, known)
    monomials = list(dict.fromkeys([*q, *(m for p in columns for m in p)]))
    rows = [[p.get(m, Fraction(0)) for p in columns] for m in monomials]
    z = nonnegative_solution(rows, [Fraction(q.get(m, 0)) for m in monomials])
    if z is None:
        return None
    used = [(c, k) for c, k in zip(z[len(pattern) :], known, strict=True) if c]
    rest = add(*(mul(num(c), k.term) for c, k in used)) if used else ZERO
    facts = [k.fact for _, k in used if k.fact is not None]
    fact = nf.proof.attempt("sign_by_form", facts, rest, ">=")
    numbers = [num(c if p else -c) for c, (_, p) in zip(z, pattern, strict=False)]
    return nf.proof.attempt("signs_give_sign", [fact], guards, t, *numbers) if fact else None


def _columns(
    pattern: Pattern, arguments: list[Poly], known: list[Sign]
) -> list[dict[Monomial, Fraction]]:
    """What a pattern says is >= 0, and what is known to be, as vectors."""
    return [
        {m: Fraction(c) * (1 if positive else -1) for m, c in p.items()}
        for p, (_, positive) in zip(arguments, pattern, strict=True)
    ] + [{m: Fraction(c) for m, c in k.poly.items()} for k in known]


def _leaves(
    nf: NormalForm, p: Poly, pattern: Pattern
) -> Iterator[tuple[Pattern, Poly, Theorem | None]]:
    """The patterns with what is left of p in them, and why they are impossible."""
    if not p:
        return
    gone = excluded(nf, pattern) if pattern else None
    step = next((x[0] for m in p for x in m if x[0].op == "call" and x[0].args[0] == "step"), None)
    if gone is not None or step is None or len(pattern) >= MOST_STEPS:
        yield pattern, p, gone
        return
    with_it: Poly = {}
    without: Poly = {}
    for m, c in p.items():
        rest = tuple(x for x in m if x[0] is not step)
        with_it = plus(with_it, {rest: c})
        without = plus(without, {m: c} if len(rest) == len(m) else {})
    yield from _leaves(nf, with_it, (*pattern, (step, True)))
    yield from _leaves(nf, without, (*pattern, (step, False)))


def _impossible(nf: NormalForm, q: Poly, gone: Theorem) -> Theorem | None:
    """The product of an impossible pattern with q is 0 q."""
    return nf.proof.replaced(mul(gone.a, nf.arithmetic.term(q)), {0: gone})


def _at_zero(nf: NormalForm, pattern: Pattern, q: Poly) -> Theorem | None:
    """A pattern without u > 0 and -u > 0, times q = u w, is 0 w; so if u >= 0 is known."""
    off = [s for s, positive in pattern if not positive]
    for s in off:
        u = nf.arithmetic.poly(s.args[1])
        w = quotient(nf.arithmetic, q, u)
        if w is None:
            continue
        other = next((z for z in off if not plus(u, nf.arithmetic.poly(z.args[1]))), None)
        if other is not None:
            zero: Equal = nf.proof.step("no_sign_is_zero", [], s.args[1], other.args[1])
        else:
            zero = _not_negative(nf, s.args[1], u)
        if zero is None:
            continue
        rest = [_guard(z, p) for z, p in pattern if z is not s and z is not other]
        return nf.proof.replaced(mul(zero.a, *rest, nf.arithmetic.term(w)), {0: zero})
    return None


def _not_negative(nf: NormalForm, t: Term, u: Poly) -> Equal:
    """t (1 - step(t)) = 0 where t >= 0 is known."""
    for known in _known_signs(nf, [u]):
        if known.poly != u or known.fact is None:
            continue
        link = nf.proof.attempt("equal_by_arithmetic", [], known.term, t)
        fact = nf.proof.step("sign_passes_to_equal", [known.fact, link]) if link else None
        return nf.proof.attempt("no_step_is_zero", [fact], t) if fact else None
    return None


def _guard(s: Term, positive: bool) -> Term:
    return s if positive else add(ONE, mul(MINUS_ONE, s))


class Sign(NamedTuple):
    """Something known not to be negative: its term, polynomial, whether it is > 0, and why."""

    term: Term
    poly: Poly
    strict: bool
    fact: Theorem | None


def excluded(nf: NormalForm, pattern: Pattern) -> Theorem | None:
    """The theorem that the product of s and 1 - s over the pattern is 0, by Farkas' lemma."""
    arguments = [nf.arithmetic.poly(s.args[1]) for s, _ in pattern]
    known = _known_signs(nf, arguments)
    columns = _columns(pattern, arguments, known)
    strict = [positive for _, positive in pattern] + [k.strict for k in known]
    monomials = list(dict.fromkeys(m for p in columns for m in p))
    rows = [[p.get(m, Fraction(0)) for p in columns] for m in monomials]
    rows.append([Fraction(int(x)) for x in strict])
    z = nonnegative_solution(rows, [*(Fraction(0) for _ in monomials), Fraction(1)])
    if z is None:
        return None
    own, others = z[: len(pattern)], z[len(pattern) :]
    used = [(c, k) for c, k in zip(others, known, strict=True) if c]
    least = add(*(mul(num(c), k.term) for c, k in used)) if used else ZERO
    facts = [k.fact for _, k in used if k.fact is not None]
    rel = ">=" if any(c and p for c, (_, p) in zip(own, pattern, strict=True)) else ">"
    fact = nf.proof.attempt("sign_by_form", facts, least, rel)
    if fact is None:
        return None
    guards = [_guard(s, p) for s, p in pattern]
    multipliers = [num(c if p else -c) for c, (_, p) in zip(own, pattern, strict=True)]
    return nf.proof.attempt("signs_exclude_each_other", [fact], mul(*guards), *multipliers)


def _known_signs(nf: NormalForm, arguments: list[Poly]) -> list[Sign]:
    """The products in the arguments and the hypotheses that are known not to be negative."""
    found = []
    for m in dict.fromkeys(m for p in arguments for m in p):
        t = nf.arithmetic.monomial_term(m)
        fact = nf.facts.sign(t, ">") or nf.facts.sign(t, ">=")
        if fact is not None and fact.a is t:
            found.append(Sign(t, {m: 1}, fact.rel == ">", fact))
    for fact in [*nf.facts.premises, *_maxima(nf, arguments)]:
        if fact.rel in (">", ">="):
            found.append(Sign(fact.a, nf.arithmetic.poly(fact.a), fact.rel == ">", fact))
    return found


def _maxima(nf: NormalForm, arguments: list[Poly]) -> Iterator[Theorem]:
    """max_j u(j) - u(i) >= 0 for the maxima in the arguments and the named indices there."""
    bases = dict.fromkeys(b for p in arguments for m in p for b, _, _ in m)
    named = sorted(free_indices(bases), key=lambda i: i.key)
    for t in bases:
        for i in named if t.op == "max" else ():
            fact = nf.proof.attempt("largest_is_no_less", [], t, i)
            if fact is not None:
                yield fact
