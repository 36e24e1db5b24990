"""Who may do what with the inventory."""

READ = "assets.read"
MANAGE = "assets.manage"
