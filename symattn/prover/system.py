"""Several equations that are to hold together, and what is left of them without the unknowns.

Place: beside claim.py; settle.py decides what is left over as one claim.

Legend
  unknown     a name that the equations define: one of them has it alone on a side
  left over   the equations among the known names after every unknown was put in
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sympy import Basic, Symbol, preorder_traversal

from symattn.errors import BadInput, Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import Assumption
from symattn.expressions.nodes import Node, free_indices_of
from symattn.prover.claim import EXPECTED, Claim

Equation = tuple[Node, Node]


@dataclass(frozen=True)
class System:
    """Equations that hold together: for all known tensors, exactly when ..., or never.

    PROVED: consistent for all values of the known names. REFUTED: not for all, with the residual
    as the reason, or with the proof that the equations together give 0 = 1.

    Needs    equations: claims, or texts with `symbols`; sizes that are in no shape are in `least`
    Fails    BadInput for an inequality, or an unknown that no equation defines
    Example  System("q twice", ["q == x", "q == W @ x"], symbols={"q": "d", "x": "d", "W": "d d"})
    """

    name: str
    equations: Any
    unknown: tuple[str, ...] = ()  # what is left out is read off: alone on the left of "="
    for_all: tuple[str, ...] = ()
    given: Any = ()
    least: Any = ()
    as_written: str = ""
    source: str = ""
    expect: str = "refuted"
    note: str = ""
    symbols: Mapping[str, Any] = field(default_factory=dict)
    indices: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.expect not in EXPECTED:
            raise BadInput("making a system", f"expect is {self.expect!r}", " ".join(EXPECTED))
        made = tuple(self._claim_of(e) for e in self.equations)
        if not made:
            raise BadInput("making a system", "there is no equation", do="give at least one")
        wrong = next((c for c in made if c.record is None and c.relation != "="), None)
        if wrong is not None:
            raise BadInput("making a system", f"{wrong} is no equation", do="give equations")
        for name in ("unknown", "for_all"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))
        object.__setattr__(self, "equations", made)

    def _claim_of(self, equation: Any) -> Claim:
        if isinstance(equation, Claim):
            return equation
        return Claim.from_text(
            equation, symbols=self.symbols, given=self.given, indices=self.indices, least=self.least
        )

    @property
    def claims(self) -> tuple[System, ...]:
        """The system is one thing to settle."""
        return (self,)

    @cached_property
    def typed(self) -> Claim:
        """What is left over, as one claim; 0 = 0 where nothing is.

        Fails    as `Claim.typed`; Unsupported for an unknown that is not alone on a side
        """
        return self.claim_of(self.left_over or ((N.Constant(0), N.Constant(0)),))

    def claim_of(self, goals: Iterable[Equation], given: Iterable[Equation] = ()) -> Claim:
        """The claim that the goals hold together, given what the system takes as given and more."""
        (left, right), *rest = goals
        equal = tuple(Assumption("equal", pair) for pair in given)
        return Claim(
            left, right, given=(*self._given, *equal), for_all=self.for_all, also=tuple(rest),
            least=self._least, name=self.name, as_written=self.as_written, source=self.source,
        )  # fmt: skip

    @cached_property
    def _given(self) -> tuple[Assumption, ...]:
        found = (a for c in self.equations for a in c.typed.given)
        return tuple(dict.fromkeys(found))

    @cached_property
    def _least(self) -> dict[str, int]:
        return {n: k for c in self.equations for n, k in c.typed.least}

    @cached_property
    def written(self) -> tuple[Equation, ...]:
        """The equations as nodes."""
        for c in self.equations:
            if c.typed.relation != "=":
                raise BadInput("making a system", f"{c} is no equation", do="give equations")
        return tuple((c.typed.left, c.typed.right) for c in self.equations)

    @property
    def left_over(self) -> tuple[Equation, ...]:
        """The equations among known names."""
        return self._eliminated[0]

    @property
    def definitions(self) -> tuple[Equation, ...]:
        """What each unknown is, in the order in which they were put in."""
        return self._eliminated[1]

    @cached_property
    def _eliminated(self) -> tuple[tuple[Equation, ...], tuple[Equation, ...]]:
        left, found = list(self.written), list[Equation]()
        said = {n for a in self._given for x in a.args for n in _names(x)}
        guessed = [n for n in _defined(self.written) if n not in said and n not in self.for_all]
        for name in self.unknown or guessed:
            place = _definition(left, name)
            if place is None and not self.unknown:
                continue  # an equation such as v = v is left
            if place is None or name in said:
                raise Unsupported(
                    "solving a system", f"no equation alone defines the unknown {name}",
                    do=f"solve one of them for {name}, and state all that is known of it so",
                )  # fmt: skip
            k, x, value = place
            del left[k]
            found.append((x, value))
            left = [(_put(a, x, value), _put(b, x, value)) for a, b in left]
        return tuple(left), tuple(found)

    def __str__(self) -> str:
        return "; ".join(map(str, self.equations))


def _names(x: Any) -> set[str]:
    """The tensors and sizes in x."""
    if not isinstance(x, Basic):
        return set()
    found = {str(y.args[0]) for y in preorder_traversal(x) if isinstance(y, N.Tensor)}
    return found | {s.name for s in x.free_symbols if isinstance(s, Symbol)}


def _alone(x: Node) -> str | None:
    """The name that the side consists of."""
    if isinstance(x, N.Tensor):
        return str(x.args[0])
    if isinstance(x, N.Constant) and isinstance(x.args[0], Symbol):
        return str(x.args[0].name)
    return None


def _defined(written: tuple[Equation, ...]) -> tuple[str, ...]:
    """The names alone on the left of an equation."""
    return tuple(dict.fromkeys(n for a, _ in written if (n := _alone(a))))


def _definition(left: list[Equation], name: str) -> tuple[int, Node, Node] | None:
    """The first equation that has the name alone on a side and nowhere on the other."""
    for side in (0, 1):
        for k, pair in enumerate(left):
            x, value = pair[side], pair[1 - side]
            if _alone(x) == name and name not in _names(value) and not free_indices_of(value):
                return k, x, value
    return None


def _put(x: Node, name: Node, value: Node) -> Node:
    """x with the value for the name.

    Fails    Unsupported where a let or a derivative in x would see another value, or a shape
    """
    called = _alone(name)
    binders = (N.Let, N.Gradient, N.Jacobian)
    bound = [y for y in preorder_traversal(x) if isinstance(y, binders)]
    found: Node = x.xreplace({name: value})
    if any(called in _names(y) for y in bound) or called in _names(found):
        raise Unsupported(
            "solving a system", f"{called} stands below a let, in a derivative or in a shape",
            do="write that part out",
        )  # fmt: skip
    return found
