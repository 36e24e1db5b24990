"""The demonstration city 云川市: invented, made from a seed, set up and lived in through the real doors."""
