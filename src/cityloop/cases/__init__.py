"""The closed loop: a case is reported, verified, filed, dispatched, disposed of, checked and closed, each in time."""
