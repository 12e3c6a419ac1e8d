"""What a refutation must not rest on: a softmax over nothing, or an integer above its bound.

Place: below settle. A softmax over nothing has no value, although a sum over nothing is 0.

Legend
  base        a sum in a denominator that is positive as soon as its range has an element
"""

from __future__ import annotations

from dataclasses import replace

from symattn.expressions.axes import Axis
from symattn.kernel.indices import Sort, Term
from symattn.kernel.signs import Signs
from symattn.kernel.statement import Statement, subterms
from symattn.kernel.witness import Witness
from symattn.prover.claim import Claim
from symattn.prover.refuter_sizes import terms_of


def without_empty(s: Statement) -> Statement:
    """The statement for sizes of at least 1."""
    return replace(s, sizes=tuple((n, max(1, least)) for n, least in s.sizes))


def rests_on_empty(s: Statement, w: Witness) -> bool:
    """Whether some denominator of the claim is a sum over a range that is empty at the witness."""
    if all(k > 0 for k in w.sizes.values()):
        return False
    signs = Signs(without_empty(s))
    for t in subterms(terms_of(s)):
        base = t.args[0] if t.op in ("pow", "log") else None
        if base is not None and (t.op == "log" or t.args[1] < 0) and signs.sign(base) == 2:
            if any(x.op in ("sum", "size") and _is_empty(x.args[0], w) for x in parts_of(base)):
                return True
    return False


def parts_of(t: Term) -> set[Term]:
    """t and all terms in it."""
    found: set[Term] = set()
    stack = [t]
    while stack:
        x = stack.pop()
        if x not in found:
            found.add(x)
            stack.extend(a for a in x.args if isinstance(a, Term))
    return found


def _is_empty(s: Sort, w: Witness) -> bool:
    if isinstance(s, tuple):
        parts = [_is_empty(x, w) for x in s[1:]]
        return all(parts) if s[0] == "+" else any(parts)
    return isinstance(s, str) and w.sizes.get(s, 1) == 0


def beyond_range(claim: Claim, w: Witness) -> bool:
    """Whether an integer(k, lo, hi) of the claim has k > hi at the witness.

    A proof is for every k >= lo; whether a k above hi refutes is a matter of reading.
    """
    for a in claim.typed.given:
        if a.kind == "integer" and len(a.args) == 3 and a.args[2] is not None:
            name = str(a.args[0].size if isinstance(a.args[0], Axis) else a.args[0])
            if w.sizes.get(name, 0) > int(str(a.args[2])):
                return True
    return False
