"""Ways in which provers of such equations have been wrong, each a claim with the reason it is here.

A trap is a sentence, the verdict, and the claim; `LISTED` are true only where a condition holds,
which must then be listed with the theorem.
"""

import pytest

from symattn.kernel.text import text_of_open
from symattn.kernel.witness import check_witness
from symattn.prover.settle import Budget, prove
from symattn.prover.statements import statement_of
from tests.prover.claim_table import CAUSAL, F, row

WINDOW = "softmax(tab(i,n,j,n,where({},S[i,j],-inf)),1)"
KEYS = "q:d; K1:n d; K2:m d; V1:n dv; V2:m dv"
BOTH = "softmax(q@T(concat([K1,K2],0)))@concat([V1,V2],0)"
MERGE = (
    BOTH + " == let(a,sum_all(exp(q@T(K1))),let(b,sum_all(exp(q@T(K2))),"
    "(a*(softmax(q@T(K1))@V1)+b*(softmax(q@T(K2))@V2))/(a+b)))"
)
AT_IJ = {"indices": {"i": "n", "j": "n"}}
NONE = {"least": {"n": 0}}
NEITHER = {"least": {"n": 0, "m": 0}}
MASKED = "softmax(where(M==1,S,-inf),1)"
CONCAT = "concat_over(h,H,Z[h],1)"


def distinct(k):
    """The sum over distinct k-tuples of x_i x_j ... = 0: true for n < k, false from n = k on."""
    names = "ijlmpr"[:k]
    apart = " and ".join(f"{a}!={b}" for x, a in enumerate(names) for b in names[x + 1 :])
    ranges = ",".join(f"{i},n" for i in names)
    return row("refuted", f"sum({ranges},where({apart},{'*'.join(f'x[{i}]' for i in names)},0)) == 0", "x:n")  # fmt: skip


