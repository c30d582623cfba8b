from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.repository import tree

LONGEST = 300
BINS = {"utils", "util", "helpers", "common", "misc", "shared", "signals"}
PYTHON = [path for path in tree.files(".py") if "migrations" not in path.parts]


@pytest.mark.parametrize("path", tree.files(".py", ".sql", ".html", ".css", ".js"), ids=str)
def test_no_file_is_longer_than_people_read(path: Path):
    if "migrations" in path.parts:
        return
    lines = len(tree.text(path).splitlines())

    assert lines <= LONGEST, f"{path} has {lines} lines: is there a noun to split it by?"


def test_no_module_is_a_bin():
    found = [path for path in PYTHON if BINS & {*path.parts[:-1], path.stem}]

    assert found == []


@pytest.mark.parametrize("path", PYTHON, ids=str)
def test_no_star_import_and_no_default_order(path: Path):
    parsed = ast.parse(tree.text(path))

    stars = [
        node.lineno
        for node in ast.walk(parsed)
        if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names)
    ]
    orders = [
        inner.lineno
        for node in ast.walk(parsed)
        if isinstance(node, ast.ClassDef) and node.name == "Meta" and "models" in path.parts
        for inner in node.body
        if isinstance(inner, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "ordering" for t in inner.targets)
    ]

    assert (stars, orders) == ([], [])


WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "execute",
}
DOORS = [
    path
    for path in PYTHON
    if path.parts[0] == "shipments"
    and (path.parts[1] in {"api", "web", "management"} or path.name == "tasks.py")
]


@pytest.mark.parametrize("path", DOORS, ids=str)
def test_doors_do_not_write(path: Path):
    calls = [
        node
        for node in ast.walk(ast.parse(tree.text(path)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]

    found = [
        f"{path}:{call.lineno} {ast.unparse(call.func)}"
        for call in calls
        if call.func.attr in WRITES
        or (call.func.attr == "update" and ".objects" in ast.unparse(call.func))
    ]

    assert found == []


def test_the_last_migration_is_named():
    folder = tree.ROOT / "shipments" / "migrations"
    last = sorted(path.stem for path in folder.glob("0*.py"))[-1]

    assert (folder / "max_migration.txt").read_text().strip() == last


PLACES = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/")


@pytest.mark.parametrize(
    "path", tree.files(".py", ".md", ".toml", ".txt", ".html", ".sql"), ids=str
)
def test_no_file_names_a_place_on_somebodys_machine(path: Path):
    if path.parts[0] == "tests":
        return

    assert PLACES.findall(tree.text(path)) == []


def test_every_requirement_is_pinned_and_says_why():
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in tree.text(Path(name)).splitlines()
        if line and not line.startswith(("#", "-r"))
    ]

    assert [
        line for line in lines if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+(; [^#]+)? +# .+", line)
    ] == []


def test_what_the_requirements_bring_along_is_pinned_too():
    lines = [line for line in tree.text(Path("constraints.txt")).splitlines() if line[:1] != "#"]

    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert len(lines) > 40
