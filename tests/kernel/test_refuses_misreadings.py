"""Statements that would be misread, and texts too large to be worked out, are refused.

Legend
  x, X        a scalar, an entry x[I]      e       a size that may be 0      S     sum_e exp(x)
"""

import io
import json
from fractions import Fraction

import pytest

from symattn.kernel.__main__ import main, serve
from symattn.kernel.certificate import Refused, certificate_text, replay
from symattn.kernel.indices import free
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    diff,
    entry,
    mul,
    num,
    power,
    size,
)
from tests.kernel.refusals import (
    HALF,
    SIZES,
    E,
    equal,
    refusal,
    statement,
    x,
    y,
)

# ---- statements that would be misread


@pytest.mark.parametrize("rel", [">", ">=", "!="])
def test_sign_is_compared_with_zero(rel):
    """x > -5 must not be used, nor printed, as x > 0."""
    below = Judgement(rel, x, num(-5))
    claim = statement(Judgement(rel, x), hypotheses=(Hypothesis((), below),))
    assert "another number than 0" in refusal(claim, [("hypothesis_holds", [], [0])])
    t = power(x, -1)
    claim = statement(equal(t, t))
    listed = (Judgement(rel, x, num(-5)),)
    assert "a condition" in refusal(claim, [("condition_holds", [], [0])], conditions=listed)


@pytest.mark.parametrize(
    "name", ["", "1", "x\n  proves 1 = 0", "x y", "a=b", "-x", "x" * 300, "x\u200b\u2028"]
)
def test_name_that_a_reader_would_misread_is_refused(name):
    goal = equal(entry(name), entry(name))
    claim = Statement(tensors=((name, (), ()),), goals=(goal,))
    assert "is no name" in refusal(claim, [("equal_by_arithmetic", [], [goal.a, goal.b])])
    i = entry("w", free(name, "n"))
    assert "is no name" in refusal(statement(equal(i, i)), [("equal_by_arithmetic", [], [i, i])])


def test_number_in_another_spelling_is_refused():
    goal = equal(num(Fraction(1, 2)), num(Fraction(1, 2)))
    text = certificate_text(
        Statement(goals=(goal,)), (), [("equal_by_arithmetic", [], [goal.a, goal.b])], [0]
    )
    assert replay(text).steps == 1
    for other in ("2/4", "+1/2", " 1/2", "1_0/20", "-1/-2", "0.5", "1e9999999", "1/02"):
        with pytest.raises(Refused):
            replay(text.replace("1/2", other))


@pytest.mark.parametrize("least", [True, "1", None])
def test_least_size_is_an_integer(least):
    t = size("n")
    data = json.loads(
        certificate_text(statement(equal(t, t)), (), [("equal_by_arithmetic", [], [t, t])], [0])
    )
    data["statement"]["sizes"][1][1] = least
    with pytest.raises(Refused, match="not an integer"):
        replay(json.dumps(data))


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "1.5"])
def test_number_that_is_no_integer_is_refused(constant):
    t = size("n")
    text = certificate_text(statement(equal(t, t)), (), [("equal_by_arithmetic", [], [t, t])], [0])
    with pytest.raises(Refused, match="no decimal numbers"):
        replay(text.replace('["n",1]', f'["n",{constant}]'))


def test_undeclared_size_of_an_axis_is_refused():
    for parts in (
        {"tensors": (("x", (), ()), ("u", ("z",), ()))},
        {"bijections": (("s", "z"),)},
        {"hypotheses": (Hypothesis(("z",), equal(x, x)),)},
    ):
        assert "undeclared size 'z'" in refusal(
            statement(equal(x, x), **parts), [("equal_by_arithmetic", [], [x, x])]
        )


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"sizes": (*SIZES, ("x", 1))}, "a tensor is named like a size"),
        ({"functions": (("max", 1, ""),)}, "a function is named like an operation"),
        ({"goals": (equal(entry("w", free("n", "n")), x),)}, "an index is named like"),
        ({"goals": (equal(entry("w", free("i", "n")), entry("v", E)),)}, "an index is named like"),
    ],
)
def test_two_things_of_one_name_are_refused(parts, why):
    """The printed theorem would not say which is meant."""
    claim = statement(*parts.pop("goals", (equal(x, x),)), **parts)
    assert why in refusal(claim, [])


# ---- too large to be worked out


@pytest.mark.parametrize(
    "t",
    [
        power(x, 10**12),
        power(num(2), 10**6),
        power(num(3), -(10**12)),
        mul(power(num(2), HALF), power(power(num(2), -HALF), -(10**6))),
        power(power(power(num(7), 1000), 1000), 1000),
    ],
)
def test_power_that_is_too_large_is_refused(t):
    """A forged certificate cannot make the kernel work for ever."""
    assert "equal_by_arithmetic: " in refusal(
        statement(equal(t, t)), [("equal_by_arithmetic", [], [t, ONE])]
    )


def test_squares_of_squares_are_refused():
    t = num(3)
    for _ in range(60):
        t = mul(t, t)
    assert "binary digits" in refusal(
        statement(equal(t, t)), [("equal_by_arithmetic", [], [t, ONE])]
    )


def test_pairs_of_pairs_are_refused():
    rows = [["free", "i", "n"], *(["pair", {"t": k}, {"t": k}] for k in range(40))]
    text = certificate_text(statement(equal(x, x)), (), [("equal_by_arithmetic", [], [x, x])], [0])
    with pytest.raises(Refused, match="nested too deeply"):
        replay(json.dumps({**json.loads(text), "terms": rows}))


def test_theorem_too_deep_to_print_is_refused(tmp_path, capsys):
    """It replays, but nobody could read what was proved."""
    t = x
    for _ in range(190):
        t = mul(y, add(t, y))
    goal = equal(diff(t, "w", free("i", "n")), ZERO)
    steps = [
        ("derivative_of_constant", [], [t, "w", free("i", "n")]),
        ("derivative_is_value", [0], []),
    ]
    text = certificate_text(statement(goal), (), steps, [1])
    assert replay(text).steps == 2
    path, target = tmp_path / "deep.json", io.StringIO()
    path.write_text(text)
    assert main([str(path)]) == 1
    assert "refused: maximum recursion depth" in capsys.readouterr().out
    serve(io.StringIO(text + "\n"), target)
    assert not json.loads(target.getvalue())["replayed"]