TRAPS = {
    # empty ranges
    "a softmax over nothing does not sum to 1": row("undecided", "sum_all(softmax(x)) == 1", "x:n", **NONE),
    "a mean over nothing times nothing is not the sum": row("undecided", "mean_axis(x,0)*n == 1*sum_all(x)+0/n", "x:n", **NONE),
    "an index of a range that may be empty proves nothing about the rest": row("refuted", "c == d", "x:n; c:; d:", **NONE),
    "a size that may be 0 is not positive": row("refuted", "n > 0", "x:n", **NONE),
    "a size that may be 0 does not cancel": row("undecided", "n/n == 1", "x:n", **NONE),
    "sums over nothing are 0": row("proved", "tr(A@B) == tr(B@A)", "A:n m; B:m n", **NEITHER),
    "an empty block in the online merge": row("undecided", MERGE, KEYS, **NONE),
    "two blocks with something in them merge": row("proved", MERGE, KEYS),
    "a concatenation of empty blocks": row("proved", "concat([x,y],0)@ones(n+m) == sum_all(x)+sum_all(y)", "x:n; y:m", **NEITHER),
    # small sizes
    "at d = 1 the square of a product is the product of squares": row("refuted", "(q@k)**2 == (q@q)*(k@k)", "q:d; k:d"),
    "a window of 20 is full attention up to n = 20": row("refuted", WINDOW.format("i-j<20") + " == softmax(S,1)", "S:n n"),
    "a causal window of 20 is causal attention up to n = 20": row("refuted", WINDOW.format("i-j<20 and j<=i") + f"@V == {CAUSAL}@V", "S:n n; V:n d"),
    "distinct pairs need n = 2": distinct(2),
    "distinct triples need n = 3": distinct(3),
    "distinct quadruples need n = 4": distinct(4),
    "one row is equal to every row": row("refuted", "softmax(x)[i] == softmax(x)[j]", "x:n", **AT_IJ),
    # powers
    "the power 0**-1 has no value": row("undecided", "x*0**(-1) == 0", "x:"),
    "x**0 is 1": row("proved", "x**0 == 1", "x:"),
    "0 has a root": row("proved", "sqrt(x-x) == 0", "x:"),
    "a square has two roots": row("refuted", "sqrt(x**2) == x", "x:"),
    "the root of a square is the absolute value": row("proved", "sqrt(x**2) == abs(x)", "x:"),
    "a fourth power has two fourth roots": row("refuted", "(x**4)**(1/4) == x", "x:"),
    "the root of two squares is not the product": row("refuted", "sqrt(x**2*y**2) == x*y", "x:; y:"),
    "a root of a square times something": row("refuted", "(x**2)**(1/2)*y == x*y", "x:; y:"),
    "two negative factors have no roots": row("undecided", "sqrt(x*y) == sqrt(-x)*sqrt(-y)", "x:; y:"),
    "the real cube root of -1 is no real power": row("undecided", "(-1)**(1/3) == -1", "x:"),
    "a cube root of a negative cube": row("undecided", "(x**3)**(1/3) == x", "x:"),
    "sqrt(4) is 2 and not -2": row("proved", "sqrt(4) == 2", "x:"),
    "sqrt(d) is 2 at d = 4 only": row("refuted", "sqrt(d) == 2", "x:d"),
    "the root of a size times itself": row("proved", "sqrt(d)*sqrt(d) == d", "x:d"),
    "x**7 - x is 0 in the field with 7 elements": row("refuted", "x**7 == x", "x:"),
    "exp(7 x) is 1 in the field with 7 elements": row("refuted", "exp(7*x) == 1", "x:"),
    "exp of exp is not exp": row("refuted", "exp(exp(x)) == exp(x)", "x:"),
    "a tiny summand is not 0": row("undecided", "(1+1/10**20)*x == x", "x:"),
    "exp(-800) is not 0": row("refuted", "exp(-800*x*x)*y == 0", "x:; y:"),
    "an equality with exact roots": row("proved", "(sqrt(2)+sqrt(3))**2 == 5+2*sqrt(6)", "x:"),
    "sin(pi x) is 0 at all integers": row("refuted", "sin(pi*x) == 0", "x:"),
    # masks
    "the first row of a strictly causal mask is empty": row("undecided", f"sum_axis({WINDOW.format('j<i')},1) == ones(n)", "S:n n"),
    "a mask with a non-empty row": row("proved", f"sum_axis({MASKED},1) == ones(n)", "S:n m; M:n m", "mask(M)"),
    "a masked softmax is not the softmax": row("refuted", f"{MASKED} == softmax(S,1)", "S:n m; M:n m", "mask(M)"),
    "a mask that need not be one": row("proved", f"sum_axis({MASKED},1) == ones(n)", "S:n m; M:n m"),
    "two blocks do not add up without weights": row("refuted", f"{BOTH} == softmax(q@T(K1))@V1+softmax(q@T(K2))@V2", KEYS),
    # capture
    "a sum squared inside a sum over the same letter": row("proved", "sum(i,n,(sum(i,n,x[i]))**2) == n*sum_all(x)**2", "x:n"),
    "an inner sum over the letter of the outer one": row("proved", "sum(i,n,x[i]*sum(i,n,x[i]*y[i])) == sum_all(x)*inner(x,y)", "x:n; y:n"),
    "an inner sum captured by the outer one": row("refuted", "sum(i,n,x[i]*sum(i,n,x[i]*y[i])) == sum(i,n,x[i]*x[i]*sum_all(y))", "x:n; y:n"),
    "the index of a derivative is the letter of a sum": row("proved", "grad(sum(i,n,x[i]**2),x)[i] == 2*x[i]", "x:n", indices={"i": "n"}),
    "a derivative below a sum over its own letter": row("proved", "sum(i,n,grad(x[i]*x[i],x)[i]) == 2*sum_all(x)", "x:n"),
    "two entries, one of which may be the other": row("proved", "grad(x[i]*x[j],x) == unit(i,n)*x[j]+unit(j,n)*x[i]", "x:n", **AT_IJ),
    "two entries taken as different": row("refuted", "grad(x[i]*x[j],x) == unit(i,n)*x[j]", "x:n", **AT_IJ),
    "let under let with one name": row("proved", "let(x,x+1,let(x,x+1,x)) == x+2", "x:n"),
    "a let that keeps what a sum renames": row("proved", "let(y,x,sum(x,n,y[x])) == sum_all(x)", "x:n"),
    "a delta between indices of two ranges": row("refuted", "sum(i,n,sum(j,m,delta(i,j)*x[i]*y[j])) == 0", "x:n; y:m"),
    # sizes
    "n and m are two sizes": row("refuted", "ones(n)@ones(n) == ones(m)@ones(m)", "x:n; y:m"),
    "a sum over another size": row("ill-typed", "sum(i,n,x[i]) == sum(i,m,x[i])", "x:n; y:m"),
    "d_k is not d_v": row("refuted", "Q@T(K)/sqrt(dk) == Q@T(K)/sqrt(dv)", "Q:n dk; K:m dk; V:m dv"),
    "d_model is H d only if that is said": row("ill-typed", "reshape(X@W,n,H,d) == Y", "X:n e; W:e dm; Y:n H d"),
    "d_model = H d as it is said": row("proved", "reshape(X@W,n,H,d)[i,h] == (X@W)[i,h*d:(h+1)*d]", "X:n e; W:e dm; Y:n H d", "equal(dm,H*d)", indices={"i": "n", "h": "H"}),
    "heads come first in the concatenation": row("proved", "concat_over(h,H,A[h],0) == reshape(A,H*d)", "A:H d"),
    "the width does not come first": row("refuted", "concat_over(h,H,A[h],0) == reshape(T(A),d*H)", "A:H d"),
    "rows of W^O in the order of the heads": row("proved", f"{CONCAT}@concat_over(h,H,W[h],0) == sum(h,H,Z[h]@W[h])", "Z:H n d; W:H d m"),
    "rows of W^O in the opposite order": row("refuted", f"{CONCAT}@concat_over(h,H,W[H-1-h],0) == sum(h,H,Z[h]@W[h])", "Z:H n d; W:H d m"),
    # scales
    "1/sqrt(d) is not 1/sqrt(H d)": row("refuted", "softmax(Q@T(K)/sqrt(d),1) == softmax(Q@T(K)/sqrt(H*d),1)", "Q:n d; K:m d; Z:H"),
    "1/sqrt(d) is not 1/d": row("refuted", "softmax(Q@T(K)/sqrt(d),1) == softmax(Q@T(K)/d,1)", "Q:n d; K:m d"),
    "the scale applied twice": row("refuted", "softmax((Q/sqrt(d))@T(K/sqrt(d)),1) == softmax(Q@T(K)/sqrt(d),1)", "Q:n d; K:m d"),
    "the scale in both projections": row("refuted", "X@(A/sqrt(d))@T(X@(B/sqrt(d))) == X@A@T(X@B)/sqrt(d)", "X:n e; A:e d; B:e d"),
    "the scale in one projection": row("proved", "X@(A/sqrt(d))@T(X@B) == X@A@T(X@B)/sqrt(d)", "X:n e; A:e d; B:e d"),
    # transposes
    "Q K^T is not K Q^T": row("refuted", "Q@T(K) == K@T(Q)", "Q:n d; K:n d"),
    "a matrix is symmetric only if that is said": row("refuted", "X == T(X)", "X:n n"),
    "a Jacobian is not its transpose": row("refuted", "jac(A@x,x) == T(A)", "A:n n; x:n"),
    "the Jacobian of softmax is its transpose": row("proved", "jac(softmax(x),x) == T(jac(softmax(x),x))", "x:n"),
    "a product of symmetric matrices is not symmetric": row("refuted", "A@B == T(A@B)", "A:n n; B:n n", "symmetric(A)", "symmetric(B)"),
    "the layout of a gradient": row("refuted", "grad(sum_all(A@x),A) == outer(x,ones(n))", "A:n n; x:n"),
    # functions
    "f(a) = f(b) for every f says a = b": row("refuted", "f(a) == f(b)", "a:; b:", **F),
    "f(a) = f(b) where a = b is given": row("proved", "f(a) == f(b)", "a:; b:", "equal(a,b)", **F),
    "f of two forms of one argument": row("proved", "f(sum_all(softmax(x))) == f(1)", "x:n", **F),
    "an unknown function is not odd": row("refuted", "f(-x) == -f(x)", "x:", **F),
    "gelu is not its tanh form": row("refuted", "x*(1+erf(x/sqrt(2)))/2 == x/2*(1+tanh(sqrt(2/pi)*(x+0.044715*x**3)))", "x:"),
    "the largest entry is not smooth": row("refuted", "jac(max_axis(x,0),x) == softmax(x)", "x:n"),
    # what is given
    "what cannot hold together proves nothing": row("undecided", "x == y", "x:; y:", "equal(x,1)", "equal(x,2)"),
    "x = x + 1 proves nothing": row("undecided", "y == z", "x:; y:; z:", "equal(x,x+1)"),
    "no square is -1": row("undecided", "1 == 0", "x:", "equal(x**2,-1)"),
    "no orthogonal matrix is 0": row("undecided", "1 == 0", "A:n n", "orthogonal(A)", "equal(A,zeros(n,n))"),
    "a left inverse is not a right inverse": row("refuted", "A@B == eye(n)", "A:n m; B:m n", "equal(B@A,eye(m))"),
    "an equation at a point says nothing of slopes": row("refuted", "grad(q@q,x) == 2*x", "q:d; x:d", "equal(q,x)"),
    "a constant at a point has its slope": row("refuted", "grad(x@x,x) == 0*x", "x:n", "equal(x@x,1)"),
    "a named value is held fixed": row("proved", "let(q,W@x,grad(q@q,x)) == 0*x", "W:h d; x:d"),
    "an orthogonal matrix is no permutation": row("refuted", "sum_all(A) == n", "A:n n", "orthogonal(A)"),
    "a permutation is not its own inverse": row("refuted", "A == T(A)", "A:n n", "permutation(A)"),
    "a weight may be 1": row("refuted", "x < 1", "x:n", "simplex(x)"),
    "a softmax keeps the order": row("refuted", "softmax(x)[i] > softmax(x)[j]", "x:n", "positive(x[j]-x[i])", **AT_IJ),
    "a length may be 0": row("refuted", "norm(x) > 0", "x:n"),
    "1/x has the sign of x": row("refuted", "1/x >= 0", "x:"),
}  # fmt: skip

