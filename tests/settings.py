"""The site's own settings, with static files as they lie in the folder."""

import os

os.environ.setdefault("PLAIN_STATIC", "1")

from studyapp.settings import *  # noqa: F403

# Real hashing takes a tenth of a second each time, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
