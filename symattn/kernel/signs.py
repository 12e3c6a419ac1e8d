"""What the form of a term says about its sign, under the declarations of one statement.

Place: trusted; below the polynomials.

Legend
  sign        2 positive, 1 not negative, 0 unknown
"""

from __future__ import annotations

from fractions import Fraction

from symattn.kernel.indices import Sort, Term
from symattn.kernel.statement import Statement


class Signs:
    """Signs by form; remembered per term."""

    def __init__(self, statement: Statement) -> None:
        self.least = dict(statement.sizes)
        self.properties = {name: set(p) for name, _, p in statement.tensors}
        self._sign: dict[Term, int] = {}

    def inhabited(self, s: Sort) -> bool:
        """Whether the sort has an element at every admitted size."""
        if isinstance(s, str):
            return self.least.get(s, 0) >= 1
        if isinstance(s, tuple):
            parts = [self.inhabited(x) for x in s[1:]]
            return any(parts) if s[0] == "+" else all(parts)
        return True

    def boolean(self, t: Term) -> bool:
        """Whether t is 0 or 1 by its form."""
        if t.op == "entry":
            return "boolean" in self.properties.get(t.args[0], ())
        return t.op in ("delta", "holds") or (
            t.op == "call" and t.args[0] == "step" and len(t.args) == 2
        )

    def sign(self, t: Term, known: dict[Term, int] | None = None) -> int:
        """2 if t > 0 by its form, 1 if t >= 0, else 0; `known` gives signs of parts."""
        if known:
            return known[t] if t in known else self._sign_of(t, known)
        found = self._sign.get(t)
        if found is None:
            found = self._sign[t] = self._sign_of(t, None)
        return found

    def _sign_of(self, t: Term, known: dict[Term, int] | None) -> int:
        op, args = t.op, t.args
        if op == "num":
            return 2 if args[0] > 0 else int(args[0] == 0)
        if op == "size":
            return 2 if self.inhabited(args[0]) else 1
        if op == "exp" or (op == "call" and args == ("pi",)):
            return 2
        if op == "entry":
            p = self.properties.get(args[0], set())
            return 2 if "positive" in p else int(bool(p & {"nonnegative", "boolean"}))
        if self.boolean(t):
            return 1
        if op == "mul":
            # a factor that occurs an even number of times is squared
            return min(self.sign(a, known) or int(args.count(a) % 2 == 0) for a in set(args))
        if op in ("add", "case"):
            signs = [self.sign(a, known) for a in (args[1:] if op == "case" else args)]
            return max(signs) if op == "add" and min(signs) else min(signs)
        if op == "pow":
            return self._sign_of_power(self.sign(args[0], known), args[1])
        if op == "sum":
            s = self.sign(args[1], known)
            return s if s < 2 or self.inhabited(args[0]) else 1
        return 0

    @staticmethod
    def _sign_of_power(base: int, r: Fraction) -> int:
        if base == 2 or r == 0:
            return 2
        # x**r is 0 for x <= 0 and r no integer; an even power is a square; 0**-1 = 0
        return 1 if r.denominator != 1 or r.numerator % 2 == 0 else base
