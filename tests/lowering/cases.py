"""The expressions that the lowering tests run: every node class, attention, heads, masks, derivatives."""

from sympy import Eq, Rational, oo, sqrt

from symattn.expressions.build import (
    apply,
    at,
    block,
    causal_mask,
    concat,
    concat_over,
    delta,
    diag,
    diag_of,
    einsum,
    exp,
    grad,
    hadamard,
    head_slice,
    identity,
    index,
    inner,
    inverse,
    jac,
    kron,
    let,
    literal,
    log,
    log_softmax,
    lse,
    masked_softmax,
    matrix_power,
    max_axis,
    maximum,
    mean_axis,
    new_axis,
    norm,
    ones,
    outer,
    permute,
    position,
    power,
    reshape,
    sizes,
    softmax,
    stack,
    sum_axis,
    sum_over,
    tensor,
    total,
    trace,
    unit,
    vec,
    where,
    where_tensor,
    zeros,
)

n, m, d_k, d_v, H, d = sizes("n m d_k d_v H d")
i, j, h, h2 = index("i", "n"), index("j", "m"), index("h", "H"), index("l", "m")
Q, K, V = tensor("Q", "n", "d_k"), tensor("K", "m", "d_k"), tensor("V", "m", "d_v")
G = tensor("G", "n", "d_v")
x, y, A, B = tensor("x", "n"), tensor("y", "n"), tensor("A", "n", "n"), tensor("B", "n", "n")
X, s, q = tensor("X", "n", "d"), tensor("s"), tensor("q", "d_k")
W_Q, W_K, W_V = (
    tensor("W_Q", "H", "d", "d_k"),
    tensor("W_K", "H", "d", "d_k"),
    tensor("W_V", "H", "d", "d_v"),
)
W_O = tensor("W_O", "H*d_v", "d")
mask = where_tensor(">", tensor("M", "n", "m"), 0, ones("n", "m"), zeros("n", "m"))

attention = softmax(Q @ K.T / sqrt(d_k)) @ V
single = sum_over(j, at(softmax(K @ q), j) * at(V, j))


def _head(w_q, w_k, w_v):
    return softmax((X @ w_q) @ (X @ w_k).T / sqrt(d_k)) @ (X @ w_v)


multi_head = concat_over(h, _head(at(W_Q, h), at(W_K, h), at(W_V, h))) @ W_O
multi_head_sum = sum_over(
    h, _head(at(W_Q, h), at(W_K, h), at(W_V, h)) @ at(reshape(W_O, "H", "d_v", "d"), h)
)
U = tensor("U", "n", "H*d_v")
P, R = tensor("P", "n1+n2"), tensor("R", "n1+n2", "d")
T3, S3 = tensor("T3", "H", "n", "d"), tensor("S3", "H", "d", "m")

