"""The database as Django talks to it: PostGIS, with a connection that is looked at before it is asked."""
