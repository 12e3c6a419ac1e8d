"""Every assumption in kernel terms: a property of a tensor, or hypotheses; nothing is dropped.

Place: trusted; below statement_of.py.

Legend
  A           a square matrix       x, y, M    tensors       K      a matrix       n      a size
  given       what the statement collects: properties, hypotheses, new tensors and bijections
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, Symbol, oo

from symattn.errors import Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import Assumption, size_of
from symattn.expressions.axes import Axis, ConcatAxis
from symattn.expressions.meaning_scope import Scope, meaning_of
from symattn.expressions.meaning_scope import sort_of_axis as kernel_sort
from symattn.expressions.nodes import Node
from symattn.kernel.indices import Sort, Term, bound, free, image
from symattn.kernel.statement import Hypothesis, Judgement
from symattn.kernel.terms import MINUS_ONE, ZERO, add, delta, make, mul
from symattn.prover.statement_of_cases import cases_of

ACCESS = (N.Tensor, N.Transpose, N.Permute)


@dataclass
class Given:
    """What the assumptions of a claim become."""

    scope: Scope
    used: set[str]  # every name in use, so that new ones are new
    least: dict[str, int] = field(default_factory=dict)
    properties: dict[str, list[str]] = field(default_factory=dict)
    hypotheses: list[Hypothesis] = field(default_factory=list)
    tensors: list[Node] = field(default_factory=list)
    bijections: list[tuple[str, Sort]] = field(default_factory=list)
    understood: list[str] = field(default_factory=list)  # facts that places inside their axes need

    def name(self, wish: str) -> str:
        """The wished name, or the name with a number where it is in use."""
        found, number = wish, 0
        while found in self.used:
            number += 1
            found = f"{wish}_{number}"
        self.used.add(found)
        return found

    def has(self, x: Node, *words: str) -> bool:
        """Note properties of a tensor symbol; False if x is none, so that they must be stated."""
        if not isinstance(x, N.Tensor):
            return False
        known = self.properties.setdefault(str(x.args[0]), [])
        known.extend(w for w in words if w not in known)
        return True

    def state(self, rel: str, a: Node, b: Any = 0) -> None:
        """The hypothesis that a = b at all places, or that a - b > 0, >= 0, != 0."""
        other = N.node_of(b)
        for sorts, left, right in hypothesis_places(a, other):
            terms = meaning_of(a, left, self.scope), meaning_of(other, right, self.scope)
            self.hypotheses.append(Hypothesis(sorts, judgement(rel, *terms)))

    def compare_sizes(self, rel: str, a: Expr, b: Expr) -> None:
        """The hypothesis that two sizes are equal, or that a - b > 0 or >= 0."""
        self.state(rel, N.Constant(a), N.Constant(b))


def judgement(rel: str, a: Term, b: Term) -> Judgement:
    """a = b, or a - b > 0, >= 0, != 0."""
    if rel == "=":
        return Judgement("=", a, b)
    return Judgement(rel, a if b == ZERO else add(a, mul(MINUS_ONE, b)))


def hypothesis_places(a: Node, b: Node) -> list[tuple[tuple[Sort, ...], Any, Any]]:
    """The places of a hypothesis: a quantified level for each axis.

    Where neither side is a tensor symbol, an axis made of parts gives a hypothesis for each part.
    """
    tensor = a if a.rank >= b.rank else b
    plain = any(_is_access(x) for x in (a, b)) or not any(
        type(s) is ConcatAxis for s in tensor.shape
    )
    if (plain and a.shape == b.shape) or not a.rank or not b.rank:  # a scalar is every entry
        sorts = tuple(map(kernel_sort, tensor.shape))
        places = tuple(bound(k, s) for k, s in enumerate(sorts))
        return [(sorts, places if a.rank else (), places if b.rank else ())]
    count = iter(range(1000))
    out = []
    for left, right in cases_of(a, b, lambda sort: free(f"?{next(count)}", sort)):
        out.append(_quantified(left, right))
    return out


def _is_access(x: Node) -> bool:
    return isinstance(x, N.Tensor) or (isinstance(x, ACCESS) and _is_access(x.args[0]))


def _quantified(left: Any, right: Any) -> tuple[tuple[Sort, ...], Any, Any]:
    """The places with a level for each of their named indices."""
    sorts: list[Sort] = []
    levels: dict[Term, Term] = {}

    def level(t: Any) -> Any:
        if not isinstance(t, Term):
            return t
        if t.op != "free":
            return make(t.op, *map(level, t.args))
        if t not in levels:
            levels[t] = bound(len(sorts), t.args[1])
            sorts.append(t.args[1])
        return levels[t]

    places = tuple(map(level, left)), tuple(map(level, right))
    return tuple(sorts), *places


# ---- one function for each kind of assumption ----------------------------------------------------


def _orthogonal(given: Given, a: Node) -> None:
    unit = N.Identity(a.shape[0])
    given.state("=", N.MatMul(N.Transpose(a), a), unit)
    given.state("=", N.MatMul(a, N.Transpose(a)), unit)


def _invertible(given: Given, a: Node) -> None:
    """Asking for the meaning of the inverse declares it, with its two equations."""
    sort = kernel_sort(a.shape[0])
    meaning_of(N.Inverse(a), (free("?", sort), free("?", sort)), given.scope)


def _positive_definite(given: Given, a: Node) -> None:
    """A is symmetric positive definite exactly when A = L L^T for an invertible L (Cholesky)."""
    text = str(a.args[0]) if isinstance(a, N.Tensor) else "root"
    root = N.Tensor(given.name(f"L_{text}"), a.shape)
    given.tensors.append(root)
    given.state("=", a, N.MatMul(root, N.Transpose(root)))
    _invertible(given, root)
    # what follows, in the form in which it is used
    given.state("=", a, N.Transpose(a))
    given.state(">", N.DiagonalOf(a))
    _invertible(given, a)


def _permutation(given: Given, p: Node) -> None:
    """P[i, j] = 1 where j is the image of i under a bijection, else 0."""
    sort = kernel_sort(p.shape[0])
    text = str(p.args[0]) if isinstance(p, N.Tensor) else "permutation"
    name = given.name(f"sigma_{text}")
    given.bijections.append((name, sort))
    i, j = bound(0, sort), bound(1, sort)
    value = delta(image(name, 1, i), j)
    entry = meaning_of(p, (i, j), given.scope)
    given.hypotheses.append(Hypothesis((sort, sort), Judgement("=", entry, value)))


def _positive(given: Given, x: Node) -> None:
    if not given.has(x, "positive"):
        given.state(">", x)


def _nonzero(given: Given, x: Node) -> None:
    if not given.has(x, "nonzero"):
        given.state("!=", x)


def _boolean(given: Given, x: Node) -> None:
    if not given.has(x, "boolean"):
        given.state("=", N.Multiply(x, x), x)


def _between(given: Given, x: Node, low: Node, high: Node) -> None:
    if low != N.Constant(-oo):
        if isinstance(low, N.Constant) and low.args[0].is_positive:
            given.has(x, "positive")
        stated = low == N.Constant(0) and given.has(x, "nonnegative")
        if not stated:
            _order(given, x, low)
    if high != N.Constant(oo):
        _order(given, high, x)


def _order(given: Given, a: Node, b: Node) -> None:
    """a - b >= 0 at every entry."""
    given.state(">=", N.Subtract(a, b))


def _last_sum(x: Node) -> Node:
    out: Node = N.SumAxis(x, x.rank - 1)
    return out


def _simplex(given: Given, y: Node) -> None:
    _positive(given, y)
    given.state("=", _last_sum(y), 1)


def _onehot(given: Given, y: Node) -> None:
    """Entries 0 or 1 with sum 1; so y_i y_j = 0 for i != j, in the form in which it is used."""
    _boolean(given, y)
    given.state("=", _last_sum(y), 1)
    sorts = tuple(map(kernel_sort, (*y.shape, y.shape[-1])))
    *rows, i, j = (bound(k, s) for k, s in enumerate(sorts))
    a, b = (meaning_of(y, (*rows, p), given.scope) for p in (i, j))
    product = Judgement("=", mul(a, b), mul(delta(i, j), a))
    given.hypotheses.append(Hypothesis(sorts, product))


def _mask(given: Given, m: Node) -> None:
    _boolean(given, m)
    given.state(">", _last_sum(m))
    given.state(">", _last_sum(N.Subtract(N.Constant(1), m)))


def _equal_along_rows(given: Given, x: Node) -> None:
    """x[i, ..] = x[j, ..] for all i and j."""
    first, *rest = map(kernel_sort, x.shape)
    sorts = (first, first, *rest)
    i, j, *others = (bound(k, s) for k, s in enumerate(sorts))
    a, b = (meaning_of(x, (p, *others), given.scope) for p in (i, j))
    given.hypotheses.append(Hypothesis(sorts, Judgement("=", a, b)))


def _integer(given: Given, k: Any, low: int, high: int | None) -> None:
    """k is a size of at least `low`; claimed for every such k, so `high` bounds nothing."""
    if low < 0:
        raise Unsupported(
            "stating integer", f"the integer {k} may be negative", "integers are sizes, from 0 on",
            f"write {k} as a difference of two sizes",
        )  # fmt: skip
    _at_least(given, k, low, 0)


def _at_least(given: Given, n: Any, k: int, otherwise: int = 1) -> None:
    if type(n) is Axis and isinstance(n.size, Symbol):
        given.least[n.size.name] = max(given.least.get(n.size.name, otherwise), k)
    else:
        given.compare_sizes(">=", size_of(n), size_of(k))


def _equal(given: Given, a: Any, b: Any) -> None:
    if isinstance(a, Node):
        given.state("=", a, b)
    else:
        given.compare_sizes("=", size_of(a), size_of(b))


KINDS: dict[str, Callable[..., None]] = {
    "symmetric": lambda given, a: given.state("=", a, N.Transpose(a)),
    "skew": lambda given, a: given.state("=", a, N.Negate(N.Transpose(a))),
    "posdef": _positive_definite,
    "invertible": _invertible,
    "orthogonal": _orthogonal,
    "permutation": _permutation,
    "idempotent": lambda given, a: given.state("=", N.MatMul(a, a), a),
    "positive": _positive,
    "negative": lambda given, x: given.state(">", N.Negate(x)),
    "nonzero": _nonzero,
    "between": _between,
    "integer": _integer,
    "simplex": _simplex,
    "onehot": _onehot,
    "centered": lambda given, z: given.state("=", _last_sum(z), 0),
    "unit_rows": lambda given, x: given.state("=", _last_sum(N.Multiply(x, x)), 1),
    "mask": _mask,
    "equal_row_norms": lambda given, k: _equal_along_rows(given, _last_sum(N.Multiply(k, k))),
    "equal_rows": _equal_along_rows,
    "positive_function": lambda given, f: None,  # statement_of writes f as exp of another function
    "dim_less": lambda given, n, m: given.compare_sizes(">", size_of(m), size_of(n)),
    "dim_at_least": _at_least,
    "equal": _equal,
}


def add_assumption(given: Given, a: Assumption) -> None:
    """Add what the assumption says to what is given.

    Fails    Unsupported for what the kernel cannot state; nothing is left out silently
    """
    KINDS[a.kind](given, *a.args)
