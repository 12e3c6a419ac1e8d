"""How matrix products, rearrangements and matrix functions are written.

Place: fills the table of latex_writer_core.

Legend
  w           the writer             t           the node            x, y        its operands
"""

from __future__ import annotations

from typing import Any

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_writer_core import (
    ATOM,
    CALL,
    JUXT,
    LOOSE,
    TIGHT,
    Writer,
    Written,
    beside,
    latex_rules,
)

rule = latex_rules.rule


@rule(N.MatMul)
def _matmul(w: Writer, t: Any) -> Written:
    x, y = t.args
    if x.rank == y.rank == 1:
        return rf"{w.text(x, JUXT)} \cdot {w.text(y, TIGHT)}", LOOSE
    return beside(w.text(x, JUXT), w.text(y, TIGHT)), JUXT


@rule(N.Outer)
def _outer(w: Writer, t: Any) -> Written:
    x, y = t.args
    if w.style.tokens == "columns":
        return beside(w.text(x, JUXT), f"{w.base(y)}^{w.style.transpose}"), JUXT
    return rf"{w.text(x, TIGHT)} \otimes {w.text(y, TIGHT)}", LOOSE  # x y^T of rows is a number


@rule(N.Kronecker)
def _kronecker(w: Writer, t: Any) -> Written:
    x, y = t.args
    if t.rank == 1:
        return w.call(r"\operatorname{kron}", x, y)
    left = w.text(x, LOOSE if type(x) is N.Kronecker else TIGHT)
    return rf"{left} \otimes {w.text(y, TIGHT)}", LOOSE


@rule(N.Inner)
def _inner(w: Writer, t: Any) -> Written:
    x, y = t.args
    return rf"\left\langle {w.text(x)}, {w.text(y)}\right\rangle", ATOM


@rule(N.Einsum)
def _einsum(w: Writer, t: Any) -> Written:
    spec = t.args[0].name.replace(" ", "").replace("->", r" \to ")
    return w.call(rf"\operatorname{{einsum}}_{{{spec}}}", *t.args[1:])


@rule(N.Transpose)
def _transpose(w: Writer, t: Any) -> Written:
    return f"{w.base(t.args[0])}^{w.style.transpose}", TIGHT


@rule(N.Permute)
def _permute(w: Writer, t: Any) -> Written:
    order = ",".join(str(int(k)) for k in t.args[1])
    return w.call(rf"\operatorname{{permute}}_{{{order}}}", t.args[0])


@rule(N.Reshape)
def _reshape(w: Writer, t: Any) -> Written:
    return w.call(rf"\operatorname{{reshape}}_{{{w.axes(t.shape)}}}", t.args[0])


@rule(N.VecColumns)
def _vec_columns(w: Writer, t: Any) -> Written:
    return w.call(r"\operatorname{vec}", t.args[0])


@rule(N.Trace)
def _trace(w: Writer, t: Any) -> Written:
    return w.call(r"\operatorname{tr}", t.args[0])


@rule(N.DiagonalMatrix, N.DiagonalOf)
def _diagonal(w: Writer, t: Any) -> Written:
    return w.call(r"\operatorname{diag}", t.args[0])  # of a vector, or of a matrix


@rule(N.Inverse)
def _inverse(w: Writer, t: Any) -> Written:
    return f"{w.base(t.args[0])}^{{-1}}", TIGHT


@rule(N.MatrixPower)
def _matrix_power(w: Writer, t: Any) -> Written:
    x, k = t.args
    exponent = "(-1)" if k == -1 else str(int(k))  # ^{-1} is the inverse itself
    return f"{w.base(x)}^{{{exponent}}}", TIGHT


@rule(N.Norm)
def _norm(w: Writer, t: Any) -> Written:
    below = "_F" if t.args[0].rank > 1 else ""
    return rf"\left\lVert {w.text(t.args[0])}\right\rVert{below}", CALL
