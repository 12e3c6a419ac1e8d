"""Rules about sums, deltas and comparisons of indices.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  t           the left side of the equation a rule concludes       s       a sort
  i, j        index terms                                          [c]     1 if c holds, else 0
"""

from __future__ import annotations

from collections.abc import Sequence

from symattn.kernel.indices import Sort, Term, bound, image, inject, pair, unit
from symattn.kernel.polynomial import Factor, Monomial
from symattn.kernel.terms import (
    add,
    instantiate,
    largest,
    map_bound,
    mul,
    shift,
    size,
    total,
    uses,
)
from symattn.kernel.theorem import Kernel, StepRefused, Theorem, need, rule

Premises = Sequence[Theorem]


@rule
def sums_are_linear(k: Kernel, premises: Premises, t: Term, n: int) -> Theorem:
    """n nested sums of c_1 m_1 + ... are c_1 (n nested sums of m_1) + ..., each of them the
    product of the sums over the groups of factors that share no bound index.

    Proof: finite sums commute and distribute over + and over factors without their index; a sum
    of 1 is the size of its range.
    """
    sorts, body = _nested(t, n)
    rows = []
    for m, c in k.arithmetic.poly(body).items():
        outside, groups = _groups(m, n)
        factors = [shift(k.arithmetic.monomial_term(outside, c), -n)] if outside or c != 1 else []
        used: set[int] = set()
        for levels, inside in groups:
            used |= levels
            factors.append(_sum_of_group(sorts, levels, k.arithmetic.monomial_term(inside)))
        factors += [size(sorts[n - 1 - v]) for v in range(n) if v not in used]
        rows.append(mul(*factors))
    return Theorem("=", t, add(*rows))


def _nested(t: Term, n: int) -> tuple[list[Sort], Term]:
    """The sorts of n nested sums, outermost first, and the body below them."""
    sorts = []
    need(n > 0, "no sum at all")
    for _ in range(n):
        need(t.op == "sum", "fewer nested sums than that")
        sorts.append(t.args[0])
        t = t.args[1]
    return sorts, t


def _groups(m: Monomial, n: int) -> tuple[Monomial, list[tuple[set[int], Monomial]]]:
    """The factors without a bound level, and the rest in groups that share no bound level."""
    outside: list[Factor] = []
    groups: list[tuple[set[int], list[Factor]]] = []
    for x in m:
        levels = {v for v, _ in x[0].dangling if v < n}
        if not levels:
            outside.append(x)
            continue
        joined = [g for g in groups if g[0] & levels]
        groups = [g for g in groups if not g[0] & levels]
        for g in joined:
            levels |= g[0]
        groups.append((levels, [y for g in joined for y in g[1]] + [x]))
    return tuple(outside), [(levels, tuple(g)) for levels, g in groups]


def _sum_of_group(sorts: list[Sort], levels: set[int], body: Term) -> Term:
    """The nested sums over these levels of a body that uses no other of the n levels."""
    n, kept = len(sorts), sorted(levels)
    new = {v: p for p, v in enumerate(kept)}

    def move(v: int, s: Sort, d: int) -> Term:
        return (
            bound(d + (new[v - d] if v - d in new else v - d - n + len(kept)), s)
            if v >= d
            else bound(v, s)
        )

    out = map_bound(body, move)
    for v in kept:
        out = total(sorts[n - 1 - v], out)
    return out


@rule
def equal_under_sums(k: Kernel, premises: Premises, *sorts: Sort) -> Theorem:
    """sum ... sum a = sum ... sum b over these ranges, outermost first, if a = b.

    Proof: the premise holds for every value of the bound indices.
    """
    (p,) = premises
    need(p.rel == "=", "the premise is no equation")
    a, b = p.a, p.b
    for s in reversed(sorts):
        a, b = total(s, a), total(s, b)
    return Theorem("=", a, b, binds=(sorts,))


