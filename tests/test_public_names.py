"""What a user types in the tour, and nothing else, is public."""

import symattn

PUBLIC = [
    "Chain",
    "Claim",
    "Dispute",
    "concat",
    "exp",
    "grad",
    "index",
    "jac",
    "latex_of",
    "log",
    "lower",
    "prove",
    "read_latex",
    "size",
    "sizes",
    "softmax",
    "sqrt",
    "sum_over",
    "tensor",
    "total",
]


def test_public_names_are_these():
    assert symattn.__all__ == PUBLIC
    assert len(PUBLIC) <= 20


def test_every_public_name_is_there():
    for name in PUBLIC:
        assert callable(getattr(symattn, name)), name


def test_public_names_are_listed_by_dir():
    assert set(PUBLIC) <= set(dir(symattn))


def test_unknown_name_is_an_attribute_error():
    try:
        symattn.no_such_name  # noqa: B018
    except AttributeError as error:
        assert "no_such_name" in str(error)
    else:
        raise AssertionError("symattn answered a name it does not have")
