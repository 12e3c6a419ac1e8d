"""Statements are what the claims say: compared with an interpreter of its own on NumPy arrays."""

import numpy as np
import pytest

from symattn.errors import BadInput, ShapeError, Unsupported
from symattn.expressions.assumptions import Assumption
from symattn.expressions.build import at, axis, identity, index, size, softmax, tensor
from symattn.kernel.interpretation import interpretation_from
from symattn.kernel.statement import fingerprint, free_indices
from symattn.notation.python_reader_forms import SIMPLE, SPECIAL
from symattn.prover.claim import Claim
from symattn.prover.statements import statement_and_places, statement_of
from tests.notation.claim_oracle import oracle
from tests.prover.statement_values import goal_values, holds

SIZES = {"n": 3, "m": 2, "d": 2, "H": 2, "n1": 1, "n2": 2}
SHAPES = {
    "x": "n", "y": "n", "u": "m", "A": "n m", "B": "m d", "S": "n n", "R": "n n", "c": "", "s": "",
    "X": "n H*d", "W": "H d m", "Z": "n1+n2 d", "E": "2 3", "g": "3", "P": "n m d",
}  # fmt: skip
FORMS = {  # text -> shape of the value
    "A @ B": "n d", "x @ A": "m", "S @ x": "n", "x @ y": "", "matmul(A, B)": "n d",
    "T(A)": "m n", "A.T": "m n", "tr(S)": "", "matpow(S, 3)": "n n", "matpow(S, 0)": "n n",
    "had(x, y)": "n", "kron(x, u)": "n*m", "kron(A, B)": "n*m m*d", "outer(x, u)": "n m",
    "inner(S, R)": "", "diag(x)": "n n", "diagv(S)": "n", "vec(A)": "m*n", "norm(x)": "", "fro(S)": "",
    "eye(n)": "n n", "ones(n, m)": "n m", "zeros(n) + x": "n", "unit(p, n)": "n", "unit(0, 3)": "3",
    "exp(x)": "n", "log(exp(x))": "n", "sqrt(x**2 + 1)": "n", "sin(x) * cos(x)": "n", "tanh(x)": "n",
    "erf(x)": "n", "abs(x - y)": "n", "sigmoid(x)": "n", "softplus(x)": "n", "relu(x)": "n", "silu(x)": "n",
    "maximum(x, y)": "n", "maximum(x, 0)": "n",
    "sum_axis(A, 0)": "m", "mean_axis(A, 1)": "n", "mean_axis(A, -1)": "n", "max_axis(A, 1)": "n",
    "sum_all(P)": "", "softmax(A, 0)": "n m", "softmax(A)": "n m", "log_softmax(A, 1)": "n m",
    "lse(A, 0)": "m", "lse(x)": "", "softmax(A / sqrt(d)) @ B": "n d",
    "sum(i, n, x[i]*y[i])": "", "sum(i, n, j, m, A[i, j])": "", "sum(i, n, A[i])": "m",
    "sum(i, n, j, i, x[j])": "", "sum(i, n, j, i+1, x[j]*y[i])": "", "sum(i, n-1, x[i+1] - x[i])": "",
    "sum(i, n, j, n-i, x[j])": "", "sum(i, 0, x[i])": "", "sum(i, 3, g[i])": "", "sum(h, H*d, X[0, h])": "",
    "tab(i, n, x[i]**2)": "n", "tab(i, n, j, m, A[i, j] * x[i])": "n m", "tab(i, m, A[:, i])": "m n",
    "concat([x, u], 0)": "n+m", "concat([A, S], 1)": "n m+n", "concat_over(h, H, A @ B, 1)": "n H*d",
    "concat_over(h, H, B @ W[h], 0)": "H*m m" , "reshape(A, n*m)": "n*m", "reshape(X, n, H, d)": "n H d",
    "perm(P, 2, 0, 1)": "d n m", "einsum('ij,jk->ik', A, B)": "n d", "einsum('ii->i', S)": "n",
    "einsum('nd,hdk->nhk', einsum('ij,jd->id', A, B), perm(W, 0, 1, 2))": "n H m",
    "where(x > 0, x, -x)": "n",
    "where(x > 0 and y > 0, 1, x)": "n",
    "where(not (x > 0 or y > x), 2*x, y)": "n",
    "where(0 < x < 1, x, y)": "n",
    "where(x == y or x != y, x, 0)": "n",
    "softmax(where(x > 0, x, -inf))": "n",
    "delta(p, 0) * x[p]": "", "delta(p, p)": "", "where(p < 2, x[p], 0)": "",
    "where(p <= 1 and n > 2, x[p], y[p])": "",
    "tab(k, n, where(k == 0, 0, x[k-1]))": "n", "let(Q, x + y, Q * Q)": "n", "let(x, x + 1, x * 2)": "n",
    "A[1]": "m", "A[p, 1]": "", "A[:, 0]": "n", "x[:, None] * A": "n m", "A + x[:, None]": "n m",
    "x[None, :] - y[:, None]": "n n", "Z[0:n1]": "n1 d", "Z[n1:, :]": "n2 d", "Z[n1:n1+n2, 1]": "n2",
    "X[:, 0:d]": "n d", "X[:, d:2*d]": "n d", "E[0:1, 1:3]": "1 2", "g[1:]": "2",
    "sum(h, H, X[:, h*d:(h+1)*d])": "n d", "x * 2 - y / 3 + c": "n", "-x**2": "n", "(-x)**3": "n",
    "x**(-1)": "n", "(x*x)**(1/2)": "n", "1/n": "", "sqrt(d) * x": "n", "p * x": "n", "(p + n) * c": "",
     "0.5 * x": "n", "c * S + 1": "n n", "[[1, 0], [0.5, 1/4]]": "2 2",
    "[1, 2, 3] * g": "3",  "exp(-inf) + x": "n",
    "grad(x @ x, x)": "n", "grad(sum_all(A**2), A)": "n m", "jac(softmax(x), x)": "n n", "jac(c*x, c)": "n",
    "grad(lse(x), x)": "n", "hess(lse(x), x)": "n n", "let(V, 2*x, grad(sum_all(exp(V)), V))": "n",
    "jac(S @ x, S)": "n n n", "grad(softmax(x) @ y, y)": "n", "let(V, x*x, grad(V @ y, x))": "n",
    "grad(c**3, c)": "", "f(x)": "n", "grad(sum_all(f(x)), x)": "n", "df(c)": "",
}  # fmt: skip


