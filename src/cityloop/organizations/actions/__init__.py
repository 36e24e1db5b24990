"""Everything that changes bodies, staff, duty and responsibility."""
