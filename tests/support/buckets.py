"""An S3 server of its own process, asked over the network as a city's object store is."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from pyarrow.fs import S3FileSystem

HERE = "127.0.0.1"
KEYS = {"AWS_ACCESS_KEY_ID": "anybody", "AWS_SECRET_ACCESS_KEY": "whatever", "AWS_EC2_METADATA_DISABLED": "true"}
PATIENCE = 60.0  # seconds for the server to answer


@contextmanager
def bucket() -> Iterator[str]:
    """Yield the address of an empty bucket, as CITYLOOP_LAKE names it; the server is gone afterwards."""
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", HERE, "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    before = {name: os.environ.get(name) for name in KEYS}  # noqa: TID251 - the keys come from there
    try:
        _wait(port, server)
        os.environ.update(KEYS)  # noqa: TID251 - the keys come from there
        name = f"lake-{uuid4().hex}"
        S3FileSystem(
            endpoint_override=f"{HERE}:{port}", scheme="http", region="us-east-1", allow_bucket_creation=True
        ).create_dir(name)
        yield f"s3://{name}/city?endpoint_override={HERE}:{port}&scheme=http&region=us-east-1"
    finally:
        server.terminate()
        server.wait(20)
        for key, value in before.items():
            os.environ.pop(key, None)  # noqa: TID251 - as it was
            if value is not None:
                os.environ[key] = value  # noqa: TID251 - as it was


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server has ended"
        with suppress(OSError), socket.create_connection((HERE, port), timeout=1):
            return
        time.sleep(0.1)
    message = f"no answer within {PATIENCE} s"
    raise TimeoutError(message)
