"""Reads the assumptions of a claim: the closed list of kinds, equations, and facts about sizes.

Place: above the reader of expressions, below whole claims.

Legend
  kind        the name of an assumption         tree      a part of Python's syntax tree
"""

from __future__ import annotations

import ast
from typing import Any

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import KINDS, Assumption
from symattn.notation.python_reader import reading_of
from symattn.notation.python_reader_sizes import (
    axis_of,
    integer_of,
    is_integer_text,
    literal_integer,
)
from symattn.notation.python_reader_text import Reading, Scope


def read_assumption(text: str, scope: Scope) -> Assumption:
    """An assumption: one of the closed list, an equation, or x > y.

    Fails    UnknownName with a caret for an assumption that is not in the list
    """
    reading, tree = reading_of(text, scope)
    if isinstance(tree, ast.Compare):
        return _compared(reading, tree)
    if not (isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name)):
        raise reading.refuse(tree, "this is not an assumption", do="write symmetric(A), or a == b")
    name = tree.func.id
    if name not in KINDS:
        raise reading.unknown(tree.func, "assumption", name, KINDS)
    types = KINDS[name]
    most, optional = len(types), types[-1] == "whole or nothing"
    if not most - optional <= len(tree.args) <= most or tree.keywords:
        raise reading.refuse(
            tree, f"{name} takes {most} arguments", do=f"write {name}({', '.join(types)})"
        )
    if name == "equal":
        return _equation(reading, *tree.args)
    args = [_assumed(reading, t, a) for t, a in zip(types, tree.args, strict=False)]
    return Assumption(name, tuple(args))


def read_size_equation(text: str, scope: Scope) -> Assumption | None:
    """The equation of two sizes that a text is, or None."""
    reading, tree = reading_of(text, scope)
    if isinstance(tree, ast.Compare) and [type(s) for s in tree.ops] == [ast.Eq]:
        sides = [tree.left, *tree.comparators]
    elif isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "equal":
        sides = tree.args
    else:
        return None
    return _sizes_equated(reading, *sides) if len(sides) == 2 else None


def _assumed(reading: Reading, kind: str, tree: ast.expr) -> Any:
    if kind == "name":
        if isinstance(tree, ast.Name) and tree.id in reading.scope.functions:
            return tree.id
        name = reading.part(tree)
        raise reading.unknown(tree, "function", name, reading.scope.functions)
    if kind.startswith("whole"):
        if kind.endswith("nothing") and isinstance(tree, ast.Name) and tree.id == "inf":
            return None
        number = literal_integer(tree)
        if number is None:
            raise reading.refuse(tree, "a literal integer is needed here", do="write a number")
        return number
    return _size_side(reading, tree) if kind == "size" else reading.value(tree)


def _size_side(reading: Reading, tree: ast.expr) -> Any:
    """A size as an axis, so that H*d keeps its order; else as an integer expression."""
    value = integer_of(reading, tree)
    try:
        return axis_of(reading, tree)
    except Unsupported:
        return value


def _equation(reading: Reading, a: ast.expr, b: ast.expr) -> Assumption:
    return _sizes_equated(reading, a, b) or Assumption(
        "equal", (reading.value(a), reading.value(b))
    )


def _sizes_equated(reading: Reading, a: ast.expr, b: ast.expr) -> Assumption | None:
    if any(map(_names_size, (a, b))) and all(_is_size_text(reading, t) for t in (a, b)):
        return Assumption("equal", (_size_side(reading, a), _size_side(reading, b)))
    return None


def _is_size_text(reading: Reading, tree: ast.expr) -> bool:
    names = {t.id for t in ast.walk(tree) if isinstance(t, ast.Name)}
    return is_integer_text(reading, tree) and not names & set(reading.scope.indices)


def _names_size(tree: ast.expr) -> bool:
    return any(isinstance(t, ast.Name) for t in ast.walk(tree))


def _compared(reading: Reading, tree: ast.Compare) -> Assumption:
    """a == b is equal(a, b); a > b is positive(a - b); for sizes dim_less and dim_at_least."""
    sign = type(tree.ops[0])
    if len(tree.ops) > 1 or sign not in (ast.Eq, ast.Gt, ast.Lt, ast.GtE):
        raise reading.refuse(
            tree, "this comparison is not an assumption", "assumptions use ==, < and >",
            "write between(x, lo, hi), or a == b",
        )  # fmt: skip
    a, b = tree.left, tree.comparators[0]
    if sign is ast.Eq:
        return _equation(reading, a, b)
    if _is_size_text(reading, a) and _is_size_text(reading, b):
        if sign is ast.GtE:
            return Assumption(
                "dim_at_least", (_size_side(reading, a), _assumed(reading, "whole", b))
            )
        less, more = (a, b) if sign is ast.Lt else (b, a)
        return Assumption("dim_less", (_size_side(reading, less), _size_side(reading, more)))
    if sign is ast.GtE:
        raise reading.refuse(tree, "x >= y is not an assumption", do="write between(x, lo, hi)")
    low, high = (reading.value(t) for t in ((a, b) if sign is ast.Lt else (b, a)))
    is_zero = low == N.Constant(0)
    return Assumption("positive", (high if is_zero else N.Subtract(high, low),))
