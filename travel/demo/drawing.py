"""A drawn picture for one appeal of the demo: a street of small houses under an evening sky. Nobody is in it."""

import io

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
SKY, SUN, HILL, GROUND = "#f3d9a8", "#d9793f", "#7c8f7a", "#4a5f55"
HOUSES = (("#b4532f", 90), ("#2f5d6b", 60), ("#d8a13c", 110), ("#7a3b4d", 75), ("#3f6f52", 95), ("#8a5a2b", 65))
WINDOW, ROOF = "#fbeecb", "#33302c"


def street() -> bytes:
    """PNG, as somebody would upload it."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    pen = ImageDraw.Draw(image)
    pen.ellipse((820, 150, 1020, 350), fill=SUN)
    pen.ellipse((-200, 380, 760, 1200), fill=HILL)
    pen.ellipse((480, 420, 1500, 1260), fill="#93a184")
    pen.rectangle((0, 660, WIDTH, HEIGHT), fill=GROUND)
    for number, (colour, taller) in enumerate(HOUSES):
        _house(pen, 60 + number * 185, 660, colour, taller)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _house(pen, left: int, floor: int, colour: str, taller: int):
    right, top = left + 150, floor - 110 - taller
    pen.rectangle((left, top, right, floor), fill=colour)
    pen.polygon(((left - 14, top), (left + 75, top - 70), (right + 14, top)), fill=ROOF)
    pen.rectangle((left + 56, floor - 80, left + 94, floor), fill=ROOF)
    for x in (left + 20, left + 98):
        pen.rectangle((x, top + 24, x + 32, top + 62), fill=WINDOW)
