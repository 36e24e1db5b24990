"""Other systems: what they hand over becomes cases here, by the same actions as everything else."""
