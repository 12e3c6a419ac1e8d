"""L layers of a transformer, written in two ways, as text with nested lets and by the models.

The first way: heads beside each other times W^O, the residual first, the variance as a mean. The
second: a sum over the heads with the products bracketed otherwise, the residual last, the variance
as a sum divided by d.

Legend
  X   the input     N, M   normalised     Y   after attention     A to G, a to f   weights of a layer
"""

from symattn import Claim
from symattn.expressions.assumptions import Assumption
from symattn.expressions.build import maximum, mean_axis, new_axis, sqrt, tensor, total
from symattn.models.heads import multi_head_concat, multi_head_sum

LAYERS = (1, 2, 4, 8)
SHAPES = {
    "WQ": "H d k", "WK": "H d k", "WV": "H d v", "WO": "H*v d", "U": "d f", "Z": "f d",
    "u": "f", "z": "d", "a": "d", "b": "d", "p": "d", "q": "d",
}  # fmt: skip


def _mean_norm(x, scale, shift):
    middle = f"({x} - mean_axis({x}, 1)[:, None])"
    spread = f"sqrt(mean_axis({middle}**2, 1)[:, None] + eps)"
    return f"{middle} / {spread} * {scale}[None, :] + {shift}[None, :]"


def _sum_norm(x, scale, shift):
    middle = f"({x} - sum_axis({x}, 1)[:, None] / d)"
    spread = f"sqrt(sum_axis({middle}**2, 1)[:, None] / d + eps)"
    return f"{shift}[None, :] + {scale}[None, :] * {middle} / {spread}"


def _first(n):
    weights = f"softmax((N{n} @ WQ{n}[h]) @ T(N{n} @ WK{n}[h]) / sqrt(k), 1)"
    heads = f"concat_over(h, H, {weights} @ (N{n} @ WV{n}[h]), 1)"
    return {
        f"N{n}": _mean_norm(f"X{n}", f"a{n}", f"b{n}"),
        f"Y{n}": f"X{n} + {heads} @ WO{n}",
        f"M{n}": _mean_norm(f"Y{n}", f"p{n}", f"q{n}"),
        f"X{n + 1}": f"Y{n} + relu(M{n} @ U{n} + u{n}[None, :]) @ Z{n} + z{n}[None, :]",
    }


def _second(n, sign="+"):
    weights = f"softmax(N{n} @ WQ{n}[h] @ T(WK{n}[h]) @ T(N{n}) / sqrt(k), 1)"
    output = f"(WV{n}[h] @ WO{n}[h*v:(h+1)*v, :])"
    return {
        f"N{n}": _sum_norm(f"X{n}", f"a{n}", f"b{n}"),
        f"Y{n}": f"sum(h, H, ({weights} @ N{n}) @ {output}) + X{n}",
        f"M{n}": _sum_norm(f"Y{n}", f"p{n}", f"q{n}"),
        f"X{n + 1}": f"relu(u{n}[None, :] + M{n} @ U{n}) @ Z{n} + (Y{n} {sign} z{n}[None, :])",
    }


def _nested(values, body):
    for name, value in reversed(values.items()):
        body = f"let({name}, {value}, {body})"
    return body


def text_claim(layers, mistake=False):
    """The claim as text, each layer four nested lets; the mistake is a sign in the first layer."""
    first, second = {}, {}
    for n in range(layers):
        first |= _first(n)
        second |= _second(n, "-" if mistake and n == 0 else "+")
    weights = {f"{w}{n}": s.split() for w, s in SHAPES.items() for n in range(layers)}
    return Claim.from_record(
        {
            "id": f"{layers} layers",
            "symbols": {"X0": ["n", "d"], "eps": [], **weights},
            "under": ["positive(eps)"],
            "lhs": _nested(first, f"X{layers}"),
            "rhs": _nested(second, f"X{layers}"),
        }
    )


def _norm(x, scale, shift, eps, of_sums):
    d = x.shape[1].size
    middle = x - new_axis(total(x, 1) / d if of_sums else mean_axis(x, 1), 1)
    spread = total(middle**2, 1) / d if of_sums else mean_axis(middle**2, 1)
    return middle / sqrt(new_axis(spread, 1) + eps) * new_axis(scale, 0) + new_axis(shift, 0)


def _layer(n, x, eps, second):
    w = {name: tensor(f"{name}{n}", *shape.split()) for name, shape in SHAPES.items()}
    normal = _norm(x, w["a"], w["b"], eps, second)
    heads = multi_head_sum if second else multi_head_concat
    attended = heads((normal,) * 3, (w["WQ"], w["WK"], w["WV"]), w["WO"])
    y = attended + x if second else x + attended
    inside = _norm(y, w["p"], w["q"], eps, second) @ w["U"] + new_axis(w["u"], 0)
    return y + (maximum(inside, 0) @ w["Z"] + new_axis(w["z"], 0))


def model_claim(layers):
    """The claim of the same layers, built by the models: nodes that share their parts."""
    sides, eps = [], tensor("eps")
    for second in (False, True):
        x = tensor("X0", "n", "d")
        for n in range(layers):
            x = _layer(n, x, eps, second)
        sides.append(x)
    return Claim(*sides, given=(Assumption("positive", (eps,)),))
