"""How operations along an axis, concatenations and stacks are written.

Place: fills the table of latex_writer_core. The last axis needs no mark; any other is named below
the operator: "col" for the columns of a matrix, "axis k" (from 0, as in NumPy) else. Softmax in a
style of columns is marked wherever softmax_axis.py says a reader would take another axis.

Legend
  w           the writer             t           the node            k           an axis number
"""

from __future__ import annotations

from typing import Any

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_writer_core import (
    CALL,
    TIGHT,
    Writer,
    Written,
    bracketed,
    latex_rules,
    squared,
)
from symattn.notation.softmax_axis import bare_softmax_axis

rule = latex_rules.rule
REDUCTIONS = {N.SumAxis: "sum", N.MeanAxis: "mean", N.MaxAxis: "max"}


def _axis_mark(x: Any, k: Any) -> str:
    """What stands below an operator along axis k of x; nothing for the last axis."""
    number = N.axis_number(x, k)
    if number == x.rank - 1:
        return ""
    return _marked(x, number)


def _marked(x: Any, number: int) -> str:
    return r"\text{col}" if x.rank == 2 else rf"\text{{axis }}{number}"


def _softmax_mark(w: Writer, x: Any, k: Any) -> str:
    """As _axis_mark, but a style of columns reads an unmarked softmax in its own way."""
    number = N.axis_number(x, k)
    if bare_softmax_axis(x, w.style.tokens == "columns") == number:
        return ""
    return r"\text{row}" if x.rank == 2 and number == 1 else _marked(x, number)


def _below(operator: str, mark: str) -> str:
    return f"{operator}_{{{mark}}}" if mark else operator


@rule(N.Softmax)
def _softmax(w: Writer, t: Any) -> Written:
    x, k = t.args
    return w.call(_below(w.style.softmax, _softmax_mark(w, x, k)), x)


@rule(N.MaskedSoftmax)
def _masked_softmax(w: Writer, t: Any) -> Written:
    x, mask, k = t.args
    inside = rf"{w.text(x)} \mid {w.text(mask)}"
    return _below(w.style.softmax, _softmax_mark(w, x, k)) + bracketed(inside), CALL


@rule(N.LogSoftmax)
def _log_softmax(w: Writer, t: Any) -> Written:
    x, k = t.args
    return w.call(_below(r"\operatorname{log\_softmax}", _softmax_mark(w, x, k)), x)


@rule(N.LogSumExp)
def _log_sum_exp(w: Writer, t: Any) -> Written:
    x, k = t.args
    return w.call(_below(r"\operatorname{lse}", _softmax_mark(w, x, k)), x)


@rule(N.SumAxis, N.MeanAxis, N.MaxAxis)
def _reduction(w: Writer, t: Any) -> Written:
    x, k = t.args
    if type(t) is N.SumAxis and t.rank == 0:
        while type(x) is N.SumAxis and N.axis_number(x.args[0], x.args[1]) == x.rank:
            x = x.args[0]
        return w.call(r"\operatorname{sum}", x)  # of all entries, the last axis first
    if type(t) is N.SumAxis and x.rank == 2 and N.axis_number(x, k) == 1:
        return w.call(r"\operatorname{rowsum}", x)
    mark = rf"\text{{axis }}{N.axis_number(x, k)}"
    return w.call(rf"\operatorname{{{REDUCTIONS[type(t)]}}}_{{{mark}}}", x)


# ---- concatenation


@rule(N.Concat)
def _concat(w: Writer, t: Any) -> Written:
    k, *xs = t.args
    mark = _axis_mark(xs[0], k)
    if mark == r"\text{col}":
        return squared("; ".join(w.text(x) for x in xs)), CALL
    return w.call(_below(w.style.concat, mark), *xs)


@rule(N.ConcatOver)
def _concat_over(w: Writer, t: Any) -> Written:
    i, x, k = t.args
    mark = "" if N.axis_number(x, k) == x.rank - 1 else rf",\,\text{{axis }}{N.axis_number(x, k)}"
    with w.bound(i, x) as letter:
        first, last = w.range(letter, i.axis)
        above = f"^{{{last}}}" if last else ""
        return f"{w.style.concat}_{{{first}{mark}}}{above}{bracketed(w.text(x))}", CALL


@rule(N.Stack)
def _stack(w: Writer, t: Any) -> Written:
    i, x = t.args
    with w.bound(i, x) as letter:
        first, last = w.range(letter, i.axis)
        above = f"^{{{last}}}" if last else ""
        return f"{squared(w.text(x))}_{{{first}}}{above}", TIGHT
