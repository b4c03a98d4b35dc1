"""English: how days and times are written. The first three names are Django's; each language has them all."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"

DAY_IN_FULL = "l j F Y"  # Tuesday 24 November 2026
DAY_OF_YEAR = "l j F"  # Tuesday 24 November
DAY_OF_MONTH = "l j"  # Tuesday 24
DATE_WITHOUT_YEAR = "j F"  # 24 November
SHORT_DAY_OF_MONTH = "D j"  # Tue 24
SHORT_DAY = "D j M"  # Tue 24 Nov
SHORT_MOMENT = "D j M, H:i"  # Tue 24 Nov, 10:30
