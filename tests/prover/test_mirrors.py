"""Sums that turn into minus themselves, or into half of a whole, when two indices are exchanged."""

import pytest

from symattn.prover.settle import prove
from tests.prover.claim_table import row

PAIRS = "sum(i,n,sum(j,n,where({},{},0)))"
TRUE = [
    row("", "sum(i,n,i) == n*(n-1)/2", "x:n"),
    row("", PAIRS.format("j<i", "1") + " == n*(n-1)/2", "x:n"),
    row("", PAIRS.format("j<=i", "1") + " == n*(n+1)/2", "x:n"),
    row("", PAIRS.format("j<i", "x[i]*x[j]") + " == (sum_all(x)**2-x@x)/2", "x:n"),
    row("", PAIRS.format("j<=i", "x[i]*x[j]") + " == (sum_all(x)**2+x@x)/2", "x:n"),
    row("", PAIRS.format("i<j", "A[i,j]*A[j,i]") + " == (tr(A@A)-diagv(A)@diagv(A))/2", "A:n n"),
    row("", "x@A@x == 0", "x:n; A:n n", "skew(A)"),
    row("", "tr(A) == 0", "A:n n", "skew(A)"),
    row("", "sum_all(A) == 0", "A:n n", "skew(A)"),
    row("", "sum_all(A*S) == 0", "A:n n; S:n n", "skew(A)", "symmetric(S)"),
    row("", "tr(A@S) == 0", "A:n n; S:n n", "skew(A)", "symmetric(S)"),
    row("", PAIRS.format("i>j", "x[i]+x[j]") + " == (n-1)*sum_all(x)", "x:n"),
    row("", PAIRS.format("j<i", "A[i,j]") + " == (sum_all(A)-tr(A))/2", "A:n n", "symmetric(A)"),
    row(
        "",
        "6*sum(i,n,sum(j,i,sum(k,j,x[i]*x[j]*x[k]))) == sum_all(x)**3 - 3*sum_all(x)*(x@x) + 2*sum_all(x**3)",
        "x:n",
    ),
    row("", "sum(i,n,i**2) == n*(n-1)*(2*n-1)/6", "x:n"),
    row("", "tr(A@A@A) == 0", "A:n n", "skew(A)"),
    row("", "sum(i,n,j,n,x[i]/(x[i]+x[j])) == n**2/2", "x:n", "positive(x)"),
    row("", "sum(i,n,j,n,sigmoid(x[i]-x[j])) == n**2/2", "x:n"),
    row("", "sum(i,n,j,n,tanh(x[i]-x[j])) == 0", "x:n"),
    row(
        "",
        "sum(i,n,j,n,x[i]**2/(x[i]+x[j])) == n*sum_all(x) - sum(i,n,j,n,x[i]*x[j]/(x[i]+x[j]))",
        "x:n",
        "positive(x)",
    ),
    row("", "tr(A@A@A@A@A) == 0", "A:n n", "skew(A)"),
    row("", "x@A@A@A@x == 0", "x:n; A:n n", "skew(A)"),
    row("", "x@B.T@A@B@x == 0", "x:m; A:n n; B:n m", "skew(A)"),
    row("", "tr(A@S@S@S) == 0", "A:n n; S:n n", "skew(A)", "symmetric(S)"),
    row("", "tr(A@S@R@S) == 0", "A:n n; S:n n; R:n n", "skew(A)", "symmetric(S)", "symmetric(R)"),
    row("", "diagv(X@A@X.T) == zeros(m)", "A:n n; X:m n", "skew(A)"),
]
FALSE = [
    row("", PAIRS.format("j<i", "1") + " == n*(n+1)/2", "x:n"),
    row("", PAIRS.format("j<=i", "1") + " == n*(n-1)/2", "x:n"),
    row("", PAIRS.format("j<i", "x[i]") + " == (n-1)*sum_all(x)/2", "x:n"),
    row("", PAIRS.format("j<i", "A[i,j]") + " == (sum_all(A)-tr(A))/2", "A:n n"),
    row(
        "",
        "6*sum(i,n,sum(j,i,sum(k,j,x[i]*x[j]*x[k]))) == sum_all(x)**3 - 3*sum_all(x)*(x@x) + 3*sum_all(x**3)",
        "x:n",
    ),
    row("", "sum(i,n,i**2) == n*(n+1)*(2*n+1)/6", "x:n"),
    row("", "y@A@x == 0", "x:n; y:n; A:n n", "skew(A)"),
    row("", "tr(A@B) == 0", "A:n n; B:n n", "skew(A)"),
    row("", "tr(A@A) == 0", "A:n n", "skew(A)"),
    row("", "x@A@x == 0", "x:n; A:n n"),
    row("", "tr(A@B@A) == 0", "A:n n; B:n n", "skew(A)", "symmetric(B)"),
    row("", "sum(i,n,j,n,x[i]/(x[i]+x[j])) == n/2", "x:n", "positive(x)"),
    row("", "sum(i,n,j,n,x[i]/(x[i]+2*x[j])) == n**2/2", "x:n", "positive(x)"),
    row("", "sum(i,n,j,n,sigmoid(x[i]+x[j])) == n**2/2", "x:n"),
    row("", "tr(A@S@R) == 0", "A:n n; S:n n; R:n n", "skew(A)", "symmetric(S)", "symmetric(R)"),
    row("", "x@B.T@A@C@x == 0", "x:m; A:n n; B:n m; C:n m", "skew(A)"),
    row("", "x@A@A@x == 0", "x:n; A:n n", "skew(A)"),
]


@pytest.mark.parametrize("claim", TRUE, ids=str)
def test_half_of_a_whole_and_nothing(claim):
    verdict = prove(claim.claim)
    assert verdict.word == "proved", verdict.reason


@pytest.mark.parametrize("claim", FALSE, ids=str)
def test_what_is_neither_is_refuted(claim):
    assert prove(claim.claim).word == "refuted"


@pytest.mark.parametrize("n", range(1, 6))
def test_the_counts_are_those_of_python(n):
    assert sum(range(n)) == n * (n - 1) // 2 == len([1 for i in range(n) for j in range(i)])
    assert len([1 for i in range(n) for j in range(i + 1)]) == n * (n + 1) // 2
