"""Importing symattn, its help and its kernel load no heavy library."""

import json
import subprocess
import sys

HEAVY = {"numpy", "matplotlib", "rich", "lark", "latexify", "flint", "torch", "jax"}


def modules_after(statement):
    """The top-level modules that a fresh Python has loaded after the statement."""
    code = f"import json, sys\n{statement}\nprint(json.dumps(sorted(m.split('.')[0] for m in sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_import_loads_nothing_heavy():
    assert modules_after("import symattn") & (HEAVY | {"sympy"}) == set()


def test_expressions_load_sympy_and_nothing_else():
    loaded = modules_after("from symattn import tensor, softmax; softmax(tensor('x', 'n'))")
    assert "sympy" in loaded
    assert loaded & (HEAVY - {"flint"}) == set()  # SymPy itself loads flint where it is there


def test_command_line_loads_nothing_heavy():
    assert modules_after("import symattn.cli") & (HEAVY | {"sympy"}) == set()


def test_kernel_loads_neither_sympy_nor_the_prover():
    code = "import symattn.kernel.__main__, sys; names = [m for m in sys.modules if m.startswith('symattn.')]"
    code += "\nassert all(m.startswith('symattn.kernel') for m in names), names"
    assert modules_after(code) & (HEAVY | {"sympy", "click"}) == set()


def test_the_check_can_fail():
    assert "sympy" in modules_after("import sympy")
