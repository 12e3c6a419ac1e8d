r"""Parts, heads and new axes written below: Y_{\text{part }1}, W_{[h]}, a_{\text{new},:}.

Place: below latex_scripts. One entry of the scripts says it, the others are colons.
"""

from __future__ import annotations

from typing import Any

from sympy import Integer

from symattn.errors import ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import ProductAxis
from symattn.notation.latex_integers import integer_of, place_in
from symattn.notation.latex_scope import Scope
from symattn.notation.latex_syntax import Entry, items_of_word, label_of, only_factor, trees_in
from symattn.notation.latex_values import Value, node_in


def selection(
    value: Value, entries: tuple[Entry, ...], scope: Scope
) -> tuple[Value, tuple[Entry, ...]] | None:
    """The value with a part, head or new axis chosen, and the other scripts, if any is."""
    below = [e for e in entries if e.kind == "below"]
    marks = [(k, e) for k, e in enumerate(below) if _kind(e)]
    if not marks:
        return None
    k, entry = marks[0]
    if len(marks) > 1 or any(e.tree.data != "slice" for e in below if e is not entry):
        raise scope.refuse(entry.at, "only colons stand beside a part, a head or a new axis")
    if any(trees_in(e.tree) for e in below if e is not entry):
        raise scope.refuse(entry.at, "a slice with bounds is not read", do="write : alone")
    rest = tuple(e for e in entries if e.kind != "below")
    try:
        node = _RULES[_kind(entry)](node_in(value, scope), k, entry, scope)
    except ShapeError as error:
        raise scope.misfit(entry.at, error) from None
    return Value(node, value.at), rest


def _kind(entry: Entry) -> str:
    words = _words(entry)
    if entry.label == "new":
        return "new"
    if words[:1] == ["part"] and len(words) == 2:
        return "part"
    if words[:1] == ["parts"] and len(words) in (3, 4):
        return "parts"
    return "head" if _bracketed(entry) is not None else ""


def _words(entry: Entry) -> list[str]:
    return [label_of(item.factor) for item in items_of_word(entry.tree)]


def _bracketed(entry: Entry) -> Any:
    factor = only_factor(entry.tree)
    if factor is not None and factor.data == "factor" and len(factor.children) == 1:
        factor = factor.children[0]
    if factor is not None and factor.data == "square" and len(trees_in(factor)) == 1:
        return trees_in(factor)[0]
    return None


def _head(x: N.Node, k: int, entry: Entry, scope: Scope) -> N.Node:
    axis = x.shape[k] if k < x.rank else None
    if not isinstance(axis, ProductAxis):
        raise scope.refuse(
            entry.at, "this axis has no heads: it is no product", do="write H*d in its shape"
        )
    place = place_in(_bracketed(entry), axis.args[0], scope)
    return scope.make(entry.at, N.HeadSlice, x, Integer(k), place)


def _part(x: N.Node, k: int, entry: Entry, scope: Scope) -> N.Node:
    return scope.make(entry.at, N.Block, x, Integer(k), _first(entry, scope), Integer(1))


def _parts(x: N.Node, k: int, entry: Entry, scope: Scope) -> N.Node:
    first = _first(entry, scope)
    last = Integer(int(_words(entry)[-1])) if _words(entry)[-1].isdigit() else first
    return scope.make(entry.at, N.Block, x, Integer(k), first, last - first)


def _first(entry: Entry, scope: Scope) -> Integer:
    number = items_of_word(entry.tree)[1].factor
    return integer_of(number, scope) - 1


def _new(x: N.Node, k: int, entry: Entry, scope: Scope) -> N.Node:
    return scope.make(entry.at, N.NewAxis, x, Integer(k))


_RULES: dict[str, Any] = {"head": _head, "part": _part, "parts": _parts, "new": _new}
