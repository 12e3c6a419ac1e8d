r"""Forms with a meaning of their own: e^x, I_n, \delta_{i,j}, \mathbf{e}_i, cases, literals.

Place: below latex_terms, which hands in its `value_of` as `read`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from lark import Token
from sympy import And, Integer, Not, Or, S, Tuple

from symattn.errors import NotationError, ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_functions import Call, handler
from symattn.notation.latex_integers import axis_of_tree, integer_of, place_in
from symattn.notation.latex_resolve import Resolved
from symattn.notation.latex_scope import OpenIndex, Scope
from symattn.notation.latex_scripts import with_scripts
from symattn.notation.latex_stacks import concat_list, square_value, times_parts
from symattn.notation.latex_sums import RELATIONS, compared, limits_of
from symattn.notation.latex_syntax import Entry, Item, items_of_word, label_of, place_of, trees_in
from symattn.notation.latex_values import Value, identity_of, node_in

Read = Callable[[Any, Scope], Value]


def special(item: Item, found: Resolved, scope: Scope, read: Read) -> Value:
    """A letter that is not declared and has a meaning by itself."""
    below = [e for e in found.rest if e.kind == "below"]
    above = tuple(e for e in found.rest if e.kind != "below")
    if item.word == "e":
        return _unit(item, below, above, scope) if below else _power_of_e(item, above, scope, read)
    if item.word == "delta":
        return _delta(item, below, above, scope)
    if item.word == "causal":
        axes = square_value(below, scope)
        if len(axes) not in (1, 2) or above:
            raise scope.refuse(
                item.at, "a causal mask has rows and columns", do="write n \\times m"
            )
        return Value(scope.make(item.at, N.CausalMask, axes[0], axes[-1]), item.at)
    value = matrix_of_size("identity", below, item.at, scope) if below else identity_of(item.at)
    return with_scripts(value, above, scope, lambda t: read(t, scope)) if above else value


def _power_of_e(item: Item, above: tuple[Entry, ...], scope: Scope, read: Read) -> Value:
    if len(above) != 1 or above[0].kind != "above" or above[0].label in scope.indices:
        raise scope.unknown(item.at, "e")
    x = read(above[0].tree, scope)
    return Value(scope.make(item.at, N.Apply, "exp", node_in(x, scope)), item.at, x.lying)


def _unit(item: Item, below: list[Entry], above: tuple[Entry, ...], scope: Scope) -> Value:
    """e_i^{(n)}: the unit vector at place i of an axis n."""
    if len(below) != 1 or len(above) != 1 or above[0].kind != "paren":
        raise scope.unknown(item.at, "e")
    axis = axis_of_tree(above[0].tree, scope)
    try:
        place = place_in(below[0].tree, axis, scope)
    except ShapeError as error:
        raise scope.misfit(below[0].at, error) from None
    return Value(scope.make(item.at, N.UnitVector, place, axis), item.at)


def _delta(item: Item, below: list[Entry], above: tuple[Entry, ...], scope: Scope) -> Value:
    if len(below) != 2 or above:
        raise scope.unknown(item.at, "delta")
    i, j = (integer_of(e.tree, scope) - scope.first for e in below)
    return Value(scope.make(item.at, N.Delta, i, j), item.at)


def matrix_of_size(kind: str, below: list[Any], at: int, scope: Scope) -> Value:
    """I, 1 or 0 with the sizes that are written below it."""
    axes = square_value(below, scope)
    cls = {"identity": N.Identity, "ONES": N.Ones, "ZEROS": N.Zeros}[kind]
    if kind == "identity" and len(axes) > 1:
        raise scope.refuse(at, "an identity has one size", do="write I_{n}")
    return Value(scope.make(at, cls, *axes), at)


def absolute_value(tree: Any, scope: Scope, read: Read) -> Value:
    """|s| of a scalar."""
    value, at = read(trees_in(tree)[0], scope), place_of(tree)
    if value.rank:
        raise scope.refuse(
            at, "bars round a tensor can be a norm or absolute values",
            do=r"write \lVert x \rVert or \operatorname{abs}(x)",
        )  # fmt: skip
    return Value(scope.make(at, N.Apply, "abs", node_in(value, scope)), at)


def norm_value(item: Item, scope: Scope, read: Read) -> tuple[Value, tuple[Entry, ...]]:
    """The Euclidean norm of a vector or the Frobenius norm, and the scripts left over."""
    inside = read(trees_in(item.atom)[0], scope)
    marks = [e for e in item.entries if e.kind == "below"]
    labels = [e.label for e in marks]
    if labels != ["F"] and not (labels in ([], ["2"]) and inside.rank == 1):
        raise scope.refuse(
            item.at, "which norm this is is not written", do=r"write \lVert A \rVert_F for a matrix"
        )
    value = Value(scope.make(item.at, N.Norm, node_in(inside, scope)), item.at)
    return value, tuple(e for e in item.entries if e not in marks)


def cases_value(tree: Any, scope: Scope, read: Read) -> Value:
    """Two cases: what holds if a condition on indices or on entries does, and otherwise."""
    rows = [trees_in(row) for row in trees_in(tree)]
    rows = [row for row in rows if any(cell.children for cell in row)]
    if not rows or any(len(row) != 2 for row in rows):
        raise scope.refuse(place_of(tree), "cases have a value and a condition in each row")
    *first, (last, otherwise) = rows
    if otherwise.data == "case" or not first:
        raise scope.refuse(
            place_of(tree), "the cases do not say what holds otherwise",
            do=r"end with: value & \text{otherwise}",
        )  # fmt: skip
    value = node_in(read(trees_in(last)[0], scope), scope)
    for cell, case in reversed(first):
        value = _case(node_in(read(trees_in(cell)[0], scope), scope), case, value, scope, read)
    return Value(value, place_of(tree))


def _case(then: N.Node, case: Any, otherwise: N.Node, scope: Scope, read: Read) -> N.Node:
    at = place_of(case)
    if case.data != "case":
        raise scope.refuse(at, "this row has no condition", do=r"write \text{if } j \leq i")
    condition = trees_in(case)[0]
    if case.children[0].value == "where":
        return _by_entries(then, condition, otherwise, scope, read)
    try:
        holds = _condition(condition, scope)
    except NotationError:
        return _by_entries(then, condition, otherwise, scope, read)
    return scope.make(at, N.Where, holds, then, otherwise)


def _by_entries(
    then: N.Node, condition: Any, otherwise: N.Node, scope: Scope, read: Read
) -> N.Node:
    (statement,) = trees_in(condition)[:1]
    parts = statement.children
    if len(trees_in(condition)) != 1 or len(parts) != 3 or parts[1].type != "REL":
        raise scope.refuse(
            place_of(condition), "this condition is not read", do="write one comparison"
        )
    a, b = (node_in(read(parts[k], scope), scope) for k in (0, 2))
    sign = {"=": "=="}.get(str(parts[1]), str(parts[1]))
    return scope.make(place_of(condition), N.WhereTensor, sign, a, b, then, otherwise)


def _condition(tree: Any, scope: Scope) -> Any:
    """A condition on indices; `and` binds tighter than `or`."""
    clauses: list[list[Any]] = [[]]
    for child in tree.children:
        if isinstance(child, Token):
            clauses += [[]] if child.value == "or" else []
        else:
            clauses[-1].append(_fact(child, scope))
    holds = Or(*(And(*facts) for facts in clauses))
    if holds in (S.true, S.false):
        raise scope.refuse(place_of(tree), "the condition always or never holds")
    return holds


def _fact(tree: Any, scope: Scope) -> Any:
    if tree.data == "denied":
        return Not(_fact(trees_in(tree)[0], scope))
    parts = tree.children
    if len(parts) == 1:
        raise scope.refuse(place_of(tree), "this is no condition", do="write a comparison")
    facts = []
    for k in range(1, len(parts), 2):
        if str(parts[k]) not in RELATIONS:
            raise scope.refuse(place_of(parts[k]), f"{parts[k]} is no comparison of indices")
        left, right = integer_of(parts[k - 1], scope), integer_of(parts[k + 1], scope)
        facts.append(compared(str(parts[k]), left, right, scope.first))
    return And(*facts)


def stack_value(item: Item, scope: Scope, read: Read) -> Value | None:
    """[x]_{i=1}^{n}: x for every i along a new first axis; None if this is something else."""
    below = [e for e in item.entries if e.kind == "below"]
    above = [e for e in item.entries if e.kind == "above"]
    if item.atom.data != "square" or len(below) != 1 or len(above) != 1 or below[0].label:
        return None
    index, node = _bound(below, above, trees_in(item.atom)[0], item.at, scope, read)
    return Value(scope.make(item.at, N.Stack, index, node), item.at)


def _bound(
    below: list[Entry], above: list[Entry], body: Any, at: int, scope: Scope, read: Read
) -> tuple[N.Index, N.Node]:
    """The index and the body of something that ranges over a whole axis."""
    names, conditions, axis = limits_of(below, above[0].tree if above else None, scope, at)
    if len(names) != 1 or conditions:
        raise scope.refuse(
            at, "this needs one index over a whole axis", do="write i=1 below, n above"
        )
    with ExitStack() as stack:
        bound = stack.enter_context(scope.bound(names[0], axis))
        node = node_in(read(body, scope), scope)
        index = bound.found if isinstance(bound, OpenIndex) else bound
    if index is None:
        raise scope.refuse(at, f"the range of {names[0]} is not written", do="write its limits")
    return index, node


def concat_over(call: Call) -> Value:
    r"""\operatorname{Concat}_{i=1}^{H}(x), with \text{axis }k behind the 1 for another axis."""
    below = [e for e in call.entries if e.kind == "below"]
    above = [e for e in call.entries if e.kind == "above"]
    marks = [k for e in below if (k := axis_mark(e)) is not None]
    below = [e for e in below if axis_mark(e) is None]
    if not below and not above:
        nodes = [node_in(call.read(tree), call.scope) for tree in call.trees]
        return call.made(N.Concat, Integer(marks[0]), *nodes)
    if len(call.trees) != 1 or len(marks) > 1:
        raise call.scope.refuse(call.at, f"this form of {call.name} is not read")
    index, node = _bound(
        below, above, call.trees[0], call.at, call.scope, lambda t, scope: call.read(t)
    )
    k = marks[0] if marks else node.rank - 1
    return call.made(N.ConcatOver, index, node, Integer(max(k, 0)))


def axis_mark(entry: Entry) -> int | None:
    r"""The number in \text{axis }k, or None."""
    words = [label_of(item.factor) for item in items_of_word(entry.tree)]
    if len(words) == 2 and words[0] == "axis" and words[1].isdigit():
        return int(words[1])
    return None


@handler("Concat", "concat")
def _concat(call: Call) -> Value:
    return concat_over(call) if call.entries else concat_list(call)


@handler("permute")
def _permute(call: Call) -> Value:
    labels = [e.label for e in call.entries]
    if not labels or not all(label.isdigit() for label in labels):
        raise call.scope.refuse(
            call.at, "permute needs axis numbers below", do="write permute_{1,0}"
        )
    return call.made(N.Permute, call.node(), tuple(Integer(int(x)) for x in labels))


@handler("reshape")
def _reshape(call: Call) -> Value:
    axes = [axis_of_tree(part, call.scope) for e in call.entries for part in times_parts(e.tree)]
    if not axes:
        raise call.scope.refuse(
            call.at, "reshape needs sizes below", do=r"write reshape_{n \times d}"
        )
    return call.made(N.Reshape, call.node(), Tuple(*axes))


@handler("einsum")
def _einsum(call: Call) -> Value:
    parts: list[str] = []
    for entry in call.entries:
        for child in entry.tree.children:
            if isinstance(child, Token):
                parts.append("->" if child.type == "REL" else str(child))
            else:
                parts.append(label_of(child))
        parts.append(",")
    nodes = [node_in(call.read(tree), call.scope) for tree in call.trees]
    return call.made(N.Einsum, "".join(parts).rstrip(","), *nodes)
