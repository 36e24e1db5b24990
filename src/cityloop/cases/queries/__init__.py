"""Reads of `cases`. What an actor may not know of does not exist for them."""
