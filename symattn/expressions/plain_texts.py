"""Expressions as plain one-line text, in the spelling of the claim language, for messages.

Place: beside the nodes; used by shape errors and by `str` of a node.

Legend
  x, y        nodes            level    how tightly the outermost operation binds
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Tuple

from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.axes import Axis

SUM, PRODUCT, SIGN, POWER, ATOM = range(1, 6)
INFIX: dict[type, tuple[str, int]] = {
    N.Add: (" + ", SUM), N.Subtract: (" - ", SUM), N.Multiply: (" * ", PRODUCT),
    N.Divide: (" / ", PRODUCT), N.MatMul: (" @ ", PRODUCT), N.Power: (" ** ", POWER),
}  # fmt: skip
NAMES: dict[type, str] = {
    N.Hadamard: "had", N.Maximum: "maximum", N.Where: "where", N.Einsum: "einsum",
    N.Permute: "perm", N.Inner: "inner", N.Outer: "outer", N.Kronecker: "kron", N.Trace: "tr",
    N.DiagonalMatrix: "diag", N.DiagonalOf: "diagv", N.Inverse: "inv", N.MatrixPower: "matpow",
    N.Norm: "norm", N.Reshape: "reshape", N.VecColumns: "vec", N.SumAxis: "sum_axis",
    N.MeanAxis: "mean_axis", N.MaxAxis: "max_axis", N.Softmax: "softmax",
    N.MaskedSoftmax: "masked_softmax", N.LogSoftmax: "log_softmax", N.LogSumExp: "lse",
    N.Identity: "eye", N.Ones: "ones", N.Zeros: "zeros", N.UnitVector: "unit", N.Delta: "delta",
    N.Gradient: "grad", N.Jacobian: "jac", N.Let: "let", N.Block: "block",
    N.HeadSlice: "head_slice", N.NewAxis: "new_axis", N.CausalMask: "causal_mask",
    N.WhereTensor: "where", N.Literal: "literal",
}  # fmt: skip

LONGEST = 8000  # characters of a text


def plain_text(x: Any) -> str:
    """The expression as one line of plain text; parts of a very long one are left out."""
    return _text(x)[0]


def shape_text(shape: tuple[Axis, ...]) -> str:
    """A shape in round brackets, "(n d_k)"."""
    return f"({' '.join(map(str, shape))})"


def _text(x: Any) -> tuple[str, int]:
    """The text of x and how strongly it binds, found once for each node."""
    found: tuple[str, int] | None = getattr(x, "_text", None)
    if found is None:
        found = _text_of(x)
        if len(found[0]) > LONGEST:
            found = f"{NAMES.get(type(x), type(x).__name__)}(...)", ATOM
        if isinstance(x, N.Node):
            x._text = found
    return found


def _text_of(x: Any) -> tuple[str, int]:
    if type(x) in INFIX:
        sign, level = INFIX[type(x)]
        left, right = (_text(a) for a in x.args)
        power = level == POWER
        return _within(left, level + power) + sign + _within(right, level + (not power)), level
    if isinstance(x, N.Tensor):
        return str(x.args[0]), ATOM
    if isinstance(x, (N.Constant, N.Position)):
        text = str(x.args[0])
        return text, SUM if set(text) & set("+-*/ ") else ATOM
    if isinstance(x, N.Negate):
        return "-" + _within(_text(x.args[0]), SIGN), SIGN
    if isinstance(x, N.Transpose):
        return _within(_text(x.args[0]), ATOM) + ".T", ATOM
    if isinstance(x, N.At):
        return f"{_within(_text(x.args[0]), ATOM)}[{', '.join(map(str, x.args[1]))}]", ATOM
    return _call_text(x), ATOM


def _call_text(x: Any) -> str:
    if isinstance(x, N.Apply):
        return f"{x.args[0]}({plain_text(x.args[1])})"
    if isinstance(x, (N.SumOver, N.Stack)):
        word = "sum" if isinstance(x, N.SumOver) else "tab"
        return f"{word}({_range_text(x.args[0])}, {plain_text(x.args[1])})"
    if isinstance(x, N.ConcatOver):
        i, body, k = x.args
        return f"concat_over({_range_text(i)}, {plain_text(body)}, {k})"
    if isinstance(x, N.Cut):
        y, k, first, last = x.args
        return f"{_within(_text(y), ATOM)}[{':, ' * int(k)}{first}:{last}]"
    if isinstance(x, N.Concat):
        return f"concat([{', '.join(map(plain_text, x.args[1:]))}], {x.args[0]})"
    if isinstance(x, N.Node):
        return f"{NAMES[type(x)]}({', '.join(map(_argument, x.args))})"
    return str(x)


def _range_text(i: Basic) -> str:
    return f"{i}, {i.axis}" if isinstance(i, N.Index) else str(i)


def _argument(a: Basic) -> str:
    if isinstance(a, Tuple):
        return ", ".join(map(_argument, a))
    return plain_text(a)


def _within(text: tuple[str, int], level: int) -> str:
    return text[0] if text[1] >= level else f"({text[0]})"
