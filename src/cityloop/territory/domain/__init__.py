"""Rules of the ground, without a database."""
