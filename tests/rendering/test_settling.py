"""Typed claims and lines of files: what is read, what is refused, what is counted."""

import json
import time

import pytest

from symattn.errors import BadInput, NotationError, UnknownName
from symattn.prover.verdict import Undecided
from symattn.rendering.settling import (
    answer_to_line,
    settle_typed,
    typed_exit_code,
)


def test_every_option_reaches_the_claim():
    settled = settle_typed(
        "q[i] == x[i]", shapes=("q=n", "x=n"), given=("equal(q, x)",), indices=("i=n",)
    )
    assert settled.answer["verdict"] == "proved"
    assert settled.certificate


def test_size_that_may_be_zero_reaches_the_claim():
    sure = settle_typed("sum_all(softmax(x)) == 1", shapes=("x=n",))
    unsure = settle_typed("sum_all(softmax(x)) == 1", shapes=("x=n",), sizes=("n>=0",))
    assert sure.answer["verdict"] == "proved"
    assert unsure.answer["verdict"] != "proved"


def test_latex_is_settled_with_what_is_given():
    shapes = ("W=d,d", "x=d", "q=d")
    text = r"W q = W x"
    assert settle_typed(text, latex=True, shapes=shapes).answer["verdict"] == "refuted"
    given = settle_typed(text, latex=True, shapes=shapes, given=("equal(q, x)",))
    assert given.answer["verdict"] == "proved"


def test_latex_with_shapes_that_do_not_fit_is_ill_typed():
    settled = settle_typed("Q K = Q K", latex=True, shapes=("Q=n,d", "K=m,d"))
    assert settled.answer["verdict"] == "ill-typed"
    assert settled.text.startswith("ILL-TYPED")


@pytest.mark.parametrize(
    ("text", "error"), [("W x", BadInput), (r"\frac{x", NotationError), ("Z x = x", UnknownName)]
)
def test_latex_that_is_no_claim_is_refused(text, error):
    with pytest.raises(error):
        settle_typed(text, latex=True, shapes=("W=d,d", "x=d"))


def test_definition_is_not_taken_for_a_claim():
    """A(q, K, V) = ... with an undeclared A says what A is; there is nothing to prove or refute."""
    with pytest.raises(BadInput, match="defines"):
        settle_typed(r"y = W x", latex=True, shapes=("W=d,d", "x=d"))


def test_style_is_passed_on():
    settled = settle_typed("W x = W x", latex=True, style="ng", shapes=("W=d,d", "x=d"))
    assert settled.answer["verdict"] == "proved"
    with pytest.raises(BadInput, match="style"):
        settle_typed("x = x", latex=True, style="none", shapes=("x=d",))


def test_several_latex_equations_are_refused():
    with pytest.raises(BadInput, match="several"):
        settle_typed(
            r"\begin{aligned} x &= x \\ x &= 2x \end{aligned}", latex=True, shapes=("x=d",)
        )


def test_bug_in_a_line_stays_in_that_line(monkeypatch):
    def broken(claim, budget):
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("symattn.rendering.settling.prove", broken)
    line = json.dumps({"id": "a", "symbols": {"x": []}, "lhs": "x", "rhs": "x"})
    answered = answer_to_line(line, 1)
    assert answered.went == "our bug" and answered.answer["verdict"] == "undecided"
    assert "deep inside" in answered.answer["reason"]


def test_bug_that_the_prover_reports_ends_with_3(monkeypatch):
    reported = Undecided("our bug, please report: the kernel refused the certificate")
    monkeypatch.setattr("symattn.rendering.settling.prove", lambda claim, budget: reported)
    line = json.dumps({"id": "a", "symbols": {"x": []}, "lhs": "x", "rhs": "x"})
    assert answer_to_line(line, 1).went == "our bug"
    answer = settle_typed("x == x", shapes=("x=",)).answer
    assert typed_exit_code(answer) == 3


def test_line_that_is_no_object_is_unread():
    for line in ("[1]", "3", '{"id": 1}', '{"id": "a", "lhs": "x"}', "[" * 10**5):
        assert answer_to_line(line, 7).went == "unread", line


def test_line_that_cannot_be_read_keeps_its_id():
    for line in ('{"id": "a\\"b", "lhs": }', '{"id": "a\\"b", "lhs": "x"}'):
        assert answer_to_line(line, 7).answer["id"] == 'a"b'
    for line in ("oops", '{"id": "a', '{"lhs": "x"}'):
        assert answer_to_line(line, 7).answer["id"] == "line 7"


def test_sides_that_are_nested_too_deeply_are_unread():
    deep = "(" * 3000 + "x" + ")" * 3000
    line = json.dumps({"id": "a", "symbols": {"x": []}, "lhs": deep, "rhs": "x"})
    assert answer_to_line(line, 1).answer["verdict"] == "undecided"


@pytest.mark.parametrize(("error", "what"), [(MemoryError, "memory"), (RecursionError, "deeply")])
def test_what_reading_cannot_afford_is_undecided(monkeypatch, error, what):
    def greedy(line):
        raise error

    monkeypatch.setattr("symattn.rendering.settling.record_of_line", greedy)
    answer = answer_to_line('{"id": "a"}', 1).answer
    assert answer["id"] == "a" and what in answer["reason"]


def test_budget_of_a_line_ends_in_time():
    text = "sum(" + ", ".join(f"i{k}, n" for k in range(8)) + ", {})"
    body = "*".join(f"exp(x[i{j}] * x[i{k}])" for j in range(8) for k in range(8))
    line = {"symbols": {"x": ["n"]}, "lhs": text.format(body), "rhs": text.format("1 + " + body)}
    start = time.monotonic()
    answer = answer_to_line(json.dumps({"id": "a", **line}), 1, 0.5).answer
    assert time.monotonic() - start < 60  # it does not hang
    assert answer["verdict"] in ("undecided", "refuted")
