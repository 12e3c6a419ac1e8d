"""Equality of polynomials: what known signs add, and sums cleared from denominators.

Place: trusted; between the polynomials and the rules.

Legend
  known       base -> 2 if it is > 0, 1 if it is not 0, -1 if it is >= 0, by the premises of a rule
"""

from __future__ import annotations

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import Factor, Number, Poly, Polynomials, by_base, plus, whole


class Arithmetic(Polynomials):
    """Polynomials that are compared under what is known of their bases."""

    def settled(self, p: Poly, known: dict[Term, int]) -> Poly:
        """p without the marks that the known facts (2: > 0, 1: != 0, -1: >= 0) make true."""
        if not known or not any(x[2] and known.get(x[0]) for m in p for x in m):
            return p
        out: Poly = {}
        for m, c in p.items():
            kept = [(b, e, _mark(e, f, known.get(b, 0))) for b, e, f in m]
            out = plus(out, self.expanded(x for x in kept if x[1] or x[2]), c)
        return out

    def vanishes(self, p: Poly, known: dict[Term, int]) -> bool:
        """Whether p = 0, clearing sums in denominators that are known not to be 0."""
        for _ in range(40):
            p = self.settled(p, known)
            if not p:
                return True
            found = self._denominator(p, known)
            if found is None:
                return False
            p = self.cleared(p, *found)
        return False

    def _denominator(self, p: Poly, known: dict[Term, int]) -> tuple[Term, int] | None:
        worst: dict[Term, int] = {}
        marked: set[Term] = set()
        for m in p:
            for b, e, f in m:
                level = max(known.get(b, 0), 2 if self.sign(b) == 2 else 0)
                if f:
                    marked.add(b)
                elif e < 0 and b.op == "add" and level >= (1 if isinstance(e, int) else 2):
                    worst[b] = max(worst.get(b, 0), -(e.numerator // e.denominator))
        usable = [(b, n) for b, n in worst.items() if b not in marked]
        return min(usable, key=lambda be: be[0].key) if usable else None

    def cleared(self, p: Poly, base: Term, n: int) -> Poly:
        """p * base**n, its whole powers of base expanded; base is not 0."""
        out: Poly = {}
        for m, c in p.items():
            e: Number = n
            rest: list[Factor] = []
            for x in m:
                if x[0] is base:
                    e = whole(e + x[1])
                else:
                    rest.append(x)
            floor = e.numerator // e.denominator
            if e != floor:
                rest.append((base, whole(e - floor), 0))
            q: Poly = {tuple(sorted(rest, key=by_base)): c}
            out = plus(out, self.product(q, self.raised(self.poly(base), floor)))
        return out


def _mark(e: Number, f: int, level: int) -> int:
    """What is left of a mark on base**e when this much is known of the base."""
    if level >= f:
        return 0
    if level < 0 and f == 2:  # >= 0: > 0 is != 0, and a power other than 0 says that already
        return 0 if e else 1
    return f
