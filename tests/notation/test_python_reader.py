"""The claim language is read as written, and what is not in it is refused with a caret."""

import pytest
from sympy import Eq, Lt, Rational, Symbol, oo

from symattn.errors import NotationError, ShapeError, UnknownName, Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis, ProductAxis, concat_axis
from symattn.expressions.build import index, size, tensor
from symattn.notation.python_reader import (
    RESERVED,
    read_axis,
    read_comparison,
    read_expression,
)
from symattn.notation.python_reader_assumptions import read_assumption
from symattn.notation.python_reader_text import Scope

NAMES = ("n", "m", "d", "H", "k")
SCOPE = Scope(
    tensors={
        "x": tensor("x", "n"), "y": tensor("y", "n"), "k": tensor("k"), "Q": tensor("Q", "n", "d"),
        "K": tensor("K", "m", "d"), "X": tensor("X", "n", "H*d"), "Z": tensor("Z", "n+m", "d"),
        "A": tensor("A", "n", "n"), "g": tensor("g", "3"),
    },
    indices={"i": index("i", "n"), "h": index("h", "H")},
    sizes={name: Axis(size(name)) for name in NAMES},
    functions={"f": ("df", "ddf")},
)  # fmt: skip
x, Q, A = SCOPE.tensors["x"], SCOPE.tensors["Q"], SCOPE.tensors["A"]
i, n = SCOPE.indices["i"], size("n")


def read(text):
    return read_expression(text, SCOPE)


def test_nothing_is_reordered_or_evaluated():
    assert read("x + x - x*2/x") == N.Subtract(
        N.Add(x, x), N.Divide(N.Multiply(x, N.Constant(2)), x)
    )
    assert read("Q @ K.T / sqrt(d)") == N.Divide(
        N.MatMul(Q, N.Transpose(SCOPE.tensors["K"])), N.Apply("sqrt", N.Constant(size("d")))
    )
    assert read("A @ A * 2") == N.Multiply(
        N.MatMul(A, A), N.Constant(2)
    )  # one level, from the left


def test_numbers_are_exact():
    assert read("0.1") == N.Constant(Rational(1, 10))
    assert read("-3") == N.Constant(-3)
    assert read("x**(1/2)") == N.Power(x, N.Constant(Rational(1, 2)))
    assert read("-inf") == N.Constant(-oo)
    assert read("[[1, 0.5], [-2, 1/3]]") == N.Literal(
        (Axis(2), Axis(2)), (1, Rational(1, 2), -2, Rational(1, 3))
    )


def test_a_name_means_the_innermost_thing_then_tensor_then_index_then_size():
    assert read("k") == SCOPE.tensors["k"]
    assert read("ones(k)") == N.Ones(Axis(size("k")))  # where a size is meant, the size
    assert read("i") == N.Position(i)
    assert read("n") == N.Constant(n)
    inner = read("sum(k, n, k * x[k])")
    assert inner.args[1].args[0] == N.Position(inner.args[0])
    assert read("let(i, x, i)") == N.Let("i", x, tensor("i", "n"))


def test_bound_names_never_capture():
    outer = read("let(V, x[i], sum(i, n, V * x[i]))")
    bound = outer.args[2].args[0]
    assert bound.name != "i"  # x[i] in the value keeps the free i
    twice = read("let(x, x + 1, x * 2)")
    assert str(twice.args[0]) == "x_1" and twice.args[1] == N.Add(x, N.Constant(1))
    nested = read("sum(j, n, sum(j, n, x[j]))")
    assert nested.args[0] != nested.args[1].args[0]


def test_axes_keep_the_order_of_factors_and_parts():
    assert read_axis("H*d", SCOPE) == ProductAxis(Axis(size("H")), Axis(size("d")))
    assert read_axis("d*H", SCOPE) != read_axis("H*d", SCOPE)
    assert read_axis("n+m", SCOPE) == concat_axis(Axis(n), Axis(size("m")))
    assert read_axis("2*3", SCOPE) == Axis(6)
    for text in ("n-1", "n//2", "0", "5000", "-n"):
        with pytest.raises(Unsupported):
            read_axis(text, SCOPE)


