"""Commands of `appraisal`."""
