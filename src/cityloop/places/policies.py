"""Who may do what with places."""

READ = "places.read"
BATCH = "places.batch"
MANAGE = "places.manage"
