"""The city on maps: its layers as vector tiles, as OGC API - Features, and what a walker looks for nearby."""
