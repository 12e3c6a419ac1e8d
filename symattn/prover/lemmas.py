"""What follows from a hypothesis about inverses: equations that are then used like hypotheses.

Place: below rewriting. Untrusted: each lemma is a theorem of the kernel, for all its levels.

Legend
  R, B        a declared inverse and its matrix        X, Y     X Y = 1 by a hypothesis
  i, j        the levels 1 and 0 of a lemma
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from symattn.kernel.indices import Sort, Term, bound, sort_of
from symattn.kernel.polynomial import Monomial, Poly, plus
from symattn.kernel.statement import Hypothesis, tensors_in
from symattn.kernel.terms import ONE, add, delta, entry, map_bound, mul, num, power, shift
from symattn.kernel.theorem import Theorem
from symattn.prover.leads import heaviest

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm

Lemma = tuple[Theorem, tuple[Sort, ...]]


def lemmas_before(nf: NormalForm, number: int) -> Iterator[Lemma]:
    """What to learn before the hypothesis of this number, knowing those before it."""
    s = nf.proof.kernel.statement
    h = s.hypotheses[number]
    if h.judgement.rel != "=":
        return
    new = [n for n, _ in s.inverses if _first_equation(s.hypotheses, n) == number]
    if new:
        yield from _like_another(nf, new[0], number)
    elif h.judgement.b.op == "delta" and not tensors_in(h.judgement.a) & {n for n, _ in s.inverses}:
        yield from _other_side(nf, number)
    yield from _divided(nf, number)
    yield from _without_root(nf, number)


# ---- inverses of equal matrices are equal --------------------------------------------------------


def _like_another(nf: NormalForm, name: str, number: int) -> Iterator[Lemma]:
    """What the new inverse R of B shares with those before it, and with itself.

    Math     R = c P from B = c M, and R^T = c P from B^T = c M; P is the inverse of M, c = 1 or -1
    """
    s = nf.proof.kernel.statement
    axes = {n: a for n, a, _ in s.tensors}
    if len(axes[name]) != 2 or nf.proof.kernel.may_be_empty:
        return
    own = _polys(nf, dict(s.inverses)[name], axes[name][0])
    for other, matrix in s.inverses:
        if axes[other] == axes[name]:
            before = other != name
            for turned in (False, True) if before else (True,):
                sign = _sign(own[turned], _polys(nf, matrix, axes[name][0])[0])
                if sign:
                    at = _first_equation(s.hypotheses, other) if before else number
                    lemma = _shared(nf, (name, number), (other, at), turned, sign)
                    if lemma is not None:
                        yield lemma, axes[name]
        if other == name:
            return


def _polys(nf: NormalForm, matrix: Term, s: Sort) -> tuple[Poly, Poly]:
    """The matrix at [i, j], and at [j, i]."""
    i, j = bound(1, s), bound(0, s)
    turned = map_bound(matrix, lambda m, _, d: shift((i, j)[m - d], d))
    p, q = (nf.arithmetic.poly(nf.of(t)[0]) for t in (matrix, turned))
    return p, q


def _sign(p: Poly, q: Poly) -> int:
    return 1 if p == q else -1 if p == {m: -c for m, c in q.items()} else 0


def _first_equation(hypotheses: tuple[Hypothesis, ...], name: str) -> int:
    """The number of the hypothesis M P = 1; the next one is P M = 1."""
    rows = enumerate(h.judgement for h in hypotheses)
    return next((k for k, j in rows if j.b.op == "delta" and name in tensors_in(j.a)), -1)


def _shared(
    nf: NormalForm, new: tuple[str, int], old: tuple[str, int], turned: bool, sign: int
) -> Theorem | None:
    """R[i, j] = c P[i, j], both being P B R; or R[i, j] = c P[j, i], both being P^T B R."""
    proof = nf.proof
    s = next(a for n, a, _ in proof.kernel.statement.tensors if n == new[0])[0]
    k, i, j = bound(0, s), bound(2, s), bound(1, s)  # below one more sum
    p = entry(old[0], k, i) if turned else entry(old[0], i, k)
    first = _with_unit(nf, new[1], p, k, j)  # sum_k P[i, k] (B R)[k, j] = P[i, j]
    at = (k, i) if turned else (i, k)  # sum_k (P M)[i, k] R[k, j] = R[i, j]
    second = _with_unit(nf, old[1] + (not turned), entry(new[0], k, j), *at)
    if first is None or second is None:
        return None
    c = num(sign)
    middle = _equal(nf, second.a, mul(c, first.a))
    factor = proof.replaced(mul(c, first.a), {1: first})
    return proof.chain(proof.reverse(second), middle, factor) if middle else None


def _with_unit(nf: NormalForm, number: int, x: Term, row: Term, column: Term) -> Theorem | None:
    """sum_k x (B R)[row, column] = sum_k x [row = column] = what the unit picks."""
    proof, s = nf.proof, sort_of(row)
    unit = proof.attempt("hypothesis_holds", [], number, column, row)
    if unit is None or unit.b is not delta(row, column):
        return None
    inner = proof.replaced(mul(x, unit.a), {1: unit})
    inside = proof.under([s], inner)
    if inside is None:
        return None
    picked = proof.attempt("sum_picks_delta", [], inside.b)
    return proof.chain(inside, picked)


def _equal(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    x, e = nf.of(a)
    y, f = nf.of(b)
    if x is not y:
        return None
    return nf.proof.chain(e, nf.proof.reverse(f)) or nf.proof.reflexive(a)


# ---- a right inverse of a square matrix is its left inverse --------------------------------------


def _other_side(nf: NormalForm, number: int) -> Iterator[Lemma]:
    """Y X = 1 from X Y = 1 for square matrices, unless a hypothesis says so already."""
    proof = nf.proof
    hypotheses = proof.kernel.statement.hypotheses
    sorts = hypotheses[number].sorts
    if len(sorts) != 2 or sorts[0] != sorts[1]:
        return
    i, j = bound(1, sorts[0]), bound(0, sorts[0])
    given = proof.attempt("hypothesis_holds", [], number, i, j)
    found = proof.attempt("right_inverse_is_left_inverse", [given], i, j) if given else None
    if found is not None and not any(_says(nf, k, found) for k in range(len(hypotheses))):
        yield found, sorts


def _says(nf: NormalForm, number: int, lemma: Theorem) -> bool:
    """Whether a hypothesis is the lemma, but for the order of factors and of its two indices."""
    h = nf.proof.kernel.statement.hypotheses[number]
    if h.judgement.rel != "=" or h.judgement.b is not lemma.b or h.judgement.a.op != "sum":
        return False
    s = h.sorts[0]
    bodies = []
    for places in ((bound(0, s), bound(1, s)), (bound(1, s), bound(0, s))):
        t = nf.proof.kernel.apply("hypothesis_holds", [], [number, *places]).a
        bodies.append(sorted(x.key for x in t.args[1].args))
    return sorted(x.key for x in lemma.a.args[1].args) in bodies


# ---- an equation divided by what is not 0 --------------------------------------------------------


def _divided(nf: NormalForm, number: int) -> Iterator[Lemma]:
    """x = u**-1 r from u x = r, where u is known to be other than 0 and x is in no part of r."""
    proof, arithmetic = nf.proof, nf.arithmetic
    sorts = proof.kernel.statement.hypotheses[number].sorts
    fact = proof.attempt(
        "hypothesis_holds", [], number, *(bound(k, s) for k, s in enumerate(sorts))
    )
    if fact is None:
        return
    if fact.b.op == "delta":
        _note_factors_of_unit(nf, number)
    (x, e), (y, f) = nf.of(fact.a), nf.of(fact.b)
    p = plus(arithmetic.poly(x), arithmetic.poly(y), -1)
    lead = heaviest(p)
    found = _solvable(nf, p, lead) if lead and len(lead) > 1 else None
    same = proof.chain(proof.reverse(e), fact, f)
    if found is None or lead is None or same is None:
        return
    unknown, known = found
    divisor = arithmetic.monomial_term(tuple((b, -d, g) for b, d, g in lead if b is not unknown))
    factor = mul(num(1 / Fraction(p[lead])), divisor)
    rest = arithmetic.term(plus({}, {m: c for m, c in p.items() if m != lead}, -1))
    value = mul(factor, rest)
    there = add(value, mul(factor, x), mul(num(-1), factor, y))
    here = add(value, mul(factor, y), mul(num(-1), factor, y))
    first = proof.attempt("equal_by_arithmetic", known, unknown, there)
    inner = proof.replaced(there.args[1], {len(there.args[1].args) - 1: same})
    if first is None or inner is None:
        return
    last = proof.attempt("equal_by_arithmetic", known, here, value)
    lemma = proof.chain(first, proof.replaced(there, {1: inner}), last)
    if lemma is not None:
        yield lemma, sorts


# ---- what stands under a root ------------------------------------------------------------------


def _without_root(nf: NormalForm, number: int) -> Iterator[Lemma]:
    """u = c**(1/r) from u**r = c, r broken, where u >= 0 by its form: |k| = 1 gives k k = 1."""
    proof = nf.proof
    sorts = proof.kernel.statement.hypotheses[number].sorts
    levels = [bound(k, s) for k, s in enumerate(sorts)]
    fact = proof.attempt("hypothesis_holds", [], number, *levels)
    for e in (fact, proof.reverse(fact)):
        if e is None or e.a.op != "pow" or e.a.args[1].denominator == 1:
            continue
        u, r = e.a.args
        sign = proof.attempt("sign_by_form", nf.facts.premises, u, ">=")
        power_of_u = power(e.a, 1 / r)
        known = [] if sign is None else [sign]
        plain = proof.attempt("power_of_power", known, power_of_u)
        if plain is not None and plain.b is u:
            lemma = proof.chain(proof.reverse(plain), proof.replaced(power_of_u, {0: e}))
            if lemma is not None:
                yield lemma, sorts
                return


def _note_factors_of_unit(nf: NormalForm, number: int) -> None:
    """u != 0 for every factor of a product that is 1 by the hypothesis at equal indices."""
    proof = nf.proof
    sorts = proof.kernel.statement.hypotheses[number].sorts
    if len(sorts) != 2 or sorts[0] != sorts[1]:
        return
    i = bound(0, sorts[0])
    one = proof.attempt("hypothesis_holds", [], number, i, i)
    if one is None or one.b is not ONE:
        return
    t, e = nf.of(one.a)
    link = proof.chain(proof.reverse(one), e)
    positive = proof.attempt("sign_by_form", [], ONE, ">")
    if t.op != "mul" or link is None or positive is None:
        return
    product = proof.step("sign_passes_to_equal", [positive, link])
    for place in range(len(t.args)):
        nf.facts.note(proof.step("factor_is_not_zero", [product], place))


def _solvable(nf: NormalForm, p: Poly, lead: Monomial) -> tuple[Term, list[Theorem]] | None:
    """The factor of the lead to solve for, and what says that the others are not 0."""
    for x, d, _ in sorted(lead, key=lambda b: -len(b[0].dangling)):
        alone = all(b is not x for m in p if m != lead for b, _, _ in m)
        if d != 1 or x.op not in ("entry", "sum") or not alone:
            continue
        others = [b for b, _, _ in lead if b is not x]
        facts = [nf.facts.strong(b, "!=") for b in others]
        known = [t for t, b in zip(facts, others, strict=True) if t is not None and t.a is b]
        if len(known) == len(others):
            return x, known
    return None
