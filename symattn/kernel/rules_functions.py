"""Rules about sine, cosine and erf.

Place: trusted; entries of the rule table. Each docstring is the statement, then its proof.

Legend
  t           the left side of the equation a rule concludes       q       an angle as part of pi
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symattn.kernel.indices import Term
from symattn.kernel.polynomial import plus
from symattn.kernel.terms import ZERO, add, call, mul, num, power
from symattn.kernel.theorem import Kernel, Theorem, need, rule

Premises = Sequence[Theorem]
HALF = Fraction(1, 2)
SINES = {
    Fraction(0): ZERO, Fraction(1, 6): num(HALF), Fraction(1, 4): power(num(2), -HALF),
    Fraction(1, 3): mul(num(HALF), power(num(3), HALF)), HALF: num(1),
}  # fmt: skip


@rule
def angle_sum_expands(k: Kernel, premises: Premises, t: Term) -> Theorem:
    """sin(x + y) = sin x cos y + cos x sin y; cos(x + y) = cos x cos y - sin x sin y.

    Proof: exp(i (x + y)) = exp(i x) exp(i y), its imaginary and its real part.
    """
    need(t.op == "call" and t.args[0] in ("sin", "cos") and len(t.args) == 2, "no sine or cosine")
    need(t.args[1].op == "add", "the angle is no sum")
    x, y = t.args[1].args[0], add(*t.args[1].args[1:])
    if t.args[0] == "sin":
        parts = mul(call("sin", x), call("cos", y)), mul(call("cos", x), call("sin", y))
    else:
        parts = (
            mul(call("cos", x), call("cos", y)),
            mul(num(-1), call("sin", x), call("sin", y)),
        )
    return Theorem("=", t, add(*parts))


@rule
def function_is_odd_or_even(k: Kernel, premises: Premises, t: Term, x: Term) -> Theorem:
    """sin(-x) = -sin x, erf(-x) = -erf x and cos(-x) = cos x.

    Proof: the series of sine and erf have odd powers only, that of cosine even ones.
    """
    need(t.op == "call" and t.args[0] in ("sin", "cos", "erf") and len(t.args) == 2, "no parity")
    arithmetic = k.arithmetic
    need(not plus(arithmetic.poly(t.args[1]), arithmetic.poly(x)), "the argument is not -x")
    own = call(t.args[0], x)
    return Theorem("=", t, own if t.args[0] == "cos" else mul(num(-1), own))


@rule
def squares_of_sine_and_cosine(k: Kernel, premises: Premises, x: Term) -> Theorem:
    """sin(x)**2 = 1 - cos(x)**2. Proof: exp(i x) has absolute value 1."""
    square = power(call("cos", x), 2)
    return Theorem("=", power(call("sin", x), 2), add(num(1), mul(num(-1), square)))


@rule
def function_at_known_point(k: Kernel, premises: Premises, t: Term, turn: Term) -> Theorem:
    """erf 0 = 0; sin(q pi) and cos(q pi) for q a multiple of 1/6 or 1/4.

    Proof: the halved square and the halved equilateral triangle; sin(q pi) turns its sign with
    q + 1, is the same at 1 - q, and cos(q pi) = sin((q + 1/2) pi).
    """
    need(t.op == "call" and t.args[0] in ("sin", "cos", "erf") and len(t.args) == 2, "no value")
    need(turn.op == "num", "q is no number")
    q, angle = turn.args[0], mul(turn, call("pi"))
    need(k.arithmetic.poly(t.args[1]) == k.arithmetic.poly(angle), "the argument is not q pi")
    if t.args[0] == "erf":
        need(q == 0, "erf is known at 0 only")
        return Theorem("=", t, ZERO)
    turned = (q + HALF if t.args[0] == "cos" else q) % 2
    sign, part = (-1, turned - 1) if turned >= 1 else (1, turned)
    value = SINES.get(min(part, 1 - part))
    need(value is not None, "no known angle")
    return Theorem("=", t, mul(num(sign), value or ZERO))
