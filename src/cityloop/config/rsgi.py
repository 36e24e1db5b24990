"""What the server hands to its application (RSGI). Named once here: Granian does not declare them as exported."""

from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope  # type: ignore[attr-defined]  # see above

__all__ = ["HTTPProtocol", "ProtocolClosed", "Scope"]
