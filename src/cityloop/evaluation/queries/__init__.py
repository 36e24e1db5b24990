"""Reads of `evaluation`."""
