"""Writes to the ground: storing what a city hands over, and changing its grids."""
