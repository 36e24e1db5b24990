"""Commands of `assets`."""
