DATE_FORMAT = r"j \d\e F \d\e Y"
SHORT_DATE_FORMAT = "j b Y"
DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
SHORT_DATETIME_FORMAT = "j b Y, H:i"
TIME_FORMAT = "H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","

# The patterns that templates write, as Spanish writes them: with "de", and months in small letters.
globals().update(
    {
        "j M": "j b",
        "j M Y": "j b Y",
        "j M H:i": "j b, H:i",
        "j M Y, H:i": "j b Y, H:i",
        "j F": r"j \d\e F",
        "l j F": r"l j \d\e F",
        "j F Y": DATE_FORMAT,
        "l j F Y": r"l j \d\e F \d\e Y",
        "j F H:i": r"j \d\e F, H:i",
        "j F, H:i": r"j \d\e F, H:i",
        "l j F, H:i": r"l j \d\e F, H:i",
        "j F Y, H:i": DATETIME_FORMAT,
        "j F Y H:i": DATETIME_FORMAT,
    }
)
