"""The bodies of requests: complete before they are answered, and none beyond its limit."""

import os
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from cityloop.config.rsgi import HTTPProtocol, Scope

LARGEST_BODY = int(os.environ.get("CITYLOOP_LARGEST_BODY") or 64 * 2**20)
LARGEST_IMPORT = int(os.environ.get("CITYLOOP_LARGEST_IMPORT") or 1024 * 2**20)
IMPORTS = frozenset({"/api/v1/assets/imports", "/api/v1/assets/previews"})  # whole inventories come here as files
IN_MEMORY = 2**20  # bytes of such a file that need no file of their own


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent, ready to be read from its beginning; whoever has read it closes the file."""

    file: IO[bytes]
    size: int


def limit_of(scope: Scope) -> int:
    """Return how many bytes a request of this address may hold."""
    return LARGEST_IMPORT if scope.path in IMPORTS else LARGEST_BODY


async def read_body(scope: Scope, protocol: HTTPProtocol) -> Body | None:
    """Return the body, or nothing if it is larger than we take; what may be large waits on disk."""
    limit, announced = limit_of(scope), scope.headers.get("content-length") or ""
    if announced.isdigit() and int(announced) > limit:
        return None
    if announced == "0" or (not announced and "transfer-encoding" not in scope.headers and scope.http_version != "2"):
        return Body(BytesIO(), 0)
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY) if scope.path in IMPORTS else BytesIO()  # noqa: SIM115 - whoever reads it closes it
    size = 0
    try:
        async for piece in protocol:
            size += len(piece)
            if size > limit:
                file.close()
                return None
            file.write(piece)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Body(file, size)
