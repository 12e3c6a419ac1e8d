"""Places on structured axes in SymPy, which itself knows only integer expressions.

Place: below sympy_entry.py.

Legend
  value       an integer expression, a Pair of values or a Part with a value
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Pair:
    """A place on a product axis by its coordinates."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Part:
    """A place on a concatenation axis: its part and the place in it."""

    number: int
    value: Any


def depth_of(levels: tuple[Any, ...]) -> int:
    """How many names the values hold, so that the next binder takes another one."""
    flat = list(levels)
    count = 0
    while flat:
        v = flat.pop()
        if isinstance(v, Pair):
            flat.extend(v.values)
        elif isinstance(v, Part):
            flat.append(v.value)
        else:
            count += 1
    return count
