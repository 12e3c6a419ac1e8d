"""What the LaTeX reader refuses: each with its place, what was wrong and what to do, and never slowly."""

import random

import pytest

from symattn.errors import BadInput, NotationError, ShapeError, UnknownName
from symattn.notation.latex_reader import read_latex

NAMES = {
    "A": ["n", "n"], "B": ["n", "n"], "x": ["n"], "y": ["n"], "s": [], "Q": ["n", "d"], "K": ["m", "d"],
    "V": ["m", "d_v"], "W_Q": ["H", "d", "d_k"], "R": ["H", "n", "d"], "head": ["H", "n", "d_v"], "k": ["m", "d"],
}  # fmt: skip


@pytest.mark.parametrize(
    "text, at, wrong, known, do",
    [
        ("", 0, "there is no formula", "", "write an equation"),
        ("Q K^T +", 7, "the text ends too early", "expected one of", "complete the formula"),
        (r"\frac{QK^T}{\sqrt{d}", 20, "the text ends too early", "expected one of", "close all brackets"),
        ("(s + s", 6, "the text ends too early", "expected one of", "close all brackets"),
        ("s = = s", 4, "'=' does not fit here", "expected one of", "complete the formula"),
        (r"\foo{s}", 0, r"the command \foo is not read", "", r"\operatorname{name}"),
        (r"s @ s", 2, "'@' is not read", "", ""),
        (r"\begin{tikzpicture}s\end{tikzpicture}", 0, "the environment tikzpicture is not read", "", ""),
        (r"\text{for some value} s", 6, "are not part of a formula", "", ""),
        ("s / s s", 2, "(a / b) c or a / (b c)", "", r"use \frac"),
        (r"A \cdot B \odot A", 10, "products of different kinds are mixed", "", "put parentheses"),
        (r"x y", 2, "two vectors side by side have no product", "", r"write \cdot"),
        (r"x \cdot y A", 2, "this product can be read in two ways", "", "put parentheses"),
        (r"x^2", 2, "the power of a vector can be read in two ways", "", r"x^{\circ 2}"),
        (r"A * B", 2, "* of two square matrices", "", r"with \odot"),
        (r"A^h", 2, "h above is no declared label, index or power", "indices: none", "declare the index h"),
        (r"A^*", 2, "a star has no meaning here", "", ""),
        (r"2^T s", 2, "a number has no transpose", "", r"\mathbf{1}"),
        (r"\mathbf{1} + \mathbf{1}", 8, "the size of the vector 1 is not known", "", r"\mathbf{1}_{n}"),
        (r"\sum_i s", 0, "the range of i is not written", "", "write the limits"),
        (r"\sum s", 0, "the sum has no index", "", r"\sum_{i=1}^{n}"),
        (r"\sum_{n} s", 6, "n is declared as something else than an index", "", "use another letter"),
        (r"\sum_i x_i y_i + x_i", 19, "the index i is summed over elsewhere, and free here", "", "parentheses"),
        (r"\prod_i x_i", 0, "prod is not read", "", "use sums"),
        (r"x_0", 2, "place 0 is before the first one, 1", "", "first_index=0"),
        (r"x_{1/2}", 4, "a quotient is no place", "", ""),
        (r"\exp x y", 5, "how far exp reaches is not written", "", "put ( )"),
        (r"\exp + s", 0, "the function exp has no argument", "", "add ( )"),
        (r"\exp(x, y)", 0, "exp has 2 arguments", "", "give 1"),
        (r"\exp_i(x)", 5, "a script on the function exp is not read", "", ""),
        (r"\operatorname{lse}_{k}(A)", 20, "k names no axis of lse", "", "row, col"),
        (r"\operatorname{mean}(A)", 14, "the axis of mean is not written", "", ""),
        (r"MultiHead(Q, K, V)", 0, "MultiHead has no definition here", "", "add an equation"),
        (r"Concat(head_1, \ldots, head_2, head_H)", 15, "do not stand between", "", "head_1"),
        (r"Concat(head_2, \ldots, head_H)", 7, "does not have the number 1", "", ""),
        (r"Concat(head_1, head_3, \ldots, head_H)", 15, "this is not element 2", "", ""),
        (r"s = t = s t, \quad t = s + s, \quad t = s", None, "", "", ""),
        (r"u = u + s", 0, "u is defined by itself", "", "rename"),
        (r"u = s, u = s", 7, "u is defined twice", "", "rename"),
        (r"\forall i s = s", None, "", "", ""),
        (r"A_{ij} = s \quad \forall j \leq i", 17, "a condition for all indices is not read", "", ""),
        (r"x^\top = y", 7, "one side is a transposed vector", "", ""),
        (r"x^\top + y", 7, "one vector of this sum is transposed", "", ""),
        (r"\hat{AB + C}", 0, "read over one name only", "", ""),
        (r"Q \in \mathbb{Z}^n", None, "", "", ""),
        ("s" * 4001, 0, "4000 are read at most", "", ""),
        ("(" * 61 + "s" + ")" * 61, 60, "nested more than 60 deep", "", ""),
        (r"\sqrt" * 400 + " s", None, "nested", "", ""),
        ("s+" * 1500 + "s", 0, "more than 200 terms", "", ""),
        ("s " * 1500, 0, "more than 200 factors", "", ""),
        (r"\exp x \cdot y", 7, "how far the function before this sign reaches", "", "put ( )"),
        (r"|x|", 0, "a norm or absolute values", "", r"\operatorname{abs}"),
        (r"\|A\|", 0, "which norm this is", "", "_F"),
        (r"dA", 0, "can be one symbol or a product with d", "", "declare dA"),
        (r"k^t", 2, "t above can be an index or a transpose", "", r"^\top"),
        (r"A^t x_t", 2, "t above can be an index or a transpose", "", r"^\top"),
        (r"A_{ij} = s, \quad j \leq i", 18, "a condition on indices", "", "below a sum"),
        (r"A_{ij} = s \text{ for } j \leq i", 18, "for is not declared", "", ""),
        (r"e^{i} x_i", None, "", "", ""),
        (r"A(x)", 1, "is declared as a tensor, and used as a function", "", "leave out the brackets"),
        (r"A[B]", 1, "is declared as a tensor, and used as a function", "", "leave out the brackets"),
        ("9" * 40, 0, "more than 30 digits", "", ""),
    ],
)  # fmt: skip
def test_refuses_with_a_caret(text, at, wrong, known, do):
    with pytest.raises(NotationError) as error:
        read_latex(text, NAMES, style="vaswani")
    assert at is None or error.value.position == at
    assert wrong in error.value.wrong
    assert known in error.value.known
    assert do in error.value.do


