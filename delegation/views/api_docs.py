from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView


class Docs(SpectacularSwaggerSplitView):
    """The API's page from our own files: the script is a request of its own, so the content policy stays strict."""

    template_name = "delegation/api/docs.html"
    url_self = None


@require_safe
def api_root(request):
    return redirect("api-docs")
