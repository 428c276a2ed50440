"""The books driven by chance: real actions on the real database, beside an oracle that only adds and subtracts."""
