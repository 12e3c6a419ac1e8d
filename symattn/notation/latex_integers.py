r"""Integer expressions in a text: places, bounds, sizes and conditions.

Place: below the building of terms. A place in the text counts from `first`, in a node from 0.
"""

from __future__ import annotations

from typing import Any

from lark import Token
from sympy import Expr, Integer

from symattn.errors import NotationError
from symattn.expressions.axes import Axis, concat_axis, product_axis
from symattn.expressions.nodes import Index
from symattn.notation.latex_scope import OpenIndex, Scope, size_named
from symattn.notation.latex_syntax import (
    Item,
    items_of,
    label_of,
    only_factor,
    place_of,
    trees_in,
)  # fmt: skip

_LARGEST = 10**9


def integer_of(tree: Any, scope: Scope) -> Expr:
    """The integer expression of a tree, as the text counts."""
    if tree.data == "statement" and len(tree.children) == 1:
        return integer_of(tree.children[0], scope)
    if tree.data == "expr":
        return _sum(tree, scope)
    if tree.data == "term":
        return _product(tree, scope)
    if tree.data == "juxt":
        return _row(tree, scope)
    factor = tree if tree.data == "factor" else None
    if factor is not None and len(factor.children) == 1:
        atom = factor.children[0]
        if atom.data in ("group", "brace", "wrapped"):
            return integer_of(trees_in(atom)[0], scope)
    return _named(tree, scope)


def _sum(tree: Any, scope: Scope) -> Expr:
    total, sign = Integer(0), 1
    for child in tree.children:
        if isinstance(child, Token):
            sign = -1 if child.type == "MINUS" else 1
        else:
            total, sign = total + sign * integer_of(child, scope), 1
    return total


def _product(tree: Any, scope: Scope) -> Expr:
    product: Expr = Integer(1)
    for child in tree.children:
        if isinstance(child, Token):
            if child.value == "/":
                raise scope.refuse(place_of(child), "a quotient is no place and no size")
        else:
            product = product * integer_of(child, scope)
    return product


def _row(tree: Any, scope: Scope) -> Expr:
    product: Expr = Integer(1)
    for factor in tree.children:
        product = product * integer_of(factor, scope)
    return product


def _named(tree: Any, scope: Scope) -> Expr:
    name, at = label_of(tree), place_of(tree)
    if name.isdigit():
        return _number(name, at, scope)
    if name in scope.indices:
        known = scope.indices[name]
        index = known.found if isinstance(known, OpenIndex) else known
        if index is None:
            raise scope.refuse(
                at, f"the range of the index {name} is not known here",
                do=rf"write its limits, such as \sum_{{{name}=1}}^{{n}}",
            )  # fmt: skip
        return index + scope.first
    if name in scope.sizes:
        return scope.sizes[name]
    letters = _letters(tree, scope)
    if letters:
        product: Expr = Integer(1)
        for letter in letters:
            product = product * scope.sizes[letter]
        return product
    if not name:
        raise scope.refuse(at, "this is no place, size or number", do="write an index or a number")
    raise scope.unknown(at, name)


def _number(name: str, at: int, scope: Scope) -> Expr:
    if int(name) > _LARGEST:
        raise scope.refuse(at, "the number is too large for a place or a size")
    return Integer(int(name))


def _letters(tree: Any, scope: Scope) -> list[str]:
    """The sizes that a run of letters such as hd_v is a product of."""
    factor = only_factor(tree) if tree.data != "factor" else tree
    if factor is None:
        return []
    name = label_of(factor)
    for cut in range(1, len(name)):
        if name[:cut] in scope.sizes and name[cut:] in scope.sizes:
            return [name[:cut], name[cut:]]
    return []


def place_in(tree: Any, a: Axis, scope: Scope) -> Expr:
    """The place, counted from 0, that a tree names on this axis."""
    name = label_of(tree)
    if name and not name.isdigit() and name not in scope.sizes:
        try:
            return scope.index_on(name, a, place_of(tree))
        except NotationError:
            if name in scope.indices or not _letters(tree, scope):
                raise
    expression = integer_of(tree, scope)
    shifted = expression - scope.first
    if isinstance(shifted, Integer) and shifted < 0:
        raise scope.refuse(
            place_of(tree), f"place {expression} is before the first one, {scope.first}",
            do="give first_index=0 if the text counts from 0",
        )  # fmt: skip
    return shifted


def index_named(tree: Any, scope: Scope) -> Index | None:
    """The index a tree consists of, if it is one whose range is known."""
    known = scope.indices.get(label_of(tree))
    return known.found if isinstance(known, OpenIndex) else known


def axis_of_tree(tree: Any, scope: Scope) -> Axis:
    """The axis of a size such as n, 3, h d_v or n_1 + n_2 in a shape remark; new sizes are made."""
    if tree.data in ("statement", "expr", "term") and len(tree.children) == 1:
        return axis_of_tree(tree.children[0], scope)
    if tree.data == "expr":
        if any(isinstance(c, Token) and c.type == "MINUS" for c in tree.children):
            raise scope.refuse(place_of(tree), "a difference is no axis")
        return concat_axis(*(axis_of_tree(child, scope) for child in trees_in(tree)))
    if tree.data in ("term", "juxt"):
        parts = [p for child in trees_in(tree) for p in _axis_parts(child, scope)]
        return product_axis(*parts)
    return product_axis(*_axis_parts(tree, scope))


def _axis_parts(tree: Any, scope: Scope) -> list[Axis]:
    if tree.data == "juxt":
        return [p for factor in tree.children for p in _axis_parts(factor, scope)]
    name, at = label_of(tree), place_of(tree)
    if tree.data == "factor" and tree.children[0].data in ("group", "brace") and not name:
        return [axis_of_tree(trees_in(tree.children[0])[0], scope)]
    if name.isdigit():
        number = _number(name, at, scope)
        if number < 1:
            raise scope.refuse(at, "a size is at least 1")
        return [Axis(int(number))]
    if not name:
        raise scope.refuse(at, "this is no size", do="write sizes joined by \\times")
    if name in scope.sizes:
        return [Axis(scope.sizes[name])]
    factor = only_factor(tree)
    item: Item | None = items_of_factor(factor)
    letters = item.word if item and not item.exact else ""
    if len(letters) > 1:
        tail = name[len(letters) - 1 :]
        return [Axis(size_named(scope, s)) for s in (*letters[:-1], tail)]
    return [Axis(size_named(scope, name))]


def items_of_factor(factor: Any) -> Item | None:
    """The factor as an item, or None if it has no word."""
    if factor is None or factor.data != "factor":
        return None
    wrapped = type(factor)("juxt", [factor])
    return items_of(wrapped)[0]
