"""Taking in what other systems hand over."""
