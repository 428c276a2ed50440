"""Pictures for docs/pictures, taken by the walk when PICTURES=1: every page at two widths in both themes."""

import io
import os

from django.conf import settings
from PIL import Image

from tests.e2e.visitor import DESK, PHONE, Visitor

FOLDER = settings.BASE_DIR / "docs" / "pictures"
THEMES = ("light", "dark")
TALLEST = {PHONE: 2400, DESK: 2000}
COLOURS = 96


class Camera:
    """Does nothing unless PICTURES is set."""

    def __init__(self):
        self.on = bool(os.environ.get("PICTURES"))

    def shoot(self, visitor: Visitor, name: str):
        """The page the visitor stands at, as `<name>-<width>-<theme>.png`."""
        if not self.on:
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        before = visitor.page.viewport_size
        for theme in THEMES:
            visitor.theme(theme)
            visitor.page.goto(visitor.page.url)
            for width in (PHONE, DESK):
                visitor.resize(width)
                self._keep(visitor.page, FOLDER / f"{name}-{width}-{theme}.png", width)
        visitor.theme("light")
        visitor.page.set_viewport_size(before)
        visitor.page.goto(visitor.page.url)

    def _keep(self, page, path, width: int):
        page.evaluate("document.fonts.ready")
        raw = page.screenshot(full_page=True, animations="disabled", caret="hide")
        picture = Image.open(io.BytesIO(raw)).convert("RGB")
        picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST[width])))
        # The median cut forgets rare colours such as a thread of the quilt; the octree keeps them.
        small = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        small.save(path, optimize=True)

    def shoot_at(self, visitor: Visitor, path: str, name: str):
        if self.on:
            visitor.open(path)
            self.shoot(visitor, name)

    def shoot_page(self, visitor: Visitor, page, name: str):
        """Another tab of theirs."""
        if self.on:
            before, visitor.page = visitor.page, page
            self.shoot(visitor, name)
            visitor.page = before
