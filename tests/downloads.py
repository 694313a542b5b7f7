"""What a download holds, and the sheets that lists give."""

from typing import Any

from django.test import Client


def body_of(answer: Any) -> bytes:
    """The whole of a streamed answer."""
    return b"".join(answer.streaming_content)


def sheet_content(client: Client, address: str, **fields: str) -> bytes:
    """The sheet (CSV, unless `kind` says otherwise) that the list at this address gives."""
    path = f"{address}{'&' if '?' in address else '?'}exportar=1"
    answer = client.post(path, {"kind": "csv", "reason": "work", **fields})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"], answer.content.decode()[:4000]
    return body_of(answer)