def test_places_and_slices():
    assert read("Q[i]") == N.At(Q, (i, ":"))
    assert read("Q[:, 2]") == N.At(Q, (":", 2))
    assert read("Q[:]") == Q and read("Q[0:n, :]") == Q
    assert read("x[:, None]") == N.NewAxis(x, 1) and read("x[None]") == N.NewAxis(x, 0)
    assert read("Q[i, None, :]") == N.NewAxis(N.At(Q, (i, ":")), 0)
    big, concat = SCOPE.tensors["X"], SCOPE.tensors["Z"]
    h = SCOPE.indices["h"]
    assert read("X[:, h*d:(h+1)*d]") == N.HeadSlice(big, 1, h)
    assert read("X[:, h*d:h*d+d]") == N.HeadSlice(big, 1, h)
    assert read("Z[0:n]") == N.Block(concat, 0, 0, 1)
    assert read("Z[n:]") == read("Z[n:n+m, :]") == N.Block(concat, 0, 1, 1)
    assert read("g[0:2]").shape == (Axis(2),)


@pytest.mark.parametrize("text", ["x[1:]", "x[0:n-1]", "Z[1:n]", "g[2:2]"])
def test_a_slice_off_the_borders_is_unsupported_with_the_reason(text):
    with pytest.raises(Unsupported) as error:
        read(text)
    assert "borders" in error.value.wrong and error.value.do


def test_bounds_that_are_no_size_become_conditions():
    below = read("sum(j, i+1, x[j])")
    j = below.args[0]
    assert j.axis == Axis(n) and below.args[1].args[0] == Lt(j, i + 1)
    shorter = read("sum(j, n-1, x[j+1])")
    assert shorter.args[0].axis == Axis(n)
    assert read("sum(j, 0, x[j])") == N.Constant(0)
    assert read("sum(j, 0, Q[j])") == N.Zeros(Axis(size("d")))
    for text in ("tab(j, i, x[j])", "sum(j, i*i, x[j])", "concat_over(j, n-1, x, 0)"):
        with pytest.raises(Unsupported):
            read(text)


def test_conditions():
    assert read("where(i == 0 and n > 3, x, 0)").args[0].has(Eq(i, 0))
    choice = read("where(x > 0, x, 0)")
    assert type(choice) is N.WhereTensor and str(choice.args[0]) == ">"
    both = read("where(x > 0 and not y > 0, x, 0)")
    assert both == N.WhereTensor(
        ">", x, N.Constant(0),
        N.WhereTensor(">", SCOPE.tensors["y"], N.Constant(0), N.Constant(0), x), N.Constant(0),
    )  # fmt: skip


def test_derivatives_name_a_tensor():
    assert read("grad(x @ x, x)") == N.Gradient(N.MatMul(x, x), x)
    assert read("hess(k**2, k)") == N.Jacobian(
        N.Gradient(N.Power(SCOPE.tensors["k"], N.Constant(2)), SCOPE.tensors["k"]),
        SCOPE.tensors["k"],
    )
    assert read("let(P, x, jac(P, P))").args[2] == N.Jacobian(tensor("P", "n"), tensor("P", "n"))
    for text in ("grad(k, i)", "grad(k, n)", "jac(x, x + 1)", "grad(k, f)"):
        with pytest.raises(NotationError) as error:
            read(text)
        assert error.value.text[error.value.position :].startswith(text.split(", ")[1][:-1])
    with pytest.raises(ShapeError):
        read("grad(x, x)")


def test_opaque_functions_and_their_derivatives():
    assert read("f(x) + df(x) * ddf(k)") == N.Add(
        N.Apply("f", x), N.Multiply(N.Apply("df", x), N.Apply("ddf", SCOPE.tensors["k"]))
    )


