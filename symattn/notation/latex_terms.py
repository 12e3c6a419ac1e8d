r"""From a parse tree to a node: one rule per kind of tree.

Place: the middle of the LaTeX reader; below it are scopes, values, functions, above it equations.

Rule   Side by side binds tighter than \cdot, \times, \odot and \otimes; these and / are
       left-associative; \odot and \otimes are not mixed with the others without parentheses; a sum
       sign reaches to the next + or -.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lark import Token, Tree
from sympy import Rational, S, oo

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_applications import application, definition_value, is_function
from symattn.notation.latex_derivatives import partial_quotient, partial_slash
from symattn.notation.latex_forms import (
    absolute_value,
    cases_value,
    matrix_of_size,
    norm_value,
    special,
    stack_value,
)  # fmt: skip
from symattn.notation.latex_functions import square_root
from symattn.notation.latex_products import chain, check_mixture, left_to_right
from symattn.notation.latex_resolve import Resolved, resolved, segments
from symattn.notation.latex_scope import Scope
from symattn.notation.latex_scripts import with_scripts
from symattn.notation.latex_stacks import (
    ellipsis_sum,
    list_value,
    literal_matrix,
    matrix_value,
    oplus_value,
)
from symattn.notation.latex_sums import big_value
from symattn.notation.latex_syntax import Item, items_of, items_of_word, place_of, trees_in
from symattn.notation.latex_values import (
    Value,
    folded,
    node_in,
    ones_of,
    product,
    sum_of,
)  # fmt: skip

_LONGEST = 200
Rule = Callable[[Any, Scope], Value]


def value_of(tree: Any, scope: Scope) -> Value:
    """The value of any tree.

    Fails    NotationError, UnknownName, ShapeError, each with the place in the text
    """
    rule = RULES.get(str(tree.data))
    if rule is None:
        raise scope.refuse(place_of(tree), "this is no expression", do="write it in parentheses")
    return rule(tree, scope)


def _statement(tree: Any, scope: Scope) -> Value:
    if len(tree.children) != 1:
        raise scope.refuse(place_of(tree), "a relation stands where an expression is expected")
    return value_of(tree.children[0], scope)


def _sum(tree: Any, scope: Scope) -> Value:
    if len(tree.children) > 2 * _LONGEST:
        raise scope.refuse(place_of(tree), f"more than {_LONGEST} terms")
    dotted = ellipsis_sum(tree, scope, value_of)
    if dotted is not None:
        return dotted
    total: Value | None = None
    sign, at = "PLUS", place_of(tree)
    for child in tree.children:
        if isinstance(child, Token):
            sign, at = child.type, place_of(child)
            continue
        value = value_of(child, scope)
        if total is None:
            total = _negated(value, at, scope) if sign == "MINUS" else value
        else:
            total = sum_of(
                N.Subtract if sign == "MINUS" else N.Add, total, replace(value, at=at), scope
            )
        sign = "PLUS"
    if total is None:
        raise scope.refuse(at, "there is no term")
    return total


def _negated(value: Value, at: int, scope: Scope) -> Value:
    if value.loose:
        return product(Value(N.Constant(S.NegativeOne), at), value, "juxt", scope)
    return folded(N.Negate, at, scope, value)


def _term(tree: Any, scope: Scope) -> Value:
    """A chain of products, quotients and an optional sum at its end."""
    whole = oplus_value(tree, scope, value_of) or partial_slash(tree, scope, value_of)
    if whole is not None:
        return whole
    signs: list[tuple[str, int]] = []
    rows: list[list[Value]] = []
    sign = ""
    for child in tree.children:
        if isinstance(child, Token):
            sign = str(child.value)
            signs.append((sign, place_of(child)))
            continue
        if rows and len(signs) < len(rows):
            signs.append(("juxt", place_of(child)))
        if len(rows) > _LONGEST:
            raise scope.refuse(place_of(child), f"more than {_LONGEST} factors")
        rows.append(row_values(child, scope) if child.data == "juxt" else [value_of(child, scope)])
    check_mixture(rows, signs, scope)
    return chain(rows, signs, scope)


def _juxt(tree: Any, scope: Scope) -> Value:
    return left_to_right([(("juxt", v.at), v) for v in row_values(tree, scope)], scope)


def row_values(tree: Any, scope: Scope) -> list[Value]:
    """The factors of a product as values, with functions applied to what follows them."""
    if len(tree.children) > _LONGEST:
        raise scope.refuse(place_of(tree), f"more than {_LONGEST} factors")
    items: list[Item] = []
    for item in items_of(tree):
        items.extend(segments(item, scope) if item.word else [item])
    values: list[Value] = []
    place = 0
    while place < len(items):
        found = resolved(items[place], scope) if items[place].word else None
        if is_function(items, place, found, scope):
            value, place = application(items, place, found, scope, value_of)
        else:
            _check_application(items, place, found, scope)
            value, place = item_value(items[place], found, scope), place + 1
        values.append(value)
    return values


def _check_application(items: list[Item], place: int, found: Resolved | None, scope: Scope) -> None:
    """Refuse A(x) where A is no function: nobody brackets a lone factor of a product."""
    behind = items[place + 1].atom if place + 1 < len(items) else None
    if found is None or found.kind != "tensor" or behind is None:
        return
    if behind.data in ("group", "square") and not items[place + 1].entries:
        inside = [items_of_word(tree) for tree in trees_in(behind)]
        lone = len(inside) == 1 and len(inside[0]) == 1 and inside[0][0].word
        if lone and resolved(inside[0][0], scope):
            raise scope.refuse(
                place_of(behind), f"{found.name} is declared as a tensor, and used as a function",
                do="leave out the brackets for a product, or define the function",
            )  # fmt: skip


def item_value(item: Item, found: Resolved | None, scope: Scope) -> Value:
    """The value of one factor that is applied to nothing."""
    if found is None:
        if _is_ones(item):
            return with_scripts(ones_of(item.at), item.entries, scope, lambda t: value_of(t, scope))
        stacked = stack_value(item, scope, value_of)
        if stacked is not None:
            return stacked
        below = [e for e in item.entries if e.kind == "below"]
        if below and item.atom.data == "mark" and item.atom.children[0].type in ("ONES", "ZEROS"):
            value = matrix_of_size(item.atom.children[0].type, below, item.at, scope)
            entries = tuple(e for e in item.entries if e.kind != "below")
        elif item.atom.data == "norm":
            value, entries = norm_value(item, scope, value_of)
        else:
            value, entries = value_of(item.atom, scope), item.entries
        if item.atom.data == "wrapped":
            return value
        return with_scripts(value, entries, scope, lambda t: value_of(t, scope))
    if found.kind == "special":
        return special(item, found, scope, value_of)
    if found.kind == "definition":
        return definition_value(item, found, scope, value_of)
    capital = found.name.isupper() and (
        item.word.islower() or (found.rest[:1] != () and found.rest[0].kind == "token")
    )
    value = _named(item, found, scope)
    return with_scripts(value, found.rest, scope, lambda t: value_of(t, scope), capital)


def _is_ones(item: Item) -> bool:
    """Whether the item is a plain 1 written with a transpose: the vector of ones."""
    turn = any(e.kind == "turn" or (e.kind == "above" and e.label == "T") for e in item.entries)
    return bool(turn and item.atom.data == "number" and str(item.atom.children[0]) == "1")


def _named(item: Item, found: Resolved, scope: Scope) -> Value:
    if found.kind == "tensor":
        return Value(scope.tensors[found.name], item.at)
    if found.kind == "size":
        return Value(N.Constant(scope.sizes[found.name]), item.at)
    if found.kind == "index":
        index = scope.indices[found.name]
        known = index if isinstance(index, N.Index) else index.found
        if known is None:
            raise scope.refuse(item.at, f"the range of the index {found.name} is not known here")
        return Value(N.Position(known + scope.first), item.at)
    raise scope.refuse(
        item.at, f"the function {found.name} has no argument", do=f"write {found.name}( )"
    )


def _mark(tree: Any, scope: Scope) -> Value:
    at, kind = place_of(tree), tree.children[0].type
    if kind == "ONES":
        return ones_of(at)
    if kind == "INFTY":
        return Value(N.Constant(oo), at)
    if kind == "ZEROS":
        return Value(N.Constant(S.Zero), at)
    raise scope.refuse(at, f"{tree.children[0]} has no meaning here")


def _number(tree: Any, scope: Scope) -> Value:
    text = str(tree.children[0])
    if len(text) > 30:
        raise scope.refuse(place_of(tree), "the number has more than 30 digits")
    return Value(N.Constant(Rational(text)), place_of(tree))


def _inside(tree: Any, scope: Scope) -> Value:
    parts = trees_in(tree)
    if len(parts) != 1 or any(isinstance(t, Token) and t.type == "COMMA" for t in tree.children):
        return list_value(tree, scope, value_of)
    return replace(value_of(parts[0], scope), at=place_of(tree))


def _matrix(tree: Any, scope: Scope) -> Value:
    if str(tree.children[0]) == "cases":
        return cases_value(tree, scope, value_of)
    numbers = literal_matrix(tree, scope, value_of)
    return numbers if numbers is not None else matrix_value(tree, scope, value_of)


def _fraction(tree: Any, scope: Scope) -> Value:
    above, below = trees_in(tree)
    derivative = partial_quotient(above, below, scope, value_of)
    if derivative is not None:
        return derivative
    return folded(N.Divide, place_of(tree), scope, value_of(above, scope), value_of(below, scope))


def _root(tree: Any, scope: Scope) -> Value:
    *degree, inside = trees_in(tree)
    value, at = value_of(inside, scope), place_of(tree)
    if not degree:
        return square_root(value, at, scope)
    exponent = folded(N.Divide, at, scope, Value(N.Constant(S.One), at), value_of(degree[0], scope))
    return folded(N.Power, at, scope, value, exponent)


def _angle(tree: Any, scope: Scope) -> Value:
    x, y = (node_in(value_of(t, scope), scope) for t in _two(tree, scope))
    return Value(scope.make(place_of(tree), N.Inner, x, y), place_of(tree))


def _two(tree: Any, scope: Scope) -> list[Any]:
    parts = trees_in(tree)
    if len(parts) != 2:
        raise scope.refuse(
            place_of(tree), "an inner product has two parts", do=r"write \langle a, b \rangle"
        )
    return parts


def _atom_alone(tree: Any, scope: Scope) -> Value:
    meta = tree.meta
    factor = Tree("factor", [tree], meta)
    return row_values(Tree("juxt", [factor], meta), scope)[0]


def _factor(tree: Any, scope: Scope) -> Value:
    return _juxt(Tree("juxt", [tree], tree.meta), scope)


RULES: dict[str, Rule] = {
    "statement": _statement, "expr": _sum, "term": _term, "juxt": _juxt, "factor": _factor,
    "big": lambda tree, scope: big_value(tree, scope, value_of),
    "mark": _mark, "number": _number, "name": _atom_alone, "word": _atom_alone,
    "group": _inside, "brace": _inside, "wrapped": _inside,
    "square": lambda tree, scope: matrix_value(tree, scope, value_of),
    "matrix": _matrix,
    "over": _fraction, "fraction": _fraction, "root": _root, "angle": _angle,
    "absolute": lambda tree, scope: absolute_value(tree, scope, value_of), "norm": _atom_alone,
}  # fmt: skip