def arrays_of(shapes, seed, sizes=SIZES):
    rng = np.random.default_rng(seed)
    return {
        name: np.round(rng.normal(size=[eval(a, {}, dict(sizes)) for a in shape.split()]), 3)
        for name, shape in shapes.items()
    }


@pytest.mark.parametrize("text", FORMS)
def test_the_statement_of_each_form_is_its_value(text):
    shape = FORMS[text]
    claim = Claim.from_text(
        f"{text} == out", symbols={**SHAPES, "out": shape}, indices={"p": "n"}, least=dict.fromkeys(SIZES, 1),
        functions={"f": ("df", "ddf")},
    )  # fmt: skip
    statement = statement_of(claim)
    arrays = arrays_of(SHAPES, len(text))
    # f(x) = x**3, given to both sides
    cubes = {"f": lambda z: z**3, "df": lambda z: 3 * z**2, "ddf": lambda z: 6 * z}
    cube = {"f": interpretation_from([["1", [3], ["0"]]])}
    with np.errstate(all="ignore"):
        value = oracle(text, {**arrays, **SIZES, "p": 1}, cubes)
    lengths = [eval(a, {}, SIZES) for a in shape.split()]
    assert np.shape(value) == tuple(lengths)
    used = {n: arrays[n] for n, _, _ in statement.tensors if n in arrays}
    pairs = goal_values(
        statement, SIZES, {**used, "out": np.round(np.real(value), 12)}, {"p": 1}, functions=cube
    )
    assert len(pairs) == int(np.prod(lengths))
    assert max(abs(a - b) for a, b in pairs) < (1e-4 if "hess" in text else 1e-9)


