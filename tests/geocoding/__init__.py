"""Geocoding against known truth."""
