"""Wiring: settings, addresses, process entry points. Imported by nobody."""
