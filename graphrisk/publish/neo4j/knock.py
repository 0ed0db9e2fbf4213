"""What answers at an address where the driver found no Neo4j: asked only then, to say what is wrong there."""

import contextlib
import socket
import ssl
from threading import Thread

SECONDS = 1.5  # to wait for each answer
_VERSIONS = bytes.fromhex("6060b017 00080805 00000404 00000000 00000000")  # Bolt's handshake: 5.0 to 5.8, or 4.4
_VERSION = 4  # bytes of what it answers


def knock(host: str, port: int) -> str:
    """`bolt`, `http`, `tls` (behind it anything), `silence` (a connection and no answer), `refused` or `far` (none)."""
    try:
        with socket.create_connection((host, port), SECONDS) as wire:
            wire.sendall(_VERSIONS)
            answer = wire.recv(8)
    except TimeoutError:
        return "silence" if _connects(host, port) else "far"
    except ConnectionRefusedError:
        return "refused"
    except ConnectionError:
        answer = b""
    except OSError:
        return "far"
    if answer.startswith(b"HTTP"):
        return "http"
    if len(answer) == _VERSION:
        return "bolt"
    return "tls" if _speaks_tls(host, port) else "silence"


def is_known(host: str, port: int, seconds: float) -> bool:
    """Whether the name of a host has an address; a resolver that does not answer in time says no."""
    found: list[object] = []

    def ask() -> None:
        with contextlib.suppress(OSError):
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))

    asked = Thread(target=ask, daemon=True)  # nothing ends a resolver that hangs
    asked.start()
    asked.join(seconds)
    return bool(found)


def _connects(host: str, port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((host, port), SECONDS):
        return True
    return False


def _speaks_tls(host: str, port: int) -> bool:
    """Whether a greeting of TLS is answered by a record of TLS, be it that it was not to its liking."""
    back, greeting = ssl.MemoryBIO(), ssl.MemoryBIO()
    with contextlib.suppress(ssl.SSLWantReadError):
        ssl.create_default_context().wrap_bio(back, greeting, server_hostname=host).do_handshake()
    with contextlib.suppress(OSError), socket.create_connection((host, port), SECONDS) as wire:
        wire.sendall(greeting.read())
        return wire.recv(2) in {b"\x15\x03", b"\x16\x03"}
    return False
