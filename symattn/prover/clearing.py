"""Equations of fractions proved by multiplying both sides with their denominators.

Place: beside the normal form, tried when two sides have different normal forms: what is left above
the denominators may be 0 by more than arithmetic, as 1 - cos(x)**2 - sin(x)**2 is.

Legend
  x, y        the two sides in normal form        p       x - y
  n           p times its denominators            d       the denominators with their powers
"""

from __future__ import annotations

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Number, Poly
from symattn.kernel.terms import MINUS_ONE, ZERO, add, mul, power
from symattn.kernel.theorem import Theorem
from symattn.prover.normal_form import NormalForm, difference

MOST_SUMMANDS = 60


def proved_by_clearing(nf: NormalForm, a: Term, b: Term) -> Theorem | None:
    """a = b because (a - b) d = 0 for a product d of denominators that are not 0."""
    x, e = nf.of(a)
    y, f = nf.of(b)
    p = difference(nf, x, y)
    d = _denominators(p)
    if not d or not p or len(p) > MOST_SUMMANDS:
        return None
    facts = [nf.facts.strong(s, "!=") or nf.facts.sign(s, ">") for s in d]
    given = [fact for fact in facts if fact is not None]
    n = nf.arithmetic.term(_cleared(nf, p, d, nf.proof.kernel.known(given)))
    zero, g = nf.of(n)
    if zero is not ZERO or g is None:
        return None
    z = add(x, mul(MINUS_ONE, y))
    fraction = mul(n, *(power(s, -k) for s, k in d.items()))
    first = nf.proof.attempt("equal_by_arithmetic", given, z, fraction)
    if first is None:
        return None
    gone = nf.proof.chain(first, nf.proof.replaced(fraction, {0: g}))
    spread = add(z, y)
    start = nf.proof.step("equal_by_arithmetic", [], x, spread)
    middle = nf.proof.replaced(spread, {0: gone})
    end = middle.b if middle is not None else spread
    last = nf.proof.step("equal_by_arithmetic", [], end, y)
    return nf.proof.chain(e, start, middle, last, nf.proof.reverse(f))


def _denominators(p: Poly) -> dict[Term, Number]:
    """Every base with a whole power below 0, and its lowest power, turned positive."""
    found: dict[Term, Number] = {}
    for m in p:
        for b, e, f in m:
            if isinstance(e, int) and e < 0 and not f:
                found[b] = max(found.get(b, 0), -e)
    return dict(sorted(found.items(), key=lambda be: be[0].key))


def _cleared(nf: NormalForm, p: Poly, d: dict[Term, Number], known: dict[Term, int]) -> Poly:
    for s, k in d.items():
        if s.op == "add":
            p = nf.arithmetic.cleared(p, s, int(k))
        else:
            p = nf.arithmetic.settled(nf.arithmetic.product(p, {((s, k, 0),): 1}), known)
    return p