FORWARD = {
    "attention": attention,
    "single_query": single,
    "multi_head": multi_head,
    "multi_head_sum": multi_head_sum,
    "masked": masked_softmax(Q @ K.T, causal_mask("n", "m")) @ V,
    "masked_by_infinity": softmax(stack(i, stack(j, where(j <= i, at(Q @ K.T, i, j), -oo)))) @ V,
    "literal": literal([[1, 2], [3, Rational(1, 2)]]) @ tensor("z", 2),
    "identity": identity("n") @ A + ones("n", "n") - zeros("n", "n"),
    "unit": stack(i, unit(i, "n")) @ A,
    "delta": stack(i, delta(i, n - 1) * at(x, i)),
    "position": stack(i, position(2 * i + 1) * at(x, i)),
    "entrywise": -(x + 2) * y / (x * x + 1) - x / 3,
    "hadamard": hadamard(A, B.T),
    "power": power(A, 3) + power(exp(A), Rational(1, 2)) + power(exp(A), s),
    "functions": exp(x) + log(exp(y)) + apply("sqrt", exp(x)) + apply("sin", x) * apply("cos", y)
                 + apply("tanh", x) + apply("erf", y) + apply("abs", x),
    "activations": apply("sigmoid", x) + apply("softplus", y) + apply("relu", x) + apply("silu", y),
    "maximum": maximum(A, B),
    "where": stack(i, where(Eq(i, n - 1) | (i < 1), at(x, i), at(y, i))),
    "where_tensor": where_tensor("<", A, B, A * 2, B),
    "matvec": A @ x + x @ A,
    "dot": (x @ y) * x,
    "batched": T3 @ S3,
    "einsum": einsum("hnd,hdm,m->nh", T3, S3, tensor("w", "m")),
    "einsum_order": einsum("abc,dcb->da", tensor("E", "n", "m", "d"), tensor("F", "H", "d", "m")),
    "einsum_diagonal": einsum("iij,jk->ki", tensor("E", "n", "n", "m"), V),
    "einsum_total": einsum("ij,ij->", A, B) * einsum("ij->j", A),
    "einsum_outer": einsum("i,jk->kij", x, V),
    "permute": permute(T3, 2, 0, 1),
    "inner_outer": outer(x, y) * inner(A, B),
    "kron": kron(Q, V),
    "kron_vectors": kron(x, q),
    "trace": trace(A @ B) * identity("n"),
    "diagonals": diag(x) @ A + diag(diag_of(B)),
    "inverse": inverse(A @ A.T + identity("n")) @ x,
    "matrix_power": matrix_power(A, 5) + matrix_power(A @ A.T + identity("n"), -2),
    "norm": A / norm(A) + norm(x),
    "reshape": reshape(reshape(U, "n", "H", "d_v") @ tensor("Z", "n", "d_v", "m"), "n*H", "m"),
    "vec": vec(Q),
    "reductions": sum_axis(A, 0) + mean_axis(A, 1) * max_axis(A, 0) + total(A),
    "softmax_first_axis": softmax(A, 0) + new_axis(lse(A, 0), 0) + log_softmax(A, 0),
    "new_axis": new_axis(x, 1) * new_axis(y, 0),
    "block": block(P, 0, 1) * total(block(P, 0, 0)),
    "head_slice": sum_over(h, head_slice(U, h) @ at(tensor("Y", "H", "d_v", "m"), h)),
    "sum_over": sum_over(i, sum_over(j, at(A, i, i) * at(x, i) * exp(at(V, j)))),
    "sum_without_index": sum_over(i, x) + sum_over(j, at(x, 0)),
    "stack": stack(i, outer(at(Q, i), x)),
    "stack_without_index": stack(h, x),
    "shadow": stack(i, at(x, i) * sum_over(i, at(y, i) * at(x, i))),
    "concat": concat([A, Q, exp(A)], 1),
    "concat_over": concat_over(i, at(Q, i) * at(x, i), 0),
    "concat_blocks": concat([block(P, 0, 0), x, block(P, 0, 1)]),
    "causal": causal_mask("n", "m") @ V,
    "let": let("S", A @ B, let("Z", tensor("S", "n", "n") @ A, tensor("Z", "n", "n") + tensor("S", "n", "n"))),
    "shifted_index": stack(i, sum_over(j, where(j < i, at(V, j), zeros("d_v")))),
}  # fmt: skip


def _similarity(k):
    return exp(q @ at(K, k) / sqrt(d_k))


QUOTIENTS = {
    "by_words": sum_over(j, _similarity(j) / sum_over(j, _similarity(j)) * at(V, j)),
    "by_other_words": sum_over(j, _similarity(j) / sum_over(h2, _similarity(h2)) * at(V, j)),
    "scaled_values": sum_over(j, _similarity(j) * at(V, j) / sum_over(h2, _similarity(h2))),
    "sum_then_quotient": sum_over(j, _similarity(j) * at(V, j)) / sum_over(h2, _similarity(h2)),
    "vector": exp(x) / total(exp(x)),
    "rows": exp(Q @ K.T) / new_axis(total(exp(Q @ K.T), 1), 1) @ V,
    "columns": exp(A) / new_axis(total(exp(A), 0), 0) * B,
    "stacked_rows": stack(i, exp(at(A, i)) / total(exp(at(A, i)))),
}
FORWARD |= {f"quotient_{name}": e for name, e in QUOTIENTS.items()}

