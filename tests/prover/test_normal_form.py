"""One normal form: however a term is shuffled, what comes out is the same term, with a proof.

`shuffled` rewrites a claim as text by rules that keep its value (tests/prover/shuffle.py); on
failure the seed in the message makes the same text again.
"""

import os
import subprocess
import sys
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from symattn.kernel.indices import bound, free, image, pair
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import (
    ONE,
    ZERO,
    add,
    call,
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
    shift,
    size,
    total,
)  # fmt: skip
from symattn.kernel.theorem import Theorem
from symattn.prover.claim import Claim
from symattn.prover.normal_form import NormalForm, difference, proved_equal
from symattn.prover.proof import OutOfBudget, Proof
from symattn.prover.search import possible_conditions
from symattn.prover.settle import prove
from tests.notation.claim_oracle import oracle
from tests.prover.claim_table import CAUSAL, QKV, F, P, row
from tests.prover.claim_values import drawn, sides_of
from tests.prover.shuffle import mixed_sum, shuffled

SIZES = (("n", 1), ("m", 1))
TENSORS = (
    ("x", ("n",), ()), ("y", ("n",), ()), ("z", ("m",), ()), ("A", ("n", "n"), ()),
    ("B", ("n", "n"), ()), ("C", ("n", "m"), ()), ("s", (), ()), ("t", (), ()), ("p", (), ("positive",)),
    ("w", (("*", "n", "m"),), ()), ("v", (("+", "n", "m"),), ()),
)  # fmt: skip
FUNCTIONS = (("f", 1, "df"), ("df", 1, ""))


def proof(*goals, **fields):
    statement = Statement(SIZES, TENSORS, FUNCTIONS, goals=goals, **fields)
    return Proof(statement, possible_conditions(statement))


def normal(t):
    """The normal form of t alone, whose theorem must say t = n."""
    nf = NormalForm(proof(Judgement("=", t, t)))
    n, e = nf.of(t)
    assert (e is None and n is t) or (e.rel == "=" and e.a is t and e.b is n)
    assert nf.of(n)[0] is n  # a normal form is its own
    return n


def x(i):
    return entry("x", i)


s, t = entry("s"), entry("t")
I, J = free("i", "n"), free("j", "n")  # noqa: E741
K, L = bound(0, "n"), bound(1, "n")
HALF = Fraction(1, 2)

