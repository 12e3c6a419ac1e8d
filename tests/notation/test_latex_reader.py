r"""LaTeX in, nodes out: every formula of the two documents and of two styles, against nodes built by hand."""

import pytest
from sympy import Eq, Integer, Rational, oo, sqrt

from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis
from symattn.expressions.build import (
    at,
    concat_over,
    diag,
    exp,
    grad,
    hadamard,
    identity,
    index,
    inverse,
    jac,
    kron,
    matrix_power,
    maximum,
    norm,
    ones,
    outer,
    power,
    size,
    sizes,
    softmax,
    sum_over,
    tensor,
    total,
    trace,
    zeros,
)  # fmt: skip
from symattn.notation.latex_reader import read_latex

n, m, d, d_k, d_v, H = sizes("n m d d_k d_v H")
i, j, h = index("i", n), index("j", n), index("h", H)
ONE = {"q": ["d_k"], "k": ["n", "d_k"], "v": ["n", "d_v"], "K": ["n", "d_k"], "V": ["n", "d_v"]}
q, k, v = tensor("q", d_k), tensor("k", n, d_k), tensor("v", n, d_v)


def weight(a):
    return exp(q @ at(k, a, ":")) / sum_over(j, exp(q @ at(k, j, ":")))


def both(text, declarations, **options):
    """The two sides of an equation."""
    equation = read_latex(text, declarations, **options)
    return equation.left, equation.right


# ---- the two documents, as they write it

ATTENTION = r"A(q, K, V) = \sum_{i} \frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}v^{<i>}"
ATTENTION_PLAIN = r"A(q, K, V) = \sum_i \frac{exp(q.k^{<i>})}{\sum_j exp(q.k^{<j>})}v^{<i>}"
SCALE = r"scale(i)=\frac{exp(q.k^{<i>})}{\sum_{j} exp(q.k^{<j>})}"


@pytest.mark.parametrize("text", [ATTENTION, ATTENTION_PLAIN, f"$$ {ATTENTION} $$"])
@pytest.mark.parametrize("style", ["vaswani", "ng", None])
def test_the_sum_form_of_attention_is_read_as_written(text, style):
    left, right = both(text, ONE, style=style)
    assert right == sum_over(i, weight(i) * at(v, i, ":"))
    assert left == tensor("A", d_v)


def test_a_declared_left_side_is_that_symbol():
    left, right = both(ATTENTION, {**ONE, "A": ["d_v"]})
    assert left == tensor("A", d_v) and right.shape == left.shape


def test_a_definition_is_used_in_later_formulas_without_capture():
    scale = read_latex(SCALE, ONE)
    assert scale.left == at(tensor("scale", n), i) and scale.right == weight(i)
    assert scale.indices == (i,)
    later = {"definitions": [scale.defines]}
    assert read_latex("scale(i)v^{<i>}", ONE, **later).left == weight(i) * at(v, i, ":")
    total_of = read_latex(r"\sum_{i} scale(i)v^{<i>}", ONE, **later).left
    assert total_of == sum_over(i, weight(i) * at(v, i, ":"))
    renamed = read_latex(r"\sum_{j} scale(j)v^{<j>}", ONE, **later).left
    other = index("j_prime", n)
    inner = exp(q @ at(k, j, ":")) / sum_over(other, exp(q @ at(k, other, ":")))
    assert renamed == sum_over(j, inner * at(v, j, ":"))


def test_a_worked_example_numbers_its_words_from_zero():
    words = {"v": ["n", "d"], "love": ["d"], "q": ["d"], "i": ["d"], "sushi": ["d"]}
    text = r"v^{<0>} = i\\ v^{<1>} = love\\ v^{<2>} = sushi"
    first = read_latex(text, words, first_index=0)
    found = [(e.left, e.right) for e in (first, *first.more)]
    names = ("i", "love", "sushi")
    assert found == [(at(tensor("v", n, d), p, ":"), tensor(w, d)) for p, w in enumerate(names)]
    assert both("q = v^{<1>}", words, first_index=0) == (
        tensor("q", d),
        at(tensor("v", n, d), 1, ":"),
    )
    assert both("q = v^{<1>}", words) == (tensor("q", d), at(tensor("v", n, d), 0, ":"))


X = {
    "q": ["n", "d"],
    "x": ["n", "d"],
    "W_Q": ["d", "d"],
    "W_1^Q": ["d", "d"],
    "Q": ["n", "d"],
    "W_K": ["d", "d"],
}
W, W1, x, qs = tensor("W_Q", d, d), tensor("W_1^Q", d, d), tensor("x", n, d), tensor("q", n, d)
q1, x1 = at(qs, 0, ":"), at(x, 0, ":")


