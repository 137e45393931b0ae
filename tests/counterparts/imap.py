"""A real mailbox: Debian's Dovecot over TLS, with one user, whose messages are files."""

import os
import pwd
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.counterparts import Running, answers, free_port, program
from tests.counterparts.certificates import Authority

USER, PASSWORD = "retours", "un mot de passe/long"
CONFIGURATION = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
ssl = required
ssl_cert = <{chain}
ssl_key = <{key}
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
first_valid_uid = 1
{unprivileged}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Mailbox:
    """``url`` is what an operator writes in BOUNCE_MAILBOX_URL."""

    folder: Path
    port: int = field(default_factory=free_port)

    def __post_init__(self):
        self.authority = Authority(self.folder)
        chain, key = self.authority.sign("localhost", into=self.folder / "tls")
        is_root = os.getuid() == 0
        me = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.getuid())
        self.owner = (me.pw_uid, me.pw_gid)
        names = "default_internal_user = {0}\ndefault_login_user = {0}\ndefault_internal_group = {1}"
        unprivileged = "" if is_root else names.format(me.pw_name, me.pw_gid)
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        said = self.folder / "dovecot.conf"
        words = {"folder": self.folder, "chain": chain, "key": key, "port": self.port, "unprivileged": unprivileged}
        said.write_text(CONFIGURATION.format(user=me.pw_uid, group=me.pw_gid, **words))
        self.empty()
        self.running = Running(
            [program("dovecot", package="dovecot-imapd"), "-F", "-c", said], self.folder / "said.log"
        )

    @property
    def url(self) -> str:
        return f"imaps://{USER}:{quote(PASSWORD, safe='')}@localhost:{self.port}/INBOX?ca={self.authority.path}"

    def start(self) -> "Mailbox":
        self.running.start(lambda: answers(self.port))
        return self

    def stop(self) -> None:
        self.running.stop()

    def empty(self) -> None:
        mail = self.folder / "mail"
        shutil.rmtree(mail, ignore_errors=True)
        for part in (mail, mail / "new", mail / "cur", mail / "tmp"):
            part.mkdir(mode=0o700)
            os.chown(part, *self.owner)

    def receive(self, name: str, raw: bytes) -> None:
        path = self.folder / "mail" / "new" / name
        path.write_bytes(raw)
        os.chown(path, *self.owner)

    def held(self) -> dict[str, str]:
        """Return the messages that are there: name, then its marks (« S » for read)."""
        found = [path.name for part in ("new", "cur") for path in (self.folder / "mail" / part).iterdir()]
        return {name.partition(":2,")[0].partition(",")[0]: name.partition(":2,")[2] for name in sorted(found)}