@pytest.mark.parametrize(
    "text, at, name, do",
    [
        (r"\frac{q K^T}{s}", 6, "q", ""), ("heda_1", 0, "heda_1", "did you mean head?"), (r"W^K_1", 0, "W_K_1", "did you mean W_Q?"),
        (r"\operatorname{sofmax}(A)", 14, "sofmax", ""), (r"\mathrm{dsoftmax}(A)", 8, "dsoftmax", ""),
        (r"\sum_{i=1}^{N} x_i", 12, "N", ""), ("softmaxA", 0, "softmaxA", ""),
    ],
)  # fmt: skip
def test_refuses_an_unknown_name_with_the_nearest(text, at, name, do):
    with pytest.raises(NotationError) as error:
        read_latex(text, NAMES, style="vaswani")
    assert error.value.position == at
    if name:
        assert isinstance(error.value, UnknownName)
        assert error.value.wrong.startswith(f"{name} is not declared")
        assert do in error.value.do


@pytest.mark.parametrize(
    "text, wrong, caret",
    [
        ("QK", "the last axis of Q is d and the first axis of K is m", 1),
        (r"\mathbf{dK} = \mathbf{Q}\mathbf{dS}^\top", "the last axis of Q is d", 32),
        ("Q = V", "the left side has shape [n, d], the right side [m, d_v]", 2),
        ("Q + V", "", 2), ("x_{i,j}", "2 places are written, there are 1 axes", 3), ("A_i + k_i", "ranges over n, here", 8),
        (r"QK^T \in \mathbb{R}^{n \times n}", "the remark says [n, n]", 17),
        (r"s_1", "1 places are written, there are 0 axes", 2),
    ],
)  # fmt: skip
def test_refuses_what_does_not_fit_together(text, wrong, caret):
    names = {**NAMES, "dS": ["n", "m"], "dK": ["m", "d"]}
    with pytest.raises(ShapeError) as error:
        read_latex(text, names, style="vaswani")
    assert wrong in error.value.wrong
    *_, line, under = error.value.wrong.split("\n")
    assert line == f"  {text}" and under == " " * (caret + 2) + "^"


def test_refuses_the_ng_slide_with_the_shapes_of_the_paper():
    """With columns as tokens W_i^Q Q fits, but the joined heads do not fit W_o on the right."""
    text = (
        r"\text{head}_i = \text{Attention}(W_i^Q Q, W_i^K K, W_i^V V), \quad "
        r"\text{concat}(\text{head}_1\ \cdots\ \text{head}_h) W_o"
    )
    declared = {
        "Q": ["d", "n"], "K": ["d", "m"], "V": ["d", "m"], "W_Q": ["h", "d_k", "d"],
        "W_K": ["h", "d_k", "d"], "W_V": ["h", "d_v", "d"], "W_o": ["h*d_v", "d"],
    }  # fmt: skip
    with pytest.raises(ShapeError) as error:
        read_latex(text, declared, style="ng")
    assert "h*n" in error.value.wrong and "h*d_v" in error.value.wrong


