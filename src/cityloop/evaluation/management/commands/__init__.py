"""`cityloop facts`, `cityloop indicators`."""
