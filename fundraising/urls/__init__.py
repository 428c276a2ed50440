"""Every address of the money side, one file an area."""

from fundraising.urls import (
    book,
    claim,
    door,
    giving,
    money,
    monthly,
    my,
    offline,
    payment,
    public,
    receipt,
    review,
    round,
    share,
    spending,
    transfer,
)

app_name = "fundraising"

urlpatterns = [
    *my.urlpatterns,
    *review.urlpatterns,
    *public.urlpatterns,
    *share.urlpatterns,
    *money.urlpatterns,
    *book.urlpatterns,
    *claim.urlpatterns,
    *door.urlpatterns,
    *giving.urlpatterns,
    *monthly.urlpatterns,
    *offline.urlpatterns,
    *payment.urlpatterns,
    *receipt.urlpatterns,
    *round.urlpatterns,
    *spending.urlpatterns,
    *transfer.urlpatterns,
]
