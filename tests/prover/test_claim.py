"""Claims, disputes and chains hold what was asked, and refuse what cannot be asked."""

import pytest

from symattn.errors import BadInput, NotationError, ShapeError, UnknownName, Unsupported
from symattn.expressions.assumptions import KINDS, Assumption, size_substitution, with_sizes
from symattn.expressions.axes import Axis
from symattn.expressions.build import axis, index, size, softmax, stack, tensor, where
from symattn.prover.claim import Chain, Claim, Dispute, claim_from_record
from symattn.prover.statements import statement_of

x, c = tensor("x", "n"), tensor("c")


def test_a_claim_of_nodes_keeps_its_fields():
    claim = Claim(
        softmax(x + c), softmax(x), given=(Assumption("equal", (c, 1)),), for_all=(x, "c"),
        least={"n": 2}, name="shift", expect="proved", source="here",
    )  # fmt: skip
    assert claim.for_all == ("x", "c") and claim.least == (("n", 2),)
    assert str(claim) == "softmax(x + c, 0) = softmax(x, 0)" and claim.typed is claim
    assert hash(claim) == hash(Claim(**{f: getattr(claim, f) for f in claim.__dataclass_fields__}))


def test_numbers_become_nodes_and_unknown_words_are_refused():
    assert Claim(x, 0, ">").right.rank == 0
    for bad in (
        {"relation": "!="},
        {"relation": "<"},
        {"expect": "open"},
        {"expect": "Proved"},
        {"given": ("positive(x)",)},
    ):
        with pytest.raises(BadInput) as error:
            Claim(x, x, **bad)
        assert error.value.do
    with pytest.raises(BadInput):
        Claim(left=x)
    for expect in ("proved", "refuted", "ill-typed", "undecided"):
        assert Claim(x, x, expect=expect).expect == expect


def test_a_text_is_read_when_it_is_needed():
    claim = Claim.from_text(
        "W @ q == W @ x", symbols={"W": "h d", "x": "d"}, expect="ill-typed", note="q is missing"
    )
    assert str(claim) == "W @ q == W @ x"
    with pytest.raises(UnknownName):
        _ = claim.typed
    with pytest.raises(UnknownName):
        statement_of(claim)
    good = Claim.from_text(
        "x >= y", symbols={"x": "n", "y": "n"}, given="equal(x, y)", least=(("n", 2),), functions={"f": ("df",)}, for_all="x",
    )  # fmt: skip
    assert (
        good.typed.relation == ">=" and good.typed.least == (("n", 2),) and good.for_all == ("x",)
    )
    assert good.typed.record is None and good.typed.given[0].kind == "equal"
    assert good.typed.functions == (("f", ("df",)),)


def test_a_claim_of_a_json_object():
    fields = {
        "id": "a",
        "symbols": {"x": ["n"]},
        "dims": ["n"],
        "lhs": "x",
        "rhs": "x",
        "expect": "proved",
        "note": "same",
    }
    claim = claim_from_record(fields)
    assert Claim.from_record(fields) == claim
    assert (claim.name, claim.expect, claim.note) == ("a", "proved", "same")
    assert claim.typed.left == x and claim.typed.least == (("n", 2),)
    with pytest.raises(NotationError):
        claim_from_record({**fields, "rhs": "x +"})
    with pytest.raises(BadInput):
        claim_from_record({**fields, "expect": "true"})
    for rhs, kind in (("x @ T(x)", ShapeError), ("x[:0]", Unsupported)):
        late = claim_from_record({**fields, "rhs": rhs})  # these are verdicts, not bad input
        with pytest.raises(kind):
            _ = late.typed


def test_readings_of_a_dispute_take_its_source():
    one = Claim(x, x, source="mine")
    dispute = Dispute(
        "q or x",
        {"q is x": one, "q is W x": Claim(x, softmax(x))},
        as_written="q = x",
        source="file",
    )
    assert [r.name for r in dispute.claims] == ["q is x", "q is W x"]
    assert [r.source for r in dispute.readings] == ["mine", "file"]
    assert {r.as_written for r in dispute.readings} == {"q = x"}
    assert Dispute("d", (one,)).claims == (one,)
    with pytest.raises(BadInput):
        Dispute("nothing", {})


def test_every_step_of_a_chain_is_a_claim():
    chain = Chain(
        "shift", softmax(x + c), ((softmax(x), "shift"), (softmax(x - c), "again")), least={"n": 2}
    )
    first, second = chain.claims
    assert (first.left, first.right, first.name) == (softmax(x + c), softmax(x), "step 1: shift")
    assert (second.left, second.right, second.name) == (softmax(x), softmax(x - c), "step 2: again")
    assert (chain.whole.left, chain.whole.right, chain.whole.least) == (
        softmax(x + c),
        softmax(x - c),
        (("n", 2),),
    )
    with pytest.raises(BadInput):
        Chain("none", x, ())


# ---- assumptions


def test_assumptions_are_a_closed_table():
    with pytest.raises(BadInput) as error:
        Assumption("symetric", (x,))
    assert error.value.do == "did you mean symmetric?"
    with pytest.raises(BadInput):
        Assumption("truth", (x,))
    wrong = [("positive", ()), ("positive", (x, x)), ("integer", (size("k"), "a")), ("dim_less", (x, size("n"))),
             ("positive_function", (x,)), ("dim_at_least", (size("n"), size("m"))), ("equal", (x, axis("n")))]  # fmt: skip
    for kind, args in wrong:
        with pytest.raises(BadInput):
            Assumption(kind, args)
    for kind, args in (
        ("symmetric", (x,)),
        ("equal_rows", (x,)),
        ("mask", (c,)),
        ("symmetric", (tensor("A", "n", "m"),)),
    ):
        with pytest.raises(ShapeError):
            Assumption(kind, args)
    assert str(Assumption("between", (x, 0, 1))) == "between(x, 0, 1)"
    assert len(KINDS) == 23


def test_size_equations_are_solved_for_a_symbol_and_chained():
    D, n, m, H, d = (size(s) for s in ("D", "n", "m", "H", "d"))
    found, left = size_substitution(
        [
            Assumption("equal", (D, axis("H*d"))),
            Assumption("equal", (H, 2)),
            Assumption("equal", (n, m - 1)),
        ]
    )
    assert found == {D: axis("2*d"), H: Axis(2), m: axis("n+1")} and left == []
    assert size_substitution([Assumption("equal", (n * m, H * d))])[0] == {}
    assert size_substitution([Assumption("positive", (x,))]) == ({}, [])
    same, left = size_substitution([Assumption("equal", (n, m)), Assumption("equal", (m, n))])
    assert same == {n: Axis(m)} and len(left) == 1


def test_sizes_are_put_into_axes_indices_scalars_and_conditions():
    n, m = size("n"), size("m")
    i = index("i", "n")
    y = stack(i, where(i < n - 1, tensor("x", "n") @ tensor("x", "n") / n, 0))
    z = with_sizes(y, {n: Axis(m)})
    assert z.shape == (Axis(m),) and not z.has(n)
    assert {s.axis for s in z.atoms(type(i))} == {Axis(m)}
    assert with_sizes(y, {size("k"): Axis(m)}) is y