@pytest.mark.parametrize("style", ["vaswani", "ng", None])
@pytest.mark.parametrize(
    "text, left, right",
    [
        ("q^{<i>} = W^Q x^{<i>}", at(qs, i, ":"), W @ at(x, i, ":")),
        ("q^<i> = W^Q x^{<i>}", at(qs, i, ":"), W @ at(x, i, ":")),
        ("W_1^Q q^{<1>}", W1 @ q1, None),
        ("W_1^Q q^{<1>} = W_1^Q x^{<1>}", W1 @ q1, W1 @ x1),
        ("q^{<1>}W^{Q}_1 = x^{<1>}W^{Q}_1", q1 @ W1, x1 @ W1),
        ("q^{<1>} = x^{<1>}", q1, x1),
        (r"Q\cdot W^Q", tensor("Q", n, d) @ W, None),
        (r"q^{<1>} W_1^Q W^{Q}", q1 @ W1 @ W, None),
    ],
)  # fmt: skip
def test_the_forum_formulas_are_read_as_written(text, left, right, style):
    assert both(text, X, style=style) == (left, right)


def test_a_label_may_stand_anywhere():
    spellings = [
        "W_1^Q",
        "W^Q_1",
        "W^{Q}_{1}",
        "W_{Q,1}",
        "W^{(Q)}_1",
        r"\mathbf{W}^{\mathbf{Q}}_1",
        "{W^Q}_1",
    ]
    assert {read_latex(s, X).left for s in spellings} == {W1}


def test_a_head_without_a_declared_name_is_an_index():
    heads = {"q": ["n", "d"], "W^Q": ["H", "d", "d_k"], "k": ["n", "d"], "W^K": ["H", "d", "d_k"]}
    equation = read_latex("q^{<i>}W_h^Q", heads)
    assert equation.left == at(qs, i, ":") @ at(tensor("W^Q", H, d, d_k), h, ":", ":")
    assert equation.indices == (i, h)
    first = read_latex("q^{<1>}W^{Q}_1", heads).left
    assert first == q1 @ at(tensor("W^Q", H, d, d_k), 0, ":", ":")
    assert read_latex("k^{<i>}W_h^K", heads).left.shape == (Axis(d_k),)


def test_words_are_not_products_of_letters():
    words = {w: ["d"] for w in ("king", "man", "queen", "woman")}
    king, man, queen, woman = (tensor(w, d) for w in ("king", "man", "queen", "woman"))
    assert both("king - man = queen - woman", words) == (king - man, queen - woman)
    e = {f"e_{w}": ["d"] for w in ("king", "man", "queen", "woman")}
    text = r"e_{king} - e_{man} = e_{\text{queen}} - e_{woman}"
    assert both(text, e)[0] == tensor("e_king", d) - tensor("e_man", d)


@pytest.mark.parametrize("output", ["W_0", "W_O", "W^O", "W_o"])
@pytest.mark.parametrize("dots", [r"\ldots", r"\dots", "...", r"\cdots"])
def test_a_concatenation_of_heads_has_an_index(output, dots):
    name = output.replace("^", "_").replace("{", "")
    declared = {"head": ["H", "n", "d_v"], name: ["H*d_v", "d"]}
    text = rf"Concat(head_1, {dots}, head_H) {output}"
    expected = concat_over(i2, at(tensor("head", H, n, d_v), i2, ":", ":"), 1) @ tensor(
        name, "H*d_v", d
    )
    assert read_latex(text, declared).left == expected


i2 = index("i", H)

# ---- the vaswani and ng entries

HEADS = {
    "Q": ["n", "d"], "K": ["m", "d"], "V": ["m", "d"], "W^Q": ["h", "d", "d_k"], "W^K": ["h", "d", "d_k"],
    "W^V": ["h", "d", "d_v"], "W^O": ["h*d_v", "d"],
}  # fmt: skip
MULTIHEAD = (
    r"\begin{aligned}\mathrm{MultiHead}(Q, K, V) &= \mathrm{Concat}(\mathrm{head}_1, \ldots, "
    r"\mathrm{head}_h)W^O\\ \text{where}~\mathrm{head}_i &= \mathrm{Attention}(QW^Q_i, KW^K_i, "
    r"VW^V_i)\end{aligned}"
)


def by_hand_attention(a, b, c, width):
    return softmax(a @ b.T / sqrt(width), 1) @ c


