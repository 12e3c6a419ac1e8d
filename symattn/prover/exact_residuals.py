"""What must be 0 for a claim to hold for all values of the tensors it is a polynomial in.

Place: below exact_conditions.py, which chooses the tensors and writes the condition.

Legend
  x           a tensor that "for all" speaks of           u        a place in it
  R           a coefficient of the difference of the sides in x, without factors that are never 0
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from time import perf_counter

from symattn.kernel.indices import Sort, Term
from symattn.kernel.polynomial import Poly, whole
from symattn.kernel.rules_indices import mentions, replaced
from symattn.kernel.statement import Judgement, Statement, free_indices
from symattn.kernel.terms import ONE, ZERO, mul, num
from symattn.kernel.theorem import StepRefused
from symattn.prover.exact_alternatives import Condition, alternatives_of
from symattn.prover.exact_instances import Letters, NoInstance, closed, unit_at
from symattn.prover.exact_lifts import Lift, lifted, lifts_to_try
from symattn.prover.exact_polynomials import (
    Difference,
    Part,
    apart,
    combined,
    degrees_of,
    split,
    whole_part,
)
from symattn.prover.exact_proofs import Necessity, Residual, rebuilt, suffices
from symattn.prover.exact_solving import is_number, solved
from symattn.prover.leads import names_in
from symattn.prover.normal_form import NormalForm
from symattn.prover.proof import Proof
from symattn.prover.search import possible_conditions

PLAIN = {"add", "mul", "sum", "num", "entry", "free", "bound", "delta", "pow", "size"}


def vanishing_parts(
    s: Statement, names: list[str], claimed: Sequence[str], seconds: float
) -> Condition | None:
    """What is 0, all of it, exactly where the claim holds for all values of the tensors.

    It must be of degree 2 at most in those that the claim itself says "for all" of, once the
    same was done to both sides.
    """
    domain = possible_conditions(s)
    nf = _normal_form(s, seconds)
    end = perf_counter() + seconds
    for found in _ways(s, nf, names, claimed):
        seconds = end - perf_counter()
        if seconds <= 0:
            return None
        condition = _confirmed(s, domain, *found, seconds)
        if condition is not None:
            return condition
    return None


def _ways(
    s: Statement, nf: NormalForm, names: Sequence[str], claimed: Sequence[str]
) -> Iterator[tuple[list[Residual], list[str]]]:
    """Residuals and the tensors they are no longer about: of each lift, then of one value."""
    ways = [list(lifts_to_try((g.a, g.b), Letters.of(s))) for g in s.goals]
    for lifts in zip(*ways, strict=False):
        found, extracted = list[Residual](), set[str]()
        try:
            for goal, own in zip(s.goals, lifts, strict=True):
                found += _residuals(nf, s, (goal.a, goal.b), own, names, extracted, claimed)
        except (NoInstance, StepRefused):
            continue
        if found and (extracted or claimed or not names):
            yield found, sorted(extracted)
    if names and len(s.goals) == 1:
        with suppress(NoInstance, StepRefused):
            yield [_at_units(nf, s, names)], sorted(names)


def _at_units(nf: NormalForm, s: Statement, names: Sequence[str]) -> Residual:
    """What is left of the goal where each of the tensors is 1 at a place and 0 elsewhere.

    Fails    NoInstance where nothing is left, or a place has no name
    """
    letters, (goal,) = Letters.of(s), s.goals
    axes = {n: own for n, own, _ in s.tensors if n in names}
    places = {n: tuple(map(letters.place, own)) for n, own in axes.items()}
    way = ((Fraction(1), {n: unit_at(at) for n, at in places.items()}),)
    sides = (goal.a, goal.b)
    term = combined((nf.of(apart(sides))[0], ZERO), way)
    part = Part(term, tuple(p for at in places.values() for p in at), way)
    found = _residual(nf, sides, (), part)
    if found is None:
        raise NoInstance(" ".join(names))
    return found


def _confirmed(
    s: Statement,
    domain: Sequence[Judgement],
    found: list[Residual],
    names: list[str],
    seconds: float,
) -> Condition | None:
    """What is said of the residuals, if both directions are replayed and it is worth saying."""
    terms = list(dict.fromkeys(r.term for r in found))
    plain = all(r.places or _is_plain(r.term) for r in found)
    simple = plain and not any(mentions(t, "delta") or is_number(t) for t in terms)
    necessity = Necessity(s, domain, names, seconds)
    if not all(necessity.gives(r) for r in found):
        return None
    if not simple:
        factors = solved(necessity.rest, terms, necessity.allowed, seconds)
        made = factors and alternatives_of(s, domain, factors, seconds)
        if made:
            return made
    if not plain or not all(names_in(t) or mentions(t, "size") for t in terms):
        return None  # not worth saying, or it holds for no values of the rest
    alone = [[t] for t in terms] if 1 < len(terms) < 4 else []
    for some in [*alone, terms]:  # one may imply the others
        if suffices(s, domain, [closed("=", t) for t in some], seconds):
            return _all_zero(some)
    return _all_zero(terms) if rebuilt(s, domain, found, seconds) else None


def _all_zero(terms: Sequence[Term]) -> Condition:
    return Condition((tuple(Judgement("=", t) for t in terms),))


def _residuals(
    nf: NormalForm,
    s: Statement,
    sides: Difference,
    lifts: Sequence[Lift],
    names: Sequence[str],
    extracted: set[str],
    claimed: Sequence[str],
) -> list[Residual]:
    """What is left of one lifted equation.

    Fails    NoInstance where it is no polynomial of degree 2 in what is claimed for all
    """
    # in the form that it has for all tensors, before special values are put in
    both = (nf.of(apart(lifted(sides, lifts)))[0], ZERO)
    letters, parts = Letters.of(s), [whole_part(both)]
    letters.used |= {str(i.args[0]) for i in free_indices(both)}
    for x in names:
        axes = next((a for n, a, _ in s.tensors if n == x), ())
        parts = _split_all(nf, both, parts, x, axes, letters, extracted, claimed)
    made = (_residual(nf, sides, lifts, part) for part in parts)
    return [r for r in made if r is not None]


def _split_all(
    nf: NormalForm,
    sides: Difference,
    parts: list[Part],
    x: str,
    axes: tuple[Sort, ...],
    letters: Letters,
    extracted: set[str],
    claimed: Sequence[str],
) -> list[Part]:
    """Every part split by its degree in x; left as it is where it has no x."""
    out: list[Part] = []
    for part in parts:
        degrees = degrees_of(nf.arithmetic.poly(nf.of(part.term)[0]), x)
        if not degrees - {0}:
            out.append(part)
        elif max(degrees) > 2 or (0 in degrees and x not in claimed):
            if x in claimed or x in extracted:
                raise NoInstance(x)
            return parts
        else:
            out += split(part, sides, x, axes, degrees, letters)
            extracted.add(x)
    return out


def _residual(
    nf: NormalForm, sides: Difference, lifts: Sequence[Lift], part: Part
) -> Residual | None:
    """What is left of a part without the factors that are never 0; None where it is 0."""
    places, equated, t = list(part.places), list[tuple[Term, Term]](), part.term
    term, factor = _bare(nf, t)
    for u, i in _equated(nf, term, places):
        t = replaced(t, u, i)
        places.remove(u)
        equated.append((u, i))
        term, factor = _bare(nf, t)
    if term is ZERO:
        return None
    return Residual(term, places, sides, lifts, part, equated, factor)


def _bare(nf: NormalForm, t: Term) -> tuple[Term, Term]:
    """R and F with R = F t, F never 0."""
    p, factor = _without_factors(nf, nf.arithmetic.poly(nf.of(t)[0]))
    return nf.arithmetic.term(p), factor


def _equated(nf: NormalForm, residual: Term, places: list[Term]) -> list[tuple[Term, Term]]:
    """Pairs of a place u and an index i of the claim where every product has the factor [i = u]."""
    found: dict[Term, Term] = {}
    products = list(nf.arithmetic.poly(residual))
    for b in set.intersection(*({x[0] for x in m} for m in products)) if products else set():
        if b.op == "delta":
            for u, i in (b.args, b.args[::-1]):
                if u in places and i not in places and i.op == "free":
                    found.setdefault(u, i)
    return sorted(found.items(), key=lambda ui: str(ui[0].args[0]))


def _is_plain(residual: Term) -> bool:
    """Whether the difference of the sides is worth saying: no exponentials and no fractions."""
    seen, stack = set(), [residual]
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        if t.op not in PLAIN:
            return False
        if t.op == "pow" and t.args[1] < 0:
            return False
        stack.extend(a for a in t.args if isinstance(a, Term))
    return True


def _without_factors(nf: NormalForm, p: Poly) -> tuple[Poly, Term]:
    """p divided by what all its products share and is never 0, and by its first coefficient.

    With the factor that this multiplies p by.
    """
    if not p:
        return p, ONE
    first = next(iter(p.values()))
    shared = set.intersection(*(set(m) for m in p))
    never = {x for x in shared if nf.arithmetic.sign(x[0]) == 2}
    ratios = {m: Fraction(c) / Fraction(first) for m, c in p.items()}
    whole_ratios = all(r.denominator == 1 for r in ratios.values())
    scale = abs(Fraction(first)) if whole_ratios else Fraction(1)
    if all(c < 0 for c in p.values()):
        scale = -scale
    bare = {tuple(x for x in m if x not in never): whole(Fraction(c) / scale) for m, c in p.items()}
    inverse = nf.arithmetic.monomial_term(tuple((b, -e, f) for b, e, f in never))
    return bare, mul(num(1 / scale), inverse)


def _normal_form(s: Statement, seconds: float) -> NormalForm:
    return NormalForm(Proof(s, possible_conditions(s), seconds))
