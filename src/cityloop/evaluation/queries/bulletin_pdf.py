"""A bulletin as PDF, and its charts as pictures: set by Typst."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from cityloop.evaluation.contracts.papers import Chart, Paper, PaperCell, Section, written
from cityloop.kernel import paper as printing


def pdf_of(paper: Paper, *, at: datetime) -> bytes:
    """Return a paper as PDF; the same paper and moment give the same bytes."""
    told = {
        "lang": paper.language,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "issued": paper.issued,
        "summary": paper.summary,
        "sections": [_section(section) for section in paper.sections],
    }
    return printing.pdf(_template("bulletin"), told, at=at)


def picture_of(chart: Chart, language: str) -> bytes:
    """Return a chart as PNG."""
    return printing.png(_template("chart"), {"lang": language, "chart": _chart(chart)})


def _section(section: Section) -> dict[str, Any]:
    table = section.table
    return {
        "heading": section.heading,
        "lines": section.lines,
        "chart": _chart(section.chart) if section.chart else None,
        "table": table and {"headings": table.headings, "rows": [[_cell(cell) for cell in row] for row in table.rows]},
    }


def _cell(cell: PaperCell) -> dict[str, Any]:
    return {"text": written(cell), "number": not isinstance(cell, str)}


def _chart(chart: Chart) -> dict[str, Any]:
    series = [
        {"name": name, "figures": [float(figure) for figure in figures], "shown": [written(each) for each in figures]}
        for name, figures in chart.series
    ]
    return {"kind": chart.kind.value, "title": chart.title, "labels": chart.labels, "series": series}


@cache
def _template(name: str) -> bytes:
    """Return a template with the drawing of charts before it, for Typst is given one file."""
    data = files("cityloop.evaluation") / "data"
    return (data / "charts.typ").read_bytes() + (data / f"{name}.typ").read_bytes()
