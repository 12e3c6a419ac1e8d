r"""The parts of a statement, and remarks on shapes: Q \in \mathbb{R}^{n \times d} declares Q.

Place: between latex_terms and latex_reader.
"""

from __future__ import annotations

from typing import Any

from lark import Token

from symattn.errors import NotationError, ShapeError
from symattn.expressions.axes import Axis, same_axis
from symattn.expressions.nodes import Tensor
from symattn.notation.latex_heads import domain_axes
from symattn.notation.latex_scope import Scope
from symattn.notation.latex_syntax import items_of_word, label_of, place_of, trees_in
from symattn.notation.latex_terms import value_of
from symattn.notation.latex_values import Value, node_in


def sides_of(statement: Any) -> tuple[list[Any], list[Token], Any]:
    """The sides of a statement, its relations, and the set after \\in, if any."""
    sides = trees_in(statement)
    signs = [t for t in statement.children if isinstance(t, Token)]
    domain = sides.pop() if signs and signs[-1].type == "IN" else None
    return sides, [t for t in signs if t.type == "REL"], domain


def remark_of(statement: Any, scope: Scope) -> list[tuple[str, tuple[Axis, ...]]]:
    """What a remark on a shape declares: the symbol alone before \\in."""
    sides, _, domain = sides_of(statement)
    if domain is None or len(sides) != 1:
        return []
    axes = domain_axes(domain, scope)
    if axes is None:
        raise scope.refuse(
            place_of(domain), "this set is not read", do=r"write \mathbb{R}^{n \times d}"
        )
    items = items_of_word(sides[0])
    name = label_of(sides[0]) or (items[0].word if len(items) == 1 else "")
    if not items or not name:
        return []
    if len(items) == 1 and items[0].entries:
        labels = [e.label for e in items[0].entries if e.label and e.kind != "token"]
        name = "_".join((items[0].word, *labels))
    if name not in scope.names() and _undeclared(sides[0], scope):
        scope.tensors[name] = Tensor(name, axes)
        return [(name, axes)]
    return []


def _undeclared(side: Any, scope: Scope) -> bool:
    before = dict(scope.indices)
    try:
        value_of(side, scope)
    except (NotationError, ShapeError):
        return True
    finally:
        scope.indices.clear()
        scope.indices.update(before)
    return False


def check_domain(values: list[Value], domain: Any, scope: Scope) -> None:
    """Refuse a remark on a shape that the expression does not have."""
    axes = domain_axes(domain, scope)
    node = node_in(values[-1], scope)
    if axes is not None and not (len(axes) == node.rank and all(map(same_axis, axes, node.shape))):
        said, has = (f"[{', '.join(map(str, s))}]" for s in (axes, node.shape))
        raise scope.misfit(place_of(domain), ShapeError(
            "reading LaTeX", f"the remark says {said}, the expression has shape {has}",
            do="correct the remark or the declaration",
        ))  # fmt: skip
