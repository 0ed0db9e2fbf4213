"""Words and flags only: parse, call the library, show. Heavy imports stand inside the commands."""

import sys


def main() -> None:
    """The one place where an error becomes a message and an exit code."""
    from graphrisk.cli.app import app
    from graphrisk.core.errors import GraphriskError

    for stream in (sys.stdout, sys.stderr):  # Chinese text must also pass a Windows pipe
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except GraphriskError as error:
        print(f"graphrisk: {error}", file=sys.stderr)  # noqa: T201 -- the one message of a failed command
        if error.hint:
            print(f"  what to do: {error.hint}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(0)
