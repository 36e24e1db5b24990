"""The rules of published standards. Pure: no database, no clock, no Django."""
