"""What the books say, for pages that must know whether to trust them."""

from fundraising.models import BooksCheck


def last_check() -> BooksCheck | None:
    return BooksCheck.objects.first()


def books_are_red() -> bool:
    """Whether the newest run of verify_books found an invariant that does not hold: money out stops, gifts go on."""
    newest = last_check()
    return newest is not None and bool(newest.red)
