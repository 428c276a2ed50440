from django.conf import settings
from django.utils import translation


def site(request):
    """What every page may say: the network, whether this is the demo, the theme, the languages."""
    return {
        "network": settings.NETWORK,
        "demo": settings.DEMO,
        "theme": getattr(request, "theme", ""),
        "languages": settings.LANGUAGES,
        "language_now": translation.get_language(),
    }
