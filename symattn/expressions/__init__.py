"""What an equation is: axes, nodes, their shapes and their meaning; the import fills the tables."""

from symattn.expressions import meaning_products, nodes, shapes, shapes_along, sympy_bridge

__all__ = ["meaning_products", "nodes", "shapes", "shapes_along", "sympy_bridge"]
