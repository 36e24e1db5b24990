"""Every number of the city: counted from what happened, explained, and opened to the cases behind it."""
