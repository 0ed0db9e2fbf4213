"""What a run reads: a delivery, and beside it what people judged and wrote, in a file or in a graph."""

import csv
import io
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graphrisk.core.errors import UsageError
from graphrisk.core.run import RunFolder

OUTCOMES = "neo4j/hrss/inspection.csv"  # as manifest, quarantine and quality call the outcomes written in a graph
KEPT = "edits"  # folder of a run that holds them


@dataclass(frozen=True, slots=True)
class Source:
    """A delivery, and the bytes of files beside it."""

    delivery: Path
    judgements: bytes | None = None
    outcomes: bytes | None = None
    locality: str = ""  # of the graph that was read

    def digests(self) -> dict[str, str]:
        """sha256 of every file that is read."""
        from graphrisk.ingest import digests

        own = {OUTCOMES: sha256(self.outcomes).hexdigest()} if self.outcomes is not None else {}
        return digests(self.delivery) | own

    def bring(self, run: RunFolder) -> None:
        """Put what stands beside the delivery into the run, where its rooms read it."""
        if self.judgements is not None:
            run.file("judgements.csv").write_bytes(self.judgements)
        if self.outcomes is not None:
            file = run.file(KEPT) / OUTCOMES
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.outcomes)

    def remember(self, run: RunFolder) -> None:
        """Leave in the mark of ingest where the delivery is: who loads the run into Neo4j tells it to the next one."""
        (run.path / "rooms" / "ingest").write_text(str(self.delivery.resolve()), "utf-8")


def gather(place: str | Path, delivery: str | Path | None, judgements: str | Path | None) -> Source:
    """What to read of a delivery's folder, or of a graph (neo4j://HOST:PORT) and the delivery it was made from.

    Raises UsageError, and StoreError where the graph cannot be read.
    """
    human = _read(Path(judgements)) if judgements else None
    if "://" in str(place):
        return _of_graph(str(place), Path(delivery) if delivery else None, human)
    if delivery is not None:
        raise UsageError(
            f"--delivery goes with a graph, and {place} is none", "graphrisk run neo4j://HOST:PORT --delivery FOLDER"
        )
    return Source(_standing(Path(place)), human)


def _of_graph(uri: str, delivery: Path | None, human: bytes | None) -> Source:
    from graphrisk.publish.neo4j.edits import edits
    from graphrisk.publish.neo4j.server import connect

    with connect(uri) as store:
        found = edits(store)
    if delivery is None:
        if not found.delivery or not Path(found.delivery).exists():
            told = (
                f"its run read {found.delivery}, which is not here"
                if found.delivery
                else "it does not tell which delivery its run read"
            )
            raise UsageError(f"{uri}: {told}", "name the delivery with --delivery FOLDER")
        delivery = Path(found.delivery)
    return Source(
        _standing(delivery), _joined(human, found.judgements), found.outcomes.encode() or None, found.locality
    )


def _standing(delivery: Path) -> Path:
    if not delivery.exists():
        raise UsageError(f"no delivery at {delivery}", "name a folder with housing/, hrss/, …, or one workbook")
    return delivery


def _read(judgements: Path) -> bytes:
    if not judgements.is_file():
        raise UsageError(f"no judgements at {judgements}", "name a CSV file, or leave --judgements out")
    told = judgements.read_bytes()
    try:
        told.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{judgements.name} is not UTF-8", "save it as 'CSV UTF-8'") from error
    return told


def _joined(human: bytes | None, drawn: str) -> bytes | None:
    """The rows of a judgement file and, behind them under the same header, those drawn in a graph."""
    if human is None or not drawn:
        return human or drawn.encode() or None
    text = human.decode("utf-8-sig")
    header = next(csv.reader(io.StringIO(text, newline="")), [])
    out = io.StringIO()
    rows = csv.DictReader(io.StringIO(drawn, newline=""))
    csv.DictWriter(out, header, extrasaction="ignore", lineterminator="\r\n").writerows(rows)
    return (text + ("" if text.endswith(("\n", "\r")) else "\r\n") + out.getvalue()).encode()
