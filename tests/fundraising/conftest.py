"""Fixtures of the money tests."""

from tests.fundraising.demo_stripe_fixture import demo_stripe

__all__ = ["demo_stripe"]
