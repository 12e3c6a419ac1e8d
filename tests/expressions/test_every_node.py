"""Every node class, four ways: kernel term, SymPy entry, NumPy text, and plain Python loops."""

import itertools

import numpy as np
import pytest
from sympy import Float, Indexed, Symbol, lambdify

from symattn.expressions import axes
from symattn.expressions import build as b
from symattn.expressions import nodes as N  # noqa: N812
from symattn.expressions.meaning import Scope, meaning_of, meaning_rules, sort_of
from symattn.expressions.numpy_texts import text_rules
from symattn.expressions.shapes import shape_rules
from symattn.kernel.indices import free
from symattn.kernel.terms import check_sort
from tests.expressions.cases import CASES, SIZES, A, H, arrays_for, d, m, n
from tests.expressions.kernel_values import CALLS, by_kernel


@pytest.mark.parametrize("sizes", SIZES, ids=["different", "small", "one"])
@pytest.mark.parametrize("name", CASES)
def test_kernel_term_is_what_the_loops_compute(name, sizes):
    node, loops = CASES[name]
    arrays = arrays_for(sizes)
    expected = np.asarray(loops(arrays, sizes), dtype=float)
    np.testing.assert_allclose(by_kernel(node, sizes, arrays), expected, atol=1e-12, strict=True)


@pytest.mark.parametrize("sizes", SIZES, ids=["different", "small", "one"])
@pytest.mark.parametrize("name", CASES)
def test_numpy_text_is_what_the_loops_compute(name, sizes):
    node, loops = CASES[name]
    arrays = arrays_for(sizes)
    tensors = sorted(node.atoms(N.Tensor), key=str)
    free_sizes = [n, m, d, H]
    f = lambdify([*free_sizes, *tensors], node, [{"f": CALLS["f"]}, "numpy"])
    got = f(*(sizes[q.name] for q in free_sizes), *(arrays[str(t.args[0])] for t in tensors))
    expected = np.asarray(loops(arrays, sizes), dtype=float)
    np.testing.assert_allclose(np.asarray(got, dtype=float), expected, atol=1e-12, strict=True)


@pytest.mark.parametrize("name", CASES)
def test_sympy_entry_is_what_the_loops_compute(name):
    node, loops = CASES[name]
    sizes = SIZES[1]
    arrays = arrays_for(sizes)
    expected = np.asarray(loops(arrays, sizes), dtype=float)
    lengths = {q: sizes[q.name] for q in (n, m, d, H)}
    concrete = node.subs(lengths)
    sources = [concrete] if node.atoms(N.MaxAxis) else [node, concrete]
    for at in _some_places(expected.shape):
        for source in sources:
            e = source[at].subs(lengths).doit()
            e = e.replace(lambda q: isinstance(q, Indexed), lambda q: _entry(q, arrays))
            e = e.subs({Symbol(r): float(v) for r, v in arrays.items() if not v.shape})
            e = e.replace(
                lambda q: getattr(q.func, "__name__", "") == "f", lambda q: q.args[0] ** 3 + 1
            )
            assert abs(complex(e.evalf()) - expected[at]) < 1e-9, (at, source[at])


def _entry(q, arrays):
    return Float(arrays[str(q.base.label)][tuple(map(int, q.indices))])


def _some_places(shape):
    every = list(itertools.product(*map(range, shape)))
    return {every[0], every[-1], every[len(every) // 2]}


def test_every_node_class_has_a_case_here_and_a_rule_in_each_table():
    used = {type(q) for node, _ in CASES.values() for q in _nodes_in(node)}
    elsewhere = {N.Inverse, N.Gradient, N.Jacobian, N.Cut}  # test_meaning.py, test_cut_axes.py
    assert set(N.NODES) - used == elsewhere
    for table in (shape_rules, meaning_rules, text_rules):
        assert table.lacks(N.NODES) == []


def _nodes_in(node):
    yield node
    for q in node.args:
        yield from _nodes_in(q)


@pytest.mark.parametrize("name", CASES)
def test_every_place_in_a_meaning_has_a_sort_of_the_node(name):
    node, _ = CASES[name]
    places = tuple(free(f"@{r}", sort_of(a)) for r, a in enumerate(node.shape))
    stack, seen = [meaning_of(node, places, Scope())], set()
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        if t.op == "free":
            assert t in places
        if t.op in ("sum", "max"):
            check_sort(t.args[0])
        stack.extend(q for q in t.args if hasattr(q, "op"))


def test_the_evaluator_notices_a_wrong_meaning():
    sizes = SIZES[0]
    arrays = arrays_for(sizes)
    wrong = by_kernel(b.softmax(A, 0), sizes, arrays)
    right = np.asarray(CASES["Softmax"][1](arrays, sizes))
    assert np.abs(wrong - right).max() > 0.01


def _around(node):
    """The node inside other nodes, so that its places are shifted, paired, injected and summed."""
    r, s = b.index("r", "n"), b.tensor("s")
    x = b.tensor("x", "n")
    yield b.let("s", b.total(node), s * s)
    yield b.sum_over(r, b.at(x, r) * b.total(node * b.at(x, r)))
    if node.rank:
        yield b.softmax(node, 0)
        yield b.sum_axis(b.concat([node, 2 * node], 0), 0)
        yield b.concat_over(r, node * b.at(x, r), 0)
        yield b.max_axis(b.block(b.concat([node, node, -node], 0), 0, 1, 2), 0)
        yield b.head_slice(b.concat_over(r, node * b.at(x, r), -1), 0)
        axis = node.shape[0]
        if not isinstance(axis, (axes.ProductAxis, axes.ConcatAxis)):
            q = b.index("i", axis)
            yield b.stack(q, b.at(node, q))
            yield b.sum_over(q, b.at(node, q) * b.at(node, axis.size - 1 - q))
    if node.rank == 2:
        yield b.diag_of(node.T @ node)
        yield b.kron(node, node.T)


@pytest.mark.parametrize("name", CASES)
def test_every_node_inside_others(name):
    sizes = SIZES[1]
    arrays = arrays_for(sizes)
    for node in _around(CASES[name][0]):
        tensors = sorted(node.atoms(N.Tensor), key=str)
        f = lambdify([n, m, d, H, *tensors], node, [{"f": CALLS["f"]}, "numpy"])
        got = f(*(sizes[q] for q in "nmdH"), *(arrays[str(t.args[0])] for t in tensors))
        np.testing.assert_allclose(
            by_kernel(node, sizes, arrays), got, atol=1e-9, err_msg=str(node)
        )
