"""Everything that changes accounts, seats, sessions and tokens, and the audit trail they leave."""
