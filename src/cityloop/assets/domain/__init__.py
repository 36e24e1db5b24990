"""Rules of the inventory, without a database."""
