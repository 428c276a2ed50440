"""Documents: for one reader, and who has read what."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.utils.translation import get_language

from travel.models import Acknowledgement, Briefing, BriefingText, BriefingVersion
from travel.readiness.board import ON_BOARD

WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class Document:
    """One document as one reader finds it."""

    briefing: Briefing
    version: BriefingVersion
    minutes: int
    read_at: object
    read_older: bool
    due: object = None

    @property
    def title(self) -> str:
        return title_of(self.briefing)

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def state(self) -> str:
        if self.is_read:
            return "ok"
        return "info" if self.read_older else "waiting"


def title_of(briefing) -> str:
    spanish = (get_language() or "en").startswith("es")
    return (spanish and briefing.title_es) or briefing.title


def minutes_of(text: str) -> int:
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def text_of(version) -> BriefingText | None:
    """The words in the reader's language, English where they are not written yet."""
    texts = {text.language: text for text in version.texts.all()}
    return texts.get((get_language() or "en")[:2]) or texts.get("en") or next(iter(texts.values()), None)


def living_versions(delegation):
    newest = BriefingVersion.objects.filter(briefing=OuterRef("briefing")).order_by("-number").values("pk")[:1]
    return (
        BriefingVersion.objects.filter(
            briefing__delegation=delegation, briefing__withdrawn_at__isnull=True, pk=Subquery(newest)
        )
        .select_related("briefing")
        .prefetch_related("texts")
        .order_by("briefing__position", "briefing_id")
    )


def documents_for(delegate, due=None) -> list[Document]:
    """Four queries, whatever the number of documents. What is to be read comes first."""
    versions = list(living_versions(delegate.delegation))
    mine = Acknowledgement.objects.filter(delegate=delegate, version__briefing__in=[v.briefing_id for v in versions])
    read = dict(mine.values_list("version_id", "created_at"))
    older = dict(mine.order_by().values_list("version__briefing_id").annotate(newest=Max("version__number")))
    found = [
        Document(
            briefing=version.briefing,
            version=version,
            minutes=minutes_of(getattr(text_of(version), "body", "")),
            read_at=read.get(version.pk),
            read_older=version.briefing_id in older,
            due=due,
        )
        for version in versions
    ]
    return sorted(found, key=lambda d: (d.is_read, not d.briefing.required, d.briefing.position))


def desk_list(delegation):
    """Documents with their living version and how many of those on the board have read it."""
    newest = BriefingVersion.objects.filter(briefing=OuterRef("pk")).order_by("-number")
    readers = Q(versions__number=F("newest_number"), versions__acknowledgements__delegate__status__in=ON_BOARD)
    return (
        Briefing.objects.filter(delegation=delegation)
        .annotate(
            newest_number=Subquery(newest.values("number")[:1]),
            newest_at=Subquery(newest.values("created_at")[:1]),
        )
        .annotate(read=Count("versions__acknowledgements__delegate", filter=readers, distinct=True))
        .order_by("withdrawn_at", "position", "id")
    )


def readers_of(briefing):
    """Everybody on the board, with `read_number`: the newest version they read, or None."""
    last = (
        Acknowledgement.objects.filter(delegate=OuterRef("pk"), version__briefing=briefing)
        .order_by("-version__number")
        .values("version__number")[:1]
    )
    return (
        briefing.delegation.delegates.filter(status__in=ON_BOARD)
        .select_related("person", "organisation")
        .annotate(read_number=Subquery(last))
        .order_by("read_number", "person__name_used", "id")
    )
