"""Write the tables of docs/loop.md from the standard lifecycle; with --check, only say whether they fit it."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from cityloop.cases.domain.guards import GUARDS
from cityloop.cases.domain.requests import ALL_EFFECTS, REQUEST_EFFECTS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/loop.md"
LIFECYCLE = ROOT / "src/cityloop/cases/lifecycles/standard.yaml"
BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main(words: list[str]) -> int:
    """Write the tables, or compare; return what the process leaves with."""
    page = PAGE.read_text(encoding="utf-8")
    wanted = written(page)
    if words == ["--check"]:
        if page != wanted:
            print("docs/loop.md does not fit the standard lifecycle: run `.venv/bin/python tools/loop_tables.py`.")
        return int(page != wanted)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


def written(page: str) -> str:
    """Return the page with all its tables as the lifecycle and its rules are now."""
    lifecycle = yaml.safe_load(LIFECYCLE.read_text(encoding="utf-8"))
    return BLOCK.sub(lambda found: f"{found[1]}\n{TABLES[found[2]](lifecycle)}\n\n{found[3]}", page)


def stages(lifecycle: Mapping[str, Any]) -> str:
    """Return the table of stages."""
    clocks = {"BODY": "the body's", "NONE": ""}
    rows = (
        (
            code(name),
            *both(entry),
            code(entry["phase"]),
            code(entry.get("post")),
            entry.get("limit") or clocks[entry.get("clock", "NONE")],
        )
        for name, entry in lifecycle["stages"].items()
    )
    return table(("Stage", "中文", "English", "Phase", "Whose desk", "Clock"), rows)


def moves(lifecycle: Mapping[str, Any]) -> str:
    """Return the table of moves."""
    rows = (
        (code(move["verb"]), *both(move), codes(move["from"]), code(move["to"]), who(move), inputs(move), rules(move))
        for move in lifecycle["moves"]
    )
    return table(("Move", "中文", "English", "From", "To", "Who", "Inputs (*needed*, may)", "Guards → effects"), rows)


def requests(lifecycle: Mapping[str, Any]) -> str:
    """Return the table of requests."""
    rows = (
        (
            code(kind), *both(rule), codes(rule["from"]), codes(rule["askers"]), " → ".join(map(code, rule["chain"])),
            code(rule.get("to", "SAME")), "waits" if rule.get("pauses") else "runs", inputs(rule),
            rules({"guards": rule.get("guards", ()), "effects": [rule["effect"]]}),
        )
        for kind, rule in lifecycle["requests"].items()
    )  # fmt: skip
    heads = (
        "Request",
        "中文",
        "English",
        "From",
        "Askers",
        "Chain",
        "To",
        "Clock",
        "Inputs (*needed*, may)",
        "Guards → effect",
    )
    return table(heads, rows)


def escalations(lifecycle: Mapping[str, Any]) -> str:
    """Return the table of escalations."""
    rows = ((entry["after"], code(entry["to"])) for entry in lifecycle["escalations"])
    return table(("After the due moment", "Brought to"), rows)


def settings(lifecycle: Mapping[str, Any]) -> str:
    """Return the table of settings."""
    rows = (
        (
            code(name),
            codes(value) if isinstance(value, list) else code(str(value).lower() if value in (True, False) else value),
        )
        for name, value in lifecycle["settings"].items()
    )
    return table(("Setting", "Standard value"), rows)


def guards(lifecycle: Mapping[str, Any]) -> str:  # noqa: ARG001 - every table is made the same way
    """Return what each guard says."""
    return table(("Guard", "Rule"), ((code(name), said(guard)) for name, guard in sorted(GUARDS.items())))


def effects(lifecycle: Mapping[str, Any]) -> str:  # noqa: ARG001 - every table is made the same way
    """Return what each effect does."""
    known = {**ALL_EFFECTS, **REQUEST_EFFECTS}
    return table(("Effect", "What it does"), ((code(name), said(effect)) for name, effect in sorted(known.items())))


def table(heads: tuple[str, ...], rows: Iterable[Iterable[Any]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def both(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Return both labels."""
    return entry["label"]["zh"], entry["label"]["en"]


def who(move: Mapping[str, Any]) -> str:
    """Return the posts that may make a move."""
    if move["posts"]:
        return codes(move["posts"])
    return "the post whose turn it is" if "request_pending" in move.get("guards", ()) else code("SYSTEM")


def inputs(entry: Mapping[str, Any]) -> str:
    """Return needed inputs in italics, then those that may be given."""
    needed = [*entry.get("needs", ()), *(["photo_ids"] if entry.get("evidence") else [])]
    return ", ".join(
        [f"*{code(name.replace('|', '` or `'))}*" for name in needed] + [code(name) for name in entry.get("takes", ())]
    )


def rules(entry: Mapping[str, Any]) -> str:
    """Return the names of guards, an arrow, the names of effects."""
    before, after = codes(entry.get("guards", ())), codes(entry.get("effects", ()))
    return f"{before} → {after}".strip() if after else before


def code(name: Any) -> str:
    """Return a name as code, nothing where there is none."""
    return f"`{name}`" if name not in (None, "") else ""


def codes(names: Iterable[Any]) -> str:
    """Return names as code, one after the other."""
    return ", ".join(code(name) for name in names)


def said(rule: Callable[..., Any]) -> str:
    """Return the sentence a rule says of itself."""
    return (rule.__doc__ or "").strip().splitlines()[0]


TABLES = {rule.__name__: rule for rule in (stages, moves, requests, escalations, settings, guards, effects)}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
