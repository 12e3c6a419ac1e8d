"""Rules about comparisons of integer expressions: contradictions, bounds, equations that pick.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  x, y        linear forms: a number plus rational multiples of positions of indices and of sizes
  b           a comparison: [x >= 0], [x = 0] or [i = j], which says that i - j = 0
  [c]         1 if c holds, else 0
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symattn.kernel.indices import INDEX_OPS, Sort, Term, bound, sort_of
from symattn.kernel.polynomial import plus
from symattn.kernel.rules_indices import mentions, replaced
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    binders_of,
    holds,
    less,
    make,
    mul,
    num,
    shift,
    size,
    total,
    uses,
)
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]
Form = tuple[Fraction, dict[Term, Fraction]]  # the number, and what multiplies each index or size
NOTHING = Fraction(0)
UNIT: Form = (Fraction(1), {})


def form_of(b: Term) -> tuple[str, Form]:
    """Whether b says that a form is >= 0 ("ge") or = 0 ("eq"), and the form."""
    if b.op == "delta":
        b = holds("ge", 0, 1, b.args[0], -1, b.args[1])
        return "eq", form_of(b)[1]
    need(b.op == "holds", "not a comparison")
    return b.args[0], (b.args[1], dict(zip(b.args[3::2], b.args[2::2], strict=True)))


def compared(kind: str, x: Form) -> Term:
    """[x >= 0] or [x = 0]."""
    return holds(kind, x[0], *(z for p, c in x[1].items() for z in (c, p)))


def combined(x: Form, c: Any, y: Form) -> Form:
    """x + c y."""
    terms = dict(x[1])
    for p, d in y[1].items():
        terms[p] = terms.get(p, NOTHING) + c * d
    return x[0] + c * y[0], terms


def is_whole(x: Form) -> bool:
    """Whether all numbers in x are integers, so that x is one."""
    return x[0].denominator == 1 and all(c.denominator == 1 for c in x[1].values())


def length(s: Sort) -> Form | None:
    """The size of a sort as a form; None where it is no sum of sizes."""
    if isinstance(s, int):
        return Fraction(s), {}
    if isinstance(s, str):
        return NOTHING, {size(s): Fraction(1)}
    x: Form | None = (NOTHING, {})
    for part in s[1:]:
        y = length(part) if s[0] == "+" else None
        x = combined(x, 1, y) if x is not None and y is not None else None
    return x


def largest_value(x: Form, least: dict[str, int]) -> Fraction | None:
    """A number that x never exceeds, each index in its range; None where there is none."""
    top: Form = (x[0], {})
    for p, c in x[1].items():
        if p.op == "size":
            top = combined(top, c, (NOTHING, {p: Fraction(1)}))
        elif c > 0:
            n = length(sort_of(p))
            if n is None:
                return None
            top = combined(top, c, combined(n, 1, (Fraction(-1), {})))
    value = top[0]
    for unit, c in top[1].items():
        if c > 0:
            return None
        value += c * least.get(unit.args[0], 0)
    return value


def fact_about_sizes(k: Kernel, p: Theorem) -> Form:
    """A premise about sizes as a form that is >= 0, or 0 if the premise is an equation."""
    need(p.rel in ("=", ">=", ">"), "the premise is no equation and no bound")
    x: Form = (NOTHING, {})
    for m, c in plus(k.arithmetic.poly(p.a), k.arithmetic.poly(p.b), -1).items():
        need(len(m) <= 1 and all(b.op == "size" and (e, f) == (1, 0) for b, e, f in m),
             "the premise is not linear in sizes")  # fmt: skip
        x = combined(x, c, (NOTHING, {m[0][0]: Fraction(1)}) if m else (Fraction(1), {}))
    if p.rel == ">":
        need(is_whole(x), "the premise has broken factors")
        x = combined(x, -1, UNIT)
    return x


@rule
def comparisons_exclude(k: Kernel, premises: Premises, t: Term, *factors: int) -> Theorem:
    """b_1 b_2 ... = 0 where multiples of what the factors and the premises say are < 0 added up.

    Proof: if all hold, the sum is >= 0, as bounds have factors >= 0; but an index lies in
    0 .. size - 1 and a size is at least its least value, so that the sum is < 0.
    """
    parts = t.args if t.op == "mul" else (t,)
    need(len(factors) == len(parts) + len(premises), "not a factor for each comparison and premise")
    said = [form_of(b) for b in parts]
    said += [("eq" if p.rel == "=" else "ge", fact_about_sizes(k, p)) for p in premises]
    x: Form = (NOTHING, {})
    for c, (kind, y) in zip(factors, said, strict=True):
        need(c >= 0 or kind == "eq", "a bound is multiplied with a negative number")
        x = combined(x, c, y)
    most = largest_value(x, k.arithmetic.least)
    need(most is not None and most < 0, "the comparisons do not contradict each other")
    return Theorem("=", t, ZERO)


@rule
def lesser_bound_decides(k: Kernel, premises: Premises, a: Term, b: Term) -> Theorem:
    """[x >= 0] [y >= 0] = [x >= 0] - [x > y] [x >= 0] + [x > y] [y >= 0] for integers x and y.

    Proof: if x <= y then x >= 0 implies y >= 0; if x > y then y >= 0 implies x >= 0.
    """
    (first, x), (second, y) = form_of(a), form_of(b)
    need(first == second == "ge" and is_whole(x) and is_whole(y), "not two bounds of integers")
    above = compared("ge", combined(combined(x, -1, y), -1, UNIT))
    return Theorem("=", mul(a, b), add(a, mul(num(-1), above, a), mul(above, b)))


@rule
def equality_is_two_bounds(k: Kernel, premises: Premises, b: Term, way: int) -> Theorem:
    """[x = 0] = [y >= 0] - [y - 1 >= 0] for an integer x, y = x or -x. Proof: y >= 0, not >= 1."""
    kind, x = form_of(b)
    need(kind == "eq" and way in (1, -1) and is_whole(x), "not an equation of integers")
    y = combined((NOTHING, {}), way, x)
    more = compared("ge", combined(y, -1, UNIT))
    return Theorem("=", b, add(compared("ge", y), mul(num(-1), more)))


@rule
def equality_shifts_comparison(k: Kernel, premises: Premises, e: Term, b: Term, c: int) -> Theorem:
    """[x = 0] [y >= 0] = [x = 0] [y + c x >= 0], and so for y = 0. Proof: y = y + c x if x = 0."""
    (first, x), (kind, y) = form_of(e), form_of(b)
    need(first == "eq", "the first comparison is no equation")
    return Theorem("=", mul(e, b), mul(e, compared(kind, combined(y, c, x))))


def with_solution(t: Term, x: Form, p: Term) -> Term:
    """t with the solution of x = 0 for the index p put into every comparison."""
    memo: dict[tuple[Term, int], Term] = {}

    def of_comparison(b: Term, depth: int) -> Term:
        kind, y = form_of(b)
        own = shift(p, depth)
        if own not in y[1]:
            return b
        below = (x[0], {shift(q, depth): c for q, c in x[1].items()})
        return compared(kind, combined(y, -y[1][own] / x[1][p], below))

    def go(u: Any, depth: int) -> Any:
        if not isinstance(u, Term) or u.op in INDEX_OPS:
            return u
        found = memo.get((u, depth))
        if found is None:
            if u.op in ("holds", "delta"):
                found = of_comparison(u, depth)
            else:
                args = [go(a, depth + binders_of(u, m)) for m, a in enumerate(u.args)]
                same = all(a is b for a, b in zip(args, u.args, strict=True))
                found = u if same else make(u.op, *args)
            memo[u, depth] = found
        return found

    result: Term = go(t, 0)
    return result


@rule
def equality_solves_index(k: Kernel, premises: Premises, e: Term, t: Term, p: Term) -> Theorem:
    """[x = 0] t = [x = 0] t', where the comparisons of t' have the solution of x = 0 for p.

    Proof: where x = 0, a form keeps its value when a multiple of x is added.
    """
    kind, x = form_of(e)
    need(kind == "eq", "the comparison is no equation")
    return Theorem("=", mul(e, t), mul(e, with_solution(t, x, p)))


def solved(b: Term, kind: str) -> tuple[int, Form] | None:
    """c and y where b says c (i - y) >= 0 (or = 0) of its level 0, i; c is 1 or -1."""
    if b.op not in ("holds", "delta"):
        return None
    found, x = form_of(b)
    own = next((p for p in x[1] if p.op == "bound" and p.args[0] == 0), None)
    if own is None or found != kind or abs(x[1][own]) != 1 or not is_whole(x):
        return None
    others = {p: c for p, c in x[1].items() if p is not own}
    if any(uses(p, 0) for p in others):
        return None
    c = int(x[1][own])
    return c, combined((NOTHING, {}), -c, (x[0], {shift(p, -1): d for p, d in others.items()}))


def picking(b: Term) -> Form | None:
    """The position y at which level 0 makes the equation b true, seen from outside the level."""
    found = solved(b, "eq")
    return found[1] if found is not None else None


def number_of(x: Form) -> Term:
    """x as a term of real value: an index counts the places before it."""
    parts = [num(x[0])]
    for p, c in x[1].items():
        s = None if p.op == "size" else sort_of(p)
        parts.append(mul(num(c), p if s is None else total(s, less(bound(0, s), shift(p, 1)))))
    return add(*parts)


def is_place(y: Form, s: Sort) -> Term:
    """[0 <= y] [y <= size - 1]."""
    n = length(s)
    need(n is not None, "the size of the range is no sum of sizes")
    below = combined(combined(n or y, -1, y), -1, UNIT)
    return mul(compared("ge", y), compared("ge", below))


@rule
def sum_of_equality_is_range(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """sum_i [i = y] = [0 <= y] [y < size] for an integer y. Proof: one place is y, or none is."""
    need(t.op == "sum", "not a sum")
    y = picking(t.args[1])
    need(y is not None, "the equation does not name one place")
    return Theorem("=", t, is_place(y or (NOTHING, {}), t.args[0]))


@rule
def sum_of_bound_counts(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """sum_i [i <= y] = y + 1 for an integer y, if the premises say that y + 1 is in 0 .. size.

    Proof: exactly the places 0 .. y are counted, and they all lie in the range.
    """
    need(t.op == "sum", "not a sum")
    found, n = solved(t.args[1], "ge"), length(t.args[0])
    need(found is not None and found[0] == -1 and n is not None, "no upper bound of the index")
    y = combined(found[1] if found else (NOTHING, {}), 1, UNIT)
    for x in (combined(combined((NOTHING, {}), -1, y), -1, UNIT),
              combined(combined(y, -1, n or y), -1, UNIT)):  # fmt: skip
        b = compared("ge", x)
        said = any(p.rel == "=" and p.a is b and p.b is ZERO for p in premises)
        need(b is ZERO or said, "the bound may lie outside the range")
    return Theorem("=", t, number_of(y))


@rule
def choice_of_place_moves_out(k: Kernel, premises: Premises, t: Term, u: Term) -> Theorem:
    """t(u) = sum_i [i = y] t(v(i)) + (1 - [0 <= y] [y < size]) t(0), where u = sum_i [i = y] v(i).

    Proof: if y is a place, u = v(y) and the sum on the right is t(v(y)); if not, both are t(0).
    Not through a derivative, which sees more than the value of u.
    """
    need(u.op == "sum" and u.args[1].op == "mul", "not a sum of products")
    need(not mentions(t, "diff"), "a derivative sees more than the value of its parts")
    s, body = u.args
    place = next((m for m, b in enumerate(body.args) if picking(b) is not None), None)
    need(place is not None, "no equation names the place")
    chosen = body.args[place]
    rest = mul(*(b for m, b in enumerate(body.args) if m != place))
    inside = replaced(shift(t, 1), shift(u, 1), rest)
    there = is_place(picking(chosen) or (NOTHING, {}), s)
    nowhere = mul(add(ONE, mul(num(-1), there)), replaced(t, u, ZERO))
    return Theorem("=", t, add(total(s, mul(chosen, inside)), nowhere))
