"""The view by latexify-py: right on what is emitted, an error on what it would drop."""

import re
import subprocess
import sys

import pytest

from symattn.errors import Unsupported
from symattn.lowering.latexify_view import latex_of_source
from symattn.lowering.lowered_function import lower
from tests.lowering import cases

EVERY = {**cases.FORWARD, **{f"d_{k}": v for k, v in cases.DERIVED.items()}}


def body(text, signature="a, b, c"):
    lines = "".join(f"    {line}\n" for line in text.split("\n"))
    return latex_of_source(f"import numpy as np\n\n\ndef f({signature}):\n{lines}")


def value(text):
    return re.fullmatch(r"\\begin\{aligned\} .*? &= (.*) \\end\{aligned\}", body(f"return {text}"))[
        1
    ]


def test_attention_reads_as_on_paper():
    assert lower(cases.attention, "attention").latexify == (
        r"\begin{aligned} \mathrm{scores} &= \frac{Q}{\sqrt{d_{k}}} \, K^{\top} \\ "
        r"\mathrm{exps} &= \exp\left( \mathrm{scores} - "
        r"\max_{\text{axis } -1,\text{kept}} \left( \mathrm{scores} \right) \right) \\ "
        r"\mathrm{weights} &= \frac{\mathrm{exps}}"
        r"{\sum_{\text{axis } -1,\text{kept}} \left( \mathrm{exps} \right)} \\ "
        r"\mathrm{attention}(Q, K, V) &= \mathrm{weights} \, V \end{aligned}"
    )


@pytest.mark.parametrize("name", EVERY)
def test_every_emitted_source_is_shown_with_balanced_brackets(name):
    text = lower(EVERY[name]).latexify
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right")
    assert "np" not in re.sub(r"\\operatorname", "", text).replace("input", "")


@pytest.mark.parametrize(
    ("source", "latex"),
    [
        ("a @ b", r"a \, b"),
        ("a * (b @ c)", r"a \odot \left( b \, c \right)"),
        ("(a * b) @ c", r"\left( a \odot b \right) \, c"),
        ("a @ (b @ c)", r"a \, \left( b \, c \right)"),
        ("a @ b @ c", r"a \, b \, c"),
        ("2.0 * a", r"2 \cdot a"),
        ("a - (b - c)", r"a - \left( b - c \right)"),
        ("-(a + b)", r"-\left( a + b \right)"),
        ("a.T @ b", r"a^{\top} \, b"),
        ("(a + b).T", r"\left( a + b \right)^{\top}"),
        ("a / b**0.5", r"\frac{a}{\sqrt{b}}"),
        ("a**2", "a^{2}"),
        ("np.sum(a, axis=1)", r"\sum_{\text{axis } 1} \left( a \right)"),
        ("np.linalg.inv(a)", "a^{-1}"),
        ("a[:, None]", r"a_{[:, \ast]}"),
        (
            "np.where(a > b, a, 0.0)",
            r"\begin{cases} a & \text{if } a > b \\ 0 & \text{else} \end{cases}",
        ),
        ("b_2[:, None]", r"{b_{2}}_{[:, \ast]}"),
        ("np.eye(3)", "I_{3}"),
    ],
)
def test_expression(source, latex):
    assert value(source) == latex


@pytest.mark.parametrize(
    "text",
    [
        "return a.sum(axis=1)",
        "return np.einsum('ij,jk', a, b)",
        "return np.exp(a, out=b)",
        "return np.sqrt(a, where=b)",
        "a += 1\nreturn a",
        "while a:\n    b = c\nreturn b",
        "if a:\n    b = c\nreturn b",
        "return a.real",
        "return lambda x: x",
        "return a[::2]",
        "return a < b < c",
        "return ~a",
        "return a // b ^ c",
        "b = c = a\nreturn b",
        "a",
    ],
)
def test_refuses_what_it_would_drop(text):
    with pytest.raises(Unsupported):
        body(text)


def test_checks_and_sizes_are_left_out_and_nothing_else():
    text = body(
        '"""Doc."""\nn, d = a.shape\ndtype = np.result_type(a)\nif n != d:\n    raise ValueError("no")\nreturn n * a'
    )
    assert text == r"\begin{aligned} \mathrm{f}(a, b, c) &= n \cdot a \end{aligned}"


def test_latexify_is_loaded_only_when_asked_and_without_warnings():
    code = (
        "import sys\n"
        "from symattn.lowering.lowered_function import lower\n"
        "from symattn.expressions.build import softmax, tensor\n"
        "f = lower(softmax(tensor('x', 'n')))\n"
        "assert not any(m.startswith('latexify') for m in sys.modules)\n"
        "assert 'exps' in f.latexify\n"
        "assert 'latexify' in sys.modules\n"
        "assert f._repr_latex_().startswith('$$')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
