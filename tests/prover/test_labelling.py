"""The order of nested sums does not depend on how their indices were numbered.

Two blocks that differ only by such a numbering must come out as one term; compared with trying all
orders, which is the definition.
"""

from itertools import permutations
from random import Random

import pytest

from symattn.kernel.indices import bound
from symattn.kernel.statement import Judgement, Statement
from symattn.kernel.terms import delta, entry, exp, mul, power, total
from symattn.prover import labelling
from symattn.prover.labelling import order_of
from symattn.prover.normal_form import NormalForm
from symattn.prover.proof import Proof


def block(edges, order, sorts=None, wrap=lambda t: t):
    """The factors A[i, j] for the edges, index k standing at the place order[k] of the sums."""
    n = len(order)
    sorts = sorts or ["n"] * n
    at = {k: bound(n - 1 - order[k], sorts[k]) for k in range(n)}
    return [wrap(entry(name, at[i], at[j])) for name, i, j in edges]


def picture(edges, order, sorts=None):
    """The block after its sums were put in the order that `order_of` says."""
    n = len(order)
    sorts = sorts or ["n"] * n
    at_place = sorted(range(n), key=lambda k: order[k])
    chosen = order_of([sorts[k] for k in at_place], block(edges, order, sorts))
    final = {at_place[place]: new for new, place in enumerate(chosen)}
    made = block(edges, [final[k] for k in range(n)], sorts)
    return sorted(str(t) for t in made), [sorts[at_place[p]] for p in chosen]


GRAPHS = {
    "a path": [("A", 0, 1), ("A", 1, 2), ("A", 2, 3)],
    "a cycle": [("A", k, (k + 1) % 5) for k in range(5)],
    "a cycle both ways": [("A", k, (k + 1) % 4) for k in range(4)] + [("A", (k + 1) % 4, k) for k in range(4)],
    "a star": [("A", 0, k) for k in range(1, 6)],
    "a complete graph": [("A", i, j) for i in range(4) for j in range(4) if i != j],
    "two tensors": [("A", 0, 1), ("B", 1, 2), ("A", 2, 0)],
    "a loop": [("A", 0, 0), ("A", 0, 1), ("A", 1, 1)],
    "a path that is told apart at one end": [("A", 0, 1), ("A", 1, 2), ("B", 2, 2)],
    "two cycles of one size joined": [("A", 0, 1), ("A", 1, 2), ("A", 2, 0), ("A", 3, 4), ("A", 4, 5), ("A", 5, 3), ("B", 0, 3)],
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPHS)
def test_every_numbering_gives_one_picture(name):
    edges = GRAPHS[name]
    n = 1 + max(max(i, j) for _, i, j in edges)
    orders = list(permutations(range(n)))
    rng = Random(name)
    pictures = {str(picture(edges, order)) for order in rng.sample(orders, min(len(orders), 40))}
    assert len(pictures) == 1


@pytest.mark.parametrize("seed", range(40))
def test_random_blocks_give_one_picture(seed):
    rng = Random(seed)
    n = rng.randrange(2, 6)
    edges = [
        (rng.choice("AB"), rng.randrange(n), rng.randrange(n))
        for _ in range(rng.randrange(n, n + 4))
    ]
    sorts = [rng.choice("nm") for _ in range(n)]
    pictures = {str(picture(edges, rng.sample(range(n), n), sorts)) for _ in range(8)}
    assert len(pictures) == 1, f"seed {seed}: {edges} {sorts}"


def test_blocks_that_differ_give_different_pictures():
    """All blocks of 3 arrows on 3 indices: one picture for each class under renumbering."""
    arrows = [(i, j) for i in range(3) for j in range(3)]
    rng = Random(1)
    blocks = {tuple(sorted(rng.choices(arrows, k=3))) for _ in range(60)}
    classes = {}
    for edges in blocks:
        least = min(tuple(sorted((p[i], p[j]) for i, j in edges)) for p in permutations(range(3)))
        named = [("A", i, j) for i, j in edges]
        classes.setdefault(least, set()).add(str(picture(named, (0, 1, 2))))
    assert all(len(pictures) == 1 for pictures in classes.values())
    assert len(set().union(*classes.values())) == len(classes) > 10


def normal(t):
    tensors = tuple((n, ("n", "n"), ()) for n in "AB")
    statement = Statement((("n", 1),), tensors, goals=(Judgement("=", t, t),))
    return NormalForm(Proof(statement)).of(t)[0]


def test_an_inner_sum_is_seen_below_the_names_of_the_outer_ones():
    """Method: labelling an inner sum before the outer names are fixed is not canonical."""
    rng = Random(2)
    forms = set()
    for order in permutations(range(3)):
        at = {k: bound(2 - order[k], "n") for k in range(3)}
        up = {k: bound(3 - order[k], "n") for k in range(3)}
        inner = bound(0, "n")
        weights = [
            total("n", exp(mul(entry("A", up[k], inner), entry("A", inner, up[(k + 1) % 3]))))
            for k in range(3)
        ]
        factors = [power(w, -1) for w in weights] + [
            entry("B", at[0], at[1]),
            entry("B", at[1], at[2]),
            entry("B", at[2], at[0]),
        ]
        rng.shuffle(factors)
        t = mul(*factors)
        forms.add(normal(total("n", total("n", total("n", t)))))
    assert len(forms) == 1


def test_deltas_have_no_direction():
    i, j, k = (bound(level, "n") for level in range(3))
    first = [delta(i, j), entry("A", i, k), entry("A", j, k)]
    second = [delta(j, i), entry("A", j, k), entry("A", i, k)]
    assert order_of(["n"] * 3, first) == order_of(["n"] * 3, second)


def test_the_tries_are_bounded(monkeypatch):
    calls = []
    true = labelling._Painter.best
    monkeypatch.setattr(labelling._Painter, "best", lambda *a: calls.append(1) or true(*a))
    edges = [("A", k, (k + s) % 10) for k in range(10) for s in (1, 9)]
    monkeypatch.setattr(labelling, "BRANCHES", 5)
    order = order_of(["n"] * 10, block(edges, range(10)))
    assert sorted(order) == list(range(10)) and len(calls) < 60


def test_sums_that_look_alike_are_not_tried_twice(monkeypatch):
    calls = []
    true = labelling._Painter.best
    monkeypatch.setattr(labelling._Painter, "best", lambda *a: calls.append(1) or true(*a))
    assert sorted(order_of(["n"] * 7, block([("A", 0, k) for k in range(1, 7)], range(7)))) == list(
        range(7)
    )
    assert len(calls) <= 7  # twins: one branch at each of the six leaves
