"""The meaning of powers with sizes and indices in the exponent, such as x**k and matpow(A, k+1).

Place: TRUSTED; a family of meaning rules.

x**(k + l + 2) is x**k x**l x**2, for sizes k and l. x**k itself is left open: a function of x, and
matpow(A, k) a matrix made from A, of which a statement says nothing. What is proved of them holds
of the powers; but a statement with one of them is not refuted by values of its own (is_open).

Legend
  e           an exponent: a number and sizes and indices, all with whole factors >= 0
  t           the base, a kernel term; y, a matrix, as a function of its places
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sympy import Expr, Integer

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.meaning_conditions import linear_form
from symattn.expressions.meaning_scope import (
    Introduced,
    Places,
    Scope,
    meaning_of,
    meaning_rules,
    shifted,
    sort_of_axis,
    summed,
)
from symattn.expressions.nodes import Index
from symattn.kernel.indices import Sort, Term, bound, sort_of
from symattn.kernel.positions import located
from symattn.kernel.terms import call, case, delta, entry, map_bound, mul, power, shift, total

OPEN = "power@"  # what the names of all open powers begin with
MOST = 64  # factors that a power is written out to
Matrix = Callable[[Places, Scope], Term]
SIGNS: dict[Any, Callable[[Expr, Expr], Expr]] = {
    N.Add: lambda a, b: a + b, N.Subtract: lambda a, b: a - b, N.Multiply: lambda a, b: a * b,
}  # fmt: skip


def is_open(name: str) -> bool:
    """Whether a function or tensor of a statement stands for powers, and so is not any."""
    return name.startswith(OPEN)


def integer_expression(x: Any) -> Expr | None:
    """The integer expression of sizes and indices that an exponent is; None where it is none."""
    if isinstance(x, (N.Constant, N.Position)):
        value: Expr = x.args[0]
        return value if value.is_integer else None
    if isinstance(x, N.Negate):
        inner = integer_expression(x.args[0])
        return None if inner is None else -inner
    if type(x) in SIGNS:
        a, b = (integer_expression(y) for y in x.args)
        return None if a is None or b is None else SIGNS[type(x)](a, b)
    return None


def with_positive_bases(x: Any, positive: Collection[str]) -> Any:
    """The expression with exp(e log g) for g**e, where g is a positive tensor and e no number."""
    if not isinstance(x, N.Node):
        return x
    args = [with_positive_bases(a, positive) for a in x.args]
    if isinstance(x, N.Power) and isinstance(args[0], N.Tensor):
        e = integer_expression(args[1])
        if str(args[0].args[0]) in positive and e is not None and not e.is_number:
            return N.Apply("exp", N.Multiply(args[1], N.Apply("log", args[0])))
    return x if all(a is b for a, b in zip(args, x.args, strict=True)) else x.func(*args)


def parts_of_exponent(e: Expr, scope: Scope) -> tuple[int, list[tuple[int, str | Term]]]:
    """The number in an exponent, and how often each size and each index occurs in it.

    Fails    Unsupported where a part may be negative
    """
    constant, form = linear_form(e)
    number, parts = constant, []
    for s, c in form.items():
        if not isinstance(s, Index):
            parts.append((c, s.name))
            continue
        units, before, rest = located(scope.place_of(s))
        number += c * units
        parts += [(c * times, name) for times, name in (*before, *rest)]
    whole = all(c.denominator == 1 and c >= 0 for c in (number, *(c for c, _ in parts)))
    if not whole or sum(int(c) for c in (number, *(c for c, _ in parts))) > MOST:
        raise Unsupported(
            "the meaning of a power", f"the exponent {e} is not a sum of sizes and indices",
            f"exponents are sums of at most {MOST} sizes, indices and ones",
            "write x**(n-1) with n-1 as the size",
        )  # fmt: skip
    return int(number), [(int(c), name) for c, name in parts]


def raised(x: Any, t: Term, e: Expr, scope: Scope) -> Term:
    """t**e, where t is an entry of x."""
    number, parts = parts_of_exponent(e, scope)
    if any(not isinstance(name, str) for _, name in parts):
        scope.refuse_under_derivative(x, "a power by an index")
    factors = [power(t, number)] if number else []
    for c, name in parts:
        factors += [_by_size(t, name) if isinstance(name, str) else _by_index(t, name, scope)] * c
    return mul(*factors)


def _by_size(t: Term, n: str | int) -> Term:
    """t to the power of a size."""
    return power(t, n) if isinstance(n, int) else call(f"{OPEN}{n}", t)


def _by_index(t: Term, i: Term, scope: Scope) -> Term:
    """t to the power of the position of an index; by cases where its range is made of parts."""
    s = sort_of(i)
    if isinstance(s, int):
        return case(i, *(power(t, m) for m in range(s)))
    if isinstance(s, tuple) and s[0] == "+":
        below = shift(t, 1)
        bodies = [
            mul(*(_by_size(below, n) for n in _sizes_before(s, m)),
                _by_index(below, bound(0, s[m + 1]), scope))
            for m in range(len(s) - 1)
        ]  # fmt: skip
        return case(i, *bodies)
    new = scope.introduce(f"{OPEN}{_word(s)}", shift(t, 1), (s,))
    return entry(new.name, *new.parameters, i)


def _sizes_before(s: Sort, m: int) -> list[str | int]:
    """The sizes of the parts before part m."""
    found = list(s[1 : m + 1])
    if any(isinstance(n, tuple) for n in found):
        raise Unsupported("the meaning of a power", f"a range of {s} has parts of parts")
    return found


def _word(s: Sort) -> str:
    return "".join(c for c in str(s) if c not in " '\"")


@meaning_rules.rule(N.MatrixPower)
def _matrix_power(x: Any, places: Places, scope: Scope) -> Term:
    """x x ... x; of the inverse below 0; the identity at 0."""
    y, e = x.args[0], x.args[1]
    number, parts = (int(e), []) if isinstance(e, Integer) else parts_of_exponent(e, scope)
    s = sort_of_axis(y.shape[0])
    factor = y if number >= 0 else N.Inverse(y)
    matrices = [_plain(factor)] * abs(number)
    for c, name in parts:
        if isinstance(name, str):
            matrices += _open_power(y, s, name) * c
        else:
            matrices += [_matrix_by_index(y, s, name, scope.depth)] * c
    return _product(matrices, s, places, scope)


def _plain(y: Any) -> Matrix:
    return lambda places, scope: meaning_of(y, places, scope)


def _open_power(y: Any, s: Sort, n: str | int) -> list[Matrix]:
    """The matrix y to the power of a size, as factors."""
    if isinstance(n, int):
        return [_plain(y)] * n

    def at(places: Places, scope: Scope) -> Term:
        new = scope.introduce(f"{OPEN}matrix.{n}", _entries(y, s, scope), (s, s))
        if new.new:
            _suppose_it_commutes(new, s, (), scope)
        return entry(new.name, *new.parameters, *places)

    return [at]


def _entries(y: Any, s: Sort, scope: Scope) -> Term:
    """The entry of the matrix at levels 1 and 0."""
    scope.refuse_under_derivative(y, "a matrix power")
    return meaning_of(y, (bound(1, s), bound(0, s)), scope.deeper(2))


def _suppose_it_commutes(new: Introduced, s: Sort, r: tuple[Sort, ...], scope: Scope) -> None:
    """The hypothesis x X = X x, which holds for every power X of a matrix x."""
    k = len(r)  # levels: the index of the exponent, if there is one, then column and row
    i, j, inside = bound(k + 2, s), bound(k + 1, s), bound(0, s)  # below the sum over `inside`
    outer, exponent = shifted(new.levels, 1), tuple(bound(1, q) for q in r)

    def matrix(row: Term, column: Term) -> Term:
        def move(level: int, q: Sort, depth: int) -> Term:
            at = {k: column, k + 1: row}.get(level - depth)
            if at is not None:
                return shift(at, depth)
            return bound(level + 1 if level >= depth else level, q)

        return map_bound(new.closed, move)

    def other(row: Term, column: Term) -> Term:
        return entry(new.name, *outer, row, column, *exponent)

    first = total(s, mul(matrix(i, inside), other(inside, j)))
    second = total(s, mul(other(i, inside), matrix(inside, j)))
    scope.suppose((*r, s, s, *(p.args[1] for p in new.levels)), first, second)


def _matrix_by_index(y: Any, s: Sort, i: Term, depth: int) -> Matrix:
    """The matrix y to the power of the position of an index, which is seen from this depth."""

    def at(places: Places, scope: Scope) -> Term:
        index = shift(i, scope.depth - depth)
        r = sort_of(index)
        if isinstance(r, int):
            powers = (_product([_plain(y)] * m, s, places, scope) for m in range(r))
            return case(index, *powers)
        if isinstance(r, tuple) and r[0] == "+":
            inner, bodies = scope.deeper(1), []
            for m in range(len(r) - 1):
                own = _matrix_by_index(y, s, bound(0, r[m + 1]), inner.depth)
                factors = [x for n in _sizes_before(r, m) for x in _open_power(y, s, n)]
                bodies.append(_product([*factors, own], s, shifted(places, 1), inner))
            return case(index, *bodies)
        t = shift(_entries(y, s, scope), 1)
        new = scope.introduce(f"{OPEN}matrix.{_word(r)}", t, (s, s, r))
        if new.new:
            _suppose_it_commutes(new, s, (r,), scope)
        return entry(new.name, *new.parameters, *places, index)

    return at


def _product(matrices: list[Matrix], s: Sort, places: Places, scope: Scope) -> Term:
    """The product of the matrices from the left, at the places; of none the identity."""
    if not matrices:
        return delta(*places)
    if len(matrices) == 1:
        return matrices[0](places, scope)

    def inside(at: Places, inner: Scope) -> Term:
        row, column = shifted(places, 1)
        left = _product(matrices[:-1], s, (row, *at), inner)
        return mul(left, matrices[-1]((*at, column), inner))

    return summed([s], scope, inside)
