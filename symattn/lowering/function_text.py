"""The text around the steps: signature, docstring, bindings of sizes, checks and return.

Place: between numpy_writer, which writes the steps, and lowered_function.

Legend
  words       the identifier of each tensor in the source
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Basic

from symattn.errors import UnknownName
from symattn.expressions.nodes import Index, Let, Node, Tensor
from symattn.expressions.plain_texts import plain_text
from symattn.lowering.argument_sizes import Argument, SizePlan, guard_lines, shape_words
from symattn.lowering.numpy_writer import Writer
from symattn.lowering.program import Program
from symattn.lowering.scalar_texts import identifier
from symattn.lowering.steps import Step


@dataclass(frozen=True)
class Signature:
    """What the first lines of a function say: its name, arguments, sizes and keywords."""

    name: str
    expression: Node
    sizes: SizePlan
    indices: tuple[Index, ...]
    functions: tuple[str, ...]

    @property
    def keywords(self) -> list[str]:
        """The keyword arguments: sizes left open, free indices, unknown functions."""
        symbols = (*self.sizes.keywords, *self.indices)
        return [*(identifier(s.name) for s in symbols), *self.functions]

    @property
    def taken(self) -> set[str]:
        """The names that no step may take."""
        axes = [a for _, shape in self.sizes.arguments for a in shape]
        sizes = {identifier(s.name) for a in axes for s in a.size.free_symbols}
        words = {"np", "dtype", "math", "argument", "got", "expected", "ValueError", "float"}
        return words | sizes | set(self.keywords) | set(self.sizes.words.values())


def source_text(signature: Signature, program: Program, output: Step) -> str:
    """The whole source: imports and one function."""
    sizes = signature.sizes
    writer = Writer(program, signature.name, signature.taken, sizes.words)
    result = writer.write(output)
    body = [*sizes.lines, *guard_lines(sizes, signature.name)]
    if writer.uses_dtype:
        names = ", ".join(sizes.words[n] for n, _ in sizes.arguments)
        body.append(f"dtype = np.result_type({names})" if names else "dtype = float")
    body += [*writer.lines, f"return {result}"]
    text = [*_docstring(signature, body), *body]
    lines = [f"    {line}" if line else "" for line in text]
    parameters = [sizes.words[n] for n, _ in sizes.arguments]
    parameters += ["*", *signature.keywords] if signature.keywords else []
    head = f"def {signature.name}({', '.join(parameters)}):"
    imports = ["import math", ""] if any("math." in line for line in body) else []
    source = "\n".join([*imports, "import numpy as np", "", "", head, *lines, ""])
    ast.parse(source)
    return source


def _docstring(signature: Signature, body: list[str]) -> list[str]:
    sizes = signature.sizes
    shapes = ", ".join(f"{sizes.words[n]} {shape_words(axes)}" for n, axes in sizes.arguments)
    result = shape_words(signature.expression.shape)
    text = textwrap.wrap(plain_text(signature.expression), 88) or [signature.name]
    text += ["", *_wrapped("Shapes  ", f"{shapes} -> {result}")]
    if signature.keywords:
        words = ", ".join(signature.keywords)
        text += _wrapped("Needs   ", f"{words} by keyword: the shapes do not settle them")
    if any("allows no key" in line for line in body):
        why = "ValueError where a row of the mask allows no key: its softmax is undefined"
        text += _wrapped("Fails   ", why)
    safe = [line.replace("\\", "\\\\").replace('"""', "'''") for line in text]
    return ['"""' + safe[0], *safe[1:], '"""']


def _wrapped(head: str, text: str) -> list[str]:
    return textwrap.wrap(head + text, 88, subsequent_indent=" " * len(head))


def argument_tensors(
    expr: Node, arguments: Sequence[str | Node] | None = None
) -> tuple[Argument, ...]:
    """The free tensors of the expression with their axes, in the order given or of appearance."""
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
            f"tensors: {list(found)}", "name every tensor of the expression once",
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
