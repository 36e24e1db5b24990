"""Reads of maps. All SQL over tables of other modules stands in this folder."""
