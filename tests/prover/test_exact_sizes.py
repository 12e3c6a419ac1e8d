"""A statement read at other sizes says what it says there."""

from fractions import Fraction

from symattn.kernel.indices import bound, free, inject, unit
from symattn.kernel.statement import Judgement
from symattn.kernel.terms import add, delta, entry, holds, num, size, total
from symattn.prover.claim import Claim
from symattn.prover.exact_sizes import first_or_other, sort_at, statement_at, term_at
from symattn.prover.search import attempt_proof
from symattn.prover.statements import statement_of

ONE_MORE = ("+", 1, "n'")


def test_every_range_and_size_is_changed():
    i = free("i", "n")
    t = total("n", entry("A", bound(0, "n"), i))
    assert term_at(t, "n", ONE_MORE) is total(
        ONE_MORE, entry("A", bound(0, ONE_MORE), free("i", ONE_MORE))
    )
    assert term_at(size("n"), "n", ONE_MORE) is add(num(1), size("n'"))
    assert term_at(size("n"), "n", 3) is num(3)
    assert term_at(i, "n", 1) is unit(0, 1)
    assert term_at(t, "m", 2) is t
    assert sort_at(("*", "H", "n"), "n", "m") == ("*", "H", "m")


def test_a_size_in_a_comparison_becomes_a_number_and_a_size():
    i = free("i", "n")
    t = holds("ge", -2, 1, size("n"), -1, i)
    assert term_at(t, "n", ONE_MORE) is holds("ge", -1, 1, size("n'"), -1, free("i", ONE_MORE))
    assert term_at(holds("ge", Fraction(-2), 1, size("n")), "n", 2) is num(1)
    assert term_at(holds("ge", Fraction(-2), 1, size("n")), "n", 1) is num(0)


def test_a_statement_at_one_place_is_about_one_place():
    s = statement_of(Claim.from_text("softmax(2*x) == softmax(x)", symbols={"x": "n"}))
    assert not attempt_proof(s, 2.0).certificate
    one = statement_at(s, "n", 1)
    assert one.sizes == () and one.tensors == (("x", (1,), ()),)
    assert attempt_proof(one, 2.0).certificate
    two = statement_at(s, "n", ONE_MORE, (("n'", 1),))
    assert two.sizes == (("n'", 1),)
    assert not attempt_proof(two, 2.0).certificate


def test_an_index_is_the_first_or_another():
    u, v = free("u", ONE_MORE), free("v", "n")
    found = first_or_other(Judgement(">", entry("x", u, v)))
    assert [j.a.args[1].op for j in found] == ["inject", "inject"]
    assert found[0].a.args[1] is inject(0, ONE_MORE, unit(0, 1))
    assert delta(*(j.a.args[1] for j in found)) is num(0)
