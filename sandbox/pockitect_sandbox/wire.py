"""A small HTTP/1.1 server: keep-alive, no delay, and connections that can be dropped or held on purpose."""

from __future__ import annotations

import http
import select
import socket
import threading
from collections.abc import Callable

from .call import HttpAnswer, HttpRequest
from .errors import NoAnswer

MAX_HEAD = 256 * 1024
REASONS = {status.value: status.phrase for status in http.HTTPStatus}


class Server:
    """Accepts connections and gives each a thread of its own."""

    def __init__(self, host: str, port: int, answer: Callable[[HttpRequest], HttpAnswer]):
        self._answer = answer
        self._socket = socket.create_server((host, port), backlog=512, reuse_port=False)
        self.host, self.port = self._socket.getsockname()[:2]
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._accept, name="accept", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._closing.set()
        # Closing alone does not wake a thread that waits in accept().
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # Not every platform allows it on a listening socket, and closing follows anyway.
        self._socket.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return  # stop() closed the socket
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        reader = connection.makefile("rb", buffering=64 * 1024)
        try:
            while not self._closing.is_set():
                request = _read(reader, connection)
                if request is None:
                    return
                try:
                    answer = self._answer(request)
                except NoAnswer as none:
                    if none.hold:
                        _wait_for_hang_up(connection)
                    return
                close = request.headers.get("connection", "").lower() == "close"
                connection.sendall(_head(request, answer, close) + (b"" if request.method == "HEAD" else answer.body))
                if close:
                    return
        except (ConnectionError, TimeoutError):
            return  # The client disconnected; no one receives the error.
        finally:
            reader.close()
            connection.close()


def _read(reader: object, connection: socket.socket) -> HttpRequest | None:
    line = reader.readline(MAX_HEAD)
    if not line.strip():
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    if "://" in target:
        target = "/" + target.split("://", 1)[1].partition("/")[2]
    path, _, query = target.partition("?")
    headers: dict[str, str] = {}
    while (line := reader.readline(MAX_HEAD)) not in (b"\r\n", b"\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    if headers.get("expect", "").lower() == "100-continue":
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _read_chunks(reader)
    else:
        length = int(headers.get("content-length") or 0)
        body = reader.read(length) if length else b""
        if len(body) < length:
            return None  # hung up in the middle of its request
    return HttpRequest(method, path, query, headers, body)


def _read_chunks(reader: object) -> bytes:
    parts = []
    while size := int(reader.readline().split(b";")[0], 16):
        parts.append(reader.read(size))
        reader.readline()
    while reader.readline().strip():
        pass
    return b"".join(parts)


def _head(request: HttpRequest, answer: HttpAnswer, close: bool) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Unknown')}"]
    told_length = None
    for name, value in answer.headers.items():
        if name.lower() == "content-length":
            told_length = value
        else:
            lines.append(f"{name}: {value}")
    if answer.status != 204:
        # A HEAD answer has the length of a body that it doesn't contain.
        length = told_length if request.method == "HEAD" and told_length else len(answer.body)
        lines.append(f"Content-Length: {length}")
    if close:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _wait_for_hang_up(connection: socket.socket) -> None:
    while True:
        select.select([connection], [], [], 60)
        if not connection.recv(65536):
            return
