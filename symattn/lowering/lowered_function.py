"""`lower`: a NumPy function from an expression, as source text and as a callable.

Place: the door of lowering; node_steps makes the program, numpy_code the lines.

Legend
  n, d_k      sizes: Python ints in the source, bound from the shapes of the arguments
"""

from __future__ import annotations

import linecache
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from types import FunctionType
from typing import Any

import numpy as np

from symattn.errors import BadInput, ShapeError
from symattn.expressions.nodes import Index, Node, free_indices_of
from symattn.lowering import (  # noqa: F401 - these fill the tables
    array_code,
    axis_steps,
    numpy_code,
    product_steps,
    reverse_moves,
    reverse_rules,
)
from symattn.lowering.argument_sizes import SizePlan, bind_sizes, plan_sizes
from symattn.lowering.checks import check_program
from symattn.lowering.function_text import Signature, argument_tensors, source_text
from symattn.lowering.node_steps import Scope
from symattn.lowering.numpy_writer import indices_in, live_steps
from symattn.lowering.program import Program
from symattn.lowering.scalar_texts import identifier


@dataclass(frozen=True)
class LoweredFunction:
    """A NumPy function with the expression it computes; call it like any function."""

    name: str
    expression: Node
    source: str
    sizes: SizePlan
    indices: tuple[Index, ...] = ()
    functions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "__doc__", self.function.__doc__)

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of the positional arguments."""
        return tuple(name for name, _ in self.sizes.arguments)

    @cached_property
    def function(self) -> FunctionType:
        """The plain Python function that the source defines."""
        filename = f"<symattn {self.name} {id(self)}>"
        linecache.cache[filename] = (len(self.source), None, self.source.splitlines(True), filename)
        namespace: dict[str, Any] = {}
        exec(compile(self.source, filename, "exec"), namespace)
        made = namespace[self.name]
        if not isinstance(made, FunctionType):
            raise BadInput(f"lowering {self.name}", "the source defines no function of that name")
        return made

    def __call__(self, *arrays: Any, **options: Any) -> Any:
        """The value at these arrays.

        Needs   by keyword: sizes that the shapes leave open, free indices, unknown functions.
        Fails   ShapeError naming the argument, the shape it should have and the sizes bound so far.
        """
        if len(arrays) != len(self.arguments):
            raise BadInput(
                f"calling {self.name}", f"{len(arrays)} arrays are given",
                f"it takes {self.arguments}",
                f"call {self.name}({', '.join(self.arguments)})",
            )  # fmt: skip
        values = [np.asarray(a) for a in arrays]
        shapes = {n: v.shape for n, v in zip(self.arguments, values, strict=True)}
        sizes = bind_sizes(self.sizes, self.name, shapes, options)
        for i in self.indices:
            self._check_index(i, options, sizes)
        keywords = {identifier(s.name): sizes[s.name] for s in self.sizes.keywords}
        keywords |= {identifier(i.name): int(options[i.name]) for i in self.indices}
        missing = [f for f in self.functions if f not in options]
        if missing:
            raise BadInput(f"calling {self.name}", f"the function {missing[0]} is missing",
                           do=f"pass {missing[0]}=..., a function of an array")  # fmt: skip
        keywords |= {f: options[f] for f in self.functions}
        return self.function(*values, **keywords)

    def _check_index(self, i: Index, options: dict[str, Any], sizes: dict[str, int]) -> None:
        length = int(i.axis.size.subs({s: sizes[s.name] for s in i.axis.size.free_symbols}))
        if i.name not in options:
            raise BadInput(
                f"calling {self.name}", f"the index {i.name} is missing", do=f"pass {i.name}=0"
            )
        if not 0 <= int(options[i.name]) < length:
            raise ShapeError(
                f"calling {self.name}", f"the index {i.name} is {options[i.name]}",
                f"{i.axis}={length}", f"pass 0 <= {i.name} < {length}",
            )  # fmt: skip

    @cached_property
    def latexify(self) -> str:
        """The source as LaTeX by latexify-py, a second view that shares nothing with our writer."""
        view = import_module("symattn.lowering.latexify_view")  # latexify only when it is wanted
        return str(view.latex_of_source(self.source))

    def _repr_latex_(self) -> str:
        return f"$${self.latexify}$$"


def lower(
    expr: Node, name: str = "f", arguments: Sequence[str | Node] | None = None
) -> LoweredFunction:
    """A readable NumPy function that computes the expression.

    Shapes  bound from the arguments; a size that their shapes leave open is a keyword
    Needs   `arguments` names every tensor of the expression, in the order of the call
    Fails   Unsupported for a construct without a rule; UnknownName for a wrong argument name
    Example lower(softmax(Q @ K.T), "weights")(q, k)
    """
    program = Program()
    output = Scope(program).step(expr)
    live = live_steps(program, output)
    check_program(program, live, output)
    tensors = argument_tensors(expr, arguments)
    free = tuple(sorted(free_indices_of(expr), key=str))
    functions = tuple(dict.fromkeys(identifier(z.data[0]) for z in live if z.op == "call"))
    symbols = {s for z in live for s in indices_in(z)}
    symbols |= {s for i in free for s in i.axis.size.free_symbols}
    needed = [s for s in symbols if not isinstance(s, Index)]
    sizes = plan_sizes(tensors, needed, [*map(str, free), *functions])
    signature = Signature(identifier(name), expr, sizes, free, functions)
    source = source_text(signature, program, output)
    return LoweredFunction(signature.name, expr, source, sizes, free, functions)