def test_every_form_of_the_language_is_in_the_list():
    extra = {"causal", "masked_softmax", "head", "block"}
    missing = [f for f in {*SIMPLE, *SPECIAL} - extra if not any(f"{f}(" in t for t in FORMS)]
    assert missing == ["inv"]  # its own test: the inverse is a tensor of the statement


# ---- assumptions: true where they hold, false where they do not


def statement_under(assumption, shapes, least=1, goal="0 == 0", **more):
    sizes = {
        a for shape in shapes.values() for a in shape.replace("*", " ").replace("+", " ").split()
    }
    names = [n for n in sizes if n.isidentifier()]
    return statement_of(
        Claim.from_text(
            goal, symbols=shapes, given=(assumption,), least=dict.fromkeys(names, least), **more
        )
    )


SYM, SKEW = [[1, 2], [2, 5]], [[0, 2], [-2, 0]]
CASES = {  # assumption -> shapes, arrays for which it holds, arrays for which it does not
    "symmetric(A)": ("n n", [SYM], [SKEW]),
    "skew(A)": ("n n", [SKEW], [SYM]),
    "orthogonal(A)": ("n n", [[[0, 1], [-1, 0]], [[0.6, 0.8], [-0.8, 0.6]]], [SYM]),
    "idempotent(A)": ("n n", [[[1, 0], [0, 0]], [[2, -1], [2, -1]]], [SYM]),
    "positive(A)": ("n", [[1, 2]], [[1, 0], [1, -1]]),
    "negative(2*A)": ("n", [[-1, -2]], [[-1, 0]]),
    "nonzero(A)": ("n", [[-1, 2]], [[1, 0]]),
    "between(A, 0, 1)": ("n", [[0, 1], [0.5, 0.5]], [[0, 2], [-1, 0]]),
    "between(A, -1, 2)": ("n", [[-1, 1]], [[-2, 0], [0, 3]]),
    "between(A, 1, inf)": ("n", [[1, 9]], [[0, 2]]),
    "simplex(A)": ("n n", [[[0.5, 0.5], [0.25, 0.75]]], [[[0.5, 0.5], [1, 0]], [[1, 1], [1, 1]]]),
    "onehot(A)": (
        "n n",
        [[[0, 1], [0, 1]]],
        [[[1, 1], [0, 1]], [[0.5, 0.5], [0, 1]], [[0, 0], [1, 0]]],
    ),
    "centered(A)": ("n n", [[[1, -1], [3, -3]]], [[[1, -1], [1, 1]]]),
    "unit_rows(A)": ("n n", [[[0.6, 0.8], [1, 0]]], [[[1, 1], [1, 0]]]),
    "equal_row_norms(A)": ("n n", [[[1, 2], [2, -1]]], [[[1, 2], [2, 2]]]),
    "equal_rows(A)": ("n n", [[[1, 2], [1, 2]]], [[[1, 2], [2, 1]]]),
    "mask(A)": ("n n", [[[1, 0], [0, 1]]], [[[1, 1], [0, 1]], [[0, 0], [0, 1]], [[2, -1], [0, 1]]]),
    "equal(A @ A, A)": ("n n", [[[1, 0], [0, 0]]], [SYM]),
    "A == 3": ("n", [[3, 3]], [[3, 4]]),
    "sum_all(A) > 1": ("n", [[1, 2]], [[1, -2]]),
    "positive(A @ A)": ("n n", [SYM], [SKEW]),
    "nonzero(A - 1)": ("n", [[2, 3]], [[1, 2]]),
    "onehot(A - 1)": ("n", [[2, 1]], [[1, 0]]),
}


