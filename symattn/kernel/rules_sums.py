"""Rules about sums, deltas and comparisons of indices.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  t           the left side of the equation a rule concludes       s       a sort
  i, j        index terms                                          [c]     1 if c holds, else 0
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symattn.kernel.indices import Sort, Term, bound, image, inject, pair, part, sort_of, unit
from symattn.kernel.polynomial import Factor, Monomial
from symattn.kernel.terms import (
    INDEX_OPS,
    ONE,
    ZERO,
    add,
    binders_of,
    delta,
    holds,
    instantiate,
    largest,
    less,
    make,
    map_bound,
    mul,
    num,
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
        return bound(d + (new[v - d] if v - d in new else v - d - n + len(kept)), s) if v >= d else bound(v, s)

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
    return Theorem("=", a, b, binds=len(sorts))


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
    sums = [
        total(x, instantiate(raised, inject(m, s, bound(0, x)))) for m, x in enumerate(s[1:])
    ]
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


@rule
def delta_substitutes(k: Kernel, premises: Premises, t: Term, i: Term, j: Term) -> Theorem:
    """[i = j] u = [i = j] u', in which j stands for i. Proof: both are 0 unless i is j."""
    need(t.op == "mul" and t.args[0] is delta(i, j), "the first factor is not that delta")
    need(i.op in INDEX_OPS, "not an index")
    rest = [replaced(x, i, j) for x in t.args[1:]]
    return Theorem("=", t, mul(t.args[0], *rest))


@rule
def delta_of_pairs_is_product(k: Kernel, premises: Premises, i: Term, j: Term) -> Theorem:
    """[i = j] = [i_1 = j_1] [i_2 = j_2] ... for pairs. Proof: pairs agree coordinatewise."""
    s = sort_of(i)
    need(isinstance(s, tuple) and s[0] == "*", f"{s} is no product")
    factors = [delta(part(m, i), part(m, j)) for m in range(len(s) - 1)]
    return Theorem("=", delta(i, j), mul(*factors))


@rule
def delta_moves_bijection(k: Kernel, premises: Premises, i: Term, j: Term) -> Theorem:
    """[f(i) = j] = [i = f^-1(j)]. Proof: f is a bijection."""
    need(i.op == "image" and k.bijections.get(i.args[0]) == sort_of(i), "no such bijection")
    return Theorem("=", delta(i, j), delta(i.args[2], image(i.args[0], -i.args[1], j)))


@rule
def case_split(k: Kernel, premises: Premises, t: Term, b: Term) -> Theorem:
    """t = b t[1 for b] + (1 - b) t[0 for b] if b is 0 or 1. Proof: check b = 0 and b = 1."""
    need(k.arithmetic.boolean(b), "not a term of value 0 or 1")
    need(not mentions(t, "diff"), "a derivative sees more than the value of its parts")
    rest = add(ONE, mul(num(-1), b))
    yes, no = replaced(t, b, ONE), replaced(t, b, ZERO)
    return Theorem("=", t, add(mul(b, yes), mul(rest, no)))


@rule
def order_is_total(k: Kernel, premises: Premises, i: Term, j: Term) -> Theorem:
    """[i < j] + [j < i] + [i = j] = 1. Proof: positions are integers."""
    return Theorem("=", add(less(i, j), less(j, i), delta(i, j)), ONE)


@rule
def order_excludes(k: Kernel, premises: Premises, i: Term, j: Term, other: str) -> Theorem:
    """[i < j] [j < i] = 0 and [i < j] [i = j] = 0. Proof: positions are integers."""
    need(other in ("less", "delta"), "no such comparison")
    return Theorem("=", mul(less(i, j), less(j, i) if other == "less" else delta(i, j)), ZERO)


@rule
def order_is_transitive(k: Kernel, premises: Premises, i: Term, j: Term, l: Term) -> Theorem:  # noqa: E741
    """[i < j] [j < l] = [i < j] [j < l] [i < l]. Proof: positions are integers."""
    both = mul(less(i, j), less(j, l))
    return Theorem("=", both, mul(both, less(i, l)))


@rule
def comparison_or_its_negation(k: Kernel, premises: Premises, b: Term) -> Theorem:
    """[x >= 0] = 1 - [-x - 1 >= 0] for an integer x. Proof: x >= 0 or x <= -1."""
    need(b.op == "holds" and b.args[0] == "ge", "not a comparison")
    need(all(x.denominator == 1 for x in b.args[1::2]), "not a comparison of integers")
    form = [-x if p % 2 == 0 else x for p, x in enumerate(b.args[2:])]
    return Theorem("=", b, add(ONE, mul(num(-1), holds("ge", -b.args[1] - 1, *form))))


def replaced(t: Term, old: Term, new: Term, depth: int = 0) -> Term:
    """t with the term `new` for `old` everywhere, both as seen from outside t."""
    memo: dict[tuple[Term, int], Term] = {}

    def go(x: Any, d: int) -> Any:
        if not isinstance(x, Term):
            return x
        if x is shift(old, d):
            return shift(new, d)
        found = memo.get((x, d))
        if found is None:
            args = [go(a, d + binders_of(x, p)) for p, a in enumerate(x.args)]
            changed = any(a is not b for a, b in zip(args, x.args, strict=True))
            found = memo[(x, d)] = make(x.op, *args) if changed else x
        return found

    result: Term = go(t, depth)
    return result


def mentions(t: Term, op: str, name: str | None = None) -> bool:
    """Whether the operation occurs in t (with this first argument, if one is given)."""
    stack, seen = [t], set()
    while stack:
        x = stack.pop()
        if x in seen:
            continue
        seen.add(x)
        if x.op == op and (name is None or x.args[0] == name):
            return True
        stack.extend(a for a in x.args if isinstance(a, Term))
    return False
