"""symattn settles what an attention equation says, for all sizes.

Place: the door. The public names are looked up when first used (PEP 562), for two reasons that
are measured and tested: `symattn --help` answers before SymPy could even be imported, and
`python -m symattn.kernel` replays a certificate without loading anything but the kernel and the
standard library, which is what makes the replay independent.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symattn.expressions.build import (
        concat,
        exp,
        grad,
        index,
        jac,
        log,
        size,
        sizes,
        softmax,
        sqrt,
        sum_over,
        tensor,
        total,
    )
    from symattn.lowering.lowered_function import lower
    from symattn.notation.latex_reader import read_latex
    from symattn.notation.latex_writer import latex_of
    from symattn.prover.claim import Chain, Claim, Dispute
    from symattn.prover.settle import prove

_HOME = {
    "Chain": "prover.claim",
    "Claim": "prover.claim",
    "Dispute": "prover.claim",
    "concat": "expressions.build",
    "exp": "expressions.build",
    "grad": "expressions.build",
    "index": "expressions.build",
    "jac": "expressions.build",
    "latex_of": "notation.latex_writer",
    "log": "expressions.build",
    "lower": "lowering.lowered_function",
    "prove": "prover.settle",
    "read_latex": "notation.latex_reader",
    "size": "expressions.build",
    "sizes": "expressions.build",
    "softmax": "expressions.build",
    "sqrt": "expressions.build",
    "sum_over": "expressions.build",
    "tensor": "expressions.build",
    "total": "expressions.build",
}

__all__ = [
    "Chain",
    "Claim",
    "Dispute",
    "concat",
    "exp",
    "grad",
    "index",
    "jac",
    "latex_of",
    "log",
    "lower",
    "prove",
    "read_latex",
    "size",
    "sizes",
    "softmax",
    "sqrt",
    "sum_over",
    "tensor",
    "total",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'symattn' has no attribute {name!r}")
    value = getattr(import_module(f"symattn.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
