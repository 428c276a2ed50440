"""A picture that came with a place, a time and a comment leaves as pixels alone."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from delegation.errors import DomainError
from fundraising import images
from tests.factories.appeals import make_picture


def opened(picture):
    image = Image.open(io.BytesIO(picture.jpeg))
    image.load()
    return image


def refusal(data):
    with pytest.raises(DomainError) as caught:
        images.reencode(data)
    assert caught.value.field == "photo"
    return caught.value.code


def gps_exif():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0132] = "2026:05:01 10:00:00"
    exif.get_ifd(0x8825)[2] = (36.0, 12.0, 7.0)
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def test_place_time_camera_comment_and_profile_are_gone():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = make_picture(exif=gps_exif(), comment=b"my kitchen, 5 Elm Road", icc_profile=profile)
    assert b"SecretCamera" in data
    assert b"Elm Road" in data
    picture = images.reencode(data)
    for trace in (b"SecretCamera", b"Elm Road", b"Exif", b"ICC_PROFILE", b"2026:05:01", b"http://ns.adobe.com"):
        assert trace not in picture.jpeg
    image = opened(picture)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_the_camera_s_orientation_is_applied_before_it_is_dropped():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = images.reencode(make_picture((80, 40), exif=exif))
    assert (picture.width, picture.height) == (40, 80)


def test_large_pictures_shrink_and_keep_their_shape():
    picture = images.reencode(make_picture((3200, 1600)))
    assert (picture.width, picture.height) == (1600, 800)
    assert opened(picture).size == (1600, 800)


def test_small_pictures_are_not_blown_up():
    picture = images.reencode(make_picture((60, 40)))
    assert (picture.width, picture.height) == (60, 40)


def test_what_was_transparent_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert all(channel > 250 for channel in opened(images.reencode(out.getvalue())).getpixel((5, 5)))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_png_becomes_rgb(mode):
    out = io.BytesIO()
    Image.new(mode, (12, 12)).save(out, "PNG")
    assert opened(images.reencode(out.getvalue())).mode == "RGB"


def test_cmyk_and_webp_are_read():
    out = io.BytesIO()
    Image.new("CMYK", (12, 12), (0, 100, 100, 0)).save(out, "JPEG")
    assert opened(images.reencode(out.getvalue())).mode == "RGB"
    assert images.reencode(make_picture(fmt="WEBP")).width == 60


def test_a_text_hidden_in_a_png_is_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Ana Reyes")
    assert b"Ana Reyes" not in images.reencode(make_picture(fmt="PNG", pnginfo=info)).jpeg


def test_a_page_glued_behind_the_pixels_is_gone():
    picture = images.reencode(make_picture() + b"<script>alert(1)</script>")
    assert b"<script>" not in picture.jpeg


def test_a_broken_colour_profile_is_dropped():
    assert images.reencode(make_picture(icc_profile=b"not a profile")).width == 60


def test_empty_and_oversized_files():
    assert refusal(b"") == "photo_empty"
    assert refusal(b"x" * (images.MAX_BYTES + 1)) == "photo_too_big"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\x00" * 40,
        b"%PDF-1.7 hello",
        b"\xff\xd8\xff",
        b"plain words",
    ],
)
def test_other_formats_are_refused(data):
    assert refusal(data) in {"photo_unreadable", "photo_damaged"}


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_refused(fmt):
    whole = make_picture((400, 400), fmt=fmt)
    assert refusal(whole[: len(whole) // 2]) in {"photo_damaged", "photo_unreadable"}


def test_a_bomb_is_refused_by_its_header_before_it_is_decoded():
    """A PNG of a few bytes that says it is 30,000 × 30,000."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    assert refusal(bomb) in {"photo_too_many_pixels", "photo_unreadable"}


def test_forty_million_pixels_is_the_limit():
    header_only = make_picture((8000, 5001), "PNG")
    assert refusal(header_only) == "photo_too_many_pixels"
