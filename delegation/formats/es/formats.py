DATE_FORMAT = r"j \d\e F \d\e Y"
SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","

# The patterns that templates write, as Spanish writes them.
globals().update(
    {
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
