"""Hypotheses at work: each turns into a rule, is used where it fits, and nowhere else."""

import pytest

from symattn.kernel.indices import bound, free
from symattn.kernel.polynomial import plus
from symattn.kernel.statement import Hypothesis, Judgement, Statement
from symattn.kernel.terms import ONE, ZERO, add, delta, entry, exp, mul, num, power, total
from symattn.prover import rewriting
from symattn.prover.claim import Claim
from symattn.prover.leads import heaviest, names_in, swaps
from symattn.prover.matching import is_variable, match, match_factors, variable
from symattn.prover.normal_form import NormalForm, proved_equal
from symattn.prover.proof import Proof
from symattn.prover.search import attempt_proof
from symattn.prover.settle import prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import row

SIZES = (("n", 1), ("m", 1))
TENSORS = (
    *((name, ("n", "n"), ()) for name in "ABS"), *((name, ("n",), ()) for name in "xyz"),
    *((name, (), ()) for name in "abc"), ("M", ("n", "m"), ("nonnegative",)),
)  # fmt: skip
i, j = free("i", "n"), free("j", "n")
K, L = bound(0, "n"), bound(1, "n")


def normal(t, *hypotheses):
    statement = Statement(
        SIZES, TENSORS, hypotheses=hypotheses, goals=(Judgement("=", t, add(t, ONE, num(-1))),)
    )
    nf = NormalForm(Proof(statement))
    n, e = nf.of(t)
    assert e is None or (e.a is t and e.b is n)
    return n


def given(a, b=ZERO, *sorts):
    return Hypothesis(sorts, Judgement("=", a, b))


X_IS_Y = given(entry("x", K), entry("y", K), "n")


def test_an_entry_is_replaced_by_what_it_is_given_to_be():
    for x_is_y in (X_IS_Y, given(entry("y", K), entry("x", K), "n")):
        assert normal(entry("x", i), x_is_y) is normal(entry("y", i), x_is_y)
        assert normal(exp(entry("x", i)), x_is_y) is normal(exp(entry("y", i)), x_is_y)
        whole = total("n", mul(entry("x", K), entry("A", K, i)))
        assert normal(whole, x_is_y) is normal(total("n", mul(entry("A", K, i), entry("y", K))), x_is_y)  # fmt: skip


def test_a_definition_is_used_from_the_defined_side():
    square = given(entry("z", K), mul(entry("x", K), entry("y", K)), "n")
    assert normal(entry("z", i), square) is normal(mul(entry("y", i), entry("x", i)))


def test_a_hypothesis_about_one_entry_is_no_hypothesis_about_all():
    diagonal = given(entry("A", K, K), ZERO, "n")
    assert normal(entry("A", i, i), diagonal) is ZERO
    assert normal(entry("A", i, j), diagonal) is entry("A", i, j)


def test_symmetry_ends():
    symmetric = given(entry("S", K, L), entry("S", L, K), "n", "n")
    assert normal(entry("S", i, j), symmetric) is normal(entry("S", j, i), symmetric)
    assert normal(entry("A", i, j), symmetric) is not normal(entry("A", j, i), symmetric)


def test_a_sum_is_replaced_also_inside_larger_sums():
    inner = total("n", mul(entry("A", K, bound(2, "n")), entry("B", K, L)))
    identity = given(inner, delta(bound(1, "n"), bound(0, "n")), "n", "n")
    assert normal(total("n", mul(entry("A", K, i), entry("B", K, j))), identity) is delta(i, j)
    whole = total("n", total("n", mul(entry("A", L, i), entry("B", L, K), entry("x", K))))
    assert normal(whole, identity) is entry("x", i)
    other = total("n", total("n", mul(entry("A", L, i), entry("B", K, L), entry("x", K))))
    assert normal(other, identity) is normal(other)


def test_a_sum_is_not_replaced_where_its_index_occurs_elsewhere():
    ones = given(total("n", entry("x", K)), ONE)
    assert normal(total("n", entry("x", K)), ones) is ONE
    more = total("n", mul(entry("x", K), entry("y", K)))
    assert normal(more, ones) is more


def test_a_product_is_replaced_with_its_power():
    ab = given(mul(entry("a"), entry("b")), ONE)
    assert normal(mul(num(3), entry("a"), entry("b"), entry("c")), ab) is mul(num(3), entry("c"))
    alone = mul(entry("a"), entry("c"))
    assert normal(alone, ab) is normal(alone)


