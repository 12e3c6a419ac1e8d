"""What the prover knows about signs: each fact is a kernel theorem about the term it is asked for."""

from fractions import Fraction

import pytest

from symattn.kernel.indices import bound, free
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import ONE, ZERO, add, entry, exp, holds, mul, num, power, size, total
from symattn.prover.normal_form import NormalForm
from symattn.prover.proof import Proof
from symattn.prover.settle import prove
from symattn.prover.signs import Facts
from tests.prover.claim_table import row

i, j = free("i", "n"), free("j", "n")
K = bound(0, "n")
p, q, s, t, z = (entry(x) for x in "pqstz")
w = entry("w", K)
TENSORS = (
    ("p", (), ("positive",)), ("q", (), ("nonnegative",)), ("z", (), ("nonzero",)), ("s", (), ()), ("t", (), ()),
    ("x", ("n",), ()), ("w", ("n",), ("nonnegative",)), ("M", ("n", "n"), ("boolean",)), ("S", ("n", "n"), ()),
)  # fmt: skip
CAUSAL = holds("ge", 0, 1, i, -1, K)


def facts(conditions=(), **fields):
    fields = {"sizes": (("n", 1),), "tensors": TENSORS, "goals": (Judgement("=", ONE),), **fields}
    return Facts(Proof(Statement(**fields), conditions))


POSITIVE = {
    "a positive entry": p,
    "an exponential": exp(s),
    "a number": num(3),
    "a size": size("n"),
    "a product": mul(p, exp(s)),
    "a sum with a positive part": add(p, power(s, 2)),
    "a power": power(p, -2),
    "a root": power(exp(s), Fraction(1, 2)),
    "a sum over a range": total("n", exp(entry("x", K))),
    "a causal row": total("n", mul(CAUSAL, exp(entry("S", i, K)))),
}
UNKNOWN = {
    "an entry": s,
    "an entry that may be 0": q,
    "a square": power(s, 2),
    "a product with an unknown sign": mul(p, s),
    "a difference": add(p, mul(num(-1), exp(s))),
    "zero": ZERO,
    "a strictly causal row": total("n", mul(holds("ge", -1, 1, i, -1, K), exp(entry("S", i, K)))),
    "a row of a mask": total("n", mul(entry("M", i, K), exp(entry("S", i, K)))),
    "a sum of weights": total("n", w),
}


@pytest.mark.parametrize("name", POSITIVE)
def test_what_is_positive_by_its_form(name):
    theorem = facts().positive(POSITIVE[name])
    assert (theorem.rel, theorem.a) == (">", POSITIVE[name])


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_may_be_0_or_negative_is_not_positive(name):
    known = facts()
    assert known.positive(UNKNOWN[name]) is None
    assert known.strong(known.arithmetic.base(UNKNOWN[name]), ">") is None


def test_a_sum_over_a_range_that_may_be_empty_is_not_positive():
    known = facts(sizes=(("n", 0),))
    assert known.positive(POSITIVE["a sum over a range"]) is None
    assert known.positive(size("n")) is None


def test_what_is_not_0():
    known = facts()
    assert known.sign(z, "!=").a is z
    assert known.sign(mul(z, power(z, -2)), "!=").rel == "!="
    assert known.sign(mul(z, s), "!=") is None and known.sign(s, "!=") is None
    assert known.sign(z, ">") is None
    assert known.sign(q, ">=").a is q


def test_a_condition_is_used_where_the_base_stands_in_the_claim():
    known = facts([Judgement("!=", s), Judgement(">", t)])
    assert known.strong(s, "!=").rel == "!=" and known.strong(s, ">") is None
    assert known.strong(t, ">").a is t and known.strong(t, "!=").rel == ">"
    assert [r for r, _, _ in known.proof.rows].count("condition_holds") == 2


def test_a_condition_passes_to_the_normal_form_of_its_base():
    written = add(s, s)
    known = facts([Judgement("!=", written)])
    nf = NormalForm(known.proof)
    n, e = nf.of(power(written, -1))
    assert (e.a, e.b) == (power(written, -1), n)
    theorem = nf.facts.strong(s, "!=")
    assert theorem.a is s and theorem.rel == "!="