score = inner(attention, G)
Pl = tensor("Pl", "n", "m")
DERIVED = {
    "attention_by_q": grad(score, Q),
    "attention_by_k": grad(score, K),
    "attention_by_v": grad(score, V),
    "single_by_q": jac(single, q),
    "single_by_k": jac(single, K),
    "single_by_v": jac(single, V),
    "multi_head_by_w": grad(inner(multi_head, X), W_K),
    "multi_head_by_x": grad(inner(multi_head, X), X),
    "multi_head_sum_by_w": grad(inner(multi_head_sum, X), W_O),
    "softmax_jacobian": jac(softmax(x), x),
    "softmax_matrix_jacobian": jac(softmax(A), A),
    "log_softmax_jacobian": jac(log_softmax(x), x),
    "hessian": jac(grad(lse(x) * (x @ x), x), x),
    "masked_by_q": grad(inner(masked_softmax(Q @ K.T, causal_mask("n", "m")) @ V, G), Q),
    "masked_by_infinity": grad(inner(FORWARD["masked_by_infinity"], G), Q),
    "functions": grad(total(FORWARD["functions"]), x),
    "activations": jac(FORWARD["activations"], y),
    "entrywise": jac(FORWARD["entrywise"], x),
    "power": grad(total(FORWARD["power"]), A),
    "power_by_exponent": grad(total(FORWARD["power"]), s),
    "maximum": grad(total(FORWARD["maximum"] * A), B),
    "max_axis": grad(total(max_axis(A, 0) * x), A),
    "where": jac(FORWARD["where"], y),
    "where_tensor": grad(total(FORWARD["where_tensor"]), A),
    "inverse": grad(inner(FORWARD["inverse"], y), A),
    "matrix_power": grad(total(matrix_power(A, 3)), A),
    "kron": grad(inner(kron(Q, V), tensor("C", "n*m", "d_k*d_v")), Q),
    "einsum": grad(total(FORWARD["einsum_order"] ** 2), tensor("E", "n", "m", "d")),
    "einsum_diagonal": grad(total(FORWARD["einsum_diagonal"] ** 2), tensor("E", "n", "n", "m")),
    "norm": grad(norm(A) * total(A), A),
    "reductions": jac(FORWARD["reductions"], A),
    "concat": grad(norm(concat([A, Q], 1)), Q),
    "block": jac(block(P, 0, 1) * total(block(P, 0, 0)), P),
    "block_norm": grad(norm(block(R, 0, 0)), R),
    "head_slice": grad(norm(FORWARD["head_slice"]), U),
    "shadow": jac(FORWARD["shadow"], x),
    "shadow_y": jac(FORWARD["shadow"], y),
    "per_row": stack(i, grad(at(x, i) * norm(at(Q, i)), Q)),
    "row_of_sum": sum_over(i, grad(power(at(x, i), 2) * total(x), x) * at(y, i)),
    "let_inside": grad(let("Z", A @ A, inner(tensor("Z", "n", "n"), B @ A)), A),
    "let_outside": let("Z", A @ A, grad(inner(tensor("Z", "n", "n"), B @ A), tensor("Z", "n", "n"))),
    "let_held": let("Z", A @ A, grad(inner(tensor("Z", "n", "n"), B @ A), A)),
    "no_dependence": grad(total(x), A),
    "broadcast": grad(total(new_axis(x, 1) * A + new_axis(y, 0) / new_axis(exp(x), 1)), x),
    "scalar": grad(total(s * A + x @ A @ y / s), s),
    "stack_concat": grad(norm(concat_over(i, at(Q, i) * at(x, i), 0)), x),
    "sums": jac(FORWARD["sum_over"], V),
    "diagonals": grad(norm(FORWARD["diagonals"]), B),
    "trace": grad(trace(A @ A @ B), A),
    "shifted_index": grad(norm(FORWARD["shifted_index"]), V),
}  # fmt: skip

SIZES = (
    {"n": 4, "m": 5, "d_k": 6, "d_v": 3, "H": 2, "d": 7, "n1": 8, "n2": 9},
    {"n": 3, "m": 4, "d_k": 2, "d_v": 5, "H": 1, "d": 6, "n1": 7, "n2": 8},
)
