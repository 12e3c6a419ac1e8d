"""Inequalities by squares below the sums, by the largest of numbers, and the false ones near them."""

import numpy as np
import pytest

from symattn.prover import search
from symattn.prover.search import attempt_proof
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

NUMBERS, VECTORS = "a:; b:; c:", "x:n; y:n; s:n"
AT = {"indices": {"i": "n", "t": "n"}}
GRAM = "equal(c**2*eye(d)-T(W)@W, T(C)@C)"
TRUE = [
    row("proved", "a**2 + b**2 >= 2*a*b", NUMBERS),
    row("proved", "5*a**2 + b**2 >= 4*a*b", NUMBERS),
    row("proved", "exp(a) + exp(-a) >= 2", NUMBERS),
    row("proved", "a**4 + 1 >= 2*a**2", NUMBERS),
    row("proved", "a**2 + b**2 + c**2 >= a*b + b*c + a*c", NUMBERS),
    row("proved", "(x - y) @ (x - y) >= 0", VECTORS),
    row("proved", "(x @ x) * (y @ y) >= (x @ y)**2", VECTORS),
    row("proved", "n * (x @ x) >= sum_all(x)**2", VECTORS),
    row("proved", "softmax(s) @ (y**2) >= (softmax(s) @ y)**2", VECTORS),
    row("proved", "x @ (diag(softmax(s)) - outer(softmax(s), softmax(s))) @ x >= 0", VECTORS),
    row("proved", "x @ x >= x @ y", VECTORS, "equal(y @ y, x @ x)"),
    row("proved", "inner(W, W) * (u @ u) >= (W @ u) @ (W @ u)", "W:m d; u:d"),
    row("proved", "c**2 * (u @ u) >= (W @ u) @ (W @ u)", "W:m d; u:d; c:; C:p d", GRAM),
    row("proved", "softmax(x)[i] <= 1", "x:n", **AT),
    row("proved", "x @ x >= x[i]**2", "x:n", **AT),
    row("proved", "sum(j, n, where(j == t, 0, x[j]*y[j])) >= 0", "x:n; y:n", "positive(x)", "positive(y)", **AT),
    row("proved", "max_axis(x, 0) >= x[i]", "x:n", **AT),
    row("proved", "max_axis(x, 0) >= mean_axis(x, 0)", "x:n"),
    row("proved", "max_axis(V, 1)[i] >= (V @ softmax(s))[i]", "V:n m; s:m", indices={"i": "n"}),
]  # fmt: skip
FALSE = [
    row("refuted", "a**2 + b**2 >= 3*a*b", NUMBERS),
    row("refuted", "5*a**2 + b**2 >= 5*a*b", NUMBERS),
    row("refuted", "exp(a) + exp(-a) >= 3", NUMBERS),
    row("refuted", "a**2 + b**2 + c**2 >= a*b + 2*b*c + a*c", NUMBERS),
    row("refuted", "(x @ x) * (y @ y) >= 2*(x @ y)**2", VECTORS),
    row("refuted", "x @ x >= sum_all(x)**2", VECTORS),
    row("refuted", "(softmax(s) @ y)**2 >= softmax(s) @ (y**2)", VECTORS),
    row("refuted", "x @ x >= x @ y", VECTORS),
    row("refuted", "x @ x >= 2 * (x @ y)", VECTORS, "equal(y @ y, x @ x)"),
    row("refuted", "inner(W, W) * (u @ u) >= 2 * ((W @ u) @ (W @ u))", "W:m d; u:d"),
    row("refuted", "softmax(x)[i] <= 1/2", "x:n", **AT),
    row("refuted", "x @ x >= x[i]**2 + x[t]**2", "x:n", **AT),
    row("refuted", "max_axis(x, 0) >= 2 * x[i]", "x:n", **AT),
    row("refuted", "max_axis(x, 0) >= sum_all(x)", "x:n"),
    row("refuted", "mean_axis(x, 0) >= max_axis(x, 0)", "x:n"),
    row("refuted", "max_axis(V, 1)[i] >= (V @ s)[i]", "V:n m; s:m", indices={"i": "n"}),
]


@pytest.mark.parametrize("claim", TRUE + FALSE, ids=str)
def test_inequalities(claim):
    verdict = prove(claim.claim)
    assert verdict.word == claim.expect, getattr(verdict, "reason", verdict)


def test_some_of_them_need_the_squares(monkeypatch):
    monkeypatch.setattr(search, "by_squares", lambda *a: None)
    assert [c for c in TRUE[:10] if not attempt_proof(statement_of(c.claim), 4.0).certificate]


def test_the_true_ones_hold_in_numpy():
    rng = np.random.default_rng(3)
    for n in (1, 2, 5):
        x, y, s = rng.normal(size=(3, n))
        p = np.exp(s) / np.exp(s).sum()
        assert (x @ x) * (y @ y) >= (x @ y) ** 2 - 1e-12
        assert n * (x @ x) >= x.sum() ** 2 - 1e-12 and p @ y**2 >= (p @ y) ** 2 - 1e-12
        assert x @ (np.diag(p) - np.outer(p, p)) @ x >= -1e-12 and x.max() >= p @ x - 1e-12
        y *= np.sqrt(x @ x / (y @ y))
        assert x @ x >= x @ y - 1e-12


def test_nothing_not_negative_is_found_where_a_cross_term_has_no_squares():
    assert prove(row("refuted", "a * b >= 0", NUMBERS).claim).word == "refuted"
    assert prove(row("refuted", "a**2 >= a * b", NUMBERS).claim).word == "refuted"