@rule
def sum_picks_delta(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """sum_i [i = j] u(i) = u(j) for a j that does not depend on i.

    Proof: every other summand is 0, and j is one of the values of i.
    """
    need(t.op == "sum", "not a sum")
    s, body = t.args
    factors = body.args if body.op == "mul" else (body,)
    own = bound(0, s)
    for place, d in enumerate(factors):
        if d.op == "delta" and own in d.args:
            j = d.args[1] if d.args[0] is own else d.args[0]
            if not uses(j, 0):
                rest = mul(*factors[:place], *factors[place + 1 :])
                return Theorem("=", t, instantiate(rest, shift(j, -1)))
    raise StepRefused("no delta picks the bound index")


@rule
def sums_commute(k: Kernel, premises: Premises, t: Term, *order: int) -> Theorem:
    """Nested sums may be taken in any order; order[p] is the old place of the new p-th sum.

    Proof: finite sums commute, and no sort here depends on an index.
    """
    n = len(order)
    need(sorted(order) == list(range(n)), "not an order of the sums")
    sorts, body = _nested(t, n)
    # the sum at old place p binds level n-1-p of the body
    level = {n - 1 - old: n - 1 - new for new, old in enumerate(order)}
    body = map_bound(body, lambda v, s, d: bound(level.get(v - d, v - d) + d, s))
    for old in reversed(order):
        body = total(sorts[old], body)
    return Theorem("=", t, body)


@rule
def product_with_sum_nests(k: Kernel, premises: Premises, t: Term, place: int) -> Theorem:
    """u sum_i v(i) w = sum_i u v(i) w. Proof: finite sums distribute."""
    need(t.op == "mul" and 0 <= place < len(t.args), "not a product")
    inner = t.args[place]
    need(inner.op == "sum", "the factor is no sum")
    args = [shift(x, 1) for x in t.args]
    args[place] = inner.args[1]
    return Theorem("=", t, total(inner.args[0], mul(*args)))


@rule
def sum_over_parts_splits(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """A sum over a concatenation is the sum of the sums over its parts; k units give k terms.

    Proof: the parts are disjoint and cover the range.
    """
    need(t.op == "sum", "not a sum")
    s, body = t.args
    if isinstance(s, int):
        return Theorem("=", t, add(*(instantiate(body, unit(m, s)) for m in range(s))))
    need(isinstance(s, tuple) and s[0] == "+", f"{s} has no parts")
    raised = shift(body, 1, 1)  # room for the index of the part below level 0
    sums = [total(x, instantiate(raised, inject(m, s, bound(0, x)))) for m, x in enumerate(s[1:])]
    return Theorem("=", t, add(*sums))


@rule
def sum_over_pairs_nests(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """A sum over pairs (i, j, ...) is a sum over i of a sum over j of ...

    Proof: the pairs are exactly the combinations.
    """
    need(t.op == "sum", "not a sum")
    s, body = t.args
    need(isinstance(s, tuple) and s[0] == "*", f"{s} is no product")
    n = len(s) - 1
    own = pair(*(bound(n - 1 - m, x) for m, x in enumerate(s[1:])))
    out = instantiate(shift(body, n, 1), own)
    for x in reversed(s[1:]):
        out = total(x, out)
    return Theorem("=", t, out)


@rule
def sum_ignores_bijection(k: Kernel, premises: Premises, t: Term, name: str, way: int) -> Theorem:
    """sum_i u(i) = sum_i u(f(i)) for a bijection f of the range. Proof: f only reorders."""
    need(t.op == "sum" and k.bijections.get(name) == t.args[0], "no such bijection of the range")
    s, body = t.args
    moved = instantiate(shift(body, 1, 1), image(name, way, bound(0, s)))
    return Theorem("=", t, total(s, moved))


@rule
def largest_is_shifted(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """max_i (u + v(i)) = u + max_i v(i) over a range with an element.

    Proof: u is added to every number of which the largest is taken.
    """
    need(t.op == "max", "not a maximum")
    k.needs_element(t.args[0])
    p = k.arithmetic.poly(t.args[1])
    outside = {m: c for m, c in p.items() if not any(uses(x[0], 0) for x in m)}
    inside = {m: c for m, c in p.items() if m not in outside}
    moved = shift(k.arithmetic.term(outside), -1)
    if not inside:
        return Theorem("=", t, moved)
    rest = largest(t.args[0], k.arithmetic.term(inside))
    return Theorem("=", t, add(moved, rest) if outside else rest)
