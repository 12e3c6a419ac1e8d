"""The table of the reverse mode: what the gradient of an output makes of the inputs of one node.

Place: the floor of calculus; products and entrywise operations are here, pullbacks_along.py has
the operations along an axis, pullbacks_indices.py those with indices, heads and blocks.

Legend
  y = op(x_1, ..)   a node          c     the cotangent of y: the gradient of f by y, y's shape
  a rule returns    the pairs (x_1, its cotangent), ... of the arguments that can depend on X
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symattn.errors import Unsupported
from symattn.expressions import build as B  # noqa: N812 - a legend letter
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Node, node_of
from symattn.expressions.tables import Table

Pairs = list[tuple[Node, Node]]
pullbacks: Table[Callable[[Any, Node], Pairs]] = Table("gradient")
ONE = node_of(1)


def times(c: Node, x: Node) -> Node:
    """The scalar c times x, without writing a factor 1."""
    if c == ONE:
        return x
    return c if x == ONE else c * x


def entrywise(x: Node, y: Node) -> Node:
    """The entrywise product, as a Hadamard product where both have one shape and axes."""
    if x.rank and x.shape == y.shape:
        return B.hadamard(x, y)
    return times(x, y) if x.rank == 0 else times(y, x) if y.rank == 0 else x * y


def back_to(x: Node, c: Node) -> Node:
    """The cotangent c of a stretched x, summed over the axes along which x was stretched."""
    if x.rank == 0:
        return B.total(c)
    for k, (mine, wide) in enumerate(zip(x.shape, c.shape, strict=True)):
        if mine != wide and mine == Axis(1):
            c = B.new_axis(B.sum_axis(c, k), k)
    return c


def product_back(x: Node, c: Node, y: Node) -> Node:
    """The cotangent of x in the entrywise product of x and y."""
    if x.rank == 0 and c.rank and c.shape == y.shape:
        return B.inner(c, y)
    return back_to(x, entrywise(c, y))


def flip(x: Node) -> Node:
    """The transpose, carried to where it says something: (X Y)^T = Y^T X^T, (X^T)^T = X."""
    if isinstance(x, N.Transpose):
        inside: Node = x.args[0]
        return inside
    if isinstance(x, N.MatMul) and all(a.rank == 2 for a in x.args):
        return product(flip(x.args[1]), flip(x.args[0]))
    if isinstance(x, N.Divide) and x.args[1].rank == 0:
        turned: Node = flip(x.args[0]) / x.args[1]
        return turned
    return x.T


def product(x: Node, y: Node) -> Node:
    """The matrix product, with a scalar denominator behind it: (X / s) Y = X Y / s."""
    for first, (a, other) in ((True, (x, y)), (False, (y, x))):
        if isinstance(a, N.Divide) and a.args[1].rank == 0 and a.rank:
            top = a.args[0]
            made: Node = (product(top, other) if first else product(other, top)) / a.args[1]
            return made
    made = x @ y
    return made


# ---- entry by entry


@pullbacks.rule(N.Add)
def _add(node: Any, c: Node) -> Pairs:
    return [(x, back_to(x, c)) for x in node.args]


@pullbacks.rule(N.Subtract)
def _subtract(node: Any, c: Node) -> Pairs:
    x, y = node.args
    return [(x, back_to(x, c)), (y, -back_to(y, c))]


@pullbacks.rule(N.Negate)
def _negate(node: Any, c: Node) -> Pairs:
    return [(node.args[0], -c)]


@pullbacks.rule(N.Multiply, N.Hadamard)
def _multiply(node: Any, c: Node) -> Pairs:
    x, y = node.args
    return [(x, product_back(x, c, y)), (y, product_back(y, c, x))]


@pullbacks.rule(N.Divide)
def _divide(node: Any, c: Node) -> Pairs:
    x, y = node.args
    return [(x, back_to(x, c / y)), (y, -back_to(y, entrywise(c, node) / y))]


@pullbacks.rule(N.Power)
def _power(node: Any, c: Node) -> Pairs:
    x, r = node.args
    if not isinstance(r, N.Constant):
        raise Unsupported(
            "gradient of a power", "the exponent is not a constant", do="write it as exp(r log x)"
        )
    exponent = r.args[0]
    slope = x if exponent == 2 else x ** node_of(exponent - 1)
    return [(x, times(r, entrywise(c, slope)))]


def _relative(x: Node, y: Node, name: str) -> Node:
    """The derivative of the named function at x, where its value is y."""
    slopes: dict[str, Callable[[], Node]] = {
        "exp": lambda: y,
        "log": lambda: ONE / x,
        "sqrt": lambda: ONE / times(node_of(2), y),
        "sin": lambda: B.cos(x),
        "cos": lambda: -B.sin(x),
        "tanh": lambda: ONE - y**2,
        "sigmoid": lambda: entrywise(y, ONE - y),
        "softplus": lambda: B.sigmoid(x),
        "silu": lambda: entrywise(B.sigmoid(x), ONE + entrywise(x, ONE - B.sigmoid(x))),
    }
    if name not in slopes:
        raise Unsupported(
            f"gradient of {name}", "its derivative is not in the table",
            f"the table has {' '.join(slopes)}", "keep grad(f, X) unevaluated, or add a line",
        )  # fmt: skip
    return slopes[name]()


@pullbacks.rule(N.Apply)
def _apply(node: Any, c: Node) -> Pairs:
    name, x = node.args
    return [(x, entrywise(c, _relative(x, node, str(name))))]


# ---- products and rearrangements


@pullbacks.rule(N.MatMul)
def _matmul(node: Any, c: Node) -> Pairs:
    x, y = node.args
    if x.rank == y.rank == 1:
        return [(x, times(c, y)), (y, times(c, x))]
    if x.rank == 1 and y.rank == 2:
        return [(x, product(y, c)), (y, B.outer(x, c))]
    if x.rank == 2 and y.rank == 1:
        return [(x, B.outer(c, y)), (y, product(flip(x), c))]
    if x.rank == y.rank:
        return [(x, product(c, flip(y))), (y, product(flip(x), c))]
    raise Unsupported(
        "gradient of a product", f"the factors have {x.rank} and {y.rank} axes",
        do="write the product as an einsum",
    )  # fmt: skip


@pullbacks.rule(N.Inner)
def _inner(node: Any, c: Node) -> Pairs:
    x, y = node.args
    return [(x, times(c, y)), (y, times(c, x))]


@pullbacks.rule(N.Outer)
def _outer(node: Any, c: Node) -> Pairs:
    x, y = node.args
    return [(x, product(c, y)), (y, product(flip(c), x))]


@pullbacks.rule(N.Einsum)
def _einsum(node: Any, c: Node) -> Pairs:
    spec, *xs = node.args
    inputs, out = str(spec).split("->")
    words = inputs.split(",")
    pairs: Pairs = []
    for place, (x, word) in enumerate(zip(xs, words, strict=True)):
        others = [(w, y) for k, (w, y) in enumerate(zip(words, xs, strict=True)) if k != place]
        seen = set(out).union(*(w for w, _ in others))
        alone = [(a, B.ones(x.shape[k])) for k, a in enumerate(word) if a not in seen]
        if len(set(word)) < len(word):
            raise Unsupported(
                "gradient of einsum", f"{word} repeats a letter", do="take the diagonal first"
            )
        terms = [(out, c), *others, *alone]
        text = ",".join(w for w, _ in terms) + "->" + word
        pairs.append((x, B.einsum(text, *(y for _, y in terms))))
    return pairs


@pullbacks.rule(N.Transpose)
def _transpose(node: Any, c: Node) -> Pairs:
    x = node.args[0]
    return [(x, flip(c))]


@pullbacks.rule(N.Permute)
def _permute(node: Any, c: Node) -> Pairs:
    x, order = node.args
    back = [list(order).index(k) for k in range(x.rank)]
    return [(x, B.permute(c, *back))]


@pullbacks.rule(N.Trace)
def _trace(node: Any, c: Node) -> Pairs:
    x = node.args[0]
    return [(x, times(c, B.identity(x.shape[0])))]


@pullbacks.rule(N.DiagonalMatrix)
def _diagonal_matrix(node: Any, c: Node) -> Pairs:
    return [(node.args[0], B.diag_of(c))]


@pullbacks.rule(N.DiagonalOf)
def _diagonal_of(node: Any, c: Node) -> Pairs:
    return [(node.args[0], B.diag(c))]


@pullbacks.rule(N.Inverse)
def _inverse(node: Any, c: Node) -> Pairs:
    return [(node.args[0], -(node.T @ c @ node.T))]


@pullbacks.rule(N.Norm)
def _norm(node: Any, c: Node) -> Pairs:
    x = node.args[0]
    return [(x, times(c, x / node))]


@pullbacks.rule(N.Reshape)
def _reshape(node: Any, c: Node) -> Pairs:
    x = node.args[0]
    return [(x, B.reshape(c, *x.shape))]


@pullbacks.rule(N.VecColumns)
def _vec(node: Any, c: Node) -> Pairs:
    x = node.args[0]
    return [(x, B.reshape(c, x.shape[1], x.shape[0]).T)]
