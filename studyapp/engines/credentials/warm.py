"""Modules that libraries import at first use: imported here, because inside the guard an import is refused."""

import encodings.idna
import json.decoder
import stringprep
import unicodedata
from datetime import datetime

import dateutil.tz

LAZY = (encodings.idna, json.decoder, stringprep, unicodedata, dateutil.tz)
# strptime imports its other half when it is first called.
datetime.strptime("2026", "%Y")
