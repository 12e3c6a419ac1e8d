"""Forms of the claim language that bind a name, or look at the text of an argument.

Place: beside the closed table of forms, which lists them under SPECIAL.

Legend
  i, n        a bound index and its bound       c    a condition       P    a name bound by let
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from sympy import Integer

from symattn.errors import NoSuchAxis, ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import shape_text
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Node
from symattn.notation.python_reader_sizes import (
    axis_number,
    bound_index,
    condition_of,
    is_index_condition,
    literal_integer,
    not_a_comparison,
    wrong_count,
)
from symattn.notation.python_reader_text import Reading

SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def _pairs_of(reading: Reading, tree: ast.Call) -> list[tuple[ast.expr, ast.expr]]:
    """The names and bounds before the body of sum and tab."""
    if len(tree.args) < 3 or len(tree.args) % 2 == 0:
        raise wrong_count(reading, tree, "nbt")
    return list(zip(tree.args[:-1:2], tree.args[1:-1:2], strict=True))


def _sum(reading: Reading, tree: ast.Call) -> Node:
    return _sum_over(reading, _pairs_of(reading, tree), tree.args[-1])


def _sum_over(reading: Reading, pairs: list[tuple[ast.expr, ast.expr]], body: ast.expr) -> Node:
    if not pairs:
        return reading.value(body)
    (name, bound), *rest = pairs
    number = literal_integer(bound)
    if number is not None and number <= 0:
        return _empty_sum(reading, name, rest, body)
    index, condition, inside = bound_index(reading, name, bound, [*(t for _, t in rest), body])
    x = _sum_over(inside, rest, body)
    if condition is not None:
        x = N.Where(condition, x, _zeros(x))
    made: Node = N.SumOver(index, x)
    return made


def _zeros(x: Node) -> Node:
    made: Node = N.Zeros(*x.shape) if x.rank else N.Constant(0)
    return made


def _empty_sum(
    reading: Reading, name: ast.expr, rest: list[tuple[ast.expr, ast.expr]], body: ast.expr
) -> Node:
    """The empty sum is 0 in the shape of the body; its index fits the first axis that it can."""
    if not isinstance(name, ast.Name):
        raise reading.refuse(name, "a bound index is a name", do="write sum(i, n, body)")
    scope, refusal = reading.scope, ShapeError("reading a sum", "no index fits", do="leave it out")
    axes = [a for t in scope.tensors.values() for a in t.shape]
    for axis in dict.fromkeys((Axis(1), *scope.sizes.values(), *axes)):
        index = N.Index(scope.fresh_index(name.id), axis)
        inside = reading.inside(scope.with_index(name.id, index))
        try:
            return _zeros(_sum_over(inside, rest, body))
        except ShapeError as error:
            refusal = error
    raise refusal


def _stack(reading: Reading, tree: ast.Call) -> Node:
    bound, inside = [], reading
    for name, limit in _pairs_of(reading, tree):
        index, condition, inside = bound_index(inside, name, limit, tree.args)
        bound.append((index, condition))
    _need_whole(reading, tree, bound)
    body = inside.value(tree.args[-1])
    for index, _ in reversed(bound):
        body = N.Stack(index, body)
    return body


def _need_whole(reading: Reading, tree: ast.Call, bound: list[tuple[N.Index, Any]]) -> None:
    cut = [condition for _, condition in bound if condition is not None]
    if cut:
        raise NoSuchAxis(
            "reading an axis", f"no axis has the bound of {reading.part(tree)}",
            "a new axis has a length that is a sum or product of sizes", "use a size as bound",
            length=cut[0].args[1] if cut[0].args else Integer(-1),  # never, as for i < -n
        )  # fmt: skip


def _concat_over(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 4:
        raise wrong_count(reading, tree, "nbtk")
    index, condition, inside = bound_index(reading, tree.args[0], tree.args[1], [tree.args[2]])
    _need_whole(reading, tree, [(index, condition)])
    body = inside.value(tree.args[2])
    made: Node = N.ConcatOver(index, body, axis_number(reading, tree.args[3], body))
    return made


def _concat(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 2 or not isinstance(tree.args[0], (ast.List, ast.Tuple)):
        raise reading.refuse(tree, "concat takes a list and an axis", do="write concat([A, B], 0)")
    xs = [reading.value(t) for t in tree.args[0].elts]
    if not xs:
        raise reading.refuse(tree.args[0], "the list is empty", do="write concat([A, B], 0)")
    k = axis_number(reading, tree.args[1], xs[0])
    made: Node = N.Concat(k, *xs) if len(xs) > 1 else xs[0]
    return made


def _einsum(reading: Reading, tree: ast.Call) -> Node:
    spec = tree.args[0] if tree.args else tree
    if not (isinstance(spec, ast.Constant) and isinstance(spec.value, str)) or len(tree.args) < 2:
        raise reading.refuse(
            spec, "einsum takes a literal text and tensors", do="write einsum('ij,jk->ik', A, B)"
        )
    text = spec.value.replace(" ", "")
    groups = text.partition("->")[0].split(",")
    if "->" not in text or len(groups) != len(tree.args) - 1:
        raise reading.refuse(
            spec, f"{spec.value!r} does not name {len(tree.args) - 1} operands and an output",
            "the output is explicit", "write einsum('ij,jk->ik', A, B)",
        )  # fmt: skip
    made: Node = N.Einsum(text, *(reading.value(t) for t in tree.args[1:]))
    return made


def _where(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 3:
        raise wrong_count(reading, tree, "ctt")
    condition, a, b = tree.args
    if is_index_condition(reading, condition):
        chosen = condition_of(reading, condition)
        made: Node = N.Where(chosen, reading.value(a), reading.value(b))
        return made
    return _choice(reading, condition, reading.value(a), reading.value(b))


def _choice(reading: Reading, tree: ast.expr, x: Node, y: Node) -> Node:
    """x where the condition holds, else y; and, or, not become nested choices."""
    if is_index_condition(reading, tree):
        chosen: Node = N.Where(condition_of(reading, tree), x, y)
        return chosen
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return _choice(reading, tree.operand, y, x)
    if isinstance(tree, ast.BoolOp):
        out = x if isinstance(tree.op, ast.And) else y
        for t in reversed(tree.values):
            both = (out, y) if isinstance(tree.op, ast.And) else (x, out)
            out = _choice(reading, t, *both)
        return out
    if not isinstance(tree, ast.Compare) or any(type(s) not in SIGNS for s in tree.ops):
        raise not_a_comparison(reading, tree)
    parts = [reading.value(t) for t in (tree.left, *tree.comparators)]
    out = x
    for sign, a, b in reversed(list(zip(tree.ops, parts, parts[1:], strict=False))):
        out = N.WhereTensor(SIGNS[type(sign)], a, b, out, y)
    return out


def _let(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 3:
        raise wrong_count(reading, tree, "ntt")
    name, value = tree.args[0], reading.value(tree.args[1])
    if not isinstance(name, ast.Name):
        raise reading.refuse(name, "let binds a name", do="write let(X, value, body)")
    own = reading.scope.fresh_tensor(name.id)
    tensor = N.Tensor(own, value.shape)
    body = reading.inside(reading.scope.with_tensor(name.id, tensor)).value(tree.args[2])
    made: Node = N.Let(own, value, body)
    return made


def _derivative(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 2:
        raise wrong_count(reading, tree, "tn")
    target, scope = tree.args[1], reading.scope
    if not isinstance(target, ast.Name) or not isinstance(scope.tensors.get(target.id), N.Tensor):
        names = " ".join(scope.tensors)
        raise reading.refuse(
            target, f"{reading.part(target)} is not the name of a tensor", f"tensors are {names}",
            "differentiate by a declared symbol, or by a name bound with let(P, value, body)",
        )  # fmt: skip
    x, y = scope.tensors[target.id], reading.value(tree.args[0])
    name = reading.part(tree.func)
    if name != "jac" and y.rank:
        raise ShapeError(
            f"reading {name}", f"{reading.part(tree.args[0])} has the axes {shape_text(y)}",
            f"{name} is of a scalar", "use jac for a tensor, or sum_all",
        )  # fmt: skip
    made: Node = N.Jacobian(y, x) if name == "jac" else N.Gradient(y, x)
    return N.Jacobian(made, x) if name == "hess" else made


SPECIAL: dict[str, Callable[[Reading, ast.Call], Node]] = {
    "sum": _sum, "tab": _stack, "concat_over": _concat_over, "concat": _concat, "einsum": _einsum,
    "where": _where, "let": _let, "grad": _derivative, "jac": _derivative, "hess": _derivative,
}  # fmt: skip
