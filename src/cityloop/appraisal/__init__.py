"""How good the city is as seen from outside: figures reported, sites visited, people asked, over one tree."""
