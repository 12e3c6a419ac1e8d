"""Comparisons of indices in a product: decided, turned one way round, and left without redundancy.

Place: part of the normal form, called by monomials.py for a product with comparisons. What stays is
a forest: below every bound index at most one comparison in which it is the innermost.

Legend
  b           a comparison, [x >= 0] or [x = 0]; x its form (kernel/rules_comparisons.py)
  pivot       the innermost index of a form, in which it is solved
  e           a theorem b = ..., or b c = ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial
from symattn.kernel.rules_comparisons import (
    UNIT,
    Form,
    combined,
    compared,
    fact_about_sizes,
    form_of,
    is_whole,
    largest_value,
    with_solution,
)
from symattn.kernel.terms import ONE, add, mul, num
from symattn.kernel.theorem import StepRefused, Theorem
from symattn.prover.proof import Equal

if TYPE_CHECKING:
    from symattn.prover.normal_form import NormalForm

MOST = 8  # a bound this near to the end of a range is written out as equations


def index_rank(i: Term) -> tuple[int, Any]:
    """Named indices first, then bound ones from the outside in; what is no variable before all."""
    if i.op == "bound":
        return (2, -i.args[0])
    return (1, i.args[0]) if i.op == "free" else (0, "")


def place_in_order(p: Term) -> tuple[int, int, int]:
    """Sizes first, then closed indices, then bound ones from the outside in."""
    if p.op == "size":
        return (0, 0, p.key)
    innermost = min((v for v, _ in p.dangling), default=None)
    return (1, 0, p.key) if innermost is None else (2, -innermost, p.key * (p.op != "bound"))


class Orders:
    """Rewriting of products of comparisons, under the facts about sizes of one proof."""

    def __init__(self, nf: NormalForm) -> None:
        self.nf = nf
        self.proof = nf.proof
        self.least = nf.arithmetic.least
        self.facts: list[tuple[Theorem, str, Form]] = []  # about sizes
        self._single: dict[Term, Equal] = {}

    def note(self, fact: Theorem) -> None:
        """Remember a theorem, if it is about sizes only."""
        try:
            x = fact_about_sizes(self.proof.kernel, fact)
        except StepRefused:
            return
        if x[1]:
            self.facts.append((fact, "eq" if fact.rel == "=" else "ge", x))

    # ---- one comparison -------------------------------------------------------------------------

    def of_comparison(self, b: Term) -> Equal:
        """b as 0, as 1, or as other comparisons; None where it stays."""
        if b not in self._single:
            self._single[b] = self._of_comparison(b)
        return self._single[b]

    def _of_comparison(self, b: Term) -> Equal:
        kind, x = form_of(b)
        zero = self.contradiction([b])
        if zero is not None or kind == "eq" or not is_whole(x):
            return zero
        opposite = self._negation(b)
        if opposite is None:
            return None
        never = self.contradiction([_negated(x)])
        if never is not None:
            return self._true(b, opposite, never)
        top, bottom = largest_value(x, self.least), largest_value(_minus(x), self.least)
        if top is not None and top <= MOST:
            return self._split(b, x, 1)
        pivot = max(x[1], key=place_in_order)
        if (bottom is not None and bottom <= MOST) or x[1][pivot] > 0:
            return opposite
        if x[0] != -1 and abs(x[0] + 1) <= MOST:
            return self._split(b, x, 1 if x[0] > -1 else 0)
        return None

    def _negation(self, b: Term) -> Equal:
        return self.proof.attempt("comparison_or_its_negation", [], b)

    def _true(self, b: Term, opposite: Theorem, never: Theorem) -> Equal:
        """b = 1 - [not b] = 1."""
        minus = opposite.b.args[1]
        inner = self.proof.replaced(minus, {len(minus.args) - 1: never})
        whole = self.proof.replaced(opposite.b, {1: inner})
        if whole is None:
            return None
        one = self.proof.step("equal_by_arithmetic", [], whole.b, ONE)
        return self.proof.chain(opposite, whole, one)

    def _split(self, b: Term, x: Form, up: int) -> Equal:
        """[x >= 0] = [x = 0] + [x - 1 >= 0], or [x + 1 >= 0] - [x + 1 = 0]."""
        y = x if up else combined(x, 1, UNIT)
        same, more = compared("eq", y), compared("ge", combined(y, -1, UNIT))
        if same.op not in ("holds", "delta"):
            return None
        way = 1 if compared("ge", form_of(same)[1]) is compared("ge", y) else -1
        e = self.proof.attempt("equality_is_two_bounds", [], same, way)
        if e is None:
            return None
        rest, sign = (more, 1) if up else (same, -1)
        base = e.a if up else compared("ge", y)
        if up:  # b = (b - more) + more
            padded = add(e.b, rest)
            first = self.proof.step("equal_by_arithmetic", [], b, padded)
            return self.proof.chain(first, self.proof.replaced(padded, {0: self.proof.reverse(e)}))
        padded = add(base, mul(num(sign), e.b))
        first = self.proof.step("equal_by_arithmetic", [], b, padded)
        inner = self.proof.replaced(padded.args[1], {1: self.proof.reverse(e)})
        return self.proof.chain(first, self.proof.replaced(padded, {1: inner}))

    def contradiction(self, bs: list[Term | Form]) -> Equal:
        """b_1 b_2 ... = 0, if multiples of the comparisons and of facts about sizes say so."""
        terms = [b if isinstance(b, Term) else compared("ge", b) for b in bs]
        if any(b.op not in ("holds", "delta") for b in terms):
            return None
        said = [form_of(b) for b in terms]
        for ways in _ways(said):
            x = _summed((c, y) for c, (_, y) in zip(ways, said, strict=True))
            for used in self._helpful(x):
                for factors in _ways([(kind, y) for _, kind, y in used]):
                    z = _summed(
                        [(1, x), *((c, y) for c, (_, _, y) in zip(factors, used, strict=True))]
                    )
                    top = largest_value(z, self.least)
                    if top is not None and top < 0:
                        premises = [p for p, _, _ in used]
                        return self.proof.attempt(
                            "comparisons_exclude", premises, mul(*terms), *ways, *factors
                        )
        return None

    def _helpful(self, x: Form) -> Iterator[tuple[tuple[Theorem, str, Form], ...]]:
        """No fact, one fact or two facts about sizes that may occur in the form."""
        yield ()
        for count in (1, 2):
            yield from combinations(self.facts[:6], count)

    # ---- two comparisons ------------------------------------------------------------------------

    def of_pair(self, a: Term, b: Term) -> Equal:
        """a b as 0, as one of them, or by the lesser of two bounds; None where both stay."""
        zero = self.contradiction([a, b])
        if zero is not None:
            return zero
        for first, second in ((a, b), (b, a)):
            found = self._implied(first, second)
            if found is not None:
                return found
        (first_kind, x), (second_kind, y) = form_of(a), form_of(b)
        if first_kind != "ge" or second_kind != "ge" or not (x[1] and y[1]):
            return None
        pivot = max(x[1], key=place_in_order)
        if (
            pivot.op == "size"
            or pivot is not max(y[1], key=place_in_order)
            or x[1][pivot] != y[1][pivot]
        ):
            return None
        return self.proof.attempt("lesser_bound_decides", [], a, b)

    def _implied(self, a: Term, b: Term) -> Equal:
        """a b = a - a [not b] = a, where a excludes that b does not hold."""
        kind, y = form_of(b)
        if kind != "ge" or not is_whole(y):
            return None
        opposite = self._negation(b)
        never = self.contradiction([a, _negated(y)]) if opposite is not None else None
        if opposite is None or never is None or never.a.op != "mul":
            return None
        whole = self.proof.replaced(mul(a, b), {1: opposite})
        if whole is None:
            return None
        spread = add(a, mul(num(-1), never.a))
        first = self.proof.step("equal_by_arithmetic", [], whole.b, spread)
        inner = self.proof.replaced(spread.args[1], {1: never})
        gone = self.proof.replaced(spread, {1: inner}) if inner is not None else None
        last = self.proof.step("equal_by_arithmetic", [], gone.b, a) if gone else None
        return self.proof.chain(whole, first, gone, last)

    def solved_in(self, e: Term, b: Term, pivot: Term) -> Equal:
        """[x = 0] b = [x = 0] b', in which the pivot of the equation does not occur."""
        x, y = form_of(e)[1], form_of(b)[1]
        if e is b or b.op == "delta" or not is_whole(x) or not is_whole(y) or pivot not in y[1]:
            return None
        return self.proof.attempt(
            "equality_shifts_comparison", [], e, b, int(-y[1][pivot] / x[1][pivot])
        )

    def solved_below(self, e: Term, t: Term, pivot: Term) -> Equal:
        """[x = 0] t = [x = 0] t', in whose comparisons the pivot of the equation does not occur."""
        if with_solution(t, form_of(e)[1], pivot) is t:
            return None
        return self.proof.attempt("equality_solves_index", [], e, t, pivot)

    def same_place(self, e: Term, b: Term) -> Equal:
        """[i = y] [j = y] = [i = y] [i = j]."""
        (first, x), (kind, y) = form_of(e), form_of(b)
        if not first == kind == "eq" or e.op == "delta" or b.op == "delta":
            return None
        for c in (1, -1):
            if compared("eq", combined(y, c, x)).op == "delta":
                return self.proof.attempt("equality_shifts_comparison", [], e, b, c)
        return None