def test_vaswani_projections_and_attention():
    declared = {"X": ["n", "d"], "W^Q": ["d", "d_k"], "W^K": ["d", "d_k"], "W^V": ["d", "d_v"]}
    first = read_latex(r"Q = XW^Q,\quad K = XW^K,\quad V = XW^V", declared, style="vaswani")
    found = [(e.left, e.right) for e in (first, *first.more)]
    XX = tensor("X", n, d)
    widths = {"Q": d_k, "K": d_k, "V": d_v}
    assert found == [(tensor(r, n, w), XX @ tensor(f"W^{r}", d, w)) for r, w in widths.items()]
    shapes = {"Q": ["n", "d_k"], "K": ["m", "d_k"], "V": ["m", "d_v"]}
    text = r"\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V"
    by_hand = by_hand_attention(tensor("Q", n, d_k), tensor("K", m, d_k), tensor("V", m, d_v), d_k)
    assert both(text, shapes, style="vaswani") == (by_hand, by_hand)


def test_vaswani_multi_head_attention():
    heads = size("h")
    r = index("i", heads)
    Q, K, V = tensor("Q", n, d), tensor("K", m, d), tensor("V", m, d)
    W_ = {
        role: tensor(f"W^{role}", heads, d, w) for role, w in (("Q", d_k), ("K", d_k), ("V", d_v))
    }
    parts = [a @ at(W_[role], r, ":", ":") for role, a in zip("QKV", (Q, K, V), strict=True)]
    head = by_hand_attention(*parts, d_k)
    first = read_latex(MULTIHEAD, HEADS, style="vaswani")
    assert first.right == concat_over(r, head, 1) @ tensor("W^O", "h*d_v", d)
    (second,) = first.more
    assert second.right == head and second.left == at(tensor("head", heads, n, d_v), r, ":", ":")


def test_vaswani_shapes_are_declarations():
    text = r"W^Q_i \in \mathbb{R}^{d_{\text{model}} \times d_k},\ W^K_i \in \mathbb{R}^{d_{\text{model}} \times d_k}"
    declared = read_latex(text, {}).declared
    assert {k_: tuple(map(str, a)) for k_, a in declared.items()} == {
        "W_Q_i": ("d_model", "d_k"), "W_K_i": ("d_model", "d_k")
    }  # fmt: skip
    output = read_latex(r"W^O \in \mathbb{R}^{hd_v \times d_{\text{model}}}", {}).declared
    assert [str(a) for a in output["W_O"]] == ["h*d_v", "d_model"]
    used = read_latex(r"y = Wx,\quad W \in \mathbb{R}^{m \times n},\ x \in \R^n", {})
    assert used.right == tensor("W", m, n) @ tensor("x", n)


def test_vaswani_feed_forward():
    declared = {"x": ["d"], "W_1": ["d", "f"], "b_1": ["f"], "W_2": ["f", "d"], "b_2": ["d"]}
    text = r"\mathrm{FFN}(x) = \max(0, xW_1 + b_1)W_2 + b_2"
    left, right = both(text, declared, style="vaswani")
    inner = tensor("x", d) @ tensor("W_1", d, "f") + tensor("b_1", "f")
    assert right == maximum(0, inner) @ tensor("W_2", "f", d) + tensor("b_2", d)
    assert left == tensor("FFN", d)


def test_ng_projections_vector_form_and_mask():
    text = r"q^{\langle i\rangle} = W^Q x^{\langle i\rangle},\quad k^{\langle i\rangle} = W^K x^{\langle i\rangle}"
    declared = {"x": ["n", "d"], "W^Q": ["d_k", "d"], "W^K": ["d_k", "d"]}
    first = read_latex(text, declared, style="ng")
    assert first.left == at(tensor("q", n, d_k), i, ":")
    assert first.more[0].right == tensor("W^K", d_k, d) @ at(x, i, ":")
    vector = (
        r"A(q, K, V) = \sum_i \frac{\exp\left(q \cdot k^{\langle i\rangle}\right)}{\sum_j \exp\left(q \cdot "
        r"k^{\langle j\rangle}\right)}\, v^{\langle i\rangle}"
    )
    assert read_latex(vector, ONE, style="ng").right == sum_over(i, weight(i) * at(v, i, ":"))
    masked = r"\text{Attention}(Q, K, V) = \operatorname{softmax}\left(\frac{QK^T}{\sqrt{d_k}} + M\right)V"
    shapes = {"Q": ["n", "d_k"], "K": ["m", "d_k"], "V": ["m", "d_v"], "M": ["n", "m"]}
    Q, K, V, M = (tensor(a, *shapes[a]) for a in "QKVM")
    assert read_latex(masked, shapes, style="ng").right == softmax(Q @ K.T / sqrt(d_k) + M, 1) @ V


