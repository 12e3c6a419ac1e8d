"""Values for the entries of one tensor: small rationals, and tables of special structure.

Place: untrusted, under sampling.py.

Legend
  place       the positions of one entry
  style       0: distinct and not 0; 1: small; 2: 0, 1 and -1; 3: any small fraction; 4: in (0, 1]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from random import Random

Place = tuple[int, ...]
Table = dict[Place, Fraction]
F = Fraction

DISTINCT = (F(2), F(1), F(-1), F(3), F(-2), F(1, 2), F(-3), F(3, 2), F(-1, 2), F(1, 3), F(2, 3))
SMALL = (F(-2), F(-1), F(1), F(2), F(-1, 2), F(1, 2), F(3))
SPARSE = (F(0), F(0), F(1), F(-1), F(2))
HAS: dict[str, Callable[[Fraction], bool]] = {
    "positive": lambda x: x > 0,
    "nonnegative": lambda x: x >= 0,
    "nonzero": lambda x: x != 0,
    "boolean": lambda x: x in (0, 1),
}


def fitting(x: Fraction, properties: tuple[str, ...], rng: Random) -> Fraction:
    """x, changed so that it has the properties."""
    if "boolean" in properties:
        x = F(rng.randrange(2))
    if "positive" in properties or "nonnegative" in properties:
        x = abs(x)
    if x == 0 and ("positive" in properties or "nonzero" in properties):
        x = F(1)
    return x


def fits(table: Table, properties: tuple[str, ...]) -> bool:
    """Whether all entries have the properties."""
    return all(HAS[p](x) for p in properties for x in table.values())


def chooser(
    stream: Iterator[Fraction], properties: tuple[str, ...], rng: Random
) -> Callable[[], Fraction]:
    """A source of values from the stream that have the properties."""
    return lambda: fitting(next(stream), properties, rng)


def values_in(style: int, rng: Random, attempt: int) -> Iterator[Fraction]:
    """Numbers without end in this style."""
    if style == 0:
        order = list(DISTINCT)
        if attempt:
            rng.shuffle(order)
        while True:
            yield from order
            rng.shuffle(order)
    while style == 1:
        yield rng.choice(SMALL)
    while style == 2:
        yield rng.choice(SPARSE)
    while style == 3:
        yield F(rng.randint(-12, 12), rng.choice((1, 2, 3, 4, 5)))
    while True:
        yield F(rng.randint(1, 6), rng.randint(6, 16))


def filled(shape: Place, choose: Callable[[], Fraction]) -> Table:
    """A table of this shape with chosen values."""
    return {place: choose() for place in product(*map(range, shape))}


def special_tables(shape: Place, rng: Random) -> Iterator[Table]:
    """Tables that satisfy equations which are not linear: orthogonal, idempotent, one-hot, ..."""
    if not shape:
        for c in (F(1), F(0), F(-1), F(2), F(1, 2), F(4), F(9), F(1, 4)):
            alone: Table = {(): c}
            yield alone
        return
    makers = _VECTORS if len(shape) == 1 else _MATRICES
    for _ in range(4):
        for make in makers:
            table: Table = {}
            lead = shape[: -2 if len(shape) > 1 else -1]
            for front in product(*map(range, lead)):
                rows = make(shape[len(lead) :], rng)
                if rows is None:
                    break
                table.update({(*front, *p): x for p, x in rows.items()})
            else:
                yield table


# ---- vectors -----------------------------------------------------------------------------------

Maker = Callable[[Place, Random], Table | None]


def _one_hot(shape: Place, rng: Random) -> Table:
    at = rng.randrange(max(shape[0], 1))
    return {(k,): F(int(k == at)) for k in range(shape[0])}


def _signed_hot(shape: Place, rng: Random) -> Table:
    sign = rng.choice((1, -1))
    return {p: sign * x for p, x in _one_hot(shape, rng).items()}


def _simplex(shape: Place, rng: Random) -> Table:
    weights = [rng.randint(1, 4) for _ in range(shape[0])]
    return {(k,): F(x, sum(weights)) for k, x in enumerate(weights)}


def _unit_length(shape: Place, rng: Random) -> Table:
    if shape[0] < 2:
        return _signed_hot(shape, rng)
    a, b = rng.sample(range(shape[0]), 2)
    x, y = rng.choice(((F(3, 5), F(4, 5)), (F(-4, 5), F(3, 5)), (F(5, 13), F(12, 13))))
    return {(k,): x if k == a else y if k == b else F(0) for k in range(shape[0])}


def _constant(shape: Place, rng: Random) -> Table:
    c = rng.choice((F(1), F(0), F(2)))
    return {(k,): c for k in range(shape[0])}


def _small(shape: Place, rng: Random) -> Table:
    return {(k,): rng.choice(SPARSE) for k in range(shape[0])}


def _integers(shape: Place, rng: Random) -> Table:
    return {(k,): F(rng.randint(-5, 5)) for k in range(shape[0])}


_VECTORS: tuple[Maker, ...] = (
    _one_hot, _simplex, _unit_length, _signed_hot, _constant, _small, *[_integers] * 12
)  # fmt: skip


# ---- matrices ----------------------------------------------------------------------------------


def _rows_of(make: Maker) -> Maker:
    def rows(shape: Place, rng: Random) -> Table | None:
        table: Table = {}
        for i in range(shape[0]):
            row = make(shape[1:], rng) or {}
            table.update({(i, *p): x for p, x in row.items()})
        return table

    return rows


def _permutation(shape: Place, rng: Random) -> Table:
    """Each row one-hot, in different columns as long as there are any."""
    columns = list(range(shape[1]))
    rng.shuffle(columns)
    return {
        (i, j): F(int(i < shape[1] and columns[i] == j))
        for i in range(shape[0])
        for j in range(shape[1])
    }


def _signed_permutation(shape: Place, rng: Random) -> Table:
    signs = [rng.choice((1, -1)) for _ in range(shape[0])]
    return {p: signs[p[0]] * x for p, x in _permutation(shape, rng).items()}


def _identity(shape: Place, rng: Random) -> Table:
    return {(i, j): F(int(i == j)) for i in range(shape[0]) for j in range(shape[1])}


def _zero(shape: Place, rng: Random) -> Table:
    return {(i, j): F(0) for i in range(shape[0]) for j in range(shape[1])}


def _diagonal(shape: Place, rng: Random) -> Table:
    d = [F(rng.randrange(2)) for _ in range(shape[0])]
    return {(i, j): d[i] if i == j else F(0) for i in range(shape[0]) for j in range(shape[1])}


def _reflection(shape: Place, rng: Random) -> Table | None:
    """I - 2 v v^T / v.v, which is orthogonal and symmetric."""
    v = [F(rng.randint(-2, 2)) for _ in range(shape[0])]
    square = sum((x * x for x in v), F(0))
    if shape[0] != shape[1] or not square:
        return None
    return {
        (i, j): int(i == j) - 2 * v[i] * v[j] / square
        for i, j in product(range(shape[0]), repeat=2)
    }


def _rotation(shape: Place, rng: Random) -> Table | None:
    """The product of two reflections, as by Cayley's formula."""
    a, b = _reflection(shape, rng), _reflection(shape, rng)
    if a is None or b is None:
        return None
    n = range(shape[0])
    return {(i, j): sum((a[i, k] * b[k, j] for k in n), F(0)) for i in n for j in n}


def _projection(shape: Place, rng: Random) -> Table | None:
    """u v^T / v.u, which is idempotent."""
    u, v = ([F(rng.randint(-2, 2)) for _ in range(shape[0])] for _ in range(2))
    scale = sum((x * y for x, y in zip(u, v, strict=True)), F(0))
    if shape[0] != shape[1] or not scale:
        return None
    return {(i, j): u[i] * v[j] / scale for i, j in product(range(shape[0]), repeat=2)}


def _triangle(shape: Place, rng: Random) -> Table:
    """An upper triangle with 1 or 2 on the diagonal, which has an inverse."""
    return {
        (i, j): F(rng.choice((1, 2))) if i == j else F(rng.randint(-1, 1)) * int(i < j)
        for i in range(shape[0])
        for j in range(shape[1])
    }


_MATRICES: tuple[Maker, ...] = (
    _rotation, _projection, _signed_permutation, _permutation, _rows_of(_one_hot),
    _rows_of(_simplex), _rows_of(_unit_length), _identity, _diagonal, _triangle, _reflection,
    _zero, _rows_of(_small), _rows_of(_constant), _rows_of(_integers),
)  # fmt: skip
