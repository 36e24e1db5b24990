"""Reads of territory: divisions and grids, and from points to their grids."""
