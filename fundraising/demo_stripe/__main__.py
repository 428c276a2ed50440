"""`python -m fundraising.demo_stripe`: the same process as `manage.py demo_stripe`, without Django."""

import argparse
import sys

from .server import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="demo_stripe", description="A local Stripe. No money moves.")
    parser.add_argument("--port", type=int, default=8420)
    parser.add_argument("--state", default=":memory:", metavar="FILE", help="SQLite file; without it nothing is kept")
    parser.add_argument("--webhook-url", default="http://localhost:8000/stripe/webhook/")
    parser.add_argument("--webhook-secret", default="whsec_demo_local")
    parser.add_argument("--secret-key", default="sk_demo_local")
    parser.add_argument("--verbose", action="store_true", help="one line a request: method, path, status")
    parser.add_argument("--end-with-input", action="store_true", help="stop when the standard input ends")
    return run(**vars(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
