"""Claims that must be refuted, with small witnesses, and true ones that never may be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from symattn.kernel.indices import bound, free, image, inject
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    call,
    delta,
    diff,
    entry,
    exp,
    holds,
    largest,
    log,
    mul,
    num,
    power,
    shift,
    size,
    total,
)  # fmt: skip
from symattn.kernel.witness import check_witness, witness_from
from symattn.prover.refuter import refute
from symattn.prover.refuter_sizes import size_choices, work
from symattn.prover.sampling_linear import solved
from symattn.prover.sampling_numbers import Form
from symattn.prover.sampling_words import definitions_of

F = Fraction
HALF = F(1, 2)


def minus(t):
    return mul(num(-1), t)


def claim(sizes, tensors, a, b=ZERO, rel="=", hypotheses=(), **more):
    sizes = tuple((s, 1) if isinstance(s, str) else s for s in sizes)
    tensors = tuple((n, tuple(axes), tuple(p)) for n, axes, *p in tensors)
    return Statement(
        sizes, tensors, hypotheses=tuple(hypotheses), goals=(Judgement(rel, a, b),), **more
    )


def given(rel, a, b=ZERO, sorts=()):
    return Hypothesis(tuple(sorts), Judgement(rel, a, b))


def n(level):
    return bound(level, "n")


def d(level):
    return bound(level, "d")


def up(i):
    return shift(i, 1)


I, J, C, E = free("i", "n"), free("j", "n"), free("c", "v"), free("e", "d")  # noqa: E741


def softmax(score, i, j, axis="n"):
    """softmax over the second index of score(i, j)."""
    rest = total(axis, exp(score(up(i), bound(0, axis))))
    return mul(exp(score(i, j)), power(rest, -1))


def dot(x, y):
    """The sum over d of x(k) y(k)."""
    return total("d", mul(x(d(0)), y(d(0))))


def scores(i, j):
    return dot(lambda k: entry("Q", up(i), k), lambda k: entry("K", up(j), k))


def attention(mask):
    """Row i of attention, keys j multiplied with a 0/1 mask."""
    top = mul(mask(I, n(0)), exp(scores(I, n(0))))
    return total("n", mul(top, power(total("n", top), -1), entry("V", n(0), C)))


def full(i, j):
    return ONE


def window(i, j):
    return mul(holds("ge", 19, 1, i, -1, j), holds("ge", 19, -1, i, 1, j))


QKV = (("Q", "nd"), ("K", "nd"), ("V", "nv"))


def scaled(j):
    inner = total("d", mul(entry("q", d(0)), entry("K", up(j), d(0))))
    return mul(power(size("d"), -HALF), inner)


def single(values):
    """Attention of one query: sum over keys of softmax weight times values(j)."""
    return total(
        "n", mul(exp(scaled(n(0))), power(total("n", exp(scaled(n(0)))), -1), values(n(0)))
    )


ONE_QUERY = (("q", "d"), ("K", "nd"), ("V", "nv"))
GRADIENT = diff(single(lambda j: entry("V", j, C)), "q", E)


def slope(scale, centre):
    centred = lambda j: mul(add(entry("V", j, C), minus(centre)), entry("K", j, E))  # noqa: E731
    return mul(power(size("d"), scale), single(centred))


def tuples(k):
    distinct = [add(ONE, minus(delta(n(a), n(b)))) for a in range(k) for b in range(a)]
    t = mul(*(entry("x", n(a)) for a in range(k)), *distinct)
    for _ in range(k):
        t = total("n", t)
    return claim(["n"], [("x", "n")], t)


WX = total("d", mul(entry("W", d(1), d(0)), entry("x", d(0))))
ORTHOGONAL = given(
    "=", total("d", mul(entry("W", d(0), d(1)), entry("W", d(0), d(2)))), delta(d(0), d(1)), "dd"
)
IDEMPOTENT = given(
    "=",
    total("d", mul(entry("W", d(2), d(0)), entry("W", d(0), d(1)))),
    entry("W", d(1), d(0)),
    "dd",
)
SIMPLEX = given("=", total("n", entry("a", n(0))), ONE)
Q_IS_WX = given("=", entry("q", d(0)), WX, "d")
COLUMN = ("+", "n", 1)
x, y = entry("x"), entry("y")

FALSE = {
    "sqrt of a square": claim([], [("x", ())], power(power(x, 2), HALF), x),
    "sqrt of a product": claim([], [("x", ()), ("y", ())], power(mul(power(x, 2), power(y, 2)), HALF), mul(x, y)),
    "a matrix is its transpose": claim(["n"], [("X", "nn")], entry("X", I, J), entry("X", J, I)),
    "Cauchy-Schwarz is no equation": claim(
        ["d"], [("q", "d"), ("k", "d")],
        power(dot(lambda k: entry("q", k), lambda k: entry("k", k)), 2),
        mul(dot(*[lambda k: entry("q", k)] * 2), dot(*[lambda k: entry("k", k)] * 2)),
    ),
    "columns sum to 1": claim(["n"], [("S", "nn")], total("n", softmax(lambda i, j: entry("S", i, j), n(0), J)), ONE),
    "rows of an empty softmax": claim(["n", ("m", 0)], [("S", "nm")], total("m", softmax(lambda i, j: entry("S", i, j), I, bound(0, "m"), "m")), ONE),
    "wrong sign of the Jacobian": claim(
        ["n"], [("s", "n")],
        diff(softmax(lambda i, j: entry("s", j), I, I), "s", J),
        add(mul(softmax(lambda i, j: entry("s", j), I, I), delta(I, J)), mul(softmax(lambda i, j: entry("s", j), I, I), softmax(lambda i, j: entry("s", j), J, J))),
    ),
    "gradient without the mean": claim("ndv", ONE_QUERY, GRADIENT, slope(-HALF, ZERO)),
    "gradient with the wrong scale": claim("ndv", ONE_QUERY, GRADIENT, slope(F(-1), single(lambda j: entry("V", j, C)))),
    "gradient of the wrong sign": claim("ndv", ONE_QUERY, GRADIENT, minus(slope(-HALF, single(lambda j: entry("V", j, C))))),
    "two projections": claim(["d"], [("W", "dd"), ("x", "d")], total("d", mul(entry("W", E, d(0)), WX)), total("d", mul(entry("W", E, d(0)), entry("x", d(0))))),
    "q that is W x": claim(["d"], [("W", "dd"), ("x", "d"), ("q", "d")], entry("q", E), entry("x", E), hypotheses=[Q_IS_WX]),
    "orthogonal is identity": claim(["d"], [("W", "dd"), ("x", "d")], total("d", mul(entry("W", E, d(0)), entry("x", d(0)))), entry("x", E), hypotheses=[ORTHOGONAL]),
    "idempotent is identity": claim(["d"], [("W", "dd")], entry("W", E, E), ONE, hypotheses=[IDEMPOTENT]),
    "weights are equal": claim(["n"], [("a", "n", "positive")], entry("a", I), power(size("n"), -1), hypotheses=[SIMPLEX]),
    "first weight is largest": claim(["n"], [("a", "n", "positive"), ("b", "n", "positive")], mul(add(entry("a", I), minus(entry("a", J))), add(entry("b", I), minus(entry("b", J)))), rel=">=", hypotheses=[SIMPLEX, given("=", total("n", entry("b", n(0))), ONE)]),
    "softmax weights are equal": claim(["n"], [("a", "n"), ("s", "n")], entry("a", I), power(size("n"), -1), hypotheses=[given("=", entry("a", n(0)), softmax(lambda i, j: entry("s", j), n(0), n(0)), "n")]),
    "mask": claim(["n"], [("M", "nn", "boolean")], total("n", entry("M", I, n(0))), ONE, hypotheses=[given(">", total("n", entry("M", n(1), n(0))), sorts="n")]),
    "chain rule forgotten": claim([], [("x", ())], diff(call("f", power(x, 2)), "x"), call("f'", power(x, 2)), functions=(("f", 1, "f'"), ("f'", 1, ""))),
    "f of two is symmetric": claim([], [("x", ()), ("y", ())], call("f", x, y), call("f", y, x), functions=(("f", 2, ""),)),
    "sine is odd": claim([], [("x", ())], call("sin", minus(x)), call("sin", x)),
    "a permutation moves nothing": claim(["n"], [("x", "n")], entry("x", image("s", 1, I)), entry("x", I), bijections=(("s", "n"),)),
    "maximum is the mean": claim(["n"], [("x", "n")], largest("n", entry("x", n(0))), mul(power(size("n"), -1), total("n", entry("x", n(0))))),
    "positive": claim([], [("x", ())], power(x, 2), rel=">"),
    "nonzero": claim([], [("x", ())], x, rel="!="),
    "blocks": claim(
        ["n"], [("k", (COLUMN,)), ("x", "n")], total(COLUMN, entry("k", bound(0, COLUMN))), total("n", entry("x", n(0))),
        hypotheses=[given("=", entry("k", inject(0, COLUMN, n(0))), entry("x", n(0)), "n")],
    ),
    "size polynomial": claim(["n"], [], mul(*(add(size("n"), num(-k)) for k in range(1, 5)))),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted(name):
    s = FALSE[name]
    w = refute(s, 20.0)
    assert w is not None
    assert check_witness(s, witness_from(w.to_json())).word == "refuted"
    assert max([0, *w.sizes.values()]) <= 5
    assert "left" in w.describe()


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6])
def test_sums_over_distinct_indices_vanish_only_at_small_sizes(k):
    w = refute(tuples(k), 60.0)
    assert w is not None and w.sizes == {"n": k}


def test_a_window_of_twenty_keys_is_not_full_attention():
    w = refute(claim("ndv", QKV, attention(full), attention(window)), 60.0)
    assert w is not None and w.sizes == {"n": 21, "d": 1, "v": 1}
    assert w.describe().endswith("V=[[0] x 20, [1]]: left 1/21, right 0") or "1/21" in w.describe()


def test_the_example_of_the_contract_reads_well():
    w = refute(FALSE["two projections"])
    assert w is not None
    assert w.describe() == "d=1, e=0, W=[[2]], x=[1]: left 4, right 2"


NORM = dot(*[lambda k: entry("x", k)] * 2)
INVERSE = [
    given(
        "=",
        total("d", mul(entry("W", d(2), d(0)), entry("B", d(0), d(1)))),
        delta(d(1), d(0)),
        "dd",
    ),
    given(
        "=",
        total("d", mul(entry("B", d(2), d(0)), entry("W", d(0), d(1)))),
        delta(d(1), d(0)),
        "dd",
    ),
]
TRUE = {
    "full attention": claim("ndv", QKV, attention(full), attention(full)),
    "rows sum to 1": claim(["n"], [("S", "nn")], total("n", softmax(lambda i, j: entry("S", i, j), I, n(0))), ONE),
    "gradient": claim("ndv", ONE_QUERY, GRADIENT, slope(-HALF, single(lambda j: entry("V", j, C)))),
    "norm": claim(["d"], [("W", "dd"), ("x", "d")], total("d", power(WX, 2)), NORM, hypotheses=[ORTHOGONAL]),
    "inverse": claim(["d"], [("W", "dd"), ("B", "dd"), ("x", "d")], total("d", mul(entry("B", E, d(0)), WX)), entry("x", E), hypotheses=INVERSE),
    "division by itself": claim([], [("x", ())], mul(x, power(x, -1)), ONE),
    "delta by itself": claim(["n"], [], mul(delta(I, J), power(delta(I, J), -1)), ONE),
    "mask by itself": claim(["n"], [("m", "n", "boolean")], mul(total("n", entry("m", n(0))), power(total("n", entry("m", n(0))), -1)), ONE),
    "absolute value": claim([], [("x", ())], power(power(power(x, 2), HALF), 2), power(x, 2)),
    "log of exp": claim([], [("x", ())], log(exp(x)), x),
    "root of 2": claim([], [], mul(power(num(2), HALF), power(num(2), HALF)), num(2)),
    "squares": claim([], [("x", ())], power(x, 2), rel=">="),
    "contradiction": claim([], [("x", ())], x, ONE, hypotheses=[given("=", x, num(2)), given("=", x, num(3))]),
    "constant that sums to 0": claim(["n"], [("a", "n", "positive")], entry("a", I), ZERO, hypotheses=[given("=", total("n", entry("a", n(0))), ZERO)]),
    "maximum bounds": claim(["n"], [("x", "n")], add(largest("n", entry("x", n(0))), minus(entry("x", I))), rel=">="),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_are_never_refuted(name):
    assert refute(TRUE[name], 1.0) is None


def test_sizes_come_from_the_terms_and_stay_affordable():
    s = claim("ndv", QKV, attention(full), attention(window))
    choices = list(size_choices(s))
    assert {"n": 21, "d": 1, "v": 1} in choices
    assert choices[0] == {"n": 1, "d": 1, "v": 1}
    terms = [s.goals[0].a]
    assert work(terms, {"n": 4, "d": 1, "v": 1}) > work(terms, {"n": 2, "d": 1, "v": 1})
    long = total(
        4096,
        total(
            "n",
            total(4096, mul(*(entry("x", bound(k, t)) for k, t in enumerate((4096, "n", 4096))))),
        ),
    )
    assert list(size_choices(claim(["n"], [("x", "n")], long))) == []


def test_linear_equations_are_solved_exactly_or_found_contradictory():
    a, b = ("x", (0,)), ("x", (1,))
    forms = [
        Form({a: F(2), b: F(1), None: F(-3)}),
        Form({a: F(1), b: F(-1)}),
        Form({a: F(3), None: F(-3)}),
    ]
    assert solved(forms, lambda: F(9), lambda u: u[1][0]) == {a: F(1), b: F(1)}
    assert solved(forms[:1], lambda: F(9), lambda u: u[1][0]) == {b: F(9), a: F(-3)}
    assert solved([*forms, Form({None: F(1)})], lambda: F(9), lambda u: 0.0) is None


def test_definitions_do_not_go_in_circles():
    s = claim(["d"], [("q", "d"), ("x", "d")], ZERO, hypotheses=[
        given("=", entry("q", d(0)), add(ONE, entry("x", d(0))), "d"),
        given("=", entry("x", d(0)), mul(num(2), entry("q", d(0))), "d"),
    ])  # fmt: skip
    assert definitions_of(s, None) == (0,)
    assert (
        refute(
            claim(["d"], [("q", "d"), ("x", "d")], entry("q", E), num(-1), hypotheses=s.hypotheses),
            1.0,
        )
        is None
    )
