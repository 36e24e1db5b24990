"""The published rules of the city: class editions, disposal standards, working calendars, each with its validity."""
