"""What was planted, written beside the delivery; no room of the corridor reads it."""

from pathlib import Path

from graphrisk.simulate.world import World, standing


def write_truth(world: World, folder: Path) -> None:
    """`planted.csv`, `account_holder.csv` (who opened the accounts that are not in the contractor's name), `as_of.txt`."""
    folder.mkdir(parents=True)
    (folder / "as_of.txt").write_text(world.preset.as_of.isoformat() + "\n", "utf-8")
    planted = world["planted"].assign(is_twin=world["planted"]["is_twin"].map({True: "true", False: "false"}))
    order = ["entity_kind", "entity_id", "scheme"]
    columns = ["entity_kind", "entity_id", "scheme", "signals", "is_twin", "since", "note"]
    planted.sort_values(order, kind="stable")[columns].to_csv(folder / "planted.csv", index=False, lineterminator="\n")
    account = standing(world["special_account"])
    other = account[account["holder_kind"].notna()].sort_values("project_id", kind="stable")
    names = ["project_id", "account_key", "holder_kind", "holder_uscc", "holder_name"]
    other[names].to_csv(folder / "account_holder.csv", index=False, lineterminator="\n")
