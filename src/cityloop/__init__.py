"""City management by the closed loop, one package per part of the city's work."""
