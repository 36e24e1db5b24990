"""The ground: divisions, unit grids, duty grids, and from a point to its grid."""
