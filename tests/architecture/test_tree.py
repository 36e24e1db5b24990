"""What import linters cannot see: the shape of the tree, and that nothing is waved through."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/cityloop"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
CODE = sorted(
    path
    for top in ("src", "tests", "tools", "benchmarks")
    for path in (ROOT / top).rglob("*.py")
    if "migrations" not in path.parts
)
MODULES = sorted(place for place in SOURCE.iterdir() if place.is_dir() and (place / "apps.py").exists())
CITY_MODULES = [place for place in MODULES if place.name not in {"config", "kernel"}]
AGREED = {
    "rest", "tasks", "handlers", "ingest", "admin", "management",  # entrances
    "api", "actions", "queries", "policies", "models", "domain", "events", "contracts",
    "tests", "migrations", "apps", "__init__", "data",
    "demo",  # a program of its own: surveys an invented city and lives a month in it through the doors
}  # fmt: skip
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(?P<codes>[:\[][^#\]-]*\]?)?(?P<reason>.*)$")
BANNED = {
    "datetime.datetime.now",
    "django.utils.timezone.now",
    "django.dispatch.receiver",
    "django.db.models.signals",
    "django.apps.apps.get_model",
    "os.environ",
    "os.getenv",
    "typing.cast",
}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_what_is_silenced_says_why(path: Path) -> None:
    unexplained = [
        f"{number}: {line.strip()}"
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (found := SILENCED.search(line)) and not re.search(r"\w{3,}", found["reason"] or "")
    ]

    assert not unexplained


@pytest.mark.parametrize("module", CITY_MODULES, ids=lambda module: module.name)
def test_modules_hold_agreed_names_only(module: Path) -> None:
    found = {
        path.stem for path in module.iterdir() if path.suffix == ".py" or (path.is_dir() and any(path.rglob("*.py")))
    }

    assert found <= AGREED, f"no place in the house for {sorted(found - AGREED)}"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_introduces_itself_in_one_sentence(module: Path) -> None:
    lines = (module / "__init__.py").read_text().splitlines()

    assert len(lines) == 1
    assert re.fullmatch(r'""".+\."""', lines[0])


def test_what_we_banned_is_still_banned() -> None:
    banned = SETTINGS["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]

    assert set(banned) >= BANNED
    assert all(rule["msg"].endswith(".") for rule in banned.values()), "each ban says what to do instead"


def test_no_contract_of_the_layers_has_an_exception() -> None:
    contracts = SETTINGS["importlinter"]["contracts"]

    assert [contract for contract in contracts if "ignore_imports" in contract] == []
    assert contracts[0]["exhaustive"] is True


def test_types_stay_strict() -> None:
    assert SETTINGS["mypy"]["strict"] is True
    assert {override for override in SETTINGS["mypy"].get("overrides", ()) if isinstance(override, str)} == set()
    assert all(set(rule) <= {"module", "ignore_missing_imports"} for rule in SETTINGS["mypy"].get("overrides", ()))


def test_nothing_names_a_registry_or_a_machine() -> None:
    told = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|npmmirror|\.tuna\.", re.IGNORECASE)
    files = [ROOT / "Makefile", ROOT / ".ci/run", ROOT / "pyproject.toml", *CODE]

    assert [_name(path) for path in files if path != Path(__file__) and told.search(path.read_text())] == []
