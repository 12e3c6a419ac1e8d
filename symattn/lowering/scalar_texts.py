"""Sizes, numbers and conditions on indices as Python text.

Place: used by numpy_code; the text computes with Python ints and floats only, so that it never
raises the precision of a float32 array.

Legend
  e           a SymPy expression of numbers, sizes and indices      level   how tightly a text binds
"""

from __future__ import annotations

import keyword
from collections.abc import Callable
from typing import Any

from sympy import (
    And,
    Basic,
    E,
    Expr,
    Float,
    Integer,
    Mod,
    Not,
    Or,
    Rational,
    Symbol,
    cos,
    erf,
    exp,
    floor,
    fraction,
    log,
    oo,
    pi,
    sin,
    tanh,
)
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symattn.errors import Unsupported
from symattn.expressions.axes import Axis, ConcatAxis, ProductAxis

COMPARE, SUM, PRODUCT, SIGN, POWER, ATOM = range(6)
Text = tuple[str, int]
NameOf = Callable[[Any], str]
FUNCTIONS: dict[type, str] = {
    exp: "exp",
    log: "log",
    sin: "sin",
    cos: "cos",
    tanh: "tanh",
    erf: "erf",
}
RESERVED = frozenset({"np", "dtype", "float", "math"})


def identifier(name: str) -> str:
    """A Python name close to a symbol's name: W_1^Q gives W_1_Q, q' gives q_prime."""
    text = name.replace("'", "_prime")
    word = "".join(c if c.isalnum() or c == "_" else "_" for c in text)
    while "__" in word:
        word = word.replace("__", "_")
    word = word.strip("_") or "x"
    word = f"x_{word}" if word[0].isdigit() else word
    return f"{word}_" if keyword.iskeyword(word) or word in RESERVED else word


def within(text: Text, level: int) -> str:
    """The text, in brackets unless it binds at least as tightly as the level."""
    return text[0] if text[1] >= level else f"({text[0]})"


def axis_text(axis: Axis) -> Text:
    """The length of an axis, its factors and parts in their order."""
    if type(axis) is ProductAxis:
        return " * ".join(within(axis_text(f), PRODUCT) for f in axis.args), PRODUCT
    if type(axis) is ConcatAxis:
        return " + ".join(within(axis_text(q), SUM) for q in axis.args), SUM
    return scalar_text(axis.size)


def scalar_text(e: Any, name_of: NameOf = lambda s: identifier(s.name), real: bool = False) -> Text:
    """A scalar as Python text; `real` writes integers as floats."""
    if isinstance(e, Integer):
        value = f"{abs(int(e))}.0" if real else str(abs(int(e)))
        return (value, ATOM) if e >= 0 else (f"-{value}", SIGN)
    if isinstance(e, (Rational, Float)):
        return repr(float(e)), ATOM if e >= 0 else SIGN
    if isinstance(e, Symbol):
        return name_of(e), ATOM
    if e in (oo, -oo):
        return ("np.inf", ATOM) if e == oo else ("-np.inf", SIGN)
    if e in (pi, E):
        return ("np.pi" if e == pi else "np.e"), ATOM
    if isinstance(e, Basic) and e.is_Add:
        return _sum_text(e, name_of), SUM
    if isinstance(e, Basic) and e.is_Mul:
        return _product_text(e, name_of, real)
    return _function_text(e, name_of)


def _sum_text(e: Any, name_of: NameOf) -> str:
    out = ""
    for term in sorted(e.args, key=lambda a: (a.could_extract_minus_sign(), a.is_number, str(a))):
        negative = term.could_extract_minus_sign()
        text = within(scalar_text(-term if negative else term, name_of), PRODUCT)
        joint = (" - " if negative else " + ") if out else ("-" if negative else "")
        out += joint + text
    return out


def _product_text(e: Any, name_of: NameOf, real: bool) -> Text:
    if e.could_extract_minus_sign():
        return "-" + within(scalar_text(-e, name_of, real), SIGN), SIGN
    above, below = fraction(e)
    if below != 1:
        upper = within(scalar_text(above, name_of, real), PRODUCT)
        return f"{upper} / {within(scalar_text(below, name_of), SIGN)}", PRODUCT
    factors = sorted(e.args, key=lambda a: (not a.is_number, str(a)))
    return " * ".join(within(scalar_text(f, name_of), SIGN) for f in factors), PRODUCT


def _function_text(e: Any, name_of: NameOf) -> Text:
    if type(e) in FUNCTIONS:
        return f"math.{FUNCTIONS[type(e)]}({scalar_text(e.args[0], name_of)[0]})", ATOM
    if isinstance(e, Expr) and e.is_Pow:
        base, power = e.as_base_exp() if not e.exp.is_negative else (e.base, e.exp)
        if power.is_negative:
            return f"1.0 / {within(scalar_text(base**-power, name_of), SIGN)}", PRODUCT
        lower = within(scalar_text(base, name_of), ATOM)
        return f"{lower}**{within(scalar_text(power, name_of), ATOM)}", POWER
    if isinstance(e, floor):
        above, below = fraction(e.args[0])
        parts = (within(scalar_text(a, name_of), SIGN) for a in (above, below))
        return " // ".join(parts), PRODUCT
    if isinstance(e, Mod):
        return " % ".join(within(scalar_text(a, name_of), SIGN) for a in e.args), PRODUCT
    raise Unsupported(
        f"writing {e} as Python", f"{type(e).__name__} has no text", do="use sizes and numbers"
    )


def condition_text(c: Any, name_of: NameOf) -> Text:
    """A condition on indices as Python text over integers or integer arrays."""
    if isinstance(c, (BooleanTrue, BooleanFalse)):
        return str(bool(c)), ATOM
    if isinstance(c, (And, Or)):
        sign_of = " & " if isinstance(c, And) else " | "
        return sign_of.join(f"({condition_text(a, name_of)[0]})" for a in c.args), SUM
    if isinstance(c, Not):
        return f"np.logical_not({condition_text(c.args[0], name_of)[0]})", ATOM
    if isinstance(c, Relational):
        left, right = (within(scalar_text(a, name_of), SUM) for a in c.args)
        return f"{left} {c.rel_op} {right}", COMPARE
    raise Unsupported(
        f"writing {c} as Python", "it is no comparison of indices", do="use < <= == and or"
    )
