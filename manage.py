#!/usr/bin/env python
"""The command line. Starts the embedded servers first where a command needs them."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from logistics import embedded, env

# These say something about the code or the command line; none of them needs a row.
WITHOUT_SERVERS = {
    "", "help", "--help", "-h", "version", "--version", "check", "collectstatic", "findstatic",
    "makemessages", "compilemessages", "diffsettings", "spectacular", "startapp", "startproject",
}  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    env.assume_development()
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command not in WITHOUT_SERVERS and "--help" not in sys.argv:
        embedded.start_where_needed()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
