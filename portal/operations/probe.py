"""Whether the web process of this machine can serve: for a container's health check. Nothing but the standard library.

``python -m portal.operations.probe`` ends with 0 when ``/sante/pret/`` answers 200, else with 1 and the reason.
"""

import os
import sys
import urllib.error
import urllib.request

TIMEOUT = 4  # seconds


def main() -> int:
    port = os.environ.get("GRANIAN_PORT") or "8000"
    host = os.environ.get("PLATFORM_HOSTS", "localhost").partition(",")[0].strip()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/sante/pret/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
            return 0
    except (OSError, urllib.error.URLError) as error:
        print(f"The web process cannot serve: {error}", file=sys.stderr)  # noqa: T201 (a command's answer)
        return 1


if __name__ == "__main__":
    sys.exit(main())
