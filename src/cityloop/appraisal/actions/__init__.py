"""Writes of appraisal."""