def test_refuses_what_rows_and_columns_read_differently():
    for text in (r"x y^\top", r"softmax(A^\top B)", r"softmax(A)"):
        with pytest.raises(NotationError) as error:
            read_latex(text, NAMES)
        assert "style" in error.value.do or "read with rows" in error.value.do
    with pytest.raises(NotationError, match="which axis this softmax runs along"):
        read_latex(r"softmax(A)", NAMES, style="ng")


def test_refuses_options_and_declarations_that_make_no_sense():
    with pytest.raises(BadInput):
        read_latex("s", NAMES, style="latin")
    with pytest.raises(BadInput):
        read_latex("s", NAMES, first_index=2)
    with pytest.raises(NotationError, match="spelt alike"):
        read_latex("s", {"W_Q": ["n"], "W^Q": ["n"]})
    with pytest.raises(NotationError, match="declared as two of"):
        read_latex("s", {"n": [], "x": ["n"]})


PIECES = (
    r"\frac { } {A} {s} Q K^T V W^Q ^ _ ^{<i>} _i _{ij} ^T ^\top ( ) [ ] , \sum _{i=1}^{n} _{j\leq i} \exp exp softmax \sqrt d_k n "
    r"+ - * / . \cdot \odot \otimes \oplus = \in \mathbb{R}^{n\times{}d} \left \right \begin{bmatrix} \end{bmatrix} \begin{cases} \end{cases} "
    r"\text{if} \text{otherwise} & \\ \quad 1 0 29 \infty \partial \nabla | \| < > ' \ldots head_1 head_H \mathbf{1} I e^ \text{where} "
    r"\mathbf \ $ ~ % : ; ! \alpha \delta_{ij} \log \text{ \langle \rangle Concat \operatorname{diag} Attention(Q,K,V) ^{-1} ^{\circ{}2} "
    r"\forall \boxed \hat \mathrm{d} \neg \land [R]_{i=1}^{n} \text{axis}1 \to 9^9^9 {9^9}^9 .5 \overset \stackrel{def}{=} \tag \rm \color"
).split(" ")


@pytest.mark.parametrize("seed", range(8))
def test_random_text_is_read_or_refused(seed):
    """Anything but a NotationError or ShapeError would be a fault of ours."""
    source = random.Random(seed)
    for _ in range(400):
        text = "".join(source.choice(PIECES) for _ in range(source.randint(1, 16)))
        try:
            read_latex(text, NAMES, style=source.choice(["vaswani", "ng", None]))
        except (NotationError, ShapeError) as error:
            assert str(error)


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_of_good_text_are_read_or_refused(seed):
    source = random.Random(seed)
    good = [
        r"\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\left(\frac{QK^T}{\sqrt{d}}\right)V",
        r"A(x, K, V) = \sum_i \frac{exp(x_i.y^{<i>})}{\sum_{j=1}^{n} exp(x.y)} R^{\langle i \rangle}",
        r"\begin{aligned}Z &= Concat(head_1, \ldots, head_H)\\ \text{where}~P_i &= A_{i,:} \odot x^\top\end{aligned}",
        r"\begin{cases}s & \text{if } j \leq i \\ -\infty & \text{otherwise}\end{cases} = \frac{\partial s}{\partial A_{ij}}",
    ]  # fmt: skip
    for _ in range(400):
        text = source.choice(good)
        for _ in range(source.randint(1, 3)):
            at, width = source.randrange(len(text)), source.randint(0, 3)
            text = text[:at] + source.choice([*PIECES, ""]) + text[at + width :]
        try:
            read_latex(text, NAMES, style=source.choice(["vaswani", "ng", None]))
        except (NotationError, ShapeError) as error:
            assert str(error)


def test_refuses_one_letter_in_two_fonts():
    with pytest.raises(NotationError, match="two fonts") as error:
        read_latex(r"\mathbf{Q} K^T = Q K^T", NAMES)
    assert error.value.position == 17
    assert read_latex(r"\mathbf{K} Q^\top", {"Q": ["n", "d"], "K": ["m", "d"]}) is not None


def test_refuses_definitions_that_double_each_other():
    letters = "abcdefghijlmopqr"
    chain = ", ".join(f"{y} = {x} + {x}" for x, y in zip("s" + letters, letters, strict=False))
    with pytest.raises(NotationError, match="more than 5000 operations"):
        read_latex(chain, {"s": []})
    with pytest.raises(NotationError, match="in a chain"):
        read_latex("(" * 2 + "s" + " + s" * 150 + ")" + " + s" * 150 + ")", {"s": []})
