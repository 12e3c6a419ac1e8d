r"""Chains of products: which sign binds how, and what is refused because it can be read twice.

Place: below latex_terms.

Rule   Side by side binds tighter than \cdot, \times, \odot and \otimes; these and / are
       left-associative; \odot, \otimes and \oplus are not mixed with other signs.
"""

from __future__ import annotations

from sympy import Integer

from symattn.errors import NotationError, ShapeError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.notation.latex_scope import Scope
from symattn.notation.latex_values import Value, folded, node_in, product

_LOOSE_SIGNS = frozenset(("odot", "otimes", "oplus", "oslash"))


def check_mixture(rows: list[list[Value]], signs: list[tuple[str, int]], scope: Scope) -> None:
    """Refuse signs whose order of reading is not written."""
    kinds = {name for name, _ in signs}
    if len(kinds) > 1 and kinds & _LOOSE_SIGNS:
        at = next(at for name, at in signs if name in _LOOSE_SIGNS)
        raise scope.refuse(at, "products of different kinds are mixed", do="put parentheses")
    for row, (_, at) in zip(rows, signs, strict=False):
        if row[-1].bare:
            raise scope.refuse(
                at, "how far the function before this sign reaches is not written",
                do="put ( ) round its argument",
            )  # fmt: skip
    for row, (name, at) in zip(rows[1:], signs, strict=False):
        if name == "/" and len(row) > 1:
            raise scope.refuse(
                at, "a / b c can be (a / b) c or a / (b c)", do=r"put parentheses, or use \frac"
            )


def chain(rows: list[list[Value]], signs: list[tuple[str, int]], scope: Scope) -> Value:
    """The product with side-by-side factors first; the plain left-to-right one is compared."""
    flat = [(("juxt", v.at) if k else _first_sign(signs, r), v)
            for r, row in enumerate(rows) for k, v in enumerate(row)]  # fmt: skip
    if not signs or {name for name, _ in signs} & _LOOSE_SIGNS or all(len(r) == 1 for r in rows):
        return _folded_rows(rows, signs, scope)
    try:
        tight = _folded_rows(rows, signs, scope)
    except (NotationError, ShapeError):
        return left_to_right(flat, scope)
    try:
        loose = left_to_right(flat, scope)
    except (NotationError, ShapeError):
        return tight
    if loose.node is not None and tight.node is not None and loose.node.shape != tight.node.shape:
        raise scope.refuse(
            signs[0][1], "this product can be read in two ways",
            do=r"put parentheses: (a \cdot b) c or a \cdot (b c)",
        )  # fmt: skip
    return tight


def _first_sign(signs: list[tuple[str, int]], row: int) -> tuple[str, int]:
    return signs[row - 1] if row else ("juxt", 0)


def _folded_rows(rows: list[list[Value]], signs: list[tuple[str, int]], scope: Scope) -> Value:
    values = [left_to_right([(("juxt", v.at), v) for v in row], scope) for row in rows]
    first = (("juxt", values[0].at), values[0])
    return left_to_right([first, *zip(signs, values[1:], strict=True)], scope)


def left_to_right(parts: list[tuple[tuple[str, int], Value]], scope: Scope) -> Value:
    """The product of the values from left to right; a sign stands before its value."""
    total = parts[0][1]
    for (sign, at), value in parts[1:]:
        total = _combined(total, value, sign, at, scope)
    return total


def _combined(a: Value, b: Value, sign: str, at: int, scope: Scope) -> Value:
    if sign in ("juxt", "cdot"):
        return product(a, b, sign, scope)
    if sign == "times":
        return product(a, b, "juxt", scope)
    if sign in ("/", "oslash"):
        return folded(N.Divide, at, scope, a, b)
    x, y = node_in(a, scope), node_in(b, scope)
    if sign == "odot":
        return Value(scope.make(at, N.Hadamard, x, y), a.at, a.lying and b.lying)
    if sign == "otimes":
        cls = N.Outer if x.rank == y.rank == 1 else N.Kronecker
        return Value(scope.make(at, cls, x, y), a.at)
    if sign == "oplus":
        return Value(scope.make(at, N.Concat, Integer(max(x.rank - 1, 0)), x, y), a.at)
    if sign == "ast" and x.rank and y.rank:
        return Value(scope.make(at, N.Multiply, x, y), a.at, a.lying and b.lying)
    return _starred(a, b, at, scope)


def _starred(a: Value, b: Value, at: int, scope: Scope) -> Value:
    """a * b: entry by entry for equal shapes, a product where only that fits."""
    x, y = node_in(a, scope), node_in(b, scope)
    if x.rank == 0 or y.rank == 0 or x.shape != y.shape:
        return product(a, b, "juxt" if x.rank == 0 or y.rank == 0 else "cdot", scope)
    if x.rank == 2 and x.shape[0] == x.shape[1]:
        raise scope.refuse(
            at, "* of two square matrices can be the matrix product or entry by entry",
            do=r"write them side by side, or with \odot",
        )  # fmt: skip
    return Value(scope.make(at, N.Multiply, x, y), a.at, a.lying and b.lying)