UNKNOWN = {  # text -> position of the caret, what is offered
    "softmx(x)": (0, "softmax"), "x + Qq": (4, "Q"), "sum(j, n, w[j])": (10, None),
    "eye(nn)": (4, "n"), "x[ii]": (2, "i"), "g(x)": (0, None), "x + αβ": (4, None),
}  # fmt: skip


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_name_is_shown_with_the_nearest_one(text):
    position, near = UNKNOWN[text]
    with pytest.raises(UnknownName) as error:
        read(text)
    e = error.value
    assert (e.text, e.position) == (text, position)
    assert e.do == (f"did you mean {near}?" if near else e.do)
    assert "\n  " + text + "\n  " + " " * position + "^" in str(e)
    assert e.doing and e.wrong and e.known and e.do


REFUSED = {  # text -> position of the caret
    "x +": 2, "": 0, "   ": 0, "x = 3": 2, "((x)": 0, "x^2": 0, "x | x": 0, "x << 1": 0, "~x": 0, "not x": 0,
    "x if x else x": 0, "lambda: x": 0, "x.shape": 0, "x.T.mT": 0, "x[::2]": 4, "x[-1]": 2, "'text'": 0,
    "x + True": 4, "1j": 0, "1e999": 0, "(x, x)": 0, "{x}": 0, "[x for x in x]": 0, "f'{x}'": 0, "x == x": 0,
    "x and x": 0, "softmax(x, axis=0)": 11, "softmax(*x)": 0, "A.T(x)": 0, "softmax()": 0, "sum(i, n)": 0,
    "sum(i, n, j, x)": 0, "sum(1, n, x)": 4, "tab(x[0], n, x)": 4, "softmax(x, k)": 11, "eye(x)": 4, "x[x]": 2,
    "unit(x, n)": 5, "einsum(x, x)": 7, "einsum('i,i', x)": 7, "einsum('i', x)": 7, "concat(x, 0)": 0, "concat([], 0)": 7,
    "where(x, x, x)": 6, "where(i < j, x, x)": 10, "where(x is x, x, x)": 6, "let(1, x, x)": 4, "let(V, x)": 0,
    "[x, 1]": 1, "[[1], [1, 2]]": 6, "[]": 0, "softmax": 0, "f + 1": 0, "x[i // 0]": 2, "x[i % (0-1)]": 2,
    "ones(n**i)": 5, "__import__('os')": 0, "x.__class__": 0, "open('f')": 0, "print(x)": 0, "x[i := 1]": 2, "yield x": 0,
    "await x": 0, "exp(x)(x)": 0, "x ** ": 4, "x\n+\ny^": 5, "αx +": 4,
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_in_the_language_is_refused_with_a_caret(text):
    with pytest.raises(NotationError) as error:
        read(text)
    e = error.value
    assert e.doing and e.wrong
    assert abs(e.position - REFUSED[text]) <= (2 if "Python expression" in e.wrong else 0)
    assert 0 <= e.position <= max(len(text), 0)
    assert not e.text or "^" in str(e)


def test_length_depth_and_number_of_parts_are_bounded():
    for text in ("x+" * 20_000 + "x", "(" * 300 + "x" + ")" * 300, "-" * 5000 + "x", "(" * 9000, "[" * 9000,
                 "exp(" * 160 + "x" + ")" * 160, "[" + "1," * 8000 + "1]", "1" * 6000):  # fmt: skip
        with pytest.raises(NotationError):
            read_expression(text, SCOPE)
    assert read("+".join(["x"] * 100)).shape == x.shape


def test_exponents_are_computed_and_bounded():
    assert read("x**(2**3 - 1/2)") == N.Power(x, N.Constant(Rational(15, 2)))
    assert read("x**-(1 + 1)") == N.Power(x, N.Constant(-2))
    for text in (
        "x**(10**9)",
        "2**100000",
        "x**(1/2000)",
        "matpow(A, 10**6)",
        "matpow(A, -65)",
        "x**(2**2**2**2**2)",
    ):
        with pytest.raises(Unsupported) as error:
            read(text)
        assert "too large" in error.value.wrong
    with pytest.raises(NotationError):
        read("ones(9999**64)")


def test_wrong_ranks_and_axes_are_shape_errors():
    for text in (
        "x[0, 0]",
        "softmax(x, 1)",
        "softmax(k)",
        "norm(A)",
        "fro(x)",
        "x + A",
        "Q @ K",
        "sum_axis(k, 0)",
        "Q.T @ K",
    ):
        with pytest.raises(ShapeError) as error:
            read(text)
        assert error.value.doing and error.value.wrong


def test_a_comparison_has_two_sides():
    assert read_comparison("x == y", SCOPE).relation == "="
    less = read_comparison("x < y", SCOPE)
    assert (less.left, less.right, less.relation) == (SCOPE.tensors["y"], x, ">")
    assert read_comparison("x >= 0", SCOPE).relation == ">="
    for text, position in (
        ("x", 0),
        ("x == y == x", 10),
        ("x != y", 5),
        ("x is y", 5),
        ("x = y", 2),
    ):
        with pytest.raises(NotationError) as error:
            read_comparison(text, SCOPE)
        assert abs(error.value.position - position) <= 1


def test_assumptions_are_read_by_a_closed_list():
    assert str(read_assumption("symmetric(A)", SCOPE)) == "symmetric(A)"
    assert read_assumption("equal(n, H*d)", SCOPE).args == (
        Axis(n),
        ProductAxis(Axis(size("H")), Axis(size("d"))),
    )
    assert read_assumption("n == m", SCOPE) == read_assumption("equal(n, m)", SCOPE)
    assert read_assumption("x == y", SCOPE).args == (x, SCOPE.tensors["y"])
    assert read_assumption("k == 3", SCOPE).args == (
        SCOPE.tensors["k"],
        N.Constant(3),
    )  # the tensor k
    assert read_assumption("x > 0", SCOPE) == read_assumption("positive(x)", SCOPE)
    assert read_assumption("n < m", SCOPE).kind == "dim_less"
    assert read_assumption("n >= 3", SCOPE).args == (Axis(n), 3)
    assert read_assumption("integer(n, 0, inf)", SCOPE).args == (Axis(n), 0, None)
    assert read_assumption("equal(n, m-1)", SCOPE).args == (Axis(n), size("m") - 1)
    assert read_assumption("positive_function(f)", SCOPE).args == ("f",)
    for text in ("symetric(A)", "positive_function(q)", "positive(w)"):
        with pytest.raises(UnknownName):
            read_assumption(text, SCOPE)
    for text in (
        "A",
        "symmetric()",
        "symmetric(A, A)",
        "dim_at_least(n, m)",
        "x != y",
        "x >= y",
        "0 < x < 1",
        "symmetric(A=A)",
    ):
        with pytest.raises(NotationError):
            read_assumption(text, SCOPE)
    for text in ("symmetric(Q)", "symmetric(x)", "equal_rows(x)", "simplex(k)", "equal(x, A)"):
        with pytest.raises(ShapeError):
            read_assumption(text, SCOPE)


def test_the_forms_are_those_of_the_written_table():
    written = """matmul T tr inv matpow had kron outer inner diag diagv vec norm fro eye ones zeros unit exp log sqrt
        sin cos tanh erf abs sigmoid softplus relu silu maximum sum_axis mean_axis max_axis sum_all softmax
        log_softmax lse sum tab concat concat_over reshape perm einsum delta where let grad jac hess""".split()
    assert set(written) <= RESERVED
    assert RESERVED - set(written) == {"causal", "masked_softmax", "head", "block"}


def test_a_size_symbol_is_that_of_the_expressions():
    assert read("n").args[0] == Symbol("n", integer=True, positive=True)
