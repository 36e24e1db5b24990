"""Rules of counting and scoring: pure values and functions."""
