"""Equations proved by multiplying both sides with a number that is not 0.

Place: beside the normal form, tried when two sides have different normal forms. A hypothesis
(x - y) d = 0, or x/d = y/d, says x = y only after d is put back; where d is not 0 that may be done.

Legend
  d           an entry or size at indices of the two sides that is not 0, or its inverse
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from symattn.kernel.indices import Term, bound
from symattn.kernel.rules_indices import replaced
from symattn.kernel.statement import Judgement, free_indices
from symattn.kernel.terms import mul, power
from symattn.kernel.theorem import Theorem
from symattn.prover.combinations import proved_by_combination
from symattn.prover.factoring import quotient
from symattn.prover.normal_form import NormalForm, difference, proved_equal

MOST_NUMBERS = 6


def proved_by_multiplying(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """a = b, as a d = b d for a d that is not 0."""
    for d, fact in _not_zero(nf, a, b):
        for e in (1, -1):
            found = _multiplied(nf, a, b, power(d, e), power(d, -e), fact)
            if found is not None:
                return found
    return None


def _not_zero(nf: NormalForm, a: Term, b: Term) -> Iterator[tuple[Term, Theorem]]:
    """Numbers that hypotheses say are not 0, and those in them that are known not to be."""
    hypotheses = nf.proof.kernel.statement.hypotheses
    equations = [h.judgement for h in hypotheses if h.judgement.rel == "="]
    seen = sorted(free_indices([a, b]), key=lambda i: i.key)
    parts = dict.fromkeys(x for j in equations for t in (j.a, j.b) for x in _numbers(t))
    usable = dict.fromkeys(d for x in parts for d in _at_indices(x, seen))
    yield from _cofactors(nf, a, b, equations)
    for p in nf.facts.premises[:MOST_NUMBERS]:
        if p.rel != ">=" and not p.a.dangling and free_indices([p.a]) <= set(seen):
            yield p.a, p
    for d in islice(usable, MOST_NUMBERS):
        fact = nf.facts.sign(d, "!=") or nf.facts.strong(d, "!=")
        if fact is not None and fact.a is d:
            yield d, fact


def _cofactors(
    nf: NormalForm, a: Term, b: Term, equations: list[Judgement]
) -> Iterator[tuple[Term, Theorem]]:
    """c, not 0, where the difference of a given equation without indices is c (a - b)."""
    bare = NormalForm(nf.proof, frozenset(range(len(nf.proof.kernel.statement.hypotheses))))
    p = difference(bare, bare.of(a)[0], bare.of(b)[0])
    for j in equations:
        if j.a.dangling or j.b.dangling or not p:
            continue
        q = difference(bare, bare.of(j.a)[0], bare.of(j.b)[0])
        whole = quotient(bare.arithmetic, q, p)
        c = bare.arithmetic.term(whole) if whole else None
        fact = nf.proof.attempt("sign_by_form", nf.facts.premises, c, "!=") if c else None
        if c is not None and fact is not None:
            yield c, fact


def _numbers(t: Term) -> Iterator[Term]:
    """The entries and sizes in t."""
    if t.op in ("entry", "size"):
        yield t
        return
    for x in t.args:
        if isinstance(x, Term):
            yield from _numbers(x)


def _at_indices(x: Term, seen: list[Term]) -> Iterator[Term]:
    """x with indices in sight for its levels, where it has no other indices."""
    if not free_indices([x]) <= set(seen):
        return
    levels = sorted(x.dangling)
    for chosen in product(*([i for i in seen if i.args[1] == s] for _, s in levels)):
        d = x
        for (v, s), i in zip(levels, chosen, strict=True):
            d = replaced(d, bound(v, s), i)
        yield d


def _multiplied(
    nf: NormalForm, a: Term, b: Term, d: Term, inverse: Term, fact: Theorem
) -> Theorem | None:
    """a = a d / d = b d / d = b."""
    proof = nf.proof
    equal = proved_equal(nf, mul(a, d), mul(b, d))
    if equal is None:
        equal = proved_by_combination(nf, mul(a, d), mul(b, d))
    if equal is None:
        return None
    wide = mul(inverse, equal.a)
    first = proof.attempt("equal_by_arithmetic", [fact], a, wide)
    last = proof.attempt("equal_by_arithmetic", [fact], mul(inverse, equal.b), b)
    if first is None or last is None or wide.op != "mul":
        return None
    place = next((k for k, x in enumerate(wide.args) if x is equal.a), None)
    if place is None:
        return None
    return proof.chain(first, proof.replaced(wide, {place: equal}), last)
