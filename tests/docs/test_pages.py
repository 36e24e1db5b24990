"""Pages that say what is no longer so are worse than none."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from cityloop.config.cli import OWN

ROOT = Path(__file__).parents[2]
PLACES = [place for place in ROOT.iterdir() if not place.name.startswith(".")]
FOUND = [page for place in PLACES for page in (place.rglob("*.md") if place.is_dir() else [place])]
PAGES = sorted(page for page in FOUND if page.suffix == ".md" and "node_modules" not in page.parts)
LINK = re.compile(r"\]\(([^()\s]+)\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
WORD = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| `([^`]+)` \| ([^|]+) \|$", re.MULTILINE)
LIFECYCLE = yaml.safe_load((ROOT / "src/cityloop/cases/lifecycles/standard.yaml").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """Return the anchors GitHub gives to the headings of a page."""
    headings = (found[2].lower() for found in HEADING.finditer(FENCE.sub("", page.read_text(encoding="utf-8"))))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_our_own_files_leads_somewhere(page: Path) -> None:
    targets = [link for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))) if "://" not in link]
    broken = []
    for link in targets:
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert not broken


def test_the_tables_of_the_loop_are_those_of_its_lifecycle() -> None:
    compared = subprocess.run(
        [sys.executable, "tools/loop_tables.py", "--check"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert compared.returncode == 0, compared.stdout + compared.stderr


@pytest.mark.parametrize(
    "name",
    [
        *LIFECYCLE["stages"],
        *sorted({move["verb"] for move in LIFECYCLE["moves"]}),
        *LIFECYCLE["requests"],
        *LIFECYCLE["settings"],
    ],
)
def test_the_page_of_the_loop_tells_of(name: str) -> None:
    assert f"`{name}`" in text_of("docs/loop.md")


@pytest.mark.parametrize("setting", LIFECYCLE["settings"])
def test_every_setting_of_the_loop_is_explained_beside_its_value(setting: str) -> None:
    assert text_of("docs/loop.md").count(f"| `{setting}` |") == 2


def test_every_line_of_the_words_is_understood() -> None:
    rows = [line for line in text_of("CONTEXT.md").splitlines() if line.startswith("| `")]

    assert len(rows) == len(WORD.findall(text_of("CONTEXT.md"))) > 100


def test_no_word_stands_for_two_ideas_and_no_idea_has_two_words() -> None:
    words = WORD.findall(text_of("CONTEXT.md"))
    identifiers = Counter(word[0].lower() for word in words)
    terms = Counter(word[1].strip() for word in words)

    assert [word for word, times in (identifiers + terms).items() if times > 1] == []


@pytest.mark.parametrize(("identifier", "place"), [(word[0], word[3]) for word in WORD.findall(text_of("CONTEXT.md"))])
def test_a_word_is_used_where_it_is_said_to_live(identifier: str, place: str) -> None:
    source = (ROOT / "src/cityloop" / place).read_text(encoding="utf-8")

    assert re.search(rf"\b{re.escape(identifier)}(_ids?\b|\b)", source)


def test_both_readmes_have_the_same_headings_tables_and_links() -> None:
    english, chinese = text_of("README.md"), text_of("README.zh-CN.md")

    def shape(text: str) -> tuple[list[int], int, list[str]]:
        bare = FENCE.sub("", text)
        links = [link for link in LINK.findall(bare) if not link.startswith("README")]
        return [len(found[1]) for found in HEADING.finditer(bare)], bare.count("\n|"), sorted(set(links))

    assert shape(english) == shape(chinese)


@pytest.mark.parametrize("path", sorted((ROOT / "docs/adr").glob("[0-9]*.md")), ids=lambda path: path.stem)
def test_a_decision_says_what_was_chosen_at_which_price_and_what_keeps_it(path: Path) -> None:
    sections = [found[2] for found in HEADING.finditer(path.read_text(encoding="utf-8")) if len(found[1]) == 2]

    assert sections == ["Context", "Options", "Outcome", "Price", "Check"]
    assert f"({path.name})" in text_of("docs/adr/README.md")


def test_decisions_are_numbered_without_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/adr").glob("[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


COMMANDS = sorted(
    path.stem.replace("_", "-")
    for path in (ROOT / "src/cityloop").glob("*/management/commands/*.py")
    if not path.stem.startswith("_")
)


@pytest.mark.parametrize("command", [*COMMANDS, *OWN])
def test_the_page_of_operation_tells_of_the_command(command: str) -> None:
    assert re.search(rf"`cityloop {command}[ `]", text_of("docs/operations/running.md"))


SETTINGS = sorted(
    {
        name
        for path in (ROOT / "src/cityloop/config").glob("*.py")
        for name in re.findall(r"\"(CITYLOOP_[A-Z_]+|DATABASE_URL)\"", path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_page_of_operation_tells_of_the_setting(setting: str) -> None:
    assert f"| `{setting}` |" in text_of("docs/operations/running.md")


NAMED = re.compile(r"`((?:src|tests|docs|tools|examples|benchmarks|changes)/[\w./-]+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_a_page_names_is_there(page: Path) -> None:
    missing = [name for name in NAMED.findall(page.read_text(encoding="utf-8")) if not (ROOT / name).exists()]

    assert missing == []


TRACED = re.findall(
    r"^\| (\d+) \| [^|]+ \| (.+?) \| `(test_move_\d\d)` \|$", text_of("docs/standards/README.md"), re.MULTILINE
)
TESTS_OF_MOVES = "".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "src/cityloop/cases/tests/domain").glob("test_*.py")
)


@pytest.mark.parametrize(("moves", "test"), [row[1:] for row in TRACED], ids=[row[0] for row in TRACED])
def test_each_of_the_37_moves_is_a_move_here_and_has_a_test(moves: str, test: str) -> None:
    known = {move["verb"] for move in LIFECYCLE["moves"]} | {f"ask_{kind.lower()}" for kind in LIFECYCLE["requests"]}
    verbs = set(re.findall(r"`([a-z_]+)`", moves))

    assert verbs
    assert verbs <= known
    assert f"def {test}_" in TESTS_OF_MOVES


def test_no_move_of_the_37_is_left_out() -> None:
    assert [(int(row[0]), row[2]) for row in TRACED] == [(n, f"test_move_{n:02d}") for n in range(1, 38)]
