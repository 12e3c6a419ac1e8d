"""Derivatives: the kernel's judgement, built from the form of a term.

Place: used by the normal form where a claim contains a gradient or a Jacobian.

Legend
  by          the entry (name, index, ...) that is varied; all others are held fixed
"""

from __future__ import annotations

from typing import Any

from symattn.kernel.indices import Term, bound, sort_of
from symattn.kernel.rules_inverses import moved_by
from symattn.kernel.statement import tensors_in
from symattn.kernel.terms import map_bound, shift
from symattn.kernel.theorem import StepRefused, Theorem
from symattn.prover.proof import Proof
from symattn.prover.signs import Facts

RULE_OF = {
    "add": "derivative_of_add", "mul": "derivative_of_product", "pow": "derivative_of_power",
    "exp": "derivative_of_exp", "log": "derivative_of_log", "call": "derivative_of_call",
}  # fmt: skip


def derivative_of(proof: Proof, facts: Facts, t: Term, by: tuple[Any, ...]) -> Theorem:
    """The theorem that t has some derivative by this entry; StepRefused where none is known."""
    memo: dict[tuple[Term, tuple[Any, ...]], Theorem] = {}
    moved = moved_by(proof.kernel.statement, by[0])

    def go(x: Term, v: tuple[Any, ...]) -> Theorem:
        found = memo.get((x, v))
        if found is None:
            found = memo[x, v] = _derivative(x, v)
        return found

    def _derivative(x: Term, v: tuple[Any, ...]) -> Theorem:
        if moved.isdisjoint(tensors_in(x)):
            return proof.step("derivative_of_constant", [], x, *v)
        if x.op == "entry" and x.args[0] in proof.kernel.inverses:
            return proof.step("derivative_of_inverse", [go(*_matrix_below(proof, x, v))], x, *v)
        if x.op == "entry":
            return proof.step("derivative_of_entry", [], x, *v)
        if x.op == "sum":
            return proof.step("derivative_of_total", [go(x.args[1], _raised(v))], x, *v)
        if x.op == "case":
            inner = v if isinstance(sort_of(x.args[0]), int) else _raised(v)
            return proof.step("derivative_of_case", [go(a, inner) for a in x.args[1:]], x, *v)
        if x.op == "diff":
            first = derivative_of(proof, facts, x.args[0], x.args[1:])
            return proof.step("derivative_of_derivative", [first, go(first.b, v)], x, *v)
        rule = "derivative_of_step" if _is_step(x) else RULE_OF.get(x.op)
        if rule is None:
            raise StepRefused(f"no derivative of {x.op} is known")
        parts = [go(a, v) for a in x.args if isinstance(a, Term)]
        return proof.step(rule, parts + _side_conditions(facts, x), x, *v)

    return go(t, by)


def _matrix_below(proof: Proof, x: Term, v: tuple[Any, ...]) -> tuple[Term, tuple[Any, ...]]:
    """An entry of the matrix that x is the inverse of, below the two sums of its derivative."""
    name, *outer, i, _ = x.args
    s = sort_of(i)
    at = [bound(0, s), bound(1, s), *(shift(p, 2) for p in outer)]
    below = map_bound(proof.kernel.inverses[name], lambda m, _, d: shift(at[m - d], d))
    return below, _raised(_raised(v))


def _raised(v: tuple[Any, ...]) -> tuple[Any, ...]:
    return (v[0], *(shift(i, 1) for i in v[1:]))


def _side_conditions(facts: Facts, x: Term) -> list[Theorem]:
    """What the power or logarithm x asks of its base."""
    if _is_step(x):
        return _not_zero(facts, x.args[1])
    if x.op not in ("pow", "log"):
        return []
    base = x.args[0]
    broken = x.op == "log" or x.args[1].denominator != 1
    if facts.arithmetic.sign(base) == 2 or (not broken and x.args[1] >= 0):
        return []
    facts.learn(base, base, None)
    own = facts.arithmetic.base(base)
    found = facts.strong(own, ">" if broken else "!=")
    return [found] if found is not None and found.a is base else facts.of_written(base, broken)


def _not_zero(facts: Facts, x: Term) -> list[Theorem]:
    """x != 0 for x exactly as it is written."""
    written = facts.of_written(x, False)
    if written:
        return written
    found = facts.strong(facts.arithmetic.base(x), "!=")
    link = facts.proof.attempt("equal_by_arithmetic", [], found.a, x) if found else None
    return [facts.proof.step("sign_passes_to_equal", [found, link])] if found and link else []


def _is_step(x: Term) -> bool:
    return x.op == "call" and x.args[0] == "step" and len(x.args) == 2
