r"""Sums with limits, without limits and with conditions.

Place: below latex_terms, which hands in its `value_of` as `read`.

Rule   \sum_{i=1}^{n} and \sum_i range over a whole axis; without limits it is the axis on which i
       is used. A condition below (j \leq i) or a bound that is an index keeps what meets it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from lark import Token
from sympy import And, Eq, Ge, Gt, Le, Lt, Ne, S

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.notation.latex_integers import axis_of_tree, integer_of
from symattn.notation.latex_scope import OpenIndex, Scope
from symattn.notation.latex_syntax import entries_of, label_of, only_factor, place_of, trees_in
from symattn.notation.latex_values import Value, node_in

Read = Callable[[Any, Scope], Value]
RELATIONS: dict[str, Any] = {"<=": Le, "<": Lt, ">=": Ge, ">": Gt, "=": Eq, "!=": Ne}


def big_value(tree: Any, scope: Scope, read: Read) -> Value:
    """The sum over the indices below the sum sign of the term behind it."""
    sign, *scripts, body = tree.children
    at = place_of(sign)
    if sign.value != "sum":
        raise scope.refuse(at, f"{sign.value} is not read", do="use sums")
    entries = entries_of(scripts)
    below = [e for e in entries if e.kind == "below"]
    above = [e for e in entries if e.kind == "above"]
    if not below or len(above) > 1 or len(below) + len(above) != len(entries):
        raise scope.refuse(at, "the sum has no index", do=r"write \sum_{i} or \sum_{i=1}^{n}")
    names, conditions, axis = limits_of(below, above[0].tree if above else None, scope, at)
    with ExitStack() as stack:
        bound = [stack.enter_context(scope.bound(name, axis)) for name in names]
        value = read(body, scope)
        node = node_in(value, scope)
        indices = [_found(index, at, scope) for index in bound]
        if conditions:
            condition = And(
                *(_condition(c, scope) for c in conditions if not _from_first(c, scope))
            )
            if condition not in (True, S.true):
                node = scope.make(at, N.Where, condition, node, N.Constant(S.Zero))
    for index in reversed(indices):
        node = scope.make(at, N.SumOver, index, node)
    return Value(node, at, value.lying)


def _found(index: Any, at: int, scope: Scope) -> N.Index:
    found: N.Index | None = index.found if isinstance(index, OpenIndex) else index
    if found is None:
        raise scope.refuse(
            at,
            f"the range of {index.name} is not written, and {index.name} is not used as a place",
            do=rf"write the limits: \sum_{{{index.name}=1}}^{{n}}",
        )  # fmt: skip
    return found


def limits_of(
    below: list[Any], upper: Any, scope: Scope, at: int
) -> tuple[list[str], list[tuple[Any, str, Any]], Axis | None]:
    """The index names, the conditions, and the axis where the limits name one."""
    names: list[str] = []
    conditions: list[tuple[Any, str, Any]] = []
    axis: Axis | None = None
    for entry in below:
        parts = entry.tree.children
        if len(parts) == 1:
            names += _bare_names(entry, scope)
        elif (
            len(parts) == 3
            and parts[1].type == "REL"
            and parts[1].value == "="
            and upper is not None
        ):
            names.append(_index_name(parts[0], scope))
            axis, conditions = _range(parts, upper, scope)
        elif len(parts) == 3 and parts[1].type == "IN":
            names.append(_index_name(parts[0], scope))
            axis = _set_axis(parts[2], scope)
        else:
            found = _conditions(parts)
            conditions += found
            if not names:
                names.append(_index_name(found[0][0], scope))
    if upper is not None and axis is None and not conditions:
        size = _size_axis(upper, scope)
        if size is None or len(names) != 1:
            raise scope.refuse(at, "the limit above has no meaning", do=r"write \sum_{i=1}^{n}")
        axis = size
    return names, conditions, axis


def _bare_names(entry: Any, scope: Scope) -> list[str]:
    label = entry.label
    factor = only_factor(entry.tree)
    if factor is not None and factor.data == "factor":
        factor = factor.children[0]
    run = factor is not None and factor.data == "word"
    if run and len(label) > 1 and label.isalpha():
        return list(label)
    return [_index_name(entry.tree, scope)]


def _index_name(tree: Any, scope: Scope) -> str:
    name = label_of(tree)
    if not name or name[0].isdigit():
        raise scope.refuse(place_of(tree), "this is no index", do="write a letter such as i")
    if name in scope.sizes or name in scope.tensors:
        raise scope.refuse(
            place_of(tree), f"{name} is declared as something else than an index",
            do="use another letter for the index",
        )  # fmt: skip
    return name


def _size_axis(tree: Any, scope: Scope) -> Axis | None:
    size = integer_of(tree, scope)
    if size.atoms(N.Index):
        return None
    return axis_of_tree(tree, scope)


def _range(
    parts: list[Any], upper: Any, scope: Scope
) -> tuple[Axis | None, list[tuple[Any, str, Any]]]:
    index, _, lower = parts
    if _may_be_index(upper, scope):
        return None, [(lower, "<=", index), (index, "<=", upper)]
    low, high = integer_of(lower, scope), integer_of(upper, scope)
    if low.is_Integer and low < scope.first:
        raise scope.refuse(
            place_of(lower), f"the sum starts at {low}, but places count from {scope.first} here",
            do="let it start at 1, or read the text with first_index=0",
        )  # fmt: skip
    whole = low == scope.first and not high.atoms(N.Index)
    if whole and scope.first == 1:
        return axis_of_tree(upper, scope), []
    if whole and (high + 1).is_Symbol:
        return Axis(high + 1), []
    if whole and (high + 1).is_Integer and high + 1 >= 1:
        return Axis(high + 1), []
    conditions = [] if low == scope.first else [(lower, "<=", index)]
    return None, [*conditions, (index, "<=", upper)]


def _from_first(condition: tuple[Any, str, Any], scope: Scope) -> bool:
    """Whether a condition only says that the index starts with the first place."""
    return label_of(condition[0]) == str(scope.first) and condition[1] == "<="


def _may_be_index(tree: Any, scope: Scope) -> bool:
    """Whether a bound is a single letter that nothing is known of before the body is read."""
    name = label_of(tree)
    return len(name) == 1 and name.islower() and name not in scope.names()


def _set_axis(tree: Any, scope: Scope) -> Axis:
    """The axis of [H] or {1, ..., n}."""
    factor = only_factor(tree)
    atom = factor.children[0] if factor is not None and factor.data == "factor" else None
    if atom is not None and atom.data == "square" and len(trees_in(atom)) == 1:
        inside = trees_in(atom)[0]
        integer_of(inside, scope)
        return axis_of_tree(inside, scope)
    raise scope.refuse(place_of(tree), "this set of indices is not read", do="write [n], or limits")


def _conditions(parts: list[Any]) -> list[tuple[Any, str, Any]]:
    found = []
    for k in range(1, len(parts) - 1, 2):
        relation = parts[k].value if isinstance(parts[k], Token) else ""
        found.append((parts[k - 1], relation, parts[k + 1]))
    return found


def _condition(parts: tuple[Any, str, Any], scope: Scope) -> Any:
    left, relation, right = parts
    if relation not in RELATIONS:
        raise scope.refuse(place_of(left), "this condition is not read")
    return compared(relation, integer_of(left, scope), integer_of(right, scope), scope.first)


def compared(relation: str, left: Any, right: Any, first: int) -> Any:
    """The condition on places counted from 0: i < 6 of a text that counts from 1 is i < 5."""
    shift = first if 1 in (_weight(left), _weight(right)) else 0
    return RELATIONS[relation](left - shift, right - shift)


def _weight(side: Any) -> Any:
    """The sum of the coefficients of the indices on a side."""
    return sum((side.coeff(i) for i in side.atoms(N.Index)), S.Zero)
