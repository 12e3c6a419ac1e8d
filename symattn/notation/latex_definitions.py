"""Using a definition: its body with other indices, arguments and sizes put in, without capture.

Place: beside latex_scope, below the building of terms.

Legend
  i       an index of the definition         new     what takes the place of something in the body
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Expr, Symbol

from symattn.errors import ShapeError
from symattn.expressions.axes import Axis, product_axis, same_axis
from symattn.expressions.nodes import (
    ConcatOver,
    Index,
    Node,
    Stack,
    SumOver,
    free_indices_of,
)
from symattn.notation.latex_scope import Definition

New = dict[Basic, Basic]


def applied(definition: Definition, indices: tuple[Expr, ...], arguments: tuple[Node, ...]) -> Node:
    """The body of the definition at these indices and for these arguments.

    Fails    ShapeError where an argument does not have the shape of the one it stands for
    """
    new: New = {}
    for parameter, argument in zip(definition.arguments, arguments, strict=True):
        _unify(parameter, argument, new)
        new[parameter] = argument
    for index, expression in zip(definition.indices, indices, strict=True):
        new[index] = expression
    changed = {a: b for a, b in new.items() if a != b}
    result = substituted(definition.body, changed) if changed else definition.body
    if not isinstance(result, Node):
        raise ShapeError("using a definition", f"{definition.name} is no expression")
    return result


def _unify(parameter: Node, argument: Node, new: New) -> None:
    if parameter.rank != argument.rank:
        raise ShapeError(
            "using a definition",
            f"its argument {parameter} has rank {parameter.rank}, not {argument.rank}",
            do="give an argument of that shape",
        )  # fmt: skip
    for have, wanted in zip(parameter.shape, argument.shape, strict=True):
        if have == wanted and have not in new:
            new[have] = wanted
        elif type(have) is Axis and isinstance(have.size, Symbol):
            if not same_axis(_axis_in(new, have), wanted) and have in new:
                raise ShapeError(
                    "using a definition",
                    f"the size {have} is {new[have]} in one argument, {wanted} in another",
                    do="give arguments whose sizes agree",
                )  # fmt: skip
            new[have], new[have.size] = wanted, wanted.size
        elif not same_axis(have, wanted):
            raise ShapeError(
                "using a definition", f"an axis is {have} in the definition, {wanted} here"
            )


def _axis_in(new: New, a: Axis) -> Axis:
    found = new.get(a, a)
    return found if isinstance(found, Axis) else a


def substituted(x: Basic, new: New) -> Basic:
    """x with the parts of `new` put in; bound indices that would be captured get a prime."""
    if x in new:
        return new[x]
    if not x.args:
        return x.xreplace(_scalars(new)) if isinstance(x, Expr) else x
    if isinstance(x, Expr):
        return x.xreplace(_scalars(new))
    if isinstance(x, Axis):
        parts = [substituted(a, new) for a in x.args]
        return product_axis(*parts) if type(x).__name__ == "ProductAxis" else x.func(*parts)
    if isinstance(x, (SumOver, Stack, ConcatOver)):
        return _under_binder(x, new)
    return x.func(*(substituted(a, new) for a in x.args))


def _under_binder(x: Any, new: New) -> Basic:
    index, *rest = x.args
    inside = {a: b for a, b in new.items() if a != index}
    axis = substituted(index.axis, inside)
    taken = {i.name for b in inside.values() for i in _indices_of(b)}
    name = index.name
    while name in taken:
        name += "_prime"
    fresh = Index(name, axis if isinstance(axis, Axis) else index.axis)
    if fresh != index:
        inside = {**inside, index: fresh}
    bound: Basic = x.func(fresh, *(substituted(a, inside) for a in rest))
    return bound


def _indices_of(x: Basic) -> set[Index]:
    return free_indices_of(x) if isinstance(x, (Node, Expr)) else set()


def _scalars(new: New) -> New:
    return {a: b for a, b in new.items() if isinstance(a, Symbol) and isinstance(b, Expr)}
