"""The search for false conclusions finds every broken twin of the kernel, so it would find a bug."""

import __future__

import importlib
import inspect
import textwrap

import pytest

from symattn.kernel.theorem import RULES
from tests.kernel import twins, twins_of_bounds, twins_of_functions, twins_of_steps
from tests.kernel.test_rules_at_random import counterexample

TWINS = [*twins.TWINS, *twins_of_functions.TWINS, *twins_of_steps.TWINS, *twins_of_bounds.TWINS]


def broken(monkeypatch, where, old, new):
    """Put `new` for `old` into the source of a function of the kernel, in place."""
    module_name, path = where.split(":")
    function = importlib.import_module(f"symattn.kernel.{module_name}")
    for part in path.split("."):
        function = getattr(function, part)
    source = textwrap.dedent(inspect.getsource(function))
    source = source[source.index("def ") :]
    assert source.count(old) >= 1, f"{where} has no {old!r} any more"
    flags = __future__.annotations.compiler_flag
    names = {}
    code = compile(source.replace(old, new), f"<{where}>", "exec", flags, dont_inherit=True)
    exec(code, dict(function.__globals__), names)
    monkeypatch.setattr(function, "__code__", names[function.__name__].__code__)


def searched(name):
    """What a longer and longer search finds."""
    for seed, tries in enumerate((100, 300, 900, 2700)):
        found = counterexample(name, tries, seed + 50)
        if not isinstance(found, int):
            return found
    return None


@pytest.mark.parametrize(
    ("name", "where", "old", "new"), TWINS, ids=[f"{t[1]}-{k}" for k, t in enumerate(TWINS)]
)
def test_search_finds_the_twin(monkeypatch, name, where, old, new):
    broken(monkeypatch, where, old, new)
    assert searched(name), f"{name} seems to hold with {new!r} for {old!r}"


def test_every_rule_has_a_twin():
    assert {name for name, *_ in TWINS} == set(RULES)
