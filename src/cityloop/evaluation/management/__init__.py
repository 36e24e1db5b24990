"""Commands of `evaluation`."""
