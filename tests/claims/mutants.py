"""Claims made from the claims of the suite by one small change of one text, true or false.

Place: beside evaluation.py, which says by numbers whether a mutant holds. Changes of both sides keep
what is true; changes of one side are the slips of a pen, or drop something that was given.
"""

import ast
import copy

GRADIENTS = ("grad", "jac", "hess")
SIGNS = {
    ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add,), ast.Mult: (ast.Add, ast.Div), ast.Div: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.NotEq), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE,), ast.GtE: (ast.Gt,),
    ast.Eq: (ast.LtE,), ast.NotEq: (ast.Lt,), ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip
CALLS = [
    ("softmax", "log_softmax"), ("sum_axis", "mean_axis", "max_axis", "lse"), ("relu", "abs", "silu"),
    ("exp", "sigmoid", "tanh", "sin", "cos", "erf", "softplus"), ("inv", "T"), ("lse", "sum_all"),
]  # fmt: skip


def mutant(claim, rng):
    """The claim after one change, or None where the change does not fit."""
    change = rng.choice([one_side] * 6 + [both_sides] * 4 + [fewer_given])
    changed = change(copy.deepcopy(claim), rng)
    same = ("lhs", "rhs", "under", "min_size")
    if changed is None or all(changed.get(k) == claim.get(k) for k in same):
        return None
    return changed


def fewer_given(claim, rng):
    """One thing that was given is dropped, or sizes may be 1."""
    given = claim.get("under", [])
    if not given or rng.random() < 0.3:
        return {**claim, "min_size": 1}
    claim["under"] = [g for k, g in enumerate(given) if k != rng.integers(len(given))]
    return claim


def both_sides(claim, rng):
    """A change that keeps what is true: of a symbol everywhere, or the same around both sides."""
    names = {x: s for x, s in claim["symbols"].items() if x not in _moving(claim)}
    if names and rng.random() < 0.7:
        x = rng.choice(sorted(names))
        others = [y for y, s in names.items() if s == names[x] and y != x]
        forms = ["({x} + {x})", "(-{x})", "(2*{x} + 1)", "({x}*{x})", "exp({x})"]
        forms += [f"({{x}} - 3*{y})" for y in others] + [f"{y}" for y in others]
        if len(names[x]) == 2 and names[x][0] == names[x][1]:
            forms += ["({x}.T)", "({x} @ {x})"]
        form = str(rng.choice(forms)).format(x=x)
        for side in ("lhs", "rhs"):
            claim[side] = _with(claim[side], str(x), form)
        return claim
    form = rng.choice(["2*({s})", "({s})*({s})", "exp({s})", "-({s})", "abs({s})", "tanh({s}) - 1"])
    for side in ("lhs", "rhs"):
        claim[side] = str(form).format(s=claim[side])
    return claim


def _moving(claim):
    """The names that a derivative is taken by, or that something is given about."""
    trees = [ast.parse(claim[s], mode="eval") for s in ("lhs", "rhs")]
    calls = [t for tree in trees for t in ast.walk(tree) if isinstance(t, ast.Call)]
    moving = {t.args[1].id for t in calls if t.func.id in GRADIENTS}
    bound = {a.id for t in calls for a in t.args if t.func.id in ("sum", "tab", "let", "concat_over") and isinstance(a, ast.Name)}  # fmt: skip
    given = {t.id for g in claim.get("under", []) for t in ast.walk(ast.parse(g, mode="eval")) if isinstance(t, ast.Name)}  # fmt: skip
    return moving | bound | given


def _with(text, name, form):
    class Put(ast.NodeTransformer):
        def visit_Name(self, t):
            return ast.parse(form, mode="eval").body if t.id == name else t

    return ast.unparse(Put().visit(ast.parse(text, mode="eval")))


def one_side(claim, rng):
    """One place of one side is changed."""
    side = str(rng.choice(["lhs", "rhs"]))
    tree = ast.parse(claim[side], mode="eval")
    places = [t for t in ast.walk(tree) if _options(t, claim)]
    if not places:
        return None
    place = places[rng.integers(len(places))]
    options = _options(place, claim)
    options[rng.integers(len(options))]()
    claim[side] = ast.unparse(tree)
    return claim


def _options(t, claim):
    """What may be done at this place, each a function that does it."""

    def put(field, value):
        return lambda: setattr(t, field, value)

    if isinstance(t, ast.Constant) and type(t.value) is int:
        return [put("value", t.value + 1), put("value", max(0, t.value - 1))]
    if isinstance(t, ast.BinOp):
        found = [put("op", s()) for s in SIGNS.get(type(t.op), ())]
        swap = [] if isinstance(t.op, ast.Pow) else [lambda: t.__dict__.update(left=t.right, right=t.left)]  # fmt: skip
        return [*found, *swap]
    if isinstance(t, ast.BoolOp):
        return [put("op", s()) for s in SIGNS[type(t.op)]]
    if isinstance(t, ast.Compare):
        return [lambda s=s: setattr(t, "ops", [s()]) for s in SIGNS[type(t.ops[0])]]
    if isinstance(t, ast.Name) and t.id in claim["symbols"]:
        shape = claim["symbols"][t.id]
        return [put("id", y) for y, s in claim["symbols"].items() if s == shape and y != t.id]
    if isinstance(t, ast.Name) and t.id in claim.get("indices", {}):
        return [put("id", y) for y in claim["indices"] if y != t.id]
    if isinstance(t, ast.Call) and isinstance(t.func, ast.Name):
        others = [y for row in CALLS if t.func.id in row for y in row if y != t.func.id]
        swap = [lambda: t.args.reverse()] if t.func.id in ("outer", "kron", "maximum") else []
        return [lambda y=y: setattr(t.func, "id", y) for y in others] + swap
    if isinstance(t, ast.UnaryOp) and isinstance(t.op, ast.USub):
        return [put("op", ast.UAdd())]
    return []
