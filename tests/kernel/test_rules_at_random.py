"""Every rule on random steps in random worlds: where its premises hold, so does its conclusion."""

import pytest

from symattn.kernel import certificate  # noqa: F401 - fills the table of rules
from symattn.kernel.indices import TermError
from symattn.kernel.statement import Judgement
from symattn.kernel.terms import entry
from symattn.kernel.theorem import RULES, Kernel, StepRefused
from tests.kernel.random_conclusions import conclusion
from tests.kernel.random_terms import STATEMENT, Gen, random_world, true_in
from tests.kernel.world import Uncertain

CONDITIONS = (Judgement("!=", entry("b")),)
FEWEST = 15  # conclusions that must have been checked where all premises held
WORLDS = 12


def assumed_in(world, premises):
    """Whether the conditions, the hypotheses and the premises hold in a world."""
    x, a, b = (world.entries[name] for name in ("v0", "a", "b"))
    if a[()] <= 0 or not b[()] or any(v != x[(j,)] for (_, j), v in world.entries["A"].items()):
        return False
    return all(true_in(world, p) for p in premises)


def counterexample(name, tries=150, seed=0):
    """A step of the rule with a false conclusion, or how often its conclusion was true."""
    kernel = Kernel(STATEMENT, CONDITIONS)
    uses_context = name in ("hypothesis_holds", "condition_holds")
    held = 0
    for number in range(tries):
        g = Gen(seed * 100_003 + number)
        try:
            premises, theorem = conclusion(name, g, kernel)
        except (StepRefused, TermError):
            continue
        for w in range(WORLDS):
            world = random_world(g.rng.randrange(200) * 2 + (w % 2 or uses_context))
            try:
                true = true_in(world, theorem)
                if true and held >= FEWEST:
                    continue
                if uses_context and not assumed_in(world, premises):
                    continue
                if all(true_in(world, p) for p in premises):
                    held += 1
                    if not true:
                        return theorem, premises, world
            except (Uncertain, KeyError):
                continue
    return held


@pytest.mark.parametrize("name", sorted(RULES))
def test_conclusion_holds_where_the_premises_do(name):
    found = counterexample(name)
    assert isinstance(found, int), found
    assert found >= FEWEST
