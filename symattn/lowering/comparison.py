"""Comparing somebody's function with an expression on random inputs: a check, never a proof.

Place: above lowered_function, whose result in float64 is what the function is compared with.

Legend
  sizes       one length per size symbol        reach    how large the entries drawn are
  error       the largest difference of two results, in units of 1 + the largest result
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sympy import Basic, Symbol

from symattn.errors import BadInput
from symattn.expressions.nodes import MaskedSoftmax, Node, Tensor
from symattn.lowering.lowered_function import LoweredFunction, lower

LENGTHS = ((3, 4, 5, 2, 6, 7, 8, 9), (5, 3, 2, 4, 7, 6, 9, 8), (1, 2, 3, 5, 4, 6, 7, 8))
REACHES = (1.0, 100.0)


@dataclass(frozen=True)
class Trial:
    """One run: what it was run on, and how far the two results are apart."""

    sizes: dict[str, int]
    reach: float
    error: float
    tolerance: float
    trouble: str = ""
    place: tuple[int, ...] = ()
    got: Any = None
    want: Any = None

    @property
    def agrees(self) -> bool:
        """Whether the results agree within the tolerance."""
        return not self.trouble and self.error <= self.tolerance

    def __str__(self) -> str:
        sizes = " ".join(f"{n}={v}" for n, v in self.sizes.items())
        word = "agrees" if self.agrees else "differs"
        text = f"{word:8s} {sizes}  entries up to {self.reach:g}"
        if self.trouble:
            return f"{text}: {self.trouble}"
        text += f"  error {self.error:.1e} (allowed {self.tolerance:.1e})"
        if not self.agrees:
            text += f" at {self.place}: got {self.got:.6g}, the formula gives {self.want:.6g}"
        return text


@dataclass(frozen=True)
class Comparison:
    """All trials of one function against one expression."""

    function: str
    trials: tuple[Trial, ...]

    @property
    def agrees(self) -> bool:
        """Whether every trial agrees and there was at least one."""
        return bool(self.trials) and all(t.agrees for t in self.trials)

    def __str__(self) -> str:
        good = sum(t.agrees for t in self.trials)
        counts = f"{self.function}: compared {len(self.trials)}  agree {good}"
        return "\n".join([*map(str, self.trials), f"{counts}  differ {len(self.trials) - good}"])


def compare(
    function: Callable[..., Any],
    expr: Node,
    *,
    arguments: Sequence[str | Node] | None = None,
    sizes: Iterable[Mapping[str, int]] | None = None,
    dtype: Any = np.float64,
    keywords: Iterable[str] = (),
    draw: Mapping[str, Callable[[np.random.Generator, tuple[int, ...]], Any]] | None = None,
    seed: int = 0,
) -> Comparison:
    """Run a function and an expression on the same random inputs and report where they differ.

    Math    at each of several shapes, with entries up to 1 and up to 100: a product of two such
            tensors reaches +-1e4, where a softmax that does not subtract its maximum overflows
    Needs   `arguments` in the order of the function's parameters; `keywords` names the sizes the
            function takes by keyword; `draw` makes an input that cannot be any numbers.
            Masks of masked softmaxes are drawn as 0 and 1 with a 1 in each row.
    Fails   BadInput where a size is left out of `sizes`
    """
    name = getattr(function, "__name__", type(function).__name__)
    lowered = lower(expr, "formula", arguments)
    rng = np.random.default_rng(seed)
    drawn = dict.fromkeys(_masks_in(expr), _draw_mask) | dict(draw or {})
    trials = []
    for lengths in sizes if sizes is not None else _default_sizes(lowered):
        for reach in REACHES:
            inputs = _inputs(lowered, lengths, reach, rng, drawn)
            trials.append(
                _trial(function, lowered, inputs, dict(lengths), reach, dtype, tuple(keywords))
            )
    return Comparison(name, tuple(trials))


def _masks_in(x: Basic) -> set[str]:
    found = (
        {str(x.args[1].args[0])}
        if isinstance(x, MaskedSoftmax) and isinstance(x.args[1], Tensor)
        else set()
    )
    return found.union(*map(_masks_in, x.args))


def _draw_mask(rng: np.random.Generator, shape: tuple[int, ...]) -> Any:
    mask = rng.integers(0, 2, shape).astype(float)
    mask[..., 0] = 1.0
    return mask


def _symbols(lowered: LoweredFunction) -> list[Symbol]:
    shapes = [a.size for _, axes in lowered.sizes.arguments for a in axes]
    names = {s for e in shapes for s in e.free_symbols} | set(lowered.sizes.keywords)
    return sorted(names, key=str)


def _default_sizes(lowered: LoweredFunction) -> list[dict[str, int]]:
    names = [s.name for s in _symbols(lowered)]
    if len(names) > len(LENGTHS[0]):
        raise BadInput(
            "comparing", f"there are {len(names)} sizes", do="pass sizes=[{'n': 3, ...}]"
        )
    return [dict(zip(names, lengths, strict=False)) for lengths in LENGTHS]


def _inputs(
    lowered: LoweredFunction, lengths: Mapping[str, int], reach: float,
    rng: np.random.Generator, draw: Mapping[str, Any],
) -> list[Any]:  # fmt: skip
    missing = [s.name for s in _symbols(lowered) if s.name not in lengths]
    if missing:
        raise BadInput(
            "comparing", f"the size {missing[0]} has no length",
            f"sizes: {dict(lengths)}", f"add {missing[0]!r} to sizes",
        )  # fmt: skip
    inputs = []
    for name, axes in lowered.sizes.arguments:
        shape = tuple(
            int(a.size.subs({s: lengths[s.name] for s in a.size.free_symbols})) for a in axes
        )
        if name in draw:
            inputs.append(np.asarray(draw[name](rng, shape)))
        else:  # multiples of 1/16: products and short sums of them are exact in float32
            inputs.append(np.asarray(rng.integers(-16, 17, shape) / 16.0 * reach))
    return inputs


def _trial(
    function: Callable[..., Any], lowered: LoweredFunction, inputs: list[Any],
    lengths: dict[str, int], reach: float, dtype: Any, keywords: tuple[str, ...],
) -> Trial:  # fmt: skip
    options = {s.name: lengths[s.name] for s in lowered.sizes.keywords}
    want = np.asarray(lowered(*(np.asarray(x, dtype=np.float64) for x in inputs), **options))
    tolerance = float(256 * np.finfo(dtype).eps * max(1.0, reach * reach))
    trial = Trial(lengths, reach, float("inf"), tolerance)
    passed = {n: lengths[n] for n in keywords}
    with np.errstate(all="ignore"):
        try:
            got = np.asarray(function(*(x.astype(dtype) for x in inputs), **passed))
        except (TypeError, ValueError, IndexError, ArithmeticError, np.linalg.LinAlgError) as wrong:
            return replace(trial, trouble=f"it raised {type(wrong).__name__}: {wrong}")
    if got.shape != want.shape:
        return replace(trial, trouble=f"it has shape {got.shape}, the formula {want.shape}")
    if got.dtype != np.dtype(dtype):
        return replace(
            trial, trouble=f"its result is {got.dtype}, the inputs are {np.dtype(dtype)}"
        )
    return _measured(trial, got, want)


def _measured(trial: Trial, got: Any, want: Any) -> Trial:
    undefined = np.isfinite(want) & ~np.isfinite(got)
    if undefined.any():
        at = tuple(int(i) for i in np.argwhere(undefined)[0])
        return replace(trial, trouble=f"it gives {got[at]} at {at}, the formula {want[at]:.6g}")
    gap = np.where(np.isfinite(want), np.abs(got.astype(np.float64) - want), 0.0)
    scale = 1.0 + float(np.max(np.abs(want), initial=0.0, where=np.isfinite(want)))
    at = tuple(int(i) for i in np.unravel_index(int(np.argmax(gap)), gap.shape)) if gap.size else ()
    error = float(np.max(gap, initial=0.0)) / scale
    return replace(trial, error=error, place=at, got=float(got[at]), want=float(want[at]))
