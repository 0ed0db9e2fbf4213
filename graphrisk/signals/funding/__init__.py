"""Whether the owner's money for wages reaches the special account: in time, in full, before pay day, and guaranteed."""
