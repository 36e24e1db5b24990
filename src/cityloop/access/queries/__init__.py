"""Reads of access: who is asking, accounts and seats, lists."""