LISTED = {
    "x/x is 1 unless x is 0": (row("proved", "x*x**(-1) == 1", "x:"), "x != 0"),
    "a sum over itself is 1 unless it is 0": (row("proved", "sum_all(x)/sum_all(x) == 1", "x:n"), "sum(i in n: x[i]) != 0"),
    "partial fractions at two poles": (row("proved", "1/(x*(x+1)) == 1/x-1/(x+1)", "x:"), "x*(x + 1) != 0"),
    "a root under a square": (row("proved", "sqrt(x)**2 == x", "x:"), "x > 0"),
    "a product of cube roots": (row("proved", "(x*y)**(1/3) == x**(1/3)*y**(1/3)", "x:; y:"), "y > 0"),
    "a logarithm of a square": (row("proved", "log(x**2) == 2*log(x)", "x:"), "x > 0"),
    "a row of a mask may be empty": (row("proved", "sum_axis(masked_softmax(S,M,1),1) == ones(n)", "S:n m; M:n m"), "sum(j in m: M[i, j]*exp(S[i, j])) != 0"),
    "a place exists from some size on": (row("proved", "x[3] == x[3]", "x:n"), "n >= 4"),
    "the slope of a length": (row("proved", "grad(norm(x),x) == x/norm(x)", "x:n"), "sum(i in n: x[i]**2) > 0"),
    "a step has no slope": (row("proved", "jac(where(x > 0,1,0),x) == 0", "x:"), "!= 0"),
    "relu has no slope at 0": (row("proved", "jac(relu(x),x) == where(x > 0,1,0)", "x:"), "x**2 > 0"),
    "the slope of 1/x": (row("proved", "jac(1/x,x) == -1/x**2", "x:"), "x != 0"),
    "a mask without its diagonal": (row("proved", f"{WINDOW.format('j!=i')}@ones(n) == ones(n)", "S:n n"), "*exp(S[k, i])) != 0"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRAPS)
def test_the_trap_is_avoided(name):
    trap = TRAPS[name]
    verdict = prove(trap.claim)
    assert verdict.word == trap.expect, getattr(verdict, "reason", "")
    assert "our bug" not in getattr(verdict, "reason", "")
    if verdict.word == "refuted":
        assert check_witness(statement_of(trap.claim), verdict.witness).word == "refuted"


@pytest.mark.parametrize("name", LISTED)
def test_the_condition_is_listed(name):
    claim, condition = LISTED[name]
    verdict = prove(claim.claim)
    assert verdict.word == "proved"
    assert any(text.endswith(condition) for text in verdict.conditions), verdict.conditions


def test_what_needs_no_condition_lists_none():
    for name in (
        "the root of a square is the absolute value",
        "two blocks with something in them merge",
    ):
        assert prove(TRAPS[name].claim).conditions == ()


def test_conditions_name_their_free_indices_apart_from_the_summed_one():
    verdict = prove(LISTED["a row of a mask may be empty"][0].claim)
    (text,) = verdict.conditions
    assert text.count("i,") == 2 and "sum(j" in text
    assert text_of_open(statement_of(row("", "x == x", "x:n").claim).goals[0])


BUDGETS = {
    "six indices, each joined to all others": (
        "sum(i,n,j,n,k,n,l,n,p,n,q,n,{0}) == sum(q,n,j,n,k,n,l,n,p,n,i,n,{0})".format(
            "*".join(f"M[{a},{b}]" for a in "ijklpq" for b in "ijklpq" if a != b)), "M:n n"),
    "a high power of a sum": ("(a+b+c+d)**40 == (d+c+b+a)**39", "a:; b:; c:; d:"),
    "exp of exp of exp": ("exp(" * 30 + "x" + ")" * 30 + " == " + "exp(" * 29 + "x" + ")" * 29, "x:"),
    "a norm of a norm of a norm": ("norm(x/norm(x/norm(x+y)+y)+y) == norm(y)", "x:n; y:n"),
    "a high power of a variable": ("x**1000 == x**999", "x:"),
}  # fmt: skip


@pytest.mark.parametrize("name", BUDGETS)
def test_what_is_too_large_ends_and_is_never_proved_wrongly(name):
    text, symbols = BUDGETS[name]
    verdict = prove(row("", text, symbols).claim, Budget(1.0, 0.5, 0.5, whole=3.0))
    assert verdict.word == "proved" if name.startswith("six") else verdict.word != "proved"
