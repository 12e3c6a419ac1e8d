"""What `symattn write` and `symattn lower` print, for a model, a derivation or an expression.

Place: above the writers and lowering, below cli. WHAT is first looked up among the models, then
among the files of derivations/, and else read as an expression of the claim language.
"""

from __future__ import annotations

from pathlib import Path

from symattn.errors import BadInput
from symattn.expressions.nodes import Node
from symattn.lowering.lowered_function import lower
from symattn.models.catalogue import CATALOGUE
from symattn.notation.claim_lines import expression_from_options
from symattn.notation.derivation_latex import chain_latex
from symattn.notation.latex_writer import latex_of
from symattn.rendering.docket_files import Item, derivation_files, read_derivation

SIGNS = {"=": "=", ">": ">", ">=": r"\ge"}


def latex_lines(
    what: str, *, style: str, chain: bool, shapes: tuple[str, ...], folder: Path
) -> list[str]:
    """The LaTeX of a model, of every reading of a derivation, or of an expression."""
    if what.replace("-", "_") in CATALOGUE:
        return [latex_of(expression_of(what, shapes), style)]
    if what.isidentifier() or what.endswith(".py"):
        items = [read_derivation(p, folder) for p in derivation_files(folder, (what,))]
        return [line for item in items for line in _item_latex(item, style, chain)]
    return [latex_of(expression_of(what, shapes), style)]


def _item_latex(item: Item, style: str, chain: bool) -> list[str]:
    if chain or item.kind == "derivation":
        if item.kind != "derivation":
            raise BadInput(
                f"writing {item.name}", "it has no steps", do="leave --chain out, or name a chain"
            )
        return [chain_latex(item.stated, style)]
    return [
        f"{latex_of(c.left, style)} {SIGNS[c.relation]} {latex_of(c.right, style)}"
        for _, c in item.readings
    ]


def expression_of(what: str, shapes: tuple[str, ...]) -> Node:
    """The model of this name, or the expression that the text states."""
    model = CATALOGUE.get(what.replace("-", "_"))
    if model is not None:
        return model()
    if what.isidentifier() and not shapes:
        known = ", ".join(sorted(CATALOGUE))
        raise BadInput(f"looking for {what}", "there is no such model", f"models: {known}")
    return expression_from_options(what, shapes=shapes)


def numpy_source(what: str, *, shapes: tuple[str, ...], name: str = "") -> str:
    """The source of the NumPy function of a model or an expression."""
    plain = what.replace("-", "_")
    called = name or (plain if plain.isidentifier() else "expression")
    return str(lower(expression_of(what, shapes), name=called).source).rstrip()
