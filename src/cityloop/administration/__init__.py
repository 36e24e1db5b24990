"""The city sets itself up: city packages, loaded whole or not at all."""