def pivot_of(b: Term, m: Monomial) -> Term | None:
    """The index in which the equation b is solved: one that only comparisons use, or innermost."""
    kind, x = form_of(b)
    if b.op != "holds" or kind != "eq" or not is_whole(x):
        return None
    others = {v for y, _, _ in m if not is_comparison(y) for v, _ in y.dangling}
    able = [p for p, c in x[1].items() if p.op in ("bound", "free") and abs(c) == 1]

    def rank(p: Term) -> Any:
        return (p.op == "bound" and p.args[0] not in others, place_in_order(p))

    return max(able, key=rank, default=None)


def is_comparison(b: Term) -> bool:
    """Whether b is [x >= 0], [x = 0] or [i = j]."""
    return b.op in ("holds", "delta")


def _negated(x: Form) -> Form:
    """-x - 1, which is >= 0 where x >= 0 is not."""
    return combined(_minus(x), -1, UNIT)


def _minus(x: Form) -> Form:
    return combined((Fraction(0), {}), -1, x)


def _summed(rows: Iterable[tuple[int, Form]]) -> Form:
    x: Form = (Fraction(0), {})
    for c, y in rows:
        x = combined(x, c, y)
    return x


def _ways(said: list[tuple[str, Form]]) -> Iterator[tuple[int, ...]]:
    """The factors that are tried: 1 for bounds, 1 and -1 for equations."""
    if not said:
        yield ()
        return
    for rest in _ways(said[1:]):
        for c in (1, -1) if said[0][0] == "eq" else (1,):
            yield (c, *rest)
