r"""LaTeX to equations: `read_latex` gives the two sides as nodes, typed by the declarations.

Place: the entry to the LaTeX reader; latex_tokens reads characters, latex.lark the structure,
latex_terms the meaning. The text is data: nothing in it is ever executed.

Rule   Names are plain names (names.py). Places count from first_index, 1 unless said otherwise. A
       style settles what the text leaves open: "vaswani" reads vectors as rows, "ng" as columns;
       without a style both are tried and must agree. What still has two readings is refused.

Legend
  side      what stands left or right of a relation        remark   Q \in \mathbb{R}^{n \times d}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lark import Token

from symattn.errors import BadInput, ShapeError, SymattnError
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.axes import Axis, same_axis
from symattn.expressions.nodes import Index, Node, Tensor
from symattn.notation import latex_attention, latex_forms
from symattn.notation.latex_fonts import check_fonts
from symattn.notation.latex_heads import Head, head_of, left_of
from symattn.notation.latex_parse import check_depth, check_length, parse, refused
from symattn.notation.latex_remarks import check_domain, remark_of, sides_of
from symattn.notation.latex_scope import Declared, Definition, Scope, scope_of
from symattn.notation.latex_syntax import items_of_word, label_of, place_of, trees_in
from symattn.notation.latex_terms import value_of
from symattn.notation.latex_values import Value, constant_in, fitted, node_in
from symattn.notation.names import canonical

FUNCTION_MODULES = (latex_attention, latex_forms)  # each fills the table of functions
_STYLES: dict[str | None, tuple[bool, ...]] = {
    "vaswani": (False,),
    "ng": (True,),
    None: (False, True),
}


@dataclass(frozen=True)
class Equation:
    """Two sides and what was said about them; `right` is None where the text is one expression.

    defines   the definition that the equation is, for use in later formulas, else None
    indices   the free indices, declared or found by their use
    declared  the shapes that remarks in the text give
    more      the other equations of the same display, in order
    """

    left: Node
    right: Node | None = None
    relation: str = "="
    defines: Definition | None = None
    indices: tuple[Index, ...] = ()
    declared: Mapping[str, tuple[Axis, ...]] | None = None
    more: tuple[Equation, ...] = ()

    @property
    def is_definition(self) -> bool:
        """Whether the left side is only the name that the right side defines: nothing to prove."""
        symbol = self.left.args[0] if isinstance(self.left, N.At) else self.left
        name = self.defines.name if self.defines else ""
        return isinstance(symbol, Tensor) and str(symbol.args[0]) == name


def read_latex(
    text: str,
    declarations: Mapping[str, Sequence[Any]],
    *,
    style: str | None = None,
    indices: Mapping[str, Any] | None = None,
    functions: Iterable[str] = (),
    definitions: Iterable[Definition] = (),
    sizes: Iterable[str] = (),
    first_index: int = 1,
) -> Equation:
    r"""The equation, or the expression, that a LaTeX text writes.

    Needs    declarations: plain name -> axes, such as {"W_Q": ["d", "d_k"], "alpha": []}; indices:
             name -> axis; sizes: names of sizes that no axis has; functions: names of functions of
             one argument without a definition; definitions: what earlier equations define
    Fails    NotationError with a caret where the text cannot be read or has two readings,
             UnknownName with the nearest declared name, ShapeError where it does not fit together
    Example  >>> print(read_latex(r"QK^T", {"Q": ["n", "d"], "K": ["m", "d"]}).left.rank)
             2
    """
    if style not in _STYLES or first_index not in (0, 1):
        wrong = f"style {style!r}, first_index {first_index!r}"
        raise BadInput("reading LaTeX", wrong, do="give a style of this module, and 0 or 1")
    tree = parse(text)
    check_depth(tree, text)
    check_fonts(text, frozenset(canonical(name) for name in declarations))
    declared = Declared(
        declarations, indices or {}, tuple(functions), tuple(definitions), tuple(sizes), first_index
    )
    return _agreed(*_readings(tree, text, declared, style), text)


def _readings(
    tree: Any, text: str, declared: Declared, style: str | None
) -> tuple[list[Equation], list[ShapeError]]:
    """What the text means with vectors as rows and as columns, if the style leaves it open."""
    found: list[Equation] = []
    misfits: list[ShapeError] = []
    for columns in _STYLES[style]:
        try:
            found.append(_equations(tree, scope_of(text, declared, columns)))
        except ShapeError as error:
            misfits.append(error)
        except RecursionError:
            raise refused(text, 0, "the formula is nested too deeply") from None
    return found, misfits


def _agreed(found: list[Equation], misfits: list[ShapeError], text: str) -> Equation:
    if not found:
        raise misfits[0]
    if len(found) == 2 and found[0] != found[1]:
        raise refused(
            text, 0, "the formula means one thing with vectors as rows, another with columns",
            "say style='vaswani' (rows) or style='ng' (columns)",
        )  # fmt: skip
    return found[0]


def _equations(tree: Any, scope: Scope) -> Equation:
    """All statements of a display as one Equation with the others in `more`."""
    statements = trees_in(tree)
    for statement in statements:
        if statement.data == "forall":
            raise scope.refuse(
                place_of(statement), "a condition for all indices is not read",
                do="write the mask as a factor, or a condition below the sum",
            )  # fmt: skip
    declared = {k: v for s in statements for k, v in remark_of(s, scope)}
    heads = {id(s): head for s in statements if (head := _head(s, scope))}
    for head in heads.values():
        if head.name in scope.pending:
            raise scope.refuse(head.at, f"{head.name} is defined twice", do="rename one")
        scope.pending[head.name] = head
    equations: list[Equation] = []
    for statement in statements:
        equations += _read_statement(statement, heads.get(id(statement)), scope)
    if not equations:
        sides, _, _ = sides_of(statements[0])
        equations = [Equation(node_in(value_of(sides[0], scope), scope))]
    free = [i if isinstance(i, Index) else i.found for i in scope.indices.values()]
    free += [i for head in heads.values() if head.made for i in head.made.indices]
    indices = tuple(dict.fromkeys(i for i in free if i is not None))
    first, *more = (replace(e, indices=indices, declared=declared) for e in equations)
    return replace(first, more=tuple(more))


def _head(statement: Any, scope: Scope) -> Head | None:
    sides, relations, _ = sides_of(statement)
    if len(sides) < 2 or relations[0].value != "=":
        return None
    return head_of(sides[0], sides[1], scope, value_of)


def _read_statement(statement: Any, head: Head | None, scope: Scope) -> list[Equation]:
    sides, relations, domain = sides_of(statement)
    values: list[Value] = []
    definition: Definition | None = None
    if head is not None:
        definition = head.define(scope)
        values = [_left(sides[0], head, definition, scope), Value(definition.body, head.at)]
    else:
        declared = _declared_head(sides, scope)
        values = [declared] if declared is not None else [value_of(sides[0], scope)]
    values += [value_of(side, scope) for side in sides[len(values) :]]
    values = _fitted_sides(values, scope)
    if domain is not None:
        check_domain(values, domain, scope)
    nodes = [node_in(v, scope) for v in values]
    for node in nodes:
        check_length(node, scope.text)
    if len(nodes) == 1:
        remark = domain is not None and isinstance(nodes[0], (Tensor, N.At))
        return [] if remark else [Equation(nodes[0])]
    _check_sides(values, relations, scope)
    if any(n.has(Index) and isinstance(n, N.Position) for n in nodes):
        raise scope.refuse(
            place_of(sides[0]), "a condition on indices is not read as an equation",
            do="write it below a sum, or as cases",
        )  # fmt: skip
    pairs = zip(nodes, nodes[1:], relations, strict=False)
    equations = [Equation(a, b, str(sign.value)) for a, b, sign in pairs]
    return [replace(equations[0], defines=definition), *equations[1:]]


def _left(side: Any, head: Head, definition: Definition, scope: Scope) -> Value:
    """The left side of a definition; of a function known without it, what that function means."""
    pending = scope.pending.pop(head.name)
    try:
        if head.arguments and head.name in ("Attention", "Attn", "attention"):
            return value_of(side, scope)
    except SymattnError:
        pass
    finally:
        scope.pending[head.name] = pending
    return Value(left_of(head, definition), head.at)


def _declared_head(sides: list[Any], scope: Scope) -> Value | None:
    """A declared symbol with its arguments, as in A(q, K, V): the symbol alone."""
    items = items_of_word(sides[0])
    if len(sides) < 2 or len(items) != 2 or items[1].atom.data != "group" or items[0].entries:
        return None
    symbol = scope.tensors.get(items[0].word)
    arguments = [label_of(tree) for tree in trees_in(items[1].atom)]
    named = bool(arguments) and all(name in scope.tensors for name in arguments)
    if symbol is None or not named or (len(arguments) == 1 and symbol.rank == 0):
        return None
    return Value(symbol, items[0].at)


def _fitted_sides(values: list[Value], scope: Scope) -> list[Value]:
    """Sides without a size of their own take the shape of a side that has one."""
    sized = next((v for v in values if v.loose is None and constant_in(v) != 0), None)
    if sized is None:
        return values
    shape = node_in(sized, scope).shape
    fitted_values = []
    for value in values:
        if constant_in(value) == 0 and shape:
            value = Value(N.Zeros(*shape), value.at, sized.lying)
        fitted_values.append(fitted(value, shape, scope))
    return fitted_values


def _check_sides(values: list[Value], relations: list[Token], scope: Scope) -> None:
    for a, b, sign in zip(values, values[1:], relations, strict=False):
        x, y = node_in(a, scope), node_in(b, scope)
        if x.rank == 1 == y.rank and a.lying != b.lying:
            raise scope.refuse(place_of(sign), "one side is a transposed vector, the other is not")
        if x.rank != y.rank or not all(map(same_axis, x.shape, y.shape)):
            left, right = (f"[{', '.join(map(str, n.shape))}]" for n in (x, y))
            raise scope.misfit(place_of(sign), ShapeError(
                "reading LaTeX", f"the left side has shape {left}, the right side {right}",
                do="make the shapes the same, or declare the sizes to be the same",
            ))  # fmt: skip


__all__ = ["Definition", "Equation", "read_latex"]
