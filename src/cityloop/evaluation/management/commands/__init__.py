"""`cityloop evaluation`, `cityloop facts`, `cityloop indicators`, `cityloop load-evaluation`."""
