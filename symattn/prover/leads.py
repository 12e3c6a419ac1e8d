"""Which product of an equation is replaced by the rest of it.

Place: below rewriting.

Legend
  p           the difference of the two sides, as a polynomial       lead    the product replaced
"""

from __future__ import annotations

from typing import Any

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Monomial, Poly
from symattn.kernel.rules_indices import mentions
from symattn.kernel.statement import Judgement, subterms
from symattn.kernel.theorem import Theorem
from symattn.prover.matching import is_variable
from symattn.prover.mirrors import opened
from symattn.prover.orders import index_rank


def swaps(p: Poly) -> bool:
    """Whether the two entries of x[..] = x[..] have the same indices in another order."""
    first, second = (m[0][0].args[1:] for m in p)
    return sorted(first, key=lambda i: i.key) == sorted(second, key=lambda i: i.key)


def defines(j: Judgement) -> bool:
    """Whether one side is x[i, ..] and the other has no x, so that x goes from all that follows."""
    for side, other in ((j.a, j.b), (j.b, j.a)):
        if side.op == "entry" and all(i.op == "bound" for i in side.args[1:]):
            if j.rel == "=" and not mentions(other, "entry", side.args[0]):
                return True
    return False


def smaller(a: Term, b: Term) -> bool:
    """Whether the indices of the entry a, or of c a, come before those of b."""
    if a.op == "mul":  # c x[j, i] for x[i, j]
        a = a.args[-1]
    if a.op != "entry":
        return True
    return [index_rank(i) for i in a.args[1:]] < [index_rank(i) for i in b.args[1:]]


def definition(fact: Theorem, p: Poly) -> Monomial | None:
    """The side x[i, ...] of a hypothesis that defines x: its indices are all different."""
    for side in (fact.a, fact.b):
        if side.op != "entry" or len(set(side.args)) < len(side.args):
            continue
        plain = all(is_variable(i) for i in side.args[1:])
        lead = ((side, 1, 0),)
        rest = [x[0] for m in p for x in m if m != lead]
        if plain and lead in p and not any(mentions(b, "entry", side.args[0]) for b in rest):
            return lead
    return None


def heaviest(p: Poly) -> Monomial | None:
    """The product with most sums and factors; one whose tensor occurs nowhere else first."""
    if not p:
        return None
    names = [n for m in p for n in _names(m)]

    def weight(m: Monomial) -> tuple[Any, ...]:
        sums = sum(len(opened(b)[0]) for b, _, _ in m)
        factors = sum(len(opened(b)[1].args) if opened(b)[1].op == "mul" else 1 for b, _, _ in m)
        alone = all(names.count(n) == 1 for n in _names(m))
        return (sums, factors, alone, sorted(_names(m)), [x[0].key for x in m])

    return max(p, key=weight)


def _names(m: Monomial) -> set[str]:
    return set().union(*(names_in(x[0]) for x in m))


def names_in(t: Term) -> set[str]:
    """The tensors that occur in t."""
    found: set[str] = set()
    for x in subterms([t]):
        if x.op == "entry":
            found.add(x.args[0])
        if x.op == "diff":
            found.add(x.args[1])
    return found
