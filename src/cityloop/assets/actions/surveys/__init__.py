"""Surveys: planned, done in the field, compared, reviewed, applied."""
