"""Random steps of the rules about functions.

Legend
  g           the generator (random_terms.py)         k       the kernel
"""

from fractions import Fraction

from symattn.kernel.terms import add, call, entry, mul, num
from tests.kernel.random_steps import base, context, steps

NAMES = ("sin", "cos", "erf")
TURNS = [Fraction(n, 12) for n in range(-30, 31)]


@steps
def angle_sum_expands(g, k):
    levels = context(g)
    parts = [base(g, levels) for _ in range(g.choice((2, 2, 3)))]
    return [], (call(g.choice(("sin", "cos", "f")), g.choice((add(*parts), mul(*parts)))),)


@steps
def function_is_odd_or_even(g, k):
    x = base(g, context(g))
    t = mul(num(g.choice((-1, -1, 1))), x)
    return [], (call(g.choice((*NAMES, "g")), t), x)


@steps
def squares_of_sine_and_cosine(g, k):
    return [], (base(g, context(g)),)


@steps
def function_at_known_point(g, k):
    q = num(g.choice(TURNS))
    name = g.choice(NAMES)
    angle = g.choice((q, q, num(g.choice(TURNS)), num(0)))
    if name == "erf" and g.rng.random() < 0.7:
        return [], (call(name, add(entry("a"), mul(num(-1), entry("a")))), num(0))
    return [], (call(name, mul(angle, call("pi"))), q)
