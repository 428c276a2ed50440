import re

from fundraising import slugs


def test_a_slug_is_three_quilt_words_and_chance():
    slug = slugs.new_slug()
    cloth, work, pattern, tail = slug.split("-")
    assert cloth in slugs.CLOTH
    assert work in slugs.WORK
    assert pattern in slugs.PATTERN
    assert re.fullmatch(r"[2-9a-hjkmnp-z]{5}", tail)
    assert len(slug) <= 60


def test_slugs_do_not_repeat():
    assert len({slugs.new_slug() for _ in range(500)}) == 500
