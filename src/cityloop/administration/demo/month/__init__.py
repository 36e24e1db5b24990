"""A month of cases, lived through by simulated people who use the same doors as real ones."""