def test_an_equation_is_solved_for_its_heaviest_product():
    line = given(add(mul(num(2), entry("a")), mul(num(-3), entry("b"))), num(4))
    p = normal(add(mul(num(2), entry("a")), mul(num(-3), entry("b"))), line)
    assert p is num(4)


def test_hypotheses_are_used_only_so_often(monkeypatch):
    monkeypatch.setattr(rewriting, "FUEL", 1)
    claim = row("", "exp(W@W@W@W@x) == exp(x)", "W:n n; x:n", "equal(W@x,x)").claim
    assert "budget" in attempt_proof(statement_of(claim)).reason


TRUE = [
    row("", "W@W@x == x", "W:n n; x:n", "equal(W@x,x)"),
    row("", "x@T(W)@W@y == x@y", "W:h d; x:d; y:d", "equal(T(W)@W,eye(d))"),
    row("", "softmax(Q@T(K),1)@V == softmax(X@A@T(X@B),1)@X", "Q:n d; K:n d; V:n e; X:n e; A:e d; B:e d", "equal(Q,X@A)", "equal(K,X@B)", "equal(V,X)"),
    row("", "q@k == 1", "q:d; k:d", "equal(q,k)", "equal(k@k,1)"),
    row("", "P@M@ones(n) == ones(n)", "P:n n; M:n n", "equal(P@ones(n),ones(n))", "equal(M@ones(n),ones(n))"),
    row("", "A@A@A@A == A", "A:n n", "idempotent(A)"),
    row("", "T(A@A@A) == A@A@A", "A:n n", "symmetric(A)"),
    row("", "x@A@x == 0", "A:n n; x:n", "skew(A)"),
    row("", "tr(U@A@T(U)) == tr(A)", "U:n n; A:n n", "orthogonal(U)"),
    row("", "fro(U@A) == fro(A)", "U:n n; A:n k", "orthogonal(U)"),
    row("", "y@x == x[k]", "y:n; x:n", "equal(y,unit(k,n))", indices={"k": "n"}),
    row("", "softmax(x+c*y) == softmax(x)", "x:n; y:n; c:", "equal(y,ones(n))"),
    row("", "sum_axis(P*M,1)*2 == 2*ones(n)", "P:n n; M:n n", "equal(sum_axis(P*M,1),ones(n))"),
    row("", "x == z", "x:n; y:n; z:n", "equal(x,y)", "equal(y,z)"),
    row("", "sum_all(S*w) == sum_all(w)", "S:n; w:n", "equal(S*w,w)"),
]  # fmt: skip
FALSE = [
    row("", "T(A@B) == A@B", "A:n n; B:n n", "symmetric(A)", "symmetric(B)"),
    row("", "x@W@T(W)@y == x@y", "W:h d; x:h; y:h", "equal(T(W)@W,eye(d))"),
    row("", "x == z", "x:n; y:n; z:n", "equal(x+z,y)"),
    row("", "A@x == x", "A:n n; x:n; y:n", "equal(A@y,y)"),
    row("", "tr(A) == 0", "A:n n", "symmetric(A)"),
    row("", "sum_all(x*y) == 1", "x:n; y:n", "equal(sum_all(x),1)"),
    row("", "grad(q@q,q) == 2*x+q", "q:d; x:d", "equal(q,x)"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=str)
def test_what_follows_is_proved(claim):
    verdict = prove(claim.claim)
    assert verdict.word == "proved", verdict.reason
    bare = Claim.from_text(claim.text, symbols=claim.symbols, indices=claim.extras.get("indices"))
    assert not attempt_proof(statement_of(bare), 1.0).certificate  # it was needed


@pytest.mark.parametrize("claim", FALSE, ids=str)
def test_what_does_not_follow_is_refuted(claim):
    assert prove(claim.claim).word == "refuted"


def test_one_hypothesis_may_stand_in_the_way_of_another():
    """Rewriting has no way back: each equation is left out once."""
    claim = row("", "G@(V@b) == b", "G:n m; V:m n; b:n; A:m", "equal(G@V,eye(n))", "equal(V@b,A)")
    verdict = prove(claim.claim)
    assert verdict.word == "proved" and len(verdict.unused) == 1


# ---- matching --------------------------------------------------------------------------------------

V, W = variable(0, "n"), variable(1, "n")


def test_a_variable_matches_one_index_of_its_sort():
    assert match(entry("x", V), entry("x", i), {}, 0) == {V: i}
    assert match(entry("A", V, W), entry("A", i, j), {}, 0) == {V: i, W: j}
    assert match(entry("A", V, V), entry("A", i, i), {}, 0) == {V: i}
    assert match(entry("A", V, V), entry("A", i, j), {}, 0) is None
    assert match(entry("x", V), entry("x", free("k", "m")), {}, 0) is None
    assert match(entry("x", V), entry("y", i), {}, 0) is None
    assert match(entry("x", V), mul(entry("x", i), num(2)), {}, 0) is None
    assert is_variable(V) and not is_variable(i)


def test_a_variable_stands_for_nothing_that_a_sum_inside_binds():
    pattern = total("n", entry("A", V, K))
    assert match(pattern, total("n", entry("A", i, K)), {}, 0) == {V: i}
    assert match(pattern, total("n", entry("A", K, K)), {}, 0) is None
    assert match(pattern, total("n", entry("A", L, K)), {}, 0) == {V: K}


def test_levels_of_the_pattern_are_different_levels_of_the_target():
    assert match(entry("A", K, L), entry("A", L, K), {}, 2) == {0: 1, 1: 0}
    assert match(entry("A", K, L), entry("A", K, K), {}, 2) is None
    assert match(entry("A", K, K), entry("A", K, L), {}, 2) is None
    assert match(entry("x", K), entry("x", i), {}, 1) is None
    assert match(entry("x", K), entry("x", L), {}, 0) is None


def test_factors_are_found_in_any_order_with_what_is_left():
    target = [(entry("x", i), 1, 0), (entry("y", j), 2, 0), (entry("z", i), 1, 0)]
    found = list(match_factors([(entry("z", V), 1, 0), (entry("x", V), 1, 0)], target, 0))
    assert found == [({V: i}, ((entry("y", j), 2, 0),))]
    (power_left,) = match_factors([(entry("y", V), 1, 0)], target, 0)
    assert power_left[1][-1] == (entry("y", j), 1, 0)
    assert not list(match_factors([(entry("y", V), 3, 0)], target, 0))
    assert not list(match_factors([(entry("y", V), -1, 0)], target, 0))
    (both,) = {str(m) for m, _ in match_factors([(delta(i, V), 1, 0)], [(delta(j, i), 1, 0)], 0)}
    assert "j" in both


# ---- leads -----------------------------------------------------------------------------------------


def poly(nf, a, b):
    return plus(nf.arithmetic.poly(nf.of(a)[0]), nf.arithmetic.poly(nf.of(b)[0]), -1)


def test_the_lead_is_the_product_with_most_sums_and_factors():
    nf = NormalForm(Proof(Statement(SIZES, TENSORS, goals=(Judgement("=", ONE),))))
    wx = total("n", mul(entry("A", i, K), entry("x", K)))
    (lead,) = heaviest(poly(nf, wx, entry("y", i)))
    assert lead[0] is wx
    assert heaviest({}) is None
    ab = heaviest(poly(nf, mul(entry("a"), entry("b")), entry("c")))
    assert {x[0] for x in ab} == {entry("a"), entry("b")}
    assert swaps(poly(nf, entry("A", i, j), entry("A", j, i)))
    assert not swaps(poly(nf, entry("A", i, j), entry("A", j, j)))


def test_names_of_tensors_in_a_term():
    t = add(power(total("n", mul(entry("A", i, K), entry("x", K))), -1), exp(entry("b")))
    assert names_in(t) == {"A", "x", "b"}
    assert names_in(ONE) == set()


def test_equal_by_a_hypothesis_is_a_theorem_of_both_sides():
    goal = Judgement("=", entry("x", i), entry("y", i))
    nf = NormalForm(Proof(Statement(SIZES, TENSORS, hypotheses=(X_IS_Y,), goals=(goal,))))
    theorem = proved_equal(nf, goal.a, goal.b)
    assert (theorem.a, theorem.b) == (goal.a, goal.b)
    assert nf.rewriting.symmetric == frozenset()