@pytest.mark.parametrize("assumption", CASES)
def test_an_assumption_holds_exactly_where_it_should(assumption):
    shape, good, bad = CASES[assumption]
    statement = statement_under(assumption, {"A": shape})
    for a in good:
        assert holds(statement, {"n": 2}, {"A": a})
    for a in bad:
        assert not holds(statement, {"n": 2}, {"A": a})


def test_a_onehot_vector_is_1_at_an_index_of_its_own():
    statement = statement_under("onehot(A)", {"A": "n"})
    places = [{"place_of_A": k} for k in range(3)]
    for k, place in enumerate(places):
        unit = np.eye(3)[k]
        assert [holds(statement, {"n": 3}, {"A": unit}, indices=p) for p in places] == [
            p is place for p in places
        ]
    for a in ([1, 1, 0], [0.5, 0.5, 0], [0, 0, 0], [0, 2, 0]):
        assert not any(holds(statement, {"n": 3}, {"A": a}, indices=p) for p in places)


def test_negative_is_the_opposite_of_a_positive_tensor():
    statement = statement_under("negative(A)", {"A": "n"})
    assert [(n, p) for n, _, p in statement.tensors] == [("A", ()), ("minus_A", ("positive",))]
    assert holds(statement, {"n": 2}, {"A": [-1, -2], "minus_A": [1, 2]})
    assert not holds(statement, {"n": 2}, {"A": [-1, 2], "minus_A": [1, 2]})
    assert not holds(statement, {"n": 2}, {"A": [1, 2], "minus_A": [-1, -2]})


def test_invertible_declares_the_inverse_with_both_equations():
    statement = statement_under("invertible(A)", {"A": "n n"}, goal="inv(A) @ A == eye(n)")
    names = [n for n, _, _ in statement.tensors]
    assert (
        len(names) == 2 and len(statement.hypotheses) == 2
    )  # shared with the inverse of the claim
    inverse = next(n for n in names if n != "A")
    at = {"A": SYM, inverse: np.linalg.inv(SYM).round(12)}
    assert holds(statement, {"n": 2}, at)
    assert not holds(statement, {"n": 2}, {"A": SYM, inverse: SYM})
    value = goal_values(statement, {"n": 2}, at)
    assert max(abs(a - b) for a, b in value) < 1e-9


def test_posdef_is_a_product_with_an_invertible_root():
    statement = statement_under("posdef(A)", {"A": "n n"})
    names = [n for n, _, _ in statement.tensors]
    assert names[:2] == ["A", "L_A"] and len(names) == 4
    root = np.array([[2.0, 0], [1, 1]])
    a = root @ root.T
    inverses = [np.linalg.inv(a), np.linalg.inv(root)]
    assert any(
        holds(statement, {"n": 2}, {"A": a, "L_A": root, names[2]: x, names[3]: y})
        for x, y in (inverses, inverses[::-1])
    )
    # no root makes an indefinite matrix: the diagonal entry is a sum of squares
    assert not holds(
        statement, {"n": 2}, {"A": -a, "L_A": root, names[2]: inverses[0], names[3]: inverses[1]}
    )


def test_permutation_is_a_bijection():
    statement = statement_under("permutation(P)", {"P": "n n"})
    ((name, sort),) = statement.bijections
    assert sort == "n"
    p = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert holds(statement, {"n": 3}, {"P": p}, bijections={name: (1, 2, 0)})
    assert not holds(statement, {"n": 3}, {"P": p}, bijections={name: (2, 0, 1)})


