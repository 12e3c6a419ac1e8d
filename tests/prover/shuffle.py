"""Rewriting that keeps the value: of claims as text, and of nested sums as kernel terms."""

import ast

from symattn.kernel.indices import bound
from symattn.kernel.terms import add, entry, exp, mul, num, power, total

LETTERS = "ABCDEGHJKMNPQRSUVWXYZ"


def shuffled(text, symbols, rng):
    """The claim with its tensors renamed and both sides rewritten, and the new symbols."""
    tree = ast.parse(text, mode="eval").body
    sizes = set(" ".join(symbols.values()).split())
    fresh = [a + b for a in LETTERS for b in LETTERS]
    renamed = dict(zip(symbols, rng.sample(fresh, len(symbols)), strict=True))
    bound_names = {}
    walker = _Shuffle(rng, renamed, bound_names, sizes)
    walker.matrices = {new for old, new in renamed.items() if len(symbols[old].split()) == 2}
    left, right = walker.visit(tree.left), walker.visit(tree.comparators[0])
    if rng.random() < 0.5:
        left, right = right, left
    joined = f"{ast.unparse(left)} == {ast.unparse(right)}"
    return joined, {renamed[n]: shape for n, shape in symbols.items()}


def respelled(text, matrices, rng):
    """An expression rewritten so that its value is kept; names of tensors stay, indices are renamed."""
    walker = _Shuffle(rng, {}, {}, set())
    walker.matrices = set(matrices)
    return ast.unparse(walker.visit(ast.parse(text, mode="eval").body))


class _Shuffle(ast.NodeTransformer):
    def __init__(self, rng, renamed, bound_names, sizes):
        self.rng, self.names, self.sizes = rng, dict(renamed), sizes
        self.matrices = set()

    def visit_Name(self, t):
        return ast.Name(self.names.get(t.id, t.id))

    def visit_Call(self, t):
        if t.func.id in ("sum", "tab"):
            return self._binder(t)
        return ast.Call(t.func, [self.visit(a) for a in t.args], [])

    def _binder(self, t):
        pairs = list(zip(t.args[:-1:2], t.args[1:-1:2], strict=True))
        names = {name.id for name, _ in pairs}
        tied = any(isinstance(x, ast.Name) and x.id in names for _, n in pairs for x in ast.walk(n))
        if t.func.id == "sum" and not tied:
            self.rng.shuffle(pairs)
        before = dict(self.names)
        bounds = []
        for name, bound_text in pairs:
            bounds.append(self.visit(bound_text))
            self.names[name.id] = f"{name.id}{self.rng.randrange(100)}"
        heads = [ast.Name(self.names[name.id]) for name, _ in pairs]
        body = self.visit(t.args[-1])
        self.names = before
        parts = [x for pair in zip(heads, bounds, strict=True) for x in pair]
        return ast.Call(t.func, [*parts, body], [])

    def visit_BinOp(self, t):
        left, right = self.visit(t.left), self.visit(t.right)
        way = self.rng.randrange(4)
        if isinstance(t.op, ast.Add):
            return ast.BinOp(right, t.op, left) if way < 2 else ast.BinOp(left, t.op, right)
        if isinstance(t.op, ast.Sub) and way < 2:
            return ast.BinOp(_minus(right), ast.Add(), left)
        if isinstance(t.op, ast.Mult):
            return self._product(left, right, way)
        if isinstance(t.op, ast.MatMult):
            return self._matrix_product(left, right, way)
        return ast.BinOp(left, t.op, right)

    def _product(self, left, right, way):
        if way == 0:
            return ast.BinOp(right, ast.Mult(), left)
        for a, b in ((left, right), (right, left)):
            if way == 1 and isinstance(a, ast.BinOp) and isinstance(a.op, (ast.Add, ast.Sub)):
                parts = [ast.BinOp(x, ast.Mult(), b) for x in (a.left, a.right)]
                return ast.BinOp(parts[0], a.op, parts[1])
        if way == 2 and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult):
            inner = ast.BinOp(left.right, ast.Mult(), right)
            return ast.BinOp(left.left, ast.Mult(), inner)
        return ast.BinOp(left, ast.Mult(), right)

    def _matrix_product(self, left, right, way):
        chained = isinstance(left, ast.BinOp) and isinstance(left.op, ast.MatMult)
        if (
            way < 2
            and chained
            and isinstance(left.right, ast.Name)
            and left.right.id in self.matrices
        ):
            inner = ast.BinOp(left.right, ast.MatMult(), right)
            return ast.BinOp(left.left, ast.MatMult(), inner)
        return ast.BinOp(left, ast.MatMult(), right)


def _minus(x):
    return ast.BinOp(ast.UnaryOp(ast.USub(), ast.Constant(1)), ast.Mult(), x)


def mixed_sum(rng):
    """A product below sums: a function of the order of the sums, and how many sums there are."""
    sums = rng.randrange(2, 6)
    kinds = [_kind(rng, sums) for _ in range(rng.randrange(sums, sums + 3))]

    def term(order, rng):
        place = {k: bound(sums - 1 - order.index(k), "n") for k in range(sums)}
        factors = [make(place) for make in rng.sample(kinds, len(kinds))]
        if rng.random() < 0.3 and len(factors) > 2:
            factors = [mul(*factors[:2]), *factors[2:]]
        t = mul(*factors)
        for _ in range(sums):
            t = total("n", t)
        if rng.random() < 0.3:
            t = add(mul(num(3), t), mul(num(-2), t))
        return t

    return term, sums


def _kind(rng, sums):
    """A factor as a function of where the sums stand."""
    a, b = rng.randrange(sums), rng.randrange(sums)
    name = rng.choice("AABx")
    if name == "x":
        return lambda at: entry("x", at[a])
    kind = rng.randrange(4)
    if kind == 0:
        return lambda at: exp(entry(name, at[a], at[b]))
    if kind == 1:
        return lambda at: power(total("n", exp(entry(name, _up(at[a]), bound(0, "n")))), -1)
    if kind == 2:
        return lambda at: total("n", mul(entry(name, _up(at[a]), bound(0, "n")), entry("B", bound(0, "n"), _up(at[b]))))  # fmt: skip
    return lambda at: entry(name, at[a], at[b])


def _up(i):
    return bound(i.args[0] + 1, i.args[1])
