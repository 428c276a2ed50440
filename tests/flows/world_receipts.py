"""A receipt made anew, a year's statement, and a cost paid from the owner's fund."""

from fundraising.actions import receipts, statements
from tests.factories.fundraising import make_gift
from tests.factories.receipts import spend


def add(delegation, people, owner, rows):
    gift = make_gift(rows["fund"], 80, email="marguerite@example.org", name="Marguerite")
    rows["old_receipt"] = gift.receipts.get()
    rows["receipt"] = receipts.reissue(rows["old_receipt"], people["treasurer"], reason="name", name="Margaret")
    rows["receipt_gift"] = gift
    rows["statement"] = statements.make_statement(gift, people["treasurer"])
    rows["cost"] = spend(rows["fund"], 30_00)
