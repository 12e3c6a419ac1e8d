"""What all tests share: one BLAS thread, and a name for the root of the repository."""

import os
from pathlib import Path

import pytest

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")


@pytest.fixture(scope="session")
def root():
    """The folder of the repository."""
    return Path(__file__).parents[1]
