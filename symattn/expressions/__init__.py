"""What an equation is: axes, nodes, their shapes and their meaning."""

from symattn.expressions import nodes, shapes, shapes_along

__all__ = ["nodes", "shapes", "shapes_along"]
