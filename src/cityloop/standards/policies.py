"""Who may do what here: everybody signed in reads; administrators manage."""

READ = "standards.read"
MANAGE = "standards.manage"
