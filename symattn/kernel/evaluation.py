"""The value of a kernel term at concrete sizes and entries, in any arithmetic.

Place: trusted (witness.py runs it on intervals); the prover's searches run it on other numbers.

Legend
  env         the positions of the bound indices: env[0] is level 0, the innermost
  frame       (level, tensor, positions): one derivative being taken, by that entry
  guard       a factor made of comparisons of indices only: where it is 0, what it multiplies is
              a branch that was not chosen, and is not evaluated
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import prod
from typing import Any

from symattn.kernel.duals import Dual, Duals, Env, base_of
from symattn.kernel.guards import plan_of
from symattn.kernel.indices import Sort, Term, sort_of
from symattn.kernel.intervals import TooLong, Undefined
from symattn.kernel.terms import shift, uses

Frames = tuple[tuple[int, str, Env], ...]
REMEMBERED = frozenset({"sum", "max", "diff", "pow", "exp", "log", "call"})


class Evaluation(Duals):
    """Values of terms; `entry`, `function` and the arithmetic say what the names mean.

    entry(name, positions) is a number; function(name, orders, arguments) is the value of that
    partial derivative of a named function.
    Fails: Undefined where a term has no value, or after `steps` steps.
    """

    def __init__(
        self,
        arithmetic: Any,
        sizes: dict[str, int],
        entry: Callable[[str, Env], Any],
        function: Callable[[str, Env, list[Any]], Any],
        indices: dict[str, int] | None = None,
        bijections: dict[str, tuple[int, ...]] | None = None,
        steps: int = 1_000_000,
    ) -> None:
        super().__init__(arithmetic, function)
        self.sizes, self.entry, self.steps = sizes, entry, steps
        self.indices, self.bijections = indices or {}, bijections or {}
        self.inverses: dict[str, Term] = {}  # as the statement declares them
        self._slopes: dict[tuple[str, Env, Frames], Any] = {}
        self._memo: dict[tuple[Term, Env, Frames], Any] = {}
        self._levels: dict[Term, Env] = {}
        self._names: dict[Term, frozenset[str]] = {}
        self._outer: dict[Term, list[Term]] = {}
        self._plans: dict[Term, tuple[list[Term], list[Term], bool]] = {}
        self._rules: dict[str, Callable[[Term, Env, Frames], Any]] = {
            "num": lambda t, env, frames: arithmetic.number(t.args[0]),
            "size": lambda t, env, frames: arithmetic.number(self.size(t.args[0])),
            "entry": self._entry, "add": self._add, "mul": self._mul, "pow": self._pow,
            "exp": lambda t, env, frames: self.exp(self.value(t.args[0], env, frames)),
            "log": lambda t, env, frames: self.log(self.value(t.args[0], env, frames)),
            "call": self._call, "sum": self._sum, "max": self._max, "delta": self._comparison,
            "holds": self._comparison, "case": self._case, "diff": self._diff,
        }  # fmt: skip

    # ---- sorts and indices ----

    def size(self, sort: Sort) -> int:
        """How many elements the sort has."""
        if isinstance(sort, int):
            return sort
        if isinstance(sort, str):
            if sort not in self.sizes:
                raise Undefined(f"no size for {sort}")
            return self.sizes[sort]
        count = 0 if sort[0] == "+" else 1
        for part in sort[1:]:
            count = count + self.size(part) if sort[0] == "+" else count * self.size(part)
        return count

    def position(self, i: Term, env: Env) -> int:
        """The position of an index in its sort: pairs row by row, parts one after the other."""
        op, args, k = i.op, i.args, 0
        if op == "bound":
            return int(env[args[0]])
        if op == "unit":
            return int(args[0])
        if op == "free":
            k = self.indices.get(args[0], -1)
            if not 0 <= k < self.size(args[1]):
                raise Undefined(f"no value for the index {args[0]}")
            return k
        if op == "inject":
            return sum(map(self.size, args[1][1 : args[0] + 1])) + self.position(args[2], env)
        if op == "pair":
            for j in args:
                k = k * self.size(sort_of(j)) + self.position(j, env)
            return k
        if op == "part":
            k = self.position(args[1], env)
            parts = sort_of(args[1])[1:]
            for s in reversed(parts[args[0] + 1 :]):
                k //= self.size(s)
            return int(k % self.size(parts[args[0]]))
        s = self.bijections.get(args[0], ())
        k = self.position(args[2], env)
        if k >= len(s):
            raise Undefined(f"no value for the bijection {args[0]}")
        return int(s[k] if args[1] == 1 else s.index(k))

    # ---- terms ----

    def value(self, t: Term, env: Env = (), frames: Frames = ()) -> Any:
        """The value of a term."""
        self.steps -= 1
        if self.steps < 0:
            raise TooLong("too many steps")
        if t.op not in REMEMBERED:
            return self._rules[t.op](t, env, frames)
        if frames:
            names = self.names_in(t)
            frames = tuple(f for f in frames if f[1] in names)
        levels = self._levels.get(t)
        if levels is None:
            levels = self._levels[t] = tuple(sorted({k for k, _ in t.dangling}))
        key = (t, tuple([env[k] for k in levels]), frames)
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._rules[t.op](t, env, frames)
        return found

    def names_in(self, t: Term) -> frozenset[str]:
        """The tensors whose entries occur in a term."""
        found = self._names.get(t)
        if found is None:
            found = frozenset([t.args[0]] if t.op == "entry" else [])
            found = found.union(*(self.names_in(a) for a in t.args if isinstance(a, Term)))
            if t.op == "entry" and t.args[0] in self.inverses:
                found |= self.names_in(self.inverses[t.args[0]])
            self._names[t] = found
        return found

    def _entry(self, t: Term, env: Env, frames: Frames) -> Any:
        name = t.args[0]
        positions = tuple([self.position(i, env) for i in t.args[1:]])
        if frames and name in self.inverses:
            return self._inverse_entry(name, positions, frames, self.size(sort_of(t.args[-1])))
        x = self.entry(name, positions)
        for level, tensor, place in frames:
            if tensor == name and place == positions:
                x = Dual(level, x, self.one)
        return x

    def _inverse_entry(self, name: str, positions: Env, frames: Frames, n: int) -> Any:
        """An entry of the inverse R of an n x n matrix B; where B moves by D, R does by -R D R."""
        matrix = self.inverses[name]
        frames = tuple(f for f in frames if f[1] in self.names_in(matrix))
        if not frames:
            return self.entry(name, positions)
        key = (name, positions, frames)
        if key in self._slopes:
            return self._slopes[key]
        *outer, i, j = positions
        level = frames[-1][0]

        def at(k: int, m: int) -> Any:
            return self._inverse_entry(name, (*outer, k, m), frames[:-1], n)

        slope = self.zero
        for k, m in product(range(n), repeat=2):
            x = self.value(matrix, (m, k, *outer), frames)
            if isinstance(x, Dual) and x.level == level:
                row = self.times(at(i, k), self.times(x.slope, at(m, j)))
                slope = self.plus(slope, self.times(self.arithmetic.number(-1), row))
        found = self._slopes[key] = Dual(level, at(i, j), slope)
        return found

    def _add(self, t: Term, env: Env, frames: Frames) -> Any:
        result = self.value(t.args[0], env, frames)
        for a in t.args[1:]:
            result = self.plus(result, self.value(a, env, frames))
        return result

    def _mul(self, t: Term, env: Env, frames: Frames) -> Any:
        plan = self._plans.get(t)
        if plan is None:
            plan = self._plans[t] = plan_of(t)
        guards, rest, skips = plan
        factor = 1
        for a in guards:
            factor *= self._guard(a, env)
            if skips and not factor:
                return self.zero
        result = self.one if factor == 1 else self.arithmetic.number(factor)
        for a in rest:
            result = self.times(result, self.value(a, env, frames))
        return result

    def _pow(self, t: Term, env: Env, frames: Frames) -> Any:
        return self.power(self.value(t.args[0], env, frames), t.args[1])

    def _call(self, t: Term, env: Env, frames: Frames) -> Any:
        xs = [self.value(a, env, frames) for a in t.args[1:]]
        return self.apply(t.args[0], (0,) * len(xs), xs)

    def _sum(self, t: Term, env: Env, frames: Frames) -> Any:
        result = self.zero
        if not all(self._guard(g, env) for g in self._outer_guards(t)):
            return result
        for k in range(self.size(t.args[0])):
            result = self.plus(result, self.value(t.args[1], (k, *env), frames))
        return result

    def _outer_guards(self, t: Term) -> list[Term]:
        """The guards of what a sum adds that do not depend on its index."""
        found = self._outer.get(t)
        if found is None:
            body = t.args[1]
            inner = self._outer_guards(body) if body.op == "sum" else []
            if body.op == "mul":
                guards, _, skips = plan_of(body)
                inner = guards if skips else []
            found = self._outer[t] = [shift(g, -1) for g in inner if not uses(g, 0)]
        return found

    def _max(self, t: Term, env: Env, frames: Frames) -> Any:
        xs = [self.value(t.args[1], (k, *env), frames) for k in range(self.size(t.args[0]))]
        if not any(isinstance(x, Dual) for x in xs):
            return self.arithmetic.largest(xs)
        for m, x in enumerate(xs):
            others = xs[:m] + xs[m + 1 :]
            if all(self.arithmetic.above(base_of(x), base_of(y)) for y in others):
                return x
        raise Undefined("the derivative of a maximum that is reached twice")

    def _comparison(self, t: Term, env: Env, frames: Frames) -> Any:
        return self.one if self._guard(t, env) else self.zero

    def _guard(self, t: Term, env: Env) -> Any:
        """The rational number that a term made of comparisons is."""
        self.steps -= 1
        if self.steps < 0:
            raise TooLong("too many steps")
        op, args = t.op, t.args
        if op == "delta":
            return int(self.position(args[0], env) == self.position(args[1], env))
        if op == "num":
            return int(args[0]) if args[0].denominator == 1 else args[0]
        if op == "add":
            return sum(self._guard(a, env) for a in args)
        if op == "mul":
            return prod(self._guard(a, env) for a in args)
        v = args[1]
        for c, p in zip(args[2::2], args[3::2], strict=True):
            v += c * (self.size(p.args[0]) if p.op == "size" else self.position(p, env))
        return int(v >= 0 if args[0] == "ge" else v == 0)

    def _case(self, t: Term, env: Env, frames: Frames) -> Any:
        sort = sort_of(t.args[0])
        k = self.position(t.args[0], env)
        if isinstance(sort, int):
            return self.value(t.args[1 + k], env, frames)
        m = 1
        while k >= self.size(sort[m]):
            k, m = k - self.size(sort[m]), m + 1
        return self.value(t.args[m], (k, *env), frames)

    def _diff(self, t: Term, env: Env, frames: Frames) -> Any:
        level = 1 + max((f[0] for f in frames), default=0)
        place = tuple([self.position(i, env) for i in t.args[2:]])
        x = self.value(t.args[0], env, (*frames, (level, t.args[1], place)))
        return x.slope if isinstance(x, Dual) and x.level == level else self.zero

    def assignments(self, sorts: tuple[Sort, ...]) -> Any:
        """All env for levels that range over the sorts."""
        return product(*(range(self.size(s)) for s in sorts))
