"""The same documents as HTML pages: everything that is in the JSON, and every link to be followed."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top }
dt { font-weight: 600 } dd { margin: 0 0 .5rem 1rem } code { word-break: break-all }
@media (prefers-color-scheme: dark) { body { background: #16181d; color: #e6e6e6 } a { color: #8ab4f8 } }
"""
DEEP = 4  # levels of a document that become lists; what lies deeper is written as JSON


def page(title: str, document: dict[str, Any], tidy: Any) -> str:
    """Return a document as a page; `tidy` writes a value as JSON."""
    links = document.get("links", ())
    rest = {name: value for name, value in document.items() if name not in {"links", "features"}}
    return format_html(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title} · CityLoop</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>'
        "<body><main><h1>{title}</h1>{rest}{features}<h2>Links</h2><ul>{links}</ul></main></body></html>",
        title=title,
        style=SafeString(STYLE),
        rest=_value(rest, tidy, 0),
        features=_table(document["features"], tidy) if "features" in document else "",
        links=_links(links),
    )


def _links(links: Any) -> SafeString:
    return format_html_join(
        "\n",
        '<li><a rel="{}" type="{}" href="{}">{}</a> ({}, {})</li>',
        ((each["rel"], each["type"], each["href"], each["title"], each["rel"], each["type"]) for each in links),
    )


def _value(value: Any, tidy: Any, depth: int) -> SafeString:
    match value:
        case dict() if depth < DEEP:
            rows = ((name, _links_or_value(name, item, tidy, depth + 1)) for name, item in value.items())
            return format_html("<dl>{}</dl>", format_html_join("\n", "<dt>{}</dt><dd>{}</dd>", rows))
        case list() if depth < DEEP:
            return format_html(
                "<ul>{}</ul>",
                format_html_join("\n", "<li>{}</li>", ((_value(item, tidy, depth + 1),) for item in value)),
            )
        case str() if value.startswith(("http://", "https://")):
            return format_html('<a href="{}">{}</a>', value, value)
        case str() | int() | float():
            return format_html("{}", value)
        case _:
            return format_html("<code>{}</code>", tidy(value).decode())


def _links_or_value(name: str, item: Any, tidy: Any, depth: int) -> SafeString:
    return format_html("<ul>{}</ul>", _links(item)) if name == "links" else _value(item, tidy, depth)


def _table(features: list[dict[str, Any]], tidy: Any) -> SafeString:
    if not features:
        return format_html("<p>{}</p>", "No feature matches.")
    names = list(features[0]["properties"])
    heads = format_html_join("", '<th scope="col">{}</th>', ((name,) for name in ("id", *names, "geometry")))
    rows = (
        (
            each["id"],
            format_html_join("", "<td>{}</td>", ((_cell(each["properties"][name], tidy),) for name in names)),
            tidy(each["geometry"]).decode(),
        )
        for each in features
    )
    body = format_html_join("\n", '<tr><th scope="row">{}</th>{}<td><code>{}</code></td></tr>', rows)
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", heads, body)


def _cell(value: Any, tidy: Any) -> Any:
    """Return a value as text, moments as the JSON writes them."""
    return "" if value is None else value if isinstance(value, str) else tidy(value).decode().strip('"')
