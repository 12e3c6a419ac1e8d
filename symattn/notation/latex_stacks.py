r"""Lists: head_1, \ldots, head_h; [a; b]; matrices of parts; cases. And the sizes below 1, 0 and I.

Place: below latex_terms, which hands in its `value_of` as `read`.

Rule   A list with dots is one expression with an index: its first and last element differ in one
       place, which is the first number in one and the last in the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lark import Token, Tree
from sympy import Integer

from symattn.errors import NotationError, ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.notation.latex_functions import Call, concat
from symattn.notation.latex_integers import axis_of_tree, integer_of
from symattn.notation.latex_scope import Scope
from symattn.notation.latex_syntax import items_of_word, label_of, only_factor, place_of, trees_in
from symattn.notation.latex_values import Value, node_in

Read = Callable[[Any, Scope], Value]
_LETTERS = ("i", "j", "l", "r", "s", "t", "m", "p", "u", "w")


def is_dots(tree: Any) -> bool:
    """Whether a tree is nothing but dots."""
    factor = only_factor(tree)
    if factor is not None and factor.data == "factor" and len(factor.children) == 1:
        factor = factor.children[0]
    return bool(factor is not None and factor.data == "mark" and factor.children[0].type == "DOTS")


def _difference(a: Any, b: Any) -> tuple[Any, Any] | None:
    """The smallest pair of subtrees in which two trees differ; None if they are equal."""
    if a == b:
        return None
    if a.data == b.data and len(a.children) == len(b.children):
        pairs = [(x, y) for x, y in zip(a.children, b.children, strict=True) if x != y]
        if len(pairs) == 1 and all(isinstance(x, Tree) for x in pairs[0]):
            return _difference(*pairs[0])
    return a, b


def _with(tree: Any, old: Any, new: Any) -> Any:
    if tree is old:
        return new
    if not isinstance(tree, Tree):
        return tree
    return Tree(tree.data, [_with(child, old, new) for child in tree.children], tree.meta)


def generic(elements: list[Any], scope: Scope) -> tuple[str, Axis, Any]:
    """The index letter, its axis, and the element with that letter, of a list with dots."""
    dots = [k for k, e in enumerate(elements) if is_dots(e)]
    at = place_of(elements[dots[0]])
    do = r"write the first element, \ldots and the last one, such as head_1, \ldots, head_h"
    if len(dots) != 1 or not 0 < dots[0] == len(elements) - 2:
        raise scope.refuse(at, "the dots do not stand between a first and a last element", do=do)
    first, last = elements[0], elements[-1]
    pair = _difference(first, last)
    if pair is None or label_of(pair[0]) != str(scope.first):
        raise scope.refuse(
            place_of(first), f"the first element does not have the number {scope.first}", do=do
        )
    size = integer_of(pair[1], scope) - scope.first + 1
    axis = _axis(pair[1], size, scope)
    for k, between in enumerate(elements[1 : dots[0]], scope.first + 1):
        other = _difference(first, between)
        if other is None or other[0] is not pair[0] or label_of(other[1]) != str(k):
            raise scope.refuse(place_of(between), f"this is not element {k} of the list", do=do)
    letter = next(x for x in _LETTERS if x not in scope.names() and not _has_word(first, x))
    name: Any = Tree("name", [Token("NAME", letter, start_pos=place_of(pair[0]))], pair[0].meta)
    return letter, axis, _with(first, pair[0], name)


def _axis(tree: Any, size: Any, scope: Scope) -> Axis:
    if size.is_Symbol or (isinstance(size, Integer) and size >= 1):
        return Axis(size)
    raise scope.refuse(place_of(tree), f"the list has {size} elements: that is no declared size")


def _has_word(tree: Any, word: str) -> bool:
    return any(str(token) == word for token in tree.scan_values(lambda t: isinstance(t, Token)))


def joined(elements: list[Any], k: int, call: Call) -> Value:
    """The elements one after the other; k is 0, or -1 for the last axis."""
    scope = call.scope
    if not any(map(is_dots, elements)):
        nodes = [node_in(call.read(e), scope) for e in elements]
        return concat(call, nodes, k % max(nodes[0].rank, 1))
    letter, axis, element = generic(elements, scope)
    with scope.bound(letter, axis) as index:
        body = node_in(call.read(element), scope)
    if body.rank == 0:
        return call.made(N.Stack, index, body)
    return call.made(N.ConcatOver, index, body, Integer(k % body.rank))


def concat_list(call: Call) -> Value:
    """Concat(a, b) and Concat(head_1, ..., head_h), along the last axis."""
    elements = list(call.trees)
    if len(elements) == 1:
        row = items_of_word(elements[0])
        if any(item.atom.data == "mark" and str(item.atom.children[0]) == "..." for item in row):
            elements = [item.factor for item in row]
    return joined(elements, -1, call)


def _parts_of(tree: Any) -> tuple[list[Any], list[str]]:
    signs = [
        t.type for t in tree.children if isinstance(t, Token) and t.type in ("COMMA", "SEMI", "MID")
    ]
    return trees_in(tree), signs


def matrix_value(tree: Any, scope: Scope, read: Read) -> Value:
    """[a; b] and a column of parts join along the first axis, [a, b] and a row along the last."""
    call = Call("[ ]", place_of(tree), (), (), (), scope, lambda t: read(t, scope))
    if tree.data == "square":
        parts, signs = _parts_of(tree)
        if len(parts) == 1:
            return read(parts[0], scope)
        if len(set(signs)) > 1 or "MID" in signs:
            raise scope.refuse(place_of(tree), "the list mixes separators", do="use ; or ,")
        return joined(parts, 0 if signs[0] == "SEMI" else -1, call)
    rows = [[c for cell in trees_in(row) for c in trees_in(cell)] for row in trees_in(tree)]
    rows = [row for row in rows if row]
    if all(len(row) == 1 for row in rows) and rows:
        return joined([row[0] for row in rows], 0, call)
    if len(rows) == 1:
        return joined(rows[0], -1, call)
    raise scope.refuse(place_of(tree), "a matrix of more than one row and column is not read")


def square_value(below: list[Any], scope: Scope) -> list[Axis]:
    """The axes written below a 1, a 0 or an I: n, or n, m, or n \\times m."""
    axes: list[Axis] = []
    for entry in below:
        for tree in times_parts(entry.tree):
            integer_of(tree, scope)
            axes.append(axis_of_tree(tree, scope))
    return axes


def times_parts(tree: Any) -> list[Any]:
    r"""The parts of n \times m."""
    while tree.data in ("statement", "expr") and len(tree.children) == 1:
        tree = tree.children[0]
    if tree.data != "term":
        return [tree]
    signs = [t for t in tree.children if isinstance(t, Token)]
    return trees_in(tree) if all(t.value == "times" for t in signs) else [tree]


def ellipsis_sum(tree: Any, scope: Scope, read: Read) -> Value | None:
    r"""x_1 + \dots + x_n as a sum over an index; None if there are no dots."""
    terms = trees_in(tree)
    if not any(map(is_dots, terms)):
        return None
    if any(isinstance(t, Token) and t.type != "PLUS" for t in tree.children):
        raise scope.refuse(place_of(tree), "dots between signs that differ")
    letter, axis, element = generic(terms, scope)
    with scope.bound(letter, axis) as index:
        body = node_in(read(element, scope), scope)
    return Value(scope.make(place_of(tree), N.SumOver, index, body), place_of(tree))


def oplus_value(tree: Any, scope: Scope, read: Read) -> Value | None:
    r"""a \oplus b \cdots \oplus z, joined along the last axis; None if this is something else."""
    signs = [t for t in tree.children if isinstance(t, Token)]
    if not signs or any(t.value != "oplus" for t in signs):
        return None
    elements: list[Any] = []
    for row in trees_in(tree):
        dotted = row.data == "juxt" and len(row.children) > 1 and is_dots(row.children[-1])
        elements += (
            [Tree("juxt", row.children[:-1], row.meta), row.children[-1]] if dotted else [row]
        )
    call = Call("oplus", place_of(tree), (), (), (), scope, lambda t: read(t, scope))
    try:
        return joined(elements, -1, call)
    except ShapeError as error:
        raise scope.misfit(place_of(tree), error) from None


def list_value(tree: Any, scope: Scope, read: Read) -> Value:
    """(1, 2, 3): a vector of numbers."""
    numbers = [_number(read(part, scope), scope) for part in trees_in(tree)]
    axes = (Axis(len(numbers)),)
    return Value(scope.make(place_of(tree), N.Literal, axes, tuple(numbers)), place_of(tree))


def _number(value: Value, scope: Scope) -> Any:
    node = node_in(value, scope)
    if not isinstance(node, N.Constant) or not node.args[0].is_number:
        raise scope.refuse(
            value.at, "a list in brackets is read where all its entries are numbers",
            do="write a function in front, or [a; b] to join vectors",
        )  # fmt: skip
    return node.args[0]


def literal_matrix(tree: Any, scope: Scope, read: Read) -> Value | None:
    """A matrix of numbers, or None if its entries are something else."""
    rows = [[c for cell in trees_in(row) for c in trees_in(cell)] for row in trees_in(tree)]
    rows = [row for row in rows if row]
    if not rows or len({len(row) for row in rows}) != 1:
        return None
    try:
        entries = [_number(read(cell, scope), scope) for row in rows for cell in row]
    except (NotationError, ShapeError):
        return None
    axes = (Axis(len(rows)), Axis(len(rows[0])))
    return Value(scope.make(place_of(tree), N.Literal, axes, tuple(entries)), place_of(tree))
