r"""Derivatives: \frac{\partial f}{\partial X}, \partial f / \partial X, \nabla_X f, operators.

Place: below latex_terms, which hands in its `value_of` as `read`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lark import Token
from sympy import Expr, Integer
from sympy.core.symbol import Str

from symattn.errors import NotationError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_scope import Scope
from symattn.notation.latex_scripts import COLON
from symattn.notation.latex_syntax import Item, items_of_word, place_of, trees_in
from symattn.notation.latex_values import Value, node_in

Read = Callable[[Any, Scope], Value]


def row_of(item: Item) -> Any:
    """The factor as a tree again; only for one that was not split from a run of letters."""
    if item.factor is None:
        raise NotationError("reading LaTeX", "a function needs brackets here", do="add ( )")
    return item.factor


def partial_quotient(above: Any, below: Any, scope: Scope, read: Read) -> Value | None:
    r"""\frac{\partial f}{\partial X} as a gradient or Jacobian; None for other fractions."""
    top, bottom = items_of_word(above), items_of_word(below)
    if not (_is_partial(top) and _is_partial(bottom)):
        return None
    if len(top) < 2 or len(bottom) != 2:
        raise scope.refuse(place_of(above), "a derivative needs a function and one symbol")
    f = node_in(read(_tail(above), scope), scope)
    x = node_in(read(_tail(below), scope), scope)
    return derivative(f, x, place_of(above), scope, top[0].word == "d")


def partial_slash(tree: Any, scope: Scope, read: Read) -> Value | None:
    r"""\partial L / \partial X as a derivative, or None if it is something else."""
    rows = trees_in(tree)
    signs = [t.value for t in tree.children if isinstance(t, Token)]
    if signs != ["/"] or len(rows) != 2 or any(row.data != "juxt" for row in rows):
        return None
    return partial_quotient(rows[0], rows[1], scope, read)


def operator_symbol(fraction: Any) -> Any:
    r"""The tree below in \frac{\partial}{\partial X}, or None if the fraction is something else."""
    if len(trees_in(fraction)) != 2:
        return None
    top, bottom = (items_of_word(part) for part in trees_in(fraction))
    alone = len(top) == 1 and _is_partial(top) and len(bottom) == 2 and _is_partial(bottom)
    return trees_in(fraction)[1] if alone else None


def operator_value(items: list[Item], place: int, scope: Scope, read: Read) -> tuple[Value, int]:
    """The derivative of what follows \\frac{\\partial}{\\partial X}."""
    item, behind = items[place], items[place + 1]
    if place + 2 != len(items) or behind.factor is None:
        raise scope.refuse(behind.at, "how far the derivative reaches is not written", do="put ( )")
    x = node_in(read(_tail(operator_symbol(item.atom)), scope), scope)
    f = node_in(read(behind.factor, scope), scope)
    return derivative(f, x, item.at, scope, _is_total(item.atom)), place + 2


def _is_total(fraction: Any) -> bool:
    """Whether the derivative is written with an upright d."""
    return items_of_word(trees_in(fraction)[0])[0].word == "d"


def derivative(f: N.Node, x: N.Node, at: int, scope: Scope, total: bool = False) -> Value:
    """The gradient of a scalar or the Jacobian of a tensor; by an entry, that part of it."""
    symbol, places = (x.args[0], tuple(x.args[1])) if isinstance(x, N.At) else (x, ())
    if not isinstance(symbol, N.Tensor):
        raise scope.refuse(at, "a derivative is taken by a declared symbol", do="name it first")
    whole = scope.make(at, N.Gradient if f.rank == 0 and not total else N.Jacobian, f, symbol)
    if places:
        kept: tuple[Str | Expr | Integer, ...] = (COLON,) * f.rank + places
        whole = scope.make(at, N.At, whole, kept)
    return Value(whole, at)


def _is_partial(items: list[Item]) -> bool:
    if not items:
        return False
    upright_d = items[0].word == "d" and items[0].exact and not items[0].entries
    return upright_d or _is_mark(items[0], "PARTIAL")


def _is_mark(item: Item, kind: str) -> bool:
    return bool(item.atom.data == "mark" and item.atom.children[0].type == kind)


def _tail(tree: Any) -> Any:
    """The product behind the partial sign."""
    while tree.data != "juxt":
        tree = tree.children[0]
    return type(tree)("juxt", tree.children[1:], tree.children[1].meta)


def nabla_value(items: list[Item], place: int, scope: Scope, read: Read) -> tuple[Value, int]:
    r"""\nabla_X L, and the place behind it."""
    item = items[place]
    below = [e for e in item.entries if e.kind == "below"]
    if len(below) != 1 or place + 2 != len(items):
        raise scope.refuse(
            item.at, r"\nabla needs a symbol below and one function", do=r"\nabla_{X} L"
        )
    x = node_in(read(below[0].tree, scope), scope)
    f = node_in(read(row_of(items[place + 1]), scope), scope)
    return derivative(f, x, item.at, scope), place + 2
