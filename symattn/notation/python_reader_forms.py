"""The closed table of forms of the claim language: name -> how its arguments make a node.

Place: between the parts of the reader; `python_reader.py` looks every call up here.

Legend
  a letter of a pattern says how one argument is read:
  t a tensor    s a size    i an integer expression    k an axis number    + one or more of the last
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from sympy import Expr

from symattn.errors import ShapeError, Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.nodes import Node
from symattn.notation.python_reader_binders import SPECIAL
from symattn.notation.python_reader_sizes import axis_number, axis_of, integer_of, wrong_count
from symattn.notation.python_reader_text import Reading

Build = Callable[..., Any]
ELEMENTWISE = (
    "exp",
    "log",
    "sqrt",
    "sin",
    "cos",
    "tanh",
    "erf",
    "abs",
    "sigmoid",
    "softplus",
    "relu",
    "silu",
)

LARGEST_MATRIX_POWER = 64
# name -> pattern, builder; an axis number arrives counted from 0, the last axis where left out
SIMPLE: dict[str, tuple[str, Build]] = {
    "matmul": ("tt", N.MatMul), "T": ("t", N.Transpose), "tr": ("t", N.Trace),
    "inv": ("t", N.Inverse),
    "matpow": ("ti", lambda x, k: _matrix_power(x, k)), "had": ("tt", N.Hadamard),
    "kron": ("tt", N.Kronecker),
    "outer": ("tt", N.Outer), "inner": ("tt", N.Inner),
    "diag": ("t", N.DiagonalMatrix), "diagv": ("t", N.DiagonalOf), "vec": ("t", N.VecColumns),
    "norm": ("t", lambda x: _norm(x, "norm", 1)), "fro": ("t", lambda x: _norm(x, "fro", 2)),
    "eye": ("s", N.Identity), "ones": ("s+", N.Ones), "zeros": ("s+", N.Zeros),
    "unit": ("is", N.UnitVector), "delta": ("ii", N.Delta), "maximum": ("tt", N.Maximum),
    "sum_axis": ("tk", N.SumAxis), "mean_axis": ("tk", N.MeanAxis), "max_axis": ("tk", N.MaxAxis),
    "sum_all": ("t", lambda x: sum_all(x)),
    "softmax": ("tk?", N.Softmax), "log_softmax": ("tk?", N.LogSoftmax),
    "lse": ("tk?", N.LogSumExp),
    "reshape": ("ts+", lambda x, *axes: N.Reshape(x, axes)),
    "perm": ("ti+", lambda x, *order: N.Permute(x, order)),
    # beyond the written table: heads, blocks and 0/1 masks, as derivations write them
    "causal": ("s+", lambda n, m=None: N.CausalMask(n, m or n)),
    "masked_softmax": ("ttk?", N.MaskedSoftmax),
    "head": ("tki", N.HeadSlice), "block": ("tki", lambda x, k, first: N.Block(x, k, first, 1)),
}  # fmt: skip
SIMPLE |= {f: ("t", lambda x, f=f: N.Apply(f, x)) for f in ELEMENTWISE}


def _matrix_power(x: Node, k: Expr) -> Node:
    if k.is_Integer and abs(k) > LARGEST_MATRIX_POWER:
        raise Unsupported(
            "reading matpow", f"the exponent {k} is too large",
            f"exponents up to {LARGEST_MATRIX_POWER} are handled", "use a smaller one",
        )  # fmt: skip
    made: Node = N.MatrixPower(x, k)
    return made


def _norm(x: Node, name: str, rank: int) -> Node:
    if x.rank != rank:
        what = "norm is of a vector" if rank == 1 else "fro is of a matrix"
        raise ShapeError(
            f"reading {name}", f"the argument has {x.rank} axes", what,
            "use norm for a vector, fro for a matrix",
        )  # fmt: skip
    made: Node = N.Norm(x)
    return made


def sum_all(x: Node) -> Node:
    """The sum of all entries, axis by axis from the last."""
    for k in reversed(range(x.rank)):
        x = N.SumAxis(x, k)
    return x


def read_call(reading: Reading, tree: ast.Call) -> Node:
    """A form of the table, or an opaque function of the claim."""
    if not isinstance(tree.func, ast.Name):
        raise reading.refuse(tree.func, "only a named form can be called", do="write T(A) or A.T")
    name = tree.func.id
    if tree.keywords or any(isinstance(a, ast.Starred) for a in tree.args):
        raise reading.refuse(
            tree.keywords[0] if tree.keywords else tree, "forms take plain arguments only",
            do=f"write {name}(A, 0) rather than {name}(A, axis=0)",
        )  # fmt: skip
    if name in SPECIAL:
        made: Node = SPECIAL[name](reading, tree)
        return made
    if name in SIMPLE:
        return _read_simple(reading, tree, *SIMPLE[name])
    functions = reading.scope.functions
    if name in functions or any(name in d for d in functions.values()):
        applied: Node = N.Apply(name, *_arguments(reading, tree, "t"))
        return applied
    derivatives = [d for names in functions.values() for d in names]
    raise reading.unknown(tree.func, "form", name, [*SIMPLE, *SPECIAL, *functions, *derivatives])


def _read_simple(reading: Reading, tree: ast.Call, pattern: str, build: Build) -> Node:
    made: Node = build(*_arguments(reading, tree, pattern))
    return made


def _arguments(reading: Reading, tree: ast.Call, pattern: str) -> list[Any]:
    kinds, many, optional = pattern.rstrip("+?"), pattern.endswith("+"), pattern.endswith("?")
    count = len(tree.args)
    if many and count > len(kinds):
        kinds += kinds[-1] * (count - len(kinds))
    if not len(kinds) - optional <= count <= len(kinds):
        raise wrong_count(reading, tree, pattern)
    read: list[Any] = []
    for kind, a in zip(kinds, tree.args, strict=False):
        read.append(axis_number(reading, a, read[0]) if kind == "k" else READ[kind](reading, a))
    if optional and count < len(kinds):
        if read[0].rank == 0:
            raise ShapeError(
                f"reading {reading.part(tree)}",
                "a scalar has no axis",
                do="give a tensor with an axis",
            )
        read.append(read[0].rank - 1)
    return read


READ: dict[str, Callable[[Reading, Any], Any]] = {
    "t": lambda reading, a: reading.value(a), "s": axis_of, "i": integer_of,
}  # fmt: skip
