"""What must hold of a program before it is written as source: one property, one function.

Place: between the program and numpy_code; each check raises Unsupported and names the step.

Legend
  z           a step           over     its bound indices, outermost first
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from symattn.errors import Unsupported
from symattn.lowering.numpy_writer import RULES
from symattn.lowering.program import Program
from symattn.lowering.steps import Step


def _refuse(z: Step, wrong: str) -> Unsupported:
    return Unsupported(
        f"lowering: the step {z.op} {z.shape}", wrong, do="report it: a bug of lowering"
    )


def check_arguments_come_first(p: Program, live: Iterable[Step], output: Step) -> None:
    """Every step reads only steps made before it."""
    place = {z: n for n, z in enumerate(p.steps)}
    for z in live:
        if any(place[a] >= place[z] for a in z.args):
            raise _refuse(z, "it reads a later step")


def check_output_is_closed(p: Program, live: Iterable[Step], output: Step) -> None:
    """No bound index is left in the output."""
    if output.over:
        raise _refuse(output, f"it still depends on the bound indices {output.over}")


def check_indices_are_ordered(p: Program, live: Iterable[Step], output: Step) -> None:
    """The bound indices of every step stand outermost first, each once."""
    for z in live:
        if z.over != p.ordered(z.over):
            raise _refuse(z, f"its bound indices {z.over} are not in order")


def check_entrywise_shapes_agree(p: Program, live: Iterable[Step], output: Step) -> None:
    """Entrywise operands have one length per axis, or 1."""
    for z in live:
        if z.op not in ("add", "sub", "mul", "div", "maximum", "compare", "select"):
            continue
        for a in z.args:
            pairs = zip(a.shape, z.shape, strict=True) if a.rank else ()
            if any(x.size != y.size and x.size != 1 for x, y in pairs):
                raise _refuse(z, f"an operand has shape {a.shape}")


def check_every_operation_has_code(p: Program, live: Iterable[Step], output: Step) -> None:
    """numpy_code has a rule for every operation."""
    for z in live:
        if z.op not in RULES:
            raise _refuse(z, "numpy_code has no rule for it")


CHECKS: tuple[Callable[[Program, Iterable[Step], Step], None], ...] = (
    check_arguments_come_first,
    check_output_is_closed,
    check_indices_are_ordered,
    check_entrywise_shapes_agree,
    check_every_operation_has_code,
)


def check_program(p: Program, live: list[Step], output: Step) -> None:
    """Run every check."""
    for check in CHECKS:
        check(p, live, output)
