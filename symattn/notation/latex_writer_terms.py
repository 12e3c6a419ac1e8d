"""Kernel terms as LaTeX: conditions of a theorem, residues of a refutation, entries of a witness.

Place: beside the LaTeX writer, for terms instead of nodes; latex_writer_term_rules has the rules.
Indices without a name (bound levels) get letters that nothing else in the term has.

Legend
  term        a kernel term           judgement           a = b, or a > 0, a >= 0, a != 0
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symattn.kernel.indices import Term
from symattn.kernel.statement import Judgement
from symattn.notation.latex_writer_term_rules import TermWriter
from symattn.notation.styles import Style, style_of

RELATIONS = {"=": "=", ">": ">", ">=": r"\geq", "!=": r"\neq"}


def latex_of_term(
    term: Term, style: str | Style = "vaswani", renames: Mapping[str, str] | None = None
) -> str:
    r"""A kernel term as LaTeX; dangling levels get fresh letters, the innermost first.

    Example  >>> from symattn.kernel.terms import entry, exp, total
             >>> from symattn.kernel.indices import bound
             >>> latex_of_term(total("n", exp(entry("s", bound(0, "n")))))
             '\\sum_{i=1}^{n} \\exp(s_i)'
    """
    writer = TermWriter(style_of(style), dict(renames or {}), _names_in(term))
    return writer.text(term)


def latex_of_judgement(
    judgement: Judgement, style: str | Style = "vaswani", renames: Mapping[str, str] | None = None
) -> str:
    """A goal or condition of the kernel as LaTeX."""
    sides = (judgement.a, judgement.b)
    taken = set().union(*map(_names_in, sides))
    texts = [TermWriter(style_of(style), dict(renames or {}), taken).text(t) for t in sides]
    return f"{texts[0]} {RELATIONS[judgement.rel]} {texts[1]}"


def _names_in(term: Term) -> set[str]:
    """Every name in the term: of tensors, sizes, free indices and functions."""
    found: set[str] = set()
    seen: set[Term] = set()
    stack: list[Any] = [term]
    while stack:
        x = stack.pop()
        if isinstance(x, str):
            found.add(x)
        elif isinstance(x, tuple):
            stack.extend(x)
        elif isinstance(x, Term) and x not in seen:
            seen.add(x)
            stack.extend(x.args)
    return found
