"""A real ClamAV, whose signatures are one line of ours: it finds EICAR's words, and needs no download."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.counterparts import Running, answers, free_port, program

EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 1024 * 1024  # bytes it takes: an operator may have left it below what the portal lets in


@dataclass
class ClamAV:
    """``socket`` and ``tcp`` are what an operator writes in CLAMAV_ADDRESS."""

    folder: Path
    port: int = field(default_factory=free_port)

    def __post_init__(self):
        signatures, said = self.folder / "signatures", self.folder / "clamd.conf"
        signatures.mkdir()
        (signatures / "essai.ndb").write_text(f"Essai.Eicar:0:*:{EICAR.encode().hex()}\n")
        said.write_text(
            f"DatabaseDirectory {signatures}\nLocalSocket {self.socket}\nTCPAddr 127.0.0.1\nTCPSocket {self.port}\n"
            f"Foreground yes\nStreamMaxLength {LARGEST}\nMaxThreads 2\nConcurrentDatabaseReload no\n"
        )
        self.running = Running([program("clamd", package="clamav-daemon"), "-c", said], self.folder / "clamd.log")

    @property
    def socket(self) -> str:
        return str(self.folder / "clamd.sock")

    @property
    def tcp(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> "ClamAV":
        self.running.start(lambda: answers(self.port))
        return self

    def stop(self) -> None:
        self.running.stop()
