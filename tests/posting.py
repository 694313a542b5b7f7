"""What the tests of mail share: kinds of their own, and a mail server that does as it is told."""

import asyncio
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from aiosmtpd.handlers import Message as MessageHandler

from contratrata.ground.outbox.kinds import Kind


def kind(name: str, **options: Any) -> Kind:
    """A kind of the tests."""
    return Kind(
        name,
        "Asunto",
        "Ha llegado {code}." if options.pop("code", False) else f"Frase de {name}.",
        "Ver",
        "Pie.",
        **options,
    )


@dataclass
class Post(MessageHandler):
    """A mail server: what it took, and what it answers instead of taking."""

    taken: list[Message] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    refuses_text: str = ""
    hangs: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a recipient, or not."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail; when it hangs, it has taken it and says nothing."""
        if self.refuses_text:
            return self.refuses_text
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        answer: str = await super().handle_DATA(server, session, envelope)
        while self.hangs:
            await asyncio.sleep(0.05)
        return answer

    def handle_message(self, message: Message) -> None:
        """Keep it."""
        self.taken.append(message)
