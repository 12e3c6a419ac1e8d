"""From a node to steps: products, rearrangements, derivatives; the second half of `step_rules`.

Place: beside node_steps. Every product is a `contract` step: axes carry labels, and a label that is
not in the output is summed.

Legend
  t           the node            p        the program being made
  x, y        steps               a, b, c  labels of axes, small integers
"""

from __future__ import annotations

from typing import Any

from sympy import Rational

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.shapes_products import einsum_letters
from symattn.lowering.node_steps import Scope, rule
from symattn.lowering.program import Program
from symattn.lowering.reverse import derivative
from symattn.lowering.steps import Step


@rule(N.MatMul)
def _matmul(t: Any, s: Scope) -> Step:
    x, y = map(s.step, t.args)
    product = matrix_product(s.program, x, y)
    weight = t.args[1]
    while isinstance(weight, (N.At, N.HeadSlice, N.Block)):
        weight = weight.args[0]
    if isinstance(weight, N.Tensor) and str(weight.args[0]).startswith("W") and x.rank:
        s.program.named(product, _projection_name(str(weight.args[0])))
    return product


PROJECTIONS = {"Q": "queries", "K": "keys", "V": "values"}


def _projection_name(name: str) -> str:
    letters = [c for c in name[1:] if c.isalnum()]
    return PROJECTIONS.get(letters[0] if letters else "", "projected")


def matrix_product(p: Program, x: Step, y: Step) -> Step:
    """x @ y of vectors and matrices; batched over equal leading axes above rank 2."""
    batch = max(x.rank, y.rank) - 2 if max(x.rank, y.rank) > 2 else 0
    rows, inner, columns = range(batch), batch, batch + 1
    xs = (*rows, batch + 2, inner) if x.rank > 1 else (inner,)
    ys = (*rows, inner, columns) if y.rank > 1 else (inner,)
    out = (*rows, *((batch + 2,) if x.rank > 1 else ()), *((columns,) if y.rank > 1 else ()))
    return p.contract(x, y, (xs, ys, out))


@rule(N.Einsum)
def _einsum(t: Any, s: Scope) -> Step:
    p = s.program
    inputs, output = einsum_letters(t)
    known = {c: n for n, c in enumerate(sorted(set("".join(inputs))))}
    factors = [
        _distinct(p, s.step(x), [known[c] for c in w])
        for w, x in zip(inputs, t.args[1:], strict=True)
    ]
    value, labels = factors[0]
    out = tuple(known[c] for c in output)
    for place, (y, ys) in enumerate(factors[1:], start=2):
        later = {c for _, cs in factors[place:] for c in cs} | set(out)
        kept = tuple(c for c in dict.fromkeys((*labels, *ys)) if c in later)
        target = out if place == len(factors) else kept
        value, labels = p.contract(value, y, (labels, ys, target)), target
    value = p.sum(value, [k for k, c in enumerate(labels) if c not in out])
    left = [c for c in labels if c in out]
    return p.permute(value, [left.index(c) for c in out])


def _distinct(p: Program, x: Step, labels: list[int]) -> tuple[Step, tuple[int, ...]]:
    """x with each label once: a repeated letter takes the diagonal."""
    for c in list(dict.fromkeys(labels)):
        while labels.count(c) > 1:
            a = labels.index(c)
            b = labels.index(c, a + 1)
            x = diagonal(p, x, a, b)
            labels = [d for k, d in enumerate(labels) if k not in (a, b)] + [c]
    return x, tuple(labels)


def diagonal(p: Program, x: Step, a: int, b: int) -> Step:
    """The diagonal of own axes a < b, as a new last axis."""
    kept = tuple(axis for k, axis in enumerate(x.shape) if k not in (a, b))
    return p.make("diagonal", (x,), (a, b), (*kept, x.shape[a]))


@rule(N.Transpose)
def _transpose(t: Any, s: Scope) -> Step:
    return s.program.transpose(s.step(t.args[0]))


@rule(N.Permute)
def _permute(t: Any, s: Scope) -> Step:
    return s.program.permute(s.step(t.args[0]), [int(k) for k in t.args[1]])


@rule(N.Inner)
def _inner(t: Any, s: Scope) -> Step:
    x, y = map(s.step, t.args)
    letters = tuple(range(x.rank))
    return s.program.contract(x, y, (letters, letters, ()))


@rule(N.Outer)
def _outer(t: Any, s: Scope) -> Step:
    x, y = map(s.step, t.args)
    return s.program.contract(x, y, ((0,), (1,), (0, 1)))


@rule(N.Kronecker)
def _kronecker(t: Any, s: Scope) -> Step:
    x, y = map(s.step, t.args)
    evens, odds = (tuple(range(first, 2 * x.rank, 2)) for first in (0, 1))
    pairs = s.program.contract(x, y, (evens, odds, tuple(range(2 * x.rank))))
    return s.program.reshape(pairs, t.shape)


@rule(N.Trace)
def _trace(t: Any, s: Scope) -> Step:
    return s.program.sum(diagonal(s.program, s.step(t.args[0]), 0, 1), (0,))


@rule(N.DiagonalMatrix)
def _diagonal_matrix(t: Any, s: Scope) -> Step:
    p = s.program
    return p.mul(p.insert(s.step(t.args[0]), 1), p.make("eye", shape=t.shape))


@rule(N.DiagonalOf)
def _diagonal_of(t: Any, s: Scope) -> Step:
    return diagonal(s.program, s.step(t.args[0]), 0, 1)


@rule(N.Inverse)
def _inverse(t: Any, s: Scope) -> Step:
    return s.program.make("inverse", (s.step(t.args[0]),), shape=t.shape, name="inverse")


@rule(N.MatrixPower)
def _matrix_power(t: Any, s: Scope) -> Step:
    p, x, k = s.program, s.step(t.args[0]), int(t.args[1])
    if k == 0:
        return p.make("eye", shape=t.shape)
    base = p.make("inverse", (x,), shape=t.shape, name="inverse") if k < 0 else x
    result = base
    for bit in f"{abs(k):b}"[1:]:
        result = matrix_product(p, result, result)
        result = matrix_product(p, result, base) if bit == "1" else result
    return result


@rule(N.Norm)
def _norm(t: Any, s: Scope) -> Step:
    x = s.step(t.args[0])
    letters = tuple(range(x.rank))
    squares = s.program.contract(x, x, (letters, letters, ()))
    return s.program.named(s.program.power(squares, Rational(1, 2)), "norm")


@rule(N.Reshape)
def _reshape(t: Any, s: Scope) -> Step:
    return s.program.reshape(s.step(t.args[0]), t.shape)


@rule(N.VecColumns)
def _vec_columns(t: Any, s: Scope) -> Step:
    return s.program.reshape(s.program.transpose(s.step(t.args[0])), t.shape)


# ---- calculus


@rule(N.Gradient)
def _gradient(t: Any, s: Scope) -> Step:
    f, x = map(s.step, t.args)
    return derivative(s.program, f, x, frozenset(s.tensors.values()), frozenset(s.indices.values()))


@rule(N.Jacobian)
def _jacobian(t: Any, s: Scope) -> Step:
    p = s.program
    y, x = map(s.step, t.args)
    places = [p.new_index(axis, "o") for axis in y.shape]
    one = y
    for i in places:
        one = p.spread(one, 0, i)
    outer = frozenset(s.indices.values()) | frozenset(places)
    result = derivative(p, one, x, frozenset(s.tensors.values()), outer)
    for i in reversed(places):
        result = p.collect(result, i)
    return result
