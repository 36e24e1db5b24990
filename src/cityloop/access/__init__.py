"""Who is asking: accounts, seats, permissions, data scopes, sessions and tokens, the audit trail."""
