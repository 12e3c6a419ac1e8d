"""A table from node class to function: how every operation on expressions is written.

Place: used by shapes, meaning, printing and lowering, each of which fills one table.
Lookup is by exact class, there is no default, and a second entry for a class is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from symattn.errors import Unsupported

F = TypeVar("F", bound=Callable[..., Any])


class Table(Generic[F]):
    """One operation: a function for each node class."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._rules: dict[type, F] = {}

    def rule(self, *classes: type) -> Callable[[F], F]:
        """Decorate the function for these classes."""

        def enter(function: F) -> F:
            for cls in classes:
                if cls in self._rules:
                    raise TypeError(f"{self.name} already has a rule for {cls.__name__}")
                self._rules[cls] = function
            return function

        return enter

    def of(self, node: Any) -> F:
        """The function for this node; Unsupported, naming the table, where there is none."""
        found = self._rules.get(type(node))
        if found is None:
            raise Unsupported(
                f"{self.name} of {type(node).__name__}",
                f"{self.name} has no rule for this construct",
                do=f"add a rule for {type(node).__name__} to the table of {self.name}",
            )
        return found

    def lacks(self, classes: Iterable[type]) -> list[str]:
        """The names of the classes without a rule."""
        return [c.__name__ for c in classes if c not in self._rules]
