"""A whole real city: Washington, D.C., from its open data."""
