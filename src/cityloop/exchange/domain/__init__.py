"""Rules of exchange. Pure: no database, no clock, no Django."""