NG_HEADS = (
    r"\begin{aligned}\text{head}_i &= \text{Attention}(W_i^Q Q,\, W_i^K K,\, W_i^V V)\\ \text{MultiHead}"
    r"(Q, K, V) &= \text{concat}(\text{head}_1\ \text{head}_2\ \cdots\ \text{head}_h)\, W_o\end{aligned}"
)


def test_ng_multi_head_is_read_with_tokens_as_columns():
    declared = {
        "Q": ["d", "n"], "K": ["d", "m"], "V": ["d", "m"], "W_Q": ["h", "d_k", "d"],
        "W_K": ["h", "d_k", "d"], "W_V": ["h", "d_v", "d"], "W_o": ["h*n", "p"],
    }  # fmt: skip
    first = read_latex(NG_HEADS, declared, style="ng")
    r = index("i", size("h"))
    a, b, c = (
        at(tensor(f"W_{role}", "h", w, d), r, ":", ":") @ tensor(role, d, t)
        for role, w, t in (("Q", d_k, n), ("K", d_k, m), ("V", d_v, m))
    )
    head = c @ softmax(b.T @ a / sqrt(d_k), 0)
    assert first.right == head
    assert first.more[0].right == concat_over(r, head, 1) @ tensor("W_o", "h*n", "p")


def test_attention_keeps_its_own_definition():
    shapes = {
        "Q": ["n", "d"],
        "K": ["m", "d"],
        "V": ["m", "d_v"],
        "a": ["n", "d_k"],
        "b": ["n", "d_k"],
        "c": ["n", "d"],
    }
    unscaled = read_latex(r"Attention(Q,K,V) = softmax(QK^T)V", shapes)
    a, b, c = tensor("a", n, d_k), tensor("b", n, d_k), tensor("c", n, d)
    used = read_latex("Attention(a, b, c)", shapes, definitions=[unscaled.defines]).left
    assert used == softmax(a @ b.T, 1) @ c


# ---- spellings

S = {
    "A": ["n", "n"], "B": ["n", "n"], "C": ["n", "n"], "x": ["n"], "y": ["n"], "s": [], "t": [], "Q": ["n", "d"],
    "K": ["m", "d"], "V": ["m", "d_v"], "alpha": [], "L": [], "R": ["H", "n", "d"], "dS": ["n", "m"], "W": ["d", "n"],
}  # fmt: skip
A, B, C = (tensor(a, n, n) for a in "ABC")
a, b = tensor("x", n), tensor("y", n)
s, t, alpha, L = (tensor(name) for name in ("s", "t", "alpha", "L"))
Q, K, V, DS, R = (
    tensor("Q", n, d),
    tensor("K", m, d),
    tensor("V", m, d_v),
    tensor("dS", n, m),
    tensor("R", H, n, d),
)


@pytest.mark.parametrize(
    "transpose",
    [r"^\top", "^T", "^{T}", r"^\mathsf T", r"^{\mathsf{T}}", r"^\text{T}", r"^\intercal", r"^{\top}", r"^\mathrm{T}",
     r"^{\mathbf{T}}", "^t"],
)  # fmt: skip
def test_every_transpose_is_the_transpose(transpose):
    assert read_latex(f"QK{transpose}", S).left == Q @ K.T


@pytest.mark.parametrize(
    "name",
    ["softmax", r"\text{softmax}", r"\operatorname{softmax}", r"\mathrm{softmax}", r"\text{Softmax}", r"\textrm{softmax}",
     r"{\rm softmax}", r"\mathbf{Softmax}", r"\operatorname*{softmax}", r"\softmax", r"\mathop{softmax}"],
)  # fmt: skip
@pytest.mark.parametrize(
    "brackets",
    [("(", ")"), (r"\left(", r"\right)"), (r"\Big(", r"\Big)"), (r"\bigl(", r"\bigr)"), ("[", "]"), (r"\left[", r"\right]"),
     (r"\!\left(", r"\right)")],
)  # fmt: skip
def test_every_softmax_is_the_softmax(name, brackets):
    opening, closing = brackets
    text = rf"{name}{opening}\frac{{QK^\top}}{{\sqrt{{d}}}}{closing}V"
    assert read_latex(text, S, style="vaswani").left == softmax(Q @ K.T / sqrt(d), 1) @ V


