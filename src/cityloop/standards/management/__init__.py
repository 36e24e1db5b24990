"""Commands of `standards`."""
