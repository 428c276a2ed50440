"""A local Stripe for people without keys: its own loopback process, spoken to over HTTP only.

It imports nothing of this project and nothing outside the standard library, so that the product can only ever meet it
the way it meets Stripe. No money moves here. Start it with ``python -m fundraising.demo_stripe --help``.
"""
