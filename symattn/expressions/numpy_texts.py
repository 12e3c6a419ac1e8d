"""NumPy text of every node: one Python expression, used by sympy.lambdify and by float checks.

Place: beside the bridge to SymPy; written to be right, not fast or fine (lowering is for that).

Legend
  x, y        nodes            names    what the bound indices are called in the text
  k           an axis number
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy.core.symbol import Str

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.numpy_names import (
    Names,
    axis_text,
    python_name,
    scalar_text,
    shape_tuple,
    sizes_shown,
)
from symattn.expressions.tables import Table

text_rules: Table[Callable[[Any, Names], str]] = Table("numpy text")
rule = text_rules.rule


def numpy_text(x: N.Node) -> str:
    """A NumPy expression for the node: tensors by their names, sizes from the tensors' shapes.

    Needs    `numpy` in scope; a size that no tensor shows is a name of its own
    Fails    Unsupported for a derivative
    """
    return _text(x, Names(sizes_shown(x)))


def _text(x: Any, names: Names) -> str:
    return text_rules.of(x)(x, names)


# ---- leaves


@rule(N.Tensor)
def _tensor(x: Any, names: Names) -> str:
    return python_name(str(x.args[0]))


@rule(N.Constant, N.Position)
def _scalar(x: Any, names: Names) -> str:
    return scalar_text(x.args[0], names)


@rule(N.Literal)
def _literal(x: Any, names: Names) -> str:
    entries = ", ".join(scalar_text(e, names) for e in x.args[1])
    return f"numpy.reshape(numpy.array([{entries}], dtype=float), {shape_tuple(x.shape, names)})"


@rule(N.Identity)
def _identity(x: Any, names: Names) -> str:
    return f"numpy.eye({axis_text(x.shape[0], names)})"


@rule(N.Ones, N.Zeros)
def _filled(x: Any, names: Names) -> str:
    word = "ones" if isinstance(x, N.Ones) else "zeros"
    return f"numpy.{word}({shape_tuple(x.shape, names)})"


@rule(N.UnitVector)
def _unit_vector(x: Any, names: Names) -> str:
    places = f"numpy.arange({axis_text(x.shape[0], names)})"
    return f"(1.0*({places} == {scalar_text(x.args[0], names)}))"


@rule(N.Delta)
def _delta(x: Any, names: Names) -> str:
    return f"(1.0*({scalar_text(x.args[0], names)} == {scalar_text(x.args[1], names)}))"


@rule(N.CausalMask)
def _causal_mask(x: Any, names: Names) -> str:
    return f"numpy.tril(numpy.ones({shape_tuple(x.shape, names)}))"


# ---- entry by entry

SIGNS = {
    N.Add: "+", N.Subtract: "-", N.Multiply: "*", N.Hadamard: "*", N.Divide: "/", N.Power: "**",
    N.MatMul: "@",
}  # fmt: skip
FUNCTIONS = {
    "exp": "numpy.exp({0})", "log": "numpy.log({0})", "sqrt": "numpy.sqrt({0})",
    "sin": "numpy.sin({0})", "cos": "numpy.cos({0})", "tanh": "numpy.tanh({0})",
    "abs": "numpy.abs({0})", "sigmoid": "(1/(1 + numpy.exp(-{0})))",
    "softplus": "numpy.logaddexp(0, {0})", "silu": "({0}/(1 + numpy.exp(-{0})))",
    "relu": "numpy.maximum({0}, 0)",
    "erf": "numpy.vectorize(__import__('math').erf, otypes=[float])({0})",
}  # fmt: skip


@rule(*SIGNS)
def _infix(x: Any, names: Names) -> str:
    return f"({_text(x.args[0], names)} {SIGNS[type(x)]} {_text(x.args[1], names)})"


@rule(N.Negate)
def _negate(x: Any, names: Names) -> str:
    return f"(-{_text(x.args[0], names)})"


@rule(N.Apply)
def _apply(x: Any, names: Names) -> str:
    """A function that NumPy lacks is a name that the caller supplies."""
    name, y = str(x.args[0]), _text(x.args[1], names)
    return FUNCTIONS.get(name, f"{python_name(name)}({{0}})").format(y)


@rule(N.Maximum)
def _maximum(x: Any, names: Names) -> str:
    return f"numpy.maximum({_text(x.args[0], names)}, {_text(x.args[1], names)})"


@rule(N.Where)
def _where(x: Any, names: Names) -> str:
    c, a, b = scalar_text(x.args[0], names), _text(x.args[1], names), _text(x.args[2], names)
    if x.args[1].shape == x.args[2].shape:
        return f"({a} if {c} else {b})"
    return f"numpy.where({c}, {a}, {b})"


@rule(N.WhereTensor)
def _where_tensor(x: Any, names: Names) -> str:
    a, b, yes, no = (_text(y, names) for y in x.args[1:])
    return f"numpy.where({a} {x.args[0]} {b}, {yes}, {no})"


# ---- products and rearrangements

CALLS: dict[type, str] = {
    N.Transpose: "numpy.swapaxes({0}, -1, -2)", N.Inner: "numpy.sum({0}*{1})",
    N.Outer: "numpy.outer({0}, {1})", N.Kronecker: "numpy.kron({0}, {1})",
    N.Trace: "numpy.trace({0})", N.DiagonalMatrix: "numpy.diag({0})",
    N.DiagonalOf: "numpy.diag({0})", N.Inverse: "numpy.linalg.inv({0})",
    N.Norm: "numpy.sqrt(numpy.sum({0}**2))",
    N.VecColumns: "numpy.reshape(numpy.swapaxes({0}, 0, 1), -1)",
}  # fmt: skip


@rule(*CALLS)
def _call(x: Any, names: Names) -> str:
    return CALLS[type(x)].format(*(_text(y, names) for y in x.args))


@rule(N.Einsum)
def _einsum(x: Any, names: Names) -> str:
    spec = str(x.args[0]).replace(" ", "")
    return f"numpy.einsum({spec!r}, {', '.join(_text(y, names) for y in x.args[1:])})"


@rule(N.Permute)
def _permute(x: Any, names: Names) -> str:
    return f"numpy.transpose({_text(x.args[0], names)}, {tuple(map(int, x.args[1]))})"


@rule(N.MatrixPower)
def _matrix_power(x: Any, names: Names) -> str:
    return f"numpy.linalg.matrix_power({_text(x.args[0], names)}, {x.args[1]})"


@rule(N.Reshape)
def _reshape(x: Any, names: Names) -> str:
    return f"numpy.reshape({_text(x.args[0], names)}, {shape_tuple(x.shape, names)})"


# ---- along an axis

ALONG: dict[type, str] = {
    N.SumAxis: "numpy.sum({0}, axis={1})", N.MeanAxis: "numpy.mean({0}, axis={1})",
    N.MaxAxis: "numpy.max({0}, axis={1})",
    N.Softmax: "(lambda z: z/numpy.sum(z, axis={1}, keepdims=True))"
    "((lambda z: numpy.exp(z - numpy.max(z, axis={1}, keepdims=True)))({0}))",
    N.LogSumExp: "numpy.logaddexp.reduce({0}, axis={1})",
    N.LogSoftmax: "(lambda z: z - numpy.expand_dims(numpy.logaddexp.reduce(z, axis={1}), {1}))"
    "({0})",
    N.NewAxis: "numpy.expand_dims({0}, {1})",
}  # fmt: skip


@rule(*ALONG)
def _along(x: Any, names: Names) -> str:
    return ALONG[type(x)].format(_text(x.args[0], names), int(x.args[1]))


@rule(N.MaskedSoftmax)
def _masked_softmax(x: Any, names: Names) -> str:
    scores, mask = _text(x.args[0], names), _text(x.args[1], names)
    normal = f"(lambda z: z/numpy.sum(z, axis={int(x.args[2])}, keepdims=True))"
    return f"{normal}({mask}*numpy.exp({scores}))"


# ---- indices, heads and blocks


@rule(N.At)
def _at(x: Any, names: Names) -> str:
    places = [":" if e == Str(":") else scalar_text(e, names) for e in x.args[1]]
    return f"{_text(x.args[0], names)}[{', '.join(places)}]" if places else _text(x.args[0], names)


@rule(N.Block)
def _block(x: Any, names: Names) -> str:
    y, k, first, count = x.args[0], *map(int, x.args[1:])
    lengths = [axis_text(a, names) for a in y.shape[k].args]
    start, stop = ("+".join(["0", *lengths[:m]]) for m in (first, first + count))
    return f"{_text(y, names)}[{':, ' * k}{start}:{stop}]"


@rule(N.Cut)
def _cut(x: Any, names: Names) -> str:
    y, k = x.args[0], int(x.args[1])
    start, stop = (scalar_text(e, names) for e in x.args[2:])
    return f"{_text(y, names)}[{':, ' * k}{start}:{stop}]"


@rule(N.HeadSlice)
def _head_slice(x: Any, names: Names) -> str:
    k, i = int(x.args[1]), scalar_text(x.args[2], names)
    d = axis_text(x.shape[k], names)
    return f"{_text(x.args[0], names)}[{':, ' * k}{i}*{d}:({i}+1)*{d}]"


def _each(i: N.Index, body: Any, names: Names) -> str:
    """The list of the bodies for all values of the index."""
    name, inside = names.binding(i)
    return f"[{_text(body, inside)} for {name} in range({axis_text(i.axis, names)})]"


@rule(N.SumOver)
def _sum_over(x: Any, names: Names) -> str:
    return f"numpy.sum({_each(x.args[0], x.args[1], names)}, axis=0)"


@rule(N.Stack)
def _stack(x: Any, names: Names) -> str:
    return f"numpy.stack({_each(x.args[0], x.args[1], names)})"


@rule(N.Concat)
def _concat(x: Any, names: Names) -> str:
    parts = ", ".join(_text(y, names) for y in x.args[1:])
    return f"numpy.concatenate([{parts}], axis={int(x.args[0])})"


@rule(N.ConcatOver)
def _concat_over(x: Any, names: Names) -> str:
    i, body, k = x.args
    return f"numpy.concatenate({_each(i, body, names)}, axis={int(k)})"


@rule(N.Let)
def _let(x: Any, names: Names) -> str:
    name, value, body = x.args
    return f"(lambda {python_name(str(name))}: {_text(body, names)})({_text(value, names)})"


@rule(N.Gradient, N.Jacobian)
def _derivative(x: Any, names: Names) -> str:
    raise Unsupported(
        "numpy text of a derivative", "a derivative is not evaluated here",
        do="lower the expression, which takes the derivative first",
    )  # fmt: skip
