"""Comparisons of 0/1 entries, in closed form: where(M == 1, a, b) is M a + (1 - M) b.

Place: trusted; below statements.py. step(t) is 1 where t > 0, else 0.

Legend
  M           an entry of a tensor whose entries are declared 0 or 1
  t           the argument of a step
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from symattn.kernel.indices import Term
from symattn.kernel.terms import add, make, mul, num


def without_steps(t: Term, boolean: Collection[str]) -> Term:
    """t, with every step of one 0/1 entry (or of a number) as an affine function of that entry.

    Math     step(f(M)) = s_0 + (s_1 - s_0) M, where s_k = step(f(k)) and M is 0 or 1; not inside a
             derivative by an entry of M, which is taken at numbers other than 0 and 1 too
    """
    memo: dict[tuple[Term, frozenset[str]], Term] = {}

    def go(x: Any, names: frozenset[str]) -> Any:
        if not isinstance(x, Term) or not x.args:
            return x
        if (x, names) not in memo:
            inner = names - {x.args[1]} if x.op == "diff" else names
            args = [go(a, inner) for a in x.args]
            made = (
                x if all(a is b for a, b in zip(args, x.args, strict=True)) else make(x.op, *args)
            )
            memo[x, names] = _affine_step(made, names) if _is_step(made) else made
        return memo[x, names]

    result: Term = go(t, frozenset(boolean))
    return result


def _is_step(t: Term) -> bool:
    return t.op == "call" and t.args[0] == "step" and len(t.args) == 2


def _affine_step(t: Term, boolean: Collection[str]) -> Term:
    entries = _entries(t.args[1])
    if entries is None or len(entries) > 1 or any(e.args[0] not in boolean for e in entries):
        return t
    low, high = (int(_value(t.args[1], Fraction(k)) > 0) for k in (0, 1))
    if high == low:
        return num(low)
    (entry,) = entries
    return entry if high > low else add(num(1), mul(num(-1), entry))


def _entries(t: Term) -> set[Term] | None:
    """The entries in a term made of numbers, sums and products; None for any other term."""
    if t.op == "entry":
        return {t}
    if t.op == "num" or _is_reciprocal(t):
        return set()
    if t.op not in ("add", "mul"):
        return None
    found: set[Term] = set()
    for a in t.args:
        inside = _entries(a)
        if inside is None:
            return None
        found |= inside
    return found


def _is_reciprocal(t: Term) -> bool:
    """Whether t is 1/q for a number q other than 0, as 1/2 is written."""
    return t.op == "pow" and t.args[1] == -1 and t.args[0].op == "num" and t.args[0].args[0] != 0


def _value(t: Term, entry: Fraction) -> Fraction:
    """The value of such a term, where its one entry has this value."""
    if t.op == "num":
        value: Fraction = t.args[0]
        return value
    if t.op == "entry":
        return entry
    if t.op == "pow":
        return 1 / _value(t.args[0], entry)
    values = [_value(a, entry) for a in t.args]
    if t.op == "add":
        return sum(values, Fraction(0))
    product = Fraction(1)
    for v in values:
        product *= v
    return product
