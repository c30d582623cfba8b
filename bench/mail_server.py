"""A real mail server on this machine, that keeps what it takes and refuses when told."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's, which tells of every line


@dataclass
class Handler:
    """:ivar answer: to the content of each mail. :ivar to_recipient: to each recipient."""

    answer: str = "250 Taken"
    to_recipient: str = "250 OK"
    taken: list[Message] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 (aiosmtpd finds it by name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802 (aiosmtpd finds it by name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.answer.startswith("250"):
            content = envelope.content
            self.taken.append(message_from_bytes(content if isinstance(content, bytes) else b""))
        return self.answer


class MailServer:
    """Listens on a port of its own on this machine, in a thread, until the block is left."""

    def __init__(self) -> None:
        self.handler = Handler()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        # By its number, or its connections would each wait for an acknowledgement in between.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]

    @property
    def ids(self) -> list[str]:
        """The Message-ID of every mail taken, in the order in which they came."""
        return [message["Message-ID"] for message in list(self.handler.taken)]

    def __enter__(self) -> Self:
        self._thread.start()
        listening = self._loop.create_server(self._speak, sock=self._socket)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _speak(self) -> SMTP:
        return SMTP(self.handler, hostname="mail.test", loop=self._loop, enable_SMTPUTF8=False)

    async def _close(self) -> None:
        self._server.close()
        rest = asyncio.all_tasks(self._loop) - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
