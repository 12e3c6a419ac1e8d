"""Kernel terms evaluated in a finite field: a second independent path, exact where it answers.

Legend
  P, Q        primes with P = 2 Q + 1, both 3 mod 4; exp maps residues mod Q onto the squares mod P
  value       (residue mod P, residue mod Q or None): what is e**x has no residue mod Q any more
"""

from tests.kernel.world import Uncertain, World

P, Q = 2147471759, 1073735879
GENERATOR = 4  # a square other than 1, so its order mod P is the prime Q


def residues(x):
    """A rational number in both fields."""
    return tuple(x.numerator * pow(x.denominator, -1, m) % m for m in (P, Q))


class FieldWorld(World):
    """A world whose numbers are residues; what has no meaning there is Uncertain."""

    def value(self, t, env=()):
        args = t.args
        if t.op == "num":
            return residues(args[0])
        if t.op == "size":
            return residues(len(self.elements(args[0])))
        if t.op == "entry":
            return residues(self.entries[args[0]][tuple(self.index(i, env) for i in args[1:])])
        if t.op in ("add", "sum"):
            return _added(self._parts(t, env))
        if t.op == "mul":
            return _multiplied(self._parts(t, env))
        if t.op == "pow":
            return _raised(self.value(args[0], env), args[1])
        if t.op == "exp":
            return self._exp(self.value(args[0], env)[1])
        if t.op in ("delta", "holds"):
            return residues(int(super().binder_value(t, env)))
        if t.op == "case":
            return super().binder_value(t, env)
        raise Uncertain

    def _parts(self, t, env):
        if t.op == "sum":
            return [self.value(t.args[1], (e, *env)) for e in self.elements(t.args[0])]
        return [self.value(a, env) for a in t.args]

    def _exp(self, x):
        if x is None:
            raise Uncertain
        return pow(GENERATOR, x, P), None

    def position(self, p, env):
        """The place of an index in its sort, or the value of a size, as an integer."""
        return len(self.elements(p.args[0])) if p.op == "size" else super().position(p, env)


def _added(xs):
    q = None if any(x[1] is None for x in xs) else sum(x[1] for x in xs) % Q
    return sum(x[0] for x in xs) % P, q


def _multiplied(xs):
    p, q = 1, 1
    for x in xs:
        p = p * x[0] % P
        q = None if q is None or x[1] is None else q * x[1] % Q
    return p, q


def _raised(x, r):
    if r.denominator > 1:
        raise Uncertain
    n = int(r)
    if n < 0 and (x[0] == 0) != (x[1] == 0) and x[1] is not None:
        raise Uncertain  # 0 in one field only
    out = [
        None if y is None else (pow(y, n, m) if y or n >= 0 else 0)
        for y, m in zip(x, (P, Q), strict=True)
    ]
    return tuple(out)
