"""How gunicorn serves the site: ``gunicorn --config python:logistics.web_server``.

A command line may override any of it.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connections
from django.urls import get_resolver

from logistics import env

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

wsgi_app = "logistics.wsgi"
bind = f"127.0.0.1:{env.port('PORT', default=8000)}"
workers = max(2, os.cpu_count() or 2)
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 4  # honcho gives us five seconds in all
control_socket_disable = True
preload_app = True
if Path("/dev/shm").is_dir():  # noqa: S108
    # A worker's heartbeat is a file; on a slow disk it would look dead.
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def when_ready(server: Arbiter) -> None:  # noqa: ARG001 (gunicorn names the argument)
    """Load all of the site before workers fork, and keep it out of their garbage collections.

    A full collection over a loaded Django costs a request some 300 ms, and copies the pages
    that the workers would otherwise share.
    """
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()
