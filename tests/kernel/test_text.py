"""A theorem as a person reads it: names that do not meet, and every operation spelt out."""

from fractions import Fraction

import pytest

from symattn.kernel.certificate import Replayed
from symattn.kernel.indices import bound, free, image, inject, pair, part, unit
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import (
    add,
    call,
    case,
    delta,
    diff,
    entry,
    exp,
    holds,
    largest,
    log,
    mul,
    num,
    power,
    size,
    total,
)
from symattn.kernel.text import text_of, text_of_judgement, text_of_open, text_of_theorem

BOTH, PAIRS = ("+", "n", "m"), ("*", "n", "m")
I, J = free("i", "n"), free("j", "n")  # noqa: E741 - an index
X, C = entry("x", I), entry("c")
x0 = entry("x", bound(0, "n"))
P = free("P", PAIRS)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (add(X, mul(num(2), C)), "x[i] + 2*c"),
        (mul(add(X, C), num(-3)), "(x[i] + c)*(-3)"),
        (power(add(X, C), Fraction(-1, 2)), "(x[i] + c)**(-1/2)"),
        (power(C, 2), "c**2"),
        (exp(log(C)), "exp(log(c))"),
        (call("f", X), "f(x[i])"),
        (total("n", mul(x0, X)), "sum(j in n: x[j]*x[i])"),
        (largest(BOTH, entry("v", bound(0, BOTH))), "max(i in (n+m): v[i])"),
        (holds("ge", -1, 2, I), "[-1 + 1*i >= 0]"),
        (holds("eq", 0, 1, size("n"), -1, I), None),
        (size(PAIRS), "n*m"),
        (entry("u", unit(2, 3)), "u[2]"),
        (entry("v", inject(0, BOTH, I)), "v[i@0]"),
        (entry("w", pair(I, free("k", "m"))), "w[(i, k)]"),
        (entry("x", part(0, P)), "x[P.0]"),
        (entry("x", image("s", -1, I)), "x[s^-1(i)]"),
        (entry("x", image("s", 1, I)), "x[s(i)]"),
        (case(free("B", BOTH), x0, C), "case(B as i: x[i] | c)"),
        (case(free("K", 2), X, C), "case(K: x[i] | c)"),
        (diff(X, "x", J), "d(x[i])/d(x[j])"),
        (entry("x", bound(3, "n")), "x[#3]"),
        ("word", "word"),
    ],
)
def test_every_operation_has_a_text(term, text):
    shown = text_of(term)
    assert shown == text if text else shown.endswith("= 0]")


def test_delta_names_both_indices():
    assert text_of(delta(I, J)) in ("[i = j]", "[j = i]")


def test_bound_names_do_not_meet_free_ones():
    """sum over a bound i beside a free i: the bound one takes another letter."""
    nested = total("n", total("n", mul(entry("x", bound(1, "n")), x0, X)))
    assert text_of(nested) == "sum(j in n: sum(k in n: x[j]*x[k]*x[i]))"


def test_letters_never_run_out():
    deep = x0
    for _ in range(25):
        deep = total("n", deep)
    assert "i2" in text_of(deep)


def test_judgements_name_what_dangles():
    assert text_of_judgement(Judgement(">", X)) == "x[i] > 0"
    assert text_of_open(Judgement("=", x0, C)) == "for all i in n: x[i] = c"
    assert text_of_open(Judgement("!=", C)) == "c != 0"


def test_theorem_lists_everything_it_rests_on():
    statement = Statement(
        sizes=(("n", 1), ("m", 0)),
        tensors=(("x", ("n",), ("positive",)), ("c", (), ())),
        functions=(("f", 1, "g"), ("g", 1, "")),
        bijections=(("s", "n"),),
        hypotheses=(Hypothesis(("n",), Judgement("=", x0, C)),),
        goals=(Judgement("=", X, C),),
    )
    found = Replayed(statement, (Judgement("!=", C),), "0123456789abcdef0123", 7)
    lines = text_of_theorem(found).splitlines()
    assert lines[0] == "theorem, checked in 7 steps, statement 0123456789abcdef"
    assert [line.strip() for line in lines[1:]] == [
        "sizes       n >= 1, m >= 0",
        "tensor      x: n positive",
        "tensor      c: scalar",
        "function    f (derivative g)",
        "function    g (derivative unknown)",
        "bijection   s of n",
        "given       for all i in n: x[i] = c",
        "condition   c != 0",
        "proves      x[i] = c",
    ]


def test_bound_names_do_not_meet_sizes_functions_and_bijections():
    """sum over k of size k: the bound index is not k."""
    body = mul(size("i"), call("j", C), entry("x", image("k", 1, bound(0, "n"))))
    assert text_of(total("n", body)) == "sum(l in n: i*j(c)*x[k(l)])"
    assert text_of(total(("*", "i", "j"), num(1))) == "sum(k in (i*j): 1)"
    assert text_of(diff(total("n", x0), "i")) == "d(sum(j in n: x[j]))/d(i[])"


def test_broken_bases_are_in_parentheses():
    assert text_of(power(num(Fraction(2, 3)), 2)) == "(2/3)**2"
    assert text_of(power(num(-2), Fraction(1, 2))) == "(-2)**(1/2)"


def test_open_judgement_finds_letters_for_many_levels():
    taken = add(*(entry(letter) for letter in "ijklmpqrstuvwabcefgh"))
    shown = text_of_open(Judgement("=", entry("A", bound(0, "n"), bound(1, "m")), taken))
    assert shown.startswith("for all i0 in m, i1 in n: A[i1, i0] = i + j")