@pytest.mark.parametrize(
    "text",
    [r"\frac{QK^T}{\sqrt{d}}", r"\dfrac{QK^T}{\sqrt d}", r"\tfrac{Q K^T}{\sqrt{d}}", r"QK^T/\sqrt{d}", r"\frac{QK^{T}}{\sqrt(d)}",
     r"{QK^T \over \sqrt{d}}", r"\frac{ Q \, K^T }{ \sqrt{ d } }", r"(Q K^\top) / \sqrt d", r"\frac{Q \cdot K^T}{\sqrt{d}}",
     r"\frac{Q \times K^T}{\sqrt[]{d}}", r"\boxed{\frac{QK^T}{\sqrt{d}}}", r"\underbrace{\frac{QK^T}{\sqrt{d}}}_{scores}",
     r"\displaystyle \frac{\mathbf{Q}\mathbf{K}^\top}{\sqrt{d}}.", r"\[\frac{\bm{Q}\bm K^\top}{\sqrt{d}}\tag{3}\]",
     r"\color{red}\frac{QK^T}{\sqrt{d}}", r"\frac{\mathbf{QK^\top}}{\sqrt d}", r"\begin{equation}\frac{QK^T}{\sqrt d}\nonumber\end{equation}"],
)  # fmt: skip
def test_every_scaled_score_is_one_node(text):
    assert read_latex(text, S).left == Q @ K.T / sqrt(d)


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"A \odot B", hadamard(A, B)), (r"A \circ B", hadamard(A, B)), (r"A \otimes B", kron(A, B)),
        (r"x \otimes y", outer(a, b)), (r"A * x", A @ a), (r"s * A", s * A), (r"\langle A, B \rangle", N.Inner(A, B)),
        (r"\left\langle x, y\right\rangle", N.Inner(a, b)), (r"x \cdot y", a @ b), ("x.y", a @ b), ("x . y.", a @ b),
        (r"2 s", 2 * s), ("0.5s", Rational(1, 2) * s), (r"\alpha\,dSK", alpha * DS @ K), (r"-A + B", -A + B),
        (r"(A - B)C", (A - B) @ C), (r"A^{-1}", inverse(A)), (r"A^{-T}", inverse(A.T)), (r"A^{-\top}", inverse(A.T)),
        (r"A^2", matrix_power(A, 2)), (r"s^2", power(s, 2)), (r"A^{\circ 2}", power(A, 2)), (r"s^{-1}", power(s, -1)),
        (r"\sqrt[3]{s}", power(s, Rational(1, 3))), (r"e^{x}", exp(a)), (r"e^{x \cdot y / \sqrt{n}}", exp(a @ b / sqrt(n))),
        (r"\exp x", exp(a)), (r"exp(x)", exp(a)),
        (r"\log(\exp(s))", N.Apply("log", exp(s))), (r"\ln(s)", N.Apply("log", s)), (r"|s|", N.Apply("abs", s)),
        (r"\|x\|", norm(a)), (r"\lVert x\rVert_2", norm(a)), (r"\|A\|_F", norm(A)), (r"\|x\|^2", power(norm(a), 2)),
        (r"\operatorname{tr}(AB)", trace(A @ B)), (r"\mathrm{diag}(x) - x \otimes x", diag(a) - outer(a, a)),
        (r"A\mathbf{1}", A @ ones(n)), (r"A\mathbf{1}_n", A @ ones(n)), (r"A \mathbf 1", A @ ones(n)),
        (r"A - I", A - identity(n)), (r"A(B - I_n)", A @ (B - identity(n))), (r"\mathrm{Id} - A", identity(n) - A),
        (r"\frac{\partial L}{\partial A}", grad(L, A)), (r"\partial L / \partial A", grad(L, A)), (r"\nabla_A L", grad(L, A)),
        (r"\nabla_{A} L", grad(L, A)), (r"\frac{\partial (Ax)}{\partial x}", jac(A @ a, a)),
        (r"\frac{\partial L}{\partial x_i}", N.At(grad(L, a), (i,))), (r"A_{ij}", at(A, i, j)), (r"A_{i,j}", at(A, i, j)),
        (r"A_{i j}", at(A, i, j)), (r"A[i, j]", at(A, i, j)), (r"A[:, j]", at(A, ":", j)), (r"A_{i,:}", at(A, i, ":")),
        (r"A_{1,1}", at(A, 0, 0)), (r"x_{2}", at(a, 1)), (r"x_n", at(a, n - 1)),
        (r"(Ax)_i", N.At(A @ a, (i,))), (r"{(Ax)}_{i}", N.At(A @ a, (i,))), (r"R_h", at(R, h, ":", ":")),
        (r"R^{(h)}_i", N.At(R, (h, i, ":"))), (r"x^{(i)}", at(a, i)), (r"x^{\langle 2 \rangle}", at(a, 1)),
        (r"\sum_i x_i", sum_over(i, at(a, i))), (r"\sum_{i=1}^{n} x_i", sum_over(i, at(a, i))),
        (r"\sum^{n}_{i=1} x_i", sum_over(i, at(a, i))), (r"\sum_{i=1}^n x_i y_i", sum_over(i, at(a, i) * at(b, i))),
        (r"\sum_{i,j} A_{ij}", sum_over(i, sum_over(j, at(A, i, j)))), (r"x_1 + \dots + x_n", sum_over(i, at(a, i))),
        (r"\sum_{h \in [H]} R_h", sum_over(h, at(R, h, ":", ":"))), (r"\sum_i x_i + s", sum_over(i, at(a, i)) + s),
        (r"\sum_{j \leq i} A_{ij} y_j", sum_over(j, N.Where(j <= i, at(A, i, j) * at(b, j), N.Constant(0)))),
        (r"\sum_{j=1}^{i} A_{ij}", sum_over(j, N.Where(j <= i, at(A, i, j), N.Constant(0)))),
        (r"\sum_{j \neq i} A_{ij}", sum_over(j, N.Where(~Eq(j, i), at(A, i, j), N.Constant(0)))),
        (r"\operatorname{softmax}_{\text{col}}(A)", softmax(A, 0)), (r"softmax_{row}(A)", softmax(A, 1)),
        (r"\max(s, t)", maximum(s, t)), (r"\operatorname{sum}(A)", total(A)), (r"rowsum(A)", N.SumAxis(A, 1)),
        (r"[A; B]", N.Concat(0, A, B)), (r"[A, B]", N.Concat(1, A, B)), (r"Concat(A, B)", N.Concat(1, A, B)),
        (r"\begin{bmatrix}A \\ B\end{bmatrix}", N.Concat(0, A, B)), (r"\begin{pmatrix}A & B\end{pmatrix}", N.Concat(1, A, B)),
        (r"A \oplus B", N.Concat(1, A, B)), (r"\left[R_1; \ldots; R_H\right]", concat_over(i2, at(R, i2, ":", ":"), 0)),
        (r"\delta_{ij}", N.Delta(i, j)), (r"\tilde{s}", tensor("s_tilde")), (r"\hat s", tensor("s_hat")), ("s'", tensor("s_prime")),
        (r"\begin{cases}s & \text{if } j \leq i \\ -\infty & \text{otherwise}\end{cases}",
         N.Where(j <= i, s, N.Constant(-oo))),
    ],
)  # fmt: skip
def test_spellings(text, expected):
    names = {**S, "s_tilde": [], "s_hat": [], "s'": []}
    if expected == tensor("s_prime"):
        expected = tensor("s'")
    chosen = {"i": n, "j": n, "h": H} if any(w in text for w in ("delta", "cases", "(h)")) else {}
    assert read_latex(text, names, style="vaswani", indices=chosen).left == expected


