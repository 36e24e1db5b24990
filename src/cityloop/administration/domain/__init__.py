"""Rules of city packages, without a database."""
