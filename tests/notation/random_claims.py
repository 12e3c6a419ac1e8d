"""Random well-typed texts of the claim language, by shape."""

SIZES = {"n": 3, "m": 2}
SYMBOLS = {
    "a": (), "b": (), "x": ("n",), "y": ("n",), "u": ("m",), "A": ("n", "m"), "B": ("m", "n"), "S": ("n", "n"), "R": ("m", "m"),
}  # fmt: skip
SMOOTH = ("tanh", "sin", "cos", "sigmoid")


class Texts:
    """A source of random texts; `indices` are the bound names with their sizes."""

    def __init__(self, rng, kinks=True, derivatives=True):
        self.rng, self.kinks, self.derivatives, self.count = rng, kinks, derivatives, 0

    def text(self, shape, depth, indices=()):
        """A text whose value has this shape."""
        if depth <= 0 or self.rng.random() < 0.1:
            return self.leaf(shape, indices)
        rules = [self.binary, self.unary, self.where, self.let, self.total]
        rules += {0: [self.scalar] * 4, 1: [self.vector] * 4, 2: [self.matrix] * 4}[len(shape)]
        return self.rng.choice(rules)(shape, depth - 1, indices)

    def pick(self, *options):
        return self.rng.choice(options)()

    def name(self, letter):
        self.count += 1
        return f"{letter}{self.count}"

    def size(self):
        return self.rng.choice(("n", "m"))

    def leaf(self, shape, indices):
        found = [s for s, axes in SYMBOLS.items() if axes == shape]
        if shape == () and self.rng.random() < 0.4:
            words = ["2", "1/3", "0.5", "n", "m", *(i for i, _ in indices)]
            return self.rng.choice(words)
        if shape and self.rng.random() < 0.1:
            return f"ones({', '.join(shape)})"
        return self.rng.choice(found)

    def binary(self, shape, depth, indices):
        a, b = self.text(shape, depth, indices), self.text(shape, depth, indices)
        scalar = self.text((), depth, indices)
        return self.pick(
            lambda: f"({a} + {b})", lambda: f"({a} - {b})", lambda: f"({a}) * ({b})", lambda: f"had({a}, {b})",
            lambda: f"({a}) / (2 + cos({b}))", lambda: f"({scalar}) * ({a})", lambda: f"({a} + {scalar})",
        )  # fmt: skip

    def unary(self, shape, depth, indices):
        a = self.text(shape, depth, indices)
        kinks = (
            [lambda: f"abs({a})", lambda: f"relu({a})", lambda: f"maximum({a}, 0)"]
            if self.kinks
            else []
        )
        return self.pick(
            lambda: f"-({a})", lambda: f"({a})**2", lambda: f"{self.rng.choice(SMOOTH)}({a})",
            lambda: f"exp(tanh({a}))", lambda: f"sqrt(({a})**2 + 1)", lambda: f"log(1 + ({a})**2)", *kinks,
        )  # fmt: skip

    def condition(self, indices):
        if not indices:
            return self.rng.choice(("n > m", "n == 3", "m <= 1 or n > 2"))
        (i, _), (j, _) = self.rng.choice(indices), self.rng.choice(indices)
        return self.rng.choice(
            (
                f"{i} <= {j}",
                f"{i} == 0",
                f"{i} + {j} < n",
                f"not {i} > 1",
                f"{i} != {j} and {i} < 2",
            )
        )

    def where(self, shape, depth, indices):
        a, b = self.text(shape, depth, indices), self.text(shape, depth, indices)
        if self.kinks and self.rng.random() < 0.3:
            c = self.text(shape, 0, indices)
            return f"where({c} > 0, {a}, {b})"
        return f"where({self.condition(indices)}, {a}, {b})"

    def let(self, shape, depth, indices):
        name = self.name("V")
        axes = self.rng.choice(list(SYMBOLS.values()))
        value = self.text(axes, depth, indices)
        SYMBOLS[name] = axes
        body = self.text(shape, depth, indices)
        del SYMBOLS[name]
        return f"let({name}, {value}, {body})"

    def total(self, shape, depth, indices):
        i, size = self.name("i"), self.size()
        body = self.text(shape, depth, (*indices, (i, size)))
        bound = self.rng.choice((size, size, f"{size}-1", *(f"{j}+1" for j, _ in indices)))
        return f"sum({i}, {bound}, {body})"

    def scalar(self, shape, depth, indices):
        n, m = self.size(), self.size()
        v, w = self.text((n,), depth, indices), self.text((n,), depth, indices)
        matrix, square = self.text((n, m), depth, indices), self.text((n, n), depth, indices)
        options = [
            lambda: f"({v}) @ ({w})", lambda: f"sum_all({matrix})", lambda: f"tr({square})", lambda: f"lse({v})",
            lambda: f"inner({matrix}, {matrix})", lambda: f"norm(2 + sin({v}))", lambda: f"({v})[0]", lambda: f"mean_axis({v}, 0)",
        ]  # fmt: skip
        for i, size in indices:
            options.append(lambda i=i, size=size: f"({self.text((size,), depth, indices)})[{i}]")
            options.append(
                lambda i=i, size=size: f"delta({i}, 0) * ({self.text((), depth, indices)})"
            )
        return self.pick(*options)

    def vector(self, shape, depth, indices):
        (n,), m = shape, self.size()
        matrix, v = self.text((n, m), depth, indices), self.text((m,), depth, indices)
        same, square, i = (
            self.text(shape, depth, indices),
            self.text((n, n), depth, indices),
            self.name("i"),
        )
        entry = self.text((), depth, (*indices, (i, n)))
        options = [
            lambda: f"({matrix}) @ ({v})", lambda: f"({v}) @ T({matrix})", lambda: f"softmax({same})", lambda: f"diagv({square})",
            lambda: f"sum_axis({matrix}, 1)", lambda: f"lse({matrix}, 1)", lambda: f"tab({i}, {n}, {entry})",
            lambda: f"einsum('ij,j->i', {matrix}, {v})", lambda: f"log_softmax({same})", lambda: f"({matrix})[:, 0]",
            lambda: f"concat([{same}, {v}], 0)[0:{n}]", lambda: f"({square})[{n}-1]",
        ]  # fmt: skip
        return self.pick(*options)

    def matrix(self, shape, depth, indices):
        (n, m), k = shape, self.size()
        left, right = self.text((n, k), depth, indices), self.text((k, m), depth, indices)
        v, w, same = (
            self.text((n,), depth, indices),
            self.text((m,), depth, indices),
            self.text(shape, depth, indices),
        )
        i = self.name("i")
        row = self.text((m,), depth, (*indices, (i, n)))
        options = [
            lambda: f"({left}) @ ({right})", lambda: f"outer({v}, {w})", lambda: f"T({self.text((m, n), depth, indices)})",
            lambda: f"softmax({same}, {self.rng.choice((0, 1, -1))})", lambda: f"({v})[:, None] * ({same})",
            lambda: f"tab({i}, {n}, {row})", lambda: f"(({v})[:, None] + ({w})[None, :])", lambda: f"reshape(reshape({same}, {n}*{m}), {n}, {m})",
            lambda: f"perm({self.text((m, n), depth, indices)}, 1, 0)",
        ]  # fmt: skip
        if n == m:
            options += [lambda: f"diag({v})", lambda: f"eye({n})", lambda: f"matpow({same}, 2)"]
        return self.pick(*options)
