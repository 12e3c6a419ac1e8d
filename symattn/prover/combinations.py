"""Equations proved as sums of multiples of given equations and of their logarithms.

Place: beside the normal form, tried when two sides have different normal forms. Rewriting cannot
use log softmax(x)_i = log softmax(y)_i, where every x_i stands in the denominator of each of them;
but x_i - x_j = y_i - y_j is the difference of two such equations.

Legend
  l = r       a given equation at indices in sight, its logarithm, the sum or mean of either, or the
              sum of its products with the entries of a tensor
  p, q        the differences of the two sides of the goal, of an equation, without hypotheses
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

from symattn.kernel.indices import Sort, Term, bound
from symattn.kernel.polynomial import Monomial, Number, Poly, plus
from symattn.kernel.rules_indices import mentions
from symattn.kernel.statement import Hypothesis, free_indices
from symattn.kernel.terms import add, entry, exp, log, mul, num, power, size
from symattn.kernel.theorem import Theorem
from symattn.prover.normal_form import NormalForm, difference, proved_equal

Row = tuple[Monomial, Poly, Mapping[int, Number]]  # its first product, itself, made of which
MOST_EQUATIONS = 60


def proved_by_combination(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """a = b, as b + c_1 (l_1 - r_1) + ... is a and l_k = r_k."""
    hypotheses = nf.proof.kernel.statement.hypotheses
    if not any(h.judgement.rel == "=" for h in hypotheses):
        return None
    bare = NormalForm(nf.proof, frozenset(range(len(hypotheses))))
    equations = list(islice(_equations(bare, a, b), MOST_EQUATIONS))
    p = difference(bare, bare.of(a)[0], bare.of(b)[0])
    polys = [difference(bare, bare.of(e.a)[0], bare.of(e.b)[0]) for e in equations]
    found = multiples_of(polys, p)
    if not found:
        return None
    chosen = [(equations[k], c) for k, c in found.items()]
    return _combined(bare, a, b, chosen)


def _combined(
    bare: NormalForm, a: Term, b: Term, chosen: list[tuple[Theorem, Number]]
) -> Theorem | None:
    proof = bare.proof
    wide = add(b, *(mul(num(c), add(e.a, mul(num(-1), e.b))) for e, c in chosen))
    start = proved_equal(bare, a, wide)
    places = {}
    for k, (e, _) in enumerate(chosen, 1):
        term = wide.args[k]
        inner = proof.replaced(term.args[-1], {0: e})
        places[k] = proof.replaced(term, {len(term.args) - 1: inner})
    gone = proof.replaced(wide, places)
    end = proved_equal(bare, gone.b, b) if gone is not None else None
    return proof.chain(start, gone, end) if start is not None and end is not None else None


def _equations(bare: NormalForm, a: Term, b: Term) -> Iterator[Theorem]:
    """The given equations that may be combined, the plain ones first."""
    names = sorted(free_indices([a, b]), key=lambda i: i.key)
    given = [
        (number, h)
        for number, h in enumerate(bare.proof.kernel.statement.hypotheses)
        if h.judgement.rel == "="
    ]
    for number, h in given:
        for e in _instances(bare, number, h, names):
            yield from (x for x in (e, *_through_functions(bare, e)) if x is not None)
    for number, h in given:
        yield from _multiplied(bare, number, h, names)


def _instances(
    bare: NormalForm, number: int, h: Hypothesis, names: list[Term]
) -> Iterator[Theorem]:
    """A hypothesis at the indices in sight, and its sum and mean over its one range."""
    proof = bare.proof
    for own in product(*([i for i in names if i.args[1] == s] for s in h.sorts)):
        e = proof.attempt("hypothesis_holds", [], number, *own)
        if e is not None:
            yield e
    if len(h.sorts) == 1:
        (s,) = h.sorts
        e = proof.attempt("hypothesis_holds", [], number, bound(0, s))
        for each in (e, *_through_functions(bare, e)) if e is not None else ():
            if each is not None:
                summed = proof.step("equal_under_sums", [each], s)
                yield summed
                mean = proof.replaced(mul(power(size(s), -1), summed.a), {1: summed})
                if mean is not None:
                    yield mean


def _through_functions(bare: NormalForm, e: Theorem) -> Iterator[Theorem | None]:
    """log(l) = log(r), where both are positive by their form; exp(l) = exp(r) of logarithms."""
    if all(bare.facts.sign(t, ">") is not None for t in (e.a, e.b)):
        yield bare.proof.replaced(log(e.a), {0: e})
    if any(mentions(t, "log") for t in (e.a, e.b)):
        yield bare.proof.replaced(exp(e.a), {0: e})


def _multiplied(
    bare: NormalForm, number: int, h: Hypothesis, names: list[Term]
) -> Iterator[Theorem]:
    """sum ... sum T[i, ..] l(i) = sum ... sum T[i, ..] r(i), for tensors T of the statement."""
    ways = [_places(bare, s, names) for s in h.sorts]
    for chosen in islice(product(*ways), MOST_EQUATIONS):
        if all(tensor is None for tensor, _ in chosen) or not chosen:
            continue
        own, factors, sorts = list[Term](), list[Term](), list[Sort]()
        count = sum(tensor is not None for tensor, _ in chosen)
        for s, (tensor, places) in zip(h.sorts, chosen, strict=True):
            i = places[0] or bound(count - 1 - len(sorts), s)
            if tensor is not None:
                i = bound(count - 1 - len(sorts), s)
                factors.append(entry(tensor, *(i if x is None else x for x in places)))
                sorts.append(s)
            own.append(i)
        e = bare.proof.attempt("hypothesis_holds", [], number, *own)
        if e is not None:
            wide = bare.proof.replaced(mul(*factors, e.a), {len(factors): e})
            if wide is not None:
                yield bare.proof.step("equal_under_sums", [wide], *sorts)


Place = tuple[str | None, tuple[Term | None, ...]]


def _places(bare: NormalForm, s: Sort, names: list[Term]) -> list[Place]:
    """For an index over this range: an index in sight, or a tensor with None where it stands."""
    found: list[Place] = [(None, (i,)) for i in names if i.args[1] == s]
    for name, axes, _ in bare.proof.kernel.statement.tensors:
        for k in (k for k, x in enumerate(axes) if x == s):
            others = [[i for i in names if i.args[1] == x] for x in axes[:k] + axes[k + 1 :]]
            for rest in product(*others):
                found.append((name, (*rest[:k], None, *rest[k:])))
    return found


def multiples_of(rows: list[Poly], p: Poly) -> dict[int, Number]:
    """Numbers c with p = c_1 rows[0] + ...; empty where there are none.

    Example  >>> multiples_of([{(): 2}], {(): 3})
             {0: Fraction(3, 2)}
    """
    reduced: list[Row] = []
    for k, row in enumerate(rows):
        left, used = _reduced(reduced, row, {k: Fraction(1)})
        if left:
            reduced.append((next(iter(left)), left, used))
    left, used = _reduced(reduced, p, {})
    return {} if left else {k: -c for k, c in used.items() if c}


def _reduced(
    reduced: list[Row], p: Poly, used: Mapping[int, Number]
) -> tuple[Poly, Mapping[int, Number]]:
    """p without the first products of the rows, and what was taken of each row."""
    for first, row, parts in reduced:
        c = Fraction(p.get(first, 0)) / Fraction(row[first])
        if c:
            p = plus(p, row, -c)
            used = {k: used.get(k, 0) - c * parts.get(k, 0) for k in (*used, *parts)}
    return p, used
