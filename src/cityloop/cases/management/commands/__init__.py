"""`cityloop summary`, `cityloop verify-history`."""
