"""The equations between sizes without which an ill-typed claim has no meaning.

Place: beside settle.py. A shape rule names the two sizes that it needs equal; with them equal the
claim is read and settled again, so that the answer says what is missing and whether it is enough.

Legend
  missing     two axes that a shape rule needs to be of one size
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symattn.errors import ShapeError, SymattnError
from symattn.expressions.meaning_scope import sort_of_axis
from symattn.kernel.terms import size
from symattn.notation.latex_writer_terms import latex_of_term
from symattn.prover.claim import Claim
from symattn.prover.statements import statement_of
from symattn.prover.verdict import Proved, Refuted, Verdict

MOST_EQUATIONS = 3


def sizes_missing(claim: Claim, settle: Callable[[Claim], Verdict]) -> str | None:
    """LaTeX of the size equations with which the claim has a meaning and holds; None if none.

    They are needed, as the shape rules need each of them, and enough if the claim is then proved;
    or else with the condition that it then holds exactly under.
    """
    found: list[str] = []
    for _ in range(MOST_EQUATIONS + 1):
        try:
            statement_of(claim)
        except ShapeError as wrong:
            if claim.record is None or wrong.missing is None or len(found) == MOST_EQUATIONS:
                return None
            a, b = wrong.missing
            under = (*claim.record.under, f"equal({a}, {b})")
            claim = replace(claim, record=replace(claim.record, under=under))
            found.append(" = ".join(latex_of_term(size(sort_of_axis(x))) for x in (a, b)))
        except SymattnError:
            return None
        else:
            break
    verdict = settle(claim)
    if isinstance(verdict, Refuted) and verdict.holds_exactly_when:
        found.append(verdict.holds_exactly_when)
    elif not isinstance(verdict, Proved):
        return None
    return r" \text{ and } ".join(found)
