"""What `symattn write` and `symattn lower` print, for a model, a derivation or an expression.

Place: above the writers and lowering, below cli. WHAT is first looked up among the models, then
among the files of derivations/, and else read as an expression of the claim language. A chain
is printed only after every step of it was proved: a slide cannot hold a wrong step.
"""

from __future__ import annotations

from pathlib import Path

from sympy import preorder_traversal

from symattn.errors import BadInput
from symattn.expressions.build import at, index, tensor
from symattn.expressions.nodes import ConcatOver, Node, Tensor
from symattn.lowering.lowered_function import lower
from symattn.models.catalogue import CATALOGUE, model_named
from symattn.notation.claim_lines import expression_from_options
from symattn.notation.derivation_latex import latex_of_derivation
from symattn.notation.latex_writer import latex_of
from symattn.notation.latex_writer_equations import (
    WIDTH,
    heads_by_name,
    latex_of_call,
    write_equation,
)
from symattn.notation.styles import style_of
from symattn.prover.claim import Chain, Claim
from symattn.prover.readings import Definition, Informal, Reading
from symattn.prover.settle import prove
from symattn.prover.system import System
from symattn.rendering.docket_files import Item, derivation_files, read_derivation

ORDER = "qkvQKVxyzXYZM"  # how arguments stand on a left side


def latex_lines(
    what: str, *, style: str, chain: bool, shapes: tuple[str, ...], folder: Path
) -> list[str]:
    """The LaTeX of a model, of every reading of a derivation, or of an expression."""
    is_model = plain_word(what) in CATALOGUE
    if not is_model and not shapes and plain_word(what).isidentifier():
        items = [read_derivation(p, folder) for p in derivation_files(folder, (what,))]
        return [line for item in items for line in _item_latex(item, style, chain)]
    if chain:
        raise BadInput(
            f"writing {what}", "it has no steps", do="leave --chain out, or name a chain"
        )
    if is_model:
        return [model_latex(plain_word(what), style)]
    return [latex_of(expression_of(what, shapes), style)]


def model_latex(name: str, style: str) -> str:
    """A model as an equation: its name and what is not learned on the left."""
    columns = style_of(style).tokens == "columns"
    expression = model_named(name, tokens="columns" if columns else "rows")
    left = _left_of_model(name.removesuffix("_columns"), expression, style)
    if name.startswith("multi_head") and expression.has(ConcatOver):
        return heads_by_name(left, expression, style)
    return write_equation(left, expression, style, width=WIDTH)


def _left_of_model(name: str, expression: Node, style: str) -> str:
    if name == "queries":
        return "Q"
    if name == "query_of_word":
        return latex_of(at(tensor("q", "n", "d_k"), index("i", "n"), ":"), style)
    names = {str(x.args[0]) for x in preorder_traversal(expression) if isinstance(x, Tensor)}
    inputs = sorted((x for x in names if not x.startswith("W")), key=ORDER.find)
    if name == "attention_sum":
        return f"A({', '.join(inputs)})"
    return latex_of_call("".join(map(str.capitalize, name.split("_"))), inputs, style)


def plain_word(what: str) -> str:
    """A name as it stands in a table: multi-head is multi_head."""
    return what.removesuffix(".py").replace("-", "_").replace("/", "_")


def _item_latex(item: Item, style: str, chain: bool) -> list[str]:
    if isinstance(item.stated, Chain):
        return [chain_latex(item.stated, style)]
    if chain:
        raise BadInput(f"writing {item.name}", "it has no steps", do="leave --chain out")
    return [line for _, reading in item.readings for line in reading_latex(reading, style)]


def reading_latex(reading: Reading, style: str) -> list[str]:
    """The equation of a claim or of a definition; none of what is informal."""
    if isinstance(reading, Informal):
        return []
    return [claim_latex(reading.equation if isinstance(reading, Definition) else reading, style)]


def claim_latex(claim: Claim | System, style: str) -> str:
    """A claim as an equation or an inequality; a system as its equations, one after the other."""
    if isinstance(claim, System):
        return r",\qquad ".join(write_equation(a, b, style, width=WIDTH) for a, b in claim.written)
    typed = claim.typed
    return write_equation(typed.left, typed.right, style, typed.relation, width=WIDTH)


def chain_latex(chain: Chain, style: str) -> str:
    """A chain as one display with the reason of each step; BadInput where a step is not proved."""
    for claim in chain.claims:
        verdict = prove(claim)
        if verdict.word != "proved":
            raise BadInput(
                f"writing {chain.name}", f"{claim.name} is {verdict.word}", known=str(claim),
                do="settle it, then mend the step",
            )  # fmt: skip
    return latex_of_derivation(chain.start, chain.steps, style)


def expression_of(what: str, shapes: tuple[str, ...]) -> Node:
    """The model of this name, or the expression that the text states."""
    name = plain_word(what)
    if name in CATALOGUE or (name.isidentifier() and not shapes):
        return model_named(name)
    return expression_from_options(what, shapes=shapes)


def numpy_source(what: str, *, shapes: tuple[str, ...], name: str = "") -> str:
    """The source of the NumPy function of a model or an expression."""
    plain = plain_word(what)
    called = name or (plain if plain.isidentifier() else "expression")
    return lower(expression_of(what, shapes), name=called).source.rstrip()
