"""Non-negative solutions against brute force over small whole numbers."""

import itertools
import random
from fractions import Fraction

from symattn.prover.linear_programs import nonnegative_solution


def fractions(rows):
    return [[Fraction(x) for x in row] for row in rows]


def test_a_solution_solves_and_none_means_that_none_is_near():
    rng = random.Random(4)
    found = 0
    for _ in range(300):
        height, width = rng.choice((1, 2, 3)), rng.choice((1, 2, 3, 4))
        a = fractions(
            [[rng.choice((-2, -1, 0, 1, 2)) for _ in range(width)] for _ in range(height)]
        )
        b = [Fraction(rng.choice((-1, 0, 0, 1, 2))) for _ in range(height)]
        z = nonnegative_solution(a, b)
        if z is not None:
            found += 1
            assert all(x >= 0 for x in z)
            assert [sum(map(lambda p, q: p * q, row, z)) for row in a] == b
            continue
        for guess in itertools.product((0, Fraction(1, 2), 1, 2), repeat=width):
            assert [sum(map(lambda p, q: p * q, row, guess)) for row in a] != b
    assert 50 < found < 250


def test_no_equation_is_solved_by_nothing():
    assert nonnegative_solution([], []) == []
