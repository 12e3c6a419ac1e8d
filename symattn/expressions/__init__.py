"""What an equation is: axes, nodes, their shapes and their meaning; the import fills the tables."""

from symattn.expressions import (
    meaning,
    meaning_products,
    meaning_reshape,
    nodes,
    shapes,
    shapes_along,
    shapes_products,
    sympy_bridge,
)

__all__ = [
    "meaning",
    "meaning_products",
    "meaning_reshape",
    "nodes",
    "shapes",
    "shapes_along",
    "shapes_products",
    "sympy_bridge",
]
