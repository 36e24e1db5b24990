"""Outside evaluation, from files to scores."""
