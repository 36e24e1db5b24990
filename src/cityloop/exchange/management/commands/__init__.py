"""`cityloop replay`."""
