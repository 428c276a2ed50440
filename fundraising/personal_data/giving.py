"""Breaks of giving: counts and staff, nobody else."""

from delegation.personal_data import Datum

DATA: list[Datum] = []
