"""`cityloop indicators`."""
