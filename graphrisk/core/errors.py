"""One tree of errors; each is a sentence, knows the way out and its exit code."""


class GraphriskError(Exception):
    """Something went wrong: what happened and where, and a hint at what to do."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(GraphriskError):
    """The command or call was given something it cannot take."""

    exit_code = 2


class DeliveryRefused(GraphriskError):  # noqa: N818 -- it reads as what happened
    """A delivery cannot be read as it is; one message a faulty file, every fault named."""

    exit_code = 3

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults), "mend the files named above and deliver again")
        self.faults = faults


class StoreError(GraphriskError):
    """Neo4j or a folder cannot be reached or written."""

    exit_code = 4


class SignalError(GraphriskError):
    """A signal breaks its own declaration."""
