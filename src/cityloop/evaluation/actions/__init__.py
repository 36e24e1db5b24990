"""Writes of `evaluation`."""
