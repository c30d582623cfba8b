"""The tree under test: what git would commit of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def files(*suffixes: str) -> list[Path]:
    """Tracked and not ignored files with one of the endings, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [
        Path(name)
        for name in listed
        if (ROOT / name).is_file() and (not suffixes or name.endswith(suffixes))
    ]


def text(path: Path) -> str:
    return (ROOT / path).read_text()
