"""The rules of the closed loop, tested without a database."""
