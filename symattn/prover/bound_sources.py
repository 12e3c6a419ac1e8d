"""Terms known not to be negative that may help to show that another one is not.

Place: below the bounds. Each source reads a polynomial and yields theorems t > 0 or t >= 0.

Legend
  p           the polynomial whose sign is asked      m, b, e     its products, their bases, powers
  top         a theorem M - u(j) >= 0 for every j: M is above all numbers u(j)
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

from symattn.kernel.indices import Sort, Term, bound
from symattn.kernel.polynomial import Monomial, Poly
from symattn.kernel.statement import free_indices
from symattn.kernel.terms import MINUS_ONE, ONE, add, mul, num, power, shift, size, total
from symattn.kernel.theorem import Theorem
from symattn.prover.mirrors import opened
from symattn.prover.normal_form import NormalForm

MOST_HALVES, MOST_LOGS = 6, 4
HALF = Fraction(1, 2)
Facts = Iterator[Theorem | None]


def bounds_about(nf: NormalForm, p: Poly) -> Iterator[Theorem]:
    """Theorems t > 0 or t >= 0 about terms like those in p, the plainest first."""
    sources = (
        _products, _given, _waves, _tangents, _parts, _averages, _entropies, _lengths, _distances,
        _squares,
    )  # fmt: skip
    for make in sources:
        yield from (fact for fact in make(nf, p) if fact is not None)


def _times(nf: NormalForm, fact: Theorem | None, rest: list[Any]) -> Theorem | None:
    """t >= 0 as t times the other factors of a product, where those have a sign by form."""
    if fact is None or not rest:
        return fact
    factors = [power(b, e) for b, e, _ in rest]
    signs = [s for x in factors if (s := nf.facts.sign(x, ">=")) is not None]
    return nf.proof.attempt("sign_by_form", [fact, *signs], mul(*factors, fact.a), ">=")


def _bases(p: Poly, *ops: str) -> list[Term]:
    return list(dict.fromkeys(b for m in p for b, _, _ in m if b.op in ops))


def _products(nf: NormalForm, p: Poly) -> Facts:
    """The products of p that have a sign by their form, and 1."""
    for m in dict.fromkeys((*p, ())):
        t = nf.arithmetic.monomial_term(m)
        yield nf.facts.sign(t, ">") or nf.facts.sign(t, ">=")


def _given(nf: NormalForm, p: Poly) -> Facts:
    yield from (f for f in nf.facts.premises if f.rel in (">", ">=") and not f.a.dangling)


def _waves(nf: NormalForm, p: Poly) -> Facts:
    for t in _bases(p, "call"):
        for way in (1, -1):
            yield nf.proof.attempt("wave_is_bounded", [], t, way)


def _tangents(nf: NormalForm, p: Poly) -> Facts:
    """exp(x) - 1 - x >= 0 for the exponentials, and at x = log(u) for the logarithms."""
    for t in _bases(p, "exp", "log"):
        yield nf.proof.step("exp_is_above_its_tangent", [], t.args[0] if t.op == "exp" else t)


def _parts(nf: NormalForm, p: Poly) -> Facts:
    """Maxima and sums against each of their numbers that is in sight, and sums against maxima."""
    named = sorted(free_indices(b for m in p for b, _, _ in m), key=lambda i: i.key)
    for m in p:
        for t, e, _ in m:
            if t.op not in ("max", "sum") or e != 1:
                continue
            rest = [x for x in m if x[0] is not t]
            rule = "largest_is_no_less" if t.op == "max" else "sum_is_no_less_than_term"
            for i in named:
                yield _times(nf, nf.proof.attempt(rule, [], t, i), rest)
            if t.op == "sum":
                yield _times(nf, nf.proof.attempt("sum_is_no_less_than_largest", [], t), rest)


def _averages(nf: NormalForm, p: Poly) -> Facts:
    """sum_j w(j) (M - u(j)) >= 0 for M above all u(j)."""
    for t in _bases(p, "max", "log"):
        top, s = _top(nf, t)
        if top is None or s is None:
            continue
        u = nf.arithmetic.poly(nf.of(mul(MINUS_ONE, top.a.args[-1]))[0])
        for m in p:
            for b, e, _ in m:
                w = _weight(nf, b, s, u) if e == 1 else None
                if w is not None:
                    below = total(s, mul(w, top.a))
                    fact = nf.proof.attempt("sign_by_form", [top], below, ">=")
                    yield _times(nf, fact, [x for x in m if x[0] is not b])
        for w in (ONE, *_exponentials(t)):
            fact = nf.proof.attempt("sign_by_form", [top], total(s, mul(w, top.a)), ">=")
            yield _times(nf, fact, [(size(s), -1, 0)] if w is ONE else [])


def _exponentials(t: Term) -> list[Term]:
    """The body of the sum below a logarithm."""
    return [t.args[0].args[1]] if t.op == "log" else []


def _top(nf: NormalForm, t: Term) -> tuple[Theorem | None, Sort | None]:
    """M - u(j) >= 0 at the bound index j, for M a maximum or the logarithm of a sum of exp(u)."""
    if t.op == "max":
        s = t.args[0]
        return nf.proof.attempt("largest_is_no_less", [], shift(t, 1), bound(0, s)), s
    inner = t.args[0]
    if inner.op != "sum" or inner.args[1].op != "exp":
        return None, None
    s, above = inner.args[0], shift(inner, 1)
    gap = nf.proof.attempt("sum_is_no_less_than_term", [], above, bound(0, s))
    u = inner.args[1].args[0]
    return (nf.proof.attempt("log_is_no_less", [gap], above, u) if gap else None), s


def _weight(nf: NormalForm, b: Term, s: Sort, u: Poly) -> Term | None:
    """w, where b is sum_j w(j) u(j) over s and u is one product."""
    if b.op != "sum" or b.args[0] != s or len(u) != 1 or opened(b)[1] is not b.args[1]:
        return None
    ((own, c),) = u.items()
    p = nf.arithmetic.poly(b.args[1])
    if len(p) != 1 or c != 1 or any(x not in next(iter(p)) for x in own):
        return None
    return nf.arithmetic.monomial_term(tuple(x for x in next(iter(p)) if x not in own))


def _entropies(nf: NormalForm, p: Poly) -> Facts:
    """sum_j w (q/r - 1 - log(q) + log(r)) >= 0 for weighted logarithms of q and r."""
    rows = []
    for b in _bases(p, "sum"):
        inner = nf.arithmetic.poly(b.args[1])
        for m in inner if len(inner) == 1 else ():
            logs = [x for x in m if x[0].op == "log" and x[1] == 1]
            if len(logs) == 1:
                rest = tuple(x for x in m if x is not logs[0])
                rows.append((b.args[0], logs[0][0], nf.arithmetic.monomial_term(rest)))
    for (s, q, w), (z, r, v) in permutations(rows[:MOST_LOGS], 2):
        if s == z and w is v:
            t = add(q, mul(MINUS_ONE, r))
            fact = nf.proof.step("exp_is_above_its_tangent", [], t)
            yield nf.proof.attempt("sign_by_form", [fact], total(s, mul(w, fact.a)), ">=")


def _lengths(nf: NormalForm, p: Poly) -> Facts:
    """sum u**2 sum v**2 - (sum u v)**2 >= 0, and the same with roots; v may be 1."""
    for m in p:
        sums = [(x, h) for x in m if (h := _half_of_body(nf, x[0])) is not None]
        for (x, u), (y, v) in combinations(sums, 2):
            if x[0].args[0] != y[0].args[0] or x[1] != y[1]:
                continue
            rest = [z for z in m if z is not x and z is not y]
            s = x[0].args[0]
            if x[1] == HALF:
                for way in (1, -1):
                    yield _times(nf, nf.proof.attempt("product_of_lengths", [], s, u, v, way), rest)
            elif x[1] == 1:
                found = nf.proof.attempt("product_of_sums_of_squares", [], s, u, v)
                yield _times(nf, found, rest)
        for x, u in sums:
            if x[1] == 1:
                rest = [z for z in m if z is not x] + [(size(x[0].args[0]), -1, 0)]
                found = nf.proof.attempt("product_of_sums_of_squares", [], x[0].args[0], u, ONE)
                yield _times(nf, found, rest)


def _distances(nf: NormalForm, p: Poly) -> Facts:
    """sum (u + v)**2 >= 0 and sum (u - v)**2 >= 0 for sums of u v."""
    for m in p:
        for b, e, _ in m:
            inner = list(nf.arithmetic.poly(b.args[1])) if b.op == "sum" and e == 1 else []
            if len(inner) != 1 or len(inner[0]) != 2:
                continue
            u, v = (power(x, d) for x, d, _ in inner[0])
            for c in (1, -1):
                square = total(b.args[0], power(add(u, mul(num(c), v)), 2))
                fact = nf.proof.attempt("sign_by_form", [], square, ">=")
                yield _times(nf, fact, [x for x in m if x[0] is not b])


def _half_of_body(nf: NormalForm, b: Term) -> Term | None:
    """u, where b is a sum of u**2."""
    if b.op != "sum":
        return None
    p = nf.arithmetic.poly(b.args[1])
    return _half(nf, next(iter(p))) if list(p.values()) == [1] else None


def _squares(nf: NormalForm, p: Poly) -> Facts:
    """(a + b)**2 and (a - b)**2 for products a and b that may be halves of those in p."""
    halves: dict[Term, None] = {ONE: None}
    for m in p:
        root = _half(nf, m)
        if root is not None:
            halves[root] = None
    for a, b in combinations(list(halves)[:MOST_HALVES], 2):
        for c in (1, -1):
            square = power(add(a, mul(num(c), b)), 2)
            yield nf.proof.attempt("sign_by_form", [], square, ">=")


def _half(nf: NormalForm, m: Monomial) -> Term | None:
    """A product whose square is m."""
    if not m or any(f for _, _, f in m):
        return None
    parts = []
    for b, e, _ in m:
        even = isinstance(e, int) and e % 2 == 0
        if not even and nf.arithmetic.sign(b) < 2:
            return None
        parts.append(power(b, Fraction(e) / 2))
    return mul(*parts)
