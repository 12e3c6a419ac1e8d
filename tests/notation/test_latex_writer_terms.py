"""Kernel terms print as LaTeX, with letters that nothing else uses."""

from fractions import Fraction

import pytest

from symattn.kernel import terms as t
from symattn.kernel.indices import bound, free, image, inject, pair, part, unit
from symattn.kernel.statement import Judgement
from symattn.notation.latex_writer_term_rules import TERM_RULES
from symattn.notation.latex_writer_terms import latex_of_judgement, latex_of_term

b0, b1 = bound(0, "n"), bound(1, "n")
i, j = free("i", "n"), free("j", "n")
x, y = t.entry("x"), t.entry("y")
BOTH = ("+", "n", "m")
HEADS = ("*", "H", "d")


def test_every_operation_has_a_rule():
    assert set(TERM_RULES) == set(t.MAKERS)


@pytest.mark.parametrize(
    ("term", "latex"),
    [
        (t.num(Fraction(-3, 2)), r"-\frac{3}{2}"),
        (t.add(x, t.mul(t.num(-1), y)), "x - y"),
        (t.add(x, t.mul(t.num(-3), y)), "x - 3y"),
        (t.mul(t.add(x, y), t.power(y, -1)), r"\frac{x + y}{y}"),
        (t.mul(t.num(2), t.num(3)), r"2 \cdot 3"),
        (t.power(t.size("d_k"), Fraction(-1, 2)), r"\frac{1}{\sqrt{d_k}}"),
        (t.power(t.add(x, y), 3), "(x + y)^{3}"),
        (t.add(t.mul(t.num(-1), y), x), "x - y"),
        (t.power(t.entry("x", i), 2), "x_i^{2}"),
        (t.power(t.entry("W_Q"), 2), "(W^Q)^{2}"),
        (t.exp(t.log(x)), r"\exp(\log(x))"),
        (t.call("tanh", x), r"\tanh(x)"),
        (t.call("f", x, y), "f(x, y)"),
        (t.size(("+", "n", 2)), "n + 2"),
        (t.entry("W_Q", i, unit(0, 3)), "W^Q_{i,1}"),
        (t.entry("W_Q_1", i), r"[W^Q_1]_{i}"),
        (t.entry("a", inject(1, BOTH, free("k", "m"))), "a_{n + k}"),
        (t.entry("a", inject(0, BOTH, i)), "a_i"),
        (t.entry("a", pair(i, j)), "a_{(i,j)}"),
        (t.entry("a", part(1, free("p", HEADS))), "a_{p_{[2]}}"),
        (t.entry("a", image("sigma", -1, i)), r"a_{\sigma^{-1}(i)}"),
        (t.delta(i, j), r"\delta_{i,j}"),
        (t.holds("ge", 0, 1, i, -1, j), r"[j \leq i]"),
        (t.holds("ge", -20, 1, i), r"[21 \leq i]"),
        (t.holds("eq", -1, 1, i, -1, j), r"[i = j + 1]"),
        (t.largest("n", t.entry("s", b0)), r"\max_{1 \leq i \leq n} s_i"),
        (t.diff(x, "q", i), r"\frac{\partial}{\partial q_i}(x)"),
    ],
)  # fmt: skip
def test_terms_print(term, latex):
    assert latex_of_term(term) == latex


def test_bound_letters_are_fresh():
    body = t.mul(t.entry("S", b1, b0), t.entry("k", i))
    term = t.total("n", t.total("n", body))
    assert latex_of_term(term) == r"\sum_{j=1}^{n} \sum_{l=1}^{n} S_{j,l}k_i"


def test_letters_are_used_again_beside_each_other():
    one = t.total("n", t.entry("a", b0))
    assert latex_of_term(t.add(one, one)) == r"\sum_{i=1}^{n} a_i + \sum_{i=1}^{n} a_i"


def test_dangling_levels_get_letters():
    assert latex_of_term(t.total("n", t.entry("S", b0, b1))) == r"\sum_{i=1}^{n} S_{i,j}"


def test_a_sum_is_bracketed_on_the_left():
    one = t.total("n", t.entry("a", b0))
    assert latex_of_term(t.mul(one, x)) == r"\left(\sum_{i=1}^{n} a_i\right)x"
    assert latex_of_term(t.mul(x, one)) == r"x\sum_{i=1}^{n} a_i"


def test_cases_name_the_part():
    term = t.case(free("p", BOTH), t.entry("a", b0), t.entry("b", bound(0, "m")))
    assert latex_of_term(term).startswith(r"\begin{cases}a_i & \text{if } p\text{ is place }")


def test_judgements_print():
    assert latex_of_judgement(Judgement("!=", x)) == r"x \neq 0"
    assert latex_of_judgement(Judgement("=", x, y)) == "x = y"


def test_renames():
    assert latex_of_term(t.size("d_model"), renames={"d_model": "D"}) == "D"
