"""Rules of maps: tiles, coordinate systems, questions; pure."""
