"""Maps as others see them: tiles, the OGC API - Features, what is nearby."""
