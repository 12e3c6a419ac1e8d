"""Gradients in matrix form, by the reverse mode on expressions.

Place: above the tables of pullbacks; the prover shows that each result equals grad(f, X).

Legend
  f     a scalar expression        X     a tensor symbol
  c     a cotangent: the gradient of f by a part y of f, of the shape of y
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symattn.calculus import pullbacks_along as _along  # noqa: F401 - fills the table
from symattn.calculus import pullbacks_indices as _indices  # noqa: F401 - fills the table
from symattn.calculus.pullbacks import ONE, pullbacks
from symattn.calculus.pullbacks_indices import unused_index
from symattn.errors import BadInput, ShapeError
from symattn.expressions import build as B  # noqa: N812
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.nodes import Node, free_indices_of

BINDERS = (N.SumOver, N.Stack, N.ConcatOver)


def gradient_of(f: Node, X: Node) -> Node:
    """The gradient of the scalar f by all entries of X, as a matrix expression.

    Math     for f = <C, softmax(Q K^T / sqrt(d)) V>: dQ = dS K / sqrt(d)
    Shapes   f () , X (...) -> (...)
    Fails    ShapeError where f is no scalar; BadInput where X is no tensor symbol; Unsupported
             where a node of f has no rule, such as a maximum
    Example  gradient_of(inner(C, X @ W), X) is C @ W.T
    """
    if not isinstance(X, N.Tensor):
        raise BadInput(
            "taking a gradient", f"{X} is not a tensor symbol", do="name it: let(P, value, ...)"
        )
    if f.rank:
        raise ShapeError(
            "taking a gradient", f"the expression has {f.rank} axes", "a gradient is of a scalar",
            "contract it with a tensor: inner(C, y)",
        )  # fmt: skip
    found = _pull(f, ONE, X)
    return B.zeros(*X.shape) if found is None else found


def _pull(f: Node, c: Node, X: Node) -> Node | None:
    """The gradient by X of <c, f>, with c held fixed; None where f does not contain X.

    Parts that occur more than once are visited once, with the sum of their cotangents.
    """
    f = _without_let(f)
    cotangents: dict[Node, Node] = {f: c}
    result: Node | None = None
    for node in _outside_in(f, X):
        above = cotangents.pop(node, None)
        if above is None:
            continue
        if node == X:
            result = _sum(result, above)
        elif isinstance(node, BINDERS):
            result = _sum(result, _through_binder(node, above, X))
        else:
            for x, part in pullbacks.of(node)(node, above):
                if x.has(X):
                    cotangents[x] = _sum(cotangents.get(x), part)
    return result


def _sum(x: Node | None, y: Node) -> Node:
    return y if x is None else x + y


def _without_let(f: Node) -> Node:
    """f with the values in place of the names that a Let binds."""
    while True:
        lets = [x for x in f.atoms(N.Let) if not x.args[1].has(N.Let)]
        if not lets:
            return f
        found = lets[0]
        name, value, body = found.args
        named = [t for t in body.atoms(N.Tensor) if t.args[0] == name]
        f = f.xreplace({found: body.xreplace(dict.fromkeys(named, value))})


def _outside_in(f: Node, X: Node) -> Iterable[Node]:
    """The parts of f that contain X, each before its own parts; a binder hides its body."""
    order: list[Node] = []
    seen: set[Node] = set()
    stack: list[tuple[Any, bool]] = [(f, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif isinstance(node, Node) and node not in seen and node.has(X):
            seen.add(node)
            stack.append((node, True))
            if not isinstance(node, BINDERS):
                stack.extend((a, False) for a in node.args)
    return reversed(order)


def _through_binder(node: Any, c: Node, X: Node) -> Node:
    """The gradient through a sum, stack or concatenation over an index: a sum over the index."""
    i, body = node.args[0], node.args[1]
    if i.name in {free.name for free in free_indices_of(c)}:
        j = unused_index(i.name, i.axis, c, body)
        body = body.xreplace({i: j})
    else:
        j = i
    if isinstance(node, N.Stack):
        c = B.at(c, j)
    elif isinstance(node, N.ConcatOver):
        c = B.head_slice(c, j, int(node.args[2]))
    inside = _pull(body, c, X)
    return B.zeros(*X.shape) if inside is None else sum_of(j, inside)


def sum_of(i: N.Index, x: Node) -> Node:
    """The sum of x over i; of rows e_i y_i^T it is the stack of the y_i."""
    if isinstance(x, N.Outer):
        unit, y = x.args
        if isinstance(unit, N.UnitVector) and unit.args[0] == i:
            return B.stack(i, y)
        if isinstance(y, N.UnitVector) and y.args[0] == i:
            return B.stack(i, unit).T
    if isinstance(x, N.Einsum) and str(x.args[0]) == "a,bc->abc":
        _, unit, y = x.args
        if isinstance(unit, N.UnitVector) and unit.args[0] == i:
            return B.stack(i, y)
    return B.sum_over(i, x)