def test_ones_take_their_length_from_the_sum():
    declared = {"W_q": ["d_k", "d"], "X": ["d", "n"], "b_q": ["d_k"]}
    W_q, X_, b_q = tensor("W_q", d_k, d), tensor("X", d, n), tensor("b_q", d_k)
    expected = W_q @ X_ + outer(b_q, ones(n))
    for spelling in (
        r"\mathbf{1}^\intercal",
        r"\mathbf{1}^\top",
        "1^T",
        r"\mathbf 1^T",
        r"\mathbf{1}_n^\top",
    ):
        assert read_latex(f"W_q X + b_q {spelling}", declared, style="ng").left == expected
    assert both(r"A\mathbf{1} = 0", S) == (A @ ones(n), zeros(n))


def test_a_vector_written_transposed_decides_the_product():
    assert read_latex(r"x^\top A y", S, style="ng").left == a @ A @ b
    assert read_latex(r"x y^\top", S, style="ng").left == outer(a, b)
    assert read_latex(r"x y^\top", S, style="vaswani").left == a @ b
    assert read_latex(r"x^\top y", S, style="vaswani").left == outer(a, b)


def test_capital_letters_name_the_matrix_of_the_tokens():
    rows = {"K": ["n", "d"], "q": ["d"]}
    assert read_latex(r"q \cdot k^{<i>}", rows, style="vaswani").left == tensor("q", d) @ at(
        tensor("K", n, d), i, ":"
    )
    columns = {"K": ["d", "n"], "q": ["d"]}
    assert read_latex(r"q \cdot k^{<i>}", columns, style="ng").left == tensor("q", d) @ at(
        tensor("K", d, n), ":", i
    )


def test_softmax_over_columns_runs_over_the_keys():
    columns = {"Q": ["d_k", "n"], "K": ["d_k", "m"], "V": ["d_v", "m"]}
    text = r"V \operatorname{softmax}\left(\frac{K^\top Q}{\sqrt{d_k}}\right)"
    Q_, K_, V_ = tensor("Q", d_k, n), tensor("K", d_k, m), tensor("V", d_v, m)
    assert read_latex(text, columns, style="ng").left == V_ @ softmax(K_.T @ Q_ / sqrt(d_k), 0)


