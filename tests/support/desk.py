"""Somebody at a desk: speaks to the API over HTTP, at a moment of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.support.town import Town, key

API = "/api/v1"


@dataclass
class Desk:
    """One account's view of the API."""

    town: Town
    name: str
    serial: "count[int]" = field(default_factory=count)

    def get(self, path: str, *, at: datetime, **query: object) -> Any:
        """Return the answer's JSON."""
        return self.ask("get", path, at=at, data=query).json()

    def ask(self, method: str, path: str, *, at: datetime, key_name: str = "", **options: Any) -> Any:
        """Send a request at a moment and return the response."""
        name = key_name or f"{self.name}/{next(self.serial)}/{at.isoformat()}"
        headers = {
            "Authorization": f"Bearer {self.town.tokens[self.name]}",
            "Idempotency-Key": str(key(name)),
        }
        with time_machine.travel(at, tick=False):
            return getattr(Client(raise_request_exception=False), method)(f"{API}{path}", headers=headers, **options)

    def report(self, body: Mapping[str, object], *, at: datetime, key_name: str = "") -> Any:
        """Report a problem and return the response."""
        return self.ask("post", "/cases", at=at, key_name=key_name, data=body, content_type="application/json")

    def case(self, case_id: str | UUID, *, at: datetime) -> Any:
        """Return a case as this desk sees it."""
        return self.get(f"/cases/{case_id}", at=at)

    def move(
        self, case_id: str | UUID, verb: str, *, at: datetime, version: int | None = None, **inputs: object
    ) -> Any:
        """Make a move at the version this desk sees, or at the one given; return the response."""
        seen = self.case(case_id, at=at).get("version", 0) if version is None else version
        body = {"version": seen, **inputs}
        return self.ask("post", f"/cases/{case_id}/moves/{verb}", at=at, data=body, content_type="application/json")

    def photo(self, usage: str, *, at: datetime) -> str:
        """Upload a small photograph and return its id."""
        data = {
            "file": SimpleUploadedFile("photo.jpg", picture(f"{self.name}{at}"), content_type="image/jpeg"),
            "usage": usage,
            "taken_at": at.isoformat(),
            "longitude": "117.0",
            "latitude": "38.8",
            "device": "HC-1 860000000000001",
        }
        response = self.ask("post", "/cases/photos", at=at, data=data)
        assert response.status_code == 201, response.content
        photo_id: str = response.json()["id"]
        return photo_id


def picture(seed: str, *, size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a JPEG whose colour follows from the seed."""
    out = BytesIO()
    Image.new("RGB", size, tuple(key(seed).bytes[:3])).save(out, "JPEG")
    return out.getvalue()