def test_facts_about_sizes_become_hypotheses_or_least_values():
    shapes = {"x": "n m"}
    less = statement_under("dim_less(n, m)", shapes)
    assert holds(less, {"n": 2, "m": 3}, {"x": np.ones((2, 3))})
    assert not holds(less, {"n": 2, "m": 2}, {"x": np.ones((2, 2))})
    assert dict(statement_under("dim_at_least(n, 5)", shapes).sizes) == {"n": 5, "m": 1}
    assert holds(statement_under("dim_at_least(n*m, 6)", shapes), {"n": 2, "m": 3}, {})
    assert not holds(statement_under("dim_at_least(n*m, 6)", shapes), {"n": 2, "m": 2}, {})
    assert dict(
        statement_under("integer(k, 0, inf)", {"k": "", "x": "n"}, goal="k == k").sizes
    ) == {"k": 0, "n": 1}
    product = statement_under("equal(n*m, n+3)", shapes)
    assert holds(product, {"n": 3, "m": 2}, {}) and not holds(product, {"n": 2, "m": 2}, {})


def test_size_equations_are_substituted_in_every_shape():
    claim = Claim.from_text(
        "reshape(X @ W, n, H, d) == Y", symbols={"X": "n e", "W": "e d_model", "Y": "n H d"},
        given=("equal(d_model, H*d)",), least={"d_model": 5, "H": 2, "d": 2},
    )  # fmt: skip
    statement = statement_of(claim)
    assert "d_model" not in dict(statement.sizes)
    assert {n: a for n, a, _ in statement.tensors}["W"] == ("e", ("*", "H", "d"))
    assert not holds(statement, {"H": 2, "d": 2, "n": 1, "e": 1}, {})  # d_model would be 4
    assert holds(statement, {"H": 2, "d": 3, "n": 1, "e": 1}, {})


def test_size_equations_of_nodes_are_substituted():
    n, m = size("n"), size("m")
    x, y = tensor("x", n), tensor("y", m)
    claim = Claim(softmax(x), y, given=(Assumption("equal", (n, axis("m"))),), least={"n": 3})
    statement = statement_of(claim)
    assert dict(statement.sizes) == {"m": 3} or dict(statement.sizes) == {"n": 3}
    with pytest.raises(ShapeError):
        statement_of(Claim(softmax(x), y))


def test_a_positive_function_is_the_exponential_of_a_function():
    claim = Claim.from_text(
        "grad(f(c), c) == df(c)", symbols={"c": ""}, given=("positive_function(f)",),
        functions={"f": ("df", "ddf")},
    )  # fmt: skip
    statement = statement_of(claim)
    assert [(n, d) for n, _, d in statement.functions] == [
        ("ddlog'f", ""), ("dlog'f", "ddlog'f"), ("log'f", "dlog'f"),
    ]  # fmt: skip
    line = {"log'f": interpretation_from([["2", [1], ["0"]], ["1", [2], ["0"]]])}
    pairs = goal_values(statement, {}, {"c": 0.5}, functions=line)
    assert len(pairs) == 1 and abs(pairs[0][0] - pairs[0][1]) < 1e-9
    assert abs(pairs[0][0] - 3 * np.exp(1.25)) < 1e-9  # (2 + 2c) exp(2c + c^2)


UNDECIDED = {  # read, but without a meaning in the kernel
    "(n // 2) * x == x": "floor",
    "x[(p + 1) % n] == c": "not linear",
    "c**(k - 1) == c": "exponent",
    "matpow(S, k - p) == S": "exponent",
    "pi * x == x": "",
    "tab(j, p, x[j]) == x": "no axis",
}


@pytest.mark.parametrize("text", UNDECIDED)
def test_what_is_read_but_has_no_meaning_is_unsupported_with_a_reason(text):
    claim = Claim.from_text(
        text, symbols={**SHAPES, "k": ""}, indices={"p": "n"}, given=("integer(k, 0, inf)",)
    )
    if not UNDECIDED[text]:
        statement_of(claim)
        return
    with pytest.raises(Unsupported) as error:
        statement_of(claim)
    assert UNDECIDED[text] in str(error.value)
    assert error.value.doing