def test_a_chain_is_one_equation_for_each_sign():
    first = read_latex(r"s = x \cdot y = t", S)
    assert (first.left, first.right) == (s, a @ b)
    assert [(e.left, e.right) for e in first.more] == [(a @ b, t)]
    rows = read_latex(r"\begin{align*} s &= x \cdot y \\ &= t \end{align*}", S)
    assert rows == first


def test_relations_are_kept():
    assert read_latex(r"s \geq 0", S).relation == ">="
    assert read_latex("s > t", S).relation == ">"
    assert read_latex(r"s := t", S).right == t
    assert read_latex(r"s \leftarrow t", S).right == t


def test_integers_are_never_executed():
    name = "__import__('os').system('true')"
    with pytest.raises(Exception, match="reading LaTeX"):
        read_latex(name, S)
    assert read_latex(r"\frac12 s", S).left == Rational(1, 2) * s
    assert read_latex(r"x_{2}", S).left == at(a, Integer(1))


def test_a_known_function_on_the_left_is_no_definition():
    assert both(r"\mathrm{softmax}(x + s) = \mathrm{softmax}(x)", S) == (
        softmax(a + s, 0),
        softmax(a, 0),
    )
    assert both(r"\exp(s+t) = \exp(s)\exp(t)", S) == (exp(s + t), exp(s) * exp(t))
    assert read_latex(r"\exp(s) = \exp(s)", S).defines is None


def test_a_name_defined_by_entries_may_be_used_whole():
    first = read_latex(
        r"D_i = \sum_j A_{ij} B_{ij}, \quad P = A \circ (B - D 1^\top)", S, style="ng"
    )
    rows = N.Stack(i, sum_over(j, at(A, i, j) * at(B, i, j)))
    assert first.left == at(tensor("D", n), i)
    assert first.more[0].right == hadamard(A, B - outer(rows, ones(n)))


def test_softmax_over_an_index_and_functions_of_tokens():
    text = (
        r"a[\mathbf{x}_m, \mathbf{x}_n] = \mathrm{softmax}_m\left[\mathbf{k}_\bullet^T\mathbf{q}_n\right] = "
        r"\frac{\exp\left[\mathbf{k}_m^T\mathbf{q}_n\right]}{\sum_{m^{\prime}=1}^N \exp\left[\mathbf{k}_{m^{\prime}}^T"
        r"\mathbf{q}_n\right]}"
    )
    N_ = size("N")
    keys, queries = tensor("k", N_, d), tensor("q", N_, d)
    mm, nn, prime = (index(name, N_) for name in ("m", "n", "m_prime"))
    first = read_latex(text, {"k": ["N", "d"], "q": ["N", "d"]}, style="ng")
    score = at(keys, mm, ":") @ at(queries, nn, ":")
    weights = N.At(softmax(N.Stack(mm, score), 0), (mm,))
    other = exp(at(keys, prime, ":") @ at(queries, nn, ":"))
    assert first.right == weights
    assert first.more[0].right == exp(score) / sum_over(prime, other)
    use = r"\alpha(q, k_i) = q \cdot k_i, \quad s = \sum_i \alpha(q, k_i)"
    found = read_latex(use, {"q": ["d"], "k": ["n", "d"]}).more[0].right
    assert found == sum_over(i, tensor("q", d) @ at(tensor("k", n, d), i, ":"))


