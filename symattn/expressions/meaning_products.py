"""The meaning of nodes that sum: products, reductions, softmax, inverses; and of derivatives.

Place: TRUSTED; a family of meaning rules.

Legend
  x, y        nodes            places   where the entry is asked          i, j, l    places
  k           an axis number   s        a kernel sort
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis
from symattn.expressions.comparisons import factors_of
from symattn.expressions.meaning_exponential import exponential, operand, stretched
from symattn.expressions.meaning_literal_inverse import is_small, literal_inverse
from symattn.expressions.meaning_ranges import length_of, summed_over
from symattn.expressions.meaning_scope import (
    Named,
    Places,
    Scope,
    joint,
    meaning_of,
    meaning_rules,
    shifted,
    sort_of_axis,
    split,
    summed,
)
from symattn.expressions.shapes_products import einsum_letters
from symattn.kernel.indices import Term, bound, unit
from symattn.kernel.terms import (
    MINUS_ONE,
    add,
    delta,
    diff,
    entry,
    largest,
    log,
    map_bound,
    mul,
    power,
    shift,
    total,
)

rule = meaning_rules.rule


# ---- products


@rule(N.MatMul)
def _matmul(x: Any, places: Places, scope: Scope) -> Term:
    """The sum over l of x[.., i, l] y[.., l, j]; a vector has no i or no j."""
    a, b = x.args
    batch = places[: max(a.rank, b.rank) - 2]
    own = places[len(batch) :]
    row, column = own[: a.rank > 1], own[int(a.rank > 1) :]

    def body(inside: Places, deeper: Scope) -> Term:
        left = meaning_of(a, shifted(batch + row, 1) + inside, deeper)
        return mul(left, meaning_of(b, shifted(batch, 1) + inside + shifted(column, 1), deeper))

    return summed_over([a.shape[-1]], scope, body)


@rule(N.Einsum)
def _einsum(x: Any, places: Places, scope: Scope) -> Term:
    """The sum, over the letters that are not in the output, of the product of the entries."""
    inputs, output = einsum_letters(x)
    axes: dict[str, Any] = {}
    for letters, y in zip(inputs, x.args[1:], strict=True):
        axes.update(zip(letters, y.shape, strict=True))
    inner = [c for c in axes if c not in output]

    def body(inside: Places, deeper: Scope) -> Term:
        at = dict(zip(output, shifted(places, len(inside)), strict=True))
        at.update(zip(inner, inside, strict=True))
        return mul(
            *(
                meaning_of(y, tuple(at[c] for c in letters), deeper)
                for letters, y in zip(inputs, x.args[1:], strict=True)
            )
        )

    return summed_over([axes[c] for c in inner], scope, body)


@rule(N.Inner)
def _inner(x: Any, places: Places, scope: Scope) -> Term:
    a, b = x.args
    return summed_over(
        a.shape, scope,
        lambda at, deeper: mul(meaning_of(a, at, deeper), meaning_of(b, at, deeper)),
    )  # fmt: skip


@rule(N.Outer)
def _outer(x: Any, places: Places, scope: Scope) -> Term:
    a, b = x.args
    return mul(meaning_of(a, places[:1], scope), meaning_of(b, places[1:], scope))


@rule(N.Kronecker)
def _kronecker(x: Any, places: Places, scope: Scope) -> Term:
    """The place on axis k is the pair (place of x, place of y); length 1 leaves the other place."""
    a, b = x.args
    left, right = [], []
    for axis, own, other, p in zip(x.shape, a.shape, b.shape, places, strict=True):
        if Axis(1) in (own, other):
            left.append(unit(0, 1) if own == Axis(1) else p)
            right.append(unit(0, 1) if other == Axis(1) else p)
            continue
        coordinates = split(axis, p)
        count = len(factors_of(own))
        left.append(joint(coordinates[:count]))
        right.append(joint(coordinates[count:]))
    return mul(meaning_of(a, tuple(left), scope), meaning_of(b, tuple(right), scope))


@rule(N.Trace)
def _trace(x: Any, places: Places, scope: Scope) -> Term:
    y = x.args[0]
    return summed(
        [sort_of_axis(y.shape[0])], scope, lambda at, deeper: meaning_of(y, at * 2, deeper)
    )


@rule(N.DiagonalMatrix)
def _diagonal_matrix(x: Any, places: Places, scope: Scope) -> Term:
    return mul(delta(*places), meaning_of(x.args[0], places[:1], scope))


@rule(N.Inverse)
def _inverse(x: Any, places: Places, scope: Scope) -> Term:
    """A new tensor R, the inverse of x also where x is varied: x R = I and R x = I.

    Written out for literal sizes up to 3.
    """
    y = x.args[0]
    s = sort_of_axis(y.shape[0])
    if is_small(s):
        return literal_inverse(y, s, places, scope)
    row, column = bound(1, s), bound(0, s)
    t = meaning_of(y, (row, column), scope.deeper(2))
    new = scope.introduce("inverse", t, (s, s))
    if new.new:
        scope.inverses.append((new.name, new.closed))
        sorts = (s, s, *(p.args[1] for p in new.levels))
        outer = shifted(new.levels, 1)

        def other(i: Term, j: Term) -> Term:
            return entry(new.name, *outer, i, j)

        i, j, inside = bound(2, s), bound(1, s), bound(0, s)  # below the sum over `inside`
        first = mul(_matrix_at(new.closed, i, inside), other(inside, j))
        second = mul(other(i, inside), _matrix_at(new.closed, inside, j))
        for body in (first, second):
            scope.suppose(sorts, total(s, body), delta(row, column))
    return entry(new.name, *new.parameters, *places)


def _matrix_at(t: Term, i: Term, j: Term) -> Term:
    """t, whose levels 1 and 0 are row and column, at (i, j) below one more binder."""

    def move(level: int, s: Any, depth: int) -> Term:
        if level < depth:
            return bound(level, s)
        if level - depth < 2:
            return shift((j, i)[level - depth], depth)
        return bound(level + 1, s)

    return map_bound(t, move)


@rule(N.Norm)
def _norm(x: Any, places: Places, scope: Scope) -> Term:
    y = x.args[0]
    squares = summed_over(
        y.shape, scope,
        lambda at, deeper: power(meaning_of(y, at, deeper), 2),
    )  # fmt: skip
    return power(squares, Fraction(1, 2))


# ---- along an axis


def _along(x: Any, k: int, places: Places, scope: Scope, read: Any) -> Term:
    """The sum over the places of axis k; `places` are those of the other axes."""

    def body(inside: Places, deeper: Scope) -> Term:
        at = shifted(places, 1)
        result: Term = read(x, at[:k] + inside + at[k:], deeper)
        return result

    return summed_over([x.shape[k]], scope, body)


def _without(places: Places, k: int) -> Places:
    return places[:k] + places[k + 1 :]


@rule(N.SumAxis)
def _sum_axis(x: Any, places: Places, scope: Scope) -> Term:
    return _along(x.args[0], int(x.args[1]), places, scope, meaning_of)


@rule(N.MeanAxis)
def _mean_axis(x: Any, places: Places, scope: Scope) -> Term:
    y, k = x.args[0], int(x.args[1])
    count = length_of(y.shape[k], scope)
    return mul(power(count, -1), _along(y, k, places, scope, meaning_of))


@rule(N.MaxAxis)
def _max_axis(x: Any, places: Places, scope: Scope) -> Term:
    y, k = x.args[0], int(x.args[1])
    s, at = sort_of_axis(y.shape[k]), shifted(places, 1)
    return largest(s, meaning_of(y, (*at[:k], bound(0, s), *at[k:]), scope.deeper(1)))


@rule(N.Softmax)
def _softmax(x: Any, places: Places, scope: Scope) -> Term:
    """exp(x[i]) (sum over j of exp(x[j]))^-1."""
    y, k = x.args[0], int(x.args[1])
    weights = _along(y, k, _without(places, k), scope, exponential)
    return mul(exponential(y, places, scope), power(weights, -1))


@rule(N.MaskedSoftmax)
def _masked_softmax(x: Any, places: Places, scope: Scope) -> Term:
    """m[i] exp(x[i]) (sum over j of m[j] exp(x[j]))^-1."""
    y, mask, k = x.args[0], x.args[1], int(x.args[2])

    def weight(z: Any, at: Places, deeper: Scope) -> Term:
        return mul(operand(mask, at, deeper), exponential(y, stretched(y, at), deeper))

    weights = _along(x, k, _without(places, k), scope, weight)
    return mul(operand(mask, places, scope), exponential(y, stretched(y, places), scope),
               power(weights, -1))  # fmt: skip


@rule(N.LogSumExp)
def _log_sum_exp(x: Any, places: Places, scope: Scope) -> Term:
    return log(_along(x.args[0], int(x.args[1]), places, scope, exponential))


@rule(N.LogSoftmax)
def _log_softmax(x: Any, places: Places, scope: Scope) -> Term:
    """x[i] - log(sum over j of exp(x[j]))."""
    y, k = x.args[0], int(x.args[1])
    weights = _along(y, k, _without(places, k), scope, exponential)
    return add(meaning_of(y, places, scope), mul(MINUS_ONE, log(weights)))


@rule(N.SumOver)
def _sum_over(x: Any, places: Places, scope: Scope) -> Term:
    i, y = x.args
    return summed(
        [sort_of_axis(i.axis)], scope,
        lambda at, deeper: meaning_of(y, shifted(places, 1), deeper.with_index(i, at[0])),
    )  # fmt: skip


# ---- calculus


@rule(N.Gradient, N.Jacobian)
def _derivative(x: Any, places: Places, scope: Scope) -> Term:
    """The partial derivative of the entry of y by the entry of the tensor."""
    y, variable = x.args
    name = str(variable.args[0])
    stands = scope.lets.get(name)
    by: Places = places[y.rank :]
    if isinstance(stands, Named):
        name = stands.name
        by = shifted(stands.parameters, scope.depth - stands.depth) + by
    t = meaning_of(y, places[: y.rank], scope.differentiated(name))
    return diff(t, name, *by)
