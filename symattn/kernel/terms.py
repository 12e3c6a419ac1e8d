"""The terms of real value: tensor entries, arithmetic, sums, comparisons, derivatives.

Place: trusted; the kernel's rules and the meaning of every expression are written in these terms.

Legend
  t, u        a term of real value            i, j     a term naming an index
  s           a sort (indices.py)             level    de Bruijn level of a bound index

The functions are total: 0**-1 = 0, log x = 0 for x <= 0, x**r = 0 for x <= 0 and r no integer.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symattn.kernel.indices import (
    INDEX_OPS,
    Sort,
    Term,
    TermError,
    below,
    bound,
    check_name,
    check_sort,
    fraction_of,
    free,
    image,
    inject,
    intern,
    known,
    pair,
    part,
    plain,
    sort_of,
    unit,
)
from symattn.kernel.positions import coprime, located


def _check_real(*terms: Any) -> None:
    for t in terms:
        if not isinstance(t, Term) or t.op in INDEX_OPS:
            raise TermError(f"{t!r} is not a number")


def num(q: Fraction | int) -> Term:
    """A rational number."""
    return plain("num", (fraction_of(q),))


ZERO, ONE, MINUS_ONE = num(0), num(1), num(-1)


def size(sort: Sort) -> Term:
    """How many elements a sort has; sizes of compound sorts are computed from their parts."""
    check_sort(sort)
    if isinstance(sort, int):
        return num(sort)
    if isinstance(sort, str):
        return plain("size", (sort,))
    return (add if sort[0] == "+" else mul)(*map(size, sort[1:]))


def entry(name: str, *indices: Term) -> Term:
    """The entry of a tensor at the indices (none for a scalar)."""
    check_name(name)
    for i in indices:
        sort_of(i)
    return plain("entry", (name, *indices))


def add(*terms: Term) -> Term:
    """t + u + ...; one summand is itself and none is 0."""
    if len(terms) == 1:
        return terms[0]
    _check_real(*terms)
    return plain("add", terms) if terms else ZERO


def mul(*terms: Term) -> Term:
    """t * u * ...; one factor is itself and none is 1."""
    if len(terms) == 1:
        return terms[0]
    _check_real(*terms)
    return plain("mul", terms) if terms else ONE


def power(t: Term, r: Fraction | int) -> Term:
    """t**r for a rational r."""
    _check_real(t)
    r = fraction_of(r)
    return t if r == 1 else plain("pow", (t, r))


def exp(t: Term) -> Term:
    """e**t."""
    _check_real(t)
    return plain("exp", (t,))


def log(t: Term) -> Term:
    """The natural logarithm of t."""
    _check_real(t)
    return plain("log", (t,))


def call(name: str, *terms: Term) -> Term:
    """A function of which the kernel knows only what the statement declares."""
    check_name(name)
    _check_real(*terms)
    return plain("call", (name, *terms))


def total(sort: Sort, body: Term) -> Term:
    """The sum of body over its level 0, which ranges over the sort."""
    return _binder("sum", sort, body)


def largest(sort: Sort, body: Term) -> Term:
    """The maximum of body over its level 0; the kernel treats it as an unknown number."""
    return _binder("max", sort, body)


def _binder(op: str, sort: Sort, body: Term) -> Term:
    found = known(op, (sort, body))
    if found is not None:
        return found
    check_sort(sort)
    _check_real(body)
    return intern(op, (sort, body), below(body.dangling, sort))


def delta(i: Term, j: Term) -> Term:
    """1 if i = j, else 0; computed where the form of i and j already decides it."""
    if sort_of(i) != sort_of(j):
        raise TermError(f"delta compares an index of {sort_of(i)} with one of {sort_of(j)}")
    if i is j:
        return ONE
    if i.op == j.op == "unit":
        return ZERO
    if i.op == j.op == "inject":
        return delta(i.args[2], j.args[2]) if i.args[0] == j.args[0] else ZERO
    if i.op == j.op == "pair":
        factors = [delta(a, b) for a, b in zip(i.args, j.args, strict=True)]
        return mul(*factors)
    if i.op == j.op == "image" and i.args[:2] == j.args[:2]:
        return delta(i.args[2], j.args[2])
    first, second = sorted((i, j), key=lambda x: x.key)
    return plain("delta", (first, second))


def holds(kind: str, constant: Fraction | int, *form: Any) -> Term:
    """1 if constant + c_1 p_1 + ... is >= 0 (kind "ge") or = 0 (kind "eq"), else 0.

    form is c_1, p_1, ...: rational factors and indices (counted from 0 in their sort) or sizes.
    """
    if kind not in ("ge", "eq") or len(form) % 2:
        raise TermError(f"not a comparison: {kind!r} {form!r}")
    sums: dict[Term, Fraction] = {}
    value = fraction_of(constant)
    for c, p in zip(map(fraction_of, form[::2]), form[1::2], strict=True):
        is_size = isinstance(p, Term) and p.op == "size"
        units, sizes, rest = (0, [], [(1, p)]) if is_size else located(p)
        value += c * units
        for k, q in (*((k, size(n)) for k, n in sizes), *rest):
            sums[q] = sums.get(q, Fraction(0)) + c * k
    items = sorted(((p, c) for p, c in sums.items() if c), key=lambda pc: pc[0].key)
    if not items:
        return ONE if (value >= 0 if kind == "ge" else value == 0) else ZERO
    value, items = coprime(kind, value, items)
    if kind == "eq" and not value and [c for _, c in items] == [1, -1]:
        (i, _), (j, _) = items
        if "size" not in (i.op, j.op) and sort_of(i) == sort_of(j):
            return delta(i, j)
    return plain("holds", (kind, value, *(x for p, c in items for x in (c, p))))


def less(i: Term, j: Term) -> Term:
    """1 if i comes before j in their common sort, else 0."""
    if sort_of(i) != sort_of(j):
        raise TermError(f"order compares an index of {sort_of(i)} with one of {sort_of(j)}")
    return holds("ge", -1, 1, j, -1, i)


def case(i: Term, *bodies: Term) -> Term:
    """The m-th body where i lies in the m-th part of its sort; the body's level 0 is i there.

    For an integer sort k there are k bodies and none of them binds an index.
    """
    s = sort_of(i)
    integer = isinstance(s, int)
    if not integer and not (isinstance(s, tuple) and s[0] == "+"):
        raise TermError(f"an index of {s} has no cases")
    if len(bodies) != (s if integer else len(s) - 1):
        raise TermError(f"{s} does not have {len(bodies)} parts")
    _check_real(*bodies)
    if i.op == "unit":
        return bodies[int(i.args[0])]
    if i.op == "inject":
        return instantiate(bodies[i.args[0]], i.args[2])
    found = known("case", (i, *bodies))
    if found is not None:
        return found
    out = i.dangling
    for m, body in enumerate(bodies):
        out |= body.dangling if integer else below(body.dangling, s[m + 1])
    return intern("case", (i, *bodies), out)


def diff(t: Term, name: str, *indices: Term) -> Term:
    """The partial derivative of t by the entry of tensor `name` at the indices; 0 where none."""
    _check_real(t)
    check_name(name)
    for i in indices:
        sort_of(i)
    return plain("diff", (t, name, *indices))


MAKERS: dict[str, Callable[..., Term]] = {
    "bound": bound, "free": free, "unit": unit, "inject": inject, "pair": pair, "part": part,
    "image": image, "num": num, "size": size, "entry": entry, "add": add, "mul": mul,
    "pow": power, "exp": exp, "log": log, "call": call, "sum": total, "max": largest,
    "delta": delta, "holds": holds, "case": case, "diff": diff,
}  # fmt: skip


def make(op: str, *args: Any) -> Term:
    """The term of the named operation; the one way to build a term from outside data."""
    maker = MAKERS.get(op)
    if maker is None:
        raise TermError(f"unknown operation {op!r}")
    return maker(*args)


def binders_of(t: Term, position: int) -> int:
    """How many binders of t stand above its argument at this position (0 or 1)."""
    if t.op in ("sum", "max"):
        return 1 if position == 1 else 0
    if t.op == "case":
        return 1 if position > 0 and not isinstance(sort_of(t.args[0]), int) else 0
    return 0


def ranges_above(t: Term, position: int) -> tuple[Sort, ...]:
    """The sorts that the binders of t above its argument at this position range over."""
    if not binders_of(t, position):
        return ()
    return (sort_of(t.args[0])[position],) if t.op == "case" else (t.args[0],)


def map_bound(t: Term, move: Callable[[int, Sort, int], Term], depth: int = 0) -> Term:
    """t with every dangling index (level >= depth) replaced by move(level, sort, depth)."""
    memo: dict[tuple[Term, int], Term] = {}

    def go(x: Any, d: int) -> Any:
        if not isinstance(x, Term) or not x.dangling:
            return x
        if all(level < d for level, _ in x.dangling):
            return x
        if x.op == "bound":
            return move(x.args[0], x.args[1], d)
        found = memo.get((x, d))
        if found is None:
            args = [go(a, d + binders_of(x, p)) for p, a in enumerate(x.args)]
            found = memo[(x, d)] = make(x.op, *args)
        return found

    result: Term = go(t, depth)
    return result


def shift(t: Term, by: int, floor: int = 0) -> Term:
    """t seen from `by` binders further in: dangling levels >= floor are raised."""
    if by == 0 or not t.dangling:
        return t
    return map_bound(
        t, lambda level, s, d: bound(level + by, s) if level >= floor + d else bound(level, s)
    )


def instantiate(t: Term, i: Term) -> Term:
    """t with the index i for its level 0, and the other levels lowered by one."""
    if not t.dangling:
        return t

    def move(level: int, s: Sort, depth: int) -> Term:
        if level > depth:
            return bound(level - 1, s)
        if s != sort_of(i):
            raise TermError(f"an index of {sort_of(i)} cannot stand for one of {s}")
        return shift(i, depth)

    return map_bound(t, move)


def uses(t: Term, level: int) -> bool:
    """Whether the level dangles in t."""
    return any(k == level for k, _ in t.dangling)