PAIRS = {  # two terms with one normal form
    "products distribute": (mul(s, add(s, t)), add(mul(t, s), power(s, 2))),
    "sums of sums": (total("n", add(x(K), s)), add(total("n", x(K)), mul(size("n"), s))),
    "factors leave a sum": (total("n", mul(s, x(K))), mul(s, total("n", x(K)))),
    "sums that do not meet": (total("n", total("n", mul(x(K), entry("y", L)))),
                              mul(total("n", entry("y", K)), total("n", x(K)))),
    "order of sums": (total("n", total("n", mul(entry("A", K, L), x(K)))),
                      total("n", total("n", mul(x(L), entry("A", L, K))))),
    "exp of a sum": (exp(add(s, t)), mul(exp(t), exp(s))),
    "exp of a multiple": (exp(mul(num(3), s)), power(exp(s), 3)),
    "an inverse of a product": (power(mul(exp(s), p := entry("p")), -1), mul(power(p, -1), exp(mul(num(-1), s)))),
    "a quotient of softmax rows": (mul(exp(s), power(total("n", mul(exp(s), exp(x(K)))), -1)), power(total("n", exp(x(K))), -1)),
    "a delta in a sum": (total("n", mul(delta(K, I), x(K))), x(I)),
    "a delta beside its index": (mul(delta(I, J), x(J)), mul(x(I), delta(J, I))),
    "pairs": (total(("*", "n", "m"), entry("w", bound(0, ("*", "n", "m")))),
              total("n", total("m", entry("w", pair(L, bound(0, "m")))))),
    "pairs compared": (delta(pair(I, free("k", "m")), pair(J, free("l", "m"))),
                       mul(delta(free("l", "m"), free("k", "m")), delta(J, I))),
    "an order and its opposite": (add(holds("ge", -1, 1, I, -1, J), holds("ge", -1, -1, I, 1, J), delta(I, J)), ONE),
    "both orders at once": (mul(holds("ge", -1, 1, I, -1, J), holds("ge", -1, -1, I, 1, J)), ZERO),
    "a derivative": (diff(power(s, 3), "s"), mul(num(3), power(s, 2))),
    "a derivative of a sum": (diff(total("n", power(x(K), 2)), "x", I), mul(num(2), x(I))),
    "a derivative of a function": (diff(call("f", mul(num(2), s)), "s"), mul(num(2), call("df", add(s, s)))),
    "a function of one argument": (call("f", add(s, t, mul(num(-1), s))), call("f", t)),
    "a function of a 0/1 factor": (call("f", mul(delta(I, J), s)),
                                   add(mul(delta(I, J), call("f", s)), mul(add(ONE, mul(num(-1), delta(I, J))), call("f", ZERO)))),
    "exp of a 0/1 factor": (exp(mul(delta(I, J), s)),
                            add(mul(delta(I, J), exp(s)), ONE, mul(num(-1), delta(I, J)))),
    "the largest entry is shifted": (largest("n", add(x(K), s)), add(s, largest("n", x(K)))),
    "log of a product": (log(mul(p, exp(s))), add(s, log(p))),
    "log of a power": (log(power(p, 2)), mul(num(2), log(p))),
    "log of 12": (log(num(12)), add(mul(num(2), log(num(2))), log(num(3)))),
    "log of a quotient of numbers": (log(num(Fraction(1, 8))), mul(num(-3), log(num(2)))),
    "log of 1": (log(ONE), ZERO),
    "exp of log": (exp(log(p)), p),
    "log of a common factor": (log(add(mul(p, exp(s)), p)), add(log(p), log(add(exp(s), ONE)))),
    "roots of positive products": (power(mul(num(4), p, exp(s)), HALF), mul(num(2), power(p, HALF), power(exp(s), HALF))),
    "roots of numbers": (power(num(12), HALF), mul(num(2), power(num(3), HALF))),
    "what all summands share": (power(add(mul(num(2), exp(s)), mul(num(2), exp(s), exp(t))), -1),
                                mul(num(HALF), exp(mul(num(-1), s)), power(add(ONE, exp(t)), -1))),
    "fractions over one denominator": (add(power(add(ONE, exp(s)), -1), mul(exp(s), power(add(ONE, exp(s)), -1))), ONE),
    "a sum over its own denominator": (
        total("n", total("n", mul(entry("A", L, K), exp(entry("B", L, K)), power(total("n", exp(entry("B", L, K))), -1)))),
        total("n", total("n", mul(exp(entry("B", K, L)), power(total("n", exp(entry("B", bound(2, "n"), K))), -1), entry("A", K, L))))),
    "a sum that cancels its denominator": (
        total("n", total("n", mul(x(L), exp(entry("B", L, K)), power(total("n", exp(entry("B", bound(2, "n"), K))), -1)))),
        total("n", x(K))),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_two_ways_to_write_it_have_one_normal_form(name):
    a, b = PAIRS[name]
    assert normal(a) is normal(b)
    nf = NormalForm(proof(Judgement("=", a, b)))
    theorem = proved_equal(nf, a, b)
    assert (theorem.rel, theorem.a, theorem.b) == ("=", a, b)


DIFFERENT = {
    "factors": (mul(s, t), mul(s, s)),
    "order of indices": (entry("A", I, J), entry("A", J, I)),
    "order of indices below sums": (
        total("n", total("n", mul(entry("A", K, L), entry("B", K, L)))),
        total("n", total("n", mul(entry("A", K, L), entry("B", L, K)))),
    ),
    "a root of a square": (power(power(s, 2), HALF), s),
    "log of a square of unknown sign": (log(power(s, 2)), mul(num(2), log(s))),
    "x/x where x may be 0": (mul(s, power(s, -1), s), power(mul(s, s), 1)),
    "functions": (call("f", s), call("f", t)),
    "sums of other sizes": (total("n", s), total("m", s)),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_is_different_stays_different(name):
    a, b = DIFFERENT[name]
    statement = Statement(SIZES, TENSORS, FUNCTIONS, goals=(Judgement("=", a, b),))
    nf = NormalForm(Proof(statement))  # no condition may be used
    assert proved_equal(nf, a, b) is None
    assert difference(nf, nf.of(a)[0], nf.of(b)[0])


TURN = ("turn", "n")


def turned(index, way=1):
    return image("turn", way, index)


BIJECTIONS = {
    "a sum over all images": (total("n", x(turned(K))), total("n", x(K))),
    "a sum over all origins": (total("n", x(turned(K, -1))), total("n", x(K))),
    "a delta with an image": (total("n", mul(delta(turned(K), I), x(turned(K)))), x(I)),
    "a delta with an origin": (total("n", mul(delta(turned(K, -1), I), x(K))), x(turned(I))),
    "an image of an origin": (x(turned(turned(I), -1)), x(I)),
    "two images compared": (delta(turned(I), turned(J)), delta(I, J)),
    "a delta moves": (delta(turned(I, -1), J), delta(I, turned(J))),
    "a delta with an image alone": (total("n", delta(turned(K), I)), ONE),
    "rows and columns": (
        total("n", total("n", mul(entry("A", turned(L), turned(K)), x(turned(K))))),
        total("n", total("n", mul(entry("A", K, L), x(L)))),
    ),
}


@pytest.mark.parametrize("name", BIJECTIONS)
def test_bijections_are_moved_off_the_indices_of_sums(name):
    a, b = BIJECTIONS[name]
    nf = NormalForm(proof(Judgement("=", a, b), bijections=(TURN,)))
    theorem = proved_equal(nf, a, b)
    assert (theorem.a, theorem.b) == (a, b)


def test_a_bijection_is_not_dropped():
    for a, b in ((x(turned(I)), x(I)), (total("n", mul(x(turned(K)), entry("y", K))), total("n", mul(x(K), entry("y", K))))):  # fmt: skip
        nf = NormalForm(proof(Judgement("=", a, b), bijections=(TURN,)))
        assert proved_equal(nf, a, b) is None


@pytest.mark.parametrize("seed", range(60))
def test_one_normal_form_of_a_shuffled_block(seed):
    rng = Random(seed)
    factors, sums = mixed_sum(rng)
    first = normal(factors(list(range(sums)), rng))
    for _ in range(4):
        order = rng.sample(range(sums), sums)
        assert normal(factors(order, rng)) is first, f"mixed_sum(Random({seed})), order {order}"


# ---- whole claims --------------------------------------------------------------------------------

SHUFFLED = [
    row("", "softmax(x+c) == softmax(x)", "x:n; c:"),
    row("", "jac(softmax(x),x) == diag(softmax(x))-outer(softmax(x),softmax(x))", "x:n"),
    row("", "sum(i,n,sum(j,m,A[i,j]*(x[i]+u[j])*x[i])) == sum(j,m,sum(i,n,x[i]*x[i]*A[i,j]+A[i,j]*x[i]*u[j]))", "A:n m; x:n; u:m"),
    row("", "sum(i,n,j,n,k,n,A[i,j]*B[j,k]*A[k,i]) == tr(A@B@A)", "A:n n; B:n n"),
    row("", "sum(i,n,j,n,k,n,l,n,A[i,j]*A[j,k]*A[k,l]*A[l,i]) == tr(A@A@A@A)", "A:n n"),
    row("", "sum(i,n,exp(x[i])*sum(j,n,exp(y[j])*A[i,j])) == exp(x)@A@exp(y)", "x:n; y:n; A:n n"),
    row("", "sum(i,n,exp(x[i]-y[i])*y[i])/sum(i,n,exp(x[i]-y[i])) == softmax(x-y)@y", "x:n; y:n"),
    row("", f"{P}@(V@W) == ({P}@V)@W", QKV + "; W:dv k"),
    row("", "softmax((X@A)@T(X@B),1)@X == softmax(X@(A@T(B))@T(X),1)@X", "X:n d; A:d k; B:d k"),
    row("", f"sum_axis({CAUSAL},1) == ones(n)", "S:n n"),
    row("", "grad(inner(C,softmax((X@A)@T(X@B),1)@(X@D)),D) == T(X)@(T(softmax((X@A)@T(X@B),1))@C)", "X:n d; A:d k; B:d k; D:d v; C:n v"),
    row("", "grad(x@A@x,x) == (A+T(A))@x", "x:n; A:n n"),
    row("", "hess(f(inner(x,x)),x) == 2*df(inner(x,x))*eye(n)+4*ddf(inner(x,x))*outer(x,x)", "x:n", **F),
    row("", "(x-mean_axis(x,0))@(y-mean_axis(y,0)) == x@y-n*mean_axis(x,0)*mean_axis(y,0)", "x:n; y:n"),
    row("", "sum(i,n,j,n,where(i!=j,x[i]*y[j],0)) == sum_all(x)*sum_all(y)-x@y", "x:n; y:n"),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("base", SHUFFLED, ids=str)
def test_a_shuffled_claim_is_proved(base, seed):
    text, symbols = shuffled(base.text, base.symbols, Random(f"{seed} {base.text}"))
    verdict = prove(Claim.from_text(text, symbols=symbols, **base.extras))
    assert verdict.word == "proved", f"seed {seed}: {text} {symbols}: {verdict.reason}"


@pytest.mark.parametrize("base", SHUFFLED[:8], ids=str)
def test_shuffling_keeps_the_value(base):
    sizes = {"n": 3, "m": 2, "d": 2, "dv": 3, "k": 2}
    rng = np.random.default_rng(1)
    arrays = drawn(base.symbols, sizes, (), rng)
    left, _, _ = sides_of(base.text)
    for seed in range(5):
        text, symbols = shuffled(base.text, base.symbols, Random(seed))
        renamed = dict(zip(symbols, arrays.values(), strict=True))
        assert np.allclose(oracle(left, {**arrays, **sizes}), oracle(sides_of(text)[0], {**renamed, **sizes})), text  # fmt: skip


CERTIFICATES = """
from hashlib import sha256
from symattn.prover.search import attempt_proof
from symattn.prover.statements import statement_of
from tests.prover.test_normal_form import SHUFFLED
for base in SHUFFLED:
    print(sha256(attempt_proof(statement_of(base.claim)).certificate.encode()).hexdigest())
"""


def test_a_certificate_is_the_same_under_every_hash_seed(root):
    answers = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", CERTIFICATES], cwd=root, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}, check=True,
        )  # fmt: skip
        answers.add(done.stdout)
    (text,) = answers
    assert len(set(text.split())) == len(SHUFFLED)


# ---- limits --------------------------------------------------------------------------------------


def test_the_steps_and_the_time_are_bounded():
    steps = proof(Judgement("=", s, t))
    steps.max_steps = 3
    with pytest.raises(OutOfBudget, match="3 steps"):
        for _ in range(9):
            steps.reflexive(s)
    late = Proof(steps.kernel.statement, seconds=-1.0)
    with pytest.raises(OutOfBudget, match="time"):
        late.reflexive(s)


def test_a_block_of_too_many_sums_is_out_of_budget():
    t = ONE
    for k in range(16):
        t = mul(t, entry("A", bound(k, "n"), bound((k + 1) % 16, "n")))
    for _ in range(16):
        t = total("n", t)
    with pytest.raises(OutOfBudget, match="more than 14 sums"):
        normal(t)


def test_a_circle_is_solved_or_out_of_budget():
    """t = t/2 + 1 gives t = 2; t = t + 1 gives nothing, and is no normal form."""
    for body, expected in ((add(mul(num(Fraction(1, 2)), s), ONE), num(2)), (add(s, ONE), None)):
        nf = NormalForm(proof(Judgement("=", s, t)))
        made = Theorem("=", s, body)  # which only this test believes
        nf.proof._number[id(made)] = 0
        if expected is None:
            with pytest.raises(OutOfBudget, match="circle"):
                nf._unrolled(s, (body, made))
        else:
            n, found = nf._unrolled(s, (body, made))
            assert n is expected and (found.a, found.b) == (s, expected)


def test_a_certificate_holds_only_the_steps_and_conditions_that_were_needed():
    steps = proof(Judgement("=", mul(power(s, -1), power(t, -1)), ONE))
    assert len(steps.kernel.conditions) == 2
    steps.reflexive(t)
    steps.step("condition_holds", [], 0)
    needed = steps.step("condition_holds", [], 1)
    made = steps.certificate([needed])
    assert made.steps == 1 and made.conditions == steps.kernel.conditions[1:]
    assert "condition_holds" in made.text and "equal_by_arithmetic" not in made.text
    assert steps.chain(None, steps.reflexive(s)) is None and steps.reverse(None) is None
    assert steps.replaced(s, {}) is None and steps.under([], needed) is needed
    assert steps.attempt("equal_by_arithmetic", [], s, t) is None
    assert shift(s, 3) is s