STYLES = [
    (r"\begin{aligned}S &\leftarrow K^\intercal Q\\ \tilde V &= V \cdot \operatorname{softmax}\left(S/\sqrt{d_{\text{attn}}}\right)\end{aligned}",
     {"Q": ["d_attn", "l_x"], "K": ["d_attn", "l_z"], "V": ["o", "l_z"]}, "ng", lambda t: t("V") @ softmax(t("K").T @ t("Q") / sqrt(size("d_attn")), 0)),
    (r"\mathbf{q}_i = \mathbf{x}_i\mathbf{W}^{\mathbf{Q}};\quad \mathbf{k}_j = \mathbf{x}_j\mathbf{W}^{\mathbf{K}}",
     {"x": ["n", "d"], "W_Q": ["d", "d_k"], "W_K": ["d", "d_k"]}, "vaswani", lambda t: at(t("x"), j, ":") @ t("W_K")),
    (r"\mathbf{Sa}[\mathbf{X}] = \mathbf{V}\cdot\mathbf{Softmax}\left[\frac{\mathbf{K}^T\mathbf{Q}}{\sqrt{D_q}}\right]",
     {"X": ["D", "N"], "V": ["D_v", "N"], "K": ["D_q", "N"], "Q": ["D_q", "N"]}, "ng",
     lambda t: t("V") @ softmax(t("K").T @ t("Q") / sqrt(size("D_q")), 0)),
    (r"r_i = \sum_j A_{i,j} v_j,\quad h(x)_i = W_O r_i", {"A": ["n", "n"], "v": ["n", "d_v"], "W_O": ["d", "d_v"], "x": ["n", "d"]}, "ng",
     lambda t: t("W_O") @ sum_over(j, at(t("A"), i, j) * at(t("v"), j, ":"))),
    (r"\mathbf{S} = \mathbf{Q}\mathbf{K}^\top \in \mathbb{R}^{N\times N},\quad \mathbf{P} = \mathrm{softmax}(\mathbf{S}) \in \mathbb{R}^{N\times N},\quad "
     r"\mathbf{O} = \mathbf{P}\mathbf{V} \in \mathbb{R}^{N\times d}", {"Q": ["N", "d"], "K": ["N", "d"], "V": ["N", "d"]}, "vaswani",
     lambda t: softmax(t("Q") @ t("K").T, 1) @ t("V")),
    (r"\begin{aligned}\mathbf{dV} &= \mathbf{P}^\top\mathbf{dO}\\ \mathbf{dP} &= \mathbf{dO}\mathbf{V}^\top\end{aligned}",
     {"P": ["N", "M"], "dO": ["N", "d"], "V": ["M", "d"]}, "vaswani", lambda t: t("dO") @ t("V").T),
    (r"\mathbf{a}_i = \left(\mathbf{head}^1_i \oplus \mathbf{head}^2_i \cdots \oplus \mathbf{head}^H_i\right)\mathbf{W}^O",
     {"head": ["H", "n", "d_v"], "W_O": ["H*d_v", "d"]}, "vaswani",
     lambda t: concat_over(index("j", H), N.At(t("head"), (index("j", H), i, ":")), 0) @ t("W_O")),
    (r"\mathbf{W}_o \begin{bmatrix}\mathbf{f}_1\\ \vdots\\ \mathbf{f}_h\end{bmatrix} \in \mathbb{R}^{p_o}", {"f": ["h", "p"], "W_o": ["p_o", "h*p"]}, "ng",
     lambda t: t("W_o") @ concat_over(index("i", size("h")), at(t("f"), index("i", size("h")), ":"), 0)),
    (r"y = xA^T + b", {"x": ["i_n"], "A": ["o_n", "i_n"], "b": ["o_n"]}, "vaswani", lambda t: t("x") @ t("A").T + t("b")),
    (r"\text{attn\_bias} \in \{0, -\infty\}^{L\times S},\quad \operatorname{softmax}\left(\frac{QK^T}{\sqrt{E}} + \text{attn\_bias}\right)V",
     {"Q": ["L", "E"], "K": ["S", "E"], "V": ["S", "E"]}, "vaswani",
     lambda t: softmax(t("Q") @ t("K").T / sqrt(size("E")) + tensor("attn_bias", "L", "S"), 1) @ t("V")),
]  # fmt: skip


@pytest.mark.parametrize("text, declared, style, by_hand", STYLES)
def test_formulas_of_other_texts(text, declared, style, by_hand):
    first = read_latex(text, declared, style=style)
    last = first.more[-1] if first.more else first
    expected = by_hand(lambda name: tensor(name, *declared[name]))
    assert (last.left if last.right is None else last.right) == expected


def test_a_definition_says_that_there_is_nothing_to_prove():
    assert read_latex(ATTENTION, ONE).is_definition
    assert read_latex(SCALE, ONE).is_definition
    assert not read_latex(ATTENTION, {**ONE, "A": ["d_v"]}).is_definition
    text = r"Attention(Q, K, V) = softmax\left(\frac{QK^T}{\sqrt{d}}\right)V"
    assert not read_latex(text, S, style="vaswani").is_definition
    assert not read_latex("W_1^Q q^{<1>} = W_1^Q x^{<1>}", X).is_definition


def test_letters_with_a_meaning_of_their_own_may_be_defined():
    first = read_latex(r"e = A x, \quad y = A e", {"A": ["n", "n"], "x": ["n"]})
    assert first.left == tensor("e", n) and first.more[0].right == A @ (A @ a)


def test_tokens_typed_without_a_superscript():
    declared = {"q": ["n", "d"], "WQ": ["d", "d"], "x": ["n", "d"]}
    WQ = tensor("WQ", d, d)
    assert both("q<i> = WQ . x<i>", declared) == (at(qs, i, ":"), WQ @ at(x, i, ":"))
    assert read_latex("s < t", {"s": [], "t": []}).relation == "<"
