"""Running an emitted source on arrays of symbols, and proving the result equal to the expression.

Place: after lowered_function; needs the prover for `proved_source`. What runs is the source text
itself, with numpy exchanged: this checks what was written, not what was meant to be written.

Legend
  rebuilt     the node that the run computed, with the sizes still letters
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from sympy import Basic, Expr

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Node
from symattn.lowering.lowered_function import LoweredFunction
from symattn.lowering.scalar_texts import identifier
from symattn.lowering.symbolic_array import SymbolicArray, node_from
from symattn.lowering.symbolic_grid import Grid
from symattn.lowering.symbolic_nodes import unsupported
from symattn.lowering.symbolic_numpy import SymbolicNumpy
from symattn.prover.claim import Claim


def rebuilt_expression(lowered: LoweredFunction) -> Node:
    """The expression that the emitted source computes, found by running it on symbols.

    Fails   Unsupported where the source does something that arrays of symbols do not follow.
    """
    tree = ast.parse(lowered.source)
    tree.body = [part for part in tree.body if not isinstance(part, (ast.Import, ast.ImportFrom))]
    numpy = SymbolicNumpy(_known_axes(lowered))
    names: dict[str, Any] = {"np": numpy, "math": numpy, "float": numpy.number}
    exec(compile(tree, f"<{lowered.name} on symbols>", "exec"), names)
    arrays = [SymbolicArray(N.Tensor(n, axes)) for n, axes in lowered.sizes.arguments]
    options: dict[str, Any] = {identifier(s.name): s for s in lowered.sizes.keywords}
    options |= {identifier(i.name): Grid((), i) for i in lowered.indices}
    options |= {f: _opaque(f) for f in lowered.functions}
    result = names[lowered.name](*arrays, **options)
    if isinstance(result, (tuple, list)):
        raise unsupported("a function with several results")
    return node_from(result)


def _opaque(name: str) -> Callable[[Any], SymbolicArray]:
    return lambda x: SymbolicArray(N.Apply(name, node_from(x)))


def _known_axes(lowered: LoweredFunction) -> dict[Expr, Axis]:
    found: dict[Expr, Axis] = {}
    stack: list[Basic] = [lowered.expression]
    while stack:
        x = stack.pop()
        axes = (x,) if isinstance(x, Axis) else x.shape if isinstance(x, Node) else ()
        for a in axes:
            found.setdefault(a.size.expand(), a)
        stack.extend(x.args)
    for _, axes in lowered.sizes.arguments:
        for a in axes:
            found[a.size.expand()] = a
    return found


def source_claim(lowered: LoweredFunction, **fields: Any) -> Claim:
    """The claim that the emitted source computes its expression, for all sizes."""
    rebuilt = rebuilt_expression(lowered)
    return Claim(left=rebuilt, right=lowered.expression, name=f"source of {lowered.name}", **fields)


def proved_source(lowered: LoweredFunction, prove: Callable[[Claim], Any], **fields: Any) -> Any:
    """The verdict of `prove` on the claim that the emitted source computes its expression.

    Math    rebuilt = expression for all sizes and all real tensors
    Needs   fields of the claim (given, least) where the expression needs them
    """
    return prove(source_claim(lowered, **fields))
