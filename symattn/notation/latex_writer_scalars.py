"""SymPy scalars, sizes, places and conditions as LaTeX.

Place: below the LaTeX writer. Nodes count indices from 0; a style may call the first value 1. Then
the letter i stands for (node's i) + 1, and every number that depends on it is shifted: a place
i + 1 prints as i + 1, the number i prints as i - 1, and a comparison of two indices as written.

Legend
  shift       index -> index - 1 (or itself), what the shown letter means to the node
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Basic, Expr, Integer, Mul, Pow, Rational, Symbol, expand, fraction
from sympy.core.relational import Relational
from sympy.logic.boolalg import And, BooleanFalse, BooleanTrue, Not, Or
from sympy.printing.latex import LatexPrinter

from symattn.errors import Unsupported
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis
from symattn.expressions.nodes import Index

WHERE, SUM, BIG, LOOSE, JUXT, TIGHT, CALL, ATOM = range(8)  # how tightly a text holds together
Written = tuple[str, int]
RELATIONS = {
    "<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "==": "=", "!=": r"\neq", "=": "=",
}  # fmt: skip


class _Scalars(LatexPrinter):
    """SymPy's printer with our names."""

    def __init__(self, name_of: Callable[[Symbol], str]) -> None:
        super().__init__({"fold_short_frac": False, "root_notation": True})
        self._name_of = name_of

    def _print_Symbol(self, expr: Symbol, style: str = "") -> str:  # noqa: N802 - SymPy's name
        return self._name_of(expr)


def write_scalar(x: Expr, name_of: Callable[[Symbol], str]) -> Written:
    """A scalar of numbers, sizes and indices, and how tightly it holds together."""
    return _Scalars(name_of).doprint(x), _level_of(x)


def _level_of(x: Expr) -> int:
    if isinstance(x, Symbol) or (isinstance(x, Integer) and x >= 0):
        return ATOM
    if x.could_extract_minus_sign() or x.is_Add or (x.is_number and x.is_negative):
        return SUM
    if isinstance(x, Rational) or x.is_Function:
        return TIGHT
    if isinstance(x, (Mul, Pow)):
        return TIGHT if isinstance(x, Pow) or fraction(x)[1] != 1 else JUXT
    return ATOM if x.is_Atom and x.is_number else SUM


def write_axis(axis: Axis, name_of: Callable[[Symbol], str]) -> str:
    """The size of an axis as its structure shows it: H d_v, or n_1 + n_2."""
    if type(axis) is ProductAxis:
        texts = [write_axis(a, name_of) for a in axis.args]
        return " ".join(f"({t})" if " + " in t else t for t in texts)
    if type(axis) is ConcatAxis:
        return " + ".join(write_axis(a, name_of) for a in axis.args)
    return write_scalar(axis.size, name_of)[0]


def shifted(x: Expr, first: int) -> Expr:
    """The expression in terms of the letters shown, when a style counts from `first`."""
    moves = {i: i - first for i in x.atoms(Index)}
    return x.xreplace(moves) if moves and first else x


def place(x: Expr, first: int) -> Expr:
    """A place, counted from 0, as the style counts it."""
    return shifted(x, first) + first


def write_condition(c: Basic, first: int, name_of: Callable[[Symbol], str], level: int = 0) -> str:
    """A SymPy condition on indices and sizes.

    Fails    Unsupported for a condition that is no comparison, and, or, not
    """
    if isinstance(c, (BooleanTrue, BooleanFalse)):
        return r"\text{true}" if c == True else r"\text{false}"  # noqa: E712 - SymPy's own truth
    if isinstance(c, Relational):
        a, b = _sides(c.lhs, c.rhs, first)
        sides = (write_scalar(a, name_of)[0], write_scalar(b, name_of)[0])
        return f"{sides[0]} {RELATIONS[c.rel_op]} {sides[1]}"
    if isinstance(c, Not):
        return rf"\neg\left({write_condition(c.args[0], first, name_of)}\right)"
    if isinstance(c, (And, Or)):
        sign, own = (r" \land ", 2) if isinstance(c, And) else (r" \lor ", 1)
        texts = [write_condition(a, first, name_of, own) for a in sorted(c.args, key=str)]
        return sign.join(texts) if level < own else f"({sign.join(texts)})"
    raise Unsupported(
        "writing a condition as LaTeX",
        f"{c} is not a comparison, and, or, not",
        do="write it with < <= > >= == != and, or, not",
    )


def _sides(a: Any, b: Any, first: int) -> tuple[Expr, Expr]:
    """Both sides in shown letters; both one higher where that keeps i < j as it is.

    The choice depends only on how often indices occur, which shifting keeps: so it can be undone.
    """
    up = first if first and (_weight(a) == 1 or _weight(b) == 1) else 0
    return shifted(a, first) + up, shifted(b, first) + up


def _weight(x: Expr) -> Any:
    """How much x grows when every index grows by one; 1 for i + 3, 0 for i - j."""
    if not x.atoms(Index):
        return 0
    return expand(x.xreplace({i: i + 1 for i in x.atoms(Index)}) - x)
