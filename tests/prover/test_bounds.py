"""Inequalities: true ones are proved with a certificate that the kernel accepts, false ones are not."""

import pytest

from symattn.kernel.certificate import replay
from symattn.prover.search import attempt_proof
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

TRUE = [
    row("", "x**2 >= 0", "x:"),
    row("", "(x - y)**2 >= 0", "x:; y:"),
    row("", "(x - y) @ (x - y) >= 0", "x:n; y:n"),
    row("", "x**2 + y**2 >= 2*x*y", "x:; y:"),
    row("", "x**2 + y**2 + z**2 >= x*y + y*z + z*x", "x:; y:; z:"),
    row("", "x**2 + x + 1 > 0", "x:"),
    row("", "x + 1/x >= 2", "x:", "positive(x)"),
    row("", "softmax(x)[i] > 0", "x:n", indices={"i": "n"}),
    row("", "softmax(x)[i] <= 1", "x:n", indices={"i": "n"}),
    row("", "sigmoid(x) > 0", "x:"),
    row("", "sigmoid(x) < 1", "x:"),
    row("", "tanh(x) < 1", "x:"),
    row("", "tanh(x) > -1", "x:"),
    row("", "softplus(x) > 0", "x:"),
    row("", "softplus(x) > x", "x:"),
    row("", "exp(x) >= 1 + x", "x:"),
    row("", "log(x) <= x - 1", "x:", "positive(x)"),
    row("", "cos(x) <= 1", "x:"),
    row("", "sin(x) >= -1", "x:"),
    row("", "sin(x)**2 <= 1", "x:"),
    row("", "relu(x) >= 0", "x:n"),
    row("", "relu(x) >= x", "x:n"),
    row("", "relu(x) <= abs(x)", "x:n"),
    row("", "abs(x) >= x", "x:n"),
    row("", "abs(x + y) <= abs(x) + abs(y)", "x:n; y:n"),
    row("", "abs(abs(x) - abs(y)) <= abs(x - y)", "x:; y:"),
    row("", "maximum(x, y) >= x", "x:n; y:n"),
    row("", "maximum(x, y) >= (x + y)/2", "x:n; y:n"),
    row("", "max_axis(x, 0) >= x[i]", "x:n", indices={"i": "n"}),
    row("", "max_axis(x, 0) >= mean_axis(x, 0)", "x:n"),
    row("", "lse(x) >= max_axis(x, 0)", "x:n"),
    row("", "lse(x) >= x[i]", "x:n", indices={"i": "n"}),
    row("", "log_softmax(x)[i] <= 0", "x:n", indices={"i": "n"}),
    row("", "-log_softmax(x)[i] >= 0", "x:n", indices={"i": "n"}),
    row("", "(x @ y)**2 <= (x @ x)*(y @ y)", "x:n; y:n"),
    row("", "x @ y <= norm(x)*norm(y)", "x:n; y:n"),
    row("", "abs(x @ y) <= norm(x)*norm(y)", "x:n; y:n"),
    row("", "norm(x + y) <= norm(x) + norm(y)", "x:n; y:n"),
    row("", "norm(x) >= 0", "x:n"),
    row("", "mean_axis(x**2, 0) >= mean_axis(x, 0)**2", "x:n"),
    row("", "sum_all((x - mean_axis(x, 0))**2) >= 0", "x:n"),
    row("", "max_axis(x, 0) >= y @ x", "x:n; y:n", "simplex(y)"),
    row("", "max_axis(x, 0) >= softmax(y) @ x", "x:n; y:n"),
    row("", "softmax(x)[i] > softmax(x)[j]", "x:n", "positive(x[i] - x[j])", indices={"i": "n", "j": "n"}),
    row("", "log(x) > log(y)", "x:; y:", "positive(y)", "positive(x - y)"),
    row("", "-(softmax(x) @ log(softmax(x))) >= 0", "x:n"),
    row("", "sum_all(p*log(p/q)) >= 0", "p:n; q:n", "simplex(p)", "simplex(q)"),
    row("", "tr(X.T @ X) >= 0", "X:n m"),
    row("", "y[i] <= 1", "y:n", "simplex(y)", indices={"i": "n"}),
    row("", "sigmoid(x)*(1 - sigmoid(x)) <= 1/4", "x:"),
    row("", "norm(x)**2/n >= 0", "x:n"),
    row("", "0 <= x*(1 - x)", "x:", "between(x, 0, 1)"),
    row("", "x*y > 0", "x:; y:", "positive(x)", "positive(y)"),
    row("", "(x - y)*(exp(x) - exp(y)) > 0", "x:; y:", "positive(x - y)"),
    row("", "q @ q >= q @ k", "q:n; k:n", "equal(k @ k, q @ q)"),
]  # fmt: skip
FALSE = [
    row("", "x**2 > 0", "x:"),
    row("", "x**2 >= x", "x:"),
    row("", "abs(x) > x", "x:"),
    row("", "exp(x) > 1", "x:"),
    row("", "log(x) >= x - 1", "x:", "positive(x)"),
    row("", "sigmoid(x) > 1/2", "x:"),
    row("", "softmax(x)[i] >= 1/n", "x:n", indices={"i": "n"}),
    row("", "abs(x + y) >= abs(x) + abs(y)", "x:; y:"),
    row("", "max_axis(x, 0) > x[i]", "x:n", indices={"i": "n"}),
    row("", "x @ y >= norm(x)*norm(y)", "x:n; y:n"),
    row("", "lse(x) <= max_axis(x, 0)", "x:n"),
    row("", "relu(x) > 0", "x:"),
    row("", "mean_axis(x**2, 0) <= mean_axis(x, 0)**2", "x:n"),
    row("", "sum_all(p*log(p/q)) <= 0", "p:n; q:n", "simplex(p)", "simplex(q)"),
    row("", "-(softmax(x) @ log(softmax(x))) >= 1", "x:n"),
    row("", "norm(x + y) >= norm(x) + norm(y)", "x:n; y:n"),
    row("", "x*y >= (x + y)/2", "x:; y:", "positive(x)", "positive(y)"),
    row("", "x**2 + y**2 >= 3*x*y", "x:; y:"),
    row("", "x**2 + x + 1/5 >= 0", "x:"),
    row("", "exp(x) > 1 + x", "x:"),
    row("", "log(x) > log(y)", "x:; y:", "positive(y)", "positive(y - x)"),
    row("", "abs(x + y) < abs(x) + abs(y)", "x:n; y:n"),
    row("", "norm(x)*norm(y) > x @ y", "x:n; y:n"),
    row("", "sum_all(x) >= max_axis(x, 0)", "x:n"),
    row("", "max_axis(x, 0) >= y @ x", "x:n; y:n", "positive(y)"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=str)
def test_true_ones_are_proved(claim):
    attempt = attempt_proof(statement_of(claim.claim), 8.0)
    assert attempt.certificate, attempt.reason
    assert replay(attempt.certificate).steps == attempt.steps


@pytest.mark.parametrize("claim", FALSE, ids=str)
def test_false_ones_are_not(claim):
    assert not attempt_proof(statement_of(claim.claim), 8.0).certificate
