"""Declared inverses: what may be declared, what moves with what, and the rules about them.

Place: trusted; entries of the rule table, and what declarations.py asks about inverses.
A statement declares a tensor to be the inverse of a matrix at the point it speaks of, and
wherever the matrix has an inverse nearby: so it moves with the tensors that the matrix is made of.

Legend
  R           a declared inverse         B    its matrix, a term with the levels row 1, column 0
  by          the entry (name, index, ...) that is varied
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symattn.kernel.indices import Sort, Term, bound, sort_of
from symattn.kernel.statement import Statement, tensors_in
from symattn.kernel.terms import delta, entry, map_bound, mul, num, shift, total, uses
from symattn.kernel.theorem import Kernel, StepRefused, Theorem, need, rule

Premises = Sequence[Theorem]


def sorts_of_inverse(name: str, s: Statement) -> tuple[Sort, ...]:
    """The sorts of the levels of the matrix that the tensor is the inverse of."""
    axes = {n: a for n, a, _ in s.tensors}.get(name, ())
    if len(axes) < 2 or axes[-1] != axes[-2]:
        raise StepRefused(f"{name} is declared an inverse and is no square matrix")
    return (axes[-1], axes[-2], *axes[:-2])


def check_inverses(s: Statement, seen: set[Term]) -> None:
    """Refuse an inverse of a matrix that depends on it, and a derivative by an inverse.

    `seen` are all the terms of the statement.
    """
    names = [name for name, _ in s.inverses]
    if len(set(names)) < len(names):
        raise StepRefused("a tensor is declared an inverse twice")
    for k, (_, t) in enumerate(s.inverses):
        if not tensors_in(t).isdisjoint(names[k:]):
            raise StepRefused("a matrix depends on its own inverse")
    by = {t.args[1] for t in seen if t.op == "diff"}
    if not by.isdisjoint(names):
        raise StepRefused("a derivative is taken by an inverse, which is no variable")


def moved_by(s: Statement, name: str) -> set[str]:
    """The tensors that change with the tensor: itself, and inverses of what depends on it."""
    found = {name}
    for inverse, matrix in s.inverses:
        if not found.isdisjoint(tensors_in(matrix)):
            found.add(inverse)
    return found


@rule
def derivative_of_inverse(k: Kernel, premises: Premises, t: Term, *by: Any) -> Theorem:
    """D R[i, j] = - sum_k sum_l R[i, k] D B(k, l) R[l, j] for the declared inverse R of a matrix B.

    Proof: B stays invertible nearby, and the entries of R are quotients of polynomials in those of
    B. The derivative of B R = 1 is (D B) R + B (D R) = 0; multiply by R = B^-1 from the left.
    """
    need(t.op == "entry" and t.args[0] in k.inverses, "not an entry of a declared inverse")
    name, *places, i, j = t.args
    axes = next(a for n, a, _ in k.statement.tensors if n == name)
    need(tuple(map(sort_of, t.args[1:])) == axes, "the axes are not those of the inverse")
    s = sort_of(i)
    row, column = bound(1, s), bound(0, s)
    outer = [shift(p, 2) for p in places]
    at = [column, row, *outer]
    x = map_bound(k.inverses[name], lambda m, _, d: shift(at[m - d], d))
    inner = (by[0], *(shift(p, 2) for p in by[1:]))
    (p,) = premises
    need(p.rel == "D" and p.a is x and p.by == inner, "the premise is about another matrix")
    first = entry(name, *outer, shift(i, 2), row)
    last = entry(name, *outer, column, shift(j, 2))
    product = mul(num(-1), total(s, total(s, mul(first, p.b, last))))
    return Theorem("D", t, product, by, binds=((s, s),))


@rule
def right_inverse_is_left_inverse(k: Kernel, premises: Premises, i: Term, j: Term) -> Theorem:
    """sum_k Y[i, k] X[k, j] = [i = j] if sum_k X[r, k] Y[k, c] = [r = c], all over one range.

    Proof: X and Y are square matrices of real numbers with X Y = 1, so det X is not 0, and
    Y = X^-1 X Y = X^-1. The premise holds for all r and c, its levels 1 and 0 (or 0 and 1).
    """
    (p,) = premises
    need(p.rel == "=" and p.a.op == "sum" and p.a.args[1].op == "mul", "the premise is no product")
    s, product = p.a.args
    need(len(product.args) == 2 and p.b is delta(bound(1, s), bound(0, s)), "not X Y = 1")
    need(sort_of(i) == sort_of(j) == s, "the indices are of another range")
    x, y = product.args
    row, column = (1, 2) if uses(x, 1) else (2, 1)  # the levels of r and c below the sum over k
    inner = bound(0, s)
    first = _at_levels(y, {0: shift(i, 1), column: inner})
    second = _at_levels(x, {row: inner, 0: shift(j, 1)})
    return Theorem("=", total(s, mul(first, second)), delta(i, j))


def _at_levels(t: Term, at: dict[int, Term]) -> Term:
    """t with these terms for its levels, of which it has no others."""
    need(all(m in at for m, _ in t.dangling), "the factors share more than one index")
    return map_bound(t, lambda m, s, d: shift(at[m - d], d))
