"""A condition that is one equation between numbers, solved as far as factors go.

Place: below exact_conditions.py. A condition with free indices is taken at chosen places, first
or other ones; a number that is then 0 is cleared from fractions, squared out of roots, divided
by what is never 0, or both sides of x = y become logarithms, step by step in the kernel.

Legend
  R           what is 0 by the condition, for all its indices      D        a number that is 0
  n = 1 + m   the range n as a first place and m others            f        a factor of D
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

from symattn.kernel.indices import Term, free, inject, unit
from symattn.kernel.polynomial import TooLarge, plus
from symattn.kernel.rules_indices import mentions
from symattn.kernel.statement import Judgement, Statement, free_indices
from symattn.kernel.terms import MINUS_ONE, ZERO, add, make, size
from symattn.kernel.theorem import StepRefused
from symattn.prover.exact_instances import closed
from symattn.prover.exact_proofs import replays
from symattn.prover.exact_sizes import judgement_at, other, statement_at
from symattn.prover.exact_steps import simplest
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.proof import OutOfBudget, Proof

MOST_PINS = 32  # choices of places that are looked at
NUMBERS = {"num", "size", "entry", "add", "mul", "pow", "exp", "log"}


@dataclass(frozen=True)
class Solved:
    """One of the factors is 0, or not negative, at all sizes from 2 on for those in `above`."""

    factors: tuple[Judgement, ...]
    above: tuple[str, ...] = ()


def solved(
    s: Statement, residuals: Sequence[Term], domain: Sequence[Judgement], seconds: float
) -> Solved | None:
    """The factors of the simplest number that the residuals being 0 makes 0.

    `s` holds what is supposed besides; the answer was replayed by the kernel.
    """
    given = replace(s, hypotheses=(*s.hypotheses, *(closed("=", r) for r in residuals)), goals=())
    least = dict(s.sizes)
    for number, r in enumerate(residuals, len(s.hypotheses)):
        names = sorted(free_indices([r]), key=lambda i: str(i.args[0]))
        if not all(isinstance(i.args[1], str) for i in names):
            continue
        for choice in islice(product((0, 1), repeat=len(names)), MOST_PINS):
            two = {i.args[1]: 0 for i in names}
            two |= {i.args[1]: 1 for i, c in zip(names, choice, strict=True) if c}
            try:
                found = _factors_at(given, domain, number, names, choice, two, seconds)
            except (OutOfBudget, StepRefused, TooLarge, RecursionError):
                continue
            if found is not None:
                nf = NormalForm(Proof(s, (), seconds))
                back = dict.fromkeys(
                    Judgement(j.rel, _signed(nf, _with_sizes_back(j.a, two), j.rel)) for j in found
                )
                return Solved(tuple(back), tuple(n for n, k in two.items() if least[n] <= k))
    return None


def _factors_at(
    s: Statement,
    domain: Sequence[Judgement],
    number: int,
    names: Sequence[Term],
    choice: Sequence[int],
    two: Mapping[str, int],
    seconds: float,
) -> list[Judgement] | None:
    """The factors of R at the chosen places, the ranges being a first place and at least k more."""
    places = []
    for n, k in two.items():
        sort, least = ("+", 1, other(n)), max(k, dict(s.sizes)[n] - 1)
        s = statement_at(s, n, sort, ((other(n), least),))
        domain = [judgement_at(c, n, sort) for c in domain]
    for i, c in zip(names, choice, strict=True):
        m = other(i.args[1])
        part = free("another", m) if c else unit(0, 1)
        places.append(inject(c, ("+", 1, m), part))
    return _factors(s, number, places, domain, seconds)


def _with_sizes_back(f: Term, names: Iterable[str]) -> Term:
    """f with n - 1 for m."""
    back = {size(other(n)): add(size(n), MINUS_ONE) for n in names}

    def go(t: Term) -> Term:
        if t in back:
            return back[t]
        return make(t.op, *(go(a) if isinstance(a, Term) else a for a in t.args))

    return go(f) if back else f


def _factors(
    s: Statement, number: int, places: Sequence[Term], domain: Sequence[Judgement], seconds: float
) -> list[Judgement] | None:
    """The factors of D, R at the places, one of which is 0 as the kernel has replayed."""
    proof = Proof(s, tuple(domain), seconds)
    nf = NormalForm(proof, frozenset({number}))
    fact = proof.step("hypothesis_holds", [], number, *places)
    d = nf.of(fact.a)[0]
    start = proved_equal(nf, d, fact.a) if is_number(d) else None
    if start is None:
        return None
    zero = proof.step("equality_is_transitive", [start, fact])
    zero, factors = simplest(nf, zero)
    if not factors or not all(mentions(j.a, "entry") or mentions(j.a, "size") for j in factors):
        return None
    # no step depends on the goal, which is known only now
    stated = replace(s, goals=(Judgement(zero.rel, zero.a, ZERO),))
    proof.kernel.statement = stated
    return factors if replays(proof.certificate([zero]).text, stated) else None


def is_number(d: Term) -> bool:
    """Whether d is made of numbers, sizes and scalars."""
    stack = [d]
    while stack:
        t = stack.pop()
        if t.op not in NUMBERS or (t.op == "entry" and len(t.args) > 1):
            return False
        stack.extend(a for a in t.args if isinstance(a, Term))
    return d.op != "num"


def _signed(nf: NormalForm, f: Term, rel: str) -> Term:
    """f or -f, in normal form, so that its highest product has a plus; f where it is a sign."""
    p = nf.arithmetic.poly(nf.of(f)[0])
    if rel != "=":
        return nf.arithmetic.term(p)
    top = max(p, key=lambda m: (sum(Fraction(e) for _, e, _ in m), str(m)), default=())
    return nf.arithmetic.term(plus({}, p, -1) if p.get(top, 0) < 0 else p)
