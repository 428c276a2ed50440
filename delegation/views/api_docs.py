from csp.decorators import csp_update
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView


@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """The API's page from our own files: the script is a request of its own, so the content policy stays strict.
    Its icons are drawn in its style sheet."""

    template_name = "delegation/api/docs.html"


@require_safe
def api_root(request):
    return redirect("api-docs")