MASKED = {
    "where(M == 1, S, R)": "n n", "where(M > 0, S, 0)": "n n", "where(M[p] == 0, x, y)": "n",
    "where(M != 1, S, R)": "n n", "where(M >= 1, 2, R)": "n n", "where(M < 1/2, S, R)": "n n",
    "softmax(where(M == 1, S, -inf))": "n n", "softmax(where(M == 0, -inf, S)) @ x": "n",
    "softmax(S + where(M > 0, 0, -inf))": "n n",
}  # fmt: skip


@pytest.mark.parametrize("text", MASKED)
def test_a_comparison_of_a_mask_is_a_product_with_it(text):
    claim = Claim.from_text(
        f"{text} == out", symbols={**SHAPES, "M": "n n", "out": MASKED[text]}, indices={"p": "n"},
        given=("mask(M)",),
    )  # fmt: skip
    statement = statement_of(claim)
    arrays = {**arrays_of(SHAPES, 1), "M": np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0]])}
    value = oracle(text, {**arrays, **SIZES, "p": 1})
    used = {n: arrays[n] for n, _, _ in statement.tensors if n in arrays}
    pairs = goal_values(statement, SIZES, {**used, "out": np.round(value, 12)}, {"p": 1})
    assert len(pairs) == value.size and max(abs(a - b) for a, b in pairs) < 1e-9


def test_a_comparison_of_a_mask_under_a_derivative_by_it_is_not_the_mask():
    texts = ("grad(sum_all(where(M == 1, S, 0)), M) == S", "sum_all(where(M == 1, S, 0)) == 0")
    for text, stays in zip(texts, (True, False), strict=True):
        claim = Claim.from_text(text, symbols={"S": "n n", "M": "n n"}, given=("mask(M)",))
        assert ("'step'" in str(statement_of(claim).goals)) == stays


def test_an_index_below_n_minus_1_is_an_index_of_n_with_that_fact():
    claim = Claim.from_text("x[t+1] == x[t]", symbols={"x": "n"}, indices={"t": "n-1"})
    statement = statement_of(claim)
    assert holds(statement, {"n": 3}, {}, indices={"t": 1})
    assert not holds(statement, {"n": 3}, {}, indices={"t": 2})
    assert goal_values(statement, {"n": 3}, {"x": [1, 2, 4]}, {"t": 1}) == [(4, 2)]


def test_different_shapes_are_refused_with_both_named():
    for text, shapes in (
        ("x == y", ("[n]", "[m]")),
        ("A == x", ("[n, m]", "[n]")),
        ("x == sum_all(x)", ("[n]", "[]")),
    ):
        with pytest.raises(ShapeError) as error:
            statement_of(Claim.from_text(text, symbols={"x": "n", "y": "m", "A": "n m"}))
        assert all(s in error.value.known for s in shapes)


def test_one_size_in_two_orders_is_compared_by_position():
    s = statement_of(Claim.from_text("x == y", symbols={"x": "H*d", "y": "d*H"}))
    x, y = np.arange(6.0), np.arange(6.0) ** 2
    found = goal_values(s, {"H": 2, "d": 3}, {"x": x, "y": y})
    np.testing.assert_allclose(sorted(found), list(zip(x, y, strict=True)))


def test_integer_axes_are_compared_place_by_place():
    claim = Claim.from_text("kron(x, y) == z", symbols={"x": "2", "y": "2", "z": "4"})
    pairs = goal_values(statement_of(claim), {}, {"x": [1, 2], "y": [3, 5], "z": [3, 5, 6, 10]})
    assert pairs == [(3, 3), (5, 5), (6, 6), (10, 10)]


def test_a_number_is_compared_with_every_entry_and_relations_are_kept():
    statement = statement_of(Claim.from_text("softmax(x) > 0", symbols={"x": "n"}))
    assert [g.rel for g in statement.goals] == [">"]
    below = statement_of(Claim.from_text("x <= y", symbols={"x": "n", "y": "n"}))
    assert goal_values(below, {"n": 2}, {"x": [1, 2], "y": [3, 7]}) == [(2, 0), (5, 0)]
    assert [g.rel for g in below.goals] == [">="]


