"""Every error symattn raises: fields first, the text made from the fields, in four parts.

The parts are: what was being done, what is wrong with the values, what is known, what to do.
A claim that is false or not decided is a verdict, not an error.
"""

from __future__ import annotations

from typing import Any


class SymattnError(Exception):
    """The family of all symattn errors; `doing`, `wrong`, `known` and `do` make the text."""

    def __init__(self, doing: str, wrong: str, known: str = "", do: str = "") -> None:
        super().__init__(doing, wrong, known, do)
        self.doing, self.wrong, self.known, self.do = doing, wrong, known, do

    def __str__(self) -> str:
        lines = [f"{self.doing}: {self.wrong}"]
        lines += [f"  known: {self.known}"] if self.known else []
        lines += [f"  do: {self.do}"] if self.do else []
        return "\n".join(lines)


class NotationError(SymattnError):
    """A text cannot be read; `text` and `position` place a caret under the first bad character."""

    def __init__(
        self,
        doing: str,
        wrong: str,
        known: str = "",
        do: str = "",
        *,
        text: str = "",
        position: int = 0,
    ) -> None:
        super().__init__(doing, wrong, known, do)
        self.text, self.position = text, position

    def __str__(self) -> str:
        if not self.text:
            return super().__str__()
        start = self.text.rfind("\n", 0, self.position) + 1
        end = self.text.find("\n", self.position)
        line = self.text[start : end if end >= 0 else len(self.text)]
        caret = " " * (self.position - start) + "^"
        head, *rest = super().__str__().split("\n")
        return "\n".join([head, f"  {line}", f"  {caret}", *rest])


class UnknownName(NotationError):
    """A name that nobody declared; `do` offers the nearest declared one."""


class ShapeError(SymattnError):
    """Two sizes are different, or not known to be the same; `do` names the smallest repair.

    `missing` holds two axes that the shape rule needs to be of one size, and that can be.
    """

    def __init__(
        self, doing: str, wrong: str, known: str = "", do: str = "", *, missing: Any = None
    ) -> None:
        super().__init__(doing, wrong, known, do)
        self.missing = missing


class Unsupported(SymattnError):
    """A construct that is read but not handled here; `do` says which table would need a line."""


class TwoOrders(Unsupported):
    """Two axes of one size made up differently; `axes` holds both, the wanted one first."""

    def __init__(
        self, doing: str, wrong: str, known: str = "", do: str = "", *, axes: tuple[Any, Any]
    ) -> None:
        super().__init__(doing, wrong, known, do)
        self.axes = axes


class NoSuchAxis(Unsupported):
    """No axis is as long as that, such as n - 1; `length` is the size that was asked for."""

    def __init__(
        self, doing: str, wrong: str, known: str = "", do: str = "", *, length: Any
    ) -> None:
        super().__init__(doing, wrong, known, do)
        self.length = length


class CertificateError(SymattnError):
    """A certificate that does not replay, or states something else than the claim."""


class BadInput(SymattnError):
    """A file, option or argument that cannot be used."""
