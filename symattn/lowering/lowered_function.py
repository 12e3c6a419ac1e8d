"""`lower`: a NumPy function from an expression, as source text and as a callable.

Place: the door of lowering; node_steps makes the program, numpy_code the lines.

Legend
  n, d_k      sizes: Python ints in the source, bound from the shapes of the arguments
"""

from __future__ import annotations

import ast
import linecache
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType
from typing import Any

import numpy as np
from sympy import Basic, Symbol

from symattn.errors import BadInput, ShapeError, UnknownName
from symattn.expressions.nodes import Index, Let, Node, Tensor, free_indices_of
from symattn.expressions.plain_text import plain_text
from symattn.lowering import (  # noqa: F401 - these fill the tables
    array_code,
    axis_steps,
    numpy_code,
    product_steps,
    reverse_moves,
    reverse_rules,
)
from symattn.lowering.argument_sizes import (
    Argument,
    SizePlan,
    bind_sizes,
    guard_lines,
    plan_sizes,
    shape_words,
)
from symattn.lowering.checks import check_program
from symattn.lowering.node_steps import Scope
from symattn.lowering.numpy_writer import Writer, indices_in, live_steps
from symattn.lowering.program import Program
from symattn.lowering.scalar_text import identifier


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
        keywords |= {f: options[f] for f in self.functions if f in options}
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
        from symattn.lowering.latexify_view import latex_of_source

        return latex_of_source(self.source)

    def _repr_latex_(self) -> str:
        return f"$${self.latexify}$$"


def lower(
    expr: Node, name: str = "f", arguments: Sequence[str | Tensor] | None = None
) -> LoweredFunction:
    """A readable NumPy function that computes the expression.

    Shapes  bound from the arguments; a size that their shapes leave open is a keyword
    Needs   `arguments` names every tensor of the expression, in the order of the call
    Fails   Unsupported for a construct without a rule; UnknownName for a wrong argument name
    Example >>> lower(softmax(Q @ K.T), "weights")(q, k)
    """
    word = identifier(name)
    program = Program()
    output = Scope(program).step(expr)
    live = live_steps(program, output)
    check_program(program, live, output)
    tensors = _argument_tensors(expr, arguments)
    free = tuple(sorted(free_indices_of(expr), key=str))
    functions = tuple(dict.fromkeys(identifier(z.data[0]) for z in live if z.op == "call"))
    symbols = {s for z in live for s in indices_in(z)} | {
        s for i in free for s in i.axis.size.free_symbols
    }
    bound = {Symbol(i.name) for i in free} | set(program.indices) | set(free)
    needed = [s for s in symbols if s not in bound and not isinstance(s, Index)]
    sizes = plan_sizes(tensors, needed)
    keywords = [identifier(s.name) for s in (*sizes.keywords, *free)] + list(functions)
    taken = (
        {identifier(n) for n, _ in tensors}
        | set(keywords)
        | {"np", "dtype", "math", "argument", "got", "expected"}
    )
    taken |= {identifier(s.name) for s in needed}
    taken |= {identifier(s.name) for _, axes in tensors for a in axes for s in a.size.free_symbols}
    writer = Writer(program, word, taken)
    result = writer.write(output)
    body = [*sizes.lines, *guard_lines(sizes, word)]
    if writer.uses_dtype:
        names = ", ".join(identifier(n) for n, _ in tensors)
        body.append(f"dtype = np.result_type({names})" if names else "dtype = float")
    body += [*writer.lines, f"return {result}"]
    source = _source_text(word, expr, sizes, keywords, body)
    return LoweredFunction(word, expr, source, sizes, free, functions)


def _argument_tensors(expr: Node, arguments: Sequence[str | Tensor] | None) -> tuple[Argument, ...]:
    found: dict[str, tuple[Any, ...]] = {}
    _collect_tensors(expr, frozenset(), found)
    if arguments is None:
        return tuple(found.items())
    shapes = {**found, **{str(a.args[0]): a.shape for a in arguments if isinstance(a, Tensor)}}
    names = [a if isinstance(a, str) else str(a.args[0]) for a in arguments]
    wrong = [n for n in names if n not in shapes] + [n for n in found if n not in names]
    if wrong:
        raise UnknownName(
            "lowering", f"the arguments {names} do not match at {wrong[0]}",
            f"tensors: {list(found)}",
            "name every tensor of the expression once",
        )  # fmt: skip
    return tuple((n, shapes[n]) for n in names)


def _collect_tensors(x: Basic, bound: frozenset[str], found: dict[str, tuple[Any, ...]]) -> None:
    if isinstance(x, Tensor):
        if str(x.args[0]) not in bound:
            found.setdefault(str(x.args[0]), x.shape)
        return
    if isinstance(x, Let):
        _collect_tensors(x.args[1], bound, found)
        _collect_tensors(x.args[2], bound | {str(x.args[0])}, found)
        return
    for a in x.args:
        _collect_tensors(a, bound, found)


def _source_text(
    name: str, expr: Node, sizes: SizePlan, keywords: list[str], body: list[str]
) -> str:
    arguments = [identifier(n) for n, _ in sizes.arguments]
    signature = ", ".join(arguments + (["*", *keywords] if keywords else []))
    shapes = ", ".join(f"{identifier(n)} {shape_words(axes)}" for n, axes in sizes.arguments)
    doc = textwrap.wrap(plain_text(expr), 88) or [name]
    doc += [
        "",
        *textwrap.wrap(
            f"Shapes  {shapes} -> {shape_words(expr.shape)}", 88, subsequent_indent=" " * 8
        ),
    ]
    if keywords:
        doc.append(f"Needs   {', '.join(keywords)} by keyword: the shapes do not settle them")
    if any("allows no key" in line for line in body):
        doc.append(
            "Fails   ValueError where a row of the mask allows no key: its softmax is undefined"
        )
    text = ['"""' + doc[0], *doc[1:], '"""'] if len(doc) > 1 else [f'"""{doc[0]}"""']
    lines = [f"    {line}" if line else "" for line in (*text, *body)]
    imports = ["import math", ""] if any("math." in line for line in body) else []
    source = "\n".join(
        [*imports, "import numpy as np", "", "", f"def {name}({signature}):", *lines, ""]
    )
    ast.parse(source)
    return source
