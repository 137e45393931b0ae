"""A server that speaks ClamAV's protocol: it finds EICAR's words, and can be mute."""

import socketserver
import struct
import threading

EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        assert self._exactly(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self._exactly(4))[0]:
            content += self._exactly(length)
        self.server.received.append(content)
        if self.server.says is not None:
            self.request.sendall(self.server.says)
        elif b"EICAR" in content:
            self.request.sendall(b"stream: Eicar-Signature FOUND\0")
        else:
            self.request.sendall(b"stream: OK\0")

    def _exactly(self, length: int) -> bytes:
        read = b""
        while len(read) < length:
            read += self.request.recv(length - len(read))
        return read


class Clamd(socketserver.ThreadingTCPServer):
    """``says`` replaces its judgement; ``received`` is what it was given."""

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.says: bytes | None = None
        self.received: list[bytes] = []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        self.shutdown()
        self.server_close()
