"""An entry of a node as a SymPy scalar: the kernel term of meaning.py, spelled in SymPy.

Place: below the bridge to SymPy.

Legend
  t           a kernel term of real value       p     a kernel place
  value       a place in SymPy: an integer expression, a Pair of values or a Part with a value
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sympy import (
    Add,
    Basic,
    Eq,
    Expr,
    Function,
    Ge,
    Heaviside,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Max,
    Mod,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    Sum,
    Symbol,
    cos,
    erf,
    exp,
    floor,
    log,
    pi,
    sin,
)

from symattn.errors import ShapeError, Unsupported
from symattn.expressions.comparisons import named_shapes, need_place, need_range
from symattn.expressions.meaning import Scope, meaning_of, sort_of
from symattn.expressions.nodes import Index, Node, Tensor
from symattn.expressions.plain_texts import plain_text
from symattn.expressions.size_symbols import size
from symattn.expressions.sympy_places import Pair, Part, depth_of
from symattn.kernel.indices import Sort, Term, bound, free
from symattn.kernel.indices import sort_of as sort_of_place
from symattn.kernel.terms import less, uses

CALLS: dict[str, Callable[..., Expr]] = {
    "sin": sin, "cos": cos, "erf": erf, "pi": lambda: pi, "step": lambda x: Heaviside(x, 0),
}  # fmt: skip
LETTERS = "j l p r s t u v w z"


def entry(x: Node, places: tuple[Any, ...]) -> Expr:
    """The entry of x at the places, as a SymPy scalar with Sum, Indexed and KroneckerDelta.

    Math     bound indices get names that occur nowhere else, so nothing is captured
    Fails    ShapeError for a place outside its axis; Unsupported for an inverse
    """
    if len(places) != x.rank:
        raise ShapeError(
            f"an entry of {plain_text(x)}", f"{len(places)} places are given for {x.rank} axes",
            named_shapes(x), "give one place for each axis",
        )  # fmt: skip
    values: dict[tuple[str, Sort], Expr] = {}
    asked = []
    for k, (e, a) in enumerate(zip(places, x.shape, strict=True)):
        e = Integer(e) if isinstance(e, int) else e
        need_place(x, e, a, x)
        need_range(x, e, a, x)
        p = free(f"@{k}", sort_of(a))
        values[p.args] = e
        asked.append(p)
    scope = Scope()
    t = meaning_of(x, tuple(asked), scope)
    if scope.tensors:
        raise Unsupported(
            "an entry as a SymPy scalar", "an inverse has no closed form for all sizes"
        )
    for i in x.atoms(Index):
        values.setdefault((i.name, sort_of(i.axis)), i)
    return Spelling(x, values, places).scalar(t, ())


class Spelling:
    """How the names of one node are spelled in SymPy."""

    def __init__(self, x: Node, values: dict[Any, Expr], places: tuple[Any, ...]) -> None:
        self.values = values
        symbols = {s for e in (x, *places) if isinstance(e, Basic) for s in e.free_symbols}
        symbols |= {s for i in x.atoms(Index) for s in i.axis.free_symbols}
        self.sizes = {s.name: s for s in symbols if not isinstance(s, Index)}
        self.taken = {s.name for s in symbols} | {str(t.args[0]) for t in x.atoms(Tensor)}

    def bound_name(self, depth: int) -> Symbol:
        """The name of a bound index below this many others."""
        return Symbol(next(n for m, n in enumerate(self._names()) if m == depth), integer=True)

    def _names(self) -> Iterator[str]:
        number = 0
        while True:
            for letter in LETTERS.split():
                name = f"{letter}_{number}" if number else letter
                if name not in self.taken:
                    yield name
            number += 1

    # ---- places

    def length(self, s: Sort) -> Expr:
        """The size of a sort."""
        if isinstance(s, int):
            return Integer(s)
        if isinstance(s, str):
            return self.sizes.get(s) or size(s)
        return (Mul if s[0] == "*" else Add)(*map(self.length, s[1:]))

    def place(self, p: Term, levels: tuple[Any, ...]) -> Any:
        """A kernel place as a value."""
        if p.op == "bound":
            return levels[p.args[0]]
        if p.op == "free":
            return self.values[p.args]
        if p.op == "unit":
            return Integer(p.args[0])
        if p.op == "pair":
            return Pair(tuple(self.place(q, levels) for q in p.args))
        if p.op == "inject":
            return Part(p.args[0], self.place(p.args[2], levels))
        m, whole = p.args
        value = self.place(whole, levels)
        if isinstance(value, Pair):
            return value.values[m]
        factors = sort_of_place(whole)[1:]
        stride = Mul(*map(self.length, factors[m + 1 :]))
        quotient = floor(value / stride)
        return Mod(quotient, self.length(factors[m])) if m else quotient

    def position(self, value: Any, s: Sort) -> Expr:
        """A value as an integer expression 0, 1, ..."""
        if isinstance(value, Pair):
            out = S.Zero
            for v, f in zip(value.values, s[1:], strict=True):
                out = out * self.length(f) + self.position(v, f)
            return out
        if isinstance(value, Part):
            before = Add(*map(self.length, s[1 : value.number + 1]))
            return before + self.position(value.value, s[value.number + 1])
        return value

    def at(self, p: Term, levels: tuple[Any, ...]) -> Expr:
        """A kernel place as an integer expression."""
        return self.position(self.place(p, levels), sort_of_place(p))

    # ---- terms of real value

    def scalar(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        """A kernel term as a SymPy scalar; levels are the values of the bound indices."""
        found: Expr = getattr(self, f"_{t.op}")(t, levels)
        return found

    def _num(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        return Rational(t.args[0].numerator, t.args[0].denominator)

    def _size(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        return self.length(t.args[0])

    def _entry(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        places = [self.at(p, levels) for p in t.args[1:]]
        return IndexedBase(t.args[0])[places] if places else Symbol(t.args[0])

    def _add(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        return Add(*(self.scalar(a, levels) for a in t.args))

    def _mul(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        return Mul(*(self.scalar(a, levels) for a in t.args))

    def _pow(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        r = t.args[1]
        return Pow(self.scalar(t.args[0], levels), Rational(r.numerator, r.denominator))

    def _exp(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        return exp(self.scalar(t.args[0], levels))

    def _log(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        return log(self.scalar(t.args[0], levels))

    def _call(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        name, *args = t.args
        return CALLS.get(name, Function(name))(*(self.scalar(a, levels) for a in args))

    def _sum(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        counted = _counted(t)
        if counted is not None:
            return self.at(counted, (None, *levels))
        return self._over(t.args[0], levels, lambda v: self.scalar(t.args[1], (v, *levels)))

    def _over(self, s: Sort, levels: tuple[Any, ...], body: Callable[[Any], Expr]) -> Expr:
        """The sum of body over a sort, one Sum for each factor and one summand for each part."""
        if isinstance(s, tuple) and s[0] == "+":
            return Add(
                *(
                    self._over(q, levels, lambda v, m=m: body(Part(m, v)))  # type: ignore[misc]
                    for m, q in enumerate(s[1:])
                )
            )
        if isinstance(s, tuple):
            return self._over_pairs(s[1:], (), levels, body)
        name = self.bound_name(depth_of(levels))
        return Sum(body(name), (name, 0, self.length(s) - 1))

    def _over_pairs(
        self, factors: Any, done: tuple[Any, ...], levels: Any, body: Callable[[Any], Expr]
    ) -> Expr:
        if not factors:
            return body(Pair(done))
        return self._over(
            factors[0], (*done, *levels),
            lambda v: self._over_pairs(factors[1:], (*done, v), levels, body),
        )  # fmt: skip

    def _max(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        s = t.args[0]
        if not isinstance(s, int):
            raise Unsupported(
                "an entry as a SymPy scalar", "SymPy has no maximum over a symbolic range",
                do="substitute an integer for the size",
            )  # fmt: skip
        return Max(*(self.scalar(t.args[1], (Integer(m), *levels)) for m in range(s)))

    def _delta(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        return KroneckerDelta(*(self.at(p, levels) for p in t.args))

    def _holds(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        kind, constant, *form = t.args
        e: Expr = Rational(constant.numerator, constant.denominator)
        for c, p in zip(form[::2], form[1::2], strict=True):
            value = self._size(p, levels) if p.op == "size" else self.at(p, levels)
            e += Rational(c.numerator, c.denominator) * value
        return Piecewise((1, Ge(e, 0) if kind == "ge" else Eq(e, 0)), (0, True))

    def _case(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        p, *bodies = t.args
        s, value = sort_of_place(p), self.place(p, levels)
        if isinstance(s, int):
            pieces = [(self.scalar(b, levels), Eq(value, m)) for m, b in enumerate(bodies)]
            return Piecewise(*pieces[:-1], (pieces[-1][0], True))
        if isinstance(value, Part):
            return self.scalar(bodies[value.number], (value.value, *levels))
        start, pieces = S.Zero, []
        for body, part in zip(bodies, s[1:], strict=True):
            end = start + self.length(part)
            pieces.append((self.scalar(body, (value - start, *levels)), value < end))
            start = end
        return Piecewise(*pieces[:-1], (pieces[-1][0], True))

    def _diff(self, t: Term, levels: tuple[Any, ...]) -> Expr:
        body, name, *by = t.args
        places = [self.at(p, levels) for p in by]
        variable = IndexedBase(name)[places] if places else Symbol(name)
        return self.scalar(body, levels).diff(variable)


def _counted(t: Term) -> Term | None:
    """The place p whose position is spelled as t, the sum of 1 over all places before it."""
    s, body = t.args
    for p in body.args[2:] if body.op == "holds" else ():
        if isinstance(p, Term) and p.op != "size" and sort_of_place(p) == s and not uses(p, 0):
            return p if less(bound(0, s), p) is body else None
    return None