def test_two_shapes_of_one_name_are_refused():
    with pytest.raises(ShapeError):
        statement_of(
            Claim(
                tensor("x", "n"),
                tensor("y", "n"),
                given=(Assumption("positive", (tensor("x", "m"),)),),
            )
        )


def test_functions_are_declared_once_and_not_the_known_ones():
    for functions in ({"f": ("g", "g")}, {"f": ("f",)}):
        with pytest.raises(BadInput):
            statement_of(Claim.from_text("f(c) == 0", symbols={"c": ""}, functions=functions))
    with pytest.raises(BadInput):
        statement_of(Claim(tensor("c"), 0, functions={"step": ("d", "dd")}))
    with pytest.raises(BadInput):
        statement_of(Claim(tensor("c"), 0, given=(Assumption("positive_function", ("f",)),)))


def test_a_size_below_its_least_value_is_refused():
    with pytest.raises(BadInput):
        statement_of(
            Claim.from_text("x == x", symbols={"x": "n"}, given=("equal(n, 1)",), least={"n": 2})
        )


def test_free_indices_of_the_goal_avoid_names_in_use():
    statement = statement_of(
        Claim.from_text(
            "A[i] == B[j]", symbols={"A": "n m", "B": "n m"}, indices={"i": "n", "j": "n"}
        )
    )
    (goal,) = statement.goals
    names = {t.args[0] for t in free_indices([goal.a, goal.b])}
    assert len(names) == 3 and {"i", "j"} < names


def test_identity_of_nodes_and_texts_is_one_statement():
    a = tensor("A", "n", "n")
    node = statement_of(Claim(a @ identity("n"), a))
    text = statement_of(Claim.from_text("A @ eye(n) == A", symbols={"A": "n n"}))
    assert fingerprint(node) == fingerprint(text)


INSIDE = [
    "sum(i, n-1, x[i+1])", "sum(i, n, x[n-1-i])", "sum(i, n, where(i > 0, x[i-1], 0))", "sum(i, n, where(i == 0, 0, x[i-1]))",
    "sum(i, n, j, n-i-1, x[i+j+1])", "sum(i, n, j, m, w[i*m + j])", "sum(i, n, where(i != 0, x[i-1], 0))",
    "sum(i, n, where(n-1 > i, x[i+1], 0))", "x[0]", "x[n-1]", "sum(i, n, where(0 <= i-1 and i < n, x[i-1], 0))",
    "sum(h, n, w[h*m:(h+1)*m][0])", "x @ unit(0, n)",
]  # fmt: skip


@pytest.mark.parametrize("text", INSIDE)
def test_places_that_lie_inside_add_nothing(text):
    statement = statement_of(Claim.from_text(f"{text} == 0", symbols={"x": "n", "w": "n*m"}))
    assert statement.hypotheses == () and {k for _, k in statement.sizes} == {1}


def test_a_literal_place_asks_for_an_axis_that_long():
    for text in ("x[0] == x[2]", "x @ unit(2, n) == 0"):
        statement = statement_of(Claim.from_text(text, symbols={"x": "n"}))
        assert dict(statement.sizes) == {"n": 3} and statement.hypotheses == ()
    claim = Claim.from_text("x[0] == x[3] + x[p]", symbols={"x": "n"}, indices={"p": "n"})
    assert statement_and_places(claim)[1] == ("n >= 4",)
    free = Claim.from_text("x[p+1] == x[p]", symbols={"x": "n"}, indices={"p": "n"})
    assert statement_and_places(free)[1] == ("p + 1 < n",)


