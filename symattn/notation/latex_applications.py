r"""Functions and definitions applied to what stands behind them, and derivatives.

Place: below latex_terms, which hands in its `value_of` as `read`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lark import Token
from sympy import Expr

from symattn.errors import ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_definitions import applied
from symattn.notation.latex_derivatives import (
    nabla_value,
    operator_symbol,
    operator_value,
    row_of,
)
from symattn.notation.latex_functions import HANDLERS, Call
from symattn.notation.latex_integers import place_in
from symattn.notation.latex_resolve import Resolved, kind_of
from symattn.notation.latex_scope import Definition, Scope
from symattn.notation.latex_scripts import with_scripts
from symattn.notation.latex_syntax import Entry, Item, items_of_word, place_of, trees_in
from symattn.notation.latex_values import Value, node_in

Read = Callable[[Any, Scope], Value]
_BRACKETS = frozenset(("group", "square"))
_SUBSCRIPTED = frozenset(
    "softmax Softmax SoftMax log_softmax logsoftmax lse LSE sum mean max Concat concat reshape "
    "permute "
    "einsum CausalMask".split()
)  # fmt: skip


def is_function(items: list[Item], place: int, found: Resolved | None, scope: Scope) -> bool:
    """Whether the factor at this place takes in what follows it."""
    item = items[place]
    following = items[place + 1].atom.data if place + 1 < len(items) else ""
    if found is None and item.atom.data == "fraction" and place + 1 < len(items):
        return operator_symbol(item.atom) is not None
    if found is None:
        return bool(item.atom.data == "mark" and item.atom.children[0].type in ("PARTIAL", "NABLA"))
    if found.kind == "function":
        return True
    if following not in _BRACKETS:
        return False
    if found.kind == "definition":
        return bool(_parameters(found.name, scope))
    if following == "square" and found.kind == "tensor":
        places = [e for e in found.rest if e.kind in ("below", "token", "paren")]
        rank = scope.tensors[found.name].rank - len(places)
        return len(places) == len(found.rest) and _is_indexing(items[place + 1], rank, scope)
    return False


def _parameters(name: str, scope: Scope) -> bool:
    definition = scope.definitions.get(name) or scope.pending[name].define(scope)
    return bool(definition.arguments or definition.indices)


def _is_indexing(item: Item, rank: int, scope: Scope) -> bool:
    """Whether [i, j] behind a tensor holds places, and no tensors."""
    words = item.atom.scan_values(lambda t: isinstance(t, Token) and t.type in ("WORD", "NAME"))
    if any(kind_of(str(word), scope) in ("tensor", "definition") for word in words):
        return False
    signs = [t for t in item.atom.children if isinstance(t, Token) and t.type in ("SEMI", "MID")]
    return not signs and 0 < len(trees_in(item.atom)) <= rank


def application(
    items: list[Item], place: int, found: Resolved | None, scope: Scope, read: Read
) -> tuple[Value, int]:
    """The value of a function and what it is applied to, and the place behind it."""
    item = items[place]
    if found is None and item.atom.data == "fraction":
        return operator_value(items, place, scope, read)
    if found is None:
        if item.atom.children[0].type == "NABLA":
            return nabla_value(items, place, scope, read)
        raise scope.refuse(
            item.at, r"\partial stands alone", do=r"write \frac{\partial L}{\partial X}"
        )
    if place + 1 >= len(items):
        raise scope.refuse(item.at, f"the function {found.name} has no argument", do="add ( )")
    behind = items[place + 1]
    if behind.atom.data in _BRACKETS and not behind.word:
        value = _applied(item, found, behind, scope, read)
        entries = behind.entries
    elif place + 2 == len(items) and found.name in HANDLERS:
        value = _without_brackets(item, found, behind, scope, read)
        return replace(value, bare=True), place + 2
    else:
        raise scope.refuse(
            behind.at,
            f"how far {found.name} reaches is not written",
            do="put ( ) round its argument",
        )
    return with_scripts(value, entries, scope, lambda t: read(t, scope)), place + 2


def _applied(item: Item, found: Resolved, behind: Item, scope: Scope, read: Read) -> Value:
    trees = tuple(trees_in(behind.atom))
    signs = tuple(
        str(t) if t.type != "MID" else "|"
        for t in behind.atom.children
        if isinstance(t, Token) and t.type in ("COMMA", "SEMI", "MID")
    )
    if found.kind == "definition":
        return _defined(item, found, trees, scope, read)
    if found.kind == "tensor":
        entries = found.rest + tuple(Entry("below", place_of(t), t, "") for t in trees)
        return with_scripts(Value(scope.tensors[found.name], item.at), entries, scope, None)
    call = Call(found.name, item.at, trees, signs, found.rest, scope, lambda t: read(t, scope))
    if found.name in scope.functions:
        node = scope.make(item.at, N.Apply, scope.functions[found.name], call.node())
        return with_scripts(Value(node, item.at), found.rest, scope, None)
    return _called(call)


def _called(call: Call) -> Value:
    handler = HANDLERS.get(call.name)
    if handler is None:
        raise call.scope.refuse(
            call.at, f"{call.name} has no definition here", do="add an equation that defines it"
        )
    if call.entries and call.name not in _SUBSCRIPTED:
        raise call.scope.refuse(
            call.entries[0].at, f"a script on the function {call.name} is not read",
            do="put it behind the brackets",
        )  # fmt: skip
    return handler(call)


def _without_brackets(item: Item, found: Resolved, behind: Item, scope: Scope, read: Read) -> Value:
    wrapped = behind.atom if behind.atom.data not in ("name", "word") else None
    if wrapped is None or behind.entries:
        row = row_of(behind)
    else:
        row = wrapped
    return _called(
        Call(found.name, item.at, (row,), (), found.rest, scope, lambda t: read(t, scope))
    )


def definition_value(item: Item, found: Resolved, scope: Scope, read: Read) -> Value:
    """A defined name that is not applied: its indices are the scripts."""
    definition = _definition(found.name, scope)
    if definition.arguments:
        raise scope.refuse(
            item.at,
            f"{found.name} takes {len(definition.arguments)} arguments",
            do="add them in ( )",
        )
    places = [e for e in found.rest if e.kind in ("below", "token", "paren")]
    places += [e for e in found.rest if e.kind == "above" and len(places) < len(definition.indices)]
    count = len(definition.indices)
    if not places and count:
        return _whole(definition, found, item, scope, read)
    if len(places) < count:
        raise scope.refuse(
            item.at, f"{found.name} is defined with {count} indices, {len(places)} are written"
        )
    used, rest = places[:count], tuple(e for e in found.rest if e not in places[:count])
    node = _at_indices(definition, [e.tree for e in used], (), item.at, scope)
    return with_scripts(Value(node, item.at), rest, scope, lambda t: read(t, scope))


def _whole(definition: Definition, found: Resolved, item: Item, scope: Scope, read: Read) -> Value:
    """A name defined entry by entry, used as a whole: its entries stacked."""
    node = definition.body
    for index in reversed(definition.indices):
        node = scope.make(item.at, N.Stack, index, node)
    return with_scripts(Value(node, item.at), found.rest, scope, lambda t: read(t, scope))


def _definition(name: str, scope: Scope) -> Definition:
    known: Definition | None = scope.definitions.get(name)
    if known is None:
        made: Definition = scope.pending[name].define(scope)
        return made
    return known


def _at_indices(
    definition: Definition, trees: list[Any], arguments: tuple[N.Node, ...], at: int, scope: Scope
) -> N.Node:
    try:
        places: tuple[Expr, ...] = tuple(
            place_in(tree, index.axis, scope)
            for tree, index in zip(trees, definition.indices, strict=True)
        )
        return applied(definition, places, arguments)
    except ShapeError as error:
        raise scope.misfit(at, error) from None


def _defined(
    item: Item, found: Resolved, trees: tuple[Any, ...], scope: Scope, read: Read
) -> Value:
    definition = _definition(found.name, scope)
    scripts = [e.tree for e in found.rest if e.kind in ("below", "above", "token", "paren")]
    wanted = len(definition.indices) + len(definition.arguments)
    if len(scripts) + len(trees) != wanted or len(trees) != len(definition.pattern or trees):
        raise scope.refuse(
            item.at,
            f"{found.name} takes {wanted} arguments, here it has {len(trees) + len(scripts)}",
        )
    pattern = definition.pattern or ("tensor",) * len(definition.arguments)
    nodes = [tree for tree, kind in zip(trees, pattern, strict=False) if kind == "tensor"]
    places = scripts + [
        _place_tree(tree, kind, scope)
        for tree, kind in zip(trees, pattern, strict=False)
        if kind != "tensor"
    ]
    arguments = tuple(node_in(read(tree, scope), scope) for tree in nodes)
    return Value(_at_indices(definition, places, arguments, item.at, scope), item.at)


def _place_tree(tree: Any, kind: str, scope: Scope) -> Any:
    """The place that an argument names: itself, or the i of x_i where x_i is expected."""
    if kind == "index":
        return tree
    items = items_of_word(tree)
    places = [e for e in items[0].entries if e.kind in ("below", "token", "paren")] if items else []
    if len(items) != 1 or f"token {items[0].word}" != kind or len(places) != 1:
        raise scope.refuse(
            place_of(tree), f"a {kind} is expected here", do="use it as it was defined"
        )
    return places[0].tree
