"""Where Django looks for what `ENGINE` names."""

from select import POLLIN, poll

from django.contrib.gis.db.backends.postgis import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostGIS that each request finds fit without a round trip."""

    def is_usable(self) -> bool:
        """Return whether the server is still there.

        Django asks `SELECT 1` at the beginning of every request. A server that has ended, or has ended this connection,
        has said so or closed it, and then there is something to be read: only then is it asked. One that has vanished
        without a word would not answer the question either.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return False  # as the question would have found
        waiting = poll()
        waiting.register(self.connection.fileno(), POLLIN)
        return not waiting.poll(0) or super().is_usable()
