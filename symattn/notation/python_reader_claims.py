"""A whole claim from its checked texts: sizes and their equations first, then names, then sides.

Place: above the reader of expressions; `prover/claim.py` makes a Claim of what is read here.

Legend
  record      the texts of a claim (claim_lines.py makes them from JSON lines and options)
  least       the least value of each size
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from symattn.errors import BadInput, NoSuchAxis, Unsupported
from symattn.expressions import nodes as N  # noqa: N812 - a legend letter
from symattn.expressions.assumptions import (
    Assumption,
    axis_with_sizes,
    is_size_equation,
    size_substitution,
)
from symattn.expressions.axes import Axis
from symattn.expressions.nodes import Index, Node
from symattn.expressions.size_symbols import size
from symattn.notation.python_reader import (
    Comparison,
    read_axis,
    read_comparison,
    read_expression,
    reading_of,
)
from symattn.notation.python_reader_assumptions import read_assumption, read_size_equation
from symattn.notation.python_reader_rests import with_rest
from symattn.notation.python_reader_sizes import bound_index, literal_integer
from symattn.notation.python_reader_text import CONSTANTS, Scope, parse

MOST_SPLITS = 3  # sizes of one claim that are split because an axis such as n - 1 is asked for


@dataclass(frozen=True)
class Record:
    """A claim as checked texts: sizes and their least values are known, nothing else is read."""

    name: str = ""
    claim: str = ""  # lhs == rhs in one text; or else the two sides
    lhs: str = ""
    rhs: str = ""
    symbols: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dims: tuple[str, ...] | None = None  # None: every name that occurs in a shape or bound
    indices: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    under: tuple[str, ...] = ()
    min_size: int = 1
    least: Mapping[str, int] = field(default_factory=dict)
    for_all: tuple[str, ...] = ()  # the tensors that "exactly when" quantifies over
    rest: Mapping[str, str] = field(default_factory=dict)  # expect, source, note, as_written

    @property
    def text(self) -> str:
        """The claim as it was written."""
        return self.claim or f"{self.lhs} == {self.rhs}"


@dataclass(frozen=True)
class ClaimText:
    """A claim that was read: its two sides, what it takes as given, and its least sizes."""

    left: Node
    right: Node
    relation: str
    given: tuple[Assumption, ...]
    indices: tuple[Index, ...]
    least: tuple[tuple[str, int], ...]
    functions: tuple[tuple[str, tuple[str, ...]], ...]
    record: Record


def read_record(record: Record) -> ClaimText:
    """The claim as nodes and assumptions.

    Math     where an axis as long as n - 1 or n - m is asked for, n is split (with_rest)
    Fails    NotationError and UnknownName with a caret, ShapeError, Unsupported, BadInput
    """
    for _ in range(MOST_SPLITS):
        try:
            return _read(record)
        except NoSuchAxis as wrong:
            split = with_rest(record, wrong.length, least_sizes(record))
            if split is None:
                raise
            record = split
    return _read(record)


def _read(record: Record) -> ClaimText:
    least = least_sizes(record)
    scope, equations = _scope(record, least)
    given = tuple(read_assumption(t, scope) for t in record.under)
    given = (*equations, *(a for a in given if not is_size_equation(a)))
    if record.claim:
        sides = read_comparison(record.claim, scope)
    else:
        sides = Comparison(read_expression(record.lhs, scope), read_expression(record.rhs, scope))
    return ClaimText(
        sides.left, sides.right, sides.relation, given, tuple(scope.indices.values()),
        tuple(least.items()), tuple(record.functions.items()), record,
    )  # fmt: skip


def read_side(record: Record) -> Node:
    """The expression of a record whose claim is one expression, not a comparison."""
    scope, _ = _scope(record, least_sizes(record))
    return read_expression(record.claim, scope)


def _scope(record: Record, least: Mapping[str, int]) -> tuple[Scope, tuple[Assumption, ...]]:
    """What every name means, and the size equations, which are already put into every axis."""
    sizes = {name: Axis(size(name, minimum)) for name, minimum in least.items()}
    symbols = {k: v for k, v in record.symbols.items() if k not in integers_of(record)}
    scalars = {name: N.Tensor(name, ()) for name in symbols}
    plain = Scope(scalars, {}, sizes, record.functions)
    found = (read_size_equation(t, plain) for t in record.under)
    equations = tuple(a for a in found if a is not None)
    stands_for, _ = size_substitution(equations)
    sizes = {name: axis_with_sizes(a, stands_for) for name, a in sizes.items()}
    scope = Scope({}, {}, sizes, record.functions)
    indices, limits = _indices(record, scope)
    tensors = {
        name: N.Tensor(name, tuple(read_axis(t, scope) for t in shape))
        for name, shape in symbols.items()
    }
    return Scope(tensors, indices, sizes, record.functions), (*equations, *limits)


def _indices(record: Record, scope: Scope) -> tuple[dict[str, Index], list[Assumption]]:
    """The free indices; one below n-1 is an index of n with the fact i < n-1."""
    found: dict[str, Index] = {}
    limits = []
    bodies = [parse(t)[1] for t in (record.claim, record.lhs, record.rhs) if t and record.indices]
    for name, text in record.indices.items():
        reading, tree = reading_of(text, scope)
        found[name], limit, _ = bound_index(reading, ast.Name(name), tree, bodies)
        if limit is not None:
            limits.append(Assumption("equal", (N.Where(limit, N.Constant(1), N.Constant(0)), 1)))
    return found, limits


def integers_of(record: Record) -> dict[str, int]:
    """The names assumed to be integers, with their least values: they are read as sizes.

    Fails    Unsupported for an integer that may be negative
    """
    found: dict[str, int] = {}
    for call in _calls(record):
        if call.func.id == "integer" and len(call.args) in (2, 3):  # type: ignore[attr-defined]
            name, least = call.args[0], literal_integer(call.args[1])
            if isinstance(name, ast.Name) and least is not None:
                if least < 0:
                    raise Unsupported(
                        "reading the assumptions", f"the integer {name.id} may be negative",
                        "integers are read as sizes, from 0 on",
                        f"write {name.id} as a difference of two sizes",
                    )  # fmt: skip
                found[name.id] = max(least, found.get(name.id, 0))
    return found


def _calls(record: Record) -> Iterator[ast.Call]:
    for text in record.under:
        tree = parse(text)[1]
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            yield tree


def least_sizes(record: Record) -> dict[str, int]:
    """Every size of the claim with its least value.

    Fails    BadInput for a size that dims does not list
    """
    names = _size_names(record)
    known = dict.fromkeys(record.dims if record.dims is not None else names)
    whole = integers_of(record)
    for name in names:
        if name not in known and name not in whole and name not in record.least:
            raise BadInput(
                "reading the sizes", f"{name} is used as a size and is not in dims",
                f"dims are {' '.join(known) or 'none'}", f"add {name} to dims",
            )  # fmt: skip
    every = dict.fromkeys([*known, *whole, *record.least])
    return {n: record.least.get(n, whole.get(n, record.min_size)) for n in every}


def _size_names(record: Record) -> list[str]:
    """The names that occur in shapes and bounds; without dims also those of facts about sizes."""
    texts = [t for shape in record.symbols.values() for t in shape] + list(record.indices.values())
    trees: list[ast.AST] = [parse(t)[1] for t in texts]
    found = [t.id for tree in trees for t in ast.walk(tree) if isinstance(t, ast.Name)]
    if record.dims is None:
        taken = {*record.symbols, *record.indices, *record.functions, *CONSTANTS}
        for text in record.under:
            found += _names_of_fact(parse(text)[1], taken)
    return list(dict.fromkeys(found))


def _names_of_fact(tree: ast.expr, taken: set[str]) -> list[str]:
    """The names of a fact about sizes; none if a tensor or a form occurs in it."""
    if isinstance(tree, ast.Call):
        about = [tree] if isinstance(tree.func, ast.Name) else []
        parts: list[ast.expr] = tree.args if about else []
        if about and tree.func.id not in ("equal", "dim_less", "dim_at_least"):  # type: ignore[attr-defined]
            return []
    elif isinstance(tree, ast.Compare):
        parts = [tree.left, *tree.comparators]
    else:
        return []
    inner = [t for p in parts for t in ast.walk(p)]
    names = [t.id for t in inner if isinstance(t, ast.Name)]
    if any(isinstance(t, (ast.Call, ast.Subscript, ast.Attribute)) for t in inner):
        return []
    return [] if taken & set(names) else names
