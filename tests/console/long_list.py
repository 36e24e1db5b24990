"""A desk with a list as long as one likes, and how evenly it scrolls.

The pages of the list are made in the browser itself, at the place where the console asks the server for them, so that
what is measured is the console and not the server (benchmarks/serving.py measures that one).
"""

import json
import statistics
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LIST = ".case-list"
STAND_IN = """
{
  const template = %(template)s, total = %(total)d, start = Date.parse("2026-03-02T00:00:00Z")
  const lamps = ["RED", "YELLOW", "GREEN", "GREEN"]
  const row = (place) => {
    const serial = String(place).padStart(8, "0"), due = new Date(start + place * 1000).toISOString()
    const moments = { due_at: due, arrived_at: due, registered_at: due }
    return { ...template, ...moments, id: `00000000-0000-7000-8000-0000${serial}`, number: `2026${serial}`,
      lamp: lamps[place %% 4], description: `第${place}件`, address: `滨河路${place}号` }
  }
  const ask = window.fetch
  window.fetch = async (request, options) => {
    const { pathname, searchParams: asked } = new URL(request.url ?? request, location.href)
    if (pathname === "/api/v1/cases/total") return Response.json({ total, overdue: 0 })
    if (pathname !== "/api/v1/cases") return ask(request, options)
    const from = Number(asked.get("cursor") ?? 0), to = Math.min(total, from + Number(asked.get("limit") ?? 50))
    const items = Array.from({ length: to - from }, (_, place) => row(from + place))
    return Response.json({ items, next: to < total ? String(to) : null })
  }
}
"""
SCROLL = """async ({ step, frames, place }) => {
  const list = document.querySelector(place), times = []
  const frame = () => new Promise(requestAnimationFrame)
  let before = await frame(), drawn = 0, blank = 0
  for (let count = 0; count < frames; count += 1) {
    list.scrollTop += step
    const now = await frame()
    times.push(now - before)
    before = now
    drawn = Math.max(drawn, list.querySelectorAll(".row").length)
    blank += list.querySelectorAll(".blank").length > 0 ? 1 : 0
  }
  const last = [...list.querySelectorAll("[aria-rowindex]")].at(-1)
  return { times, drawn, blank, reached: Number(last?.getAttribute("aria-rowindex") ?? 0) }
}"""


@dataclass(frozen=True)
class Scrolled:
    """How scrolling went."""

    frames: list[float]  # milliseconds each
    drawn: int  # rows in the page at most
    blank: int  # frames in which a row was still on its way
    reached: int  # the number of the last row

    @property
    def median(self) -> float:
        """Return the usual length of a frame in milliseconds."""
        return statistics.median(self.frames)

    @property
    def slow(self) -> float:
        """Return the length that one frame in twenty exceeds."""
        return sorted(self.frames)[int(len(self.frames) * 0.95)]


def lengthen(page: Page, template: dict[str, Any], total: int) -> None:
    """Let the desk of this page have so many cases, all like one."""
    page.add_init_script(STAND_IN % {"template": json.dumps(template), "total": total})


def scroll(page: Page, *, step: int, frames: int, place: str = LIST) -> Scrolled:
    """Scroll on by `step` pixels in each of so many frames."""
    told = page.evaluate(SCROLL, {"step": step, "frames": frames, "place": place})
    return Scrolled(told["times"], told["drawn"], told["blank"], told["reached"])
