from django.http import Http404, HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from delegation.permissions import staffed_delegations
from fundraising.queries.appeals import photo_for


@require_safe
def photo(request, uuid):
    """Pixels we encoded ourselves. Public only while the open page shows this picture; else its owner and staff."""
    person = request.user
    found = photo_for(person, uuid, staffed=staffed_delegations(person))
    if found is None:
        raise Http404
    answer = HttpResponse(bytes(found.image), content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    answer["Last-Modified"] = http_date(found.created_at.timestamp())
    # A page may be paused at any minute: browsers ask again, and no proxy keeps it.
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex, noarchive"
    return answer
