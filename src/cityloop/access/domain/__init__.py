"""Rules of access: who may do what, which passwords hold. Pure."""
