"""The table of tests/flows/test_urls_by_role.py."""

TABLE = """
# a
"""
MAY_POST = {}
