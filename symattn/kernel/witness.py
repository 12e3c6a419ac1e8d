"""The check that a claim is false at a point.

Place: trusted, standard library only. REFUTED means that `check_witness` answered "refuted".

Legend
  point       a witness with its statement, in intervals
  exact       the same in quotients of exponentials, for equations that intervals cannot settle

Hypotheses that define a tensor hold by definition; all others must hold certainly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

from symattn.kernel.duals import Env
from symattn.kernel.exponentials import ExponentialArithmetic
from symattn.kernel.intervals import Arithmetic, Interval, TooLong, Undefined
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import ZERO
from symattn.kernel.witness_point import Point, Refused, Witness, witness_from

__all__ = ["Outcome", "Point", "Witness", "check_witness", "with_sides", "witness_from"]

PRECISIONS = (64, 128, 256, 512)
LARGEST = 100_000  # sizes and numbers of entries beyond this are refused unread


@dataclass(frozen=True)
class Outcome:
    """What the check found: "refuted", "not refuted" or "undefined", and the sides of the goal."""

    word: str
    goal: int
    left: Interval | None = None
    right: Interval | None = None
    reason: str = ""


def check_witness(
    statement: Statement,
    witness: Witness,
    precisions: tuple[int, ...] = PRECISIONS,
    steps: int = 1_000_000,
) -> Outcome:
    """Whether the goal of the witness is false at it, with all hypotheses true and all defined.

    Math: both sides lie in rational intervals; disjoint intervals hold different numbers.
    Fails: never; a witness that is no point of the statement is "not refuted", and says why.
    """
    if not 0 <= witness.goal < len(statement.goals):
        return Outcome("not refuted", witness.goal, reason="there is no such goal")
    outcome = Outcome("not refuted", witness.goal)
    for p in precisions:
        try:
            point = Point(statement, witness, Arithmetic(p), steps)
            _check_point(point)
            outcome = _check_goal(point, statement.goals[witness.goal])
        except Refused as refusal:
            return Outcome("not refuted", witness.goal, reason=str(refusal))
        except (Undefined, RecursionError) as gap:
            outcome = Outcome("undefined", witness.goal, reason=str(gap))
            if isinstance(gap, TooLong):
                break
            continue
        sides = (outcome.left, outcome.right)
        if outcome.word == "refuted" or all(x is not None and x.exact for x in sides):
            break
    return outcome


def _check_goal(point: Point, goal: Judgement) -> Outcome:
    e = point.evaluation
    left, right = e.value(goal.a), e.value(goal.b)
    d = Interval(left.lo - right.hi, left.hi - right.lo)
    false = {
        "=": d.lo > 0 or d.hi < 0,
        ">": d.hi <= 0,
        ">=": d.hi < 0,
        "!=": d.lo == 0 == d.hi,
    }[goal.rel]
    return Outcome("refuted" if false else "not refuted", point.witness.goal, left, right)


def _check_point(point: Point) -> None:
    """Raise unless the witness certainly satisfies every declaration and hypothesis."""
    statement, w, e = point.statement, point.witness, point.evaluation
    for name, least in statement.sizes:
        if w.sizes.get(name, -1) < max(least, 0):
            raise Refused(f"the size {name} must be at least {least}")
    if any(prod(map(e.size, axes), start=1) > LARGEST for _, axes, _ in statement.tensors):
        raise Refused("a tensor is too large to check")
    for name, sort in statement.bijections:
        if sorted(w.bijections.get(name, ())) != list(range(e.size(sort))):
            raise Refused(f"{name} is no bijection")
    if len(set(w.defined)) < len(w.defined):
        raise Refused("a definition is used twice")
    exact = Point(statement, w, ExponentialArithmetic(), e.steps)
    for k in w.defined:
        if not 0 <= k < len(statement.hypotheses):
            raise Refused("there is no such hypothesis")
        point.define(statement.hypotheses[k])
        exact.define(statement.hypotheses[k])
    for k, h in enumerate(statement.hypotheses):
        if k not in w.defined:
            _check_hypothesis(point, exact, h, k)
    for name, _, properties in statement.tensors:
        _check_tensor(point, name, properties)


def _equal_as_written(exact: Point, j: Judgement, env: Env) -> bool:
    """Whether both sides are the same quotient of sums of exponentials."""
    e = exact.evaluation
    try:
        x, y = e.value(j.a, env), e.value(j.b, env)
    except Undefined:
        return False
    minus = e.times(e.arithmetic.number(-1), y)
    return bool(e.arithmetic.is_zero(e.plus(x, minus)))


def _check_hypothesis(point: Point, exact: Point, h: Hypothesis, number: int) -> None:
    e, j = point.evaluation, h.judgement
    for env in e.assignments(h.sorts):
        x = e.value(j.a, env)
        y = e.value(j.b, env) if j.b is not ZERO else e.zero
        lo, hi = x.lo - y.hi, x.hi - y.lo
        true = {"=": lo == 0 == hi, ">": lo > 0, ">=": lo >= 0, "!=": lo > 0 or hi < 0}[j.rel]
        if not true and not (j.rel == "=" and lo <= 0 <= hi and _equal_as_written(exact, j, env)):
            raise Refused(f"hypothesis {number} does not hold certainly")


def _check_tensor(point: Point, name: str, properties: tuple[str, ...]) -> None:
    """Every entry has a value, has the declared properties, and no definition lies outside."""
    if name not in point.definitions and name not in point.witness.entries:
        return  # not given: nothing may depend on it
    places = set(point.places(name))
    if not set(point.definitions.get(name, {})) <= places:
        raise Refused(f"{name} is defined outside its axes")
    for place in places:
        x = point.entry(name, place)
        for p in properties:
            true = {
                "positive": x.lo > 0,
                "nonnegative": x.lo >= 0,
                "nonzero": x.lo > 0 or x.hi < 0,
                "boolean": x.exact and x.lo in (0, 1),
            }.get(p, False)
            if not true:
                raise Refused(f"{name}{list(place)} is not {p}")


def with_sides(witness: Witness, outcome: Outcome) -> Witness:
    """The witness with the two values that the check found, for the reader."""
    if outcome.left is None or outcome.right is None:
        return witness
    return replace(witness, left=outcome.left.text(), right=outcome.right.text())
