"""Bodies, staff and duty; who answers for what and where."""
