"""The integer part of the claim language: sizes, places, bounds and conditions on indices.

Place: between python_reader_text and the forms; what is read here is SymPy integers and axes.

Legend
  i, j        indices        n       a size          e      an integer expression
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable
from typing import Any

from sympy import And, Eq, Expr, Ge, Gt, Integer, Le, Lt, Mod, Ne, Not, Or, cancel, expand, floor

from symattn.errors import NoSuchAxis, NotationError, ShapeError, SymattnError, Unsupported
from symattn.expressions.assumptions import axis_of_size, shape_text
from symattn.expressions.axes import Axis, concat_axis, product_axis
from symattn.expressions.coordinates import split_at
from symattn.expressions.nodes import Index, Node
from symattn.notation.python_reader_text import Reading

MOST_UNITS = 4096  # the longest axis of literal length; the kernel has the same bound
INTEGER_SIGNS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.FloorDiv: lambda a, b: floor(a / b), ast.Mod: Mod,
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: Lt, ast.LtE: Le, ast.Gt: Gt, ast.GtE: Ge, ast.Eq: Eq, ast.NotEq: Ne,
}  # fmt: skip


def literal_integer(tree: ast.AST) -> int | None:
    """The integer that the text spells, with an optional sign; None otherwise."""
    if isinstance(tree, ast.Constant) and type(tree.value) is int:
        return tree.value
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.USub, ast.UAdd)):
        value = literal_integer(tree.operand)
        return value if value is None or isinstance(tree.op, ast.UAdd) else -value
    return None


def is_integer_text(reading: Reading, tree: ast.AST) -> bool:
    """Whether the text is about indices, sizes and integers alone."""
    if isinstance(tree, ast.Name):
        scope = reading.scope
        return tree.id not in scope.tensors and (tree.id in scope.indices or tree.id in scope.sizes)
    if isinstance(tree, ast.Constant):
        return type(tree.value) is int
    if isinstance(tree, ast.BinOp):
        signs = (*INTEGER_SIGNS, ast.Pow)
        return isinstance(tree.op, signs) and all(
            is_integer_text(reading, t) for t in (tree.left, tree.right)
        )
    return isinstance(tree, ast.UnaryOp) and is_integer_text(reading, tree.operand)


def integer_of(reading: Reading, tree: ast.AST) -> Expr:
    """The integer expression of indices and sizes that the text spells."""
    number = literal_integer(tree)
    if number is not None:
        return Integer(number)
    if isinstance(tree, ast.Name):
        return _named_integer(reading, tree)
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, (ast.USub, ast.UAdd)):
        value = integer_of(reading, tree.operand)
        return -value if isinstance(tree.op, ast.USub) else value
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow):
        exponent = literal_integer(tree.right)
        if exponent is None or not 0 <= exponent <= 64:
            raise reading.refuse(tree, "an integer power needs an exponent from 0 to 64")
        base = integer_of(reading, tree.left)
        if base.is_Integer and abs(base) > 1000:
            raise reading.refuse(tree, "this integer is too large", do="use a size")
        return base**exponent
    if isinstance(tree, ast.BinOp) and type(tree.op) in INTEGER_SIGNS:
        left, right = integer_of(reading, tree.left), integer_of(reading, tree.right)
        if isinstance(tree.op, (ast.FloorDiv, ast.Mod)) and right.is_positive is not True:
            raise reading.refuse(
                tree, "the divisor is not a positive integer", do="divide by a size"
            )
        return INTEGER_SIGNS[type(tree.op)](left, right)
    raise reading.refuse(
        tree, "this is not an integer expression",
        "integers are made of indices, sizes, + - * // %",
        "use an index or a size here",
    )  # fmt: skip


def _named_integer(reading: Reading, tree: ast.Name) -> Expr:
    scope = reading.scope
    if tree.id in scope.indices:
        return scope.indices[tree.id]
    if tree.id in scope.sizes:
        return scope.sizes[tree.id].size
    if tree.id in scope.tensors:
        raise reading.refuse(
            tree, f"{tree.id} is a tensor, and an integer is needed here",
            do=f"declare {tree.id} as an index or a size, or assume integer({tree.id}, 0, inf)",
        )  # fmt: skip
    raise reading.unknown(tree, "index or size", tree.id, [*scope.indices, *scope.sizes])


def axis_of(reading: Reading, tree: ast.AST) -> Axis:
    """The axis that a size text spells; `H*d` is the axis of pairs, `n+m` one after the other.

    Fails    Unsupported for a size that is no sum of products, such as n - 1
    """
    if isinstance(tree, ast.Name) and tree.id in reading.scope.sizes:
        return reading.scope.sizes[tree.id]
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, (ast.Mult, ast.Add)):
        parts = axis_of(reading, tree.left), axis_of(reading, tree.right)
        number = _product_of_numbers(tree, parts)
        make = product_axis if isinstance(tree.op, ast.Mult) else concat_axis
        return number or make(*parts)
    number_text = literal_integer(tree)
    if number_text is not None and not 1 <= number_text <= MOST_UNITS:
        raise Unsupported(
            "reading a size", f"an axis of length {number_text} is not handled",
            f"literal lengths are 1 to {MOST_UNITS}", "use a size symbol",
        )  # fmt: skip
    value = expand(integer_of(reading, tree))
    axis = None if value.atoms(Index) else axis_of_size(value)
    if axis is None:
        raise NoSuchAxis(
            "reading a size", f"no axis has the length {reading.part(tree)}",
            "a length is a size, a positive integer, or a sum or product of these",
            "name the smallest size, and write the others as sums: n+1 and n for n and n-1",
            length=value,
        )  # fmt: skip
    return axis


def _product_of_numbers(tree: ast.BinOp, parts: tuple[Axis, Axis]) -> Axis | None:
    """2*3 and 2+3 of literal numbers are the numbers 6 and 5; other axes keep their structure."""
    a, b = (literal_integer(t) for t in (tree.left, tree.right))
    if a is None or b is None:
        return None
    return Axis(a * b if isinstance(tree.op, ast.Mult) else a + b)


def bound_index(
    reading: Reading, name: ast.AST, bound: ast.AST, bodies: Iterable[ast.AST] = ()
) -> tuple[Index, Expr | None, Reading]:
    """The index `name` = 0 .. bound-1, the condition that cuts it short, and the text inside.

    Math     j below i+1, with i below n, is j below n where j < i+1; an index that a body divides
             by d has the axis of pairs with d last
    """
    if not isinstance(name, ast.Name):
        raise reading.refuse(name, "a bound index is a name", do="write sum(i, n, body)")
    limit = None
    try:
        axis = axis_of(reading, bound)
    except Unsupported:
        limit = expand(integer_of(reading, bound))
        axis = _roomy_axis(reading, bound, limit)
    if limit is None:
        axis = _axis_divided(reading, axis, name.id, bodies)
    index = Index(reading.scope.fresh_index(name.id), axis)
    inside = reading.inside(reading.scope.with_index(name.id, index))
    return index, None if limit is None else Lt(index, limit), inside


def _axis_divided(reading: Reading, axis: Axis, name: str, bodies: Iterable[ast.AST]) -> Axis:
    """The axis made up as pairs (i // d, i % d) if a body divides the index by such a d."""
    for t in (x for body in bodies for x in ast.walk(body)):
        if not isinstance(t, ast.BinOp) or not isinstance(t.op, (ast.FloorDiv, ast.Mod)):
            continue
        if not (isinstance(t.left, ast.Name) and t.left.id == name):
            continue
        try:
            d = expand(integer_of(reading, t.right))
        except SymattnError:
            continue  # the divisor has indices from further in, or no meaning
        head, tail = (
            None if x.atoms(Index) else axis_of_size(x) for x in (cancel(axis.size / d), d)
        )
        if split_at(axis, d) is None and head is not None and tail is not None:
            return product_axis(head, tail)
    return axis


def _roomy_axis(reading: Reading, tree: ast.AST, limit: Expr) -> Axis:
    """An axis at least as long as the bound is for every value of its indices."""
    most = limit
    for i in limit.atoms(Index):
        factor = limit.coeff(i)
        if not isinstance(factor, Integer) or (limit - factor * i).has(i):
            raise _unbounded(reading, tree)
        most = most.subs(i, i.axis.size - 1 if factor > 0 else 0)
    terms = [
        t for t in expand(most).as_ordered_terms() if not t.could_extract_minus_sign() and t != 0
    ]
    if not terms:
        return Axis(1)
    axis = axis_of_size(sum(terms, Integer(0)))
    if axis is None:
        raise _unbounded(reading, tree)
    return axis


def _unbounded(reading: Reading, tree: ast.AST) -> Unsupported:
    return Unsupported(
        "reading a bound", f"no axis is as long as {reading.part(tree)}",
        "a bound is a sum of products of sizes, plus or minus indices", "use a size as bound",
    )  # fmt: skip


def condition_of(reading: Reading, tree: ast.AST) -> Any:
    """The SymPy condition on indices and sizes that the text spells."""
    if isinstance(tree, ast.BoolOp):
        make = And if isinstance(tree.op, ast.And) else Or
        return make(*(condition_of(reading, t) for t in tree.values))
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return Not(condition_of(reading, tree.operand))
    if isinstance(tree, ast.Compare):
        parts = [integer_of(reading, t) for t in (tree.left, *tree.comparators)]
        made = []
        for sign, a, b in zip(tree.ops, parts, parts[1:], strict=False):
            if type(sign) not in COMPARISONS:
                raise not_a_comparison(reading, tree)
            made.append(COMPARISONS[type(sign)](a, b))
        return And(*made)
    raise not_a_comparison(reading, tree)


def not_a_comparison(reading: Reading, tree: ast.AST) -> NotationError:
    """The error for a condition that is not one."""
    return reading.refuse(
        tree, "this is not a condition", "conditions are made of < <= > >= == !=, and, or, not",
        "write where(i <= j, a, b)",
    )  # fmt: skip


def is_index_condition(reading: Reading, tree: ast.AST) -> bool:
    """Whether a condition is about indices and sizes alone, so that one branch is chosen."""
    if isinstance(tree, ast.BoolOp):
        return all(is_index_condition(reading, t) for t in tree.values)
    if isinstance(tree, ast.UnaryOp):
        return is_index_condition(reading, tree.operand)
    return isinstance(tree, ast.Compare) and all(
        is_integer_text(reading, t) for t in (tree.left, *tree.comparators)
    )


# ---- arguments of a form ------------------------------------------------------------------------

WORDS = {
    "t": "tensor",
    "s": "size",
    "i": "integer",
    "k": "axis",
    "n": "name",
    "b": "bound",
    "c": "condition",
}


def wrong_count(reading: Reading, tree: ast.Call, pattern: str) -> Exception:
    """The error for a wrong number of arguments; it shows the right call."""
    name = reading.part(tree.func)
    words = ", ".join(WORDS[c] for c in pattern.rstrip("+?")) + (", ..." if "+" in pattern else "")
    note = " (the axis may be left out)" if "?" in pattern else ""
    return reading.refuse(
        tree, f"{name} has {len(tree.args)} arguments here", f"{name}({words}){note}",
        "give these arguments",
    )  # fmt: skip


def axis_number(reading: Reading, tree: ast.expr, x: Node) -> int:
    """An axis number of x as it is written, counted from 0."""
    k = literal_integer(tree)
    if k is None:
        raise reading.refuse(tree, "an axis number is a literal integer", do="write softmax(A, 1)")
    if not -x.rank <= k < x.rank:
        raise ShapeError(
            f"reading {reading.text}", f"there is no axis {k}", f"the axes are {shape_text(x)}",
            f"axes count from 0 to {x.rank - 1}" if x.rank else "a scalar has no axes",
        )  # fmt: skip
    return k % x.rank
