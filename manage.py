#!/usr/bin/env python
"""The command line. Has the embedded servers up while a command needs them."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from logistics import embedded, env
from logistics.servers.account import ServerRefusal

# These say something about the code or the command line; none of them needs a row.
WITHOUT_SERVERS = {
    "--help", "--version", "-h", "check", "collectstatic", "compilemessages", "diffsettings",
    "findstatic", "help", "makemessages", "spectacular", "startapp", "startproject", "version",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    words = set(arguments[1:2]) or {"help"}
    try:
        env.assume_development()
        if words & WITHOUT_SERVERS or "--help" in arguments:
            execute_from_command_line(arguments)
            return 0
        with embedded.borrowed():
            execute_from_command_line(arguments)
    except (env.Refusal, ServerRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
