"""The seven timed claims in the claim language, each with its goal in milliseconds."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """One timed claim; `name` is also the name of the SymPy version in peers.py."""

    name: str
    text: str
    symbols: dict
    goal: int
    indices: dict = field(default_factory=dict)


WEIGHTS = "softmax(K @ q)"
FLASH_P = "softmax(Q @ T(K) / sqrt(d), 1)"
HEAD = "softmax(Q[h] @ T(K[h]), 1) @ V[h]"
LEFT, RIGHT = "exp(a) * sum_all(exp(s - a))", "exp(b) * sum_all(exp(t - b))"

CASES = [
    Case(
        "row_sums",
        "sum_axis(softmax(Q @ T(K), 1), 1) == ones(n)",
        {"Q": "n d", "K": "m d"},
        5,
    ),
    Case(
        "softmax_jacobian",
        "jac(softmax(x), x) == diag(softmax(x)) - outer(softmax(x), softmax(x))",
        {"x": "n"},
        20,
    ),
    Case(
        "output_by_query",
        f"jac(T(V) @ {WEIGHTS}, q) == T(V) @ (diag({WEIGHTS}) - outer({WEIGHTS}, {WEIGHTS})) @ K",
        {"V": "n d_v", "K": "n d", "q": "d"},
        50,
    ),
    Case(
        "output_by_key",
        f"jac(T(V) @ {WEIGHTS}, K)[:, j, :] == outer({WEIGHTS}[j] * (V[j] - T(V) @ {WEIGHTS}), q)",
        {"V": "n d_v", "K": "n d", "q": "d"},
        50,
        {"j": "n"},
    ),
    Case(
        "concat_is_sum_of_heads",
        f"concat_over(h, H, {HEAD}, 1) @ W == sum(h, H, {HEAD} @ W[h*d_v:(h+1)*d_v, :])",
        {"Q": "H n d", "K": "H m d", "V": "H m d_v", "W": "H*d_v e"},
        50,
    ),
    Case(
        "online_softmax_merge",
        "softmax(concat([s, t], 0)) @ concat([V, U], 0) =="
        f" ({LEFT} * (softmax(s) @ V) + {RIGHT} * (softmax(t) @ U)) / ({LEFT} + {RIGHT})",
        {"s": "n", "t": "m", "V": "n d", "U": "m d", "a": "", "b": ""},
        50,
    ),
    Case(
        "flash_query_gradient",
        f"grad(inner(G, {FLASH_P} @ V), Q) == had({FLASH_P},"
        f" G @ T(V) - sum_axis(had(G, {FLASH_P} @ V), 1)[:, None]) @ K / sqrt(d)",
        {"Q": "n d", "K": "m d", "V": "m d_v", "G": "n d_v"},
        100,
    ),
]
