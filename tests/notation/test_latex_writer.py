"""Every node prints, and what is different prints differently."""

import importlib.util
import random
import re
from itertools import combinations
from pathlib import Path

import pytest
from sympy import latex as sympy_latex

from symattn.errors import BadInput, NotationError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.build import (
    exp,
    index,
    masked_softmax,
    size,
    sizes,
    softmax,
    sqrt,
    sum_axis,
    sum_over,
    tensor,
    total,
)
from symattn.notation.latex_writer import latex_of, latex_rules
from symattn.notation.styles import STYLES

_spec = importlib.util.spec_from_file_location(
    "latex_samples", Path(__file__).with_name("latex_samples.py")
)
samples = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(samples)

STYLE_NAMES = sorted(STYLES)


def test_no_node_class_lacks_a_rule():
    assert latex_rules.lacks(N.NODES) == []


def test_the_samples_hold_every_node_class():
    """A slice with an index as border is written, and not read back."""
    assert {type(x) for x in samples.ONE_OF_EACH} == set(N.NODES) - {N.Cut}


def test_a_prefix_is_written_with_its_last_place():
    prefix = N.Cut(samples.a, 0, 0, samples.i + 1)
    assert latex_of(N.SumAxis(prefix, 0)) == r"\operatorname{sum}(a_{1..i})"


@pytest.mark.parametrize("style", STYLE_NAMES)
def test_every_sample_prints_well_formed_and_differently(style):
    texts = [latex_of(x, style) for x in samples.ONE_OF_EACH]
    for text in texts:
        check_well_formed(text)
    clashes = [
        (x, y)
        for (x, a), (y, b) in combinations(zip(samples.ONE_OF_EACH, texts, strict=True), 2)
        if a == b and x != y
    ]
    assert clashes == []


def check_well_formed(text):
    """Balanced braces and \\left \\right, no dollar sign, nothing but ASCII."""
    assert "$" not in text and text.isascii(), text
    plain = re.sub(r"\\[{}\\]", "", text)
    assert plain.count("{") == plain.count("}"), text
    assert len(re.findall(r"\\left\b", text)) == len(re.findall(r"\\right\b", text)), text
    assert text.count(r"\begin") == text.count(r"\end"), text


def test_check_well_formed_refuses():
    for bad in ("$x$", "{x", r"\left(x)", "é", r"\begin{cases}"):
        with pytest.raises(AssertionError):
            check_well_formed(bad)


@pytest.mark.parametrize("style", STYLE_NAMES)
@pytest.mark.parametrize("row", range(len(samples.LOOK_ALIKES)))
def test_look_alikes_print_differently(row, style):
    """Compared as the eye sees them: without braces, blanks and growing brackets."""
    nodes = samples.LOOK_ALIKES[row]
    for x, y in combinations(nodes, 2):
        if x != y and not are_spellings_of_one_name(x, y):
            assert seen(latex_of(x, style)) != seen(latex_of(y, style)), (x, y, latex_of(x, style))


def seen(text):
    """What of the text reaches the eye."""
    return re.sub(r"(?<!\\)[{} ]|\\left|\\right|\\,", "", text)


def are_spellings_of_one_name(x, y):
    """s_2 and s2, K^T and K^{T}, k^<1> and k^{<1>}: two ways to type one symbol."""
    if not (isinstance(x, N.Tensor) and isinstance(y, N.Tensor)):
        return False
    a, b = (re.sub(r"[_{}]", "", t.args[0].name) for t in (x, y))
    return a == b and ("^" in a) == ("^" in b)


def keyed(node):
    """The node as a plain tuple, with arithmetic of numbers left as it is."""
    return (type(node).__name__, *map(keyed, node.args)) if node.args else str(node)


@pytest.mark.parametrize("style", STYLE_NAMES)
def test_random_expressions_print_differently(style):
    seed = 20261120
    source = random.Random(seed)
    by_text = {}
    for round_number in range(1500):
        node = samples.random_node(source, source.randrange(3), source.randrange(1, 4))
        text = latex_of(node, style)
        check_well_formed(text)
        other = by_text.setdefault(text, node)
        assert keyed(other) == keyed(node), (
            f"seed {seed}, round {round_number}: {text}\n{other}\n{node}"
        )


# ---- what is written is what is read


n, m, d_k, d_v, d, H = sizes("n m d_k d_v d H")


def test_scaled_dot_product_attention_prints_as_in_the_paper():
    Q, K, V = tensor("Q", n, d_k), tensor("K", m, d_k), tensor("V", m, d_v)
    node = softmax(Q @ K.T / sqrt(d_k)) @ V
    assert latex_of(node) == r"\mathrm{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V"
    assert latex_of(node, "ng") == r"\text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V"


def test_attention_of_one_query_prints_as_in_the_course():
    q, k, v = tensor("q", d_k), tensor("k", m, d_k), tensor("v", m, d_v)
    i, j = index("i", m), index("j", m)
    weight = exp(q @ N.At(k, (i, ":"))) / sum_over(j, exp(q @ N.At(k, (j, ":"))))
    assert latex_of(sum_over(i, weight * N.At(v, (i, ":"))), "ng") == (
        r"\sum_{i=1}^{m} \frac{\exp(q \cdot k^{\langle i\rangle})}"
        r"{\sum_{j=1}^{m} \exp(q \cdot k^{\langle j\rangle})}v^{\langle i\rangle}"
    )


