from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from delegation.celery import nudge
from fundraising import inbox


@csrf_exempt  # the signature over the raw body stands for it; nowhere else
@require_POST
def stripe_webhook(request):
    """Store once, answer, process later. The size is asked before the body is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and len(length) < 9) or int(length) > inbox.LARGEST_BODY:
        return HttpResponse(status=413)
    try:
        body = request.read(inbox.LARGEST_BODY + 1)
    except UnreadablePostError:
        return HttpResponse(status=400)
    received = inbox.receive(body, request.headers.get("Stripe-Signature"))
    if received.new:
        nudge("fundraising.process_inbox")
    return HttpResponse(status=received.status)
