"""Runs a notebook from its first cell to its last in a kernel of its own, as a reader would."""

from pathlib import Path
from typing import Any
from unittest import mock

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
SECONDS = 300  # a cell may take
# In the kernel no address but this machine's can be reached, and a warning is an error.
STRICT = """
import socket, warnings
def _refused(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"a notebook asked for {address}")
    return _connect(self, address)
_connect, socket.socket.connect = socket.socket.connect, _refused
warnings.simplefilter("error")
warnings.filterwarnings("ignore", category=DeprecationWarning)
warnings.filterwarnings("ignore", category=PendingDeprecationWarning)
warnings.filterwarnings("ignore", category=ResourceWarning)
"""


def executed(name: str, **environment: str) -> list[Any]:
    """Code cells of a notebook after it ran, with their outputs. An error in a cell is raised, with the cell's text."""
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    book.cells.insert(0, nbformat.v4.new_code_cell(STRICT))
    client = NotebookClient(book, timeout=SECONDS, resources={"metadata": {"path": str(FOLDER)}})
    with mock.patch.dict(
        "os.environ",
        {"GRAPHRISK_THREADS": "1", "MPLBACKEND": "module://matplotlib_inline.backend_inline"} | environment,
    ):
        client.execute()
    return [cell for cell in book.cells[1:] if cell.cell_type == "code"]


def text(cells: list[Any]) -> str:
    """All that the cells printed or show as text."""
    outputs = [output for cell in cells for output in cell.outputs]
    return "\n".join(o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs)


def pages(cells: list[Any]) -> list[str]:
    """What the cells show as HTML."""
    found = (o.get("data", {}).get("text/html") for cell in cells for o in cell.outputs)
    return [page for page in found if page]


def plots(cells: list[Any]) -> int:
    """How many plots were drawn."""
    return sum("image/png" in o.get("data", {}) for cell in cells for o in cell.outputs)


def complaints(cells: list[Any]) -> list[str]:
    """What was said on stderr."""
    return [o.text for cell in cells for o in cell.outputs if o.output_type == "stream" and o.name == "stderr"]
