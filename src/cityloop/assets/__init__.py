"""The inventory of components: each lamp, manhole cover and tree."""
