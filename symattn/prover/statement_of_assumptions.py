"""Every assumption in kernel terms: a property of a tensor, or hypotheses; nothing is dropped.

Place: trusted; below statements.py.

Legend
  A           a square matrix       x, y, M    tensors       K      a matrix       n      a size
  given       what the statement collects: properties, hypotheses, new tensors and bijections
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Symbol, oo

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import Assumption, size_of
from symattn.expressions.axes import Axis
from symattn.expressions.meaning_literal_inverse import determinant, is_small
from symattn.expressions.meaning_scope import meaning_of
from symattn.expressions.meaning_scope import sort_of_axis as kernel_sort
from symattn.expressions.nodes import Node
from symattn.kernel.indices import bound, free, image
from symattn.kernel.statement import Hypothesis, Judgement
from symattn.kernel.terms import delta, mul, num, power
from symattn.prover.statement_of_given import Given

# ---- one function for each kind of assumption ----------------------------------------------------


def _orthogonal(given: Given, a: Node) -> None:
    unit = N.Identity(a.shape[0])
    given.state("=", N.MatMul(N.Transpose(a), a), unit)
    given.state("=", N.MatMul(a, N.Transpose(a)), unit)


def _invertible(given: Given, a: Node) -> None:
    """Asking for the meaning of the inverse declares it, with its two equations.

    A matrix of literal size, whose inverse is written out, has a determinant other than 0.
    """
    sort = kernel_sort(a.shape[0])
    if is_small(sort):
        d = determinant(a, sort, given.scope)
        for t in (d, mul(num(-1), d)):  # both, in the forms in which they are used
            given.hypotheses.append(Hypothesis((), Judgement("!=", t)))
        given.hypotheses.append(Hypothesis((), Judgement(">", power(d, 2))))
        return
    meaning_of(N.Inverse(a), (free("?", sort), free("?", sort)), given.scope)


def _positive_definite(given: Given, a: Node) -> None:
    """A is symmetric positive definite exactly when A = L L^T for an invertible L (Cholesky)."""
    text = str(a.args[0]) if isinstance(a, N.Tensor) else "root"
    root = N.Tensor(given.name(f"L_{text}"), a.shape)
    given.tensors.append(root)
    given.state("=", a, N.MatMul(root, N.Transpose(root)))
    _invertible(given, root)
    # what follows, in the form in which it is used
    given.state("=", a, N.Transpose(a))
    given.state(">", N.DiagonalOf(a))
    _invertible(given, a)


def _permutation(given: Given, p: Node) -> None:
    """P[i, j] = 1 where j is the image of i under a bijection, else 0."""
    sort = kernel_sort(p.shape[0])
    text = str(p.args[0]) if isinstance(p, N.Tensor) else "permutation"
    name = given.name(f"sigma_{text}")
    given.bijections.append((name, sort))
    i, j = bound(0, sort), bound(1, sort)
    value = delta(image(name, 1, i), j)
    entry = meaning_of(p, (i, j), given.scope)
    given.hypotheses.append(Hypothesis((sort, sort), Judgement("=", entry, value)))


def _positive(given: Given, x: Node) -> None:
    if not given.has(x, "positive"):
        given.state(">", x)


def _nonzero(given: Given, x: Node) -> None:
    """x != 0; so x**2 > 0, in the form in which it is used."""
    if not given.has(x, "nonzero"):
        given.state("!=", x)
    given.state(">", N.Power(x, N.Constant(2)))


def _boolean(given: Given, x: Node) -> None:
    if not given.has(x, "boolean"):
        given.state("=", N.Multiply(x, x), x)


def _between(given: Given, x: Node, low: Node, high: Node) -> None:
    if low != N.Constant(-oo):
        if isinstance(low, N.Constant) and low.args[0].is_positive:
            given.has(x, "positive")
        stated = low == N.Constant(0) and given.has(x, "nonnegative")
        if not stated:
            _order(given, x, low)
    if high != N.Constant(oo):
        _order(given, high, x)


def _order(given: Given, a: Node, b: Node) -> None:
    """a - b >= 0 at every entry."""
    given.state(">=", N.Subtract(a, b))


def _last_sum(x: Node) -> Node:
    out: Node = N.SumAxis(x, x.rank - 1)
    return out


def _negative(given: Given, x: Node) -> None:
    """x < 0 exactly when x = -p for a tensor p > 0."""
    if not isinstance(x, N.Tensor):
        given.state(">", N.Negate(x))
        return
    opposite = N.Tensor(given.name(f"minus_{x.args[0]}"), x.shape)
    given.tensors.append(opposite)
    given.has(opposite, "positive")
    given.state("=", x, N.Negate(opposite))


def _simplex(given: Given, y: Node) -> None:
    """Entries > 0 with sum 1; so no entry is above 1, in the form in which it is used."""
    _positive(given, y)
    given.state("=", _last_sum(y), 1)
    _order(given, N.Constant(1), y)


def _onehot(given: Given, y: Node) -> None:
    """Entries 0 or 1 with sum 1; so y_i y_j = 0 for i != j, in the form in which it is used.

    A vector is 1 at one index c, of which nothing else is known, and 0 elsewhere.
    """
    if isinstance(y, N.Tensor) and y.rank == 1:
        s = kernel_sort(y.shape[0])
        chosen = free(given.name(f"place_of_{y.args[0]}"), s)
        entry_of_y = meaning_of(y, (bound(0, s),), given.scope)
        at = Judgement("=", entry_of_y, delta(bound(0, s), chosen))
        given.hypotheses.append(Hypothesis((s,), at))
        return
    _boolean(given, y)
    given.state("=", _last_sum(y), 1)
    sorts = tuple(map(kernel_sort, (*y.shape, y.shape[-1])))
    *rows, i, j = (bound(k, s) for k, s in enumerate(sorts))
    a, b = (meaning_of(y, (*rows, p), given.scope) for p in (i, j))
    product = Judgement("=", mul(a, b), mul(delta(i, j), a))
    given.hypotheses.append(Hypothesis(sorts, product))


def _mask(given: Given, m: Node) -> None:
    _boolean(given, m)
    given.state(">", _last_sum(m))
    given.state(">", _last_sum(N.Subtract(N.Constant(1), m)))


def _equal_along_rows(given: Given, x: Node) -> None:
    """x[i, ..] = x[j, ..] for all i and j."""
    first, *rest = map(kernel_sort, x.shape)
    sorts = (first, first, *rest)
    i, j, *others = (bound(k, s) for k, s in enumerate(sorts))
    a, b = (meaning_of(x, (p, *others), given.scope) for p in (i, j))
    given.hypotheses.append(Hypothesis(sorts, Judgement("=", a, b)))


def _integer(given: Given, k: Any, low: int, high: int | None) -> None:
    """k is a size of at least `low`; claimed for every such k, so `high` bounds nothing."""
    if low < 0:
        raise Unsupported(
            "stating integer", f"the integer {k} may be negative", "integers are sizes, from 0 on",
            f"write {k} as a difference of two sizes",
        )  # fmt: skip
    _at_least(given, k, low, 0)


def _at_least(given: Given, n: Any, k: int, otherwise: int = 1) -> None:
    if type(n) is Axis and isinstance(n.size, Symbol):
        given.least[n.size.name] = max(given.least.get(n.size.name, otherwise), k)
    else:
        given.compare_sizes(">=", size_of(n), size_of(k))


def _equal(given: Given, a: Any, b: Any) -> None:
    if isinstance(a, Node):
        given.state("=", a, b)
    else:
        given.compare_sizes("=", size_of(a), size_of(b))


KINDS: dict[str, Callable[..., None]] = {
    "symmetric": lambda given, a: given.state("=", a, N.Transpose(a)),
    "skew": lambda given, a: given.state("=", a, N.Negate(N.Transpose(a))),
    "posdef": _positive_definite,
    "invertible": _invertible,
    "orthogonal": _orthogonal,
    "permutation": _permutation,
    "idempotent": lambda given, a: given.state("=", N.MatMul(a, a), a),
    "positive": _positive,
    "negative": _negative,
    "nonzero": _nonzero,
    "between": _between,
    "integer": _integer,
    "simplex": _simplex,
    "onehot": _onehot,
    "centered": lambda given, z: given.state("=", _last_sum(z), 0),
    "unit_rows": lambda given, x: given.state("=", _last_sum(N.Multiply(x, x)), 1),
    "mask": _mask,
    "equal_row_norms": lambda given, k: _equal_along_rows(given, _last_sum(N.Multiply(k, k))),
    "equal_rows": _equal_along_rows,
    "positive_function": lambda given, f: None,  # statement_of writes f as exp of another function
    "dim_less": lambda given, n, m: given.compare_sizes(">", size_of(m), size_of(n)),
    "dim_at_least": _at_least,
    "equal": _equal,
}


def add_assumption(given: Given, a: Assumption) -> None:
    """Add what the assumption says to what is given.

    Fails    Unsupported for what the kernel cannot state; nothing is left out silently
    """
    KINDS[a.kind](given, *a.args)