@pytest.mark.parametrize(
    ("name", "vaswani", "ng"),
    [
        ("W_Q_1", "W^Q_1", "W_1^Q"),
        ("W^Q_1", "W^Q_1", "W_1^Q"),
        ("W_1^Q", "W^Q_1", "W_1^Q"),
        ("W^{Q}_{1}", "W^Q_1", "W_1^Q"),
        ("W_O", "W^O", "W^O"),
        ("alpha", r"\alpha", r"\alpha"),
        ("dQ", r"\mathrm{dQ}", r"\text{dQ}"),
        ("x_hat", r"\hat{x}", r"\hat{x}"),
        ("q^{<1>}", *[r"q^{\text{\textless{}1\textgreater{}}}"] * 2),
        ("K^T", r"\text{K\textasciicircum{}T}", r"\text{K\textasciicircum{}T}"),
        ("W_q", r"W_{\mathrm{q}}", r"W_{\mathrm{q}}"),
        ("b_out", r"b_{\text{out}}", r"b_{\text{out}}"),
    ],
)
def test_names_become_symbols(name, vaswani, ng):
    x = tensor(name, n)
    assert (latex_of(x), latex_of(x, "ng")) == (vaswani, ng)


def test_sizes_become_symbols():
    assert latex_of(N.Constant(size("d_model"))) == r"d_{\text{model}}"
    assert latex_of(sqrt(d_k)) == r"\sqrt{d_k}"


@pytest.mark.parametrize("style", STYLE_NAMES)
@pytest.mark.parametrize("name", samples.NAMES)
def test_any_name_prints_well_formed(name, style):
    check_well_formed(latex_of(tensor(name, n), style))


def test_one_text_refuses_two_names_of_one_symbol():
    with pytest.raises(NotationError, match="W_Q_1 and W_1\\^Q would both print as W\\^Q_1"):
        latex_of(tensor("W_Q_1", n) + tensor("W_1^Q", n))


def test_renames_replace_names():
    x = tensor("x", "d_model") / sqrt(size("d_model"))
    assert latex_of(x, renames={"d_model": "D"}) == r"\frac{x}{\sqrt{D}}"


def test_named_subexpressions_print_by_name():
    S = tensor("Q", n, d_k) @ tensor("K", m, d_k).T
    assert latex_of(softmax(S), named={S: "S"}) == r"\mathrm{softmax}(S)"


def test_shapes_stand_below():
    Q, K = tensor("Q", n, d_k), tensor("K", m, d_k)
    assert latex_of(Q @ K.T, shapes=True) == (
        r"\underbrace{Q}_{n \times d_k}\underbrace{K^T}_{d_k \times m}"
    )


def test_the_mask_is_visible():
    S, M = tensor("S", n, m), tensor("M", n, m)
    assert latex_of(masked_softmax(S, M)) == r"\mathrm{softmax}(S \mid M)"


def test_a_bound_index_gets_a_prime_where_a_free_one_has_its_letter():
    outer, inner = index("i", n), index("i", m)
    S = tensor("S", n, m)
    node = sum_over(outer, sum_over(inner, N.At(S, (outer, inner))))
    assert latex_of(node) == r"\sum_{i=1}^{n} \sum_{i'=1}^{m} S_{i,i'}"


def test_writing_twice_gives_the_same_bytes():
    for x in samples.ONE_OF_EACH:
        assert latex_of(x) == latex_of(x)


def test_sympy_and_notebooks_print_by_this_writer():
    Q, K = tensor("Q", n, d_k), tensor("K", m, d_k)
    assert sympy_latex(Q @ K.T) == "QK^T"
    assert (Q @ K.T)._repr_latex_() == r"$\displaystyle QK^T$"


def test_refuses_a_style_that_is_none():
    with pytest.raises(BadInput, match="there is no style 'nobody'"):
        latex_of(tensor("x"), "nobody")


def test_columns_print_as_tokens_in_the_course():
    K, k = tensor("K", d_k, n), tensor("k", n, d_k)
    i = index("i", n)
    assert (
        latex_of(N.At(K, (":", i)), "ng")
        == latex_of(N.At(k, (i, ":")), "ng")
        == r"k^{\langle i\rangle}"
    )
    with pytest.raises(NotationError, match="the tokens of K and of k would both print as k"):
        latex_of(N.At(K, (":", i)) + N.At(k, (i, ":")), "ng")


def test_softmax_is_marked_where_a_reader_would_take_another_axis():
    S, Q, K = tensor("S", n, m), tensor("Q", d_k, n), tensor("K", d_k, m)
    assert latex_of(softmax(K.T @ Q, 0), "ng") == r"\text{softmax}(K^T Q)"
    assert latex_of(softmax(K.T @ Q, 0)) == r"\mathrm{softmax}_{\text{col}}(K^T Q)"
    assert latex_of(softmax(S), "ng") == r"\text{softmax}_{\text{row}}(S)"


def test_deep_sums_print_in_time_linear_in_their_depth():
    node = tensor("s")
    for k in range(60):
        node = sum_over(index(f"i{k}", n), node)
    assert latex_of(node).count(r"\sum") == 60


def test_sums_along_an_axis_name_it():
    S = tensor("S", n, m)
    assert latex_of(sum_axis(S, 1)) == r"\operatorname{rowsum}(S)"
    assert latex_of(sum_axis(S, 0)) == r"\operatorname{sum}_{\text{axis }0}(S)"
    assert latex_of(total(S)) == r"\operatorname{sum}(S)"
