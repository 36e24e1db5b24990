"""Programs of others read from a running CityLoop."""
