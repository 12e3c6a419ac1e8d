"""Where a size is split to make an axis of n - m, the claim is about n >= m only, and says so.

Legend
  n, m        sizes
"""

import pytest

from symattn.errors import NoSuchAxis
from symattn.prover.claim import Claim
from symattn.prover.settle import prove


def claim(text, given=(), least=None, **symbols):
    return Claim.from_text(text, symbols=symbols, given=given, least=least or {"n": 2, "m": 2})


@pytest.mark.parametrize(
    ("text", "given", "least", "conditions"),
    [
        ("sum_all(tab(i, n-m, 1)) == n - m", (), {"n": 2, "m": 2}, ("n >= m",)),
        ("sum_all(tab(i, n-m, 1)) == n - m", ("dim_less(m, n)",), {"n": 2, "m": 2}, ()),
        ("sum_all(ones(n-2)) == n - 2", (), {"n": 1}, ("n >= 2",)),
        ("sum_all(ones(n-2)) == n - 2", (), {"n": 2}, ()),
        ("sum_all(ones(n-3)) == n - 3", (), {"n": 2}, ("n >= 3",)),
        ("sum_all(tab(i, n-1, 1)) == n - 1", (), {"n": 0}, ("n >= 1",)),
        ("sum_all(ones(n-3)) == n - 3", ("dim_at_least(n, 3)",), {"n": 2}, ()),
    ],
)
def test_the_condition_of_a_split_is_listed_unless_it_is_given(text, given, least, conditions):
    verdict = prove(claim(text, given, least))
    assert (verdict.word, verdict.conditions) == ("proved", conditions)


def test_two_lengths_that_cannot_both_be_lengths_are_no_claim():
    with pytest.raises(NoSuchAxis, match="no axis has the bound"):
        claim("sum_all(tab(i, n-m, 1)) + sum_all(tab(i, m-n, 1)) == n - m").typed  # noqa: B018
