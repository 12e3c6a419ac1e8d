"""The closed table of forms of the claim language: name -> how its arguments make a node.

Place: between the parts of the reader; `python_reader.py` looks every call up here.

Legend
  a letter of a pattern says how one argument is read:
  t a tensor    s a size    i an integer expression    k an axis number    + one or more of the last
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from symattn.errors import ShapeError, Unsupported
from symattn.expressions import nodes as N
from symattn.expressions.assumptions import shape_text
from symattn.expressions.nodes import Node
from symattn.notation.python_reader_sizes import (
    axis_of,
    bound_index,
    condition_of,
    integer_of,
    is_index_condition,
    literal_integer,
    not_a_comparison,
)
from symattn.notation.python_reader_text import Reading

Build = Callable[..., Any]
ELEMENTWISE = ("exp", "log", "sqrt", "sin", "cos", "tanh", "erf", "abs", "sigmoid", "softplus", "relu", "silu")
SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}

# name -> pattern, builder; an axis number arrives counted from 0, the last axis where left out
SIMPLE: dict[str, tuple[str, Build]] = {
    "matmul": ("tt", N.MatMul), "T": ("t", N.Transpose), "tr": ("t", N.Trace), "inv": ("t", N.Inverse),
    "matpow": ("ti", N.MatrixPower), "had": ("tt", N.Hadamard), "kron": ("tt", N.Kronecker),
    "outer": ("tt", N.Outer), "inner": ("tt", N.Inner),
    "diag": ("t", N.DiagonalMatrix), "diagv": ("t", N.DiagonalOf), "vec": ("t", N.VecColumns),
    "norm": ("t", lambda x: _norm(x, "norm", 1)), "fro": ("t", lambda x: _norm(x, "fro", 2)),
    "eye": ("s", N.Identity), "ones": ("s+", N.Ones), "zeros": ("s+", N.Zeros),
    "unit": ("is", N.UnitVector), "delta": ("ii", N.Delta), "maximum": ("tt", N.Maximum),
    "sum_axis": ("tk", N.SumAxis), "mean_axis": ("tk", N.MeanAxis), "max_axis": ("tk", N.MaxAxis),
    "sum_all": ("t", lambda x: sum_all(x)),
    "softmax": ("tk?", N.Softmax), "log_softmax": ("tk?", N.LogSoftmax), "lse": ("tk?", N.LogSumExp),
    "reshape": ("ts+", lambda x, *axes: N.Reshape(x, axes)),
    "perm": ("ti+", lambda x, *order: N.Permute(x, order)),
    # beyond the written table: heads, blocks and 0/1 masks, as derivations write them
    "causal": ("s+", lambda n, m=None: N.CausalMask(n, m or n)),
    "masked_softmax": ("ttk?", N.MaskedSoftmax),
    "head": ("tki", N.HeadSlice), "block": ("tki", lambda x, k, first: N.Block(x, k, first, 1)),
}  # fmt: skip
SIMPLE |= {f: ("t", lambda x, f=f: N.Apply(f, x)) for f in ELEMENTWISE}


def _norm(x: Node, name: str, rank: int) -> Node:
    if x.rank != rank:
        what = "norm is of a vector" if rank == 1 else "fro is of a matrix"
        raise ShapeError(
            f"reading {name}", f"the argument has {x.rank} axes", what,
            "use norm for a vector, fro for a matrix",
        )  # fmt: skip
    made: Node = N.Norm(x)
    return made


def sum_all(x: Node) -> Node:
    """The sum of all entries, axis by axis from the last."""
    for k in reversed(range(x.rank)):
        x = N.SumAxis(x, k)
    return x


def read_call(reading: Reading, tree: ast.Call) -> Node:
    """A form of the table, or an opaque function of the claim."""
    if not isinstance(tree.func, ast.Name):
        raise reading.refuse(tree.func, "only a named form can be called", do="write T(A) or A.T")
    name = tree.func.id
    if tree.keywords or any(isinstance(a, ast.Starred) for a in tree.args):
        raise reading.refuse(
            tree.keywords[0] if tree.keywords else tree, "forms take plain arguments only",
            do=f"write {name}(A, 0) rather than {name}(A, axis=0)",
        )  # fmt: skip
    if name in SPECIAL:
        made: Node = SPECIAL[name](reading, tree)
        return made
    if name in SIMPLE:
        return _read_simple(reading, tree, *SIMPLE[name])
    functions = reading.scope.functions
    if name in functions or any(name in d for d in functions.values()):
        applied: Node = N.Apply(name, *_arguments(reading, tree, "t"))
        return applied
    derivatives = [d for names in functions.values() for d in names]
    raise reading.unknown(tree.func, "form", name, [*SIMPLE, *SPECIAL, *functions, *derivatives])


def _read_simple(reading: Reading, tree: ast.Call, pattern: str, build: Build) -> Node:
    made: Node = build(*_arguments(reading, tree, pattern))
    return made


def _arguments(reading: Reading, tree: ast.Call, pattern: str) -> list[Any]:
    kinds, many, optional = pattern.rstrip("+?"), pattern.endswith("+"), pattern.endswith("?")
    count = len(tree.args)
    if many and count > len(kinds):
        kinds += kinds[-1] * (count - len(kinds))
    if not len(kinds) - optional <= count <= len(kinds):
        raise wrong_count(reading, tree, pattern)
    read: list[Any] = []
    for kind, a in zip(kinds, tree.args, strict=False):
        read.append(axis_number(reading, a, read[0]) if kind == "k" else READ[kind](reading, a))
    if optional and count < len(kinds):
        if read[0].rank == 0:
            raise reading.refuse(tree.args[0], "a scalar has no axis", do="give a tensor with an axis")
        read.append(read[0].rank - 1)
    return read


READ: dict[str, Callable[[Reading, Any], Any]] = {
    "t": lambda reading, a: reading.value(a), "s": axis_of, "i": integer_of,
}  # fmt: skip
WORDS = {"t": "tensor", "s": "size", "i": "integer", "k": "axis", "n": "name", "b": "bound", "c": "condition"}


def wrong_count(reading: Reading, tree: ast.Call, pattern: str) -> Exception:
    """The error for a wrong number of arguments; it shows the right call."""
    name = reading.part(tree.func)
    words = ", ".join(WORDS[c] for c in pattern.rstrip("+?")) + (", ..." if "+" in pattern else "")
    note = " (the axis may be left out)" if "?" in pattern else ""
    return reading.refuse(
        tree, f"{name} has {len(tree.args)} arguments here", f"{name}({words}){note}",
        "give these arguments",
    )  # fmt: skip


def axis_number(reading: Reading, tree: ast.expr, x: Node) -> int:
    """An axis number of x as it is written, counted from 0."""
    k = literal_integer(tree)
    if k is None:
        raise reading.refuse(tree, "an axis number is a literal integer", do="write softmax(A, 1)")
    if not -x.rank <= k < x.rank:
        raise ShapeError(
            f"reading {reading.text}", f"there is no axis {k}", f"the axes are {shape_text(x)}",
            f"axes count from 0 to {x.rank - 1}" if x.rank else "a scalar has no axes",
        )  # fmt: skip
    return k % x.rank


# ---- forms that bind a name, or look at the text of an argument ----------------------------------


def _binders(
    reading: Reading, tree: ast.Call, pairs: list[ast.expr]
) -> tuple[list[tuple[N.Index, Any]], Reading]:
    bound = []
    for name, limit in zip(pairs[::2], pairs[1::2], strict=True):
        index, condition, reading = bound_index(reading, name, limit)
        bound.append((index, condition))
    return bound, reading


def _sum(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) < 3 or len(tree.args) % 2 == 0:
        raise wrong_count(reading, tree, "nbt")
    bound, inside = _binders(reading, tree, tree.args[:-1])
    body = inside.value(tree.args[-1])
    for index, condition in reversed(bound):
        if condition is not None:
            body = N.Where(condition, body, N.Zeros(*body.shape) if body.rank else N.Constant(0))
        body = N.SumOver(index, body)
    return body


def _stack(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) < 3 or len(tree.args) % 2 == 0:
        raise wrong_count(reading, tree, "nbt")
    bound, inside = _binders(reading, tree, tree.args[:-1])
    _need_whole(reading, tree, bound)
    body = inside.value(tree.args[-1])
    for index, _ in reversed(bound):
        body = N.Stack(index, body)
    return body


def _need_whole(reading: Reading, tree: ast.Call, bound: list[tuple[N.Index, Any]]) -> None:
    if any(condition is not None for _, condition in bound):
        raise Unsupported(
            "reading an axis", f"no axis has the bound of {reading.part(tree)}",
            "a new axis has a length that is a sum or product of sizes", "use a size as bound",
        )  # fmt: skip


def _concat_over(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 4:
        raise wrong_count(reading, tree, "nbtk")
    bound, inside = _binders(reading, tree, tree.args[:2])
    _need_whole(reading, tree, bound)
    body = inside.value(tree.args[2])
    made: Node = N.ConcatOver(bound[0][0], body, axis_number(reading, tree.args[3], body))
    return made


def _concat(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 2 or not isinstance(tree.args[0], (ast.List, ast.Tuple)):
        raise reading.refuse(tree, "concat takes a list and an axis", do="write concat([A, B], 0)")
    xs = [reading.value(t) for t in tree.args[0].elts]
    if not xs:
        raise reading.refuse(tree.args[0], "the list is empty", do="write concat([A, B], 0)")
    k = axis_number(reading, tree.args[1], xs[0])
    made: Node = N.Concat(k, *xs) if len(xs) > 1 else xs[0]
    return made


def _einsum(reading: Reading, tree: ast.Call) -> Node:
    spec = tree.args[0] if tree.args else tree
    if not (isinstance(spec, ast.Constant) and isinstance(spec.value, str)) or len(tree.args) < 2:
        raise reading.refuse(
            spec, "einsum takes a literal text and tensors", do="write einsum('ij,jk->ik', A, B)"
        )
    text = spec.value.replace(" ", "")
    groups = text.partition("->")[0].split(",")
    if "->" not in text or len(groups) != len(tree.args) - 1:
        raise reading.refuse(
            spec, f"{spec.value!r} does not name {len(tree.args) - 1} operands and an output",
            "the output is explicit", "write einsum('ij,jk->ik', A, B)",
        )  # fmt: skip
    made: Node = N.Einsum(text, *(reading.value(t) for t in tree.args[1:]))
    return made


def _where(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 3:
        raise wrong_count(reading, tree, "ctt")
    condition, a, b = tree.args
    if is_index_condition(reading, condition):
        chosen = condition_of(reading, condition)
        made: Node = N.Where(chosen, reading.value(a), reading.value(b))
        return made
    return _choice(reading, condition, reading.value(a), reading.value(b))


def _choice(reading: Reading, tree: ast.expr, x: Node, y: Node) -> Node:
    """x where the condition holds, else y; and, or, not become nested choices."""
    if is_index_condition(reading, tree):
        chosen: Node = N.Where(condition_of(reading, tree), x, y)
        return chosen
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return _choice(reading, tree.operand, y, x)
    if isinstance(tree, ast.BoolOp):
        out = x if isinstance(tree.op, ast.And) else y
        for t in reversed(tree.values):
            both = (out, y) if isinstance(tree.op, ast.And) else (x, out)
            out = _choice(reading, t, *both)
        return out
    if not isinstance(tree, ast.Compare) or any(type(s) not in SIGNS for s in tree.ops):
        raise not_a_comparison(reading, tree)
    parts = [reading.value(t) for t in (tree.left, *tree.comparators)]
    out = x
    for sign, a, b in reversed(list(zip(tree.ops, parts, parts[1:], strict=False))):
        out = N.WhereTensor(SIGNS[type(sign)], a, b, out, y)
    return out


def _let(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 3:
        raise wrong_count(reading, tree, "ntt")
    name, value = tree.args[0], reading.value(tree.args[1])
    if not isinstance(name, ast.Name):
        raise reading.refuse(name, "let binds a name", do="write let(X, value, body)")
    own = reading.scope.fresh_tensor(name.id)
    tensor = N.Tensor(own, value.shape)
    body = reading.inside(reading.scope.with_tensor(name.id, tensor)).value(tree.args[2])
    made: Node = N.Let(own, value, body)
    return made


def _derivative(reading: Reading, tree: ast.Call) -> Node:
    if len(tree.args) != 2:
        raise wrong_count(reading, tree, "tn")
    target, scope = tree.args[1], reading.scope
    if not isinstance(target, ast.Name) or not isinstance(scope.tensors.get(target.id), N.Tensor):
        names = " ".join(scope.tensors)
        raise reading.refuse(
            target, f"{reading.part(target)} is not the name of a tensor", f"tensors are {names}",
            "differentiate by a declared symbol, or by a name bound with let(P, value, body)",
        )  # fmt: skip
    x, y = scope.tensors[target.id], reading.value(tree.args[0])
    name = reading.part(tree.func)
    if name != "jac" and y.rank:
        raise ShapeError(
            f"reading {name}", f"{reading.part(tree.args[0])} has the axes {shape_text(y)}",
            f"{name} is of a scalar", "use jac for a tensor, or sum_all",
        )  # fmt: skip
    made: Node = N.Jacobian(y, x) if name == "jac" else N.Gradient(y, x)
    return N.Jacobian(made, x) if name == "hess" else made  # type: ignore[no-any-return]


SPECIAL: dict[str, Callable[[Reading, ast.Call], Node]] = {
    "sum": _sum, "tab": _stack, "concat_over": _concat_over, "concat": _concat, "einsum": _einsum,
    "where": _where, "let": _let, "grad": _derivative, "jac": _derivative, "hess": _derivative,
}  # fmt: skip
