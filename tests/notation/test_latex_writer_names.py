"""Names print well-formed, and two names print alike only if they spell one symbol."""

import random
import re

import pytest

from symattn.notation.latex_writer_names import escape_text, symbol_of
from symattn.notation.styles import STYLES

VASWANI, NG = STYLES["vaswani"], STYLES["ng"]


def printed(name, style=VASWANI, kind="tensor"):
    return symbol_of(name, style, kind).with_scripts(style)


def letters_of(name):
    """What a name says, however it is typed: its letters, digits and signs without _ ^ { }, sorted."""
    return sorted(re.sub(r"[_^{}()\\]|prime", lambda m: "'" if m[0] == "prime" else "", name))


@pytest.mark.parametrize("style", [VASWANI, NG], ids=lambda s: s.name)
def test_names_that_print_alike_have_the_same_letters(style):
    seed = 31
    source = random.Random(seed)
    seen = {}
    for _ in range(20_000):
        name = "".join(source.choice("WxQTk12_^{}<>'_^") for _ in range(source.randrange(1, 7)))
        text = printed(name, style)
        other = seen.setdefault(text, name)
        assert letters_of(other) == letters_of(name), f"seed {seed}: {other!r} {name!r} {text}"


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("d_model", "size", r"d_{\text{model}}"), ("d_k", "size", "d_k"), ("d_k", "tensor", r"d_{\mathrm{k}}"),
        ("n1", "size", "n_1"), ("d_k_1", "size", "d_{k,1}"), ("n^2", "size", "n^{(2)}"), ("i", "index", "i"),
        ("pos", "index", r"\mathrm{pos}"), ("x_hat", "tensor", r"\hat{x}"), ("x_prime", "tensor", "x'"),
        ("\\alpha", "tensor", r"\alpha"), ("alpha_beta", "tensor", r"\alpha_{\beta}"), ("W^*", "tensor", "W^*"),
        ("W^{(q)}", "tensor", "W^{(q)}"), ("x_QK", "tensor", r"x_{\text{QK}}"), ("W_QK", "tensor", r"W^{\text{QK}}"),
        ("\\foo", "tensor", r"\text{\textbackslash{}foo}"), ("x_(1)", "tensor", r"\text{x\_(1)}"),
        ("x_{a b}", "tensor", r"\text{x\_\{a b\}}"), ("x_a!", "tensor", r"\text{x\_a!}"), ("max", "function", r"\mathit{max}"),
    ],
)  # fmt: skip
def test_names_print(name, kind, text):
    assert printed(name, VASWANI, kind) == text


def test_text_is_escaped():
    assert escape_text("5 % & # $ ~ ^ \\ { } _ < > |") == (
        r"5 \% \& \# \textdollar{} \textasciitilde{} \textasciicircum{} \textbackslash{} \{ \} \_ "
        r"\textless{} \textgreater{} \textbar{}"
    )
    assert escape_text("é ≤ 数\n") == r"\'e \textless{}= (U+6570) "
