"""Every side condition of every kernel rule, and mutants that leave one of them out.

Legend
  condition   the first argument of a `need(...)`, or one part of it where it is a conjunction
  mutant      the rule with `True` for that condition, or without a note about empty ranges
"""

import __future__

import ast
import importlib
import inspect
import pkgutil
import textwrap
from dataclasses import dataclass

import symattn.kernel

MODULES = sorted(
    m.name for m in pkgutil.iter_modules(symattn.kernel.__path__) if m.name.startswith("rules_")
)
NOTES = ("leaves",)  # keywords of a theorem that a mutant drops
CALLS = ("needs_element",)  # statements that a mutant leaves out


@dataclass(frozen=True)
class Mutant:
    """A function of a rules module with one side condition left out."""

    module: str
    function: str
    what: str
    source: str

    def __str__(self):
        return f"{self.module}.{self.function}: {self.what}"


def mutants():
    """All mutants, in the order of the files."""
    found = []
    for name in MODULES:
        module = importlib.import_module(f"symattn.kernel.{name}")
        for key, function in sorted(vars(module).items()):
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                found += _mutants_of(name, key, function)
    return found


def _mutants_of(module, name, function):
    source = textwrap.dedent(inspect.getsource(function))
    count = len(_places(ast.parse(source)))
    for k in range(count):
        tree = ast.parse(source)
        what = _places(tree)[k]()
        definition = tree.body[0]
        definition.decorator_list = []
        yield Mutant(module, name, what, ast.unparse(ast.fix_missing_locations(tree)))


def _places(tree):
    """Changes to the tree, each a function that makes it and says what it was."""
    found = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "need"
        ):
            found += _conditions(node.args, 0)
        if isinstance(node, ast.Call) and any(k.arg in NOTES for k in node.keywords):
            found.append(lambda n=node: _without_notes(n))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Attribute) and call.func.attr in CALLS:
                found.append(lambda n=node: _passed(n))
    return found


def _conditions(holder, k):
    """The condition at holder[k], and its parts where it is a conjunction."""
    found = [lambda: _true(holder, k)]
    if isinstance(holder[k], ast.BoolOp) and isinstance(holder[k].op, ast.And):
        for m in range(len(holder[k].values)):
            found.append(lambda v=holder[k].values, m=m: _true(v, m))
    return found


def _true(holder, k):
    text = ast.unparse(holder[k])
    holder[k] = ast.Constant(True)
    return f"without {text}"


def _without_notes(call):
    call.keywords = [k for k in call.keywords if k.arg not in NOTES]
    return f"without {' '.join(NOTES)}"


def _passed(node):
    text = ast.unparse(node)
    node.value = ast.Constant(None)
    return f"without {text}"


def applied(monkeypatch, mutant):
    """Put the mutant in the place of its function."""
    module = importlib.import_module(f"symattn.kernel.{mutant.module}")
    function = getattr(module, mutant.function)
    flags = __future__.annotations.compiler_flag
    names = {}
    code = compile(mutant.source, f"<{mutant}>", "exec", flags, dont_inherit=True)
    exec(code, dict(function.__globals__), names)
    monkeypatch.setattr(function, "__code__", names[mutant.function].__code__)
