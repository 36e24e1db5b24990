"""Rules of appraisal: pure."""
