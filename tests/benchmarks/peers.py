"""The seven timed claims in plain SymPy at n = 3, d = 2: entries of left minus right side.

Written by hand with explicit matrices, so that the peer is not slowed by anything of ours.
"""

import sympy as sp

N, D = 3, 2


def _matrix(name, rows, columns):
    return sp.Matrix(rows, columns, lambda i, j: sp.Symbol(f"{name}{i}{j}", real=True))


def _softmax(column):
    exps = column.applyfunc(sp.exp)
    return exps / sum(exps)


def _softmax_rows(scores):
    return sp.Matrix.vstack(*(_softmax(scores[i, :].T).T for i in range(scores.rows)))


def _jacobian_core(weights):
    return sp.diag(*weights) - weights * weights.T


def row_sums():
    """Each row of softmax(Q K^T) sums to 1."""
    weights = _softmax_rows(_matrix("q", N, D) * _matrix("k", N, D).T)
    return [sum(weights[i, :]) - 1 for i in range(N)]


def softmax_jacobian():
    """The Jacobian of softmax is diag(a) - a a^T."""
    x = _matrix("x", N, 1)
    weights = _softmax(x)
    return list(weights.jacobian(x) - _jacobian_core(weights))


def output_by_query():
    """dA/dq = V^T (diag(a) - a a^T) K."""
    keys, values, query = _matrix("k", N, D), _matrix("v", N, D), _matrix("q", D, 1)
    weights = _softmax(keys * query)
    return list((values.T * weights).jacobian(query) - values.T * _jacobian_core(weights) * keys)


def output_by_key():
    """dA/dk_j = a_j (v_j - A) q^T, for j = 0."""
    keys, values, query = _matrix("k", N, D), _matrix("v", N, D), _matrix("q", D, 1)
    weights = _softmax(keys * query)
    output = values.T * weights
    return list(output.jacobian(keys[0, :].T) - weights[0] * (values[0, :].T - output) * query.T)


def concat_is_sum_of_heads():
    """Concat(head_1, head_2) W = head_1 W_1 + head_2 W_2."""
    output = _matrix("w", 2 * D, D)
    heads = [
        _softmax_rows(_matrix(f"q{h}", N, D) * _matrix(f"k{h}", N, D).T) * _matrix(f"v{h}", N, D)
        for h in range(2)
    ]
    joined = sp.Matrix.hstack(*heads) * output
    return list(joined - heads[0] * output[:D, :] - heads[1] * output[D:, :])


def online_softmax_merge():
    """Attention over two blocks from the parts of each block, with any two offsets a, b."""
    s, t, a, b = _matrix("s", N, 1), _matrix("t", N, 1), *sp.symbols("a b", real=True)
    values, others = _matrix("v", N, D), _matrix("u", N, D)
    left = sp.exp(a) * sum((s - a * sp.ones(N, 1)).applyfunc(sp.exp))
    right = sp.exp(b) * sum((t - b * sp.ones(N, 1)).applyfunc(sp.exp))
    whole = sp.Matrix.vstack(values, others).T * _softmax(sp.Matrix.vstack(s, t))
    parts = left * (values.T * _softmax(s)) + right * (others.T * _softmax(t))
    return list(whole - parts / (left + right))


def flash_query_gradient():
    """dL/dQ = (P o (dO V^T - rowsum(dO o O) 1^T)) K / sqrt(d), for L = <dO, O>."""
    q, k, v = (_matrix(name, N, D) for name in "qkv")
    grads = _matrix("g", N, D)
    weights = _softmax_rows(q * k.T / sp.sqrt(D))
    output = weights * v
    loss = sum(grads.multiply_elementwise(output))
    row = sp.Matrix(N, 1, lambda i, _: sum(grads.multiply_elementwise(output)[i, :]))
    inner = weights.multiply_elementwise(grads * v.T - row * sp.ones(1, N))
    wanted = inner * k / sp.sqrt(D)
    return [sp.diff(loss, q[i, j]) - wanted[i, j] for i in range(N) for j in range(D)]
