"""The same done to both sides of an equation, so that what is left is a polynomial.

Place: below exact_conditions.py. Equals stay equal: log, square or inverse of both sides, or the
difference of two rows, is a step that the kernel replays for every instance of a claim.

Legend
  a, b        the two sides            lift        what is done to both sides
  i, k        an index of the claim, and a new one of the same range
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from symattn.kernel.indices import Term, free
from symattn.kernel.rules_indices import mentions, replaced
from symattn.kernel.statement import free_indices, subterms
from symattn.kernel.terms import MINUS_ONE, add, log, mul, power
from symattn.kernel.theorem import Theorem
from symattn.prover.exact_instances import Letters
from symattn.prover.proof import Proof

Sides = tuple[Term, Term]
Moves = tuple[tuple[Term, Term], ...]  # (i, k): k in place of i


@dataclass(frozen=True)
class Lift:
    """What is done to both sides; `rows` are i and k where it compares two rows."""

    word: str
    rows: tuple[Term, Term] | None = None

    def of(self, t: Term) -> Term:
        """What it makes of one side."""
        if self.rows is not None:
            return add(t, mul(MINUS_ONE, replaced(t, *self.rows)))
        return ENTRYWISE[self.word](t)


ENTRYWISE: dict[str, Callable[[Term], Term]] = {
    "log": log,
    "square": lambda t: power(t, 2),
    "inverse": lambda t: power(t, -1),
    "less 1": lambda t: add(t, MINUS_ONE),
}


def lifted(sides: Sides, lifts: Sequence[Lift]) -> Sides:
    """Both sides after all lifts."""
    a, b = sides
    for lift in lifts:
        a, b = lift.of(a), lift.of(b)
    return a, b


def lifted_theorem(
    proof: Proof, given: Callable[[Moves], Theorem], lifts: Sequence[Lift], moves: Moves = ()
) -> Theorem:
    """The lifted equation at moved indices; `given` is the equation itself, at moved indices."""
    if not lifts:
        return given(moves)
    *before, last = lifts
    if last.rows is None:
        e = lifted_theorem(proof, given, before, moves)
        return proof.step("equals_replace_equals", [e], ENTRYWISE[last.word](e.a), 0)
    here = lifted_theorem(proof, given, before, moves)
    there = lifted_theorem(proof, given, before, (last.rows, *moves))
    minus = proof.step("equals_replace_equals", [there], mul(MINUS_ONE, there.a), 1)
    whole = add(here.a, minus.a)
    return proof.step("equals_replace_equals", [here, minus], whole, 0, 1)


def lifts_to_try(sides: Sides, letters: Letters) -> Iterator[tuple[Lift, ...]]:
    """The ways to lift an equation that suit it, the plain one first."""
    yield ()
    powers = {t.args[1] for t in subterms(sides) if t.op == "pow"}
    if any(r.denominator == 2 for r in powers):
        yield (Lift("square"),)
    if not any(mentions(t, "exp") for t in sides):
        return
    yield (Lift("log"),)
    for i in sorted(free_indices(sides), key=lambda i: str(i.args[0])):
        if isinstance(i.args[1], str):
            yield (Lift("log"), Lift("rows", (i, free(letters.new(), i.args[1]))))
    if any(r < 0 for r in powers):
        yield (Lift("inverse"), Lift("less 1"), Lift("log"))
