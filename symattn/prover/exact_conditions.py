"""The condition under which a refuted claim does hold, where one can be computed and proved.

Place: below settle. A claim that is linear in a tensor x holds for all x exactly when its
coefficients vanish: those are what is left when x is 1 at one place u and 0 elsewhere.

Legend
  x           the tensor that "for all" speaks of         u        the place where it is 1
  R           the difference of the two sides at that x   rows     its free indices, as levels
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from sympy import Basic, preorder_traversal

from symattn.expressions.nodes import Tensor
from symattn.kernel.indices import Term, TermError
from symattn.kernel.polynomial import TooLarge
from symattn.kernel.rules_indices import mentions
from symattn.kernel.statement import Judgement, Statement, free_indices
from symattn.kernel.terms import entry, size
from symattn.kernel.theorem import StepRefused
from symattn.notation.latex_writer_terms import latex_of_judgement, latex_of_term
from symattn.prover.claim import Claim
from symattn.prover.exact_alternatives import Condition, sizes_equated
from symattn.prover.exact_instances import NoInstance
from symattn.prover.exact_properties import property_enough
from symattn.prover.exact_residuals import vanishing_parts
from symattn.prover.leads import names_in
from symattn.prover.matrix_form import latex_of_matrix_polynomial
from symattn.prover.proof import OutOfBudget

LONGEST = 400  # characters of a condition that is worth printing


def exactly_when(
    claim: Claim, statement: Statement, seconds: float, names: Sequence[str] | None = None
) -> str | None:
    """LaTeX of the condition, proved to be sufficient and necessary; None if there is none.

    "For all" speaks of the tensors in `names`, of those that the claim says, or of the vectors.
    """
    if any(g.rel != "=" for g in statement.goals):
        return None
    told = list(claim.for_all if names is None else names)
    tensors = told or ([] if names is not None else _vectors(statement))
    written = tensors_written(claim)
    for some in [tensors] if told or not tensors else [tensors, []]:
        try:
            found = vanishing_parts(statement, some, told, seconds)
        except (OutOfBudget, StepRefused, TooLarge, NoInstance, TermError, RecursionError):
            continue
        if found is None:
            continue
        terms = [j.a for some in found.alternatives for j in some]
        if all(names_in(t) <= written and not mentions(t, "image") for t in terms):
            return _latex(statement, found)
    return None


def conditions_of(
    claim: Claim, statement: Statement, seconds: float
) -> tuple[str | None, str | None]:
    """When the claim holds: exactly when, or else at least when; LaTeX, None where not found."""
    end = perf_counter() + seconds
    exact = exactly_when(claim, statement, 0.7 * seconds)
    if exact is not None or any(g.rel != "=" for g in statement.goals):
        return exact, None
    names = claim.for_all or _vectors(statement)
    found = property_enough(statement, names, end - perf_counter())
    if found is None or not names_in(found.a) <= tensors_written(claim):
        return None, None
    return None, _latex(statement, Condition(((found,),)))


def tensors_written(claim: Claim) -> set[str]:
    """The names of the tensors in the claim; a statement may introduce others, such as inverses."""
    typed = claim.typed
    parts = [typed.left, typed.right, *(x for pair in typed.also for x in pair)]
    parts += [x for a in typed.given for x in a.args]
    nodes = [x for x in parts if isinstance(x, Basic)]
    return {str(x.args[0]) for n in nodes for x in preorder_traversal(n) if isinstance(x, Tensor)}


def _vectors(s: Statement) -> list[str]:
    """The vectors in the goals that nothing is supposed of."""
    given = [t for h in s.hypotheses for t in (h.judgement.a, h.judgement.b)]
    supposed = {n for t in given for n in names_in(t)}
    used = {n for g in s.goals for t in (g.a, g.b) for n in names_in(t)}
    loose = {n: axes for n, axes, props in s.tensors if not props and n in used - supposed}
    return sorted(n for n, axes in loose.items() if len(axes) == 1)


def _latex(s: Statement, found: Condition) -> str | None:
    """The condition; None where two names would print alike, or it is too long."""
    residuals = [j.a for some in found.alternatives for j in some]
    texts = [latex_of_term(entry(n)) for n in sorted({n for t in residuals for n in names_in(t)})]
    texts += [latex_of_term(size(n)) for n, _ in s.sizes]
    texts += [latex_of_term(entry(str(i.args[0]))) for i in free_indices(residuals)]
    if len({*texts, "I"}) <= len(texts):
        return None  # two names, or a name and the identity, would print alike
    sides = (t for g in s.goals for t in (g.a, g.b))
    rows = sorted(free_indices(sides), key=lambda i: str(i.args[0]))
    ways = [
        r" \text{ and } ".join(dict.fromkeys(_equation(s, j, rows) for j in some))
        for some in found.alternatives
    ]
    text = r" \text{ or } ".join(ways)
    text += "".join(rf", \quad {latex_of_term(size(n))} \geq 2" for n in found.above)
    return text if len(text) <= LONGEST else None


def _equation(s: Statement, j: Judgement, rows: Sequence[Term]) -> str:
    """R = 0 or t >= 0; n = k where it says only that."""
    if j.rel != "=":
        return latex_of_judgement(j)
    equated = sizes_equated(s, j.a) if j.a.op == "add" and not names_in(j.a) else None
    if equated is not None and isinstance(equated[1], int):
        return f"{latex_of_term(size(equated[0]))} = {equated[1]}"
    return f"{latex_of_matrix_polynomial(s, j.a, rows) or latex_of_term(j.a)} = 0"
