"""Rules of organizations: whose case it is, who checks it, which codes hold. Pure."""
