"""Reads of organizations: the tree, who answers, who is on duty, lists."""