def test_a_sign_of_a_product_passes_to_its_factors():
    known = facts([Judgement("!=", mul(s, t))])
    known.learn(mul(s, t), mul(s, t), None)
    assert known.strong(s, "!=").a is s and known.strong(t, "!=").a is t
    positive = facts([Judgement(">", mul(p, s))])
    positive.learn(mul(p, s), mul(p, s), None)
    assert (positive.strong(s, ">").rel, positive.strong(s, ">").a) == (">", s)


def test_weights_that_sum_to_something_positive_weigh_something_positive():
    total_of_row = total("n", entry("M", bound(1, "n"), K))
    given = Hypothesis(("n",), Judgement(">", total_of_row))
    known = facts(hypotheses=(given,))
    NormalForm(known.proof)  # learns the hypotheses, into its own facts
    nf = NormalForm(known.proof)
    row_i = total("n", mul(entry("M", i, K), exp(entry("S", i, K))))
    assert nf.facts.positive(row_i).a is row_i
    assert nf.facts.positive(total("n", mul(entry("M", K, i), exp(entry("S", i, K))))) is None
    assert nf.facts.positive(total("n", mul(entry("M", i, K), entry("S", i, K)))) is None


CLAIMS = [
    row("proved", "exp(x) > 0", "x:"),
    row("proved", "x > 0", "x:n", "simplex(x)"),
    row("proved", "x <= 1", "x:n", "simplex(x)"),
    row("proved", "x <= 1", "x:n", "between(x,0,1)"),
    row("proved", "x**2 > 0", "x:", "nonzero(x)"),
    row("proved", "1/x > 0", "x:", "positive(x)"),
    row("proved", "x*y > 0", "x:; y:", "negative(x)", "negative(y)"),
    row("proved", "sqrt(x) >= 0", "x:"),
    row("proved", "norm(x) >= 0", "x:n"),
    row("proved", "exp(x) > exp(y)", "x:; y:", "positive(x-y)"),
    row("proved", "softmax(x)[i] > softmax(x)[j]", "x:n", "positive(x[i]-x[j])", indices={"i": "n", "j": "n"}),
    row("proved", "softmax(x)[i] >= softmax(x)[j]", "x:n", "positive(x[i]-x[j])", indices={"i": "n", "j": "n"}),
    row("proved", "1/(1+exp(x)) < 1", "x:"),
    row("proved", "n > 0", "x:n"),
    row("proved", "n >= 0", "x:n", least={"n": 0}),
    row("refuted", "relu(x) > 0", "x:"),
    row("refuted", "x < 1", "x:n", "simplex(x)"),
    row("refuted", "x >= 0", "x:", "nonzero(x)"),
    row("refuted", "x**2 > 0", "x:"),
    row("refuted", "x*y > 0", "x:; y:", "negative(x)", "positive(y)"),
    row("refuted", "exp(x) >= exp(y)", "x:; y:"),
    row("refuted", "exp(x)-1 > 0", "x:"),
    row("refuted", "softmax(x)[i] > softmax(x)[j]", "x:n", "positive(x[j]-x[i])", indices={"i": "n", "j": "n"}),
    row("refuted", "softmax(x)[i] >= softmax(x)[j]", "x:n", indices={"i": "n", "j": "n"}),
    row("refuted", "abs(x) > x", "x:"),
    row("refuted", "n > 1", "x:n"),
    row("refuted", "lse(x,0) > 0", "x:n"),
    row("refuted", "2*exp(x) > 3*exp(y)", "x:; y:", "positive(x-y)"),
    row("refuted", "max_axis(x,0) > x[i]", "x:n", indices={"i": "n"}),
]  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS, ids=str)
def test_inequalities(claim):
    verdict = prove(claim.claim)
    assert verdict.word == claim.expect, getattr(verdict, "reason", "")
    if verdict.word == "proved":
        assert verdict.conditions == ()
