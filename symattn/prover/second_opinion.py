"""Two other roads to the same answer: exact polynomials at two sizes, and floats at many points.

Place: untrusted; a PROVED that one of these contradicts is our bug, and is not reported as proved.

Legend
  live        a point at which all hypotheses hold and both sides have values
  step        the small change by which a numeric derivative is taken
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from random import Random
from time import monotonic
from typing import Any, NamedTuple

from symattn.kernel.duals import Env
from symattn.kernel.evaluation import Evaluation, Frames
from symattn.kernel.indices import Term, sort_of
from symattn.kernel.interpretation import root_of
from symattn.kernel.intervals import Undefined
from symattn.kernel.statement import Judgement, Statement, subterms
from symattn.kernel.witness import Witness
from symattn.prover.live_points import condition_holds, error_of, hypotheses_hold
from symattn.prover.refuter_sizes import count, size_choices, terms_of, work
from symattn.prover.sampling import Sampler
from symattn.prover.sampling_filler import Draft
from symattn.prover.sampling_numbers import ComplexArithmetic
from symattn.prover.sampling_tables import Table
from symattn.prover.sampling_words import definable
from symattn.prover.second_opinion_numbers import (
    FinerExponents,
    NotExpressible,
    Quotient,
    QuotientArithmetic,
    inverted,
)
from symattn.prover.statement_of_sharing import is_definition

COMPLEX_STEP, REAL_STEP, TOLERANCE = 1e-20, 1e-3, 1e-6
EXACT_WORK, FLOAT_WORK, SOLVED_WORK = 4000, 60_000, 3000
FEWER = 6  # times fewer points for a large claim
ENOUGH, SOON = 4, 0.25  # live points after which floats get only that many seconds


class Agreement(NamedTuple):
    """How many points were live, at how many of them both sides agree, and the worst error."""

    live: int
    agreeing: int
    worst: float


# ---- floats ------------------------------------------------------------------------------------


class SteppedEvaluation(Evaluation):
    """Derivatives by a complex step, or by differences where a derivative stands inside.

    A frame is (step, tensor, positions) here: it changes that entry by the step.
    """

    def _entry(self, t: Term, env: Env, frames: Frames) -> Any:
        place = tuple([self.position(i, env) for i in t.args[1:]])
        if t.args[0] in self.inverses and frames:
            return self._stepped_inverse(t, place, frames)
        x = super()._entry(t, env, ())
        return x + sum(step for step, name, at in frames if name == t.args[0] and at == place)

    def _stepped_inverse(self, t: Term, place: Env, frames: Frames) -> Any:
        """An entry of the inverse of the matrix with its entries changed by the steps."""
        matrix, sides = self.inverses[t.args[0]], range(self.size(sort_of(t.args[-1])))
        rows = [[self.value(matrix, (m, k, *place[:-2]), frames) for m in sides] for k in sides]
        return inverted(rows)[place[-2]][place[-1]]

    def _diff(self, t: Term, env: Env, frames: Frames) -> Any:
        body, name = t.args[0], t.args[1]
        place = tuple([self.position(i, env) for i in t.args[2:]])

        def at(step: Any) -> Any:
            return self.value(body, env, (*frames, (step, name, place)))

        if not any(x.op == "diff" for x in subterms([body])):
            return complex(at(COMPLEX_STEP * 1j).imag / COMPLEX_STEP)
        h = REAL_STEP
        return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)


class SteppedDraft(Draft):
    """A point with numeric derivatives."""

    kind = SteppedEvaluation


def agrees_in_float(
    statement: Statement, points: int = 12, budget_seconds: float = 2.0, seed: int = 1,
    conditions: Sequence[Judgement] = (),
) -> Agreement:  # fmt: skip
    """How the two sides compare at random points, with derivatives taken numerically.

    Fails: never; contradictory hypotheses, or a construct without value, show as no live point.
    """
    start, rng = monotonic(), Random(seed)
    terms = terms_of(statement)
    solved = [h for h in statement.hypotheses if not is_definition(h)]
    tied = any(h.judgement.rel == "=" for h in solved)  # drawing takes the time
    most = SOLVED_WORK if tied else FLOAT_WORK
    tried = list(islice(size_choices(statement), 12))
    choices = [s for s in tried if work(terms, s) < most]
    if len(solved) < len(statement.hypotheses):  # a large claim: few points, at small sizes
        choices = sorted(tried, key=lambda s: work(terms, s))[:2]
        points = -(-points // FEWER)
    choices = choices or ([] if tied else tried[:1])  # better slow than not at all
    live = agreeing = 0
    worst = 0.0
    for attempt in range(4 * points):
        allowed = budget_seconds if live < ENOUGH else min(budget_seconds, SOON)
        if monotonic() > start + allowed or not choices or live >= points:
            break
        sampler = Sampler(statement, choices[(attempt + 1) % len(choices)], rng)
        error = _error_at(statement, sampler.draw(attempt), conditions)
        if error is not None:
            live += 1
            agreeing += error <= TOLERANCE
            worst = max(worst, error)
    return Agreement(live, agreeing, worst)


def _error_at(
    statement: Statement,
    drawn: tuple[Witness, dict[str, Table]] | None,
    conditions: Sequence[Judgement] = (),
) -> float | None:
    """The largest relative error of a goal at the point; None where the point is not live."""
    if drawn is None:
        return None
    draft = SteppedDraft(statement, *drawn, ComplexArithmetic())
    try:
        draft.compute_parts()
        if not hypotheses_hold(draft):
            return None
        if not all(condition_holds(draft, c) for c in conditions):
            return None
        return max((error_of(draft, g, ()) for g in statement.goals), default=None)
    except (Undefined, OverflowError, RecursionError):
        return None


# ---- exact polynomials -------------------------------------------------------------------------


def agrees_exactly(statement: Statement, budget_seconds: float = 3.0, seed: int = 2) -> bool | None:
    """Whether all goals hold as identities of rational functions at two choices of sizes.

    Math: entries that no equation ties are variables; the others are sampled exact numbers.
    Fails: None where a goal is no equation, is not expressible, or takes too long.
    """
    if not statement.goals or any(g.rel != "=" for g in statement.goals):
        return None
    if any(map(is_definition, statement.hypotheses)):
        return None  # a large claim, which is no quotient of polynomials that one could write out
    end, rng = monotonic() + budget_seconds, Random(seed)
    answers: list[bool] = []
    for sizes in _two_sizes(statement):
        for attempt in range(4):
            answer = _identity_at(statement, Sampler(statement, sizes, rng), attempt, end)
            if answer is False:
                return False
            if answer:
                answers.append(True)
                break
    return True if len(answers) == 2 or (answers and not statement.sizes) else None


def _two_sizes(statement: Statement) -> list[dict[str, int]]:
    """Two small choices, the first with as many sizes above 1 as the work allows."""
    terms = terms_of(statement)
    names = [n for n, _ in statement.sizes]
    least = dict(statement.sizes)
    wishes = [[2] * len(names), [2 + (k % 2) for k in range(len(names))]]
    wishes += [[2 if j == k else 1 for j in range(len(names))] for k in range(len(names))]
    wishes += [[1] * len(names)]
    found: list[dict[str, int]] = []
    for wish in wishes:
        sizes = {n: max(k, least[n]) for n, k in zip(names, wish, strict=True)}
        if sizes not in found and work(terms, sizes) <= EXACT_WORK:
            found.append(sizes)
    return found[:2]


def _identity_at(statement: Statement, sampler: Sampler, attempt: int, end: float) -> bool | None:
    """Whether the goals are identities at these sizes; None where that cannot be said."""
    drawn = sampler.draw(attempt)
    if drawn is None:
        return None
    witness, tables = drawn
    try:
        if not hypotheses_hold(SteppedDraft(statement, witness, tables, ComplexArithmetic())):
            return None
    except (Undefined, OverflowError, RecursionError):
        return None
    tied = _tied(statement, sampler, witness)
    kept = {n: t for n, t in tables.items() if n in tied}
    fine = [1]
    generators = 24 + _entries(statement, sampler.sizes)
    for _ in range(8):
        try:
            return _settled(statement, replace(witness, entries={}), kept, generators, fine, end)
        except FinerExponents as more:
            generators += generators if more.args[0] else 0
        except (NotExpressible, Undefined, RecursionError):
            return None
    return None


def _tied(statement: Statement, sampler: Sampler, witness: Witness) -> set[str]:
    """Tensors that are not free: in a hypothesis that defines nothing, 0/1, or of such a tensor."""
    mentions = sampler.words.mentions
    tied = {n for n, _, p in statement.tensors if "boolean" in p}
    for k, names in enumerate(mentions):
        tied |= names if k not in witness.defined else set()
    for _ in witness.defined:  # c = a + b ties a and b where c is tied
        for k in witness.defined:
            made = {name for name, _ in definable(statement.hypotheses[k])}
            tied |= mentions[k] if made & tied else set()
    return tied


def _entries(statement: Statement, sizes: dict[str, int]) -> int:
    return sum(count(("*", 1, 1, *axes), sizes) for _, axes, _ in statement.tensors)


class _Functions:
    """Names of functions resolved to their roots, so that f' is the derivative of f."""

    def __init__(self, statement: Statement, arithmetic: QuotientArithmetic) -> None:
        self.statement, self.arithmetic = statement, arithmetic

    def __call__(self, name: str, orders: Env, xs: list[Quotient]) -> Quotient:
        root, more = root_of(self.statement, name)
        if orders and root in ("sin", "cos") and orders[0]:
            other = "cos" if root == "sin" else "sin"
            sign = self.arithmetic.number(1 if root == "sin" else -1)
            return self.arithmetic.mul(sign, self(other, (orders[0] - 1,), xs))
        orders = (orders[0] + more, *orders[1:]) if orders else orders
        return self.arithmetic.function(root, orders, xs)


def _settled(
    statement: Statement,
    witness: Witness,
    tables: dict[str, Table],
    generators: int,
    fine: list[int],
    end: float,
) -> bool | None:
    arithmetic = QuotientArithmetic(generators, fine, end)
    draft = Draft(statement, witness, tables, arithmetic)
    draft.evaluation.function = _Functions(statement, arithmetic)
    for goal in statement.goals:
        a, b = (draft.evaluation.value(t) for t in (goal.a, goal.b))
        d = arithmetic.add(a, arithmetic.mul(arithmetic.number(Fraction(-1)), b))
        if d.num:
            return False if arithmetic.certain else None
    return True
