"""Everything that changes places: layers that come in, and corrections by hand."""