def test_a_place_of_free_indices_becomes_a_fact():
    statement = statement_of(
        Claim.from_text("x[p+1] == x[p]", symbols={"x": "n"}, indices={"p": "n"})
    )
    assert holds(statement, {"n": 3}, {}, indices={"p": 1}) and not holds(
        statement, {"n": 3}, {}, indices={"p": 2}
    )
    sized = statement_of(Claim.from_text("x[m] == 0", symbols={"x": "n"}, least={"m": 1}))
    assert holds(sized, {"n": 3, "m": 2}, {}) and not holds(sized, {"n": 3, "m": 3}, {})


@pytest.mark.parametrize(
    "text",
    [
        "sum(i, n, x[i+1])",
        "sum(i, n, x[i-1])",
        "tab(i, n, x[2*i])[0]",
        "sum(i, n, where(i > 1, x[i-3], 0))",
        "let(v, x[p+1], v)",
    ],
)
def test_a_chosen_place_that_may_lie_outside_is_unsupported(text):
    with pytest.raises(Unsupported) as error:
        statement_of(Claim.from_text(f"{text} == 0", symbols={"x": "n"}, indices={"p": "n"}))
    assert "outside" in error.value.wrong


def test_many_literal_places_are_one_index_each_and_many_cases_are_refused():
    small = statement_of(Claim.from_text("A == B", symbols={"A": "3 4", "B": "3 4"}))
    large = statement_of(Claim.from_text("A == B", symbols={"A": "64 64 64", "B": "64 64 64"}))
    assert (len(small.goals), len(large.goals)) == (12, 1)
    with pytest.raises(Unsupported):
        statement_of(
            Claim.from_text("kron(x, y) == z", symbols={"x": "60", "y": "60", "z": "3600"})
        )


def test_one_index_name_over_two_axes_is_unsupported():
    x, y = tensor("x", "n"), tensor("y", "m")
    one = Claim(at(x, index("i", "n")), at(y, index("i", "m")))
    with pytest.raises(Unsupported):
        statement_of(one)


def test_names_that_meaning_introduces_are_reserved():
    claim = Claim(
        tensor("inverse@1", "n", "n"),
        tensor("A", "n", "n"),
        given=(Assumption("invertible", (tensor("A", "n", "n"),)),),
    )
    with pytest.raises(BadInput):
        statement_of(claim)


def test_a_size_that_may_be_0_is_declared_so():
    with pytest.raises(BadInput):
        statement_of(Claim(tensor("x", "n"), tensor("x", "n"), least={"n": 0}))
    x = tensor("x", size("n", least=0))
    assert dict(statement_of(Claim(x, x, least={"n": 0})).sizes) == {"n": 0}
    assert dict(statement_under("dim_at_least(n, 0)", {"x": "n"}).sizes) == {"n": 1}


def test_an_equation_of_concatenations_is_one_hypothesis_for_each_part():
    shapes = {"a": "n", "b": "m", "c": "n", "d": "m", "e": "n+m"}
    split = statement_under("equal(2*concat([a, b], 0), concat([c, d], 0))", shapes)
    assert [len(h.sorts) for h in split.hypotheses] == [1, 1]
    at = {"a": [1, 2], "b": [3], "c": [2, 4], "d": [6], "e": [2, 4, 6]}
    assert holds(split, {"n": 2, "m": 1}, at)
    assert not holds(split, {"n": 2, "m": 1}, {**at, "d": [7]}) and not holds(
        split, {"n": 2, "m": 1}, {**at, "a": [1, 1]}
    )
    plain = statement_under("e == 2*concat([a, b], 0)", shapes)
    assert len(plain.hypotheses) == 1
    assert holds(plain, {"n": 2, "m": 1}, at) and not holds(
        plain, {"n": 2, "m": 1}, {**at, "e": [2, 4, 5]}
    )
    blocks = statement_under(
        "equal(kron(a, b), kron(c, d))", {"a": "2", "b": "2", "c": "2", "d": "2"}
    )
    assert holds(blocks, {}, {"a": [1, 2], "b": [3, 4], "c": [2, 4], "d": [1.5, 2]})
