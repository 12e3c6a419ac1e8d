"""What sizes, tensors and bound indices are called in NumPy text.

Place: below numpy_texts.py.

Legend
  x           a node           a        an axis
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Any

from sympy import Basic, Symbol
from sympy.printing.numpy import NumPyPrinter

from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis


@dataclass(frozen=True)
class Names:
    """What sizes and bound indices are called in the text."""

    sizes: dict[str, str]
    indices: dict[Symbol, str] = field(default_factory=dict)

    def binding(self, i: N.Index) -> tuple[str, Names]:
        """A new name for the index, and the names inside its binder."""
        name = f"_{python_name(i.name)}{len(self.indices)}"
        return name, Names(self.sizes, {**self.indices, i: name})


def python_name(name: str) -> str:
    """The name as a Python identifier.

    Example  >>> python_name("W^Q_1")
             'W_Q_1'
    """
    word = re.sub(r"\W+", "_", name).strip("_") or "_"
    return f"_{word}" if word[0].isdigit() or iskeyword(word) else word


def sizes_shown(x: Basic) -> dict[str, str]:
    """For each size that some free tensor has as an axis, the text that reads it off."""
    named = {str(y.args[0]) for y in x.atoms(N.Let)}
    shown: dict[str, str] = {}
    tensors = [t for t in x.atoms(N.Tensor) if str(t.args[0]) not in named]
    axes = [
        (a, f"{python_name(str(t.args[0]))}.shape[{k}]")
        for t in sorted(tensors, key=lambda t: str(t.args[0]))
        for k, a in enumerate(t.shape)
    ]
    for a, text in axes:
        if type(a) is Axis and a.size.is_Symbol:
            shown.setdefault(a.size.name, text)
    for a, text in axes:
        unknown = [
            f for f in a.args if type(f) is Axis and f.size.is_Symbol and str(f) not in shown
        ]
        compound = isinstance(a, (ProductAxis, ConcatAxis))
        if compound and len(unknown) == 1 and a.args.count(unknown[0]) == 1:
            others = [axis_text(f, Names(shown)) for f in a.args if f != unknown[0]]
            if all(type(f) is Axis for f in a.args):
                sign = "//" if isinstance(a, ProductAxis) else "-"
                joined = ("*" if isinstance(a, ProductAxis) else "+").join(others)
                shown[str(unknown[0])] = f"({text}{sign}({joined}))"
    return shown


def axis_text(a: Axis, names: Names) -> str:
    """The length of an axis."""
    if isinstance(a, (ProductAxis, ConcatAxis)):
        sign = "*" if isinstance(a, ProductAxis) else "+"
        return f"({sign.join(axis_text(f, names) for f in a.args)})"
    return scalar_text(a.size, names)


def shape_tuple(axes: Any, names: Names) -> str:
    """The lengths of the axes as a Python tuple."""
    return "(" + "".join(f"{axis_text(a, names)}, " for a in axes) + ")"


def scalar_text(e: Basic, names: Names) -> str:
    """A SymPy scalar or condition on sizes and indices."""
    spelled = {}
    for s in e.free_symbols:
        text = names.indices.get(s) or names.sizes.get(s.name) or python_name(s.name)
        spelled[s] = Symbol(text, **s.assumptions0)
    printer = NumPyPrinter({"fully_qualified_modules": True, "reserved_word_suffix": ""})
    text = str(printer.doprint(e.xreplace(spelled)))
    return text if text.isidentifier() or text.isdigit() else f"({text})"
