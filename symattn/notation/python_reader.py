"""Reads the claim language: Python expressions over a closed table of names, never run.

Place: from text to expressions; `claim_lines.py` reads whole claims from files and options.

Legend
  scope       what the names of the text mean (python_reader_text.py)
  tree        a part of Python's syntax tree
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sympy import Integer, Rational, oo, pi

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions import shapes as _shapes  # noqa: F401 - fills the table of shape rules
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Node
from symattn.notation.python_reader_binders import SPECIAL
from symattn.notation.python_reader_forms import SIMPLE, read_call
from symattn.notation.python_reader_places import read_subscript
from symattn.notation.python_reader_sizes import axis_of, integer_of
from symattn.notation.python_reader_text import Reading, Scope, parse

OPERATIONS: dict[type[ast.operator], Callable[..., Any]] = {
    ast.Add: N.Add, ast.Sub: N.Subtract, ast.Mult: N.Multiply, ast.Div: N.Divide,
    ast.MatMult: N.MatMul, ast.Pow: N.Power,
}  # fmt: skip
RELATIONS = {ast.Eq: "=", ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}
NUMBER_SIGNS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow,
}  # fmt: skip
LARGEST_EXPONENT = 1000
RESERVED = frozenset(SIMPLE) | frozenset(SPECIAL)  # names of forms; no function may take one


@dataclass(frozen=True)
class Comparison:
    """Two sides and the sign between them: "=", ">" or ">=" (< and <= are turned round)."""

    left: Node
    right: Node
    relation: str = "="


def reading_of(text: str, scope: Scope) -> tuple[Reading, ast.expr]:
    """A text in its scope, with its syntax tree."""
    line, tree = parse(text)
    return Reading(line, scope, _read), tree


def read_expression(text: str, scope: Scope) -> Node:
    """The tensor that a text of the claim language stands for.

    Fails    UnknownName and NotationError, each with a caret; ShapeError; Unsupported for a
             slice or bound that no axis has
    Example  read_expression("softmax(Q @ K.T / sqrt(d)) @ V", scope)
    """
    reading, tree = reading_of(text, scope)
    return reading.value(tree)


def read_comparison(text: str, scope: Scope) -> Comparison:
    """The two sides of `lhs == rhs`, or of an inequality.

    Fails    NotationError with a caret where there is not exactly one comparison
    """
    reading, tree = reading_of(text, scope)
    if not isinstance(tree, ast.Compare):
        raise reading.refuse(tree, "a claim compares two sides", do="write lhs == rhs")
    if len(tree.ops) > 1:
        raise reading.refuse(
            tree.comparators[1], "there is more than one comparison", do="make each one a claim"
        )
    relation = RELATIONS.get(type(tree.ops[0]))
    if relation is None:
        raise reading.refuse(
            tree.comparators[0], "this comparison is not read", "claims use == > >= < <=",
            "write lhs == rhs",
        )  # fmt: skip
    left, right = reading.value(tree.left), reading.value(tree.comparators[0])
    if relation in ("<", "<="):
        left, right, relation = right, left, relation.replace("<", ">")
    return Comparison(left, right, relation)


def read_axis(text: str, scope: Scope) -> Axis:
    """The axis that a size text such as "H*d" or "n1+n2" stands for; the order is kept."""
    return axis_of(*reading_of(text, scope))


# ---- the parts of an expression ------------------------------------------------------------------


def _read(reading: Reading, tree: ast.expr) -> Node:
    rule = RULES.get(type(tree))
    if rule is None:
        word = type(tree).__name__.lower()
        raise reading.refuse(
            tree, f"this is not part of the claim language ({word})",
            "expressions are made of names, numbers, + - * / ** @, indexing and the named forms",
            "comparisons and and/or belong in where(c, a, b)" if isinstance(
                tree, (ast.Compare, ast.BoolOp)) else "write it with a named form",
        )  # fmt: skip
    return rule(reading, tree)


def _constant(reading: Reading, tree: Any) -> Node:
    number = exact_number(tree)
    if number is None:
        raise reading.refuse(tree, f"{tree.value!r} is not a real number", do="write a number")
    return N.Constant(number)  # type: ignore[no-any-return]


def number_of(tree: ast.AST) -> Rational | None:
    """The number that an exponent such as 2**3 - 1/2 is; None where it is not made of numbers."""
    plain = exact_number(tree)
    if plain is not None:
        return plain
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.USub, ast.UAdd)):
        inner = number_of(tree.operand)
        return inner if inner is None or isinstance(tree.op, ast.UAdd) else -inner
    if not isinstance(tree, ast.BinOp) or type(tree.op) not in NUMBER_SIGNS:
        return None
    a, b = number_of(tree.left), number_of(tree.right)
    if a is None or b is None or (b == 0 and isinstance(tree.op, ast.Div)):
        return None
    if isinstance(tree.op, ast.Pow) and not (b.q == 1 and 0 <= b <= 64 and max(abs(a.p), a.q) < 99):
        return None
    return Rational(NUMBER_SIGNS[type(tree.op)](a, b))


def exact_number(tree: ast.AST) -> Rational | None:
    """The rational number that the text spells (0.1 is 1/10), also -1 and 1/3; None otherwise."""
    if isinstance(tree, ast.Constant):
        value = tree.value
        if type(value) is int:
            return Integer(value)
        small = isinstance(value, float) and math.isfinite(value) and len(repr(value)) < 40
        return Rational(Fraction(repr(value))) if small else None
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.USub, ast.UAdd)):
        inner = exact_number(tree.operand)
        return inner if inner is None or isinstance(tree.op, ast.UAdd) else -inner
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
        a, b = exact_number(tree.left), exact_number(tree.right)
        return None if a is None or b is None or b == 0 else a / b
    return None


def _name(reading: Reading, tree: Any) -> Node:
    scope, name = reading.scope, tree.id
    if name in scope.tensors:
        return scope.tensors[name]
    if name in scope.indices:
        return N.Position(scope.indices[name])  # type: ignore[no-any-return]
    if name in scope.sizes:
        return N.Constant(scope.sizes[name].size)  # type: ignore[no-any-return]
    if name in ("inf", "pi"):
        return N.Constant(oo if name == "inf" else pi)  # type: ignore[no-any-return]
    if name in RESERVED or name in scope.functions:
        raise reading.refuse(tree, f"{name} is a form and needs arguments", do=f"write {name}(...)")
    raise reading.unknown(tree, "name", name, scope.names())


def _binary(reading: Reading, tree: Any) -> Node:
    make = OPERATIONS.get(type(tree.op))
    if make is None:
        if isinstance(tree.op, (ast.FloorDiv, ast.Mod)):
            return N.Position(integer_of(reading, tree))  # type: ignore[no-any-return]
        raise reading.refuse(
            tree, "this operator is not in the claim language",
            "powers are written **, and never ^" if isinstance(tree.op, ast.BitXor) else
            "operators are + - * / ** @", "use one of them",
        )  # fmt: skip
    left = reading.value(tree.left)
    exponent = number_of(tree.right) if isinstance(tree.op, ast.Pow) else None
    if exponent is not None and max(abs(exponent.p), exponent.q) > LARGEST_EXPONENT:
        raise Unsupported(
            f"reading {reading.part(tree)[:80]}", "the exponent is too large",
            f"exponents up to {LARGEST_EXPONENT} are handled", "use a smaller one",
        )  # fmt: skip
    right = N.Constant(exponent) if exponent is not None else reading.value(tree.right)
    return make(left, right)  # type: ignore[no-any-return]


def _unary(reading: Reading, tree: Any) -> Node:
    if isinstance(tree.op, ast.UAdd):
        return reading.value(tree.operand)
    if not isinstance(tree.op, ast.USub):
        raise reading.refuse(tree, "not and ~ are only for conditions", do="write where(c, a, b)")
    x = reading.value(tree.operand)
    if isinstance(tree.operand, ast.Constant) or x == N.Constant(oo):
        return N.Constant(-x.args[0])  # type: ignore[no-any-return]
    return N.Negate(x)  # type: ignore[no-any-return]


def _attribute(reading: Reading, tree: Any) -> Node:
    if tree.attr != "T":
        raise reading.refuse(tree, f".{tree.attr} is not in the claim language", do="only A.T is")
    return N.Transpose(reading.value(tree.value))  # type: ignore[no-any-return]


def _literal(reading: Reading, tree: Any) -> Node:
    """A list of numbers, or of lists of one length, as a constant array."""
    shape: list[int] = []
    level: list[ast.expr] = [tree]
    while level and all(isinstance(t, ast.List) for t in level):
        rows = [t.elts for t in level if isinstance(t, ast.List)]
        ragged = next((t for t in level if len(getattr(t, "elts", ())) != len(rows[0])), None)
        if ragged is not None or not rows[0]:
            raise reading.refuse(ragged or level[0], "the rows are empty or not of one length")
        shape.append(len(rows[0]))
        level = [t for row in rows for t in row]
    entries = []
    for t in level:
        number = exact_number(t)
        if number is None:
            raise reading.refuse(
                t, "an array holds numbers only", do="use tab or concat for computed entries"
            )
        entries.append(number)
    return N.Literal(tuple(map(Axis, shape)), tuple(entries))  # type: ignore[no-any-return]


RULES: dict[type[ast.AST], Callable[[Reading, Any], Node]] = {
    ast.Constant: _constant, ast.Name: _name, ast.BinOp: _binary, ast.UnaryOp: _unary,
    ast.Attribute: _attribute, ast.Subscript: read_subscript, ast.Call: read_call,
    ast.List: _literal,
}  # fmt: skip
