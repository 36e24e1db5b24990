"""How tests are shared out between processes."""

from xdist.scheduler import LoadScopeScheduling

ONE_SERVER = "tests/console/"  # its files share a running CityLoop and a browser


class SharedOut(LoadScopeScheduling):
    """Files stay together, for what is built once for a file is dear; so do the files that share a server.

    Marks of `xdist_group` do nothing with the pytest we use: pytest-xdist 3.8 writes them where pytest 9 does not look.
    """

    def _split_scope(self, nodeid: str) -> str:
        """Return the name of what this test stays with."""
        return ONE_SERVER if nodeid.startswith(ONE_SERVER) else nodeid.partition("::")[0]
