"""Polynomials as sums of squares, with weights that are not negative by their form.

Place: below nonnegative_sums, which puts the sums in front; the kernel checks what is found.

Legend
  pool            summands that are not negative by their form, with what is left of each
  x g (A + k B)**2    a square: x, k numbers, g a product that is not negative, A, B products
  facts           theorems about signs that the result rests on
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import NamedTuple

from symattn.kernel.indices import Sort, Term, bound
from symattn.kernel.polynomial import Monomial, Number, Poly
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import free_indices
from symattn.kernel.terms import add, mul, num, power
from symattn.kernel.theorem import Theorem
from symattn.prover.normal_form import NormalForm

Exponents = dict[Term, Number]


class Square(NamedTuple):
    """x g (A + k B)**2."""

    x: Number
    g: Monomial
    a: Monomial
    b: Monomial
    k: Number


def squares_of(nf: NormalForm, p: Poly, facts: list[Theorem]) -> Term | None:
    """p as squares and products that are not negative by their form, if it was found to be so."""
    return _as_squares(nf, p) or _below_largest(nf, p, facts)


def _as_squares(nf: NormalForm, p: Poly) -> Term | None:
    pool, rest = dict[Monomial, Number](), dict[Monomial, Number]()
    for m, c in p.items():
        good = c > 0 and nf.arithmetic.sign(nf.arithmetic.monomial_term(m)) >= 1
        (pool if good else rest)[m] = c
    squares: list[Square] = []
    for m, c in sorted(rest.items(), key=lambda mc: (len(mc[0]), str(mc[0]))):
        found = _complement(m, c, pool) or _square(nf, m, c, pool)
        if found is None:
            return None
        squares.append(found)
    left = [nf.arithmetic.monomial_term(m, c) for m, c in pool.items() if c]
    return add(*(_term(nf, s) for s in squares), *left)


def _complement(m: Monomial, c: Number, pool: dict[Monomial, Number]) -> Square | None:
    """g (1 - [i = j])**2 that has -[i = j] g, as [i = j]**2 = [i = j]."""
    d = dict_of(m)
    for b in [b for b, e in d.items() if b.op == "delta" and e == 1 and c < 0]:
        others = {t: e for t, e in d.items() if t is not b}
        for one, left in pool.items():
            if left >= -c and _same_at(dict_of(one), others, *b.args):
                pool[one] += c
                return Square(-c, one, (), ((b, 1, 0),), -1)
    return None


def _same_at(x: Exponents, y: Exponents, i: Term, j: Term) -> bool:
    """Whether two products are the same where i = j."""
    at = [{replaced(t, j, i): e for t, e in d.items()} for d in (x, y)]
    return at[0] == at[1]


def _below_largest(nf: NormalForm, p: Poly, facts: list[Theorem]) -> Term | None:
    """g (max_j u(j) - u(i)) for a product g that is not negative."""
    shared = [dict_of(m) for m in p]
    if len(p) < 2:
        return None
    g = {b: min(d.get(b, 0) for d in shared) for b in shared[0]}
    common = _monomial(nf, {b: e for b, e in g.items() if e})
    if nf.arithmetic.sign(nf.arithmetic.monomial_term(common)) < 1:
        return None
    rest = {
        _monomial(nf, times(dict_of(m), {b: -e for b, e in g.items()})): c for m, c in p.items()
    }
    largest = {b for m in rest for b, e, _ in m if b.op == "max" and e == 1}
    for t in sorted(largest, key=lambda b: b.key):
        for i in indices_of_sort(nf.arithmetic.term(rest), t.args[0]):
            fact = nf.proof.attempt("largest_is_no_less", [], t, i)
            c = _ratio(nf, rest, fact.a) if fact is not None else None
            if fact is not None and c is not None:
                facts.append(fact)
                return mul(nf.arithmetic.monomial_term(common), num(c), fact.a)
    return None


def _ratio(nf: NormalForm, p: Poly, t: Term) -> Number | None:
    """The number c > 0 with p = c t."""
    q = nf.arithmetic.poly(t)
    ratios = {Fraction(c) / Fraction(q[m]) for m, c in p.items() if m in q}
    (c,) = ratios if len(ratios) == 1 and q.keys() == p.keys() else (None,)
    return c if c is not None and c > 0 else None


def _square(nf: NormalForm, m: Monomial, c: Number, pool: dict[Monomial, Number]) -> Square | None:
    """x g (A + k B)**2 that has c m as its mixed product, out of two summands of the pool."""
    for one, two in product(pool, repeat=2):
        if one == two or not pool[one] or not pool[two]:
            continue
        parts = _parts(nf, one, two)
        if parts is None or times(times(parts[0], parts[1]), parts[2]) != dict_of(m):
            continue
        half = abs(Fraction(c)) / 2
        for x in (half, Fraction(pool[one])):
            other = Fraction(c) ** 2 / (4 * x)
            if x <= pool[one] and other <= pool[two]:
                pool[one], pool[two] = pool[one] - x, pool[two] - other
                g, a, b = (_monomial(nf, d) for d in parts)
                return Square(x, g, a, b, Fraction(c) / (2 * x))
    return None


def dict_of(m: Monomial) -> Exponents:
    """The exponents of a product."""
    return {b: e for b, e, _ in m}


def _parts(
    nf: NormalForm, one: Monomial, two: Monomial
) -> tuple[Exponents, Exponents, Exponents] | None:
    """g, A, B with one = g A**2 and two = g B**2."""
    e, f = dict_of(one), dict_of(two)
    g: Exponents = {}
    for b in dict.fromkeys((*e, *f)):
        low = min(e.get(b, 0), f.get(b, 0))
        odd = (e.get(b, 0) - low) % 2 or (f.get(b, 0) - low) % 2
        if odd:
            return None
        sure = nf.arithmetic.sign(b) >= 1
        g[b] = low if sure or low % 2 == 0 else low - 1
        if (e.get(b, 0) - g[b]) % 2 or (f.get(b, 0) - g[b]) % 2:
            return None
    a, b_ = ({t: (d.get(t, 0) - g[t]) / Fraction(2) for t in g} for d in (e, f))
    return tuple({t: x for t, x in d.items() if x} for d in (g, a, b_))  # type: ignore[return-value]


def times(a: Exponents, b: Exponents) -> Exponents:
    """The exponents of the product of two products."""
    whole = {t: a.get(t, 0) + b.get(t, 0) for t in (*a, *b)}
    return {t: e for t, e in whole.items() if e}


def _monomial(nf: NormalForm, d: Exponents) -> Monomial:
    return tuple((t, int(e) if Fraction(e).denominator == 1 else e, 0) for t, e in d.items())


def _term(nf: NormalForm, s: Square) -> Term:
    g, a, b = (nf.arithmetic.monomial_term(m) for m in (s.g, s.a, s.b))
    return mul(num(s.x), g, power(add(a, mul(num(s.k), b)), 2))


def indices_of_sort(t: Term, s: Sort) -> list[Term]:
    """The indices of this range that occur in t, free or bound above it."""
    named = sorted((i for i in free_indices([t]) if i.args[1] == s), key=lambda i: i.key)
    return named + [bound(v, s) for v, x in sorted(t.dangling, key=str) if x == s]
