"""compare: real functions against formulas; the usual bugs of attention code must be found."""

import numpy as np
import pytest

from symattn.errors import BadInput
from symattn.expressions.build import (
    grad,
    log,
    masked_softmax,
    reshape,
    sizes,
    softmax,
    tensor,
    total,
)
from symattn.lowering.comparison import compare
from tests.lowering import cases

n, m, d_k, d_v = sizes("n m d_k d_v")
ORDER = ("Q", "K", "V")


def real_attention(q, k, v):
    s = q @ k.T / q.dtype.type(q.shape[1]) ** q.dtype.type(0.5)
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) @ v


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_right_code_agrees(dtype):
    report = compare(real_attention, cases.attention, arguments=ORDER, dtype=dtype)
    assert report.agrees, str(report)
    assert len(report.trials) == 6
    assert "agree 6  differ 0" in str(report)


def test_finds_a_missing_scale():
    report = compare(
        lambda q, k, v: real_attention(q * 1.5, k, v), cases.attention, arguments=ORDER
    )
    assert not report.agrees
    assert "the formula gives" in str(report)


def test_finds_a_softmax_that_does_not_subtract_the_maximum():
    def naive(q, k, v):
        e = np.exp(q @ k.T / q.shape[1] ** 0.5)
        return e / e.sum(axis=1, keepdims=True) @ v

    report = compare(naive, cases.attention, arguments=ORDER)
    small = [t for t in report.trials if t.reach == 1]
    large = [t for t in report.trials if t.reach > 1]
    assert all(t.agrees for t in small)
    assert any("nan" in t.trouble for t in large)


def test_finds_a_raised_precision():
    def promoted(q, k, v):
        return real_attention(q, k, v) * np.float64(1)

    report = compare(promoted, cases.attention, arguments=ORDER, dtype=np.float32)
    assert all("float64" in t.trouble for t in report.trials)


def test_finds_a_wrong_shape_and_an_exception():
    def transposed(q, k, v):
        return real_attention(q, k, v).T

    def broken(q, k, v):
        return q @ k

    assert "has shape" in str(compare(transposed, cases.attention, arguments=ORDER))
    assert "it raised ValueError" in str(compare(broken, cases.attention, arguments=ORDER))


def test_compares_a_backward_pass():
    def backward(q, k, v, g):
        scale = q.shape[1] ** -0.5
        s = q @ k.T * scale
        p = np.exp(s - s.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        dp = g @ v.T
        return p * (dp - (p * dp).sum(axis=1, keepdims=True)) @ k * scale

    wrong = [lambda *a: 2 * backward(*a), lambda *a: -backward(*a)]
    expr = grad(cases.score, cases.Q)
    order = ("Q", "K", "V", "G")
    assert compare(backward, expr, arguments=order).agrees
    assert not any(compare(f, expr, arguments=order).agrees for f in wrong)


def test_masks_are_drawn_with_a_key_in_each_row():
    x, mask = tensor("x", "n", "m"), tensor("M", "n", "m")

    def masked(s, keep):
        s = np.where(keep != 0, s, -np.inf)
        e = np.exp(s - s.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    assert compare(masked, masked_softmax(x, mask), arguments=("x", "M")).agrees
    inverted = compare(lambda s, keep: masked(s, 1 - keep), masked_softmax(x, mask))
    assert not inverted.agrees


def test_sizes_and_keywords_are_passed():
    heads = tensor("U", "n", "H*d")
    expr = total(reshape(heads, "n", "H", "d"), 1)

    def per_head(u, H):
        return u.reshape(u.shape[0], H, -1).sum(axis=1)

    report = compare(per_head, expr, keywords=("H",), sizes=[{"n": 2, "H": 3, "d": 4}])
    assert report.agrees
    with pytest.raises(BadInput) as error:
        compare(per_head, expr, keywords=("H",), sizes=[{"n": 2, "H": 3}])
    assert "d" in error.value.wrong


def test_no_trial_is_no_agreement():
    assert not compare(real_attention, softmax(cases.x), sizes=[]).agrees


def test_draw_makes_special_inputs():
    x = tensor("x", "n")
    report = compare(np.log, log(x), draw={"x": lambda rng, shape: rng.random(shape) + 1})
    assert report.agrees, str(report)
