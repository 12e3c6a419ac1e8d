"""A chain prints as one display with its reasons, and fits the slide."""

import pytest

from symattn.errors import BadInput
from symattn.expressions.build import exp, tensor
from symattn.models.catalogue import model_named
from symattn.notation.derivation_latex import latex_of_derivation
from symattn.notation.latex_writer_equations import (
    aligned,
    broken,
    glyphs,
    heads_by_name,
    latex_of_call,
    write_equation,
)

A, B = tensor("A", "n", "m"), tensor("B", "m", "d")
X, WQ = tensor("X", "n", "d"), tensor("W_Q", "d", "d_k")


def test_a_chain_prints_one_row_for_each_step():
    C = tensor("C", "d", "n")
    steps = [(C.T @ (A @ B).T, "a transpose reverses a product"), (C.T @ (B.T @ A.T), "again")]
    assert latex_of_derivation(((A @ B) @ C).T, steps) == "\n".join(
        [
            r"\begin{aligned}",
            r"(ABC)^T &= C^T(AB)^T && \text{a transpose reverses a product}\\",
            r"&= C^T(B^T A^T) && \text{again}",
            r"\end{aligned}",
        ]
    )


def test_reasons_are_escaped():
    text = latex_of_derivation(A, [(A, "50% of {a_b} costs $5 & more")])
    assert r"\text{50\% of \{a\_b\} costs \textdollar{}5 \& more}" in text
    assert "$" not in text


def test_a_long_start_has_its_own_line():
    long = exp(A) + exp(A + A) + exp(A + A + A) + exp(A + A + A + A)
    first = latex_of_derivation(long, [(A, "nonsense")]).splitlines()[1]
    assert first.startswith("&") and first.endswith(r"\\") and "=" not in first


def test_a_wide_step_goes_on_below():
    wide = sum((exp(A) for _ in range(20)), A)
    lines = latex_of_derivation(A, [(wide, "why")]).splitlines()[1:-1]
    assert len(lines) > 1
    assert all(glyphs(line) <= 70 for line in lines)
    assert all(line.startswith(r"&\quad{} + \exp") for line in lines[1:])
    assert lines[0].rstrip("\\").endswith(r"&& \text{why}")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        (r"\frac{QK^T}{\sqrt{d_k}}", 3), ("x", 1), (r"\mathrm{softmax}(x)", 10), ("x_i", 2),
        (r"\begin{cases}x\end{cases}", 1), (r"\alpha \beta", 2), (r"\exp(x)", 6), ("", 0), ("x^", 1),
    ],
)  # fmt: skip
def test_glyphs_estimates_the_width(text, width):
    assert glyphs(text) == width


def test_broken_cuts_only_outside_brackets():
    inside = r"\left(" + " + ".join("abcdefgh" * 8) + r"\right)"
    assert broken(inside) == [inside]
    pieces = broken(" + ".join(["x y z"] * 30))
    assert len(pieces) > 1 and all(glyphs(p) <= 60 for p in pieces)
    assert " ".join(pieces) == " + ".join(["x y z"] * 30)


def test_broken_cuts_products_where_there_is_no_sum():
    pieces = broken(r" \odot ".join(["a" * 20] * 5))
    assert pieces[1].startswith(r"\odot")


def test_equations_and_left_sides():
    assert write_equation("Q", X @ WQ) == "Q = XW^Q"
    assert write_equation(A, A, relation=">=") == r"A \geq A"
    assert latex_of_call("Attention", ["Q", "K", "V"]) == r"\mathrm{Attention}(Q, K, V)"
    assert latex_of_call("A", ["q", "W_Q"]) == "A(q, W^Q)"
    assert latex_of_call("Attention", ["Q"], "ng") == r"\text{Attention}(Q)"


def test_a_wide_equation_is_a_display():
    wide = sum((exp(A) for _ in range(20)), A)
    assert write_equation("Y", A, width=60) == "Y = A"
    lines = write_equation("Y", wide, width=60).splitlines()
    assert lines[0] == r"\begin{aligned}" and lines[1].startswith("Y &= A + ") and len(lines) > 3
    lines = write_equation(wide, wide, width=60).splitlines()
    assert lines[1].startswith("&A + ") and sum(line.startswith("&=") for line in lines) == 1


def test_aligned_rows():
    assert (
        aligned([("a", "= b"), ("", "= c")]) == "\\begin{aligned}\na &= b\\\\\n&= c\n\\end{aligned}"
    )


def test_shapes_in_a_derivation():
    assert r"\underbrace{A}_{n \times m}" in latex_of_derivation(A, [(A, "")], shapes=True)


def test_heads_are_named_as_in_the_paper():
    text = heads_by_name("Y", model_named("multi_head"))
    assert text.splitlines()[1:3] == [
        r"Y &= \mathrm{Concat}(\mathrm{head}_{1}, \ldots, \mathrm{head}_{H})W^O\\",
        r"\text{where } \mathrm{head}_{h} &= \mathrm{softmax}\left(\frac{QW^Q_{h}(KW^K_{h})^T}"
        r"{\sqrt{d_k}}\right)(VW^V_{h})",
    ]


def test_heads_by_name_refuses_what_has_no_heads():
    with pytest.raises(BadInput, match="no heads are concatenated"):
        heads_by_name("Y", A)
