"""What every module may lean on: the clock, the outbox, identifiers, files, problems. Knows no city."""
