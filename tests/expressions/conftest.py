"""The evaluator of test_every_node.py for the other tests of this folder."""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def every_node():
    name = "every_node_cases"
    if name not in sys.modules:
        path = Path(__file__).with_name("test_every_node.py")
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules[name] = module
    return sys.modules[name]


@pytest.fixture(scope="session")
def by_kernel(every_node):
    return every_node.by_kernel


@pytest.fixture(scope="session")
def value(every_node):
    return every_node.value


@pytest.fixture(scope="session")
def elements(every_node):
    return every_node.elements
