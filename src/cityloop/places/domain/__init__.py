"""Rules of places: how addresses are written and read, and how names are found again."""
