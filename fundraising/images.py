"""A picture becomes plain pixels: no place, no time, no camera, no comment (SECURITY 7.7).

`Image.save()` alone keeps a JPEG's comment, so the pixels are copied into a new image and only they are written."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from delegation.errors import DomainError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 1600
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
# What a decoder may raise on damaged or hostile bytes.
_DECODE_ERRORS = (OSError, ValueError, SyntaxError, IndexError, TypeError, EOFError, MemoryError, OverflowError)


@dataclass(frozen=True)
class Picture:
    jpeg: bytes
    width: int
    height: int


def reencode(data: bytes) -> Picture:
    """JPEG of at most 1600 px without any metadata. Raises DomainError (field "photo") with plain words."""
    if not data:
        raise _refused(_("This file is empty. Choose the picture again."), "empty")
    if len(data) > MAX_BYTES:
        raise _refused(_("This picture is larger than 8 MB. Make it smaller, or choose another."), "too_big")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = _decoded(data)
            return _written(_flat(_upright_srgb(image)))
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise _refused(_("We cannot read this as a picture. Use JPEG, PNG or WebP."), "unreadable") from None
    except _DECODE_ERRORS:
        raise _refused(
            _("This picture is damaged or cut short. Export it again, or choose another."), "damaged"
        ) from None


def _decoded(data: bytes) -> Image.Image:
    """The pixels, decoded only after the header's size was found bearable."""
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _refused(_("This picture has more than 40 million pixels. Make it smaller."), "too_many_pixels")
    if image.format == "JPEG":
        # Lets the decoder skip detail nobody will see, which spares time and memory.
        image.draft("RGB", (MAX_SIDE * 2, MAX_SIDE * 2))
    image.load()
    return image


def _upright_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if profile and image.mode in {"RGB", "RGBA", "L", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
        except (ImageCms.PyCMSError, *_DECODE_ERRORS):
            return image  # a broken profile is dropped; colours may shift a little
    return image


def _flat(image: Image.Image) -> Image.Image:
    """Opaque RGB of bearable size; what was transparent becomes white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        image = ground
    image = image.convert("RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return image


def _written(image: Image.Image) -> Picture:
    clean = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), clean.width, clean.height)


def _refused(message, code):
    return DomainError(message, code=f"photo_{code}", field="photo")
