"""What a bank reads: files for many payments at once, lists for those made by hand, and the check digits of accounts.
Pure functions: the same payments give the same bytes, whenever they are asked for."""
