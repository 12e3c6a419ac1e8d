r"""The functions that need no definition: exp, softmax, diag, Attention and the like.

Place: below the building of terms, which gives a Call with its arguments read.

Legend
  call      one use of a function: its name, arguments, and what stands above and below the name
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy import Integer, sqrt

from symattn.errors import NotationError, ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_scope import Scope
from symattn.notation.latex_symbols import ELEMENTWISE
from symattn.notation.latex_syntax import Entry, items_of_word, label_of, place_of
from symattn.notation.latex_values import (
    Value,
    constant_in,
    folded,
    node_in,
)
from symattn.notation.softmax_axis import bare_softmax_axis


@dataclass(frozen=True)
class Call:
    """A function used at a place, with its arguments as trees and as values."""

    name: str
    at: int
    trees: tuple[Any, ...]
    signs: tuple[str, ...]
    entries: tuple[Entry, ...]
    scope: Scope
    read: Callable[[Any], Value]

    def arguments(self, least: int, most: int | None = None) -> list[Value]:
        """The arguments as values, refused if there are too few or too many."""
        if not least <= len(self.trees) <= (least if most is None else most):
            raise self.scope.refuse(
                self.at, f"{self.name} has {len(self.trees)} arguments",
                do=f"give {least}" if most is None else f"give {least} to {most}",
            )  # fmt: skip
        return [self.read(tree) for tree in self.trees]

    def node(self) -> N.Node:
        """The only argument."""
        return node_in(self.arguments(1)[0], self.scope)

    def made(self, cls: Any, *parts: Any) -> Value:
        """A value of a node made here."""
        return Value(self.scope.make(self.at, cls, *parts), self.at)


Handler = Callable[[Call], Value]
HANDLERS: dict[str, Handler] = {}


def handler(*names: str) -> Callable[[Handler], Handler]:
    """Enter a function into the table under these names."""

    def enter(function: Handler) -> Handler:
        for name in names:
            HANDLERS[name] = function
        return function

    return enter


@handler(*ELEMENTWISE)
def _elementwise(call: Call) -> Value:
    (x,) = call.arguments(1)
    node = node_in(x, call.scope)
    return Value(call.scope.make(call.at, N.Apply, ELEMENTWISE[call.name], node), call.at, x.lying)


@handler("sqrt")
def _square_root(call: Call) -> Value:
    return square_root(call.arguments(1)[0], call.at, call.scope)


def square_root(x: Value, at: int, scope: Scope) -> Value:
    """The square root: of a positive number or size a constant, else entry by entry."""
    number = constant_in(x)
    if number is not None and number.is_positive and number.is_finite is not False:
        return Value(N.Constant(sqrt(number)), at)
    return Value(scope.make(at, N.Apply, "sqrt", node_in(x, scope)), at, x.lying)


@handler("max", "maximum")
def _maximum(call: Call) -> Value:
    if len(call.trees) == 1:
        return along(call, N.MaxAxis)
    x, y = call.arguments(2)
    return folded(N.Maximum, call.at, call.scope, x, y)


_ALONG: dict[str, Any] = {
    "sum": N.SumAxis, "mean": N.MeanAxis,
}  # fmt: skip


@handler("lse", "LSE")
def _log_sum_exp(call: Call) -> Value:
    x = call.node()
    k = written_axis(call, x)
    return call.made(N.LogSumExp, x, Integer(_bare(call, x) if k is None else k))


@handler("sum", "mean")
def _along(call: Call) -> Value:
    return along(call, _ALONG[call.name])


def along(call: Call, cls: Any) -> Value:
    """A reduction along the axis written below, or of the only axis."""
    x = call.node()
    k = written_axis(call, x)
    if k is None and cls is N.SumAxis and x.rank > 0:
        total = x
        while total.rank:
            total = call.scope.make(call.at, cls, total, Integer(total.rank - 1))
        return Value(total, call.at)
    if k is None and x.rank != 1:
        raise call.scope.refuse(
            call.at, f"the axis of {call.name} is not written",
            do=rf"write \operatorname{{{call.name}}}_{{\text{{row}}}} or _{{\text{{axis }}0}}",
        )  # fmt: skip
    return call.made(cls, x, Integer(k or 0))


@handler("rowsum")
def _row_sum(call: Call) -> Value:
    x = call.node()
    return call.made(N.SumAxis, x, Integer(x.rank - 1))


@handler("softmax", "Softmax", "SoftMax", "log_softmax", "logsoftmax")
def _softmax(call: Call) -> Value:
    over = _index_below(call)
    if over:
        return _softmax_over(call, over)
    masked = call.signs == ("|",)
    x, *mask = call.arguments(2) if masked else call.arguments(1)
    node = node_in(x, call.scope)
    k = written_axis(call, node)
    if k is None:
        k = _bare(call, node)
    if masked:
        parts = (node, node_in(mask[0], call.scope), Integer(k))
        return call.made(N.MaskedSoftmax, *parts)
    cls = N.LogSoftmax if call.name.startswith("log") else N.Softmax
    return Value(call.scope.make(call.at, cls, node, Integer(k)), call.at, x.lying)


def _index_below(call: Call) -> str:
    """The index letter in softmax_j, empty if something else or nothing is written below."""
    label = call.entries[0].label if len(call.entries) == 1 else ""
    scope = call.scope
    fresh = len(label.split("_")[0]) == 1 and label.islower() and label not in scope.names()
    return label if label in scope.indices or fresh else ""


def _softmax_over(call: Call, name: str) -> Value:
    r"""softmax_j(x): entry j of the softmax over j of the scalar x; a \bullet in x is that j."""
    scope, at = call.scope, call.at
    if len(call.trees) != 1:
        raise scope.refuse(at, "softmax over an index has one argument")
    known = scope.indices.get(name)
    axis = known.axis if isinstance(known, N.Index) else None
    with scope.bound(name, axis, summed=False) as bound:
        scope.indices["bullet"] = bound
        try:
            body = node_in(call.read(call.trees[0]), scope)
        finally:
            del scope.indices["bullet"]
        index = bound if isinstance(bound, N.Index) else bound.found
    if index is None or body.rank:
        raise scope.refuse(
            at, f"softmax over {name} needs a scalar in which {name} is a place",
            do=r"write softmax_{\text{row}} for an axis",
        )  # fmt: skip
    weights = scope.make(at, N.Softmax, scope.make(at, N.Stack, index, body), Integer(0))
    return Value(scope.make(at, N.At, weights, (scope.index_on(name, index.axis, at),)), at)


def _bare(call: Call, x: N.Node) -> int:
    """The axis of a softmax with nothing written below."""
    k = bare_softmax_axis(x, call.scope.columns)
    if k is None:
        raise call.scope.refuse(
            call.at, "which axis this softmax runs along is not written",
            "vectors are columns, and the scores are neither Q K^T nor K^T Q",
            r"write \operatorname{softmax}_{\text{row}} or _{\text{col}}, or read with rows",
        )  # fmt: skip
    return k


def written_axis(call: Call, x: N.Node) -> int | None:
    """The axis written below the name of a function: row, col or an axis number, counted from 0."""
    if not call.entries:
        return None
    entry, *more = call.entries
    label = entry.label or "_".join(label_of(item.factor) for item in items_of_word(entry.tree))
    words = {"row": x.rank - 1, "rows": x.rank - 1, "col": x.rank - 2, "cols": x.rank - 2,
             "column": x.rank - 2, "columns": x.rank - 2}  # fmt: skip
    if more or entry.kind != "below":
        raise call.scope.refuse(entry.at, f"this is not read at {call.name}")
    number = label.removeprefix("axis_").removeprefix("axis")
    k = words.get(label, int(number) if number.isdigit() and label.startswith("axis") else None)
    if k is None:
        raise call.scope.refuse(
            entry.at, f"{label or 'this'} names no axis of {call.name}",
            do=r"write row, col or \text{axis }k, counted from 0",
        )  # fmt: skip
    if not 0 <= k < x.rank:
        raise call.scope.misfit(entry.at, ShapeError(
            "reading LaTeX", f"there is no axis {k}: the rank is {x.rank}"
        ))  # fmt: skip
    return k


@handler("diag", "Diag")
def _diagonal(call: Call) -> Value:
    x = call.node()
    return call.made(N.DiagonalMatrix if x.rank == 1 else N.DiagonalOf, x)


@handler("tr", "Tr", "trace", "Trace")
def _trace(call: Call) -> Value:
    return call.made(N.Trace, call.node())


@handler("kron")
def _kronecker(call: Call) -> Value:
    x, y = (node_in(v, call.scope) for v in call.arguments(2))
    return call.made(N.Kronecker, x, y)


@handler("vec")
def _vec(call: Call) -> Value:
    return call.made(N.VecColumns, call.node())


def concat(call: Call, nodes: list[N.Node], k: int) -> Value:
    """The concatenation of these nodes along axis k."""
    if len(nodes) == 1:
        return Value(nodes[0], call.at)
    return call.made(N.Concat, Integer(k), *nodes)


def only_label(tree: Any, scope: Scope, words: str) -> str:
    """The label of a tree that must be a name."""
    label = label_of(tree)
    if not label:
        raise scope.refuse(place_of(tree), f"this is not {words}")
    return label


def refuse_call(call: Call, do: str = "") -> NotationError:
    """The error of a known function that is not read in this form."""
    return call.scope.refuse(call.at, f"{call.name} is not read here", do=do)
