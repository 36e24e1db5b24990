"""Places (基本地点) and geocoding: from an address as people write it to a position, and back."""
